/* unused-suppression: a `-- gander:` comment names a rule that finds nothing there. */
#include "lint/rule.h"

/* With its line when it is alone there, else with the blanks before it. */
static void delete_comment(struct fix_draft *fix, struct span comment)
{
    const struct source *source = comment.source;
    uint32_t line = source_line_of(source, comment.start);
    uint32_t start = source_line_span(source, line).start;
    if (str_trim(str_slice(source->text, start, comment.start)).len == 0) {
        edit_delete_line(fix, source, line);
        return;
    }
    while (source->text.at[comment.start - 1] == ' ' ||
           source->text.at[comment.start - 1] == '\t') {
        comment.start--;
    }
    edit_delete(fix, comment);
}

/* With the comma that sets it apart. */
static void delete_name(struct fix_draft *fix, const struct suppression *suppression, size_t number)
{
    struct span name = suppression->targets[number].name;
    if (number > 0)
        name.start = suppression->targets[number - 1].name.end;
    else
        name.end = suppression->targets[1].name.start;
    edit_delete(fix, name);
}

/* Every name in it is known, so that none is deleted by the way. */
static bool is_plain(const struct suppression *suppression)
{
    const struct source *source = suppression->comment.source;
    size_t end = suppression->reason.len > 0 ? (size_t)(suppression->reason.at - source->text.at)
                                             : suppression->comment.end;
    struct str names = str_slice(source->text, suppression->comment.start, end);
    size_t count = 1;
    for (size_t i = 0; i < names.len; i++) count += names.at[i] == ',';
    return count == suppression->target_count;
}

/* What `disable` opens, an `enable` further down closes: both are for a person to delete. */
static void offer(struct diagnostic *finding, const struct suppression *suppression, size_t number)
{
    bool alone = suppression->target_count == 1;
    if (suppression->verb == SUPPRESSION_DISABLE || !is_plain(suppression)) return;
    struct fix_draft fix = safe_fix(finding, alone ? "delete the comment" : "delete the name");
    if (alone)
        delete_comment(&fix, suppression->comment);
    else
        delete_name(&fix, suppression, number);
    offer_fix(&fix);
}

static void report_one(struct rule_ctx *ctx, const struct suppression *suppression, size_t number)
{
    const struct suppression_target *target = &suppression->targets[number];
    bool alone = suppression->target_count == 1 && is_plain(suppression);
    struct diagnostic *finding = report_span(ctx, alone ? suppression->comment : target->name,
                                             "`" STR_FMT "` is silenced here, but finds nothing",
                                             STR_ARG(span_text(target->name)));
    help(finding, alone ? "delete the comment" : "delete the name");
    offer(finding, suppression, number);
}

static void check_suppressions(struct rule_ctx *ctx)
{
    const struct suppressions *all = ctx->file->suppressions;
    for (size_t i = 0; i < all->len; i++) {
        const struct suppression *one = &all->at[i];
        for (size_t t = 0; t < one->target_count; t++) {
            if (one->targets[t].state == TARGET_UNUSED) report_one(ctx, one, t);
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
    .fix = "safe: deletes the comment or the name, but for `gander:disable`",
    .example = {.bad = "-- gander:ignore index-not-concurrent -- nobody uses it yet\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);",
                .good = "-- gander:ignore index-not-concurrent -- nobody uses it yet\n"
                        "CREATE INDEX invoices_id ON invoices (id);"},
    .aliases = {"unused-ignore"},
    .check_suppressions = check_suppressions,
};
