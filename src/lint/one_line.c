#include "lint/one_line.h"

#include "schema/lex.h"

/* Without the bytes of a code point that was cut. */
static size_t whole_points(const char *text, size_t len)
{
    size_t end = len;
    while (end > 0 && ((unsigned char)text[end - 1] & 0xC0U) == 0x80U) end--;
    return end > 0 && (unsigned char)text[end - 1] >= 0x80U ? end - 1 : len;
}

struct str one_line(struct arena *arena, struct str text)
{
    enum { LONGEST = 400 };
    char *line = arena_alloc(arena, LONGEST + 2);
    size_t len = 0;
    uint32_t behind = 0; /* the token before */
    struct lexer lexer = {.text = text};
    for (;;) {
        struct token token = lex_next_code(&lexer);
        if (token.kind == TOKEN_END || len >= LONGEST) break;
        if (len > 0 && token.start > behind) line[len++] = ' ';
        for (uint32_t i = token.start; i < token.end && len < LONGEST; i++) {
            char c = text.at[i];
            line[len++] = c;
            if (c == '\n' || c == '\r' || c == '\t') line[len - 1] = ' ';
        }
        behind = token.end;
    }
    return (struct str){line, len < LONGEST ? len : whole_points(line, len)};
}
