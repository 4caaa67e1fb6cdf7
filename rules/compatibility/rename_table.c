/* rename-table: code that is still running names the table or view by its old name, or expects it
 * in its old schema. */
#include "lint/rule.h"

static bool is_rename(const struct change *change)
{
    return change->kind == CHANGE_RENAME_TABLE || change->kind == CHANGE_RENAME_VIEW ||
           change->kind == CHANGE_RENAME_MATERIALIZED_VIEW || change->kind == CHANGE_SET_SCHEMA;
}

static bool same_name(struct name a, struct name b)
{
    if (a.schema.len == 0) a.schema = STR("public");
    if (b.schema.len == 0) b.schema = STR("public");
    return name_equal(a, b);
}

/* Something answers to the old name again: a view over the new one, or another table. */
static bool makes(const struct change *change, struct name name)
{
    switch (change->kind) {
    case CHANGE_CREATE_VIEW:
    case CHANGE_CREATE_MATERIALIZED_VIEW:
    case CHANGE_CREATE_TABLE:
    case CHANGE_CREATE_TABLE_AS:
        return same_name(change->table, name);
    default:
        return is_rename(change) && same_name(name_after(change), name);
    }
}

static bool name_comes_back(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        if (makes(cursor.change, change->table)) return true;
    }
    return false;
}

/* The second half of a swap: `orders` to `orders_old`, then `orders_new` to `orders`. */
static bool takes_a_freed_name(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        const struct change *earlier = cursor.change;
        if (is_rename(earlier) && same_name(earlier->table, name_after(change))) return true;
    }
    return false;
}

/* A view of the new name goes first: code may have moved over to it in an earlier release. */
static struct span view_before(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        if (cursor.change->kind == CHANGE_DROP_VIEW &&
            same_name(cursor.change->table, name_after(change))) {
            return cursor_span(&cursor, cursor.change->table_at);
        }
    }
    return (struct span){0};
}

/* ALTER TABLE also renames indexes and sequences; nobody's queries name an index. */
static bool is_table_or_view(const struct rule_ctx *ctx, const struct change *change)
{
    const struct relation *known = known_relation(ctx, change->table);
    switch (known != NULL ? known->kind : change->object) {
    case OBJ_TABLE:
    case OBJ_FOREIGN_TABLE:
    case OBJ_VIEW:
    case OBJ_MATERIALIZED_VIEW:
        return true;
    default:
        return false;
    }
}

static const char *words_of(enum object_kind kind)
{
    if (kind == OBJ_VIEW) return "existing view";
    return kind == OBJ_MATERIALIZED_VIEW ? "existing materialized view" : "existing table";
}

/* The columns that the section renames too: the view needs their old names beside the new. */
static struct str aliases_of(const struct rule_ctx *ctx, struct cursor cursor, struct name table)
{
    struct str text = STR("");
    while (cursor_next(&cursor)) {
        const struct change *other = cursor.change;
        if (other->kind != CHANGE_RENAME_COLUMN || !same_name(other->table, table)) continue;
        text = str_format(ctx->arena, STR_FMT ", " STR_FMT " AS " STR_FMT, STR_ARG(text),
                          STR_ARG(quoted(ctx->arena, other->rename.new_name.name)),
                          STR_ARG(quoted(ctx->arena, other->name)));
    }
    return text;
}

/* Names as SQL writes them, because they are those of the statement. */
static struct str view_of(const struct rule_ctx *ctx, const struct change *change)
{
    const struct name new = name_after(change);
    const struct str before = aliases_of(ctx, cursor_before(ctx, change), change->table);
    const struct str after = aliases_of(ctx, cursor_after(ctx, change), new);
    return str_format(ctx->arena,
                      "CREATE VIEW " STR_FMT " AS SELECT *" STR_FMT STR_FMT " FROM " STR_FMT ";",
                      STR_ARG(quoted_name(ctx->arena, change->table)), STR_ARG(before),
                      STR_ARG(after), STR_ARG(quoted_name(ctx->arena, new)));
}

static bool takes_away(const struct change *change, struct str table)
{
    if (!str_equal(change->table.name, table)) return false;
    switch ((int)change->kind) {
    case CHANGE_DROP_COLUMN:
    case CHANGE_ALTER_COLUMN_TYPE:
    case CHANGE_DROP_TABLE:
    case CHANGE_DROP_VIEW:
        return true;
    default:
        return is_rename(change);
    }
}

/* A later statement that PostgreSQL refuses while a view reads the table. */
static bool view_is_in_the_way(const struct rule_ctx *ctx, const struct change *change)
{
    enum { MOST_STEPS = 1 << 12 };
    const struct str table = name_after(change).name;
    size_t steps = 0;
    read_ahead(ctx);
    for (size_t i = ctx->file->number; i < ctx->sequence->file_count; i++) {
        struct cursor cursor = {.file = &ctx->sequence->files[i], .direction = DIRECTION_UP};
        if (i == ctx->file->number) cursor = cursor_after(ctx, change);
        while (cursor_next(&cursor)) {
            if (++steps == MOST_STEPS) return true;
            if (i > ctx->file->number && makes(cursor.change, change->table)) return true;
            if (takes_away(cursor.change, table)) return true;
        }
    }
    return false;
}

