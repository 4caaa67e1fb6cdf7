#include "sql/lower.h"

#include "sql/parse.h"
#include "sql/refused.h"

#include <pg_query.h>
#include <pg_query/pg_query_internal.h>
#undef DEBUG
#undef STDERR_BUFFER_LEN
#include <stdlib.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The statement without what surrounds it. Reading all of it again is only needed where its last
 * line may end in a comment. */
static struct range trim_statement(struct str sql, struct range raw)
{
    struct lexer lexer = {str_slice(sql, 0, raw.end), raw.start};
    struct range at = {lex_next_code(&lexer).start, raw.end};
    while (at.end > at.start && is_blank(sql.at[at.end - 1])) at.end--;
    bool comment = at.end > at.start && sql.at[at.end - 1] == '/';
    for (size_t i = at.end; i > at.start && !comment; i--) {
        if (sql.at[i - 1] == '\n' || sql.at[i - 1] == '\r') break;
        comment = sql.at[i - 1] == '-' && i > at.start + 1 && sql.at[i - 2] == '-';
    }
    return comment ? range_trim(sql, at) : at;
}

static void lower_raw(struct arena *arena, struct str sql, const RawStmt *raw,
                      struct sql_statement *statement)
{
    uint32_t start = raw->stmt_location < 0 ? 0 : (uint32_t)raw->stmt_location;
    uint32_t end = raw->stmt_len == 0 ? (uint32_t)sql.len : start + (uint32_t)raw->stmt_len;
    struct lowering l = {.arena = arena, .sql = sql};
    l.at = trim_statement(sql, (struct range){start, end});
    l.changes.at = ARENA_NEW(arena, struct change); /* most statements are one change */
    l.changes.cap = 1;
    lower_statement(&l, raw->stmt);
    statement->at = l.at;
    statement->tag = l.tag;
    statement->changes = l.changes.at;
    statement->change_count = l.changes.len;
    statement->body_errors = l.body_errors.at;
    statement->body_error_count = l.body_errors.len;
}

static void lower_list(struct arena *arena, struct str sql, const List *tree,
                       struct sql_parse *parse)
{
    parse->parsed = true;
    parse->statement_count = (size_t)list_length(tree);
    parse->statements = arena_array(arena, parse->statement_count, sizeof *parse->statements);
    for (int i = 0; i < list_length(tree); i++) {
        const RawStmt *raw = LOWER_AS(RawStmt, list_nth(tree, i));
        lower_raw(arena, sql, raw, &parse->statements[i]);
    }
}

struct sql_parse sql_parse(struct arena *arena, struct str sql)
{
    struct sql_parse parse = {0};
    if (refused_beforehand(arena, sql, &parse.error)) return parse;
    MemoryContext context = pg_query_enter_memory_context();
    PgQueryInternalParsetreeAndError result = pg_query_raw_parse(sql.at);
    if (result.error == NULL) {
        lower_list(arena, sql, result.tree, &parse);
    } else {
        parse.error = refused_by_parser(arena, sql, result.error->message, result.error->cursorpos);
        pg_query_free_error(result.error);
    }
    free(result.stderr_buffer);
    pg_query_exit_memory_context(context);
    return parse;
}
