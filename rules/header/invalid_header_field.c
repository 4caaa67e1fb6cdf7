/* invalid-header-field: a header line that says nothing: empty, left over from a template, a date
 * that is none, or not what the configured pattern asks for. */
#include "lint/rule.h"

/* Values that a template leaves for its user to fill in; `<kim@example.com>` is none. */
static const char leftovers[] =
    "\\[.*\\]|<[^@<>]*>|\\{.*\\}|\\$\\{?[\\w ]+\\}?|[-_.?\\x{2026}\\s]+|"
    "(?:todo|tbd|fixme|changeme|x{3,})(?:\\W.*)?|"
    "(?:your|author(?:'s)?|full)[ _-]?(?:full[ _-]?)?name(?:\\W.*)?|y{4}[-/.]m{1,2}[-/.]d{1,2}.*";

static void report_value(struct rule_ctx *ctx, const struct header_field *field, const char *what)
{
    struct diagnostic *finding =
        report_span(ctx, field->value.len == 0 ? field->span : field->value_span,
                    "`" STR_FMT "` %s", STR_ARG(field->name), what);
    primary_label(finding,
                  field->value.len == 0 ? "nothing behind the colon" : "left over from a template");
    help(finding, "write the value, or delete the line");
}

/* With what stands behind it, where that still makes a time. */
static void write_iso(struct diagnostic *finding, const struct header_field *field)
{
    struct date date;
    struct str rest;
    const struct span at = field->value_span;
    /* The value in one piece, not one that goes on below. */
    if (!str_equal(span_text(at), field->value)) return;
    if (!date_from_other(field->value, &date, &rest)) return;
    struct str iso = str_format(finding->arena, "%04u-%02u-%02u" STR_FMT, date.year, date.month,
                                date.day, STR_ARG(rest));
    if (!date_from_iso(iso, &date)) return;
    struct fix_draft fix = safe_fix(finding, "write the day as year-month-day");
    edit_replace(&fix, at, STR_FMT, STR_ARG(iso));
    offer_fix(&fix);
}

static void report_date(struct rule_ctx *ctx, const struct header_field *field)
{
    struct date date;
    bool iso = date_from_iso(field->value, &date);
    if (iso && date_exists(date)) return;
    struct diagnostic *finding = report_span(ctx, field->value_span,
                                             iso ? "`" STR_FMT "` is a day that does not exist"
                                                 : "`" STR_FMT "` is not an ISO date",
                                             STR_ARG(field->name));
    if (!iso) {
        primary_label(finding, "not written as year-month-day");
    } else if (days_in_month(date.year, date.month) == 0) {
        primary_label(finding, "there is no month %u", date.month);
    } else {
        primary_label(finding, "%04u-%02u has %u days", date.year, date.month,
                      days_in_month(date.year, date.month));
    }
    help(finding, "write the day as `YYYY-MM-DD`, for example 2026-01-31");
    if (!iso) write_iso(finding, field);
}

static void report_pattern(struct rule_ctx *ctx, const struct header_field *field,
                           const struct header_field_rule *rule)
{
    struct diagnostic *finding =
        report_span(ctx, field->value_span,
                    "`" STR_FMT "` is not of the form this project asks for", STR_ARG(field->name));
    primary_label(finding, "does not match the pattern");
    note(finding, "the pattern for `" STR_FMT "` is `" STR_FMT "`, over the whole value",
         STR_ARG(rule->name), STR_ARG(rule->pattern));
    if (rule->example.len != 0)
        help(finding, "write it like `" STR_FMT "`", STR_ARG(rule->example));
    else
        help(finding, "correct the value");
}

/* [pattern] NULL: any value. */
static void check_field(struct rule_ctx *ctx, const struct header_field *field,
                        const struct header_field_rule *rule, const struct regex *leftover,
                        const struct regex *pattern)
{
    if (field->value.len == 0)
        report_value(ctx, field, "has no value");
    else if (regex_matches(leftover, field->value))
        report_value(ctx, field, "still holds a placeholder");
    else if (rule->is_date)
        report_date(ctx, field);
    else if (pattern != NULL && regex_find(pattern, field->value, 0, NULL) == REGEX_NO_MATCH)
        report_pattern(ctx, field, rule);
}

