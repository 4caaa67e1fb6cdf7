/* refresh-not-concurrent: a plain REFRESH MATERIALIZED VIEW shuts readers out while its query runs
 * (PostgreSQL manual, REFRESH MATERIALIZED VIEW). */
#include "lint/rule.h"

static struct diagnostic *report_emptying(struct rule_ctx *ctx, const struct change *change,
                                          struct str view)
{
    struct diagnostic *finding =
        report(ctx, change->at, "every query of `" STR_FMT "` fails until its next REFRESH",
               STR_ARG(view));
    primary_label(finding, "WITH NO DATA leaves it empty and unreadable");
    help(finding, "refresh it with its data in the same migration");
    return finding;
}

static struct diagnostic *report_lock(struct rule_ctx *ctx, const struct change *change,
                                      struct str view)
{
    struct diagnostic *finding = report(
        ctx, change->at, "refreshing `" STR_FMT "` blocks everyone who reads it", STR_ARG(view));
    primary_label(finding, "takes an ACCESS EXCLUSIVE lock, %s", lock_lasts(ctx));
    note(finding, "its query runs again in full while every SELECT from it waits");
    help(finding, "write `REFRESH MATERIALIZED VIEW CONCURRENTLY`; it may stay in goose's "
                  "transaction, and needs a unique index on plain columns without WHERE");
    return finding;
}

/* The view has a unique index on plain columns, and was filled: CONCURRENTLY is refused without
 * either (PostgreSQL manual, REFRESH MATERIALIZED VIEW). */
static bool may_be_concurrent(const struct rule_ctx *ctx, const struct change *change)
{
    const struct relation *view = known_relation(ctx, change->table);
    return view != NULL && view->view.populated && has_refresh_index(view) == KNOWN;
}

static void fix_lock(const struct rule_ctx *ctx, struct diagnostic *finding,
                     const struct change *change)
{
    struct fix_draft fix = safe_fix(finding, "refresh it concurrently");
    if (change->in_do || !may_be_concurrent(ctx, change)) return;
    if (edit_insert_behind_word(&fix, ctx->file->source, ctx->statement->sent, change->statement_at,
                                "view", " CONCURRENTLY")) {
        offer_fix(&fix);
    }
}

static void check(struct rule_ctx *ctx, const struct change *change)
{
    if (change->concurrently) return;
    const enum standing standing = standing_of(ctx, change->table);
    if (standing == STANDING_NEW || standing == STANDING_ABSENT) return;
    if (is_small(ctx, change->table)) return;
    const struct str view = show_name(ctx, change->table);
    struct diagnostic *finding = change->refresh.with_no_data ? report_emptying(ctx, change, view)
                                                              : report_lock(ctx, change, view);
    label_existing(ctx, finding, change->table_at, change->table, "existing materialized view");
    finding->object = change->table.name;
    if (standing == STANDING_UNRELEASED) soften(finding);
    if (!change->refresh.with_no_data) fix_lock(ctx, finding, change);
}

const struct rule rule_refresh_not_concurrent = {
    .id = "refresh-not-concurrent",
    .category = CATEGORY_LOCKING,
    .severity = SEVERITY_WARNING,
    .needs_sql = true,
    .summary = "a materialized view is refreshed while its readers wait",
    .why = "REFRESH without CONCURRENTLY takes ACCESS EXCLUSIVE on the view for as long as its "
           "query runs, and in goose's transaction until the file commits.",
    .instead = "A unique index on plain columns of the view, then REFRESH MATERIALIZED VIEW "
               "CONCURRENTLY, which may run in a transaction.",
    .exceptions = "A view made in the same transaction, or of `size: small`.",
    .fix = "safe: adds CONCURRENTLY, where the migrations made the unique index",
    .example = {.bad = "REFRESH MATERIALIZED VIEW daily_sales;",
                .good = "REFRESH MATERIALIZED VIEW CONCURRENTLY daily_sales;"},
    .on = {CHANGE_REFRESH_MATERIALIZED_VIEW},
    .down_too = true,
    .hides = {"missing-lock-timeout"},
    .check = check,
};