/* The view in Up, and its end before anything else in Down. */
static void keep_old_name(const struct rule_ctx *ctx, struct diagnostic *finding,
                          const struct change *change)
{
    const struct migration_file *file = ctx->file;
    struct fix_draft fix =
        unsafe_fix(finding, "keep the old name as a view", "a view is no full stand-in");
    if (!file->goose->accepted || file->goose->no_transaction || change->in_do) return;
    if (change->rename.new_name.name.len == 0 && change->rename.new_name.schema.len == 0) return;
    const bool has_down = file->statement_count[DIRECTION_DOWN] > 0;
    if (!has_down && file->irreversible.source == NULL) return; /* Down first */
    if (view_is_in_the_way(ctx, change)) return;
    edit_append_statement(&fix, file, DIRECTION_UP, view_of(ctx, change));
    if (has_down) {
        edit_insert_above(&fix, file->source, file->statements[DIRECTION_DOWN][0].sent,
                          str_format(ctx->arena, "DROP VIEW " STR_FMT ";",
                                     STR_ARG(quoted_name(ctx->arena, change->table))));
    }
    offer_fix(&fix);
}

static void help_keep(const struct rule_ctx *ctx, struct diagnostic *finding,
                      const struct change *change)
{
    if (change->object == OBJ_MATERIALIZED_VIEW) {
        const struct str new = show_name(ctx, name_after(change));
        help(finding,
             "create `" STR_FMT "` beside it, move the readers over, then drop the old one in a "
             "later migration",
             STR_ARG(new));
        return;
    }
    help(finding,
         "keep the old name alive in the same transaction, and drop it in a later migration: "
         "`" STR_FMT "`",
         STR_ARG(view_of(ctx, change)));
    note(finding, "a view of the old name serves SELECT, INSERT, UPDATE and DELETE, but not "
                  "TRUNCATE, COPY FROM or a foreign key");
    keep_old_name(ctx, finding, change);
}

/* The last step of a rename in several deploys, as far as anybody can tell from here. */
static void help_last_step(struct diagnostic *finding, struct span view)
{
    label(finding, view, "a view had the new name already");
    help(finding, "when no release uses the old name any more, say so: "
                  "`-- gander:ignore rename-table -- unused since <release>`");
    at_most(finding, SEVERITY_WARNING);
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    if (!is_table_or_view(ctx, change)) return;
    const enum standing standing = standing_of(ctx, change->table);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return;
    if (name_comes_back(ctx, change) || takes_a_freed_name(ctx, change)) return;

    const bool moves = change->kind == CHANGE_SET_SCHEMA;
    const struct str old = show_name(ctx, change->table);
    struct diagnostic *finding =
        report(ctx, change->at, "%s `" STR_FMT "` breaks every running query that uses %s",
               moves ? "moving" : "renaming", STR_ARG(old), moves ? "it there" : "the old name");
    primary_label(finding, moves ? "not found here once this commits"
                                 : "the old name is gone once this commits");
    label_existing(ctx, finding, change->table_at, change->table, words_of(change->object));
    const struct span view = view_before(ctx, change);
    if (view.source != NULL) {
        help_last_step(finding, view);
    } else {
        help_keep(ctx, finding, change);
    }
    finding->object = change->table.name;
    if (standing == STANDING_UNRELEASED) soften(finding);
}

const struct rule rule_rename_table = {
    .id = "rename-table",
    .category = CATEGORY_COMPATIBILITY,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a table or view is renamed or moved while running code uses its old name",
    .why = "From the commit on, every query of the release that is still running fails, because it "
           "says the old name.",
    .instead = "Rename and, in the same transaction, create a view with the old name over the new "
               "one. Drop the view in a later migration, when no release uses it.",
    .exceptions = "A relation made in the same file; a view or table with the old name created "
                  "later in the file; a swap of two tables; indexes, whose names no query uses. "
                  "Where a view of the new name is dropped first, it is a warning.",
    .fix =
        "unsafe: adds the view, and drops it again in Down, where no later statement would mind it",
    .example = {.bad = "ALTER TABLE people RENAME TO users;",
                .good = "ALTER TABLE people RENAME TO users;\n"
                        "CREATE VIEW people AS SELECT * FROM users;"},
    .aliases = {"renaming-table"},
    .on = {CHANGE_RENAME_TABLE, CHANGE_RENAME_VIEW, CHANGE_RENAME_MATERIALIZED_VIEW,
           CHANGE_SET_SCHEMA},
    .check = check,
};
