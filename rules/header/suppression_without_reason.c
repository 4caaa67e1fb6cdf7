/* suppression-without-reason: a `-- gander:` comment that does not say why. */
#include "lint/rule.h"

/* What nobody needs is to be deleted, and nobody asks why. */
static bool is_needed(const struct suppression *suppression)
{
    for (size_t i = 0; i < suppression->target_count; i++) {
        if (suppression->targets[i].state != TARGET_UNUSED) return true;
    }
    return suppression->verb == SUPPRESSION_IRREVERSIBLE;
}

static void check_suppressions(struct rule_ctx *ctx)
{
    const struct suppressions *all = ctx->file->suppressions;
    for (size_t i = 0; i < all->len; i++) {
        const struct suppression *one = &all->at[i];
        if (one->reason.len > 0 || one->verb == SUPPRESSION_ENABLE || !is_needed(one)) continue;
        bool way_back = one->verb == SUPPRESSION_IRREVERSIBLE;
        struct diagnostic *finding =
            report_span(ctx, one->comment,
                        way_back ? "nobody will know why there is no way back"
                                 : "nobody will know why this is silenced");
        help(finding, way_back ? "say why behind it: `-- gander:irreversible the values are gone`"
                               : "say why at its end: ` -- the table is empty`");
    }
}

const struct rule rule_suppression_without_reason = {
    .id = "suppression-without-reason",
    .category = CATEGORY_HEADER,
    .severity = SEVERITY_WARNING,
    .summary = "a `gander:` comment does not say why the rule does not apply",
    .why = "Without its reason nobody can tell later whether it still holds, and the next author "
           "copies it along.",
    .instead = "Write the reason behind the names, after ` -- `.",
    .example = {.bad = "-- gander:ignore index-not-concurrent\n"
                       "CREATE INDEX invoices_id ON invoices (id);",
                .good = "-- gander:ignore index-not-concurrent -- nobody uses it yet\n"
                        "CREATE INDEX invoices_id ON invoices (id);"},
    .check_suppressions = check_suppressions,
};
