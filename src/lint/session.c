#include "lint/session.h"

#include "lint/rule.h"

bool takes_back_setting(const struct change *change, struct str variable)
{
    switch (change->kind) {
    case CHANGE_RESET:
        return change->set.all || str_equal(change->set.variable, variable);
    case CHANGE_SET:
        return str_equal(change->set.variable, variable) &&
               str_equal(change->set.value, STR("DEFAULT"));
    case CHANGE_DISCARD:
        return str_equal(str_from(change->tag), STR("DISCARD ALL"));
    default:
        return false;
    }
}

struct name version_table(const struct rule_ctx *ctx)
{
    const struct str table = ctx->sequence->sequence->table;
    const size_t dot = str_find(table, STR("."), 0);
    if (dot == SIZE_MAX) return (struct name){.name = table};
    return (struct name){.schema = str_slice(table, 0, dot),
                         .name = str_slice(table, dot + 1, table.len)};
}

struct str version_table_schema(const struct rule_ctx *ctx)
{
    const struct str schema = version_table(ctx).schema;
    return schema.len > 0 ? schema : STR("public");
}

/* [value] is a list of schema names, joined by ", ". */
static bool path_holds(struct str value, struct str schema)
{
    size_t start = 0;
    while (start < value.len) {
        size_t end = str_find(value, STR(","), start);
        if (end == SIZE_MAX) end = value.len;
        const struct str entry = str_trim(str_slice(value, start, end));
        if (str_equal_ignoring_case(entry, schema)) return true;
        start = end + 1;
    }
    return false;
}

/* A value that cannot be read is empty too: only a literal '' empties the path. */
static bool says_empty(struct str sql, const struct change *change)
{
    struct lexer lexer = {.text = str_slice(sql, 0, change->statement_at.end),
                          .at = change->statement_at.start};
    for (struct token token = lex_next_code(&lexer); token.kind != TOKEN_END;
         token = lex_next_code(&lexer)) {
        if (token.kind == TOKEN_STRING && token.end - token.start == 2) return true;
    }
    return false;
}

enum reach version_table_after(const struct rule_ctx *ctx, struct str sql,
                               const struct change *change)
{
    if (!str_equal(change->set.variable, STR("search_path"))) return REACH_YES;
    if (version_table(ctx).schema.len > 0) return REACH_YES;
    const struct str value = str_trim(change->set.value);
    if (value.len == 0) return says_empty(sql, change) ? REACH_NO : REACH_YES;
    return path_holds(value, STR("public")) ? REACH_YES : REACH_UNLIKELY;
}

/* Anything that takes a snapshot. */
static bool runs_query(const struct change *change)
{
    switch (change->kind) {
    case CHANGE_SET:
    case CHANGE_RESET:
    case CHANGE_SHOW:
    case CHANGE_TRANSACTION:
    case CHANGE_LOCK_TABLE:
    case CHANGE_SET_CONSTRAINTS:
        return false;
    default:
        return true;
    }
}

static bool sets_isolation(const struct rule_ctx *ctx, const struct change *change)
{
    return ctx->mode != IN_AUTOCOMMIT && !change->in_do && change->set.local &&
           str_equal(change->set.variable, STR("transaction_isolation")) &&
           !str_equal_ignoring_case(change->set.value, STR("read committed"));
}

struct span query_before_isolation(const struct rule_ctx *ctx, const struct change *change)
{
    struct span query = {0};
    if (!sets_isolation(ctx, change)) return query;
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        if (ctx->mode == IN_IMPLICIT_TRANSACTION && cursor.statement != ctx->statement) continue;
        if (cursor.change->kind == CHANGE_TRANSACTION) query = (struct span){0};
        if (query.source != NULL || !runs_query(cursor.change)) continue;
        query = cursor_span(&cursor, cursor.change->at);
    }
    return query;
}
