/* duplicate-version: two migrations with one number; goose compares numbers, not names, and panics
 * (goose v3.27.3, migration.go, Migrations.Less; the Provider returns an error). */
#include "lint/rule.h"

/* The number behind the highest one, padded as [migration] is. A time is for its author to say. */
static void help_with_number(struct rule_ctx *ctx, struct diagnostic *finding,
                             const struct migration *migration)
{
    int64_t highest = ctx->sequence->files[ctx->sequence->file_count - 1].migration->version;
    if (is_timestamp_shaped(highest) || highest == INT64_MAX) {
        help(finding, "give the newer one a version of its own, the time it was written");
        return;
    }
    struct str rest = str_slice(migration->name, migration->digits.len, migration->name.len);
    help(finding, "renumber the newer one: git mv " STR_FMT " %0*lld" STR_FMT,
         STR_ARG(migration->name), (int)(migration->digits.len > 19 ? 19 : migration->digits.len),
         (long long)highest + 1, STR_ARG(rest));
}

static bool is_new(const struct rule_ctx *ctx, const struct migration *migration)
{
    const struct base_sequence *base = ctx->sequence->base;
    return base != NULL && base_find(base, migration) == NULL;
}

/* The one to be renumbered: the last that is reported on, if it can be one that the base lacks. */
static size_t find_newest(const struct rule_ctx *ctx, size_t start, size_t end)
{
    const struct migration_file *files = ctx->sequence->files;
    size_t newest = end - 1;
    while (newest > start && !files[newest].migration->reported) newest--;
    for (size_t i = end; i-- > start;) {
        if (files[i].migration->reported && is_new(ctx, files[i].migration)) return i;
    }
    return newest;
}

static void report_group(struct rule_ctx *ctx, size_t start, size_t end)
{
    const struct migration_file *files = ctx->sequence->files;
    const size_t newest = find_newest(ctx, start, end);
    const struct migration *migration = files[newest].migration;
    struct str times =
        end - start == 2 ? STR("twice") : str_format(ctx->arena, "%zu times", end - start);
    struct diagnostic *finding =
        report_name(ctx, &files[newest],
                    ctx->config->engine == ENGINE_PROVIDER
                        ? "version %lld is taken %s: goose refuses every migration here"
                        : "version %lld is taken %s: goose panics before it runs anything",
                    (long long)migration->version, times.at);
    for (size_t i = start; i < end; i++) {
        if (i == newest) continue;
        if (files[i].source != NULL)
            label(finding, source_line_span(files[i].source, 1), "version %lld too",
                  (long long)files[i].migration->version);
        else
            note(finding, "`" STR_FMT "` has it too: Go and SQL migrations share one numbering",
                 STR_ARG(files[i].migration->name));
    }
    note(finding, "goose compares versions as numbers: leading zeros and names make no "
                  "difference; `goose validate` does not notice");
    help_with_number(ctx, finding, migration);
    if (is_new(ctx, migration)) help_renumber(ctx, finding);
}

static void check_sequence(struct rule_ctx *ctx)
{
    const struct sequence_files *all = ctx->sequence;
    for (size_t start = 0, end; start < all->file_count; start = end) {
        int64_t version = all->files[start].migration->version;
        for (end = start + 1; end < all->file_count; end++) {
            if (all->files[end].migration->version != version) break;
        }
        if (end - start > 1) report_group(ctx, start, end);
    }
}

const struct rule rule_duplicate_version = {
    .id = "duplicate-version",
    .category = CATEGORY_SEQUENCE,
    .severity = SEVERITY_ERROR,
    .history = HISTORY_ALWAYS,
    .summary = "two migrations of one directory have the same version",
    .why = "goose sorts by number and panics on two equal ones, whatever the command: nothing is "
           "applied and nothing rolled back until one of them is renumbered. It typically appears "
           "when two branches are merged that each took the next number.",
    .instead =
        "Give the newer migration the next free number, before it is applied anywhere; after a "
        "merge `gander renumber --since REF` does it for all that REF does not have.",
    .example = {.bad = "-- file: 00001_init.sql\n"
                       "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n"
                       "-- file: 1_paid.sql\n"
                       "-- +goose Up\n"
                       "ALTER TABLE invoices ADD COLUMN paid_at timestamptz;\n"
                       "-- +goose Down\n"
                       "ALTER TABLE invoices DROP COLUMN paid_at;\n",
                .good = "-- file: 00001_init.sql\n"
                        "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"
                        "-- file: 00002_paid.sql\n"
                        "-- +goose Up\n"
                        "ALTER TABLE invoices ADD COLUMN paid_at timestamptz;\n"
                        "-- +goose Down\n"
                        "ALTER TABLE invoices DROP COLUMN paid_at;\n"},
    .hides_in_file = {"out-of-order-version"},
    .check_sequence = check_sequence,
};
