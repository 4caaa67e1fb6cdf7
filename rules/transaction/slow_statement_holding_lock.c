/* slow-statement-holding-lock: a lock is held until its transaction ends, so whatever follows in
 * the file prolongs it (PostgreSQL manual, 13.3.1; goose runs a file in one transaction). */
#include "lint/rule.h"

static bool is_dml(const struct change *change)
{
    return change->kind == CHANGE_UPDATE || change->kind == CHANGE_DELETE ||
           change->kind == CHANGE_INSERT || change->kind == CHANGE_MERGE;
}

static const char batches[] = "in batches of some thousand rows under `-- +goose NO TRANSACTION`";

static void help_to_move(const struct rule_ctx *ctx, struct diagnostic *finding,
                         const struct change *change)
{
    if (change->kind == CHANGE_SELECT) {
        help(finding, "read before the lock is taken, or in another migration");
    } else if (change->in_do && ctx->mode == IN_AUTOCOMMIT) {
        help(finding, "end the DO block before it: under `-- +goose NO TRANSACTION` the lock is "
                      "given back there");
    } else if (ctx->direction == DIRECTION_DOWN) {
        help(finding, "split the migration in two: each Down is a transaction of its own");
    } else if (is_dml(change)) {
        help(finding, "move it into a later migration, %s", batches);
    } else {
        help(finding, "move it into the next migration, which is a transaction of its own");
    }
}

/* For the rule that has more to say of this statement: its own tables it tells itself. */
static struct str note_of(const struct rule_ctx *ctx, const struct held_lock *held)
{
    const bool told = lock_on(statement_locks(ctx), held->lock.relation) != NULL;
    const struct span taken = held->taken;
    if (told || taken.source == NULL) return STR("");
    if (standing_of(ctx, held->lock.relation) != STANDING_LIVE) return STR("");
    return str_format(ctx->arena, "%s on `" STR_FMT "`, locked in line %u, wait until then, too",
                      lock_blocks_words(held->lock.mode), STR_ARG(show_name(ctx, held->known_as)),
                      (unsigned)source_line_of(taken.source, taken.start));
}

static void report_slow(struct rule_ctx *ctx, const struct change *change,
                        const struct workload *load, const struct held_lock *held)
{
    const struct str locked = show_name(ctx, held->known_as);
    const char *what = lock_blocks_words(held->lock.mode);
    struct diagnostic *finding =
        report(ctx, change->at, "%s on `" STR_FMT "` wait until this `%s` is done", what,
               STR_ARG(locked), change->tag);
    primary_label(finding, "%s `" STR_FMT "`", load->does, STR_ARG(show_name(ctx, load->table)));
    label(finding, held->taken, "takes %s %s lock on `" STR_FMT "`, %s",
          lock_article(held->lock.mode), lock_mode_name(held->lock.mode), STR_ARG(locked),
          lock_lasts_since(ctx, held->by));
    if (load->work == WORK_LONG) help_to_move(ctx, finding, change);
    finding->object = load->table.name;
    finding->note_if_hidden = note_of(ctx, held);
    if (load->work == WORK_SOME) at_most(finding, SEVERITY_INFO);
    const bool unreleased = standing_of(ctx, held->lock.relation) == STANDING_UNRELEASED;
    if (unreleased || load->unsure || ctx->direction == DIRECTION_DOWN) soften(finding);
}

static bool speaks_of_batches(const struct diagnostic *finding)
{
    for (size_t i = 0; i < finding->help_count; i++) {
        if (str_find(finding->help[i], str_from(batches), 0) != SIZE_MAX) return true;
    }
    return false;
}

/* One for all actions of an ALTER TABLE, and not for each statement of a long file. */
static void label_another(const struct rule_ctx *ctx, struct diagnostic *before,
                          const struct change *change, const struct workload *load)
{
    enum { MOST = 6 };
    const struct span last = before->labels[before->label_count - 1].span;
    const struct span whole = span_of(ctx, change->statement_at);
    const bool told = last.source == whole.source && last.start >= whole.start &&
                      last.start < whole.end && whole.source != NULL;
    if (told || before->label_count > MOST) return;
    label(before, span_of(ctx, change->at), "so does %s: %s `" STR_FMT "`",
          before->label_count < MOST ? "this" : "this, and what follows", load->does,
          STR_ARG(show_name(ctx, load->table)));
    if (is_dml(change) && load->work == WORK_LONG && ctx->direction == DIRECTION_UP &&
        before->severity == SEVERITY_ERROR && !speaks_of_batches(before)) {
        help(before, "write the rows in a later migration, %s", batches);
    }
}

