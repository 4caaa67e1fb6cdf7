/* not-rerunnable: a NO TRANSACTION file that fails half-way is started over from its top, and stops
 * at a statement whose work is there already (reference goose.md section 3, S24). */
#include "lint/rule.h"

enum { LABELS = 6 };

struct cursor_list {
    struct cursor *at;
    size_t len, cap;
};

static bool way_is_cleared(const struct cursor_list *drops, const struct change *change)
{
    const size_t first = drops->len > CURSOR_REACH ? drops->len - CURSOR_REACH : 0;
    for (size_t i = first; i < drops->len; i++) {
        if (clears_the_way(drops->at[i].change, change)) return true;
    }
    return false;
}

/* ADD CONSTRAINT ... USING INDEX takes the index over: a second run does not find it. */
static bool uses_up_index(const struct change *change)
{
    return change->kind == CHANGE_ADD_CONSTRAINT && change->constraint.using_index.len > 0;
}

/* The section makes it anew before it gets there: CREATE PROCEDURE, CALL, DROP PROCEDURE. */
static bool is_made_before(const struct cursor_list *made, const struct change *drop)
{
    const size_t first = made->len > CURSOR_REACH ? made->len - CURSOR_REACH : 0;
    for (size_t i = first; i < made->len; i++) {
        if (clears_the_way(drop, made->at[i].change)) return true;
    }
    return false;
}

/* The same ALTER TABLE puts it back, or the next statement builds it again: and a build that fails
 * leaves it too, INVALID. */
static bool is_rebuilt_next(struct cursor cursor, const struct change *drop)
{
    const struct sql_statement *own = cursor.sql;
    while (cursor_next(&cursor)) {
        const struct change *next = cursor.change;
        if (cursor.sql == own && clears_the_way(drop, next)) return true;
        if (is_harmless(next)) continue;
        return next->kind == CHANGE_CREATE_INDEX && next->concurrently &&
               clears_the_way(drop, next);
    }
    return false;
}

/* What a section has made and dropped so far. */
struct progress {
    struct cursor_list made;
    struct cursor_list drops;
};

/* A second run does not stop at it. */
static bool passes_again(const struct rule_ctx *ctx, struct progress *progress,
                         const struct cursor *cursor)
{
    const struct change *change = cursor->change;
    const bool drop = is_drop(change);
    VEC_PUSH(ctx->arena, drop ? &progress->drops : &progress->made, *cursor);
    if (uses_up_index(change) && !change->conditional) return false;
    if (rerun_of(change) == RERUN_REPEATS || way_is_cleared(&progress->drops, change)) return true;
    return drop && (is_made_before(&progress->made, change) || is_rebuilt_next(*cursor, change));
}

/* What the section leaves behind it for a second run; [last] gets the last statement that can
 * fail: what stands there is not yet done when it fails. */
static struct cursor_list find_obstacles(const struct rule_ctx *ctx, enum direction direction,
                                         const struct statement **last)
{
    struct cursor_list obstacles = {0};
    struct progress progress = {0};
    struct cursor cursor = cursor_section(ctx, direction);
    while (cursor_next(&cursor)) {
        if (!is_harmless(cursor.change)) *last = cursor.statement;
        if (passes_again(ctx, &progress, &cursor)) continue;
        const bool same_string =
            obstacles.len > 0 && obstacles.at[obstacles.len - 1].statement == cursor.statement;
        if (!same_string) VEC_PUSH(ctx->arena, &obstacles, cursor);
    }
    return obstacles;
}

static void label_obstacle(struct diagnostic *finding, const struct cursor *obstacle)
{
    const struct span at = cursor_span(obstacle, obstacle->change->at);
    const bool adds = rerun_of(obstacle->change) == RERUN_ADDS;
    label(finding, at, adds ? "done a second time" : "done already by then, fails");
}

static void label_rest(struct diagnostic *finding, const struct cursor_list *obstacles,
                       const struct statement *last)
{
    for (size_t i = 1; i < obstacles->len && i <= LABELS; i++) {
        const struct cursor *obstacle = &obstacles->at[i];
        if (obstacle->statement != last) {
            label_obstacle(finding, obstacle);
        } else if (obstacle->change->kind == CHANGE_CREATE_INDEX &&
                   obstacle->change->concurrently) {
            label(finding, cursor_span(obstacle, obstacle->change->at),
                  "if it fails, it leaves an INVALID index");
        }
    }
    if (obstacles->len > LABELS + 1) {
        note(finding, "%zu more statements are of this kind", obstacles->len - LABELS - 1);
    }
}

/* The header is there for the other section only. */
static bool needs_header(const struct rule_ctx *ctx, enum direction direction)
{
    struct cursor cursor = cursor_section(ctx, direction);
    while (cursor_next(&cursor)) {
        if (forbidden_in_transaction(ctx, cursor.change, NULL)) return true;
    }
    return false;
}

