/* ignored-directive: a comment that was meant as a directive and is none for goose (reference
 * goose.md 1.3, S02, S03, S09, S13). What counts as meant is decided in src/lint/near_directive.c.
 * Each kind of directive is missed in a way of its own, hence the length. */
#include "lint/rule.h"

static bool has_directive(const struct goose_file *goose, enum directive_kind kind)
{
    for (size_t i = 0; i < goose->directive_count; i++) {
        if (goose->directives[i].kind == kind) return true;
    }
    return false;
}

/* The StatementBegin of the block that is open at byte [at]. */
static const struct directive *open_block(const struct goose_file *goose, uint32_t at)
{
    const struct directive *open = NULL;
    for (size_t i = 0; i < goose->directive_count && goose->directives[i].span.start < at; i++) {
        const struct directive *directive = &goose->directives[i];
        if (directive->kind == DIRECTIVE_STATEMENT_BEGIN)
            open = directive;
        else if (directive->kind <= DIRECTIVE_STATEMENT_END)
            open = NULL;
    }
    return open;
}

/* The first directive goose sees behind byte [at]. */
static const struct directive *next_directive(const struct goose_file *goose, uint32_t at)
{
    for (size_t i = 0; i < goose->directive_count; i++) {
        if (goose->directives[i].span.start >= at) return &goose->directives[i];
    }
    return NULL;
}

/* The first string of Up that reaches beyond byte [at], between it and [end]. */
static const struct goose_statement *sent_behind(const struct rule_ctx *ctx, uint32_t at,
                                                 uint32_t end)
{
    for (size_t i = 0; i < ctx->file->statement_count[DIRECTION_UP]; i++) {
        const struct goose_statement *sent = ctx->file->statements[DIRECTION_UP][i].sent;
        if (sent->span.end > at && sent->span.start < end && sent->sql.len > 0) return sent;
    }
    return NULL;
}

/* The line of code that follows byte [at], from its first token. */
static struct span code_behind(const struct rule_ctx *ctx, uint32_t at, uint32_t end)
{
    struct lexer lexer = {.text = str_slice(ctx->file->source->text, 0, end), .at = at};
    struct token token = lex_next_code(&lexer);
    if (token.kind == TOKEN_END) return (struct span){0};
    struct span line =
        source_line_span(ctx->file->source, source_line_of(ctx->file->source, token.start));
    line.start = token.start;
    return line;
}

/* -- what each says ---------------------------------------------------------------------------- */

static void help_form(struct diagnostic *finding, const struct near_directive *near)
{
    help(finding, "write `-- +goose %s`%s", directive_name(near->kind),
         near->own_line ? " from column 1" : " on a line of its own");
}

/* A comment behind code stays: its line would have to be broken. */
static void rewrite(struct fix_draft *fix, const struct near_directive *near)
{
    struct span line =
        source_line_span(near->span.source, source_line_of(near->span.source, near->span.start));
    edit_replace(fix, line, "-- +goose %s", directive_name(near->kind));
}

/* [end] is the other half of a block, missed as well; or NULL. */
static void fix_form(struct diagnostic *finding, const struct near_directive *near,
                     const struct near_directive *end)
{
    struct fix_draft fix =
        unsafe_fix(finding, "write the directive as goose wants it", "it changes what goose runs");
    if (!near->own_line || (end != NULL && !end->own_line)) return;
    rewrite(&fix, near);
    if (end != NULL) rewrite(&fix, end);
    struct span below = {near->span.source, near->span.start,
                         (uint32_t)near->span.source->text.len};
    bool envsub = near->kind == DIRECTIVE_ENVSUB_ON || near->kind == DIRECTIVE_ENVSUB_OFF;
    fix_recuts(&fix, envsub ? below : finding->explains);
    offer_fix(&fix);
}

static void near_up(struct rule_ctx *ctx, const struct near_directive *near)
{
    if (has_directive(ctx->file->goose, DIRECTIVE_UP)) return;
    static const char *const explained[] = {
        "missing-up", "misplaced-directive", "missing-down", "empty-down", "empty-up", NULL};
    struct diagnostic *finding =
        report_span(ctx, near->span, "goose refuses the file: it does not see this Up");
    primary_label(finding, STR_FMT, STR_ARG(near->fault));
    help_form(finding, near);
    fix_form(finding, near, NULL);
    finding->hides_in_file = explained;
}

static struct diagnostic *report_down(struct rule_ctx *ctx, const struct near_directive *near,
                                      const struct goose_statement *behind)
{
    if (near->is_sql)
        return report_span(ctx, near->span,
                           "Up fails at this line: goose does not see a Down in it");
    if (behind != NULL)
        return report_span(ctx, near->span, "goose runs this Down section as the rest of Up");
    return report_span(ctx, near->span, "goose sees no Down section: it ignores this line");
}

