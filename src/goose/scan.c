#include "goose/scan.h"

#include "base/vec.h"
#include "goose/directive.h"

#include <string.h>

struct str goose_scan_text(const struct scan *scan, const struct goose_line *line)
{
    struct str text = goose_line_text(scan->source->text, line);
    return line->number == 1 && scan->has_bom ? str_slice(text, 3, text.len) : text;
}

struct span goose_scan_span(const struct scan *scan, const struct goose_line *line)
{
    struct str whole = goose_scan_text(scan, line);
    struct str trimmed = goose_trim(whole);
    uint32_t start = (uint32_t)(trimmed.at - scan->source->text.at);
    return (struct span){scan->source, start, start + (uint32_t)trimmed.len};
}

/* A byte order mark of UTF-16, or every other byte of the beginning a NUL. */
static bool is_utf16(struct str text)
{
    if (str_starts_with(text, STR("\xFF\xFE")) || str_starts_with(text, STR("\xFE\xFF"))) {
        return true;
    }
    size_t pairs = text.len / 2 < 32 ? text.len / 2 : 32;
    size_t low = 0;
    size_t high = 0;
    for (size_t i = 0; i < pairs; i++) {
        if (text.at[2 * i] == '\0') high++;
        if (text.at[2 * i + 1] == '\0') low++;
    }
    return pairs >= 2 && ((low == pairs && high == 0) || (high == pairs && low == 0));
}

/* Lines that end in CR alone are one line to goose, which it cannot accept unless that happens to
 * be a directive (`--<CR>+goose Up`). */
static bool is_cr_only(struct arena *scratch, struct str text)
{
    struct str trimmed = goose_trim(text);
    if (trimmed.len == 0 || memchr(trimmed.at, '\r', trimmed.len) == NULL) return false;
    if (memchr(trimmed.at, '\n', trimmed.len) != NULL) return false;
    struct goose_line line = {0};
    while (goose_next_line(text, &line)) {
        struct str content = goose_line_text(text, &line);
        if (goose_is_blank(content)) continue;
        return !goose_is_directive(content) ||
               goose_decode_directive(scratch, content).kind == DIRECTIVE_INVALID;
    }
    return false;
}

static void check_readable(struct scan *scan, struct arena *scratch)
{
    struct str text = scan->source->text;
    scan->has_bom = str_starts_with(text, STR("\xEF\xBB\xBF"));
    if (is_utf16(text)) {
        scan->unreadable = "the file is UTF-16, and goose reads UTF-8: it finds no directive";
        scan->unreadable_at = (struct span){scan->source, 0, 2};
    } else if (!scan->has_bom && is_cr_only(scratch, text)) {
        uint32_t cr = (uint32_t)str_find(text, STR("\r"), 0);
        scan->unreadable = "lines end in CR alone, so goose takes the whole file for one line";
        scan->unreadable_at = (struct span){scan->source, cr, cr + 1};
    }
}

/* A guessed Up or Down gives way to a real one: then the text was prose. */
static void withdraw_guesses(const struct directive *directives, struct decoded_directive *decoded,
                             size_t count)
{
    bool exists[DIRECTIVE_INVALID + 1] = {false};
    for (size_t i = 0; i < count; i++) exists[directives[i].kind] = true;
    for (size_t i = 0; i < count; i++) {
        enum directive_kind guess = decoded[i].guess;
        if (directives[i].kind != DIRECTIVE_INVALID) continue;
        if (guess != DIRECTIVE_UP && guess != DIRECTIVE_DOWN) continue;
        if (exists[guess]) decoded[i].guess = DIRECTIVE_INVALID;
    }
}

static void find_directives(struct scan *scan, struct arena *arena, struct arena *scratch)
{
    VEC(struct directive) directives = {0};
    VEC(struct decoded_directive) decoded = {0};
    struct goose_line line = {0};
    while (goose_next_line(scan->source->text, &line)) {
        struct str text = goose_scan_text(scan, &line);
        if (!goose_is_directive(text)) continue;
        struct decoded_directive one = goose_decode_directive(scratch, text);
        struct directive directive = {.kind = one.kind,
                                      .line = line.number,
                                      .span = goose_scan_span(scan, &line),
                                      .canonical = one.canonical};
        VEC_PUSH(arena, &directives, directive);
        VEC_PUSH(scratch, &decoded, one);
    }
    withdraw_guesses(directives.at, decoded.at, decoded.len);
    scan->directives = directives.at;
    scan->decoded = decoded.at;
    scan->directive_count = directives.len;
}

struct scan goose_scan(struct arena *arena, struct arena *scratch, const struct source *source)
{
    struct scan scan = {.source = source};
    check_readable(&scan, scratch);
    if (scan.unreadable == NULL) find_directives(&scan, arena, scratch);
    return scan;
}