static void advise(struct rule_ctx *ctx, struct diagnostic *finding, enum direction direction)
{
    const bool down = direction == DIRECTION_DOWN;
    note(finding, "under `NO TRANSACTION` each statement commits on its own; goose notes the "
                  "version only when all have run, and else starts over from the first");
    const enum direction other = down ? DIRECTION_UP : DIRECTION_DOWN;
    if (!needs_header(ctx, direction) && needs_header(ctx, other)) {
        note(finding, "only %s needs `NO TRANSACTION`, but it covers both sections",
             down ? "Up" : "Down");
    }
    help(finding, "one statement per migration; or guard each one: IF [NOT] EXISTS, OR REPLACE, "
                  "or DROP ... IF EXISTS before it");
}

/* Every statement that a second run stops at, but for the last. */
static void guard_all(const struct rule_ctx *ctx, struct diagnostic *finding,
                      enum direction direction, const struct statement *last)
{
    struct fix_draft fix = safe_fix(finding, "guard the statements against a second run");
    struct progress progress = {0};
    struct cursor cursor = cursor_section(ctx, direction);
    if (!ctx->file->goose->accepted) return;
    while (cursor_next(&cursor) && cursor.statement != last) {
        const struct change *change = cursor.change;
        if (passes_again(ctx, &progress, &cursor)) continue;
        if (edit_guard(&fix, ctx, cursor.statement, change)) continue;
        struct str drop = clearing_drop(ctx->arena, change);
        if (drop.len == 0 || cursor.statement->parse.statement_count != 1) return;
        edit_insert_above(&fix, ctx->file->source, cursor.statement->sent, drop);
        fix.fix.safe = false;
        fix.fix.caveat = STR("it drops what is there of that name");
    }
    offer_fix(&fix);
}

static void check_section(struct rule_ctx *ctx, enum direction direction)
{
    const struct statement *last = NULL;
    const struct cursor_list obstacles = find_obstacles(ctx, direction, &last);
    if (obstacles.len == 0 || obstacles.at[0].statement == last) return;
    const struct cursor *first = &obstacles.at[0];
    const bool adds = rerun_of(first->change) == RERUN_ADDS;
    struct diagnostic *finding =
        report_span(ctx, cursor_span(first, first->change->at),
                    adds ? "if a later statement fails, the next run repeats this `%s`"
                         : "if a later statement fails, the next run stops at this `%s`",
                    first->change->tag);
    primary_label(finding, adds ? "done a second time" : "done already by then, fails");
    label_rest(finding, &obstacles, last);
    advise(ctx, finding, direction);
    guard_all(ctx, finding, direction, last);
}

static void check_file(struct rule_ctx *ctx)
{
    if (!ctx->file->goose->no_transaction) return;
    check_section(ctx, DIRECTION_UP);
    check_section(ctx, DIRECTION_DOWN);
}

const struct rule rule_not_rerunnable = {
    .id = "not-rerunnable",
    .category = CATEGORY_IDEMPOTENCE,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "a NO TRANSACTION file that fails half-way cannot be run again",
    .why = "Without a transaction, what ran before the failure stays, and goose does not record "
           "the version. The next run starts at the top and fails at the first statement whose "
           "work is done, until somebody repairs the database by hand.",
    .instead = "One statement per NO TRANSACTION file, or statements that can be repeated: "
               "IF [NOT] EXISTS, OR REPLACE, DROP ... IF EXISTS before the CREATE.",
    .exceptions =
        "Statements that give the same result again (SET NOT NULL, COMMENT, GRANT, "
        "UPDATE, ...); DO blocks under a condition; a DROP of what the section makes before it, "
        "or builds again right behind it; the last statement of a section, "
        "whose failure leaves nothing done behind it.",
    .fix =
        "safe: IF [NOT] EXISTS or OR REPLACE; unsafe: DROP ... IF EXISTS, where there is no such "
        "form",
    .example = {.bad = "-- +goose NO TRANSACTION\n"
                       "-- +goose Up\n"
                       "ALTER TABLE orders ADD COLUMN region text;\n"
                       "CREATE INDEX CONCURRENTLY orders_region_idx ON orders (region);\n"
                       "\n"
                       "-- +goose Down\n"
                       "ALTER TABLE orders DROP COLUMN IF EXISTS region;\n",
                .good = "-- +goose NO TRANSACTION\n"
                        "-- +goose Up\n"
                        "ALTER TABLE orders ADD COLUMN IF NOT EXISTS region text;\n"
                        "DROP INDEX CONCURRENTLY IF EXISTS orders_region_idx;\n"
                        "CREATE INDEX CONCURRENTLY orders_region_idx ON orders (region);\n"
                        "\n"
                        "-- +goose Down\n"
                        "ALTER TABLE orders DROP COLUMN IF EXISTS region;\n"},
    .aliases = {"prefer-robust-stmts"},
    .check_file = check_file,
};
