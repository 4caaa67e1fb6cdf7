/* validate-in-same-transaction: VALIDATE CONSTRAINT takes a weak lock, but the transaction still
 * holds the strong one of the ADD CONSTRAINT (PostgreSQL manual, ALTER TABLE, VALIDATE CONSTRAINT;
 * 13.3.1: locks are held until the end of the transaction). */
#include "lint/rule.h"

static bool adds_it(const struct change *change, const struct change *validated)
{
    return change->kind == CHANGE_ADD_CONSTRAINT && change->constraint.not_valid &&
           str_equal(change->table.name, validated->table.name) &&
           str_equal(change->constraint.name, validated->name);
}

/* The ADD ... NOT VALID of the same transaction; false when there is none. */
static bool find_addition(const struct rule_ctx *ctx, const struct change *validated,
                          struct cursor *found)
{
    bool any = false;
    struct cursor cursor = cursor_before(ctx, validated);
    while (cursor_next(&cursor)) {
        const struct change *earlier = cursor.change;
        if (adds_it(earlier, validated)) {
            *found = cursor;
            any = true;
        } else if (earlier->kind == CHANGE_TRANSACTION &&
                   earlier->transaction.command == TRANSACTION_COMMIT) {
            any = false;
        }
    }
    return any;
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    struct cursor addition;
    if (ctx->mode == IN_AUTOCOMMIT) return;
    const enum standing standing = standing_of(ctx, change->table);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return;
    if (!find_addition(ctx, change, &addition)) return;

    const enum constraint_kind kind = addition.change->constraint.kind;
    const struct str table = show_name(ctx, change->table);
    struct diagnostic *finding = found_in_statement(ctx);
    if (finding != NULL) {
        label(finding, span_of(ctx, change->at), "so does this: `" STR_FMT "`",
              STR_ARG(change->name));
        return;
    }
    const enum lock_mode own =
        kind == CONSTRAINT_FOREIGN_KEY ? LOCK_SHARE_ROW_EXCLUSIVE : LOCK_ACCESS_EXCLUSIVE;
    const struct lock_in_force lock = lock_in_force(ctx, change, change->table, own);
    finding = report(ctx, change->at, "validating `" STR_FMT "` here blocks %s on `" STR_FMT "`",
                     STR_ARG(change->name), lock_blocks_words(lock.mode), STR_ARG(table));
    primary_label(finding, "reads every row, under the lock of the ADD CONSTRAINT");
    label(finding, cursor_span(&addition, addition.change->at), "takes %s %s lock, %s",
          lock_article(own), lock_mode_name(own), lock_lasts(ctx));
    if (lock.mode > own) label_lock_in_force(ctx, finding, &lock, change->table);
    note(finding, "NOT VALID spares nothing when the check follows in the same transaction");
    if (ctx->direction == DIRECTION_DOWN) {
        help(finding, "leave it out of Down: new rows are checked all the same");
    } else {
        help(finding, "move the VALIDATE CONSTRAINT into the next migration");
    }
    finding->object = change->name;
    if (standing == STANDING_UNRELEASED || ctx->direction == DIRECTION_DOWN) soften(finding);
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
    .exceptions = "A table made in the same transaction; statements that commit between, or on "
                  "their own under NO TRANSACTION. Down is a warning.",
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
