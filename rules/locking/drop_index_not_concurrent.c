/* drop-index-not-concurrent: a plain DROP INDEX takes ACCESS EXCLUSIVE on the table
 * (PostgreSQL manual, DROP INDEX). */
#include "lint/rule.h"

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

static bool is_quiet(const struct rule_ctx *ctx, const struct change *change, struct name index)
{
    const enum standing standing = standing_of_index(ctx, index);
    if (is_only_a_guard(ctx, change, index)) return true;
    return standing == STANDING_NEW || standing == STANDING_ABSENT ||
           is_no_news(ctx, change, index, table_of_index(ctx, index));
}

/* `DROP INDEX a, b` is one statement: the first index that counts speaks for all. */
static bool find_index(const struct rule_ctx *ctx, const struct change *change, struct name *index)
{
    for (size_t i = 0; i < change->drop.names.len; i++) {
        *index = change->drop.names.at[i];
        if (!is_quiet(ctx, change, *index)) return true;
    }
    return false;
}

static void explain(const struct rule_ctx *ctx, struct diagnostic *finding,
                    const struct change *change, struct name table)
{
    primary_label(finding, "takes an ACCESS EXCLUSIVE lock on the table, %s", lock_lasts(ctx));
    note(finding, "it waits for every transaction that uses the table, and all that come later "
                  "wait behind it");
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

static void check(struct rule_ctx *ctx, const struct change *change)
{
    struct name index;
    if (change->concurrently || change->drop.position > 0) return;
    if (!find_index(ctx, change, &index)) return;

    const struct name table = table_of_index(ctx, index);
    const struct str index_text = show_name(ctx, index);
    const struct str table_text = show_name(ctx, table);
    struct diagnostic *finding =
        table.name.len > 0
            ? report(ctx, change->at,
                     "dropping index `" STR_FMT "` blocks reads and writes of `" STR_FMT "`",
                     STR_ARG(index_text), STR_ARG(table_text))
            : report(ctx, change->at,
                     "dropping index `" STR_FMT "` blocks reads and writes of its table",
                     STR_ARG(index_text));
    const bool first = str_equal(index.name, index_of(change).name);
    label_existing(ctx, finding, first ? change->table_at : (struct range){0}, index,
                   "existing index");
    explain(ctx, finding, change, table);
    finding->object = index.name;
    if (standing_of_index(ctx, index) == STANDING_UNRELEASED) soften(finding);
}

const struct rule rule_drop_index_not_concurrent = {
    .id = "drop-index-not-concurrent",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "an index is dropped under a lock that stops reads and writes of its table",
    .why = "DROP INDEX takes ACCESS EXCLUSIVE on the table. It is quick once it has the lock, but "
           "while it waits for running transactions every later query waits behind it, and in "
           "goose's transaction it keeps the lock until the whole file commits.",
    .instead = "DROP INDEX CONCURRENTLY, one index per statement, in a migration with "
               "`-- +goose NO TRANSACTION`.",
    .exceptions = "An index or table made in the same transaction; a table dropped in the same "
                  "section; IF EXISTS of an index that is gone, or that no migration made and the "
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
