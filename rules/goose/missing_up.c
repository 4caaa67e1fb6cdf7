/* missing-up: goose finds no `-- +goose Up`, or text before it (reference goose.md 1.4, 1.5). */
#include "lint/rule.h"

static const struct directive *find_up(const struct goose_file *goose)
{
    for (size_t i = 0; i < goose->directive_count; i++) {
        if (goose->directives[i].kind == DIRECTIVE_UP) return &goose->directives[i];
    }
    return NULL;
}

static bool is_empty(const struct source *source)
{
    return str_trim(source->text).len == 0;
}

static void text_before_up(struct rule_ctx *ctx, struct span at, const struct directive *up)
{
    bool comment = str_starts_with(span_text(at), STR("/*"));
    struct diagnostic *finding =
        report_span(ctx, at, "goose refuses the file: %s stands before `-- +goose Up`",
                    comment ? "a block comment" : "SQL");
    primary_label(finding, "goose stops here");
    label(finding, up->span, "Up begins here");
    if (comment) {
        note(finding, "before Up goose skips only empty lines and lines that start with `--`");
        help(finding, "write the comment as `--` lines, or move it below `-- +goose Up`");
    } else {
        help(finding, "move `-- +goose Up` above this line");
    }
}

/* Above the first line of SQL, header comments stay on top. Only where no other directive stands
 * before it: then more than Up is missing. */
static void fix_up(const struct rule_ctx *ctx, struct diagnostic *finding, struct span at)
{
    const struct goose_file *goose = ctx->file->goose;
    uint32_t line = source_line_of(at.source, at.start);
    if (goose->directive_count > 0 && goose->directives[0].line <= line) return;
    struct fix_draft fix = safe_fix(finding, "put `-- +goose Up` above the first statement");
    edit_insert_lines(&fix, at.source, line, STR("-- +goose Up"));
    offer_fix(&fix);
}

static void no_up(struct rule_ctx *ctx, struct span at)
{
    struct diagnostic *finding;
    if (is_empty(at.source)) {
        finding = report_span(ctx, at, "goose refuses the file: it is empty");
        help(finding, "delete the file, or write the migration below a line `-- +goose Up`");
    } else {
        finding = report_span(ctx, at, "goose refuses the file: no line says `-- +goose Up`");
        primary_label(finding, "goose knows no section that this could belong to");
        help(finding, "put `-- +goose Up` on a line of its own above the first statement");
        fix_up(ctx, finding, at);
    }
    note(finding, "`goose up` stops at this file; migrations before it stay applied");
}

static void check_file(struct rule_ctx *ctx)
{
    const struct goose_file *goose = ctx->file->goose;
    const struct directive *up = find_up(goose);
    for (size_t i = 0; i < goose->error_count; i++) {
        const struct goose_error *error = &goose->errors[i];
        if (error->kind != GOOSE_MISSING_UP) continue;
        if (up != NULL && up->line > error->line)
            text_before_up(ctx, error->span, up);
        else
            no_up(ctx, error->span);
    }
}

const struct rule rule_missing_up = {
    .id = "missing-up",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_ERROR,
    .summary = "the file has no Up directive, or text before it",
    .why = "goose refuses a file whose first line of SQL is not below `-- +goose Up`, and every "
           "later migration waits behind it. The error names no line.",
    .instead = "Make `-- +goose Up` the first line, above everything but `--` comments.",
    .exceptions = "`--` comments and empty lines may stand before Up; so may the directives NO "
                  "TRANSACTION and ENVSUB.",
    .fix = "safe: puts the line above the first statement, where nothing else is missing",
    .example = {.bad = "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "\n"
                       "-- +goose Up\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n",
                .good = "-- the invoices of a customer\n"
                        "\n"
                        "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"},
    .hides_in_file = {"missing-down", "empty-down", "empty-up"},
    .check_file = check_file,
};