static void check_rule(struct rule_ctx *ctx, const struct header_field_rule *rule,
                       const struct regex *leftover)
{
    struct regex *pattern =
        rule->pattern.len == 0 ? NULL : regex_new(rule->pattern, REGEX_WHOLE, NULL);
    for (size_t i = 0; i < ctx->sequence->file_count; i++) {
        const struct migration_file *file = &ctx->sequence->files[i];
        if (file->source == NULL || !file->migration->reported) continue;
        for (size_t f = 0; f < file->goose->header_count; f++) {
            const struct header_field *field = &file->goose->header[f];
            if (!str_equal_ignoring_case(field->name, rule->name)) continue;
            check_field(ctx, field, rule, leftover, pattern);
        }
    }
    regex_free(pattern);
}

/* Its place among the configured fields; their number when it is none of them. */
static size_t place_of(const struct config *config, const struct header_field *field)
{
    size_t at = 0;
    while (at < config->header_field_count &&
           !str_equal_ignoring_case(config->header_fields[at].name, field->name)) {
        at++;
    }
    return at;
}

/* What `header.ordered` and `header.closed` ask for. */
static void check_lines(struct rule_ctx *ctx, const struct goose_file *goose)
{
    size_t highest = 0;
    for (size_t i = 0; i < goose->header_count; i++) {
        const struct header_field *field = &goose->header[i];
        size_t place = place_of(ctx->config, field);
        bool unknown = place == ctx->config->header_field_count;
        if (unknown && ctx->config->header_closed) {
            struct diagnostic *finding =
                report_span(ctx, field->span, "`" STR_FMT "` is no header field of this project",
                            STR_ARG(field->name));
            help(finding, "name it under `header.fields`, or write it without the colon");
        }
        if (unknown || !ctx->config->header_ordered) continue;
        if (place < highest) {
            struct diagnostic *finding = report_span(
                ctx, field->span,
                "`" STR_FMT "` comes before `" STR_FMT "` in this project's headers",
                STR_ARG(field->name), STR_ARG(ctx->config->header_fields[highest].name));
            help(finding, "move the line up");
        }
        if (place > highest) highest = place;
    }
}

static void check_sequence(struct rule_ctx *ctx)
{
    if (ctx->config->header_mode == HEADER_OFF) return;
    struct regex *leftover = regex_new(STR(leftovers), REGEX_WHOLE | REGEX_IGNORE_CASE, NULL);
    for (size_t i = 0; i < ctx->config->header_field_count; i++) {
        check_rule(ctx, &ctx->config->header_fields[i], leftover);
    }
    regex_free(leftover);
    if (!ctx->config->header_closed && !ctx->config->header_ordered) return;
    for (size_t i = 0; i < ctx->sequence->file_count; i++) {
        const struct migration_file *file = &ctx->sequence->files[i];
        if (file->source != NULL && file->migration->reported) check_lines(ctx, file->goose);
    }
}

const struct rule rule_invalid_header_field = {
    .id = "invalid-header-field",
    .category = CATEGORY_HEADER,
    .severity = SEVERITY_WARNING,
    .summary = "a header field is empty, a placeholder, or not what it should look like",
    .why = "A field that was never filled in tells less than none: it looks as if somebody had "
           "answered. A date that does not exist cannot be sorted or searched for.",
    .instead = "Write the real value: a name, a day as `YYYY-MM-DD`, or what the project's pattern "
               "asks for.",
    .exceptions = "Only configured fields are looked at, by default Author and Date. A time of day "
                  "may follow the date. Order and other fields matter only when configured.",
    .fix = "safe: writes the day as `YYYY-MM-DD`, where it can be read in one way only",
    .example = {.bad = "-- Author: [Your Name]\n"
                       "-- Date: 2026-01-31\n"
                       "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n",
                .good = "-- Author: Kim Doe\n"
                        "-- Date: 2026-01-31\n"
                        "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"},
    .check_sequence = check_sequence,
};
