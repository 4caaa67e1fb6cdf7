/* missing-header-field: comments above the first statement do not name what every migration of the
 * sequence is to name, by default who wrote it and when. */
#include "lint/rule.h"

/* A file whose comments can be read. */
static bool is_readable(const struct migration_file *file)
{
    if (file->source == NULL) return false;
    for (size_t i = 0; i < file->goose->error_count; i++) {
        if (file->goose->errors[i].kind == GOOSE_UNREADABLE_TEXT) return false;
    }
    return true;
}

/* The first of the configured fields that the file carries. */
static const struct header_field *carried(const struct rule_ctx *ctx,
                                          const struct migration_file *file)
{
    for (size_t i = 0; i < ctx->config->header_field_count; i++) {
        const struct header_field *field =
            header_field_of(file->goose, ctx->config->header_fields[i].name);
        if (field != NULL) return field;
    }
    return NULL;
}

/* The required fields that [file] lacks, or all of them for NULL: "`Author` and `Date`". */
static struct str missing(const struct rule_ctx *ctx, const struct migration_file *file,
                          const char *conjunction)
{
    VEC(struct str) names = {0};
    for (size_t i = 0; i < ctx->config->header_field_count; i++) {
        const struct header_field_rule *rule = &ctx->config->header_fields[i];
        if (rule->optional || (file != NULL && header_field_of(file->goose, rule->name) != NULL)) {
            continue;
        }
        VEC_PUSH(ctx->arena, &names, str_format(ctx->arena, "`" STR_FMT "`", STR_ARG(rule->name)));
    }
    if (names.len < 2) return names.len == 0 ? STR("") : names.at[0];
    return str_format(ctx->arena, STR_FMT " %s " STR_FMT,
                      STR_ARG(str_join(ctx->arena, names.at, names.len - 1, STR(", "))),
                      conjunction, STR_ARG(names.at[names.len - 1]));
}

/* The lines to write: "`-- Author: <value>`, `-- Date: <YYYY-MM-DD>`". */
static struct str lines_to_write(const struct rule_ctx *ctx, const struct migration_file *file)
{
    VEC(struct str) lines = {0};
    for (size_t i = 0; i < ctx->config->header_field_count; i++) {
        const struct header_field_rule *rule = &ctx->config->header_fields[i];
        if (rule->optional || header_field_of(file->goose, rule->name) != NULL) continue;
        struct str value = rule->is_date ? STR("<YYYY-MM-DD>") : STR("<value>");
        if (rule->example.len != 0) value = rule->example;
        VEC_PUSH(ctx->arena, &lines,
                 str_format(ctx->arena, "`-- " STR_FMT ": " STR_FMT "`", STR_ARG(rule->name),
                            STR_ARG(value)));
    }
    return str_join(ctx->arena, lines.at, lines.len, STR(", "));
}

static struct span place_for_header(const struct migration_file *file)
{
    if (file->goose->up.present) return file->goose->up.directive;
    return source_line_span(file->source, 1);
}

static void report_file(struct rule_ctx *ctx, const struct migration_file *file, size_t carriers,
                        size_t readable)
{
    struct str names = missing(ctx, file, "or");
    if (names.len == 0) return;
    const struct header_field *there = carried(ctx, file);
    struct span at = there != NULL ? there->span : place_for_header(file);
    struct diagnostic *finding =
        report_span(ctx, at, "header does not name " STR_FMT, STR_ARG(names));
    if (there != NULL) {
        primary_label(finding, "the header has no line for " STR_FMT,
                      STR_ARG(missing(ctx, file, "and")));
    } else {
        primary_label(finding, "no header above the first statement");
    }
    if (ctx->config->header_mode == HEADER_AUTO && there == NULL) {
        note(finding, "migrations with a header in this directory: %zu of %zu", carriers, readable);
    }
    help(finding, "write above the first statement: " STR_FMT, STR_ARG(lines_to_write(ctx, file)));
    struct fix_draft fix = safe_fix(finding, "write the header from git's author and date");
    if (edit_insert_header(&fix, ctx, file)) offer_fix(&fix);
}

/* Nobody here writes headers: said once, on the newest migration. */
static void report_none(struct rule_ctx *ctx, const struct migration_file *newest)
{
    struct diagnostic *finding = report_span(ctx, place_for_header(newest),
                                             "no migration in this directory names its " STR_FMT,
                                             STR_ARG(missing(ctx, NULL, "or")));
    at_most(finding, SEVERITY_INFO);
    primary_label(finding, "no header above the first statement");
    note(finding, "as soon as one migration carries a header, each of the others is held to it");
    help(finding, "to begin with headers, write above the first statement: " STR_FMT,
         STR_ARG(lines_to_write(ctx, newest)));
    help(finding, "to do without headers, or to require other fields, set `header` in gander.yml");
}

static void check_sequence(struct rule_ctx *ctx)
{
    const struct migration_file *newest = NULL;
    size_t carriers = 0;
    size_t readable = 0;
    if (ctx->config->header_mode == HEADER_OFF) return;
    for (size_t i = 0; i < ctx->sequence->file_count; i++) {
        const struct migration_file *file = &ctx->sequence->files[i];
        if (!is_readable(file)) continue;
        newest = file;
        readable++;
        if (carried(ctx, file) != NULL) carriers++;
    }
    if (newest == NULL) return;
    if (carriers == 0 && ctx->config->header_mode == HEADER_AUTO) {
        report_none(ctx, newest);
        return;
    }
    for (size_t i = 0; i < ctx->sequence->file_count; i++) {
        const struct migration_file *file = &ctx->sequence->files[i];
        if (!file->migration->reported || !is_readable(file)) continue;
        report_file(ctx, file, carriers, readable);
    }
}

const struct rule rule_missing_header_field = {
    .id = "missing-header-field",
    .category = CATEGORY_HEADER,
    .severity = SEVERITY_WARNING,
    .summary = "a migration's header does not name its author, its date, or another required field",
    .why = "Whoever meets the migration during an incident wants to know whom to ask and what it "
           "came with. Version control forgets that when files are squashed or moved.",
    .instead = "Write the fields as comment lines above the first statement, `-- Name: value`, "
               "above or below `-- +goose Up`.",
    .exceptions = "By default the fields are Author and Date, and they are asked for only where at "
                  "least one migration of the directory carries one. Where none does, one info "
                  "finding on the newest migration says so.",
    .fix =
        "safe: writes author and date as the neighbouring migrations write them, from git: of the "
        "file's first commit, or of who is about to commit it",
    .example = {.bad = "-- file: 00001_init.sql\n"
                       "-- Author: Kim Doe\n"
                       "-- Date: 2026-01-30\n"
                       "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n"
                       "-- file: 00002_paid.sql\n"
                       "-- +goose Up\n"
                       "ALTER TABLE invoices ADD COLUMN paid_at timestamptz;\n"
                       "-- +goose Down\n"
                       "ALTER TABLE invoices DROP COLUMN paid_at;\n",
                .good = "-- file: 00001_init.sql\n"
                        "-- Author: Kim Doe\n"
                        "-- Date: 2026-01-30\n"
                        "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"
                        "-- file: 00002_paid.sql\n"
                        "-- Author: Kim Doe\n"
                        "-- Date: 2026-01-31\n"
                        "-- +goose Up\n"
                        "ALTER TABLE invoices ADD COLUMN paid_at timestamptz;\n"
                        "-- +goose Down\n"
                        "ALTER TABLE invoices DROP COLUMN paid_at;\n"},
    .check_sequence = check_sequence,
};
