/* envsub-in-dollar-quote: ENVSUB reads every `$` of a statement as a variable, dollar quotes, `$1`
 * and regular expressions included (reference goose.md 1.8, S08). */
#include "lint/rule.h"

/* A `$` that ENVSUB misreads. */
struct misread {
    struct span span;
    bool refused; /* goose stops there */
};

struct misreads {
    struct misread *at;
    size_t len, cap;
};

static bool is_braced(const struct expansion *expansion)
{
    return str_starts_with(span_text(expansion->span), STR("${"));
}

/* `$$` or `$name`, by place; errors are by place already. */
static struct misreads find_misreads(struct rule_ctx *ctx)
{
    const struct goose_file *goose = ctx->file->goose;
    struct misreads found = {0};
    size_t e = 0;
    for (size_t i = 0; i <= goose->expansion_count; i++) {
        const struct expansion *next = i < goose->expansion_count ? &goose->expansions[i] : NULL;
        for (; e < goose->error_count; e++) {
            const struct goose_error *error = &goose->errors[e];
            if (error->kind != GOOSE_ENVSUB) continue;
            if (next != NULL && error->span.start > next->span.start) break;
            VEC_PUSH(ctx->arena, &found, (struct misread){error->span, true});
        }
        if (next != NULL && !is_braced(next) && (next->name.len == 0 || !next->known))
            VEC_PUSH(ctx->arena, &found, (struct misread){next->span, false});
    }
    return found;
}

/* Everything sent that [inside] is part of. */
static struct span sent_over(const struct rule_ctx *ctx, struct span inside)
{
    struct span over = inside;
    for (int direction = DIRECTION_UP; direction <= DIRECTION_DOWN; direction++) {
        for (size_t i = 0; i < ctx->file->statement_count[direction]; i++) {
            struct span span = ctx->file->statements[direction][i].sent->span;
            if (span.end <= inside.start || span.start >= inside.end) continue;
            if (span.start < over.start) over.start = span.start;
            if (span.end > over.end) over.end = span.end;
        }
    }
    return over;
}

static void help_off(struct diagnostic *finding)
{
    help(finding, "put `-- +goose ENVSUB OFF` above the statement and `-- +goose ENVSUB ON` below "
                  "it");
}

static bool wants_variables(const struct rule_ctx *ctx, struct span span)
{
    const struct goose_file *goose = ctx->file->goose;
    for (size_t i = 0; i < goose->expansion_count; i++) {
        const struct expansion *expansion = &goose->expansions[i];
        if (expansion->span.start < span.start || expansion->span.start >= span.end) continue;
        if (is_braced(expansion) || expansion->known) return true;
    }
    return false;
}

/* Around all that goose sends of what the finding explains. */
static void switch_off(const struct rule_ctx *ctx, struct diagnostic *finding)
{
    const struct span over = finding->explains;
    const struct goose_statement *first = NULL;
    const struct goose_statement *last = NULL;
    for (int direction = DIRECTION_UP; direction <= DIRECTION_DOWN; direction++) {
        for (size_t i = 0; i < ctx->file->statement_count[direction]; i++) {
            const struct goose_statement *sent = ctx->file->statements[direction][i].sent;
            if (sent->span.end <= over.start || sent->span.start >= over.end) continue;
            if (first == NULL) first = sent;
            last = sent;
        }
    }
    if (first == NULL || wants_variables(ctx, over)) return;
    struct fix_draft fix = unsafe_fix(finding, "switch ENVSUB off around the statement",
                                      "no variable in it is replaced any more");
    edit_insert_above(&fix, ctx->file->source, first, STR("-- +goose ENVSUB OFF"));
    edit_insert_below(&fix, ctx->file->source, last, STR("-- +goose ENVSUB ON"));
    fix_recuts(&fix, over);
    offer_fix(&fix);
}

