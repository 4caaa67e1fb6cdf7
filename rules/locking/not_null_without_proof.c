/* not-null-without-proof: SET NOT NULL reads the whole table under ACCESS EXCLUSIVE, unless a valid
 * CHECK proves already that it holds no NULL (PostgreSQL manual, ALTER TABLE, SET NOT NULL; since
 * 12). */
#include "lint/rule.h"

enum { PROOF_SINCE = 12 };

/* The column that becomes NOT NULL; empty: none does. A PRIMARY KEY that builds its own index is
 * constraint-builds-index. */
static struct str next_column(const struct rule_ctx *ctx, const struct change *change,
                              size_t number)
{
    if (change->kind == CHANGE_SET_NOT_NULL) return number == 0 ? change->name : STR("");
    if (change->constraint.kind != CONSTRAINT_PRIMARY_KEY) return STR("");
    const struct relation *index = NULL;
    if (change->constraint.using_index.len == 0) return STR("");
    const struct name name = {change->table.schema, change->constraint.using_index};
    if (catalog_find(ctx->catalog, OBJ_INDEX, name, &index) != KNOWN) return STR("");
    return number < index->index.key_count ? index->index.keys[number].column : STR("");
}

static bool is_of_this_statement(const struct rule_ctx *ctx, struct origin origin)
{
    const struct span whole = span_of(ctx, ctx->sql->at);
    return whole.source != NULL && origin.span.source == whole.source &&
           origin.span.start >= whole.start && origin.span.start < whole.end;
}

/* PostgreSQL drops before it proves, whatever the order they are written in. */
static bool is_dropped_here(const struct rule_ctx *ctx, const struct catalog_constraint *proof)
{
    for (size_t i = 0; i < ctx->sql->change_count; i++) {
        const struct change *sibling = &ctx->sql->changes[i];
        if (sibling->kind == CHANGE_DROP_CONSTRAINT && str_equal(sibling->name, proof->name)) {
            return true;
        }
    }
    return false;
}

enum proof {
    PROOF_NONE,
    PROOF_IN_FORCE,
    PROOF_NOT_VALID,
    PROOF_OF_THIS_STATEMENT, /* added, validated or dropped in the same ALTER TABLE */
};

static bool proves(const struct catalog_constraint *constraint, struct str column)
{
    if (constraint->spec.kind != CONSTRAINT_CHECK || constraint->state != KNOWN) return false;
    for (size_t i = 0; i < constraint->spec.check.not_null.len; i++) {
        if (str_equal(constraint->spec.check.not_null.at[i], column)) return true;
    }
    return false;
}

static enum proof proof_of(const struct rule_ctx *ctx, const struct relation *table,
                           struct str column, const struct catalog_constraint **found)
{
    enum proof best = PROOF_NONE;
    for (size_t i = 0; table != NULL && i < table->constraints.len; i++) {
        const struct catalog_constraint *one = table->constraints.at[i];
        if (!proves(one, column)) continue;
        *found = one;
        best = PROOF_NOT_VALID;
        if (!one->validated) continue;
        best = PROOF_OF_THIS_STATEMENT;
        if (!is_of_this_statement(ctx, one->made) &&
            !is_of_this_statement(ctx, one->validated_at) && !is_dropped_here(ctx, one)) {
            return PROOF_IN_FORCE;
        }
    }
    return best;
}

/* One ALTER TABLE of two actions, this the second: their comma becomes the end of a statement. */
static void offer_split(struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct change *change)
{
    const struct change *first = &ctx->sql->changes[0];
    const struct span head = span_of(ctx, (struct range){ctx->sql->at.start, change->table_at.end});
    if (ctx->sql->change_count != 2 || change == first || head.source == NULL) return;
    const struct span between = span_of(ctx, (struct range){first->at.end, change->at.start});
    if (between.source == NULL || !str_equal(str_trim(span_text(between)), STR(","))) return;
    struct fix_draft fix = safe_fix(finding, "make it an ALTER TABLE of its own");
    edit_replace(&fix, between, ";" STR_FMT STR_FMT " ", STR_ARG(file_line_end(between.source)),
                 STR_ARG(span_text(head)));
    fix_recuts(&fix, span_of(ctx, ctx->sql->at));
    offer_fix(&fix);
}

