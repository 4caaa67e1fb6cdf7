/* invalid-suppression: a `-- gander:` comment that does not do what its author wanted. */
#include "lint/rule.h"

static void offer(struct diagnostic *finding, const struct suppression_mistake *mistake)
{
    struct str title = str_format(finding->arena, "write `" STR_FMT "`", STR_ARG(mistake->instead));
    struct fix_draft fix = safe_fix(finding, title.at);
    edit_replace(&fix, mistake->at, STR_FMT, STR_ARG(mistake->instead));
    offer_fix(&fix);
}

static void check_suppressions(struct rule_ctx *ctx)
{
    const struct suppressions *all = ctx->file->suppressions;
    for (size_t i = 0; i < all->mistake_count; i++) {
        const struct suppression_mistake *mistake = &all->mistakes[i];
        struct diagnostic *finding =
            report_span(ctx, mistake->at, STR_FMT, STR_ARG(mistake->title));
        if (mistake->label.len > 0) primary_label(finding, STR_FMT, STR_ARG(mistake->label));
        if (mistake->instead.len > 0) {
            help(finding, "did you mean `" STR_FMT "`?", STR_ARG(mistake->instead));
            offer(finding, mistake);
        } else {
            help(finding, STR_FMT, STR_ARG(mistake->help));
        }
    }
}

const struct rule rule_invalid_suppression = {
    .id = "invalid-suppression",
    .category = CATEGORY_HEADER,
    .severity = SEVERITY_WARNING,
    .summary = "a `gander:` comment is misspelt, misplaced or never closed",
    .why =
        "Such a comment silences nothing, or more than was meant, while whoever reads it believes "
        "that the matter was looked at.",
    .instead = "Write `-- gander:ignore RULE -- reason` above the statement, at the end of a line, "
               "or `gander:disable RULE` and `gander:enable RULE` around several statements of one "
               "section. Block comments are not read.",
    .fix = "safe: writes what was meant, where one name or word is near",
    .example = {.bad = "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "-- gander:ignore index-not-concurent -- the table is new\n"
                       "CREATE INDEX invoices_id ON invoices (id);",
                .good = "-- gander:disable index-not-concurrent -- nobody uses it yet\n"
                        "CREATE INDEX invoices_id ON invoices (id);\n"
                        "-- gander:enable index-not-concurrent"},
    .check_suppressions = check_suppressions,
};
