/* drop-column: code that is still running names the column while the new release rolls out. */
#include "lint/rule.h"

enum { LABELS = 10 };

/* What has the column's name at the end of the file. */
struct successor {
    bool added;         /* a new column of that name */
    struct str renamed; /* or this one, renamed; empty: none */
    bool there;
};

static struct successor successor_of(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_after(ctx, change);
    while (cursor_next(&cursor)) {
        const struct change *later = cursor.change;
        const bool adds =
            later->kind == CHANGE_ADD_COLUMN && str_equal(later->add_column.name, change->name);
        const bool renames = later->kind == CHANGE_RENAME_COLUMN &&
                             str_equal(later->rename.new_name.name, change->name);
        if ((!adds && !renames) || !is_same_relation(ctx, later->table, change->table)) continue;
        return (struct successor){
            .added = adds, .renamed = adds ? STR("") : later->name, .there = true};
    }
    return (struct successor){.there = false};
}

/* Nobody sees it yet, or its values can be had again. */
static bool nothing_is_lost(const struct rule_ctx *ctx, const struct change *change,
                            const struct relation *table)
{
    const struct catalog_column *column = NULL;
    if (standing_of_column(ctx, change->table, change->name) != STANDING_LIVE) return true;
    if (table != NULL) relation_column(table, change->name, &column);
    return column != NULL && column->generated != NULL;
}

static void label_copy(struct diagnostic *finding, struct span copy)
{
    label(finding, copy, "values are read here first");
}

/* The column is made anew, or another one takes its name: no query breaks for the name. */
static struct diagnostic *report_successor(struct rule_ctx *ctx, const struct change *change,
                                           const struct successor *successor, struct span copy)
{
    const struct str table = show_name(ctx, change->table);
    struct diagnostic *finding = NULL;
    if (successor->added) {
        finding = report(ctx, change->at,
                         "`" STR_FMT "." STR_FMT "` is dropped and added anew, without its values",
                         STR_ARG(table), STR_ARG(change->name));
        primary_label(finding,
                      copy.source != NULL
                          ? "what was not copied is gone once this commits"
                          : "its values are gone, although a column of that name comes back");
        help(finding, "change it in place with `ALTER COLUMN ... TYPE ... USING ...`, or rename "
                      "the old one and drop it in a later migration");
        return finding;
    }
    finding =
        report(ctx, change->at,
               "the values of `" STR_FMT "." STR_FMT "` are gone once `" STR_FMT "` has its name",
               STR_ARG(table), STR_ARG(change->name), STR_ARG(successor->renamed));
    primary_label(finding, copy.source != NULL ? "what was not copied is gone once this commits"
                                               : "its values are gone once this commits");
    help(finding,
         "rename the old one instead, and drop it in a later migration, when the new one has "
         "proved itself");
    return finding;
}

static void describe_several(struct rule_ctx *ctx, struct diagnostic *finding, struct str table)
{
    finding->title = str_format(
        ctx->arena, "dropping %u columns of `" STR_FMT "` breaks running code that names them",
        finding->gathered, STR_ARG(table));
    if (str_equal(finding->labels[0].text, STR("its values are gone once this commits"))) {
        finding->labels[0].text = STR("their values are gone once this commits");
    }
    finding->help[0] =
        STR("release code that no longer names them first; when that is out, drop them and say so: "
            "`-- gander:ignore drop-column -- unused since <release>`");
}

static struct diagnostic *report_drop(struct rule_ctx *ctx, const struct change *change,
                                      struct span copy)
{
    const struct str table = show_name(ctx, change->table);
    struct diagnostic *finding = found_on_table(ctx, change->table);
    if (finding != NULL) {
        finding->gathered++;
        describe_several(ctx, finding, table);
        if (finding->gathered <= LABELS) label(finding, span_of(ctx, change->at), "%s", "");
        return finding;
    }
    finding = report(ctx, change->at,
                     "dropping `" STR_FMT "." STR_FMT "` breaks running code that names it",
                     STR_ARG(table), STR_ARG(change->name));
    gather_on_table(finding, change->table);
    note_cached_plans(finding);
    primary_label(finding, copy.source != NULL ? "what was not copied is gone once this commits"
                                               : "its values are gone once this commits");
    help(finding, "release code that no longer names it first; when that is out, drop it and say "
                  "so: `-- gander:ignore drop-column -- unused since <release>`");
    return finding;
}

/* The release that no longer writes the column cannot insert while that is so. */
static void note_required(struct diagnostic *finding, const struct change *change,
                          const struct relation *table)
{
    enum { MOST_NOTES = 4 };
    const struct catalog_column *column = NULL;
    if (table != NULL) relation_column(table, change->name, &column);
    if (column == NULL || column->state != KNOWN || finding->note_count == MOST_NOTES) return;
    if (column->nullability != KNOWN || !column->not_null) return;
    if (column->default_known != KNOWN || column->has_default || column->identity != 0) return;
    note(finding,
         "`" STR_FMT "` is NOT NULL without a default: let an earlier migration DROP NOT NULL, "
         "or the INSERTs of a release that leaves it out fail",
         STR_ARG(change->name));
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const enum standing standing = standing_of(ctx, change->table);
    const struct relation *table = known_relation(ctx, change->table);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return;
    if (nothing_is_lost(ctx, change, table)) return;

    const struct successor successor = successor_of(ctx, change);
    const struct span copy = copied_before(ctx, change->table, change->name);
    struct diagnostic *finding = successor.there ? report_successor(ctx, change, &successor, copy)
                                                 : report_drop(ctx, change, copy);
    const bool first = finding->gathered < 2;
    if (first) label_existing(ctx, finding, change->table_at, change->table, "existing table");
    if (first && copy.source != NULL) label_copy(finding, copy);
    label_users(ctx, finding, table, change->name);
    if (!successor.there) note_required(finding, change, table);
    if (!first) return;
    finding->object = change->name;
    if (standing == STANDING_UNRELEASED) soften(finding);
    if (successor.renamed.len > 0 && copy.source != NULL) at_most(finding, SEVERITY_INFO);
}

const struct rule rule_drop_column = {
    .id = "drop-column",
    .category = CATEGORY_COMPATIBILITY,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "a column is dropped while running code may still name it",
    .why = "From the commit until its last process is gone, every query of the old release that "
           "names the column fails. `SELECT *` does so, too: prepared before, it fails until it is "
           "prepared anew. The values are lost for good.",
    .instead = "Stop using the column and release that: first DROP NOT NULL, if it is NOT NULL "
               "without a default. Drop it in a later migration, and say there since when nothing "
               "uses it, as in the good example.",
    .exceptions =
        "A table or column made in the same file, or by another one that the base ref lacks; a "
        "generated column, whose values can be had again. Where another column takes its name "
        "after its values were copied, it is "
        "advice.",
    .example = {.bad = "ALTER TABLE users DROP COLUMN email;",
                .good = "-- gander:ignore drop-column -- unused since release 42\n"
                        "ALTER TABLE users DROP COLUMN email;"},
    .aliases = {"ban-drop-column"},
    .on = {CHANGE_DROP_COLUMN},
    .check = check,
};
