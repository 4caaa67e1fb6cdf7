/* check-without-not-valid: adding a CHECK reads the whole table under ACCESS EXCLUSIVE (PostgreSQL
 * manual, ALTER TABLE, "ADD table_constraint [ NOT VALID ]"). */
#include "lint/rule.h"

/* NULL: no constraint that is checked. */
static const struct constraint *checked(const struct change *change)
{
    const struct constraint *added = added_constraint(change, CONSTRAINT_CHECK);
    return added != NULL && !added->not_valid ? added : NULL;
}

/* Other changes of the same ALTER TABLE count: it reads the rows once, for all of its constraints.
 * As next_action(). */
static const struct change *next_checked(const struct rule_ctx *ctx, const struct change *change,
                                         const struct change *after)
{
    const struct change *next = next_action(ctx, change, after);
    while (next != NULL && checked(next) == NULL) next = next_action(ctx, change, next);
    return next;
}

static void offer_not_valid(struct rule_ctx *ctx, struct diagnostic *finding,
                            const struct change *change)
{
    struct fix_draft fix = not_valid_fix(finding);
    const struct change *other = NULL;
    while ((other = next_checked(ctx, change, other)) != NULL) {
        if (other->kind != CHANGE_ADD_CONSTRAINT) continue;
        if (!edit_not_valid(ctx, &fix, checked(other))) return;
    }
    offer_fix(&fix);
}

/* "VALIDATE CONSTRAINT a, VALIDATE CONSTRAINT b" */
static struct str validations(const struct rule_ctx *ctx, const struct change *change)
{
    enum { NAMED = 8 };
    struct str text = STR("");
    size_t named = 0;
    const struct change *other = NULL;
    while (named <= NAMED && (other = next_checked(ctx, change, other)) != NULL) {
        const struct str name = constraint_name(ctx, other, checked(other));
        const char *between = named > 0 ? ", " : "";
        text = named == NAMED ? str_format(ctx->arena, STR_FMT ", ...", STR_ARG(text))
                              : str_format(ctx->arena, STR_FMT "%sVALIDATE CONSTRAINT " STR_FMT,
                                           STR_ARG(text), between, STR_ARG(name));
        named++;
    }
    return text;
}

struct counts {
    size_t of_table;
    size_t of_columns;
};

static struct counts count_checks(const struct rule_ctx *ctx, const struct change *change)
{
    struct counts counts = {0};
    const struct change *other = NULL;
    while ((other = next_checked(ctx, change, other)) != NULL) {
        if (other->kind == CHANGE_ADD_COLUMN) {
            counts.of_columns++;
        } else {
            counts.of_table++;
        }
    }
    return counts;
}

static void help_to_validate(struct rule_ctx *ctx, struct diagnostic *finding,
                             const struct change *change, struct counts counts)
{
    const bool several = counts.of_table + counts.of_columns > 1;
    if (counts.of_columns > 0) {
        help(finding,
             "take %s out of %s column: `ADD CONSTRAINT " STR_FMT
             " CHECK (...) NOT VALID` in the same ALTER TABLE",
             several ? "each" : "it", several ? "its" : "the",
             STR_ARG(several ? STR("...") : constraint_name(ctx, change, checked(change))));
    }
    if (counts.of_table > 0) {
        help(finding, "add %s `NOT VALID`: new rows are checked from now on, old ones later",
             several ? "them" : "it");
        offer_not_valid(ctx, finding, change);
    }
    if (ctx->direction == DIRECTION_DOWN) return;
    help(finding,
         "in the next migration, `ALTER TABLE " STR_FMT " " STR_FMT
         "`: reads and writes go on meanwhile",
         STR_ARG(show_name(ctx, change->table)), STR_ARG(validations(ctx, change)));
}

/* Not where each partition or child has the CHECK by that name: it is merged with theirs. */
static bool reads_rows(const struct rule_ctx *ctx, const struct change *change)
{
    const struct lock_list *locks = change_locks(ctx, change);
    for (size_t i = 0; i < locks->len; i++) {
        if (locks->at[i].scan) return true;
    }
    return false;
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct constraint *added = checked(change);
    if (added == NULL) return;
    if (!scan_takes_long(ctx, change->table) || is_foreign(ctx, change)) return;
    if (adds_no_constraint(ctx, change) || !reads_rows(ctx, change)) return;
    if (constraint_said_in_up(ctx, change, CONSTRAINT_CHECK)) return;

    const struct str table = show_name(ctx, change->table);
    struct diagnostic *finding = found_in_statement(ctx);
    if (finding != NULL) {
        label(finding, span_of(ctx, added->at), "in the same pass: `" STR_FMT "`",
              STR_ARG(constraint_name(ctx, change, added)));
        return;
    }
    const struct counts counts = count_checks(ctx, change);
    const bool several = counts.of_table + counts.of_columns > 1;
    finding = report(ctx, added->at, "checking %s blocks reads and writes on `" STR_FMT "`",
                     several ? "these constraints" : "this constraint", STR_ARG(table));
    primary_label(finding, "takes an ACCESS EXCLUSIVE lock, %s", lock_lasts(ctx));
    label_existing(ctx, finding, change->table_at, change->table, "existing table");
    note(finding,
         "SELECT, INSERT, UPDATE and DELETE wait while every row of `" STR_FMT "` is checked",
         STR_ARG(table));
    help_to_validate(ctx, finding, change, counts);
    finding->object = constraint_name(ctx, change, added);
    soften_young_or_down(ctx, finding, change->table);
}

const struct rule rule_check_without_not_valid = {
    .id = "check-without-not-valid",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .needs_locks = true,
    .summary = "a CHECK is added and tested on every row while the whole table is locked",
    .why =
        "ADD CHECK takes an ACCESS EXCLUSIVE lock and then reads the whole table: no query on it "
        "runs until the transaction ends.",
    .instead = "ADD CONSTRAINT ... CHECK (...) NOT VALID, and VALIDATE CONSTRAINT in the next "
               "migration: it reads the table while the application goes on.",
    .exceptions = "A table made in the same transaction, temporary, of `size: small`, or without "
                  "rows since this "
                  "file, or another one the base ref lacks, made it; a foreign table; a parent "
                  "whose partitions all have the CHECK by that name; a Down whose Up is reported "
                  "for the same table. Down, and a young table with rows, are a warning.",
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