/* True when it was reported: what follows is explained then. */
static bool near_down(struct rule_ctx *ctx, const struct near_directive *near)
{
    static const char *const explained[] = {"missing-down", "empty-down", "irreversible-change",
                                            NULL};
    const struct goose_section *up = &ctx->file->goose->up;
    const struct goose_section *down = &ctx->file->goose->down;
    if (!up->present || near->span.start < up->body.start) return false;
    if (near->span.start >= up->body.end) return false; /* a heading inside the real Down */
    const struct goose_statement *behind = sent_behind(ctx, near->span.end, up->body.end);
    if (behind == NULL && down->present) return false; /* a heading above the real Down */
    struct diagnostic *finding = report_down(ctx, near, behind);
    primary_label(finding, STR_FMT, STR_ARG(near->fault));
    if (behind != NULL && !near->is_sql)
        label(finding, code_behind(ctx, near->span.end, up->body.end),
              "sent right after Up's own statements");
    if (near->is_sql) {
        note(finding, "to goose the line is SQL, and PostgreSQL reports a syntax error there");
    } else if (behind != NULL) {
        note(finding, "`goose up` succeeds, has undone its own work, and records the version");
    }
    help_form(finding, near);
    finding->explains = (struct span){ctx->file->source, near->span.start, up->body.end};
    fix_form(finding, near, NULL);
    finding->hides_in_file = explained;
    return true;
}

/* Where the statement ends that a near StatementBegin was to hold together. */
static uint32_t block_end(const struct rule_ctx *ctx, const struct near_directive *near,
                          const struct near_directive *end, const struct cut **cut)
{
    const struct directive *next = next_directive(ctx->file->goose, near->span.end);
    uint32_t stop = end != NULL ? end->span.end : (uint32_t)ctx->file->source->text.len;
    if (next != NULL && next->span.start < stop) stop = next->span.end;
    for (size_t i = 0; i < ctx->file->cut_count && *cut == NULL; i++) {
        const struct cut *one = &ctx->file->cuts[i];
        if (one->at.start > near->span.end && one->at.start < stop) *cut = one;
    }
    if (end == NULL && *cut != NULL && (*cut)->whole.end < stop) stop = (*cut)->whole.end;
    return stop;
}

static void near_begin(struct rule_ctx *ctx, const struct near_directive *near,
                       const struct near_directive *end)
{
    static const char *const explained[] = {"misplaced-directive", NULL};
    const struct goose_file *goose = ctx->file->goose;
    if (open_block(goose, near->span.start) != NULL) return;
    const struct directive *next = next_directive(goose, near->span.end);
    if (next != NULL && next->kind == DIRECTIVE_STATEMENT_BEGIN && !near->is_sql &&
        next->line == source_line_of(near->span.source, near->span.end) + 1)
        return; /* a heading above the real one */
    const struct cut *cut = NULL;
    uint32_t stop = block_end(ctx, near, end, &cut);
    bool refused = next != NULL && next->kind == DIRECTIVE_STATEMENT_END;
    struct diagnostic *finding =
        near->is_sql
            ? report_span(ctx, near->span, "PostgreSQL refuses this line: goose sees no directive")
        : refused ? report_span(ctx, near->span,
                                "goose refuses the file: it does not see this StatementBegin")
        : cut != NULL
            ? report_span(ctx, near->span, "goose opens no block here and cuts the statement below")
            : report_span(ctx, near->span, "goose opens no block here: it ignores this line");
    primary_label(finding, STR_FMT, STR_ARG(near->fault));
    if (cut != NULL) label(finding, cut->at, "goose ends the statement here");
    if (refused)
        label(finding, next->span, "closes a block that was never opened");
    else if (end != NULL)
        label(finding, end->span, "ignored too");
    if (!near->is_sql && !refused && cut == NULL) {
        at_most(finding, SEVERITY_WARNING);
        note(finding, "nothing below needs the block yet");
    }
    help_form(finding, near);
    /* It may stand inside the statement, between its first line and the body. */
    uint32_t start = near->span.start;
    if (cut != NULL && cut->whole.start < start) start = cut->whole.start;
    finding->explains = (struct span){ctx->file->source, start, stop};
    if (start == near->span.start && (end != NULL || refused)) fix_form(finding, near, end);
    if (refused) finding->hides_in_file = explained;
}

static bool is_block_error(const struct goose_error *error)
{
    return error->kind == GOOSE_STATEMENT_END_MISSING || error->kind == GOOSE_DOWN_OUT_OF_ORDER ||
           error->kind == GOOSE_STATEMENT_BEGIN_MISPLACED || error->kind == GOOSE_DUPLICATE_UP;
}

