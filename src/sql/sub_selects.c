#include "sql/sub_selects.h"

/* The parenthesis that closes the one before [lexer]; false: none does. */
static bool find_closing(struct lexer *lexer, struct token *closing)
{
    for (size_t depth = 1; depth > 0;) {
        *closing = lex_next_code(lexer);
        if (closing->kind == TOKEN_END) return false;
        if (closing->kind == TOKEN_OPEN) depth++;
        if (closing->kind == TOKEN_CLOSE) depth--;
    }
    return true;
}

bool next_sub_select(struct lexer *lexer, struct sub_select *found)
{
    struct token before = {.kind = TOKEN_END};
    struct token token;
    while ((token = lex_next_code(lexer)).kind != TOKEN_END) {
        struct lexer inside = *lexer;
        const struct token first = lex_next_code(&inside);
        if (token.kind == TOKEN_OPEN && token_is(lexer->text, first, "select")) {
            struct token closing;
            if (!find_closing(&inside, &closing)) return false;
            *found = (struct sub_select){{first.start, closing.start},
                                         token_is(lexer->text, before, "exists")};
            *lexer = inside;
            return true;
        }
        before = token;
    }
    return false;
}

static bool is_system(struct name name)
{
    return str_starts_with(name.name, STR("pg_")) || str_equal(name.schema, STR("pg_catalog")) ||
           str_equal(name.schema, STR("information_schema"));
}

bool reads_user_table(const struct data_change *data)
{
    for (size_t i = 0; i < data->reads.len; i++) {
        if (!is_system(data->reads.at[i])) return true;
    }
    return false;
}
