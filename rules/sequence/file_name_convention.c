/* file-name-convention: names that do not sort as goose runs them, and the house's own rules for
 * numbers and names. Leading zeros do not change a version (goose v3.27.3 reads it as a number). */
#include "lint/rule.h"

static struct str name_of(const struct migration_file *file)
{
    return file->migration->name;
}

/* goose goes by number, ls, sqlc and review tools by name. Said once, on the newest file where the
 * two part. */
static void check_order(struct rule_ctx *ctx)
{
    const struct migration_file *files = ctx->sequence->files;
    for (size_t i = ctx->sequence->file_count; i-- > 1;) {
        if (files[i].migration->version == files[i - 1].migration->version) continue;
        if (str_compare(name_of(&files[i]), name_of(&files[i - 1])) > 0) continue;
        struct diagnostic *finding =
            report_name(ctx, &files[i], "by name this sorts before `" STR_FMT "`, which runs first",
                        STR_ARG(name_of(&files[i - 1])));
        note(finding, "goose goes by number; ls, sqlc and code review go by name");
        help(finding, "pad all versions with zeros to one width: goose reads the same numbers, so "
                      "applied migrations can be renamed too");
        return;
    }
}

static void check_numbering(struct rule_ctx *ctx, const struct migration_file *file)
{
    const struct migration *migration = file->migration;
    bool timestamp = is_timestamp(migration->version);
    if (ctx->config->numbering == NUMBERING_SEQUENTIAL && timestamp) {
        struct diagnostic *finding =
            report_name(ctx, file, "`" STR_FMT "` is a timestamp where numbers count up",
                        STR_ARG(migration->digits));
        help(finding, "before it is applied anywhere, give it the next number: `goose create -s`");
    } else if (ctx->config->numbering == NUMBERING_TIMESTAMP && !timestamp) {
        struct diagnostic *finding =
            report_name(ctx, file, "`" STR_FMT "` is no timestamp where versions are times",
                        STR_ARG(migration->digits));
        help(finding, "before it is applied anywhere, rename it: 14 digits, `YYYYMMDDhhmmss`, UTC");
    } else if (ctx->config->width != 0 && !timestamp &&
               migration->digits.len != ctx->config->width) {
        struct diagnostic *finding =
            report_name(ctx, file, "version `" STR_FMT "` is not written with %u digits",
                        STR_ARG(migration->digits), ctx->config->width);
        help(finding, "pad it with zeros: goose reads the same number");
    }
}

static void check_gap(struct rule_ctx *ctx, const struct migration_file *file)
{
    if (!ctx->config->contiguous || file->number == 0) return;
    int64_t before = ctx->sequence->files[file->number - 1].migration->version;
    int64_t version = file->migration->version;
    if (is_timestamp(version) || version - before < 2) return;
    struct diagnostic *finding =
        version - before == 2
            ? report_name(ctx, file, "version %lld is skipped", (long long)before + 1)
            : report_name(ctx, file, "versions %lld to %lld are skipped", (long long)before + 1,
                          (long long)version - 1);
    note(finding, "this one follows version %lld", (long long)before);
    help(finding, "before it is applied anywhere, give it the next number");
}

static void check_pattern(struct rule_ctx *ctx, const struct migration_file *file,
                          const struct regex *pattern)
{
    if (pattern == NULL || regex_find(pattern, name_of(file), 0, NULL) != REGEX_NO_MATCH) return;
    struct diagnostic *finding =
        report_name(ctx, file, "the name is not of the form this project asks for");
    note(finding, "the pattern is `" STR_FMT "`, over the whole name",
         STR_ARG(ctx->config->name_pattern));
    help(finding, "rename it before it is applied anywhere");
}

static void check_sequence(struct rule_ctx *ctx)
{
    struct regex *pattern = NULL;
    if (ctx->config->name_pattern.len != 0) {
        pattern = regex_new(ctx->config->name_pattern, REGEX_WHOLE, NULL);
    }
    check_order(ctx);
    for (size_t i = 0; i < ctx->sequence->file_count; i++) {
        const struct migration_file *file = &ctx->sequence->files[i];
        if (!file->migration->reported) continue;
        check_numbering(ctx, file);
        check_gap(ctx, file);
        check_pattern(ctx, file, pattern);
    }
    regex_free(pattern);
}

const struct rule rule_file_name_convention = {
    .id = "file-name-convention",
    .category = CATEGORY_SEQUENCE,
    .severity = SEVERITY_INFO,
    .summary = "migrations do not sort by name as they run, or break the project's naming rules",
    .why = "Tools that go by name, sqlc and code review among them, then read the migrations in "
           "another order than goose runs them.",
    .instead = "Write all versions with the same number of digits, as `goose create -s` does.",
    .exceptions = "Numbering, width, holes and the form of names are looked at only when "
                  "configured.",
    .example = {.bad = "-- file: 9_init.sql\n"
                       "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n"
                       "-- file: 10_paid.sql\n"
                       "-- +goose Up\n"
                       "ALTER TABLE invoices ADD COLUMN paid_at timestamptz;\n"
                       "-- +goose Down\n"
                       "ALTER TABLE invoices DROP COLUMN paid_at;\n",
                .good = "-- file: 00009_init.sql\n"
                        "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"
                        "-- file: 00010_paid.sql\n"
                        "-- +goose Up\n"
                        "ALTER TABLE invoices ADD COLUMN paid_at timestamptz;\n"
                        "-- +goose Down\n"
                        "ALTER TABLE invoices DROP COLUMN paid_at;\n",
                .settings = "width=5"},
    .check_sequence = check_sequence,
};
