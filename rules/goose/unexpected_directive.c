/* unexpected-directive: goose obeys a directive where a reader would not expect it (reference
 * goose.md S26, S27, S28). */
#include "lint/rule.h"

/* In the line: a comment mark, blanks, and the directive with a mark of its own. */
static bool is_commented_out(struct str line)
{
    if (line.len < 3 || line.at[2] == '-') return false;
    return str_starts_with(str_trim(str_slice(line, 2, line.len)), STR("--"));
}

static const char *const of_no_transaction[] = {"needless-no-transaction", NULL};

/* goose then takes the line for what it looks like. */
static void take_plus_away(struct diagnostic *finding, const struct directive *directive)
{
    const struct span line = directive->span;
    size_t plus = str_find(span_text(line), STR("+goose"), 0);
    struct fix_draft fix = unsafe_fix(finding, "take the plus away, so that goose ignores the line",
                                      "what stands below it is read otherwise");
    if (plus == SIZE_MAX) return;
    uint32_t at = line.start + (uint32_t)plus;
    edit_delete(&fix, (struct span){line.source, at, at + 1});
    fix_recuts(&fix, (struct span){line.source, 0, (uint32_t)line.source->text.len});
    offer_fix(&fix);
}

static void commented_out(struct rule_ctx *ctx, const struct directive *directive)
{
    struct diagnostic *finding =
        report_span(ctx, directive->span, "goose obeys this `%s` although it is commented out",
                    directive_name(directive->kind));
    primary_label(finding, "still a directive");
    note(finding, "goose removes every `--` from the line before it looks at it");
    help(finding, "delete the line, or write `goose` without the plus");
    if (directive->kind != DIRECTIVE_NO_TRANSACTION) return;
    take_plus_away(finding, directive); /* that of a section would throw Up and Down together */
    finding->hides_in_file = of_no_transaction;
}

static const char *effect_of(enum directive_kind kind)
{
    switch (kind) {
    case DIRECTIVE_UP:
        return "Up begins at this line";
    case DIRECTIVE_DOWN:
        return "Down begins at this line";
    case DIRECTIVE_STATEMENT_BEGIN:
        return "a block begins at this line";
    case DIRECTIVE_STATEMENT_END:
        return "the block ends at this line";
    case DIRECTIVE_NO_TRANSACTION:
        return "the whole file runs without a transaction";
    case DIRECTIVE_ENVSUB_ON:
    case DIRECTIVE_ENVSUB_OFF:
    case DIRECTIVE_INVALID:
        break;
    }
    return NULL;
}

/* In a literal or a block comment. Everything goose then misreads follows from it. */
static void enclosed(struct rule_ctx *ctx, const struct enclosed_directive *one)
{
    static const char *const of_sections[] = {"misplaced-directive",
                                              "unfinished-statement",
                                              "syntax-error",
                                              "missing-down",
                                              "empty-down",
                                              "empty-up",
                                              NULL};
    const struct directive *directive = one->directive;
    const char *effect = effect_of(directive->kind);
    if (effect == NULL) return; /* ENVSUB inside a body is how one limits it to the body */
    const char *words = token_kind_words(one->token.kind);
    struct diagnostic *finding =
        report_span(ctx, directive->span, "goose obeys this `%s` inside %s",
                    directive_name(directive->kind), words);
    primary_label(finding, "%s", effect);
    struct span opening = enclosed_opening(ctx->file->source, one);
    label(finding, opening, "the %s opens here", words + 2); /* without its article */
    note(finding, "goose looks at lines alone, not at quotes or comments");
    help(finding, "delete the line, or write `goose` without the plus");
    if (one->token.kind == TOKEN_BLOCK_COMMENT) take_plus_away(finding, directive);
    if (directive->kind == DIRECTIVE_NO_TRANSACTION) {
        finding->hides_in_file = of_no_transaction;
        return;
    }
    if (!ctx->file->goose->accepted && finding->severity == SEVERITY_WARNING)
        finding->severity = SEVERITY_ERROR; /* that of the errors it explains */
    finding->hides_in_file = of_sections;
    finding->explains = (struct span){ctx->file->source, directive->span.start, one->token.end};
}

/* -- NO TRANSACTION ---------------------------------------------------------------------------- */

