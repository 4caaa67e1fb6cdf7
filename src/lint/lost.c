#include "lint/lost.h"

#include "base/vec.h"
#include "schema/lex.h"

enum { MOST_TABLES = 48 };

struct names {
    struct str *at;
    size_t len, cap;
};

static bool is_name(struct token token)
{
    return token.kind == TOKEN_WORD || token.kind == TOKEN_QUOTED_NAME;
}

static struct str folded(struct arena *arena, struct str text, struct token token)
{
    struct str name = str_slice(text, token.start, token.end);
    if (token.kind == TOKEN_WORD) return str_lower(arena, name);
    return str_slice(name, 1, name.len - 1);
}

/* What stands behind TABLE: `IF NOT EXISTS`, a schema, quotes of other databases. */
static void add_table(struct arena *arena, struct names *names, struct lexer *lexer)
{
    struct token name = {.kind = TOKEN_END};
    for (int i = 0; i < 8; i++) {
        struct token token = lex_next_code(lexer);
        if (token.kind == TOKEN_OPEN || token.kind == TOKEN_END || token.kind == TOKEN_SEMICOLON)
            break;
        if (token_is(lexer->text, token, "as") || token_is(lexer->text, token, "partition")) break;
        if (is_name(token)) name = token;
    }
    if (name.kind != TOKEN_END && names->len < MOST_TABLES)
        VEC_PUSH(arena, names, folded(arena, lexer->text, name));
}

static void add_tables(struct arena *arena, struct names *names, struct str text)
{
    struct lexer lexer = {.text = text};
    bool creates = false;
    for (struct token token = lex_next_code(&lexer);
         token.kind != TOKEN_END && names->len < MOST_TABLES; token = lex_next_code(&lexer)) {
        if (token.kind == TOKEN_SEMICOLON) creates = false;
        if (token_is(text, token, "create")) creates = true;
        if (creates && token_is(text, token, "table")) add_table(arena, names, &lexer);
    }
}

const struct str *find_lost_tables(struct arena *arena, const struct migration_file *file,
                                   size_t *count)
{
    struct names names = {0};
    for (int direction = DIRECTION_UP; direction <= DIRECTION_DOWN; direction++) {
        for (size_t i = 0; i < file->statement_count[direction]; i++) {
            const struct statement *statement = &file->statements[direction][i];
            if (!statement->parse.parsed) add_tables(arena, &names, statement->sent->sql);
        }
    }
    for (size_t i = 0; i < file->goose->dropped_count; i++)
        add_tables(arena, &names, span_text(file->goose->dropped[i].span));
    *count = names.len;
    return names.at;
}

bool is_lost_table(const struct migration_file *file, struct str name)
{
    for (size_t i = 0; i < file->lost_table_count; i++) {
        if (str_equal(file->lost_tables[i], name)) return true;
    }
    return false;
}
