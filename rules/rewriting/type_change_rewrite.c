/* type-change-rewrite: a type whose bytes differ is written into every row, and into every index,
 * under ACCESS EXCLUSIVE (PostgreSQL manual, ALTER TABLE, Notes). */
#include "lint/rule.h"

enum { LONGEST_SHOWN = 40, ZONE_SINCE = 12 };

/* As written; of a serial column, what that is made of (manual, 8.1.4). */
static struct str type_text(const struct rule_ctx *ctx, const struct type_name *type)
{
    static const char *const serial[][2] = {{"smallserial", "smallint"}, {"serial2", "smallint"},
                                            {"serial", "integer"},       {"serial4", "integer"},
                                            {"bigserial", "bigint"},     {"serial8", "bigint"}};
    for (size_t i = 0; i < sizeof serial / sizeof *serial; i++) {
        if (str_equal_ignoring_case(type->text, str_from(serial[i][0]))) {
            return str_from(serial[i][1]);
        }
    }
    return code_short(ctx->arena, type->text, LONGEST_SHOWN);
}

static bool is_text(const struct type_name *type)
{
    return type->array_dimensions == 0 &&
           (str_equal(type->name.name, STR("text")) || str_equal(type->name.name, STR("varchar")));
}

/* The same type with other limits. */
static bool only_limits(const struct type_name *from, const struct type_name *to)
{
    return to->typmod_count > 0 &&
           (name_equal(from->name, to->name) || (is_text(from) && is_text(to)));
}

/* -- why --------------------------------------------------------------------------------------- */

static void note_doubt(struct rule_ctx *ctx, struct diagnostic *finding,
                       const struct change *change, const struct retype *retype)
{
    const struct str to = type_text(ctx, &change->column_type.type);
    if (retype->from == NULL) {
        note(finding,
             "these migrations do not say what type `" STR_FMT "` has now: every row is written "
             "anew, unless it is `" STR_FMT "` already%s",
             STR_ARG(change->name), STR_ARG(to),
             retype->zone_matters ? ", or the session's TimeZone is UTC" : "");
    } else {
        note(finding,
             "every row is written anew, unless `" STR_FMT "` and `" STR_FMT
             "` have the same bytes, which these migrations do not tell",
             STR_ARG(type_text(ctx, retype->from)), STR_ARG(to));
    }
}

static void note_cause(struct rule_ctx *ctx, struct diagnostic *finding,
                       const struct change *change, const struct retype *retype)
{
    const struct expression *value = &change->column_type.using;
    const struct type_name *from = retype->from != NULL ? retype->from : value->cast_to;
    const struct type_name *to = &change->column_type.type;
    if (value->text.len > 0 && !str_equal(value->column, change->name)) {
        note(finding, "USING is computed for every row");
    } else if (type_is_constrained_domain(ctx->catalog, to)) {
        note(finding, "the constraints of `" STR_FMT "` are checked for every row",
             STR_ARG(type_text(ctx, to)));
    } else if (from != NULL && only_limits(from, to)) {
        note(finding, "every value is made to fit `" STR_FMT "`", STR_ARG(type_text(ctx, to)));
    } else if (from != NULL) {
        note(finding, "every value is converted from `" STR_FMT "` to `" STR_FMT "`",
             STR_ARG(type_text(ctx, from)), STR_ARG(type_text(ctx, to)));
    }
}

static void note_types(struct rule_ctx *ctx, struct diagnostic *finding,
                       const struct change *change, const struct retype *retype)
{
    if (retype->cost == RETYPE_MAY_REWRITE) {
        note_doubt(ctx, finding, change, retype);
    } else if (retype->cost == RETYPE_ZONE_REWRITES) {
        note(finding, "values are read in the session's TimeZone; only where that is UTC do the "
                      "bytes stay the same, and no row is written");
    } else {
        note_cause(ctx, finding, change, retype);
    }
    note_rewrite(finding);
}

