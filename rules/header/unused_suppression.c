/* unused-suppression: a `-- gander:` comment names a rule that finds nothing there. */
#include "lint/rule.h"

static void report_one(struct rule_ctx *ctx, const struct suppression *suppression,
                       const struct suppression_target *target)
{
    bool alone = suppression->target_count == 1;
    struct diagnostic *finding = report_span(ctx, alone ? suppression->comment : target->name,
                                             "`" STR_FMT "` is silenced here, but finds nothing",
                                             STR_ARG(span_text(target->name)));
    help(finding, alone ? "delete the comment" : "delete the name");
}

static void check_suppressions(struct rule_ctx *ctx)
{
    const struct suppressions *all = ctx->file->suppressions;
    for (size_t i = 0; i < all->len; i++) {
        const struct suppression *one = &all->at[i];
        for (size_t t = 0; t < one->target_count; t++) {
            if (one->targets[t].state == TARGET_UNUSED) report_one(ctx, one, &one->targets[t]);
        }
    }
}

const struct rule rule_unused_suppression = {
    .id = "unused-suppression",
    .category = CATEGORY_HEADER,
    .severity = SEVERITY_WARNING,
    .summary = "a `gander:` comment silences a rule that finds nothing there",
    .why =
        "It hides the next mistake that is made in its place, and tells readers of a danger that "
        "is not there.",
    .instead = "Delete the comment, or the name in it that is not needed.",
    .exceptions = "Rules that are off, or whose findings are out of scope in this run, are not "
                  "judged; nor is one whose finding another one explains.",
    .example = {.bad = "-- gander:ignore index-not-concurrent -- nobody uses it yet\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);",
                .good = "-- gander:ignore index-not-concurrent -- nobody uses it yet\n"
                        "CREATE INDEX invoices_id ON invoices (id);"},
    .aliases = {"unused-ignore"},
    .check_suppressions = check_suppressions,
};
