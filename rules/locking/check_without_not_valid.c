/* check-without-not-valid: adding a CHECK reads the whole table under ACCESS EXCLUSIVE (PostgreSQL
 * manual, ALTER TABLE, "ADD table_constraint [ NOT VALID ]"). */
#include "lint/rule.h"

static void help_to_validate(struct rule_ctx *ctx, struct diagnostic *finding,
                             const struct change *change, const struct constraint *constraint)
{
    const struct str name = constraint_name(ctx, change, constraint);
    if (change->kind == CHANGE_ADD_COLUMN) {
        help(finding,
             "take it out of the column: `ADD CONSTRAINT " STR_FMT
             " CHECK (...) NOT VALID` in the same ALTER TABLE",
             STR_ARG(name));
    } else {
        help(finding, "add it `NOT VALID`: new rows are checked from now on, old ones later");
        fix_not_valid(ctx, finding, constraint);
    }
    if (ctx->direction == DIRECTION_DOWN) return;
    help(finding,
         "in the next migration, `ALTER TABLE " STR_FMT " VALIDATE CONSTRAINT " STR_FMT
         "`: reads and writes go on meanwhile",
         STR_ARG(show_name(ctx, change->table)), STR_ARG(name));
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct constraint *added = added_constraint(change, CONSTRAINT_CHECK);
    if (added == NULL || added->not_valid) return;
    const enum standing standing = standing_of(ctx, change->table);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return;
    if (constraint_said_in_up(ctx, change, CONSTRAINT_CHECK)) return;

    const struct str table = show_name(ctx, change->table);
    struct diagnostic *finding =
        report(ctx, added->at, "checking this constraint blocks reads and writes on `" STR_FMT "`",
               STR_ARG(table));
    primary_label(finding, "takes an ACCESS EXCLUSIVE lock, %s", lock_lasts(ctx));
    label_existing(ctx, finding, change->table_at, change->table, "existing table");
    note(finding,
         "SELECT, INSERT, UPDATE and DELETE wait while every row of `" STR_FMT "` is checked",
         STR_ARG(table));
    help_to_validate(ctx, finding, change, added);
    finding->object = constraint_name(ctx, change, added);
    if (standing == STANDING_UNRELEASED || ctx->direction == DIRECTION_DOWN) soften(finding);
}

const struct rule rule_check_without_not_valid = {
    .id = "check-without-not-valid",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a CHECK is added and tested on every row while the whole table is locked",
    .why =
        "ADD CHECK takes an ACCESS EXCLUSIVE lock and then reads the whole table: no query on it "
        "runs until the transaction ends.",
    .instead = "ADD CONSTRAINT ... CHECK (...) NOT VALID, and VALIDATE CONSTRAINT in the next "
               "migration: it reads the table while the application goes on.",
    .exceptions = "A table made in the same transaction, or temporary; a Down whose Up is reported "
                  "for the same table. Down, and a table that this file, or another one the base "
                  "ref lacks, made and committed, are a warning.",
    .fix = "unsafe: adds NOT VALID",
    .example = {.bad = "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0);",
                .good = "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0)\n"
                        "    NOT VALID;"},
    .aliases = {"constraint-missing-not-valid"},
    .on = {CHANGE_ADD_CONSTRAINT, CHANGE_ADD_COLUMN},
    .down_too = true,
    .hides = {"missing-lock-timeout", "slow-statement-holding-lock",
              "new-constraint-on-live-table"},
    .check = check,
};
