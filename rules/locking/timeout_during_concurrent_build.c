/* timeout-during-concurrent-build: a timeout in force counts the waits of a concurrent build, and
 * cancels it half-way (PostgreSQL manual, CREATE INDEX, "Building Indexes Concurrently"). */
#include "lint/rule.h"

#include <stdlib.h>

enum { LABELS = 5, LONG_ENOUGH = 30 * 60 * 1000 };

static bool is_timeout(const struct change *change)
{
    return str_equal(change->set.variable, STR("lock_timeout")) ||
           str_equal(change->set.variable, STR("statement_timeout"));
}

/* A number with a unit, milliseconds without one (PostgreSQL manual 20.1.1). 0 is no timeout; one
 * of half an hour and more was chosen with the build in mind. */
static bool can_cancel(struct str value)
{
    static const struct {
        const char *name;
        double milliseconds;
    } units[] = {{"us", 0.001}, {"s", 1000}, {"min", 60000}, {"h", 3600000}, {"d", 86400000}};
    value = str_trim(value);
    char digits[32] = "";
    size_t len = 0;
    while (len < value.len && len + 1 < sizeof digits &&
           (value.at[len] == '.' || (value.at[len] >= '0' && value.at[len] <= '9'))) {
        digits[len] = value.at[len];
        len++;
    }
    double milliseconds = strtod(digits, NULL);
    const struct str unit = str_trim(str_slice(value, len, value.len));
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (str_equal(unit, str_from(units[i].name))) milliseconds *= units[i].milliseconds;
    }
    return milliseconds > 0 && milliseconds < LONG_ENOUGH;
}

/* What a cancelled build leaves behind; NULL when the change is no concurrent build. */
static const char *debris_of(const struct change *change)
{
    if (!change->concurrently || change->in_do) return NULL;
    switch (change->kind) {
    case CHANGE_CREATE_INDEX:
        return "an INVALID index, which every write still maintains";
    case CHANGE_DROP_INDEX:
        return "the index, marked invalid and still maintained";
    case CHANGE_REINDEX:
        return "an INVALID index whose name ends in `_ccnew`";
    case CHANGE_DETACH_PARTITION:
        return "the partition \"detach pending\"";
    default:
        return NULL;
    }
}

struct build_list {
    struct cursor *at;
    size_t len, cap;
};

static bool is_same_setting(const struct change *change, struct str variable)
{
    return takes_back_setting(change, variable) ||
           (change->kind == CHANGE_SET && str_equal(change->set.variable, variable));
}

/* The setting is for statements besides the builds too. */
static bool serves_others(const struct cursor *set, struct str variable)
{
    struct cursor cursor = *set;
    while (cursor_next(&cursor)) {
        if (is_same_setting(cursor.change, variable)) return false;
        if (debris_of(cursor.change) == NULL && !is_harmless(cursor.change)) return true;
    }
    return false;
}

/* What stands below the last build: nothing where the file takes the setting back there itself. */
static struct str setting_after(const struct rule_ctx *ctx, const struct cursor *set,
                                const struct cursor *last)
{
    const struct str variable = set->change->set.variable;
    struct cursor cursor = *last;
    while (cursor_next(&cursor)) {
        if (is_same_setting(cursor.change, variable)) return STR("");
        if (!is_harmless(cursor.change)) {
            const struct range at = set->change->statement_at;
            struct str text = str_slice(set->statement->sent->sql, at.start, at.end);
            return str_format(ctx->arena, STR_FMT ";", STR_ARG(text));
        }
    }
    return reset_of(ctx->arena, variable);
}

static void fix_timeout(const struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct cursor *set, const struct build_list *builds)
{
    const struct source *source = ctx->file->source;
    const struct goose_statement *first = builds->at[0].statement->sent;
    const struct cursor *last = &builds->at[builds->len - 1];
    struct str zero =
        str_format(ctx->arena, "SET " STR_FMT " = 0", STR_ARG(set->change->set.variable));
    struct fix_draft fix = safe_fix(finding, "build without a timeout");
    if (!ctx->file->goose->accepted || set->change->set.by_function || set->change->in_do) return;
    if (!serves_others(set, set->change->set.variable)) {
        if (!edit_replace_sent(&fix, source, set->statement->sent, set->change->statement_at,
                               zero.at))
            return;
    } else {
        edit_insert_above(&fix, source, first, str_format(ctx->arena, STR_FMT ";", STR_ARG(zero)));
    }
    struct str after = setting_after(ctx, set, last);
    if (after.len > 0) edit_insert_below(&fix, source, last->statement->sent, after);
    offer_fix(&fix);
}

