#include "report/words.h"

#include "base/width.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

enum { LONGEST_QUOTED = 60 }; /* bytes */

void words_open(struct words *words)
{
    *words = (struct words){0};
    words->out = open_memstream(&words->buffer, &words->size);
    if (words->out == NULL) abort();
}

struct str words_text(struct words *words, struct arena *arena)
{
    if (fclose(words->out) != 0) abort(); /* only memory can be short */
    struct str text = str_copy(arena, (struct str){words->buffer, words->size});
    free(words->buffer);
    *words = (struct words){0};
    return text;
}

static bool ends_sentence(struct str text)
{
    if (text.len == 0) return true;
    char last = text.at[text.len - 1];
    return last == '.' || last == '!' || last == '?';
}

struct str sentence(struct arena *arena, struct str fragment)
{
    struct str trimmed = str_trim(fragment);
    struct words words;
    words_open(&words);
    if (trimmed.len > 0 && trimmed.at[0] >= 'a' && trimmed.at[0] <= 'z') {
        fputc(trimmed.at[0] - 'a' + 'A', words.out);
        trimmed = str_slice(trimmed, 1, trimmed.len);
    }
    if (trimmed.len > 0) fwrite(trimmed.at, 1, trimmed.len, words.out);
    if (!ends_sentence(trimmed)) fputc('.', words.out);
    return words_text(&words, arena);
}

struct str plain_quotes(struct arena *arena, struct str text)
{
    char *copy = arena_alloc(arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) copy[i] = text.at[i] == '`' ? '\'' : text.at[i];
    return (struct str){copy, text.len};
}

struct str pascal_case(struct arena *arena, struct str id)
{
    char *name = arena_alloc(arena, id.len + 1);
    size_t len = 0;
    bool start = true;
    for (size_t i = 0; i < id.len; i++) {
        char c = id.at[i];
        if (c == '-') {
            start = true;
            continue;
        }
        name[len++] = (char)(start && c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        start = false;
    }
    return (struct str){name, len};
}

struct str base_name(struct str path)
{
    for (size_t i = path.len; i > 0; i--) {
        if (path.at[i - 1] == '/') return str_slice(path, i, path.len);
    }
    return path;
}

static void write_point(FILE *out, struct str text, size_t at, struct code_point point)
{
    if (!point.valid) {
        fputs("\xEF\xBF\xBD", out);
        return;
    }
    if (!code_point_is_control(point.value)) {
        fwrite(text.at + at, 1, point.len, out);
        return;
    }
    if (point.value <= 0xFF) {
        fprintf(out, "\\x%02" PRIX32, point.value);
    } else {
        fprintf(out, "\\u{%04" PRIX32 "}", point.value);
    }
}

void write_visible(FILE *out, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        struct code_point point = code_point_at(text, at);
        write_point(out, text, at, point);
        at += point.len;
    }
}

size_t visible_cells(struct str text)
{
    size_t cells = 0;
    for (size_t at = 0; at < text.len;) {
        struct code_point point = code_point_at(text, at);
        if (!point.valid) {
            cells += 1;
        } else if (!code_point_is_control(point.value)) {
            cells += code_point_cells(point.value);
        } else {
            cells += point.value <= 0xFF ? 4 : 8;
        }
        at += point.len;
    }
    return cells;
}

static void new_line(FILE *out, unsigned indent)
{
    fprintf(out, "\n%*s", (int)indent, "");
}

/* What stands in backticks stays on one line, unless it is very long. */
static size_t quoted_end(struct str text, size_t at)
{
    for (size_t end = at + 1; end < text.len && end - at <= LONGEST_QUOTED; end++) {
        if (text.at[end] == '\n') break;
        if (text.at[end] == '`') return end;
    }
    return at;
}

static size_t word_end(struct str text, size_t at)
{
    for (; at < text.len && text.at[at] != ' ' && text.at[at] != '\n'; at++) {
        if (text.at[at] == '`') at = quoted_end(text, at);
    }
    return at;
}

void write_wrapped(FILE *out, struct str text, unsigned columns, unsigned column, unsigned indent)
{
    size_t filled = column;
    bool line_start = true;
    for (size_t at = 0; at < text.len;) {
        if (text.at[at] == '\n') {
            new_line(out, indent);
            filled = indent;
            line_start = true;
            at++;
            continue;
        }
        /* Blanks before a word stay as written, so that indented lists keep their shape. */
        size_t start = at;
        while (at < text.len && text.at[at] == ' ') at++;
        size_t blanks = at - start;
        struct str word = str_slice(text, at, word_end(text, at));
        size_t cells = visible_cells(word);
        if (!line_start && filled + blanks + cells > columns) {
            new_line(out, indent);
            filled = indent;
            blanks = 0;
        }
        if (word.len > 0) fprintf(out, "%*s", (int)blanks, "");
        write_visible(out, word);
        filled += blanks + cells;
        line_start = false;
        at += word.len;
    }
}