/* The other ends of foreign keys on the column. */
static void note_others(struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct change *change)
{
    const struct lock_list *locks = change_locks(ctx, change);
    for (size_t i = 0; i < locks->len; i++) {
        const struct lock *lock = &locks->at[i];
        const struct relation *known = lock->known;
        if (lock->kind != OBJ_TABLE || lock->mode != LOCK_ACCESS_EXCLUSIVE || known == NULL)
            continue;
        if (known == known_relation(ctx, change->table) || known->parents.len > 0) continue;
        note(finding,
             "a foreign key on the column locks `" STR_FMT "` as well, and is checked anew",
             STR_ARG(show_name(ctx, lock->relation)));
        return;
    }
}

/* -- what to do -------------------------------------------------------------------------------- */

static void help_limit(struct rule_ctx *ctx, struct diagnostic *finding,
                       const struct change *change)
{
    help(finding,
         "keep the type and limit the length: `ALTER TABLE " STR_FMT " ADD CHECK (length(" STR_FMT
         ") <= %d) NOT VALID`, validated in the next migration",
         STR_ARG(quoted_name(ctx->arena, change->table)), STR_ARG(quoted(ctx->arena, change->name)),
         (int)change->column_type.type.typmods[0]);
}

static void help_new_column(struct rule_ctx *ctx, struct diagnostic *finding,
                            const struct change *change)
{
    help(finding,
         "move to a new column, one migration a step:\n"
         "1. add it as `" STR_FMT "`, with a trigger that fills it on each write\n"
         "2. fill the old rows in batches\n"
         "3. drop the trigger and swap the names; drop the old column once no code uses it",
         STR_ARG(type_text(ctx, &change->column_type.type)));
}

/* -- the form that writes nothing: in a session whose TimeZone is UTC -------------------------- */

/* Each change of type in the statement must do without, or the table is rewritten all the same. */
static bool all_convert_by_utc(const struct rule_ctx *ctx, bool *known)
{
    *known = true;
    for (size_t i = 0; i < ctx->sql->change_count; i++) {
        const struct change *sibling = &ctx->sql->changes[i];
        if (sibling->kind != CHANGE_ALTER_COLUMN_TYPE) return false;
        if (!retype_converts_by_utc(ctx, sibling)) return false;
        *known = *known && retype_of(ctx, sibling).from != NULL;
    }
    return true;
}

/* Behind it nothing is computed that the new zone could change. */
static bool is_last_but_types(const struct rule_ctx *ctx)
{
    struct cursor cursor = cursor_after(ctx, &ctx->sql->changes[ctx->sql->change_count - 1]);
    while (cursor_next(&cursor)) {
        const enum change_kind kind = cursor.change->kind;
        if (kind != CHANGE_CREATE_INDEX && kind != CHANGE_COMMENT && kind != CHANGE_ANALYZE) {
            return false;
        }
    }
    return true;
}

static void offer_zone(struct rule_ctx *ctx, struct diagnostic *finding)
{
    const struct change *first = &ctx->sql->changes[0];
    const struct span whole = span_of(ctx, first->at);
    if (ctx->mode != IN_GOOSE_TRANSACTION || whole.source == NULL || first->in_do) return;
    if (ctx->statement->parse.statement_count > 1) return;
    const char *title = "convert in a session whose TimeZone is UTC";
    struct fix_draft fix = is_last_but_types(ctx)
                               ? safe_fix(finding, title)
                               : unsafe_fix(finding, title, "later statements run in UTC too");
    edit_insert_above(&fix, whole.source, ctx->statement->sent,
                      writes_small(ctx) ? STR("set local timezone = 'UTC';")
                                        : STR("SET LOCAL TimeZone = 'UTC';"));
    for (size_t i = 0; i < ctx->sql->change_count; i++) {
        const struct change *change = &ctx->sql->changes[i];
        const struct range clause = {change->at.end, change->column_type.using.at.end};
        if (!edit_replace_sent(&fix, whole.source, ctx->statement->sent, clause, "")) return;
    }
    offer_fix(&fix);
}

static void help_zone(const struct rule_ctx *ctx, struct diagnostic *finding,
                      const struct change *change)
{
    const bool in_transaction = ctx->mode != IN_AUTOCOMMIT;
    const bool has_using = change->column_type.using.text.len > 0;
    help(finding, "%swrite `%s` before it%s%s: then only indexes on the column are rebuilt",
         has_using ? "" : "if the values are UTC, ",
         in_transaction ? "SET LOCAL TimeZone = 'UTC';" : "SET TimeZone = 'UTC';",
         in_transaction ? "" : ", `RESET TimeZone;` behind",
         has_using ? ", and leave USING out" : "");
}

