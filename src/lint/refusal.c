#include "lint/refusal.h"

#include <string.h>

bool refusal_is(const struct refusal *refusal, struct token token, const char *word)
{
    return token.kind != TOKEN_END && token_is(refusal->sql, token, word);
}

static bool has_line_end(struct str sql, uint32_t start, uint32_t end)
{
    return end > start && memchr(sql.at + start, '\n', end - start) != NULL;
}

static void begin_statement(struct refusal *refusal)
{
    for (size_t i = 0; i < 3; i++) refusal->first[i].kind = TOKEN_END;
    for (size_t i = 0; i < REFUSAL_REACH; i++) refusal->before[i].kind = TOKEN_END;
    refusal->depth = 0;
}

static void pass(struct refusal *refusal, struct token token)
{
    if (token.kind == TOKEN_SEMICOLON && refusal->depth == 0) {
        begin_statement(refusal);
        return;
    }
    for (size_t i = 0; i < 3; i++) {
        if (refusal->first[i].kind != TOKEN_END) continue;
        refusal->first[i] = token;
        break;
    }
    memmove(refusal->before + 1, refusal->before, (REFUSAL_REACH - 1) * sizeof *refusal->before);
    refusal->before[0] = token;
    if (token.kind == TOKEN_OPEN) refusal->depth++;
    if (token.kind == TOKEN_CLOSE && refusal->depth > 0) refusal->depth--;
}

struct refusal refusal_of(struct str sql, const struct sql_error *error)
{
    struct refusal refusal = {.sql = sql, .message = error->message};
    begin_statement(&refusal);
    struct lexer lexer = {.text = sql};
    struct token token = lex_next_code(&lexer);
    uint32_t end = 0;
    for (; token.kind != TOKEN_END && token.end <= error->at.start; token = lex_next_code(&lexer)) {
        pass(&refusal, token);
        end = token.end;
    }
    refusal.at = token;
    refusal.first_on_line = token.kind != TOKEN_END && has_line_end(sql, end, token.start);
    refusal.after[0].kind = TOKEN_END;
    refusal.after[1].kind = TOKEN_END;
    for (size_t i = 0; i < 2 && token.kind != TOKEN_END; i++) {
        token = lex_next_code(&lexer);
        refusal.after[i] = token;
    }
    return refusal;
}