static uint32_t first_sql(const struct rule_ctx *ctx)
{
    for (int direction = DIRECTION_UP; direction <= DIRECTION_DOWN; direction++) {
        for (size_t i = 0; i < ctx->file->statement_count[direction]; i++) {
            const struct goose_statement *sent = ctx->file->statements[direction][i].sent;
            if (sent->sql.len > 0) return sent->span.start;
        }
    }
    return UINT32_MAX;
}

static void late(struct rule_ctx *ctx, const struct directive *directive, bool in_block)
{
    const struct goose_file *goose = ctx->file->goose;
    bool in_down = goose->down.present && directive->span.start > goose->down.directive.start;
    struct diagnostic *finding =
        in_down    ? report_span(ctx, directive->span,
                                 "`NO TRANSACTION` below Down takes the transaction from Up too")
        : in_block ? report_span(ctx, directive->span,
                                 "`NO TRANSACTION` in this block takes the transaction from all of "
                                 "the file")
                   : report_span(ctx, directive->span,
                                 "`NO TRANSACTION` takes the transaction from the statements above "
                                 "it too");
    primary_label(finding, "counts for the whole file");
    if (in_down) label(finding, goose->up.directive, "Up runs without a transaction");
    note(finding, "goose has one transaction mode for a file, both directions");
    help(finding, "move it above `-- +goose Up` if that is meant, else delete it");
    if (goose->up.present && goose->up.directive.start < directive->span.start) {
        struct fix_draft fix = safe_fix(finding, "move it above `-- +goose Up`");
        edit_insert_no_transaction(&fix, goose);
        edit_delete_line(&fix, directive->span.source, directive->line);
        offer_fix(&fix);
    }
    finding->hides_in_file = of_no_transaction;
}

static bool in_block(const struct goose_file *goose, const struct directive *directive)
{
    bool open = false;
    for (const struct directive *d = goose->directives; d < directive; d++) {
        if (d->kind == DIRECTIVE_STATEMENT_BEGIN)
            open = true;
        else if (d->kind <= DIRECTIVE_STATEMENT_END)
            open = false;
    }
    return open;
}

static void check_no_transaction(struct rule_ctx *ctx, const struct directive *directive)
{
    const struct goose_file *goose = ctx->file->goose;
    /* Where another one stands in its place, this one changes nothing. */
    if (directive->span.start != goose->no_transaction_directive.start) return;
    bool inside = in_block(goose, directive);
    if (directive->span.start > first_sql(ctx) || inside ||
        (goose->down.present && directive->span.start > goose->down.directive.start))
        late(ctx, directive, inside);
}

static void check_file(struct rule_ctx *ctx)
{
    const struct goose_file *goose = ctx->file->goose;
    size_t count = 0;
    const struct enclosed_directive *inside = NULL;
    if (!ctx->file->agrees)
        inside = enclosed_directives(ctx->arena, ctx->file->source, goose, &count);
    size_t next = 0;
    for (size_t i = 0; i < goose->directive_count; i++) {
        const struct directive *directive = &goose->directives[i];
        if (next < count && inside[next].directive == directive) {
            if (directive->kind != DIRECTIVE_INVALID) enclosed(ctx, &inside[next]);
            next++;
        } else if (directive->kind == DIRECTIVE_INVALID) {
            continue; /* malformed-directive */
        } else if (is_commented_out(span_text(directive->span))) {
            commented_out(ctx, directive);
        } else if (directive->kind == DIRECTIVE_NO_TRANSACTION) {
            check_no_transaction(ctx, directive);
        }
    }
}

const struct rule rule_unexpected_directive = {
    .id = "unexpected-directive",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_WARNING,
    .summary = "goose obeys a directive where a reader would not expect it",
    .why = "goose looks at lines alone: a directive counts inside a literal, a block comment or "
           "behind another `--`. NO TRANSACTION counts for the whole file wherever it stands, so "
           "that Up loses its transaction to a line far below.",
    .instead = "Put NO TRANSACTION on the first line. In comments and literals write `goose` "
               "without the plus; delete directives instead of commenting them out.",
    .exceptions = "NO TRANSACTION above the first statement is where it belongs; ENVSUB may stand "
                  "inside a body.",
    .fix = "safe: moves NO TRANSACTION above Up; unsafe: takes the plus of a directive in a "
           "comment away",
    .example = {.bad = "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "\n"
                       "-- +goose Down\n"
                       "-- -- +goose NO TRANSACTION\n"
                       "DROP TABLE invoices;\n",
                .good = "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"},
    .check_file = check_file,
};
