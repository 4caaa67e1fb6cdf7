/* validate-in-same-transaction: VALIDATE CONSTRAINT takes a weak lock, but the transaction still
 * holds the strong one of the ADD CONSTRAINT (PostgreSQL manual, ALTER TABLE, VALIDATE CONSTRAINT;
 * 13.3.1: locks are held until the end of the transaction). */
#include "lint/rule.h"

/* The constraint, where this transaction added it; else NULL. */
static const struct catalog_constraint *added_here(const struct rule_ctx *ctx,
                                                   const struct change *change)
{
    const struct relation *table = NULL;
    const struct catalog_constraint *constraint = NULL;
    catalog_find(ctx->catalog, OBJ_UNKNOWN, change->table, &table);
    if (table == NULL) return NULL;
    relation_constraint(table, change->name, &constraint);
    if (constraint == NULL || constraint->validated) return NULL;
    return constraint->made.transaction == ctx->transaction ? constraint : NULL;
}

static struct diagnostic *report_scan(struct rule_ctx *ctx, const struct change *change,
                                      const struct catalog_constraint *added)
{
    const struct str table = show_name(ctx, change->table);
    const enum lock_mode own = added->spec.kind == CONSTRAINT_FOREIGN_KEY ? LOCK_SHARE_ROW_EXCLUSIVE
                                                                          : LOCK_ACCESS_EXCLUSIVE;
    const struct lock_in_force lock = lock_in_force(ctx, change, change->table, own);
    struct diagnostic *finding =
        report(ctx, change->at, "validating `" STR_FMT "` here blocks %s on `" STR_FMT "`",
               STR_ARG(change->name), lock_blocks_words(lock.mode), STR_ARG(table));
    primary_label(finding, "reads every row, under the lock of the ADD CONSTRAINT");
    label(finding, added->made.span, "takes %s %s lock, %s", lock_article(own), lock_mode_name(own),
          lock_lasts(ctx));
    if (lock.mode > own) label_lock_in_force(ctx, finding, &lock, change->table);
    note(finding, "NOT VALID spares nothing when the check follows in the same transaction");
    return finding;
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct catalog_constraint *added = added_here(ctx, change);
    if (added == NULL || !scan_takes_long(ctx, change->table)) return;
    struct diagnostic *finding = found_in_statement(ctx);
    if (finding != NULL) {
        label(finding, span_of(ctx, change->at), "so does this: `" STR_FMT "`",
              STR_ARG(change->name));
        return;
    }
    finding = report_scan(ctx, change, added);
    if (ctx->direction == DIRECTION_DOWN) {
        help(finding, "leave it out of Down: new rows are checked all the same");
    } else {
        help(finding, "move the VALIDATE CONSTRAINT into the next migration");
    }
    finding->object = change->name;
    soften_young_or_down(ctx, finding, change->table);
}

const struct rule rule_validate_in_same_transaction = {
    .id = "validate-in-same-transaction",
    .category = CATEGORY_TRANSACTION,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .needs_locks = true,
    .summary = "a constraint is added NOT VALID and validated under the same lock",
    .why = "VALIDATE CONSTRAINT needs only a weak lock, but the transaction still holds the strong "
           "one that ADD CONSTRAINT took: the application waits through the whole check after all.",
    .instead = "VALIDATE CONSTRAINT in the next migration, which is a transaction of its own.",
    .exceptions = "A table made in the same transaction, temporary, of `size: small`, emptied in "
                  "it, or without rows "
                  "since this file, or another one the base ref lacks, made it; statements that "
                  "commit between, or on their own under NO TRANSACTION. Down, and such a young "
                  "table with rows, are a warning.",
    .example = {.bad = "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0)\n"
                       "    NOT VALID;\n"
                       "ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;",
                .good = "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0)\n"
                        "    NOT VALID;"},
    .aliases = {"constraint-missing-not-valid"},
    .on = {CHANGE_VALIDATE_CONSTRAINT},
    .down_too = true,
    .hides = {"slow-statement-holding-lock", "missing-lock-timeout"},
    .check = check,
};
