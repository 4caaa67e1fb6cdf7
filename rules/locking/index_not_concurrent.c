/* index-not-concurrent: a plain CREATE INDEX holds back every write to its table while it builds
 * (PostgreSQL manual, CREATE INDEX, "Building Indexes Concurrently"). */
#include "lint/rule.h"

/* A Down whose Up dropped this index, or built one on the same table, without CONCURRENTLY: it was
 * said there. */
static bool was_said_in_up(const struct rule_ctx *ctx, const struct change *change)
{
    const struct str index = index_of(change).name;
    struct cursor cursor = cursor_look(ctx, DIRECTION_UP);
    while (ctx->direction == DIRECTION_DOWN && cursor_next(&cursor)) {
        const struct change *up = cursor.change;
        if (up->concurrently) continue;
        if (up->kind == CHANGE_DROP_INDEX && str_equal(index_of(up).name, index)) return true;
        if (up->kind == CHANGE_CREATE_INDEX && !up->only &&
            str_equal(up->table.name, change->table.name)) {
            return true;
        }
    }
    return false;
}

/* ON ONLY a partitioned table builds nothing; on a table that is none the word means nothing. */
static bool builds_on_parent_alone(const struct rule_ctx *ctx, const struct change *change)
{
    const struct relation *known = known_relation(ctx, change->table);
    return change->only && (known == NULL || known->partitioned);
}

/* IF NOT EXISTS of an index that is there builds nothing. */
static bool builds_nothing(const struct rule_ctx *ctx, const struct change *change)
{
    return change->if_not_exists && table_of_index(ctx, index_of(change)).name.len > 0;
}

/* The header covers Down as well, where a plain DROP INDEX would stay as it is. */
static void help_down(const struct rule_ctx *ctx, struct diagnostic *finding, struct str index)
{
    struct cursor cursor = cursor_look(ctx, DIRECTION_DOWN);
    if (finding->fix_count > 0) return; /* which does it */
    while (ctx->direction == DIRECTION_UP && cursor_next(&cursor)) {
        if (cursor.change->kind == CHANGE_DROP_INDEX && !cursor.change->concurrently &&
            str_equal(index_of(cursor.change).name, index)) {
            help(finding,
                 "in its Down write `DROP INDEX CONCURRENTLY`: the line covers both sections");
            return;
        }
    }
}

static void help_partitioned(struct diagnostic *finding, struct str table)
{
    note(finding, "it locks every partition too, and PostgreSQL refuses CONCURRENTLY on a "
                  "partitioned table");
    help(finding,
         "CREATE INDEX ON ONLY `" STR_FMT "`, then build one CONCURRENTLY on each partition and "
         "ALTER INDEX ... ATTACH PARTITION it",
         STR_ARG(table));
}

static void explain_waits(const struct rule_ctx *ctx, struct diagnostic *finding,
                          const struct change *change, const struct lock_in_force *lock)
{
    const struct str table = show_name(ctx, change->table);
    const bool is_view = is_matview(ctx, change->table);
    label_existing(ctx, finding, change->table_at, change->table,
                   is_view ? "existing materialized view" : "existing table");
    label_lock_in_force(ctx, finding, lock, change->table);
    if (lock_blocks_reads(lock->mode)) {
        note(finding, "%s on `" STR_FMT "` wait, for the stronger lock is still held",
             is_view ? "SELECT and REFRESH" : "SELECT, INSERT, UPDATE and DELETE", STR_ARG(table));
    } else if (is_view) {
        note(finding, "SELECT on `" STR_FMT "` does not wait, unless a REFRESH is waiting already",
             STR_ARG(table));
    } else {
        note(finding, "INSERT, UPDATE and DELETE on `" STR_FMT "` wait; SELECT does not",
             STR_ARG(table));
    }
}

static const char *what_waits(bool is_view, bool reads_too)
{
    if (is_view) return reads_too ? "reads and REFRESH of" : "REFRESH of";
    return reads_too ? "reads and writes of" : "writes to";
}

static struct diagnostic *report_build(struct rule_ctx *ctx, const struct change *change,
                                       const struct lock_in_force *lock)
{
    const struct str index = index_of(change).name;
    const struct str table = show_name(ctx, change->table);
    const char *what = what_waits(is_matview(ctx, change->table), lock_blocks_reads(lock->mode));
    if (index.len == 0) {
        return report(ctx, change->at, "building an index blocks %s `" STR_FMT "`", what,
                      STR_ARG(table));
    }
    return report(ctx, change->at, "building index `" STR_FMT "` blocks %s `" STR_FMT "`",
                  STR_ARG(index), what, STR_ARG(table));
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    if (change->concurrently || builds_on_parent_alone(ctx, change)) return;
    if (!scan_takes_long(ctx, change->table)) return;
    if (builds_nothing(ctx, change) || was_said_in_up(ctx, change)) return;

    const struct str index = index_of(change).name;
    const struct str table = show_name(ctx, change->table);
    const struct lock_in_force lock = lock_in_force(ctx, change, change->table, LOCK_SHARE);
    struct diagnostic *finding = report_build(ctx, change, &lock);
    primary_label(finding, "takes a SHARE lock, %s", lock_lasts(ctx));
    explain_waits(ctx, finding, change, &lock);
    if (is_partitioned(ctx, change->table)) {
        help_partitioned(finding, table);
    } else {
        help_outside_transaction(ctx, finding,
                                 change->create_index.unique ? "CREATE UNIQUE INDEX CONCURRENTLY"
                                                             : "CREATE INDEX CONCURRENTLY");
        fix_concurrently(ctx, finding, "build the index concurrently, outside a transaction");
        help_down(ctx, finding, index);
    }
    finding->object = index.len > 0 ? index : change->table.name;
    soften_young_or_down(ctx, finding, change->table);
}

const struct rule rule_index_not_concurrent = {
    .id = "index-not-concurrent",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .needs_locks = true,
    .summary = "an index is built on an existing table while its writes wait",
    .why = "CREATE INDEX takes a SHARE lock: every INSERT, UPDATE and DELETE on the table waits "
           "until the index is built and, in goose's transaction, until the whole file commits.",
    .instead = "CREATE INDEX CONCURRENTLY in a migration of its own with "
               "`-- +goose NO TRANSACTION`. A partitioned table: ON ONLY, then one index per "
               "partition, then ATTACH.",
    .exceptions =
        "A table created in the same transaction, temporary, or of `size: small`; ON ONLY a "
        "partitioned table; "
        "IF NOT EXISTS of an index that exists; a Down whose Up is reported for the same index or "
        "table; a table without rows that this file, or another one the base ref lacks, made. Such "
        "a "
        "table with rows, and Down, are a warning.",
    .fix = "unsafe: adds CONCURRENTLY, and NO TRANSACTION where the file holds nothing else",
    .example = {.bad = "CREATE INDEX orders_user_idx ON orders (user_id);",
                .good = "-- +goose NO TRANSACTION\n"
                        "-- +goose Up\n"
                        "CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP INDEX CONCURRENTLY orders_user_idx;\n"},
    .aliases = {"require-concurrent-index-creation"},
    .on = {CHANGE_CREATE_INDEX},
    .down_too = true,
    .hides = {"missing-lock-timeout", "slow-statement-holding-lock",
              "new-constraint-on-live-table"},
    .check = check,
};
