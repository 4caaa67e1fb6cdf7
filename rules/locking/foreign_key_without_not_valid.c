/* foreign-key-without-not-valid: adding a foreign key checks every row while writes to both tables
 * wait (PostgreSQL manual, ALTER TABLE, "ADD table_constraint [ NOT VALID ]"). */
#include "lint/rule.h"

/* In a column definition the check is skipped, unless there is a DEFAULT (measured on 11 to 18), or
 * what PostgreSQL treats as one. */
static const struct constraint *checked_key(const struct change *change)
{
    const struct constraint *key = added_constraint(change, CONSTRAINT_FOREIGN_KEY);
    if (key == NULL || key->not_valid) return NULL;
    const struct column *column = &change->add_column;
    const bool filled =
        change->kind == CHANGE_ADD_COLUMN &&
        (column->has_default || column->generated != NULL || column->type.is_serial);
    return change->kind == CHANGE_ADD_CONSTRAINT || filled ? key : NULL;
}

/* 42809 where the referencing table is partitioned (release notes of 18). */
static bool cannot_be_not_valid(const struct rule_ctx *ctx, const struct change *change)
{
    enum { NOT_VALID_ON_PARTITIONED = 18 };
    return ctx->config->postgres_version < NOT_VALID_ON_PARTITIONED &&
           is_partitioned(ctx, change->table);
}

/* What others meet on the two tables meanwhile. */
struct waits {
    struct lock_in_force here;
    struct lock_in_force there;
    bool both; /* the referenced table is another one, and in use */
};

static struct waits waits_of(const struct rule_ctx *ctx, const struct change *change,
                             const struct constraint *key)
{
    const enum lock_mode own =
        change->kind == CHANGE_ADD_COLUMN ? LOCK_ACCESS_EXCLUSIVE : LOCK_SHARE_ROW_EXCLUSIVE;
    return (struct waits){
        .here = lock_in_force(ctx, change, change->table, own),
        .there = lock_in_force(ctx, change, key->references, LOCK_SHARE_ROW_EXCLUSIVE),
        .both = standing_of(ctx, key->references) == STANDING_LIVE &&
                !name_equal(change->table, key->references),
    };
}

static struct diagnostic *report_key(struct rule_ctx *ctx, const struct change *change,
                                     const struct constraint *key, const struct waits *waits)
{
    const struct str table = show_name(ctx, change->table);
    const char *here = lock_blocks_words(waits->here.mode);
    const char *there = lock_blocks_words(waits->there.mode);
    if (!waits->both) {
        return report(ctx, key->at, "checking this foreign key blocks %s on `" STR_FMT "`", here,
                      STR_ARG(table));
    }
    const struct str other = show_name(ctx, key->references);
    if (lock_blocks_reads(waits->here.mode) == lock_blocks_reads(waits->there.mode)) {
        return report(ctx, key->at,
                      "checking this foreign key blocks %s on `" STR_FMT "` and `" STR_FMT "`",
                      here, STR_ARG(table), STR_ARG(other));
    }
    return report(ctx, key->at,
                  "checking this foreign key blocks %s on `" STR_FMT "`, %s on `" STR_FMT "`", here,
                  STR_ARG(table), there, STR_ARG(other));
}

/* DROP CONSTRAINT of a foreign key locks both tables. */
static void label_locks(const struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct change *change, const struct constraint *key,
                        const struct waits *waits)
{
    const struct span here = waits->here.taken;
    const struct span there = waits->there.taken;
    const bool at_once = here.source == there.source && here.start == there.start &&
                         waits->here.mode == waits->there.mode;
    if (waits->both && here.source != NULL && at_once) {
        label(finding, here, "takes %s %s lock on both tables, %s", lock_article(waits->here.mode),
              lock_mode_name(waits->here.mode), lock_lasts_since(ctx, waits->here.by));
        return;
    }
    label_lock_in_force(ctx, finding, &waits->here, change->table);
    if (waits->both) label_lock_in_force(ctx, finding, &waits->there, key->references);
}

static void explain(const struct rule_ctx *ctx, struct diagnostic *finding,
                    const struct change *change, const struct constraint *key,
                    const struct waits *waits)
{
    const struct str table = show_name(ctx, change->table);
    const bool with_column = change->kind == CHANGE_ADD_COLUMN;
    primary_label(finding, "takes %s lock, %s",
                  with_column ? "an ACCESS EXCLUSIVE" : "a SHARE ROW EXCLUSIVE", lock_lasts(ctx));
    label_existing(ctx, finding, change->table_at, change->table, "existing table");
    label_locks(ctx, finding, change, key, waits);
    if (with_column) {
        note(finding,
             "because the column %s, every row of `" STR_FMT
             "` is checked; nothing else runs on it meanwhile",
             change->add_column.has_default ? "has a DEFAULT" : "gets a value", STR_ARG(table));
    } else if (lock_blocks_reads(waits->here.mode)) {
        note(finding,
             "SELECT, INSERT, UPDATE and DELETE wait while every row of `" STR_FMT
             "` is checked: the stronger lock is still held",
             STR_ARG(table));
    } else {
        note(finding,
             "INSERT, UPDATE and DELETE wait while every row of `" STR_FMT
             "` is checked; SELECT does not",
             STR_ARG(table));
    }
}

