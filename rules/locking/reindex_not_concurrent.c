/* reindex-not-concurrent: a plain REINDEX holds back writes, and in effect reads, while it rebuilds
 * (PostgreSQL manual, REINDEX, "Rebuilding Indexes Concurrently"). */
#include "lint/rule.h"

enum { CONCURRENTLY_SINCE = 12 };

static const char *words_of(const struct change *change)
{
    switch (change->reindex.what) {
    case 'i':
        return "REINDEX INDEX CONCURRENTLY";
    case 's':
        return "REINDEX SCHEMA CONCURRENTLY";
    case 'd':
        return "REINDEX DATABASE CONCURRENTLY";
    default:
        return "REINDEX TABLE CONCURRENTLY";
    }
}

static enum standing standing_of_target(const struct rule_ctx *ctx, const struct change *change)
{
    if (change->reindex.what == 'i') return standing_of_index(ctx, index_of(change));
    if (change->reindex.what == 't') return standing_of(ctx, change->table);
    return STANDING_LIVE;
}

static struct diagnostic *report_target(struct rule_ctx *ctx, const struct change *change,
                                        struct name table)
{
    const struct str text = show_name(ctx, table);
    const char *writes = is_matview(ctx, table) ? "REFRESH" : "writes";
    if (change->reindex.what == 't') {
        return report(ctx, change->at,
                      "rebuilding the indexes of `" STR_FMT "` blocks its %s and most reads",
                      STR_ARG(text), writes);
    }
    if (change->reindex.what != 'i') {
        return report(ctx, change->at,
                      "rebuilding every index of `" STR_FMT "` blocks writes and most reads, table "
                      "by table",
                      STR_ARG(change->name));
    }
    const struct str index = show_name(ctx, index_of(change));
    if (table.name.len == 0) {
        return report(ctx, change->at,
                      "rebuilding index `" STR_FMT "` blocks writes and most reads of its table",
                      STR_ARG(index));
    }
    return report(ctx, change->at,
                  "rebuilding index `" STR_FMT "` blocks %s and most reads of `" STR_FMT "`",
                  STR_ARG(index), writes, STR_ARG(text));
}

static struct name table_of(const struct rule_ctx *ctx, const struct change *change)
{
    return change->reindex.what == 'i' ? table_of_index(ctx, index_of(change)) : change->table;
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    if (change->concurrently || change->reindex.what == 'y') return;
    if (ctx->config->postgres_version < CONCURRENTLY_SINCE) return;
    const enum standing standing = standing_of_target(ctx, change);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return;

    const struct name table = table_of(ctx, change);
    if (is_small(ctx, table)) return;
    const char *kind = is_matview(ctx, table) ? "view" : "table";
    struct diagnostic *finding = report_target(ctx, change, table);
    primary_label(finding, "SHARE lock on the %s, ACCESS EXCLUSIVE on each index, %s", kind,
                  lock_lasts(ctx));
    note(finding, "planning a query locks every index of its %s, so a SELECT waits too", kind);
    help_outside_transaction(ctx, finding, words_of(change));
    fix_concurrently(ctx, finding, "rebuild concurrently, outside a transaction");
    finding->object = change->reindex.what == 't' ? change->table.name : index_of(change).name;
    if (standing == STANDING_UNRELEASED || ctx->direction == DIRECTION_DOWN) soften(finding);
}

const struct rule rule_reindex_not_concurrent = {
    .id = "reindex-not-concurrent",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "an index is rebuilt while writes and reads of its table wait",
    .why = "REINDEX takes SHARE on the table and ACCESS EXCLUSIVE on the index for the whole "
           "rebuild. Writes wait for the first; queries wait for the second, because planning "
           "looks at every index.",
    .instead = "REINDEX ... CONCURRENTLY (PostgreSQL 12 and later) in a migration with "
               "`-- +goose NO TRANSACTION`.",
    .exceptions = "An index or table made in the same transaction, or of `size: small`; REINDEX "
                  "SYSTEM, which has no "
                  "other form. In Down it is a warning.",
    .fix = "unsafe: adds CONCURRENTLY, and NO TRANSACTION where the file holds nothing else",
    .example = {.bad = "REINDEX INDEX orders_user_idx;",
                .good = "-- +goose NO TRANSACTION\n"
                        "-- +goose Up\n"
                        "REINDEX INDEX CONCURRENTLY orders_user_idx;\n"
                        "\n"
                        "-- +goose Down\n"
                        "-- A rebuilt index needs no way back.\n"
                        "SELECT 1;\n"},
    .aliases = {"require-concurrent-reindex"},
    .on = {CHANGE_REINDEX},
    .down_too = true,
    .hides = {"missing-lock-timeout", "slow-statement-holding-lock", "table-maintenance"},
    .check = check,
};