/* One finding for a body, at its first misread `$`. */
static void in_body(struct rule_ctx *ctx, struct misread misread, struct token body)
{
    struct span span = {ctx->file->source, body.start, body.end};
    struct str text = span_text(misread.span);
    struct diagnostic *finding;
    if (misread.refused) {
        finding = report_span(ctx, misread.span,
                              "goose refuses the file: ENVSUB reads this `$` as a variable");
        primary_label(finding, "no variable");
    } else if (str_equal(text, STR("$$"))) {
        finding = report_span(ctx, misread.span,
                              "PostgreSQL refuses this body: ENVSUB turns its `$$` into `$`");
        primary_label(finding, "sent as `$`");
    } else {
        struct str shown = code_short(ctx->arena, text, 32);
        finding = report_span(ctx, misread.span, "ENVSUB replaces `" STR_FMT "` in this body",
                              STR_ARG(shown));
        primary_label(finding, "read as a variable");
    }
    note(finding, "ENVSUB knows no quotes: every `$` below `ENVSUB ON` is read as a variable");
    help_off(finding);
    finding->explains = sent_over(ctx, span);
    switch_off(ctx, finding);
}

static void alone(struct rule_ctx *ctx, struct misread misread)
{
    struct str shown = code_short(ctx->arena, span_text(misread.span), 32);
    if (!misread.refused && !str_equal(shown, STR("$$"))) return; /* `'$REGION'` is wanted */
    struct diagnostic *finding =
        misread.refused ? report_span(ctx, misread.span,
                                      "goose refuses the file: ENVSUB cannot read `" STR_FMT "`",
                                      STR_ARG(shown))
                        : report_span(ctx, misread.span, "ENVSUB turns this `$$` into `$`");
    primary_label(finding, misread.refused ? "read as a variable" : "sent as `$`");
    note(finding, "ENVSUB knows no quotes: every `$` below `ENVSUB ON` is read as a variable");
    help_off(finding);
    if (misread.refused) help(finding, "for a plain dollar sign write `\\$`");
    finding->explains = sent_over(ctx, misread.span);
    switch_off(ctx, finding);
}

static void check_file(struct rule_ctx *ctx)
{
    struct misreads misreads = find_misreads(ctx);
    if (misreads.len == 0) return;
    struct lexer lexer = {.text = code_text(ctx->arena, ctx->file->source, ctx->file->goose)};
    size_t next = 0;
    while (next < misreads.len) {
        struct token token = lex_next(&lexer);
        if (token.kind == TOKEN_END) break;
        for (; next < misreads.len && misreads.at[next].span.start < token.start; next++)
            alone(ctx, misreads.at[next]);
        bool is_body = token.kind == TOKEN_DOLLAR_STRING;
        if (is_body && next < misreads.len && misreads.at[next].span.start < token.end) {
            in_body(ctx, misreads.at[next], token);
            while (next < misreads.len && misreads.at[next].span.start < token.end) next++;
        }
    }
    for (; next < misreads.len; next++) alone(ctx, misreads.at[next]);
}

const struct rule rule_envsub_in_dollar_quote = {
    .id = "envsub-in-dollar-quote",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_ERROR,
    .summary = "ENVSUB reads the `$` of a body, a parameter or a literal as a variable",
    .why = "Below ENVSUB ON goose turns `$$` into `$`, replaces `$name` inside bodies, and refuses "
           "`$1`, `$body$` and the `$` of a regular expression.",
    .instead = "Switch it off around the statement: `-- +goose ENVSUB OFF` above, `-- +goose "
               "ENVSUB ON` below.",
    .exceptions = "`${VAR}` is taken for what it says.",
    .fix = "unsafe: adds the two lines, where the statement holds no `${VAR}`",
    .example = {.bad = "-- +goose Up\n"
                       "-- +goose ENVSUB ON\n"
                       "-- +goose StatementBegin\n"
                       "CREATE FUNCTION answer() RETURNS int AS $$\n"
                       "  SELECT 42;\n"
                       "$$ LANGUAGE sql;\n"
                       "-- +goose StatementEnd\n"
                       "\n"
                       "-- +goose Down\n"
                       "DROP FUNCTION answer();\n",
                .good = "-- +goose Up\n"
                        "-- +goose StatementBegin\n"
                        "CREATE FUNCTION answer() RETURNS int AS $$\n"
                        "  SELECT 42;\n"
                        "$$ LANGUAGE sql;\n"
                        "-- +goose StatementEnd\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP FUNCTION answer();\n"},
    .hides_in_file = {"envsub-unknown-variable"},
    .check_file = check_file,
};
