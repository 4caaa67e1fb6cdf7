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

static void add_lost(struct arena *arena, struct names *names, const struct migration_file *file,
                     enum direction direction)
{
    for (size_t i = 0; i < file->statement_count[direction]; i++) {
        const struct statement *statement = &file->statements[direction][i];
        if (!statement->parse.parsed) add_tables(arena, names, statement->sent->sql);
    }
    for (size_t i = 0; i < file->goose->dropped_count; i++) {
        const struct dropped_line *dropped = &file->goose->dropped[i];
        if (dropped->direction == direction) add_tables(arena, names, span_text(dropped->span));
    }
}

void find_lost_tables(struct arena *arena, struct migration_file *file)
{
    struct names names = {0};
    add_lost(arena, &names, file, DIRECTION_UP);
    file->lost_in_up = names.len;
    add_lost(arena, &names, file, DIRECTION_DOWN);
    file->lost_tables = names.at;
    file->lost_table_count = names.len;
}

static bool is_among(const struct str *names, size_t count, struct str name)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(names[i], name)) return true;
    }
    return false;
}

bool is_lost_table(const struct migration_file *file, struct str name)
{
    return is_among(file->lost_tables, file->lost_table_count, name);
}

bool is_lost_before(const struct migration_file *file, enum direction direction, struct str name)
{
    const size_t count = direction == DIRECTION_UP ? file->lost_in_up : file->lost_table_count;
    return is_among(file->lost_tables, count, name);
}