static void near_end(struct rule_ctx *ctx, const struct near_directive *near)
{
    static const char *const explained[] = {"misplaced-directive", "syntax-error", NULL};
    const struct goose_file *goose = ctx->file->goose;
    const struct directive *open = open_block(goose, near->span.start);
    if (open == NULL) return;
    const struct directive *next = next_directive(goose, near->span.end);
    for (size_t i = 0; i < goose->error_count; i++) {
        const struct goose_error *error = &goose->errors[i];
        bool of_block = error->span.start == open->span.start ||
                        (next != NULL && error->span.start == next->span.start);
        if (!of_block || !is_block_error(error)) continue;
        struct diagnostic *finding = report_span(
            ctx, near->span, "goose refuses the file: it does not see this StatementEnd");
        primary_label(finding, STR_FMT, STR_ARG(near->fault));
        label(finding, open->span, "the block stays open from here");
        help_form(finding, near);
        fix_form(finding, near, NULL);
        finding->hides_in_file = explained;
        return;
    }
}

static void near_no_transaction(struct rule_ctx *ctx, const struct near_directive *near)
{
    static const char *const explained[] = {"forbidden-in-transaction", NULL};
    if (ctx->file->goose->no_transaction) return;
    struct diagnostic *finding =
        report_span(ctx, near->span, "goose runs this file in a transaction all the same");
    primary_label(finding, STR_FMT, STR_ARG(near->fault));
    note(finding, "to goose the line is an ordinary comment");
    help_form(finding, near);
    fix_form(finding, near, NULL);
    finding->hides_in_file = explained;
}

static void near_envsub(struct rule_ctx *ctx, const struct near_directive *near)
{
    static const char *const explained[] = {"syntax-error", NULL};
    if (near->kind == DIRECTIVE_ENVSUB_ON && has_directive(ctx->file->goose, near->kind)) return;
    if (near->kind == DIRECTIVE_ENVSUB_OFF && !has_directive(ctx->file->goose, DIRECTIVE_ENVSUB_ON))
        return;
    struct diagnostic *finding =
        near->kind == DIRECTIVE_ENVSUB_ON
            ? report_span(ctx, near->span, "goose substitutes no variable in this file")
            : report_span(ctx, near->span, "goose goes on substituting variables below this line");
    primary_label(finding, STR_FMT, STR_ARG(near->fault));
    help_form(finding, near);
    fix_form(finding, near, NULL);
    finding->hides_in_file = explained;
}

static const struct near_directive *find_end(const struct near_directive *near, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (near[i].kind == DIRECTIVE_STATEMENT_END) return &near[i];
        if (near[i].kind == DIRECTIVE_STATEMENT_BEGIN) return NULL;
    }
    return NULL;
}

static void check_file(struct rule_ctx *ctx)
{
    size_t count = 0;
    bool down_seen = false;
    const struct near_directive *near =
        near_directives(ctx->arena, ctx->file->source, ctx->file->goose, &count);
    for (size_t i = 0; i < count; i++) {
        switch (near[i].kind) {
        case DIRECTIVE_UP:
            near_up(ctx, &near[i]);
            break;
        case DIRECTIVE_DOWN:
            down_seen = down_seen || near_down(ctx, &near[i]);
            break;
        case DIRECTIVE_STATEMENT_BEGIN:
            near_begin(ctx, &near[i], find_end(&near[i], count - i));
            break;
        case DIRECTIVE_STATEMENT_END:
            near_end(ctx, &near[i]);
            break;
        case DIRECTIVE_NO_TRANSACTION:
            near_no_transaction(ctx, &near[i]);
            break;
        case DIRECTIVE_ENVSUB_ON:
        case DIRECTIVE_ENVSUB_OFF:
            near_envsub(ctx, &near[i]);
            break;
        case DIRECTIVE_INVALID:
            break;
        }
    }
}

const struct rule rule_ignored_directive = {
    .id = "ignored-directive",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_ERROR,
    .summary = "a comment was meant as a directive, and goose ignores it",
    .why = "goose obeys a line only when it starts with `--` and holds exactly `+goose`. "
           "`-- +Goose Down` or `-- goose Down` is an ordinary comment: the statements below it "
           "are sent as part of Up, which undoes itself, and `goose validate` finds nothing.",
    .instead = "Write the directive as goose wants it, on a line of its own: `-- +goose Down`.",
    .exceptions = "Prose about goose is left alone: only a comment that says nothing but the "
                  "directive counts, and not where the real directive has the same effect.",
    .fix = "unsafe: writes the directive, where nothing else stands on its line",
    .example = {.bad = "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "\n"
                       "-- + goose Down\n"
                       "DROP TABLE invoices;\n",
                .good = "-- goose down drops the table again\n"
                        "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"},
    .check_file = check_file,
};