static void report_builds(struct rule_ctx *ctx, const struct cursor *set,
                          const struct build_list *builds)
{
    const struct cursor *first = &builds->at[0];
    const struct str variable = set->change->set.variable;
    const char *build = first->change->tag;
    forbidden_in_transaction(ctx, first->change, &build);
    struct diagnostic *finding =
        report_span(ctx, cursor_span(first, first->change->at),
                    "`" STR_FMT "` can cancel this `%s` half-way", STR_ARG(variable), build);
    primary_label(finding, "waits for every older transaction");
    label(finding, cursor_span(set, set->change->at), "in force during the build");
    for (size_t i = 1; i < builds->len && i <= LABELS; i++) {
        label(finding, cursor_span(&builds->at[i], builds->at[i].change->at), "this one too");
    }
    note(finding, "the wait counts against the timeout; a cancelled build leaves %s",
         debris_of(first->change));
    help(finding, "write `SET " STR_FMT " = 0;` before it and `RESET " STR_FMT ";` after",
         STR_ARG(variable), STR_ARG(variable));
    finding->object = variable;
    fix_timeout(ctx, finding, set, builds);
}

/* The builds between a SET and the end of its force. */
static void check_setting(struct rule_ctx *ctx, const struct cursor *set)
{
    struct build_list builds = {0};
    struct cursor cursor = *set;
    while (cursor_next(&cursor)) {
        const struct change *change = cursor.change;
        const bool replaced = change->kind == CHANGE_SET &&
                              str_equal(change->set.variable, set->change->set.variable);
        if (replaced || takes_back_setting(change, set->change->set.variable)) break;
        if (debris_of(change) != NULL) VEC_PUSH(ctx->arena, &builds, cursor);
    }
    if (builds.len > 0) report_builds(ctx, set, &builds);
}

static void check_section(struct rule_ctx *ctx, enum direction direction)
{
    struct cursor cursor = cursor_section(ctx, direction);
    while (cursor_next(&cursor)) {
        const struct change *change = cursor.change;
        if (change->kind == CHANGE_SET && !change->set.local && is_timeout(change) &&
            can_cancel(change->set.value)) {
            check_setting(ctx, &cursor);
        }
    }
}

static void check_file(struct rule_ctx *ctx)
{
    if (!ctx->file->goose->no_transaction) return;
    check_section(ctx, DIRECTION_UP);
    check_section(ctx, DIRECTION_DOWN);
}

const struct rule rule_timeout_during_concurrent_build = {
    .id = "timeout-during-concurrent-build",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "a timeout is in force during a concurrent build, and can leave it half done",
    .why = "A concurrent build waits for all older transactions, and those waits count against "
           "lock_timeout and statement_timeout. Cancelled, it leaves an INVALID index or a "
           "partition that is neither attached nor detached.",
    .instead = "SET lock_timeout = 0; SET statement_timeout = 0; before it, RESET after it.",
    .exceptions = "A timeout of 0, of half an hour or more, or one that is reset before the build.",
    .fix = "safe: sets it to 0 for the build, and back after it",
    .example = {.bad = "-- +goose NO TRANSACTION\n"
                       "-- +goose Up\n"
                       "SET lock_timeout = '2s';\n"
                       "DROP INDEX CONCURRENTLY IF EXISTS orders_user_idx;\n"
                       "CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);\n"
                       "RESET lock_timeout;\n"
                       "\n"
                       "-- +goose Down\n"
                       "DROP INDEX CONCURRENTLY IF EXISTS orders_user_idx;\n",
                .good = "-- +goose NO TRANSACTION\n"
                        "-- +goose Up\n"
                        "SET lock_timeout = 0;\n"
                        "DROP INDEX CONCURRENTLY IF EXISTS orders_user_idx;\n"
                        "CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);\n"
                        "RESET lock_timeout;\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP INDEX CONCURRENTLY IF EXISTS orders_user_idx;\n"},
    .check_file = check_file,
};
