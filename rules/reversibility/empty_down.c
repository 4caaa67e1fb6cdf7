/* empty-down: a Down that runs nothing, or only a placeholder, while Up changes the schema
 * (goose v3.27.3: the version row is deleted all the same; reference goose.md 4.6). */
#include "lint/rule.h"

/* `SELECT 'down SQL query';` of goose's template, `SELECT 1;`. */
static bool is_placeholder(const struct sql_statement *statement)
{
    return statement->change_count == 1 && statement->changes[0].kind == CHANGE_SELECT &&
           statement->changes[0].data.only_constants;
}

/* Whether the section does nothing; [placeholder] is set to the first statement that only pretends
 * to do something. */
static bool does_nothing(const struct migration_file *file, struct span *placeholder)
{
    for (size_t i = 0; i < file->statement_count[DIRECTION_DOWN]; i++) {
        const struct statement *statement = &file->statements[DIRECTION_DOWN][i];
        if (!statement->parse.parsed) return false;
        for (size_t s = 0; s < statement->parse.statement_count; s++) {
            const struct sql_statement *sql = &statement->parse.statements[s];
            if (!is_placeholder(sql)) return false;
            if (placeholder->source != NULL) continue;
            *placeholder =
                goose_source_span(file->source, statement->sent, sql->at.start, sql->at.end);
        }
    }
    return true;
}

/* What stands in the section was thrown away by goose, which is another finding. */
static bool lost_lines(const struct goose_file *goose)
{
    for (size_t i = 0; i < goose->dropped_count; i++) {
        if (goose->dropped[i].direction == DIRECTION_DOWN) return true;
    }
    return false;
}

static void check_file(struct rule_ctx *ctx)
{
    const struct goose_section *down = &ctx->file->goose->down;
    struct span placeholder = {0};
    if (!down->present || !down->accepted || lost_lines(ctx->file->goose)) return;
    if (ctx->file->irreversible.source != NULL || !up_needs_undo(ctx)) return;
    if (!does_nothing(ctx->file, &placeholder)) return;

    struct span at = placeholder.source == NULL ? down->directive : placeholder;
    struct diagnostic *finding = report_span(ctx, at, "Down undoes nothing of what Up changes");
    if (placeholder.source != NULL) {
        primary_label(finding, "a placeholder: it changes nothing");
        note(finding,
             "`goose down` runs it and deletes version %lld; the schema stays as Up left "
             "it",
             (long long)ctx->file->migration->version);
    } else {
        primary_label(finding, "no statement follows");
        note_empty_rollback(ctx, finding);
    }
    help_with_down(ctx, finding, "write the Down");
    help(finding, "if there is no way back on purpose, say so: `-- gander:irreversible <reason>`");
}

const struct rule rule_empty_down = {
    .id = "empty-down",
    .category = CATEGORY_REVERSIBILITY,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "a Down section runs nothing, though Up changes the schema",
    .why = "A rollback reports success and forgets the version, but the schema stays. The next "
           "`goose up` runs Up again on what is still there.",
    .instead = "Write the inverse of Up, last change first. When there is none, say so with "
               "`-- gander:irreversible <reason>`.",
    .exceptions =
        "An Up that only moves data, validates or maintains leaves nothing to take back, and an "
        "extension or enum value made with IF NOT EXISTS may have been there; DROP ... IF EXISTS "
        "of what is not there does nothing. A comment that plainly says there "
        "is no way back is accepted.",
    .fix = "unsafe: writes it, where Up tells the whole way back",
    .example = {.bad = "-- +goose Up\n"
                       "ALTER TABLE invoices ADD COLUMN paid_at timestamptz;\n"
                       "\n"
                       "-- +goose Down\n"
                       "SELECT 'down SQL query';\n",
                .good = "-- +goose Up\n"
                        "ALTER TABLE invoices ADD COLUMN paid_at timestamptz;\n"
                        "\n"
                        "-- +goose Down\n"
                        "ALTER TABLE invoices DROP COLUMN paid_at;\n"},
    .check_file = check_file,
};