/* The key's only column was added in the same section, and nothing has filled it since. */
static bool is_of_empty_column(const struct rule_ctx *ctx, const struct change *change,
                               const struct constraint *key)
{
    if (change->kind != CHANGE_ADD_CONSTRAINT || key->columns.len != 1) return false;
    return fill_none_since(ctx, change, key->columns.at[0]).source != NULL;
}

static void help_to_validate(struct rule_ctx *ctx, struct diagnostic *finding,
                             const struct change *change, const struct constraint *key)
{
    const struct str name = constraint_name(ctx, change, key);
    if (change->kind == CHANGE_ADD_COLUMN) {
        help(finding,
             "take it out of the column: `ADD CONSTRAINT " STR_FMT " FOREIGN KEY (" STR_FMT
             ") ... NOT VALID` in the same ALTER TABLE",
             STR_ARG(name), STR_ARG(change->add_column.name));
    } else {
        help(finding, "add it `NOT VALID`: new rows are checked from now on, old ones later");
        struct fix_draft fix = not_valid_fix(finding);
        if (edit_not_valid(ctx, &fix, key)) offer_fix(&fix);
    }
    if (ctx->direction == DIRECTION_UP) {
        help(finding,
             "in the next migration, `ALTER TABLE " STR_FMT " VALIDATE CONSTRAINT " STR_FMT
             "`: writes go on meanwhile",
             STR_ARG(show_name(ctx, change->table)), STR_ARG(name));
    }
    if (is_of_empty_column(ctx, change, key)) {
        help(finding,
             "or write it in the column, `ADD COLUMN " STR_FMT " ... CONSTRAINT " STR_FMT
             " REFERENCES " STR_FMT "`: without a DEFAULT PostgreSQL then checks no row",
             STR_ARG(key->columns.at[0]), STR_ARG(name), STR_ARG(show_name(ctx, key->references)));
    }
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct constraint *key = checked_key(change);
    if (key == NULL || !scan_takes_long(ctx, change->table)) return;
    if (cannot_be_not_valid(ctx, change) || adds_no_constraint(ctx, change)) return;
    if (constraint_said_in_up(ctx, change, CONSTRAINT_FOREIGN_KEY)) return;

    const struct waits waits = waits_of(ctx, change, key);
    struct diagnostic *finding = report_key(ctx, change, key, &waits);
    explain(ctx, finding, change, key, &waits);
    help_to_validate(ctx, finding, change, key);
    finding->object = constraint_name(ctx, change, key);
    soften_young_or_down(ctx, finding, change->table);
}

const struct rule rule_foreign_key_without_not_valid = {
    .id = "foreign-key-without-not-valid",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .needs_locks = true,
    .summary = "a foreign key is added and checked against every row while writes wait",
    .why = "ADD FOREIGN KEY takes a SHARE ROW EXCLUSIVE lock on both tables and then reads the "
           "whole referencing table: no INSERT, UPDATE or DELETE on either until the transaction "
           "ends.",
    .instead = "ADD CONSTRAINT ... FOREIGN KEY ... NOT VALID, and VALIDATE CONSTRAINT in the next "
               "migration: it reads the table without holding writes back.",
    .exceptions = "A referencing table made in the same transaction, temporary, of `size: small`, "
                  "or without rows "
                  "since this file, or another one the base ref lacks, made it; REFERENCES in ADD "
                  "COLUMN without a DEFAULT, which PostgreSQL does not check; a partitioned "
                  "referencing table, where PostgreSQL before 18 refuses NOT VALID. Down, and a "
                  "young table with rows, are a warning.",
    .fix = "unsafe: adds NOT VALID",
    .example = {.bad = "ALTER TABLE orders ADD CONSTRAINT orders_user_fk\n"
                       "    FOREIGN KEY (user_id) REFERENCES users (id);",
                .good = "ALTER TABLE orders ADD CONSTRAINT orders_user_fk\n"
                        "    FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;"},
    .aliases = {"adding-foreign-key-constraint", "constraint-missing-not-valid"},
    .on = {CHANGE_ADD_CONSTRAINT, CHANGE_ADD_COLUMN},
    .down_too = true,
    .hides = {"missing-lock-timeout", "slow-statement-holding-lock",
              "foreign-key-locks-other-table", "new-constraint-on-live-table"},
    .check = check,
};
