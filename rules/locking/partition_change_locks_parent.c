/* partition-change-locks-parent: a partition is made, detached or dropped under ACCESS EXCLUSIVE on
 * the whole partitioned table, though a weaker form exists (PostgreSQL manual 5.11.2.2). */
#include "lint/rule.h"

enum { WEAK_ATTACH_SINCE = 12, DETACH_CONCURRENTLY_SINCE = 14 };

/* The partitioned table that the change locks; without a name when it locks none. */
static struct name parent_of(const struct rule_ctx *ctx, const struct change *change)
{
    const unsigned version = ctx->config->postgres_version;
    switch (change->kind) {
    case CHANGE_CREATE_TABLE:
        if (version < WEAK_ATTACH_SINCE) break;
        return change->create_table.partition_of;
    case CHANGE_DETACH_PARTITION:
        if (version < DETACH_CONCURRENTLY_SINCE || change->concurrently) break;
        return change->partition.finalize ? (struct name){0} : change->table;
    case CHANGE_DROP_TABLE: {
        const struct relation *dropped = known_relation(ctx, change->table);
        if (version < DETACH_CONCURRENTLY_SINCE || dropped == NULL) break;
        return dropped->parent;
    }
    default:
        break;
    }
    return (struct name){0};
}

/* The lock is held already, by an earlier partition of the same parent, or with the parent's own
 * DROP. */
static bool lock_is_no_news(const struct rule_ctx *ctx, const struct change *change,
                            struct name parent)
{
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        if (str_equal(parent_of(ctx, cursor.change).name, parent.name)) return true;
    }
    cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        if (cursor.change->kind == CHANGE_DROP_TABLE &&
            str_equal(cursor.change->table.name, parent.name)) {
            return true;
        }
    }
    return false;
}

/* A Down that takes away the partition its own Up made: reported there. */
static bool takes_back(const struct rule_ctx *ctx, const struct change *change)
{
    if (ctx->direction != DIRECTION_DOWN) return false;
    const struct name partition =
        change->kind == CHANGE_DETACH_PARTITION ? change->partition.partition : change->table;
    struct cursor cursor = cursor_look(ctx, DIRECTION_UP);
    while (cursor_next(&cursor)) {
        if (cursor.change->kind == CHANGE_CREATE_TABLE &&
            str_equal(cursor.change->table.name, partition.name)) {
            return true;
        }
    }
    return false;
}

static void explain(const struct rule_ctx *ctx, struct diagnostic *finding,
                    const struct change *change, struct str parent)
{
    switch (change->kind) {
    case CHANGE_CREATE_TABLE:
        help(finding,
             "CREATE TABLE ... (LIKE " STR_FMT " INCLUDING ALL) with a CHECK for the bound, then "
             "ATTACH PARTITION, which lets reads and writes go on",
             STR_ARG(parent));
        return;
    case CHANGE_DETACH_PARTITION:
        note(finding, "CONCURRENTLY is refused while the table has a default partition");
        help_outside_transaction(ctx, finding, "DETACH PARTITION ... CONCURRENTLY");
        return;
    default:
        help(finding, "DETACH PARTITION ... CONCURRENTLY in an earlier migration, then drop the "
                      "table that it leaves");
        return;
    }
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct name parent = parent_of(ctx, change);
    if (parent.name.len == 0) return;
    const enum standing standing = standing_of(ctx, parent);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return;
    if (change->if_not_exists && known_relation(ctx, change->table) != NULL) return;
    if (takes_back(ctx, change) || lock_is_no_news(ctx, change, parent)) return;

    const struct str text = show_name(ctx, parent);
    const char *act = change->kind == CHANGE_CREATE_TABLE       ? "creating"
                      : change->kind == CHANGE_DETACH_PARTITION ? "detaching"
                                                                : "dropping";
    struct diagnostic *finding =
        report(ctx, change->at, "%s a partition blocks reads and writes of all of `" STR_FMT "`",
               act, STR_ARG(text));
    primary_label(finding, "takes an ACCESS EXCLUSIVE lock on the parent, %s", lock_lasts(ctx));
    note(finding,
         "it waits for every transaction that uses `" STR_FMT "`, and all that come "
         "later wait behind it",
         STR_ARG(text));
    explain(ctx, finding, change, text);
    finding->object = parent.name;
    if (standing == STANDING_NEW_FILE) soften(finding);
}

const struct rule rule_partition_change_locks_parent = {
    .id = "partition-change-locks-parent",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "a partition is made or removed under a lock on the whole partitioned table",
    .why = "CREATE TABLE ... PARTITION OF, DETACH PARTITION and DROP TABLE of a partition take "
           "ACCESS EXCLUSIVE on the parent: while they wait for running transactions, every query "
           "of every partition waits behind them.",
    .instead = "CREATE TABLE (LIKE parent INCLUDING ALL), then ATTACH PARTITION. DETACH PARTITION "
               "... CONCURRENTLY under `-- +goose NO TRANSACTION`, then DROP TABLE.",
    .exceptions = "A parent created in the same transaction, or dropped in the same section; the "
                  "second and later partitions of one parent; a Down that removes the partition "
                  "its Up made; servers before 12 (create) or 14 (detach, drop).",
    .example = {.bad = "CREATE TABLE events_2026_01 PARTITION OF events\n"
                       "    FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');",
                .good = "CREATE TABLE events_2026_01 (LIKE events INCLUDING ALL);\n"
                        "ALTER TABLE events ATTACH PARTITION events_2026_01\n"
                        "    FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');"},
    .aliases = {"require-concurrent-partition-detach"},
    .on = {CHANGE_CREATE_TABLE, CHANGE_DETACH_PARTITION, CHANGE_DROP_TABLE},
    .down_too = true,
    .hides = {"missing-lock-timeout"},
    .check = check,
};
