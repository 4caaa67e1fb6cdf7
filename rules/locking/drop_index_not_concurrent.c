/* drop-index-not-concurrent: a plain DROP INDEX takes ACCESS EXCLUSIVE on the table
 * (PostgreSQL manual, DROP INDEX). */
#include "lint/rule.h"

enum { LABELS = 5 };

/* Its table goes in the same section, or it was made by a plain CREATE INDEX in the Up of this
 * Down: then this lock is no news. */
static bool is_no_news(const struct rule_ctx *ctx, const struct change *change, struct name index,
                       struct name table)
{
    struct cursor cursor = cursor_after(ctx, change);
    while (table.name.len > 0 && cursor_next(&cursor)) {
        if (cursor.change->kind == CHANGE_DROP_TABLE &&
            str_equal(cursor.change->table.name, table.name)) {
            return true;
        }
    }
    if (ctx->direction != DIRECTION_DOWN) return false;
    cursor = cursor_look(ctx, DIRECTION_UP);
    while (cursor_next(&cursor)) {
        const struct change *made = cursor.change;
        if (made->kind == CHANGE_CREATE_INDEX && !made->concurrently &&
            (str_equal(made->create_index.index.name, index.name) ||
             made->create_index.index.name.len == 0)) {
            return true;
        }
    }
    return false;
}

/* IF EXISTS of an index that no migration makes: most likely it clears the way for the CREATE INDEX
 * behind it, or follows the DROP CONSTRAINT that took the index along. */
static bool is_only_a_guard(const struct rule_ctx *ctx, const struct change *change,
                            struct name index)
{
    if (!change->if_exists || known_relation(ctx, index) != NULL) return false;
    if (ctx->direction == DIRECTION_DOWN) return true;
    struct cursor cursor = cursor_look(ctx, ctx->direction);
    while (cursor_next(&cursor)) {
        const struct change *other = cursor.change;
        if (other->kind == CHANGE_DROP_CONSTRAINT && str_equal(other->name, index.name)) {
            return true;
        }
        if (other->kind == CHANGE_CREATE_INDEX &&
            str_equal(other->create_index.index.name, index.name)) {
            return true;
        }
    }
    return false;
}

/* The lock is held or will be taken all the same, by ALTER TABLE and the like in the same
 * transaction: it does not go away with this statement. */
static bool is_locked_anyway(const struct rule_ctx *ctx, const struct change *change,
                             struct name table)
{
    return table.name.len > 0 && ctx->mode != IN_AUTOCOMMIT &&
           taken_by_others(ctx, change, table, LOCK_ACCESS_EXCLUSIVE, CHANGE_DROP_INDEX);
}

static bool is_quiet(const struct rule_ctx *ctx, const struct change *change, struct name index,
                     struct name table)
{
    const enum standing standing = standing_of_index(ctx, index);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return true;
    if (find_blockers(ctx, change).len > 0) return true; /* it fails */
    return is_only_a_guard(ctx, change, index) || is_no_news(ctx, change, index, table) ||
           is_locked_anyway(ctx, change, table);
}

static const char *what_waits(const struct rule_ctx *ctx, struct name table)
{
    return is_matview(ctx, table) ? "reads of" : "reads and writes of";
}

static struct diagnostic *report_one(struct rule_ctx *ctx, const struct change *change,
                                     struct name index, struct name table)
{
    const struct str index_text = show_name(ctx, index);
    const struct str table_text = show_name(ctx, table);
    if (table.name.len == 0) {
        return report(ctx, change->at,
                      "dropping index `" STR_FMT "` blocks reads and writes of its table",
                      STR_ARG(index_text));
    }
    return report(ctx, change->at, "dropping index `" STR_FMT "` blocks %s `" STR_FMT "`",
                  STR_ARG(index_text), what_waits(ctx, table), STR_ARG(table_text));
}

static void describe_several(const struct rule_ctx *ctx, struct diagnostic *finding,
                             struct name table)
{
    finding->gathered++;
    if (table.name.len == 0 || !name_equal(finding->table, table)) {
        finding->table = (struct name){0};
        finding->title =
            str_format(ctx->arena, "dropping %u indexes blocks reads and writes of their tables",
                       finding->gathered);
        return;
    }
    finding->title = str_format(ctx->arena, "dropping %u indexes of `" STR_FMT "` blocks its %s",
                                finding->gathered, STR_ARG(show_name(ctx, table)),
                                is_matview(ctx, table) ? "reads" : "reads and writes");
}

