/* noncanonical-directive: goose obeys it, other readers of the file do not (reference goose.md 1.3,
 * S37: sqlc wants the line to start with `-- +goose`, Atlas and editors look for less or more). */
#include "lint/rule.h"

/* `-- -- +goose Down`, which unexpected-directive speaks of. */
static bool is_commented_out(struct str line)
{
    struct str rest = str_trim(str_slice(line, 2, line.len));
    return line.len > 2 && line.at[2] != '-' && str_starts_with(rest, STR("--"));
}

/* Blanks behind the name mislead nobody. */
static bool is_exact(const struct directive *directive)
{
    struct str line = source_line(directive->span.source, directive->line);
    struct str prefix = STR("-- +goose ");
    return str_starts_with(line, prefix) &&
           str_equal(str_trim(str_slice(line, prefix.len, line.len)),
                     str_from(directive_name(directive->kind))) &&
           line.at[prefix.len] != ' ';
}

static bool differs(const struct directive *directive)
{
    return directive->kind != DIRECTIVE_INVALID && !is_exact(directive) && !directive->misplaced &&
           !is_commented_out(span_text(directive->span));
}

static bool opens_section(const struct directive *directive)
{
    return directive->kind == DIRECTIVE_UP || directive->kind == DIRECTIVE_DOWN;
}

static void check_file(struct rule_ctx *ctx)
{
    const struct goose_file *goose = ctx->file->goose;
    struct diagnostic *finding = NULL;
    struct fix_draft fix = {0};
    for (size_t i = 0; i < goose->directive_count; i++) {
        const struct directive *directive = &goose->directives[i];
        if (!differs(directive)) continue;
        const char *name = directive_name(directive->kind);
        if (finding == NULL) {
            struct str line = code_short(ctx->arena, span_text(directive->span), 40);
            finding = report_span(ctx, directive->span,
                                  "goose obeys `" STR_FMT "`, other tools may not", STR_ARG(line));
            primary_label(finding, "usually written `-- +goose %s`", name);
            if (opens_section(directive)) {
                note(finding,
                     "sqlc and Atlas read directives by rules of their own: a Down they do "
                     "not see becomes part of the schema");
            }
            help(finding, "write `-- +goose %s` from column 1", name);
            fix = safe_fix(finding, "write directives as other tools read them");
        } else {
            label(finding, directive->span, "here too: `-- +goose %s`", name);
        }
        edit_replace(&fix, source_line_span(directive->span.source, directive->line),
                     "-- +goose %s", name);
    }
    if (finding != NULL) offer_fix(&fix);
}

const struct rule rule_noncanonical_directive = {
    .id = "noncanonical-directive",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_INFO,
    .summary = "a directive is spelt in a way that only goose understands",
    .why = "goose forgives case, blanks and extra dashes. sqlc, Atlas, editors and people look for "
           "`-- +goose Down`, and take what follows a line they do not know for part of Up.",
    .instead = "Write `-- +goose Xxx` from column 1, in goose's own capitals.",
    .fix = "safe: writes them so",
    .example = {.bad = "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "\n"
                       "--+goose down\n"
                       "DROP TABLE invoices;\n",
                .good = "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"},
    .check_file = check_file,
};
