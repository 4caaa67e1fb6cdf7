/* not-null-without-proof: SET NOT NULL reads the whole table under ACCESS EXCLUSIVE, unless a valid
 * CHECK proves already that it holds no NULL (PostgreSQL manual, ALTER TABLE, SET NOT NULL; since
 * 12). */
#include "lint/rule.h"

enum { PROOF_SINCE = 12 };

static void offer_split(struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct change *change)
{
    const size_t at = null_proof_split(ctx->sql);
    struct fix_draft fix = safe_fix(finding, "make it an ALTER TABLE of its own");
    if (at > 0 && edit_split_alter(&fix, ctx, change, at)) offer_fix(&fix);
}

static bool is_one_of_several(const struct rule_ctx *ctx)
{
    size_t columns = 0;
    const struct change *other = NULL;
    while (columns < 2 && (other = next_action(ctx, ctx->change, other)) != NULL) {
        columns += other->kind == CHANGE_SET_NOT_NULL;
    }
    return columns > 1;
}

static void help_to_prove(struct rule_ctx *ctx, struct diagnostic *finding, struct name on,
                          struct str column)
{
    const struct str table = show_name(ctx, on);
    /* A Down that fails half-way starts over from its first step. */
    const struct str drop =
        ctx->direction == DIRECTION_UP
            ? STR("")
            : str_format(ctx->arena, " DROP CONSTRAINT IF EXISTS " STR_FMT "_" STR_FMT "_not_null,",
                         STR_ARG(on.name), STR_ARG(column));
    help(finding,
         "prove %s first, %s:\n"
         "1. `ALTER TABLE " STR_FMT STR_FMT " ADD CONSTRAINT " STR_FMT "_" STR_FMT
         "_not_null CHECK (" STR_FMT " IS NOT NULL) NOT VALID;`\n"
         "2. `ALTER TABLE " STR_FMT " VALIDATE CONSTRAINT " STR_FMT "_" STR_FMT "_not_null;`\n"
         "3. this statement, which then reads nothing, and DROP CONSTRAINT behind it",
         is_one_of_several(ctx) ? "each column" : "it", one_step_each(ctx), STR_ARG(table),
         STR_ARG(drop), STR_ARG(on.name), STR_ARG(column), STR_ARG(column), STR_ARG(table),
         STR_ARG(on.name), STR_ARG(column));
}

/* ADD COLUMN of this transaction with a DEFAULT: NOT NULL in it costs nothing. */
static const struct change *filled_on_making(const struct rule_ctx *ctx,
                                             const struct change *change, struct str column)
{
    const struct change *made = NULL;
    struct cursor cursor = cursor_before(ctx, change);
    while (ctx->mode != IN_AUTOCOMMIT && cursor_next(&cursor)) {
        const struct change *earlier = cursor.change;
        if (!name_equal(earlier->table, change->table)) continue;
        if (earlier->kind == CHANGE_ADD_COLUMN && str_equal(earlier->add_column.name, column)) {
            const struct column *added = &earlier->add_column;
            made = added->has_default && !added->default_value.is_null ? earlier : NULL;
        } else if (str_equal(earlier->name, column)) {
            made = NULL;
        }
    }
    return made;
}

static void help_with_proof(struct rule_ctx *ctx, struct diagnostic *finding,
                            const struct change *change, struct str column, enum null_proof proof,
                            const struct catalog_constraint *constraint)
{
    if (filled_on_making(ctx, change, column) != NULL) {
        help(finding,
             "write NOT NULL in its ADD COLUMN: the DEFAULT fills every row, and none is read");
    } else if (ctx->config->postgres_version < PROOF_SINCE) {
        help(finding,
             "leave the column nullable, and keep %sa CHECK (" STR_FMT " IS NOT NULL) instead: "
             "before PostgreSQL 12 there is no other way",
             change->kind == CHANGE_ADD_CONSTRAINT ? "the unique index and " : "", STR_ARG(column));
    } else if (proof == PROOF_OF_THIS_STATEMENT) {
        note(finding, "`" STR_FMT "` would prove it, but only if this ALTER TABLE left it alone",
             STR_ARG(constraint->name));
        help(finding, "write it as an ALTER TABLE of its own, while the constraint is in force");
        offer_split(ctx, finding, change);
    } else if (proof == PROOF_NOT_VALID) {
        label_origin(finding, constraint->made.span, "would prove it, but is NOT VALID");
        help(finding,
             "validate it in the migration before: `ALTER TABLE " STR_FMT
             " VALIDATE CONSTRAINT " STR_FMT "`",
             STR_ARG(show_name(ctx, constraint->table->name)), STR_ARG(constraint->name));
    } else {
        help_to_prove(ctx, finding, change->table, column);
    }
}

