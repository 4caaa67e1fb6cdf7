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

/* Once that is mended, the transaction would be next. */
static void help_header(const struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct change *change)
{
    if (ctx->mode != IN_GOOSE_TRANSACTION || change->in_do) return;
    help(finding, "give the file the line `-- +goose NO TRANSACTION` at its top, too: no "
                  "`CONCURRENTLY` runs in a transaction");
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
        help_header(ctx, finding, change);
    } else if (change->cascade) {
        finding = refuse(ctx, change, "`DROP INDEX CONCURRENTLY` fails: it cannot cascade",
                         "SQLSTATE 0A000: CONCURRENTLY does not support CASCADE");
        help(finding, "delete `CASCADE`; drop what depends on the index first");
        help_header(ctx, finding, change);
    } else if (is_partitioned(ctx, table_of_index(ctx, index))) {
        finding =
            refuse(ctx, change, "`DROP INDEX CONCURRENTLY` fails: the index is a partitioned one",
                   "SQLSTATE 0A000: an index of a partitioned table is dropped with those "
                   "of its partitions, all at once");
        help(finding, "write `DROP INDEX`, with a short lock_timeout before it");
    }
    if (finding != NULL) finding->object = index.name;
}

/* Made without rows by this file, or by one that nobody has released: no job has filled it since.
 */
static bool is_unpopulated(const struct rule_ctx *ctx, const struct change *change,
                           const struct relation *view)
{
    return relation_is_sure(view) && !view->view.populated &&
           standing_of(ctx, change->table) != STANDING_LIVE;
}

static void check_refresh(struct rule_ctx *ctx, const struct change *change)
{
    const struct relation *view = known_relation(ctx, change->table);
    const bool known = view != NULL && view->kind == OBJ_MATERIALIZED_VIEW;
    const struct str name = show_name(ctx, change->table);
    struct diagnostic *finding = NULL;
    if (change->refresh.with_no_data) {
        finding =
            refuse(ctx, change, "`CONCURRENTLY` and `WITH NO DATA` exclude each other",
                   "SQLSTATE 42601: a concurrent refresh compares the new rows with the old ones");
        help(finding, "delete one of them");
    } else if (known && is_unpopulated(ctx, change, view)) {
        finding = refuse(ctx, change,
                         "`REFRESH ... CONCURRENTLY` fails: the view has not been filled yet",
                         "SQLSTATE 0A000: a concurrent refresh compares the new rows with the old "
                         "ones");
        help(finding, "the first time, write `REFRESH MATERIALIZED VIEW " STR_FMT "`",
             STR_ARG(name));
    } else if (known && has_refresh_index(view) == KNOWN_ABSENT) {
        finding = refuse(ctx, change,
                         "`REFRESH ... CONCURRENTLY` fails: the view has no unique index for it",
                         "SQLSTATE 55000: rows are told apart by a unique index on plain columns, "
                         "without WHERE");
        help(finding, "create one first: `CREATE UNIQUE INDEX ON " STR_FMT " (...)`",
             STR_ARG(name));
    }
    if (finding == NULL) return;
    if (known) label_made(finding, view->made, "made here");
    finding->object = change->table.name;
}

static const struct relation *default_partition(const struct relation *table)
{
    for (size_t i = 0; i < table->children.len; i++) {
        const struct relation *child = table->children.at[i];
        if (child->state == KNOWN && child->is_default_partition) return child;
    }
    return NULL;
}

static void check_detach(struct rule_ctx *ctx, const struct change *change)
{
    const struct relation *table = known_relation(ctx, change->table);
    const struct relation *partition = table == NULL ? NULL : default_partition(table);
    if (partition == NULL) return;
    struct diagnostic *finding =
        refuse(ctx, change, "`DETACH ... CONCURRENTLY` fails: the table has a default partition",
               "SQLSTATE 55000: rows of the detached partition would belong to the default one");
    label_made(finding, partition->made, "the default partition");
    help(finding, "write `DETACH PARTITION` without it, with a short lock_timeout before it");
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
    case CHANGE_DETACH_PARTITION:
        check_detach(ctx, change);
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
           "in one DROP, with CASCADE, for the system catalogs, for detaching from a table with a "
           "default partition, and for refreshing a view that is empty or has no unique index. "
           "goose does not notice; the migration fails.",
    .instead = "One statement per index; on partitioned tables one index per partition and ATTACH.",
    .exceptions =
        "Tables of which the migrations do not tell whether they are partitioned; views that "
        "they did not make, or that a job may have filled since.",
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
    .on = {CHANGE_CREATE_INDEX, CHANGE_DROP_INDEX, CHANGE_REINDEX, CHANGE_REFRESH_MATERIALIZED_VIEW,
           CHANGE_DETACH_PARTITION},
    .down_too = true,
    .hides = {"*"},
    .check = check,
};
