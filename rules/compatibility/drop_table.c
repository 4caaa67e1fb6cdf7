/* drop-table: code that is still running uses the table, and its rows go with it. */
#include "lint/rule.h"

/* A table of that name is there again at the end of the file: rebuilt, or swapped in. */
static bool comes_back(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        const struct change *later = cursor.change;
        if (later->kind == CHANGE_CREATE_TABLE || later->kind == CHANGE_CREATE_TABLE_AS) {
            if (is_same_relation(ctx, later->table, change->table)) return true;
        }
        if (later->kind == CHANGE_RENAME_TABLE &&
            is_same_relation(ctx, name_after(later), change->table)) {
            return true;
        }
    }
    return false;
}

static struct diagnostic *report_drop(struct rule_ctx *ctx, const struct change *change, bool back,
                                      bool copied)
{
    const struct str table = show_name(ctx, change->table);
    const struct range at = change->drop.names.len > 1 ? change->table_at : change->at;
    if (change->object == OBJ_FOREIGN_TABLE) {
        return report(ctx, at, "dropping foreign table `" STR_FMT "` breaks running code",
                      STR_ARG(table));
    }
    if (back && copied) {
        return report(ctx, at,
                      "rows of `" STR_FMT "` that were not copied are lost: it is dropped and made "
                      "anew",
                      STR_ARG(table));
    }
    if (back) {
        return report(ctx, at, "the rows of `" STR_FMT "` are lost: it is dropped and made anew",
                      STR_ARG(table));
    }
    return report(ctx, at, "dropping table `" STR_FMT "` breaks running code%s", STR_ARG(table),
                  copied ? "" : ", and its rows are lost");
}

static void help_drop(struct diagnostic *finding, bool back, bool copied)
{
    if (!back) {
        help(finding,
             "release code that no longer uses it first; when that is out, drop it and say "
             "so: `-- gander:ignore drop-table -- unused since <release>`");
    } else if (copied) {
        help(finding, "ALTER the table instead; or keep writers out before the copy: "
                      "`LOCK TABLE ... IN SHARE MODE`");
    } else {
        help(finding, "ALTER the table instead, or copy its rows over first");
    }
}

/* Nothing tells that it is there at all. */
static bool may_not_exist(const struct rule_ctx *ctx, const struct change *change)
{
    return change->if_exists && known_relation(ctx, change->table) == NULL;
}

static void label_table(const struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct change *change, const char *words)
{
    const struct range named = change->drop.names.len > 1 ? (struct range){0} : change->table_at;
    if (!may_not_exist(ctx, change)) {
        label_existing(ctx, finding, named, change->table, words);
    } else {
        note(finding, "no migration before this one makes it: it is dropped where it exists");
    }
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const enum standing standing = standing_of(ctx, change->table);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return;
    if (standing == STANDING_UNRELEASED && !has_rows_in_use(ctx, change->table)) return;

    const bool foreign = change->object == OBJ_FOREIGN_TABLE;
    const bool back = comes_back(ctx, change);
    const struct span copy = copied_before(ctx, change->table, STR(""));
    const bool copied = copy.source != NULL;
    if (foreign && back) return;
    struct diagnostic *finding = report_drop(ctx, change, back, copied);
    primary_label(finding, foreign  ? "every query on it fails once this commits"
                           : copied ? "what was not copied is gone once this commits"
                                    : "every row is gone once this commits");
    label_table(ctx, finding, change, foreign ? "existing foreign table" : "existing table");
    if (copied) label(finding, copy, "its rows are read here first");
    label_users(ctx, finding, known_relation(ctx, change->table), STR(""));
    help_drop(finding, back, copied);
    finding->object = change->table.name;
    if (standing == STANDING_UNRELEASED) soften(finding);
}

const struct rule rule_drop_table = {
    .id = "drop-table",
    .category = CATEGORY_COMPATIBILITY,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "a table is dropped while running code may still use it",
    .why = "From the commit on every query on the table fails, and its rows are lost for good.",
    .instead = "Stop using the table and release that. Drop it in a later migration, and say there "
               "since when nothing uses it, as in the good example.",
    .exceptions = "A table made in the same transaction, or temporary; one without rows that this "
                  "file, or another one the base ref lacks, made; Down.",
    .example = {.bad = "DROP TABLE orders;",
                .good = "-- gander:ignore drop-table -- unused since release 42\n"
                        "DROP TABLE orders;"},
    .aliases = {"ban-drop-table"},
    .on = {CHANGE_DROP_TABLE},
    .check = check,
};