/* -- whose rows are read ------------------------------------------------------------------------
 */

/* The first table that is read, and how many of those that SET NOT NULL covers are, or are not. */
struct reading {
    const struct lock *first;
    size_t read;
    size_t spared;
};

static struct reading reading_of(const struct rule_ctx *ctx, const struct change *change)
{
    struct reading reading = {0};
    const struct lock_list *locks = change_locks(ctx, change);
    for (size_t i = 0; i < locks->len; i++) {
        const struct lock *lock = &locks->at[i];
        if (lock->scan && reading.first == NULL) reading.first = lock;
        reading.read += lock->scan;
        reading.spared += !lock->scan && lock->known != NULL && !lock->known->partitioned;
    }
    return reading;
}

/* Each partition and child needs the proof, and some have it. */
static bool is_partly_proven(const struct rule_ctx *ctx, const struct change *change,
                             const struct reading *reading)
{
    const struct relation *table = known_relation(ctx, change->table);
    return table != NULL && reading->first->known != NULL && reading->first->known != table &&
           reading->spared > 0;
}

static void note_waits(const struct rule_ctx *ctx, struct diagnostic *finding,
                       const struct change *change, const struct reading *reading)
{
    const struct str table = show_name(ctx, change->table);
    if (is_partly_proven(ctx, change, reading)) {
        const struct str first = show_name(ctx, reading->first->relation);
        note(finding,
             "SELECT, INSERT, UPDATE and DELETE wait while every row of `" STR_FMT
             "`%s is read: nothing proves it there",
             STR_ARG(first), reading->read > 1 ? " and of others" : "");
    } else {
        note(finding,
             "SELECT, INSERT, UPDATE and DELETE wait while every row of `" STR_FMT "` is read",
             STR_ARG(table));
    }
    if (change->kind == CHANGE_ADD_CONSTRAINT) {
        note(finding,
             "a primary key makes its columns NOT NULL; dropping it does not take that back");
    }
}

/* -- the rule -----------------------------------------------------------------------------------
 */

static bool is_not_null(const struct relation *table, struct str column)
{
    const struct catalog_column *known = NULL;
    return table != NULL && relation_column(table, column, &known) != KNOWN_ABSENT &&
           known != NULL && known->nullability == KNOWN && known->not_null;
}

/* Up took NOT NULL off the column, which this Down puts back. */
static bool is_freed_in_up(const struct rule_ctx *ctx, const struct change *change,
                           struct str column)
{
    if (ctx->direction != DIRECTION_DOWN) return false;
    struct cursor cursor = cursor_look(ctx, DIRECTION_UP);
    while (cursor_next(&cursor)) {
        const struct change *up = cursor.change;
        if (up->kind == CHANGE_DROP_NOT_NULL && str_equal(up->name, column) &&
            str_equal(up->table.name, change->table.name)) {
            return true;
        }
    }
    return false;
}

/* 23502: the column is as empty as when it was added. */
static bool check_empty_column(struct rule_ctx *ctx, const struct change *change, struct str column)
{
    const struct span added = fill_none_since(ctx, change, column);
    if (added.source == NULL || change->kind != CHANGE_SET_NOT_NULL) return false;
    const struct str table = show_name(ctx, change->table);
    struct diagnostic *finding =
        report(ctx, change->at,
               "making `" STR_FMT "." STR_FMT "` NOT NULL fails if `" STR_FMT "` has a single row",
               STR_ARG(table), STR_ARG(column), STR_ARG(table));
    primary_label(finding, "every row holds NULL");
    label(finding, added, "added without a value, and nothing fills it before");
    label_existing(ctx, finding, change->table_at, change->table, "existing table");
    if (ctx->direction == DIRECTION_UP) {
        help(finding, "write NOT NULL and a constant DEFAULT into its ADD COLUMN; or fill it in "
                      "batches, and make it NOT NULL in a later migration");
    } else {
        help(finding, "fill it first, or leave it nullable here");
    }
    finding->object = column;
    if (standing_of(ctx, change->table) == STANDING_UNRELEASED) soften(finding);
    return true;
}