static void help_change(struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct change *change, const struct retype *retype)
{
    bool known = false; /* what the old types are */
    const bool bare = change->column_type.using.text.len == 0;
    if (retype->cost == RETYPE_ZONE_REWRITES ||
        (retype->cost == RETYPE_MAY_REWRITE && retype->zone_matters && bare)) {
        help_zone(ctx, finding, change);
    } else if (ctx->config->postgres_version >= ZONE_SINCE && all_convert_by_utc(ctx, &known)) {
        help_zone(ctx, finding, change);
        if (known) offer_zone(ctx, finding);
    } else if (retype->from != NULL && is_text(retype->from) &&
               only_limits(retype->from, &change->column_type.type)) {
        help_limit(ctx, finding, change);
    } else {
        help_new_column(ctx, finding, change);
    }
}

/* -- the rule ---------------------------------------------------------------------------------- */

static void check(struct rule_ctx *ctx, const struct change *change)
{
    if (!scan_takes_long(ctx, change->table) || is_foreign(ctx, change)) return;
    const struct retype retype = retype_of(ctx, change);
    if (retype.cost == RETYPE_NONE || rewrite_said_in_up(ctx, change)) return;

    const bool maybe = retype.cost == RETYPE_MAY_REWRITE;
    const struct str table = show_name(ctx, change->table);
    struct diagnostic *finding = found_in_statement(ctx);
    if (finding != NULL && (maybe || finding->severity >= SEVERITY_ERROR)) {
        label(finding, span_of(ctx, change->at), "in the same pass: `" STR_FMT "." STR_FMT "`",
              STR_ARG(table), STR_ARG(change->name));
        return;
    }
    finding = report(
        ctx, change->at,
        "the new type of `" STR_FMT "." STR_FMT "` %s `" STR_FMT "`, blocking reads and writes",
        STR_ARG(table), STR_ARG(change->name), maybe ? "may rewrite" : "rewrites", STR_ARG(table));
    primary_label(finding, "takes an ACCESS EXCLUSIVE lock, %s", lock_lasts(ctx));
    label_existing(ctx, finding, change->table_at, change->table, "existing table");
    note_types(ctx, finding, change, &retype);
    note_others(ctx, finding, change);
    help_change(ctx, finding, change, &retype);
    finding->object = change->name;
    if (maybe) soften(finding);
    soften_young_or_down(ctx, finding, change->table);
}

const struct rule rule_type_change_rewrite = {
    .id = "type-change-rewrite",
    .category = CATEGORY_REWRITING,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .needs_locks = true,
    .summary = "a new type is written into every row while the whole table is locked",
    .why = "ALTER COLUMN ... TYPE copies the table and all its indexes under an ACCESS EXCLUSIVE "
           "lock, unless the old bytes serve the new type: no query on the table runs until the "
           "transaction ends.",
    .instead = "Add a column of the new type, fill it by a trigger and in batches, and swap the "
               "names; or a change that needs no rewrite, such as varchar to text.",
    .exceptions =
        "Changes that keep the bytes: a longer varchar, varchar to text, a higher precision of "
        "the same scale, timestamp to timestamptz under `SET LOCAL TimeZone = 'UTC'`, and the "
        "rest of PostgreSQL's list; a table made in the same transaction, temporary, of `size: "
        "small`, or without "
        "rows since this file, or another one the base ref lacks, made it; a Down whose Up is "
        "reported for the same column. Types that these migrations do not make, Down, and such a "
        "young table with rows are a warning.",
    .fix = "safe: SET LOCAL TimeZone = 'UTC' in place of USING c AT TIME ZONE 'UTC'",
    .example = {.bad = "ALTER TABLE users ALTER COLUMN id TYPE bigint;",
                .good = "ALTER TABLE users ALTER COLUMN name TYPE text;"},
    .aliases = {"changing-column-type"},
    .on = {CHANGE_ALTER_COLUMN_TYPE},
    .down_too = true,
    .hides = {"type-change-rebuilds-dependents", "change-column-type", "missing-lock-timeout",
              "slow-statement-holding-lock", "foreign-key-locks-other-table"},
    .check = check,
};
