/* drop-column: code that is still running names the column while the new release rolls out. */
#include "lint/rule.h"

/* Under the same name it is there again at the end of the file. */
static bool comes_back(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        const struct change *later = cursor.change;
        if (later->kind == CHANGE_ADD_COLUMN && name_equal(later->table, change->table) &&
            str_equal(later->add_column.name, change->name)) {
            return true;
        }
    }
    return false;
}

static bool is_new_column(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_before(ctx, change);
    while (cursor_next(&cursor)) {
        const struct change *earlier = cursor.change;
        if (earlier->kind == CHANGE_ADD_COLUMN && name_equal(earlier->table, change->table) &&
            str_equal(earlier->add_column.name, change->name)) {
            return true;
        }
    }
    return false;
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const enum standing standing = standing_of(ctx, change->table);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return;
    if (is_new_column(ctx, change)) return;

    const struct str table = show_name(ctx, change->table);
    struct diagnostic *finding = report(
        ctx, change->at, "dropping `" STR_FMT "." STR_FMT "` breaks running code that names it",
        STR_ARG(table), STR_ARG(change->name));
    primary_label(finding, comes_back(ctx, change)
                               ? "its values are gone, although a column of that name comes back"
                               : "its values are gone once this commits");
    label_existing(ctx, finding, change->table_at, change->table, "existing table");
    help(finding,
         "release code that no longer names it first; when that is out, drop it and say so: "
         "`-- gander:ignore drop-column -- unused since <release>`");
    finding->object = change->name;
    if (standing == STANDING_NEW_FILE) soften(finding);
}

const struct rule rule_drop_column = {
    .id = "drop-column",
    .category = CATEGORY_COMPATIBILITY,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "a column is dropped while running code may still name it",
    .why = "From the commit until its last process is gone, every query of the old release that "
           "names the column fails. The values are lost for good.",
    .instead = "Stop using the column, release that, and drop it in a later migration.",
    .exceptions = "A table or column made in the same file.",
    .example = {.bad = "ALTER TABLE users DROP COLUMN email;",
                .good = "ALTER TABLE users ADD COLUMN email_address text;"},
    .aliases = {"ban-drop-column"},
    .on = {CHANGE_DROP_COLUMN},
    .check = check,
};