static void check_column(struct rule_ctx *ctx, const struct change *change, struct str column,
                         const struct reading *reading)
{
    const struct relation *table = NULL;
    const struct catalog_constraint *constraint = NULL;
    const struct str name = show_name(ctx, change->table);
    struct diagnostic *finding = found_in_statement(ctx);
    if (finding != NULL && change->kind == CHANGE_SET_NOT_NULL) {
        label(finding, span_of(ctx, change->at), "in the same pass: `" STR_FMT "." STR_FMT "`",
              STR_ARG(name), STR_ARG(column));
        return;
    }
    if (check_empty_column(ctx, change, column) || is_small(ctx, change->table)) return;
    finding =
        report(ctx, change->at,
               "making `" STR_FMT "." STR_FMT "` NOT NULL blocks reads and writes on `" STR_FMT "`",
               STR_ARG(name), STR_ARG(column), STR_ARG(name));
    primary_label(finding, "takes an ACCESS EXCLUSIVE lock, %s", lock_lasts(ctx));
    label_existing(ctx, finding, change->table_at, change->table, "existing table");
    note_waits(ctx, finding, change, reading);
    if (is_freed_in_up(ctx, change, column)) {
        note(finding, "it fails as soon as a row holds NULL, as Up allows");
    }
    catalog_find(ctx->catalog, OBJ_UNKNOWN, change->table, &table);
    const enum null_proof proof = null_proof_of(ctx, table, column, &constraint);
    if (is_partly_proven(ctx, change, reading)) {
        help_to_prove(ctx, finding, reading->first->relation, column);
    } else {
        help_with_proof(ctx, finding, change, column, proof, constraint);
    }
    finding->object = column;
    soften_young_or_down(ctx, finding, change->table);
}

/* PRIMARY KEY ... USING INDEX, each column of the key. */
static void check_key(struct rule_ctx *ctx, const struct change *change,
                      const struct reading *reading)
{
    const struct relation *index = NULL;
    const struct relation *table = known_relation(ctx, change->table);
    const struct name name = {change->table.schema, change->constraint.using_index};
    if (catalog_find(ctx->catalog, OBJ_INDEX, name, &index) != KNOWN) return;
    for (size_t i = 0; i < index->index.key_count; i++) {
        const struct str column = index->index.keys[i].column;
        const struct catalog_constraint *proof = NULL;
        if (column.len == 0 || is_not_null(table, column)) continue;
        const bool proven = ctx->config->postgres_version >= PROOF_SINCE &&
                            null_proof_of(ctx, table, column, &proof) == PROOF_IN_FORCE;
        if (!proven) check_column(ctx, change, column, reading);
    }
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct constraint *key = added_constraint(change, CONSTRAINT_PRIMARY_KEY);
    const bool uses_index = key != NULL && key->using_index.len > 0;
    if (change->kind == CHANGE_ADD_CONSTRAINT && !uses_index) return;
    if (!has_rows_in_use(ctx, change->table) || is_foreign(ctx, change)) return;
    const struct reading reading = reading_of(ctx, change);
    if (reading.read == 0) return;
    if (uses_index) {
        check_key(ctx, change, &reading);
    } else {
        check_column(ctx, change, change->name, &reading);
    }
}

const struct rule rule_not_null_without_proof = {
    .id = "not-null-without-proof",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .needs_locks = true,
    .summary = "a column becomes NOT NULL, and every row is read while the whole table is locked",
    .why = "SET NOT NULL takes an ACCESS EXCLUSIVE lock and reads the whole table for NULLs: no "
           "query on it runs until the transaction ends. PostgreSQL 12 and later skip that when a "
           "validated CHECK proves it.",
    .instead =
        "ADD CONSTRAINT ... CHECK (c IS NOT NULL) NOT VALID; VALIDATE CONSTRAINT in the next "
        "migration; SET NOT NULL and DROP CONSTRAINT, as two statements, in a third.",
    .exceptions = "A table made in the same transaction, temporary, or without rows since this "
                  "file, or another one the base ref lacks, made it, or of `size: small`; a "
                  "foreign table; a column "
                  "that is NOT NULL already; a validated CHECK that proves it, on each partition, "
                  "and that the same ALTER TABLE leaves alone. Down, and a young table with rows, "
                  "are a warning.",
    .fix = "safe: an ALTER TABLE of its own, where that lets the proof count",
    .example = {.bad = "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
                .good = "ALTER TABLE users ADD CONSTRAINT users_email_not_null\n"
                        "    CHECK (email IS NOT NULL) NOT VALID;"},
    .aliases = {"adding-not-nullable-field"},
    .on = {CHANGE_SET_NOT_NULL, CHANGE_ADD_CONSTRAINT},
    .down_too = true,
    .hides = {"missing-lock-timeout", "slow-statement-holding-lock",
              "new-constraint-on-live-table"},
    .check = check,
};