/* What was said of the same table in the same transaction, or of the same statement. Indexes of
 * partitioned tables have a finding of their own, for nothing better can be written. */
static struct diagnostic *find_gathering(const struct rule_ctx *ctx, struct name table)
{
    struct diagnostic *finding = NULL;
    if (table.name.len > 0 && ctx->mode != IN_AUTOCOMMIT) finding = found_on_table(ctx, table);
    if (finding != NULL || is_partitioned(ctx, table)) return finding;
    finding = found_in_statement(ctx);
    return finding != NULL && is_partitioned(ctx, finding->table) ? NULL : finding;
}

static void explain(const struct rule_ctx *ctx, struct diagnostic *finding,
                    const struct change *change, struct name table)
{
    primary_label(finding, "takes an ACCESS EXCLUSIVE lock on the %s, %s",
                  is_matview(ctx, table) ? "view" : "table", lock_lasts(ctx));
    note(finding,
         "it waits for every transaction that uses the %s, and all that come later "
         "wait behind it",
         is_matview(ctx, table) ? "view" : "table");
    if (table.name.len > 0 && is_partitioned(ctx, table)) {
        note(finding, "it locks every partition too, and PostgreSQL refuses CONCURRENTLY for an "
                      "index of a partitioned table");
        help(finding, "set a short lock_timeout before it, and run it when little is going on");
        at_most(finding, SEVERITY_INFO);
        return;
    }
    help_outside_transaction(ctx, finding, "DROP INDEX CONCURRENTLY");
    fix_concurrently(ctx, finding, "drop the index concurrently, outside a transaction");
    if (change->drop.names.len > 1) help(finding, "CONCURRENTLY takes one index per statement");
}

static void label_index(const struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct change *change, struct name index)
{
    if (known_relation(ctx, index) != NULL) {
        label_existing(ctx, finding, change->table_at, index, "existing index");
    } else {
        label(finding, span_of(ctx, change->table_at), "no migration before this one makes it%s",
              change->if_exists ? ": dropped where it exists"
                                : ": if it is not there, goose stops");
    }
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct name index = index_of(change);
    const struct name table = table_of_index(ctx, index);
    if (change->concurrently || is_quiet(ctx, change, index, table)) return;

    struct diagnostic *finding = find_gathering(ctx, table);
    if (finding != NULL) {
        describe_several(ctx, finding, table);
        if (finding->gathered <= LABELS) label_index(ctx, finding, change, index);
        return;
    }
    finding = report_one(ctx, change, index, table);
    gather_on_table(finding, table);
    label_index(ctx, finding, change, index);
    explain(ctx, finding, change, table);
    finding->object = index.name;
    if (standing_of_index(ctx, index) == STANDING_UNRELEASED) soften(finding);
}

const struct rule rule_drop_index_not_concurrent = {
    .id = "drop-index-not-concurrent",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .needs_locks = true,
    .summary = "an index is dropped under a lock that stops reads and writes of its table",
    .why = "DROP INDEX takes ACCESS EXCLUSIVE on the table. It is quick once it has the lock, but "
           "while it waits for running transactions every later query waits behind it, and in "
           "goose's transaction it keeps the lock until the whole file commits.",
    .instead = "DROP INDEX CONCURRENTLY, one index per statement, in a migration with "
               "`-- +goose NO TRANSACTION`.",
    .exceptions = "A table made in the same transaction, or dropped in the same section; a table "
                  "that another statement of the transaction locks as strongly; IF EXISTS of an "
                  "index that is gone, or that no migration made and the "
                  "section makes or drops as a constraint; a Down that drops what its own Up "
                  "built without CONCURRENTLY. Indexes of partitioned tables are info.",
    .fix = "unsafe: adds CONCURRENTLY, and NO TRANSACTION where the file holds nothing else",
    .example = {.bad = "DROP INDEX orders_user_idx;",
                .good = "-- +goose NO TRANSACTION\n"
                        "-- +goose Up\n"
                        "DROP INDEX CONCURRENTLY orders_user_idx;\n"
                        "\n"
                        "-- +goose Down\n"
                        "CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);\n"},
    .aliases = {"require-concurrent-index-deletion"},
    .on = {CHANGE_DROP_INDEX},
    .down_too = true,
    .hides = {"missing-lock-timeout"},
    .check = check,
};
