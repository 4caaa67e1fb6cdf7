/* add-column-rewrite: a new column whose value differs from row to row is written into every row
 * under ACCESS EXCLUSIVE (PostgreSQL manual, ALTER TABLE, Notes; since 11 other defaults are not).
 */
#include "lint/rule.h"

enum { VIRTUAL_SINCE = 18, LONGEST_SHOWN = 48 };

static struct str short_text(struct str text)
{
    const bool fits =
        text.len <= LONGEST_SHOWN && str_find(text, STR("\n"), 0) == SIZE_MAX && text.len > 0;
    return fits ? text : STR("...");
}

static struct str function_of(const struct new_column *new_column)
{
    return new_column->function.len > 0 ? new_column->function : STR("...");
}

/* -- why, in the words of the primary label and the note --------------------------------------- */

static void note_cause(struct diagnostic *finding, const struct column *column,
                       const struct new_column *new_column)
{
    switch (new_column->cost) {
    case NEW_COLUMN_NUMBER:
        note(finding, "every row draws its number from the new sequence");
        break;
    case NEW_COLUMN_STORED:
        note(finding, "every row gets its computed value stored");
        break;
    case NEW_COLUMN_DOMAIN:
        note(finding,
             "domain `" STR_FMT "` has a CHECK or NOT NULL: every row is checked by writing it "
             "anew, even with no value",
             STR_ARG(column->type.text));
        break;
    case NEW_COLUMN_VOLATILE:
        note(finding, "%s`" STR_FMT "()` is volatile: every row gets a value of its own",
             new_column->from_domain ? "the domain's default " : "",
             STR_ARG(function_of(new_column)));
        break;
    case NEW_COLUMN_MAYBE_VOLATILE:
        note(finding,
             "a function is volatile unless it is declared STABLE or IMMUTABLE; these migrations "
             "do not make `" STR_FMT "()`",
             STR_ARG(function_of(new_column)));
        break;
    case NEW_COLUMN_FREE:
        break;
    }
    note_rewrite(finding);
}

/* -- what to do -------------------------------------------------------------------------------- */

static const char *last_step(const struct column *column)
{
    return column->not_null || column->primary_key || column->type.is_serial ||
                   column->identity != 0
               ? ", then make it NOT NULL by a validated CHECK"
               : "";
}

/* A key is built under the same lock. */
static void help_key(struct diagnostic *finding, const struct change *change)
{
    const bool primary = change->add_column.primary_key;
    if (!primary && added_constraint(change, CONSTRAINT_UNIQUE) == NULL) return;
    help(finding, "its key last: CREATE UNIQUE INDEX CONCURRENTLY, then ADD %s USING INDEX",
         primary ? "PRIMARY KEY" : "UNIQUE");
}

static void help_unknown(struct diagnostic *finding, const struct new_column *new_column)
{
    help(finding,
         "if `" STR_FMT "()` is STABLE or IMMUTABLE, nothing is rewritten: say so with "
         "`-- gander:ignore add-column-rewrite -- it is stable`",
         STR_ARG(function_of(new_column)));
}

static void help_default(struct rule_ctx *ctx, struct diagnostic *finding,
                         const struct change *change, const struct new_column *new_column)
{
    const struct column *column = &change->add_column;
    const struct str table = quoted_name(ctx->arena, change->table);
    const struct str name = quoted(ctx->arena, column->name);
    const struct str value = short_text(column->default_value.text);
    if (new_column->cost == NEW_COLUMN_MAYBE_VOLATILE) {
        help_unknown(finding, new_column);
    } else if (str_equal(new_column->function, STR("clock_timestamp"))) {
        help(finding, "`DEFAULT now()` is one value for all rows and rewrites nothing");
    }
    help(finding,
         "add it empty, and fill it later:\n"
         "1. `ALTER TABLE " STR_FMT " ADD COLUMN " STR_FMT " " STR_FMT "%s;`\n"
         "2. `ALTER TABLE " STR_FMT " ALTER COLUMN " STR_FMT " %s" STR_FMT ";` for new rows\n"
         "3. in a later migration, fill the old rows in batches%s",
         STR_ARG(table), STR_ARG(name), STR_ARG(column->type.text),
         new_column->from_domain ? " DEFAULT NULL" : "", STR_ARG(table), STR_ARG(name),
         new_column->from_domain ? "DROP DEFAULT" : "SET DEFAULT ",
         STR_ARG(new_column->from_domain ? STR("") : value), last_step(column));
}

static const char *plain_number(const struct column *column)
{
    if (str_equal(column->type.name.name, STR("int2"))) return "smallint";
    return str_equal(column->type.name.name, STR("int4")) ? "integer" : "bigint";
}

static void help_number(struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct change *change)
{
    const struct column *column = &change->add_column;
    const struct str table = quoted_name(ctx->arena, change->table);
    const struct str name = quoted(ctx->arena, column->name);
    help(finding,
         "number the rows yourself, one migration a step:\n"
         "1. `ALTER TABLE " STR_FMT " ADD COLUMN " STR_FMT " %s;`\n"
         "2. fill it in batches%s\n"
         "3. `ALTER TABLE " STR_FMT " ALTER COLUMN " STR_FMT
         " ADD GENERATED %s AS IDENTITY;` and setval() to the highest number",
         STR_ARG(table), STR_ARG(name), plain_number(column), last_step(column), STR_ARG(table),
         STR_ARG(name), column->identity == 'a' ? "ALWAYS" : "BY DEFAULT");
}

