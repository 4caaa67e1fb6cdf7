/* out-of-order-version: a new migration below the versions that databases are at. goose refuses it
 * ("missing migrations"), or with -allow-missing runs it late (goose v3.27.3, up.go; reference
 * goose.md 4.5). */
#include "lint/rule.h"

/* The ref's migration of the same number; NULL: the number is free there, or both are here. */
static const struct migration *taken_by(const struct rule_ctx *ctx,
                                        const struct migration *migration)
{
    const struct base_sequence *base = ctx->sequence->base;
    for (size_t i = 0; i < base->len; i++) {
        const struct migration *other = &base->at[i].migration;
        if (!base->at[i].at_ref || other->version != migration->version) continue;
        bool here = migration_find(ctx->sequence->sequence, other->version, other->name) != NULL;
        return here ? NULL : other;
    }
    return NULL;
}

static bool is_out_of_order(const struct rule_ctx *ctx, const struct migration *migration,
                            const struct migration *highest)
{
    const struct base_sequence *base = ctx->sequence->base;
    if (migration->version > highest->version) return false;
    if (base_find(base, migration) != NULL || base_was_renamed(base, migration)) return false;
    return migration->version < highest->version || taken_by(ctx, migration) != NULL;
}

/* A number behind all there are, for the [rank]th of those that need one. */
static void help_with_number(struct rule_ctx *ctx, struct diagnostic *finding,
                             const struct migration *migration, int64_t highest, int64_t rank)
{
    const struct migration *last = ctx->sequence->files[ctx->sequence->file_count - 1].migration;
    if (last->version > highest) highest = last->version;
    if (is_timestamp_shaped(highest) || highest > INT64_MAX - rank) {
        help(finding, "give it a version of its own above that, the time it is merged");
        return;
    }
    struct str rest = str_slice(migration->name, migration->digits.len, migration->name.len);
    help(finding, "renumber it: git mv " STR_FMT " %0*lld" STR_FMT, STR_ARG(migration->name),
         (int)(migration->digits.len > 19 ? 19 : migration->digits.len), (long long)highest + rank,
         STR_ARG(rest));
}

static void note_refusal(struct rule_ctx *ctx, struct diagnostic *finding, int64_t highest,
                         int64_t missing)
{
    struct str error =
        str_format(ctx->arena, "found %lld missing migrations before current version %lld",
                   (long long)missing, (long long)highest);
    if (ctx->config->engine == ENGINE_PROVIDER) {
        error = str_format(ctx->arena, "detected %lld missing (out-of-order) migration%s",
                           (long long)missing, missing == 1 ? "" : "s");
    }
    note(finding,
         "a database at version %lld rejects it: \"" STR_FMT
         "\"; with -allow-missing the order differs "
         "between databases",
         (long long)highest, STR_ARG(error));
}

static void report_one(struct rule_ctx *ctx, const struct migration_file *file,
                       const struct migration *highest, int64_t rank, int64_t missing)
{
    const struct base_sequence *base = ctx->sequence->base;
    const struct migration *taken = taken_by(ctx, file->migration);
    struct diagnostic *finding = NULL;
    if (taken != NULL) {
        finding = report_name(ctx, file, "version %lld is already taken on `" STR_FMT "`",
                              (long long)file->migration->version, STR_ARG(base->ref));
        note(finding, "`" STR_FMT "` is `" STR_FMT "` there: merged, goose stops at the second one",
             STR_ARG(taken->digits), STR_ARG(taken->name));
    } else {
        finding = report_name(ctx, file,
                              "version %lld is lower than version %lld, which is already on "
                              "`" STR_FMT "`",
                              (long long)file->migration->version, (long long)highest->version,
                              STR_ARG(base->ref));
        note(finding, "added in this branch; `" STR_FMT "` already has " STR_FMT,
             STR_ARG(base->ref), STR_ARG(highest->name));
        note_refusal(ctx, finding, highest->version, missing);
        if (is_timestamp(highest->version) && !is_timestamp_shaped(file->migration->version)) {
            note(finding, "a sequential number stands before every timestamp");
        }
    }
    help_with_number(ctx, finding, file->migration, highest->version, rank);
    help_renumber(ctx, finding);
}

static void check_sequence(struct rule_ctx *ctx)
{
    const struct sequence_files *all = ctx->sequence;
    const struct migration *highest = all->base == NULL ? NULL : base_highest(all->base);
    if (highest == NULL) return;
    int64_t missing = 0;
    for (size_t i = 0; i < all->file_count; i++) {
        const struct migration *migration = all->files[i].migration;
        if (migration->version >= highest->version) break;
        if (is_out_of_order(ctx, migration, highest)) missing++;
    }
    int64_t rank = 0;
    for (size_t i = 0; i < all->file_count; i++) {
        const struct migration_file *file = &all->files[i];
        if (file->migration->version > highest->version) break;
        if (!is_out_of_order(ctx, file->migration, highest)) continue;
        report_one(ctx, file, highest, ++rank, missing);
    }
}

const struct rule rule_out_of_order_version = {
    .id = "out-of-order-version",
    .category = CATEGORY_SEQUENCE,
    .severity = SEVERITY_ERROR,
    .summary = "a new version is not above those that are already applied",
    .why = "goose goes upwards. A database that has the higher version reports the lower one as "
           "missing and runs nothing more; with -allow-missing it runs late, and two databases "
           "have run the same migrations in different orders. It appears when two branches are "
           "open at once.",
    .instead = "Renumber the new migration above the newest one of the base before it is merged: "
               "`gander renumber --since REF` does it for all new ones, in their order.",
    .exceptions = "Nothing is said without a base: `base-ref` in gander.yml, or `--since`.",
    .example = {.bad = "-- base: 00001_init.sql\n"
                       "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n"
                       "-- base: 00003_paid.sql\n"
                       "-- +goose Up\n"
                       "ALTER TABLE invoices ADD COLUMN paid_at timestamptz;\n"
                       "-- +goose Down\n"
                       "ALTER TABLE invoices DROP COLUMN paid_at;\n"
                       "-- file: 00002_due.sql\n"
                       "-- +goose Up\n"
                       "ALTER TABLE invoices ADD COLUMN due_at timestamptz;\n"
                       "-- +goose Down\n"
                       "ALTER TABLE invoices DROP COLUMN due_at;\n",
                .good = "-- base: 00001_init.sql\n"
                        "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"
                        "-- base: 00003_paid.sql\n"
                        "-- +goose Up\n"
                        "ALTER TABLE invoices ADD COLUMN paid_at timestamptz;\n"
                        "-- +goose Down\n"
                        "ALTER TABLE invoices DROP COLUMN paid_at;\n"
                        "-- file: 00004_due.sql\n"
                        "-- +goose Up\n"
                        "ALTER TABLE invoices ADD COLUMN due_at timestamptz;\n"
                        "-- +goose Down\n"
                        "ALTER TABLE invoices DROP COLUMN due_at;\n"},
    .hides_in_file = {"irregular-version"},
    .check_sequence = check_sequence,
};
