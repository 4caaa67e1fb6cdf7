/* rename-column: code that is still running names the column by its old name. */
#include "lint/rule.h"

static bool adds_column(const struct rule_ctx *ctx, const struct change *other,
                        const struct change *change, struct str column)
{
    return other->kind == CHANGE_ADD_COLUMN && str_equal(other->add_column.name, column) &&
           is_same_relation(ctx, other->table, change->table);
}

/* The second half of a swap: `a` to `a_old`, then `a_new` to `a`. */
static bool name_was_freed(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        const struct change *earlier = cursor.change;
        if (earlier->kind == CHANGE_RENAME_COLUMN &&
            (str_equal(earlier->name, change->rename.new_name.name) ||
             str_equal(earlier->rename.new_name.name, change->name)) &&
            is_same_relation(ctx, earlier->table, change->table)) {
            return true;
        }
    }
    return false;
}

/* A column of the old name is there again at the end of the file. */
static bool name_comes_back(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        const struct change *later = cursor.change;
        if (adds_column(ctx, later, change, change->name)) return true;
        if (later->kind == CHANGE_RENAME_COLUMN &&
            str_equal(later->rename.new_name.name, change->name) &&
            is_same_relation(ctx, later->table, change->table)) {
            return true;
        }
    }
    return false;
}

/* A view of the table's old name that knows the column's old name. */
static bool stands_in(const struct change *view, struct str table, struct str column)
{
    return view->kind == CHANGE_CREATE_VIEW && str_equal(view->table.name, table) &&
           str_find(view->create_view.text, column, 0) != SIZE_MAX;
}

static bool is_redone(const struct rule_ctx *ctx, const struct change *change, struct str table)
{
    struct cursor cursor = cursor_after(ctx, change);
    bool view = false;
    while (cursor_next(&cursor)) {
        if (stands_in(cursor.change, table, change->name)) return true;
        view = view || (cursor.change->kind == CHANGE_CREATE_VIEW &&
                        str_equal(cursor.change->table.name, table));
    }
    return !view;
}

/* Running queries do not find the table any more, which is rename-table's; or a view with the old
 * names serves them. */
static bool table_is_renamed(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        const struct change *earlier = cursor.change;
        if (earlier->kind == CHANGE_RENAME_TABLE &&
            is_same_relation(ctx, name_after(earlier), change->table)) {
            return is_redone(ctx, change, earlier->table.name);
        }
    }
    cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        if (cursor.change->kind == CHANGE_RENAME_TABLE &&
            is_same_relation(ctx, cursor.change->table, change->table)) {
            return is_redone(ctx, change, change->table.name);
        }
    }
    return false;
}

static bool is_view(const struct rule_ctx *ctx, const struct change *change)
{
    const struct relation *known = known_relation(ctx, change->table);
    const enum object_kind kind = known != NULL ? known->kind : change->object;
    return kind == OBJ_VIEW || kind == OBJ_MATERIALIZED_VIEW;
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const enum standing standing = standing_of(ctx, change->table);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT || is_view(ctx, change)) return;
    const enum standing column = standing_of_column(ctx, change->table, change->name);
    if (column == STANDING_NEW || column == STANDING_ABSENT) return;
    if (name_was_freed(ctx, change) || name_comes_back(ctx, change)) return;
    if (table_is_renamed(ctx, change)) return;

    const struct str table = show_name(ctx, change->table);
    const struct str new_name = change->rename.new_name.name;
    struct diagnostic *finding = report(
        ctx, change->at,
        "renaming `" STR_FMT "." STR_FMT "` breaks every running query that says `" STR_FMT "`",
        STR_ARG(table), STR_ARG(change->name), STR_ARG(change->name));
    primary_label(finding, "the old name is gone once this commits");
    note_cached_plans(finding);
    label_existing(ctx, finding, change->table_at, change->table, "existing table");
    help(finding,
         "rename in three deploys instead:\n"
         "1. add `" STR_FMT "`, write both columns, backfill in batches\n"
         "2. switch reads to `" STR_FMT "`\n"
         "3. drop `" STR_FMT "` in a later migration",
         STR_ARG(new_name), STR_ARG(new_name), STR_ARG(change->name));
    finding->object = change->name;
    if (standing == STANDING_UNRELEASED || column == STANDING_UNRELEASED) soften(finding);
}

const struct rule rule_rename_column = {
    .id = "rename-column",
    .category = CATEGORY_COMPATIBILITY,
    .severity = SEVERITY_ERROR,
    .needs_sql = true,
    .summary = "a column is renamed while running code still uses its old name",
    .why = "Migration and deploy are never the same moment. From the commit on, every query of the "
           "old release that names the column fails; before it, the new release's would.",
    .instead = "Three deploys: add the new column and write both; read from the new one; drop the "
               "old one in a later migration.",
    .exceptions = "A table or column made in the same file; a column of the old name that is back "
                  "at the end of the file, as in a swap of two columns; a table that the same file "
                  "renames, which `rename-table` reports.",
    .example = {.bad = "ALTER TABLE users RENAME COLUMN email TO email_address;",
                .good = "ALTER TABLE users ADD COLUMN email_address text;"},
    .aliases = {"renaming-column"},
    .on = {CHANGE_RENAME_COLUMN},
    .check = check,
};
