/* missing-down: without a Down section goose forgets the version and leaves the schema as it is
 * (goose v3.27.3: `goose down` logs EMPTY and deletes the row; reference goose.md 4.6). */
#include "lint/rule.h"

static void check_file(struct rule_ctx *ctx)
{
    const struct goose_file *goose = ctx->file->goose;
    if (goose->down.present || !goose->up.present || !goose->up.accepted) return;
    if (ctx->file->irreversible.source != NULL || !up_needs_undo(ctx)) return;

    struct diagnostic *finding =
        report_span(ctx, goose->up.directive, "migration has no Down section");
    primary_label(finding, "only an Up section in this file");
    note_empty_rollback(ctx, finding);
    help_with_down(ctx, finding, "append a Down");
    help(finding, "if there is no way back on purpose, say so: `-- gander:irreversible <reason>`");
}

const struct rule rule_missing_down = {
    .id = "missing-down",
    .category = CATEGORY_REVERSIBILITY,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a migration cannot be rolled back: it has no Down section",
    .why = "goose takes the missing section for an empty one: a rollback runs nothing, deletes the "
           "version and reports success. The schema then no longer is what goose believes, and the "
           "next `goose up` meets what is still there.",
    .instead = "Write the inverse of Up below `-- +goose Down`, last change first. When there is "
               "none, say so with `-- gander:irreversible <reason>`.",
    .exceptions =
        "An Up that only moves data, validates or maintains leaves nothing to take back, and an "
        "extension made with IF NOT EXISTS may have been there. A comment that plainly says there "
        "is no way back is accepted.",
    .fix = "unsafe: writes it, where Up tells the whole way back",
    .example = {.bad = "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n",
                .good = "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"},
    .check_file = check_file,
};
