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

/* Added earlier in the section. Siblings of one ALTER TABLE share what came before. */
static bool is_new_column(const struct rule_ctx *ctx, const struct change *dropped)
{
    struct cursor cursor = cursor_before(ctx, ctx->change);
    while (cursor_next(&cursor)) {
        const struct change *earlier = cursor.change;
        if (earlier->kind == CHANGE_ADD_COLUMN && name_equal(earlier->table, dropped->table) &&
            str_equal(earlier->add_column.name, dropped->name)) {
            return true;
        }
    }
    return false;
}

static bool is_sibling(const struct change *a, const struct change *b)
{
    return a != b && a->kind == CHANGE_DROP_COLUMN && name_equal(a->table, b->table) &&
           a->statement_at.start == b->statement_at.start;
}

enum { SIBLINGS_LOOKED_AT = 32 };

/* The live columns that one ALTER TABLE drops make one finding, at the first of them. */
static bool is_first(const struct rule_ctx *ctx, const struct change *change)
{
    int patience = SIBLINGS_LOOKED_AT;
    for (const struct change *at = ctx->sql->changes; at < change && patience > 0; at++) {
        if (!is_sibling(at, change)) continue;
        if (!is_new_column(ctx, at)) return false;
        patience--;
    }
    return true;
}

static size_t count_others(const struct rule_ctx *ctx, const struct change *change)
{
    size_t count = 0;
    for (size_t i = 0; i < ctx->sql->change_count; i++) {
        if (is_sibling(&ctx->sql->changes[i], change)) count++;
    }
    return count;
}

static void label_siblings(const struct rule_ctx *ctx, struct diagnostic *finding,
                           const struct change *change)
{
    for (size_t i = 0; i < ctx->sql->change_count; i++) {
        const struct change *sibling = &ctx->sql->changes[i];
        if (is_sibling(sibling, change)) label(finding, span_of(ctx, sibling->at), "%s", "");
    }
}

static struct diagnostic *report_drop(struct rule_ctx *ctx, const struct change *change,
                                      size_t others)
{
    const struct str table = show_name(ctx, change->table);
    if (others == 0) {
        return report(ctx, change->at,
                      "dropping `" STR_FMT "." STR_FMT "` breaks running code that names it",
                      STR_ARG(table), STR_ARG(change->name));
    }
    return report(ctx, change->at,
                  "dropping %zu columns of `" STR_FMT "` breaks running code that names them",
                  others + 1, STR_ARG(table));
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    const enum standing standing = standing_of(ctx, change->table);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return;
    if (is_new_column(ctx, change)) return;
    if (!is_first(ctx, change)) return;

    const size_t others = count_others(ctx, change);
    struct diagnostic *finding = report_drop(ctx, change, others);
    const char *whose = others > 0 ? "their" : "its";
    if (comes_back(ctx, change)) {
        primary_label(finding, "%s values are gone, although a column of that name comes back",
                      whose);
    } else {
        primary_label(finding, "%s values are gone once this commits", whose);
    }
    label_siblings(ctx, finding, change);
    label_existing(ctx, finding, change->table_at, change->table, "existing table");
    help(finding,
         "release code that no longer names %s first; when that is out, drop %s and say so: "
         "`-- gander:ignore drop-column -- unused since <release>`",
         others > 0 ? "them" : "it", others > 0 ? "them" : "it");
    finding->object = change->name;
    if (standing == STANDING_UNRELEASED) soften(finding);
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
