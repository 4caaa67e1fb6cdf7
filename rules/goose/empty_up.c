/* empty-up: Up runs nothing, and goose records the version all the same (reference goose.md S21).
 */
#include "lint/rule.h"

/* The line goose's own template had for new files. */
static bool is_placeholder(const struct goose_statement *sent)
{
    struct str sql = str_trim(sent->sql);
    if (str_ends_with(sql, STR(";"))) sql.len--;
    return str_equal_ignoring_case(str_trim(sql), STR("SELECT 'up SQL query'"));
}

/* Comments alone, or nothing: PostgreSQL answers EmptyQuery. */
static bool is_blank(const struct statement *statement)
{
    return statement->parse.parsed && statement->parse.statement_count == 0;
}

static void check_file(struct rule_ctx *ctx)
{
    const struct goose_section *up = &ctx->file->goose->up;
    if (!up->present) return;
    const struct goose_statement *placeholder = NULL;
    for (size_t i = 0; i < ctx->file->statement_count[DIRECTION_UP]; i++) {
        const struct statement *statement = &ctx->file->statements[DIRECTION_UP][i];
        if (is_placeholder(statement->sent))
            placeholder = statement->sent;
        else if (!is_blank(statement))
            return;
    }
    struct diagnostic *finding;
    if (placeholder != NULL) {
        finding = report_span(ctx, placeholder->span,
                              "Up holds only the placeholder of goose's "
                              "template");
        primary_label(finding, "changes nothing");
    } else {
        finding = report_span(ctx, up->directive, "Up runs nothing, and goose records the version");
        primary_label(finding, "no statement follows");
    }
    help(finding, "write the migration, or delete the file before it is applied anywhere");
}

const struct rule rule_empty_up = {
    .id = "empty-up",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_WARNING,
    .summary = "Up holds no statement",
    .why = "goose runs nothing and records the version. When the statements are written later, "
           "databases that have the version never run them.",
    .instead = "Write the migration, or delete the file before it is applied.",
    .example = {.bad = "-- +goose Up\n"
                       "SELECT 'up SQL query';\n"
                       "\n"
                       "-- +goose Down\n"
                       "DROP TABLE IF EXISTS invoices;\n",
                .good = "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"},
    .check_file = check_file,
};
