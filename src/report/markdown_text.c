#include "report/markdown_text.h"

#include "base/width.h"
#include "report/words.h"
#include "report/xml.h"

static size_t run_at(struct str text, size_t at)
{
    size_t end = at;
    while (end < text.len && text.at[end] == '`') end++;
    return end - at;
}

static size_t longest_run(struct str text)
{
    size_t longest = 0;
    for (size_t at = 0; at < text.len; at++) {
        size_t run = run_at(text, at);
        if (run > longest) longest = run;
        at += run;
    }
    return longest;
}

/* Where the code begun by the backticks at [at] ends, behind its closing ones: as many as opened it
 * (GFM 6.3). SIZE_MAX: they open nothing. */
static size_t code_end(struct str text, size_t at)
{
    size_t opening = run_at(text, at);
    for (size_t end = at + opening; end < text.len; end++) {
        size_t run = run_at(text, end);
        if (run == opening) return end + run;
        end += run;
    }
    return SIZE_MAX;
}

/* One character in a table cell. Entities are not read in code, but `\|` is (GFM 4.10). */
static size_t write_cell_point(FILE *out, struct str text, size_t at, bool in_code)
{
    struct code_point point = code_point_at(text, at);
    if (point.value == '|') {
        fputs("\\|", out);
    } else if (point.value == '\n' || point.value == '\r') {
        fputc(' ', out);
    } else if (!in_code && point.value == '<') {
        fputs("&lt;", out);
    } else if (!in_code && point.value == '&') {
        fputs("&amp;", out);
    } else {
        write_visible(out, str_slice(text, at, at + point.len));
    }
    return at + point.len;
}

void markdown_write_fragment(FILE *out, struct str text)
{
    bool closable = true; /* one search that fails is enough: no quadratic search for an end */
    for (size_t at = 0; at < text.len;) {
        size_t end = text.at[at] == '`' && closable ? code_end(text, at) : at;
        if (end == SIZE_MAX) {
            closable = false;
            end = at;
        }
        if (text.at[at] == '`' && !closable) {
            fputs("\\`", out);
            at++;
        } else if (end == at) {
            at = write_cell_point(out, text, at, false);
        } else {
            while (at < end) at = write_cell_point(out, text, at, true);
        }
    }
}

static void write_backticks(FILE *out, size_t count)
{
    while (count-- > 0) fputc('`', out);
}

/* Blanks keep backticks at either end apart from the fence; readers take them off again. */
void markdown_write_code(FILE *out, struct str text)
{
    size_t longest = longest_run(text);
    const char *blank = longest > 0 ? " " : "";
    write_backticks(out, longest + 1);
    fputs(blank, out);
    for (size_t at = 0; at < text.len;) at = write_cell_point(out, text, at, true);
    fputs(blank, out);
    write_backticks(out, longest + 1);
}

static void write_html_text(FILE *out, struct str text)
{
    struct arena arena;
    struct words words;
    arena_init(&arena);
    words_open(&words);
    write_visible(words.out, text);
    xml_write_text(out, words_text(&words, &arena));
    arena_release(&arena);
}

void markdown_write_html(FILE *out, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t open = str_find(text, STR("`"), at);
        size_t close = open == SIZE_MAX ? SIZE_MAX : str_find(text, STR("`"), open + 1);
        if (close == SIZE_MAX) {
            write_html_text(out, str_slice(text, at, text.len));
            return;
        }
        write_html_text(out, str_slice(text, at, open));
        fputs("<code>", out);
        write_html_text(out, str_slice(text, open + 1, close));
        fputs("</code>", out);
        at = close + 1;
    }
}

void markdown_write_block(FILE *out, struct str text)
{
    size_t longest = longest_run(text);
    size_t fence = longest < 3 ? 3 : longest + 1;
    write_backticks(out, fence);
    fputs("text\n", out);
    fwrite(text.at, 1, text.len, out);
    write_backticks(out, fence);
    fputc('\n', out);
}