/* Rules of their own are about such DDL. */
static bool is_said_elsewhere(const struct change *change)
{
    return change->kind == CHANGE_ADD_COLUMN || change->kind == CHANGE_ADD_CONSTRAINT ||
           change->kind == CHANGE_ALTER_COLUMN_TYPE || change->kind == CHANGE_CREATE_INDEX ||
           change->kind == CHANGE_REINDEX || change->kind == CHANGE_SET_NOT_NULL;
}

/* What a Down builds or scans by DDL is the business of the rules about that DDL, which know what
 * was said in Up already. */
static bool is_left_to_others(const struct rule_ctx *ctx, const struct change *change)
{
    return ctx->direction == DIRECTION_DOWN && !is_dml(change) &&
           change->kind != CHANGE_REFRESH_MATERIALIZED_VIEW;
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    if (is_left_to_others(ctx, change)) return;
    const struct workload load = workload_of(ctx, change);
    if (load.work == WORK_BRIEF) return;
    const struct held_lock *held = strongest_held(ctx, true);
    if (held == NULL) return;
    /* Whoever divides this file divides its Down. */
    if (ctx->direction == DIRECTION_DOWN && found_in_up(ctx) != NULL) return;
    struct diagnostic *before = found_about(ctx, held->taken);
    if (before == NULL || (before->severity == SEVERITY_INFO && load.work == WORK_LONG)) {
        report_slow(ctx, change, &load, held);
    } else if (!is_said_elsewhere(change)) {
        label_another(ctx, before, change, &load);
    }
}

const struct rule rule_slow_statement_holding_lock = {
    .id = "slow-statement-holding-lock",
    .category = CATEGORY_TRANSACTION,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .needs_locks = true,
    .summary = "a slow statement runs while the transaction holds back the application",
    .why =
        "goose runs a file in one transaction, and locks last until it ends. A backfill, scan or "
        "rewrite behind an ALTER TABLE keeps the application waiting for as long as it takes.",
    .instead = "Expand, backfill, contract in three migrations; the backfill in batches under NO "
               "TRANSACTION; the statement with the strong lock last.",
    .exceptions =
        "Statements that touch only catalogs, literal rows, tables of `size: small`, or made in "
        "the same "
        "transaction; locks on such tables. Rows found by a unique key, and LIMIT, are "
        "info; Down, where Up is not reported already, and tables that the base ref does not "
        "have, a level lower.",
    .example = {.bad = "ALTER TABLE users ADD COLUMN full_name text;\n"
                       "UPDATE users SET full_name = first_name || ' ' || last_name;",
                .good = "ALTER TABLE users ADD COLUMN full_name text;"},
    .on = {CHANGE_SELECT,
           CHANGE_INSERT,
           CHANGE_UPDATE,
           CHANGE_DELETE,
           CHANGE_MERGE,
           CHANGE_REFRESH_MATERIALIZED_VIEW,
           CHANGE_ADD_COLUMN,
           CHANGE_ADD_CONSTRAINT,
           CHANGE_VALIDATE_CONSTRAINT,
           CHANGE_SET_NOT_NULL,
           CHANGE_ALTER_COLUMN_TYPE,
           CHANGE_CREATE_INDEX,
           CHANGE_REINDEX,
           CHANGE_CLUSTER,
           CHANGE_SET_LOGGED,
           CHANGE_SET_UNLOGGED,
           CHANGE_ATTACH_PARTITION,
           CHANGE_CREATE_TABLE_AS,
           CHANGE_CREATE_MATERIALIZED_VIEW,
           CHANGE_ALTER_DOMAIN,
           CHANGE_SET_TABLESPACE},
    .down_too = true,
    .hides = {"unbatched-dml", "refresh-not-concurrent", "missing-lock-timeout"},
    .check = check,
};
