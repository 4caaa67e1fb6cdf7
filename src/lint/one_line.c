#include "lint/one_line.h"

#include "base/width.h"
#include "schema/lex.h"

struct str one_line(struct arena *arena, struct str text)
{
    enum { LONGEST = 400, MOST = LONGEST + 1 }; /* one more shows whether a code point goes on */
    char *line = arena_alloc(arena, MOST);
    size_t len = 0;
    uint32_t behind = 0; /* the token before */
    struct lexer lexer = {.text = text};
    for (;;) {
        struct token token = lex_next_code(&lexer);
        if (token.kind == TOKEN_END || len == MOST) break;
        if (len > 0 && token.start > behind) line[len++] = ' ';
        for (uint32_t i = token.start; i < token.end && len < MOST; i++) {
            char c = text.at[i];
            line[len++] = c;
            if (c == '\n' || c == '\r' || c == '\t') line[len - 1] = ' ';
        }
        behind = token.end;
    }
    return str_cut((struct str){line, len}, LONGEST);
}
