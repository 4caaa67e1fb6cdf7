#include "lint/do_block.h"

#include "schema/lex.h"

#include <stddef.h>

/* The tokens that may stand before a statement of PL/pgSQL. */
static bool starts_statement(struct str text, struct token before)
{
    static const char *const words[] = {"begin", "then", "else", "loop"};
    if (before.kind == TOKEN_SEMICOLON) return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (token_is(text, before, words[i])) return true;
    }
    return false;
}

/* `COMMIT;` or `ROLLBACK;`, at the second of the last two tokens. */
static bool ends_transaction(struct str text, const struct token *last)
{
    return last[2].kind == TOKEN_SEMICOLON && starts_statement(text, last[0]) &&
           (token_is(text, last[1], "commit") || token_is(text, last[1], "rollback"));
}

/* `CREATE INDEX CONCURRENTLY`, `DROP INDEX CONCURRENTLY`, with UNIQUE or without. */
static bool builds_concurrently(struct str text, const struct token *last)
{
    return token_is(text, last[2], "concurrently") && token_is(text, last[1], "index") &&
           (token_is(text, last[0], "create") || token_is(text, last[0], "unique") ||
            token_is(text, last[0], "drop"));
}

enum do_offence do_offence_of(struct str sql, const struct change *change, struct range *at)
{
    if (change->kind != CHANGE_DO || !change->function.body_is_verbatim) return DO_HARMLESS;
    const struct range body = change->function.body_at;
    struct lexer lexer = {.text = str_slice(sql, 0, body.end), .at = body.start};
    struct token last[3] = {{0}};
    for (struct token token = lex_next_code(&lexer); token.kind != TOKEN_END;
         token = lex_next_code(&lexer)) {
        last[0] = last[1];
        last[1] = last[2];
        last[2] = token;
        if (builds_concurrently(lexer.text, last)) {
            *at = (struct range){last[0].start, last[2].end};
            return DO_BUILDS_CONCURRENTLY;
        }
        if (ends_transaction(lexer.text, last)) {
            *at = (struct range){last[1].start, last[1].end};
            return DO_ENDS_TRANSACTION;
        }
    }
    return DO_HARMLESS;
}