static void help_to_prove(struct rule_ctx *ctx, struct diagnostic *finding,
                          const struct change *change, struct str column)
{
    const struct str table = show_name(ctx, change->table);
    help(finding,
         "prove it first, %s:\n"
         "1. `ALTER TABLE " STR_FMT " ADD CONSTRAINT " STR_FMT "_" STR_FMT
         "_not_null CHECK (" STR_FMT " IS NOT NULL) NOT VALID;`\n"
         "2. `ALTER TABLE " STR_FMT " VALIDATE CONSTRAINT " STR_FMT "_" STR_FMT "_not_null;`\n"
         "3. this statement, which then reads nothing, and DROP CONSTRAINT behind it",
         ctx->direction == DIRECTION_UP
             ? "one migration a step"
             : "each statement on its own under `-- +goose NO TRANSACTION`",
         STR_ARG(table), STR_ARG(change->table.name), STR_ARG(column), STR_ARG(column),
         STR_ARG(table), STR_ARG(change->table.name), STR_ARG(column));
}

static void help_with_proof(struct rule_ctx *ctx, struct diagnostic *finding,
                            const struct change *change, struct str column, enum proof proof,
                            const struct catalog_constraint *constraint)
{
    if (ctx->config->postgres_version < PROOF_SINCE) {
        help(finding,
             "leave the column nullable and keep a CHECK (" STR_FMT " IS NOT NULL) instead: "
             "before PostgreSQL 12 there is no other way",
             STR_ARG(column));
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
             STR_ARG(show_name(ctx, change->table)), STR_ARG(constraint->name));
    } else {
        help_to_prove(ctx, finding, change, column);
    }
}

static void check_column(struct rule_ctx *ctx, const struct change *change, struct str column,
                         enum standing standing)
{
    const struct relation *table = NULL;
    const struct catalog_column *known = NULL;
    const struct catalog_constraint *constraint = NULL;
    catalog_find(ctx->catalog, OBJ_UNKNOWN, change->table, &table);
    if (table != NULL && relation_column(table, column, &known) != KNOWN_ABSENT && known != NULL &&
        known->nullability == KNOWN && known->not_null) {
        return;
    }
    const enum proof proof = proof_of(ctx, table, column, &constraint);
    if (proof == PROOF_IN_FORCE && ctx->config->postgres_version >= PROOF_SINCE) return;

    const struct str name = show_name(ctx, change->table);
    struct diagnostic *finding = found_in_statement(ctx);
    if (finding != NULL && change->kind == CHANGE_SET_NOT_NULL) {
        label(finding, span_of(ctx, change->at), "in the same pass: `" STR_FMT "." STR_FMT "`",
              STR_ARG(name), STR_ARG(column));
        return;
    }
    finding =
        report(ctx, change->at,
               "making `" STR_FMT "." STR_FMT "` NOT NULL blocks reads and writes on `" STR_FMT "`",
               STR_ARG(name), STR_ARG(column), STR_ARG(name));
    primary_label(finding, "takes an ACCESS EXCLUSIVE lock, %s", lock_lasts(ctx));
    label_existing(ctx, finding, change->table_at, change->table, "existing table");
    note(finding, "SELECT, INSERT, UPDATE and DELETE wait while every row of `" STR_FMT "` is read",
         STR_ARG(name));
    help_with_proof(ctx, finding, change, column, proof, constraint);
    finding->object = column;
    if (standing == STANDING_UNRELEASED || ctx->direction == DIRECTION_DOWN) soften(finding);
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const enum standing standing = standing_of(ctx, change->table);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return;
    struct str column;
    for (size_t i = 0; (column = next_column(ctx, change, i)).len > 0; i++) {
        check_column(ctx, change, column, standing);
    }
}

const struct rule rule_not_null_without_proof = {
    .id = "not-null-without-proof",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a column becomes NOT NULL, and every row is read while the whole table is locked",
    .why = "SET NOT NULL takes an ACCESS EXCLUSIVE lock and reads the whole table for NULLs: no "
           "query on it runs until the transaction ends. PostgreSQL 12 and later skip that when a "
           "validated CHECK proves it.",
    .instead =
        "ADD CONSTRAINT ... CHECK (c IS NOT NULL) NOT VALID; VALIDATE CONSTRAINT in the next "
        "migration; SET NOT NULL and DROP CONSTRAINT, as two statements, in a third.",
    .exceptions = "A table made in the same transaction, or temporary; a column that is NOT NULL "
                  "already; a validated CHECK that proves it and that the same ALTER TABLE leaves "
                  "alone. Down, and a table that this file, or another one the base ref lacks, "
                  "made and committed, are a "
                  "warning.",
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