static void help_domain(struct diagnostic *finding, const struct column *column)
{
    help(finding,
         "give the column the type under `" STR_FMT "`, and the table the domain's constraint as "
         "`ADD CONSTRAINT ... CHECK (...) NOT VALID`, validated in the next migration",
         STR_ARG(column->type.text));
}

static void help_column(struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct change *change, const struct new_column *new_column)
{
    const struct column *column = &change->add_column;
    if (new_column->cost == NEW_COLUMN_NUMBER) {
        help_number(ctx, finding, change);
    } else if (new_column->cost == NEW_COLUMN_DOMAIN) {
        help_domain(finding, column);
    } else if (new_column->cost != NEW_COLUMN_STORED) {
        help_default(ctx, finding, change, new_column);
    } else if (ctx->config->postgres_version >= VIRTUAL_SINCE) {
        help(finding, "write VIRTUAL instead of STORED: the value is computed when it is read");
    } else {
        help(finding, "add a plain column, let a trigger compute it for new rows, and fill the old "
                      "ones in batches in a later migration");
    }
}

/* -- the rule ---------------------------------------------------------------------------------- */

static struct new_column judge(const struct rule_ctx *ctx, const struct change *change)
{
    return new_column_of(ctx->catalog, &change->add_column, (int)ctx->config->postgres_version);
}

/* A Down that gives the column of its Up another value: the way there rewrites as well. */
static bool is_said_in_up(const struct rule_ctx *ctx, const struct change *change)
{
    if (ctx->direction == DIRECTION_UP) return false;
    struct cursor cursor = cursor_look(ctx, DIRECTION_UP);
    while (cursor_next(&cursor)) {
        const struct change *there = cursor.change;
        if (there->kind == CHANGE_ADD_COLUMN && str_equal(there->table.name, change->table.name) &&
            str_equal(there->add_column.name, change->add_column.name)) {
            return judge(ctx, there).cost != NEW_COLUMN_FREE;
        }
    }
    return false;
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const struct column *column = &change->add_column;
    if (!scan_takes_long(ctx, change->table) || is_foreign(ctx, change)) return;
    if (adds_no_column(ctx, change)) return;
    const struct new_column new_column = judge(ctx, change);
    if (new_column.cost == NEW_COLUMN_FREE || is_said_in_up(ctx, change)) return;

    const bool maybe = new_column.cost == NEW_COLUMN_MAYBE_VOLATILE;
    const struct str table = show_name(ctx, change->table);
    struct diagnostic *finding = found_in_statement(ctx);
    if (finding != NULL && (maybe || finding->severity >= SEVERITY_ERROR)) {
        label(finding, span_of(ctx, change->at), "in the same pass: `" STR_FMT "." STR_FMT "`",
              STR_ARG(table), STR_ARG(column->name));
        return;
    }
    finding = report(ctx, change->at,
                     "adding `" STR_FMT "." STR_FMT "` %s `" STR_FMT "`, blocking reads and writes",
                     STR_ARG(table), STR_ARG(column->name), maybe ? "may rewrite" : "rewrites",
                     STR_ARG(table));
    primary_label(finding, "takes an ACCESS EXCLUSIVE lock, %s", lock_lasts(ctx));
    label_existing(ctx, finding, change->table_at, change->table, "existing table");
    note_cause(finding, column, &new_column);
    help_column(ctx, finding, change, &new_column);
    help_key(finding, change);
    finding->object = column->name;
    if (maybe) soften(finding);
    soften_young_or_down(ctx, finding, change->table);
}

const struct rule rule_add_column_rewrite = {
    .id = "add-column-rewrite",
    .category = CATEGORY_REWRITING,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a new column is written into every row while the whole table is locked",
    .why = "A volatile DEFAULT, serial, IDENTITY, GENERATED ... STORED and a domain with "
           "constraints make ADD COLUMN copy the table and all its indexes under an ACCESS "
           "EXCLUSIVE lock: no query on it runs until the transaction ends.",
    .instead = "ADD COLUMN without the value, SET DEFAULT for new rows, and fill the old rows in "
               "batches in a later migration.",
    .exceptions =
        "Constants, now() and other stable or immutable defaults; domains without constraints; a "
        "table made in the same transaction, temporary, of `size: small`, or without rows since "
        "this file, or "
        "another one the base ref lacks, made it; a Down whose Up is reported for the same column. "
        "A function these migrations do not make, Down, and such a young table with rows are a "
        "warning.",
    .example = {.bad = "ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();",
                .good = "ALTER TABLE users ADD COLUMN token uuid;\n"
                        "ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();"},
    .aliases = {"adding-field-with-default"},
    .on = {CHANGE_ADD_COLUMN},
    .down_too = true,
    .hides = {"missing-lock-timeout", "slow-statement-holding-lock"},
    .check = check,
};
