/* concurrently-unsupported: CONCURRENTLY where PostgreSQL has no such form, in any transaction mode
 * (PostgreSQL manual of each command; SQLSTATE 0A000). */
#include "lint/rule.h"

static struct diagnostic *refuse(struct rule_ctx *ctx, const struct change *change,
                                 const char *title, const char *why)
{
    struct diagnostic *finding = report(ctx, change->at, "%s", title);
    primary_label(finding, "PostgreSQL refuses this form");
    note(finding, "%s", why);
    return finding;
}

static void check_create(struct rule_ctx *ctx, const struct change *change)
{
    if (!is_partitioned(ctx, change->table)) return;
    const struct str table = show_name(ctx, change->table);
    struct diagnostic *finding =
        report(ctx, change->at, "`CREATE INDEX CONCURRENTLY` fails: `" STR_FMT "` is partitioned",
               STR_ARG(table));
    primary_label(finding, "PostgreSQL refuses this form");
    label_existing(ctx, finding, change->table_at, change->table, "partitioned table");
    help(finding,
         "CREATE INDEX ON ONLY `" STR_FMT "`, then build one CONCURRENTLY on each partition and "
         "ALTER INDEX ... ATTACH PARTITION it",
         STR_ARG(table));
    finding->object = change->table.name;
}

static void check_drop(struct rule_ctx *ctx, const struct change *change)
{
    if (change->drop.position > 0) return;
    const struct name index = index_of(change);
    struct diagnostic *finding = NULL;
    if (change->drop.names.len > 1) {
        finding = refuse(ctx, change, "`DROP INDEX CONCURRENTLY` fails: it takes one index only",
                         "SQLSTATE 0A000: CONCURRENTLY does not support dropping several objects");
        help(finding, "write one `DROP INDEX CONCURRENTLY` for each");
    } else if (change->cascade) {
        finding = refuse(ctx, change, "`DROP INDEX CONCURRENTLY` fails: it cannot cascade",
                         "SQLSTATE 0A000: CONCURRENTLY does not support CASCADE");
        help(finding, "delete `CASCADE`; drop what depends on the index first");
    } else if (is_partitioned(ctx, table_of_index(ctx, index))) {
        finding =
            refuse(ctx, change, "`DROP INDEX CONCURRENTLY` fails: the index is a partitioned one",
                   "SQLSTATE 0A000: an index of a partitioned table is dropped with those "
                   "of its partitions, all at once");
        help(finding, "write `DROP INDEX`, with a short lock_timeout before it");
    }
    if (finding != NULL) finding->object = index.name;
}

static void check_refresh(struct rule_ctx *ctx, const struct change *change)
{
    if (!change->refresh.with_no_data) return;
    struct diagnostic *finding =
        refuse(ctx, change, "`CONCURRENTLY` and `WITH NO DATA` exclude each other",
               "SQLSTATE 42601: a concurrent refresh compares the new rows with the old ones");
    help(finding, "delete one of them");
    finding->object = change->table.name;
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    if (!change->concurrently) return;
    switch (change->kind) {
    case CHANGE_CREATE_INDEX:
        check_create(ctx, change);
        return;
    case CHANGE_DROP_INDEX:
        check_drop(ctx, change);
        return;
    case CHANGE_REFRESH_MATERIALIZED_VIEW:
        check_refresh(ctx, change);
        return;
    case CHANGE_REINDEX:
        if (change->reindex.what != 'y') return;
        help(refuse(ctx, change, "`REINDEX SYSTEM CONCURRENTLY` fails: there is no such form",
                    "SQLSTATE 0A000: system catalogs cannot be rebuilt concurrently"),
             "rebuild the user tables with `REINDEX DATABASE CONCURRENTLY`, which skips the "
             "system catalogs");
        return;
    default:
        return;
    }
}

const struct rule rule_concurrently_unsupported = {
    .id = "concurrently-unsupported",
    .category = CATEGORY_SEQUENCE,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "CONCURRENTLY stands where PostgreSQL has no concurrent form",
    .why = "PostgreSQL refuses CONCURRENTLY for indexes of partitioned tables, for several indexes "
           "in one DROP, with CASCADE, and for the system catalogs. goose does not notice; the "
           "migration fails.",
    .instead = "One statement per index; on partitioned tables one index per partition and ATTACH.",
    .exceptions = "Tables of which the migrations do not tell whether they are partitioned.",
    .example = {.bad = "-- +goose NO TRANSACTION\n"
                       "-- +goose Up\n"
                       "DROP INDEX CONCURRENTLY orders_user_idx, orders_day_idx;\n"
                       "\n"
                       "-- +goose Down\n"
                       "-- gander:irreversible the indexes were unused\n",
                .good = "-- +goose NO TRANSACTION\n"
                        "-- +goose Up\n"
                        "DROP INDEX CONCURRENTLY IF EXISTS orders_user_idx;\n"
                        "DROP INDEX CONCURRENTLY IF EXISTS orders_day_idx;\n"
                        "\n"
                        "-- +goose Down\n"
                        "-- gander:irreversible the indexes were unused\n"},
    .on = {CHANGE_CREATE_INDEX, CHANGE_DROP_INDEX, CHANGE_REINDEX,
           CHANGE_REFRESH_MATERIALIZED_VIEW},
    .down_too = true,
    .hides = {"drop-index-not-concurrent", "index-not-concurrent", "reindex-not-concurrent",
              "refresh-not-concurrent", "timeout-during-concurrent-build", "not-rerunnable",
              "if-not-exists-hides-invalid-index"},
    .check = check,
};
