/* if-not-exists-hides-invalid-index: a failed concurrent build leaves an INVALID index, and the
 * next run's IF NOT EXISTS takes it for done (PostgreSQL manual, CREATE INDEX; reference S25). */
#include "lint/rule.h"

static bool drop_stands_before(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        if (cursor.change->kind == CHANGE_DROP_INDEX &&
            str_equal(index_of(cursor.change).name, index_of(change).name)) {
            return true;
        }
    }
    return false;
}

/* ADD CONSTRAINT ... USING INDEX refuses an INVALID one (55000): then nothing is hidden. */
static bool is_needed_later(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        if (cursor.change->kind == CHANGE_ADD_CONSTRAINT &&
            str_equal(cursor.change->constraint.using_index, index_of(change).name)) {
            return true;
        }
    }
    return false;
}

static void drop_before(const struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct change *change)
{
    struct fix_draft fix = unsafe_fix(finding, "drop an invalid index before it is built",
                                      "a valid one of that name is built anew");
    if (!ctx->file->goose->accepted || change->in_do || ctx->statement->parse.statement_count != 1)
        return;
    struct name index = index_of(change);
    if (index.schema.len == 0) index.schema = change->table.schema;
    edit_insert_above(&fix, ctx->file->source, ctx->statement->sent,
                      str_format(ctx->arena, "DROP INDEX CONCURRENTLY IF EXISTS " STR_FMT ";",
                                 STR_ARG(quoted_name(ctx->arena, index))));
    offer_fix(&fix);
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    if (!change->concurrently || !change->if_not_exists) return;
    if (drop_stands_before(ctx, change) || is_needed_later(ctx, change)) return;
    const struct str index = index_of(change).name;
    struct diagnostic *finding =
        report(ctx, change->at,
               "after a failed build the next run keeps index `" STR_FMT "` INVALID, and succeeds",
               STR_ARG(index));
    primary_label(finding, "IF NOT EXISTS looks at the name alone");
    note(finding, "a build that is cancelled or meets a duplicate leaves the index INVALID: no "
                  "query uses it, every write maintains it");
    help(finding,
         "drop the remains first: `DROP INDEX CONCURRENTLY IF EXISTS " STR_FMT
         ";`, then `CREATE INDEX CONCURRENTLY` without IF NOT EXISTS",
         STR_ARG(index));
    finding->object = index;
    drop_before(ctx, finding, change);
    if (created_in_file(ctx, change->table)) soften(finding);
}

const struct rule rule_if_not_exists_hides_invalid_index = {
    .id = "if-not-exists-hides-invalid-index",
    .category = CATEGORY_IDEMPOTENCE,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "IF NOT EXISTS lets a rerun accept the INVALID index of a failed build",
    .why = "A concurrent build that fails leaves an INVALID index of the same name. The next run "
           "skips the build, goose records the version, and the index is never used.",
    .instead = "DROP INDEX CONCURRENTLY IF EXISTS, then CREATE INDEX CONCURRENTLY, each a "
               "statement of its own under `-- +goose NO TRANSACTION`.",
    .exceptions =
        "A DROP INDEX of the same name stands before it; a later ADD CONSTRAINT of the file uses "
        "the index, and PostgreSQL refuses an INVALID one. On a table made in the same file, "
        "where the build meets no rows, it is advice.",
    .fix = "unsafe: adds the DROP INDEX CONCURRENTLY IF EXISTS",
    .example = {.bad = "-- +goose NO TRANSACTION\n"
                       "-- +goose Up\n"
                       "CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_user_idx ON orders "
                       "(user_id);\n"
                       "\n"
                       "-- +goose Down\n"
                       "DROP INDEX CONCURRENTLY IF EXISTS orders_user_idx;\n",
                .good = "-- +goose NO TRANSACTION\n"
                        "-- +goose Up\n"
                        "DROP INDEX CONCURRENTLY IF EXISTS orders_user_idx;\n"
                        "CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP INDEX CONCURRENTLY IF EXISTS orders_user_idx;\n"},
    .on = {CHANGE_CREATE_INDEX},
    .down_too = true,
    .check = check,
};
