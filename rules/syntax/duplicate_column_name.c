/* duplicate-column-name: a column named twice where PostgreSQL wants each once (42701). */
#include "lint/rule.h"

/* More than a table can have: no need to compare them all. */
enum { MOST_COLUMNS = 1664 };

static struct str text_of(const struct rule_ctx *ctx, struct token token)
{
    return str_slice(ctx->statement->sent->sql, token.start, token.end);
}

/* The token names this column; a quoted name is compared without its quotes. */
static bool names(const struct rule_ctx *ctx, struct token token, struct str column)
{
    struct str text = text_of(ctx, token);
    if (token.kind == TOKEN_WORD) return str_equal_ignoring_case(text, column);
    if (token.kind != TOKEN_QUOTED_NAME || text.len < 2) return false;
    return str_equal(str_slice(text, 1, text.len - 1), column);
}

/* `a[1]` and `a.x` are parts of a column and may stand beside each other. */
static bool is_part(const struct rule_ctx *ctx, struct token next)
{
    return next.kind == TOKEN_DOT || str_starts_with(text_of(ctx, next), STR("["));
}

/* The place of the column's second naming from [start] on; start == end: none that counts. */
static struct range second_naming(const struct rule_ctx *ctx, uint32_t start, struct str column)
{
    struct lexer lexer = {.text = ctx->statement->sent->sql, .at = start};
    struct token token = lex_next_code(&lexer);
    enum token_kind before = TOKEN_OPEN;
    unsigned seen = 0;
    while (token.kind != TOKEN_END && token.start < ctx->sql->at.end) {
        struct token next = lex_next_code(&lexer);
        bool listed = before == TOKEN_OPEN || before == TOKEN_COMMA || before == TOKEN_WORD;
        bool ends = next.kind == TOKEN_COMMA || next.kind == TOKEN_CLOSE ||
                    next.kind == TOKEN_OPERATOR || next.kind == TOKEN_DOT;
        if (listed && ends && names(ctx, token, column)) {
            if (is_part(ctx, next)) return (struct range){0, 0};
            if (++seen == 2) return (struct range){token.start, token.end};
        }
        before = token.kind;
        token = next;
    }
    return (struct range){0, 0};
}

static void report_column(struct rule_ctx *ctx, const struct change *change, struct range at,
                          struct str column)
{
    struct diagnostic *finding =
        report(ctx, at, "PostgreSQL refuses a second column `" STR_FMT "`", STR_ARG(column));
    primary_label(finding, "named twice");
    if (change->table.name.len > 0) {
        struct str table = show_name(ctx, change->table);
        note(finding, "in the column list of `" STR_FMT "`", STR_ARG(table));
    }
    finding->object = column;
}

static void check_names(struct rule_ctx *ctx, const struct change *change, struct str_list columns)
{
    uint32_t start =
        change->table_at.end > change->table_at.start ? change->table_at.end : ctx->sql->at.start;
    for (size_t i = 1; i < columns.len && i < MOST_COLUMNS; i++) {
        for (size_t j = 0; j < i; j++) {
            if (!str_equal(columns.at[i], columns.at[j])) continue;
            struct range at = second_naming(ctx, start, columns.at[i]);
            if (at.start < at.end) report_column(ctx, change, at, columns.at[i]);
            return;
        }
    }
}

static void check_definitions(struct rule_ctx *ctx, const struct change *change)
{
    const struct column *columns = change->create_table.columns;
    size_t count = change->create_table.column_count;
    for (size_t i = 1; i < count && i < MOST_COLUMNS; i++) {
        for (size_t j = 0; j < i; j++) {
            if (!str_equal(columns[i].name, columns[j].name)) continue;
            report_column(ctx, change, columns[i].at, columns[i].name);
            struct diagnostic *finding = ctx->found->at[ctx->found->len - 1];
            label(finding, span_of(ctx, columns[j].at), "the first one");
            return;
        }
    }
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    if (change->in_do) return;
    if (change->kind == CHANGE_CREATE_TABLE)
        check_definitions(ctx, change);
    else if (change->kind == CHANGE_CREATE_VIEW)
        check_names(ctx, change, change->create_view.columns);
    else
        check_names(ctx, change, change->data.columns);
}

const struct rule rule_duplicate_column_name = {
    .id = "duplicate-column-name",
    .category = CATEGORY_SYNTAX,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a column is named twice in one list",
    .why = "PostgreSQL refuses a table, a view, an INSERT list or a SET list that names a column "
           "twice (SQLSTATE 42701; in SET 42601).",
    .instead = "Name each column once.",
    .exceptions = "Parts of one column, `a[1]` and `a[2]` or `a.x` and `a.y`, may stand together.",
    .example = {.bad = "CREATE TABLE invoices (id bigint PRIMARY KEY, total numeric, total int);",
                .good = "CREATE TABLE invoices (id bigint PRIMARY KEY, total numeric, paid int);"},
    .aliases = {"ban-duplicate-column-assignments"},
    .on = {CHANGE_CREATE_TABLE, CHANGE_CREATE_VIEW, CHANGE_INSERT, CHANGE_UPDATE},
    .down_too = true,
    .hides = {"*"},
    .check = check,
};
