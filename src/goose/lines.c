#include "goose/lines.h"

#include <string.h>

bool goose_next_line(struct str text, struct goose_line *line)
{
    uint32_t start = line->next;
    if (start >= text.len) return false;
    const char *lf = memchr(text.at + start, '\n', text.len - start);
    uint32_t end = lf == NULL ? (uint32_t)text.len : (uint32_t)(lf - text.at);
    line->number++;
    line->start = start;
    line->has_lf = lf != NULL;
    line->next = lf == NULL ? end : end + 1;
    line->too_long = end - start >= GOOSE_LINE_LIMIT;
    if (end > start && text.at[end - 1] == '\r') end--;
    line->end = end;
    return true;
}

struct str goose_line_text(struct str text, const struct goose_line *line)
{
    return str_slice(text, line->start, line->end);
}

/* Most bytes: no white space begins with them. */
static bool is_no_space(char c)
{
    return (unsigned char)c > ' ' && (unsigned char)c < 0xC2;
}

/* Length of the white space character at [s], 0 when it is none. No encoding of one can begin
 * inside another valid sequence, so bytes are enough. */
static size_t space_len(const char *s, size_t left)
{
    const unsigned char *u = (const unsigned char *)s;
    if (left >= 1 && is_no_space(*s)) return 0;
    if (left >= 1 && (u[0] == ' ' || (u[0] >= '\t' && u[0] <= '\r'))) return 1;
    if (left >= 2 && u[0] == 0xC2 && (u[1] == 0x85 || u[1] == 0xA0)) return 2; /* NEL, NBSP */
    if (left < 3) return 0;
    bool is_space = (u[0] == 0xE1 && u[1] == 0x9A && u[2] == 0x80) ||                 /* U+1680 */
                    (u[0] == 0xE2 && u[1] == 0x80 && u[2] >= 0x80 && u[2] <= 0x8A) || /* U+2000 */
                    (u[0] == 0xE2 && u[1] == 0x80 && (u[2] == 0xA8 || u[2] == 0xA9)) ||
                    (u[0] == 0xE2 && u[1] == 0x80 && u[2] == 0xAF) || /* U+202F */
                    (u[0] == 0xE2 && u[1] == 0x81 && u[2] == 0x9F) || /* U+205F */
                    (u[0] == 0xE3 && u[1] == 0x80 && u[2] == 0x80);   /* U+3000 */
    return is_space ? 3 : 0;
}

static size_t space_len_before(struct str s, size_t end)
{
    for (size_t len = 1; len <= 3 && len <= end; len++) {
        if (space_len(s.at + end - len, len) == len) return len;
    }
    return 0;
}

struct str goose_trim(struct str s)
{
    size_t start = 0;
    size_t end = s.len;
    for (size_t len; start < end && (len = space_len(s.at + start, end - start)) != 0;) {
        start += len;
    }
    for (size_t len; end > start && (len = space_len_before(s, end)) != 0;) end -= len;
    return str_slice(s, start, end);
}

bool goose_is_blank(struct str s)
{
    return goose_trim(s).len == 0;
}

bool goose_is_comment(struct str line)
{
    size_t start = 0;
    for (size_t len; (len = space_len(line.at + start, line.len - start)) != 0;) start += len;
    return str_starts_with(str_slice(line, start, line.len), STR("--"));
}

bool goose_ends_statement(struct str line)
{
    bool ends = false;
    if (line.len == 0 || memchr(line.at, ';', line.len) == NULL) return false;
    for (size_t at = 0; at < line.len;) {
        size_t len = space_len(line.at + at, line.len - at);
        if (len != 0) {
            at += len;
            continue;
        }
        size_t word = at;
        while (at < line.len &&
               (is_no_space(line.at[at]) || space_len(line.at + at, line.len - at) == 0)) {
            at++;
        }
        if (str_starts_with(str_slice(line, word, at), STR("--"))) break;
        ends = line.at[at - 1] == ';';
    }
    return ends;
}
