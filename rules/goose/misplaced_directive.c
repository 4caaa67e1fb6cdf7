/* misplaced-directive: a directive where goose's state machine allows none, or a block without its
 * end (reference goose.md 1.4, 1.5). */
#include "lint/rule.h"

/* What stands above a line. */
struct above {
    const struct directive *up;
    const struct directive *down;
    const struct directive *open; /* the StatementBegin of an open block */
    size_t next;                  /* the first directive not looked at yet */
};

/* Moves on to [line], which is below the one before. */
static void look_above(struct above *above, const struct goose_file *goose, uint32_t line)
{
    for (; above->next < goose->directive_count; above->next++) {
        const struct directive *directive = &goose->directives[above->next];
        if (directive->line >= line) break;
        if (directive->kind == DIRECTIVE_UP && above->up == NULL) above->up = directive;
        if (directive->kind == DIRECTIVE_DOWN && above->down == NULL) above->down = directive;
        if (directive->kind == DIRECTIVE_STATEMENT_BEGIN)
            above->open = directive;
        else if (directive->kind <= DIRECTIVE_STATEMENT_END)
            above->open = NULL;
    }
}

static void label_open(struct diagnostic *finding, const struct above *above)
{
    if (above->open != NULL) label(finding, above->open->span, "the block is opened here");
}

/* StatementEnd, where the open block holds one statement and its `;` is the last of it. */
static void close_block(const struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct directive *open, uint32_t until)
{
    const struct source *source = ctx->file->source;
    struct lexer lexer = {.text = str_slice(source->text, 0, until), .at = open->span.end};
    struct token last = {.kind = TOKEN_END};
    size_t ends = 0;
    for (struct token token = lex_next_code(&lexer); token.kind != TOKEN_END && !token.unterminated;
         token = lex_next_code(&lexer)) {
        last = token;
        if (token.kind == TOKEN_SEMICOLON) ends++;
    }
    if (ends != 1 || last.kind != TOKEN_SEMICOLON) return;
    struct fix_draft fix = safe_fix(finding, "close the block below its statement");
    edit_insert_lines(&fix, source, source_line_of(source, last.start) + 1,
                      STR("-- +goose StatementEnd"));
    fix_recuts(&fix, (struct span){source, open->span.start, until});
    offer_fix(&fix);
}

static void second_up(struct rule_ctx *ctx, struct span at, const struct above *above)
{
    struct diagnostic *finding = report_span(ctx, at, "goose refuses the file: a second Up");
    primary_label(finding, "only one is allowed");
    if (above->up != NULL) label(finding, above->up->span, "the first one");
    help(finding, "delete this line; a second migration belongs in a file of its own");
}

static void down_out_of_order(struct rule_ctx *ctx, struct span at, const struct above *above,
                              bool has_up)
{
    struct diagnostic *finding;
    if (above->open != NULL) {
        finding = report_span(ctx, at, "goose refuses the file: Down stands in an open block");
        primary_label(finding, "goose expects StatementEnd first");
        label_open(finding, above);
        help(finding, "add `-- +goose StatementEnd` below the last line of the block's statement");
        close_block(ctx, finding, above->open, at.start);
    } else if (above->down != NULL) {
        finding = report_span(ctx, at, "goose refuses the file: a second Down");
        primary_label(finding, "only one is allowed");
        label(finding, above->down->span, "the first one");
        help(finding, "delete this line; all statements of Down follow one directive");
    } else if (!has_up) {
        finding = report_span(ctx, at, "goose refuses the file: it has a Down but no Up");
        primary_label(finding, "goose expects Up first");
        help(finding, "write the statements that this takes back, below a line `-- +goose Up`");
    } else {
        finding = report_span(ctx, at, "goose refuses the file: Down stands before Up");
        primary_label(finding, "goose expects Up first");
        help(finding, "write the Up section first, then Down");
    }
}

static void begin_misplaced(struct rule_ctx *ctx, struct span at, const struct above *above)
{
    struct diagnostic *finding;
    if (above->open != NULL) {
        finding = report_span(ctx, at, "goose refuses the file: a block is opened inside a block");
        primary_label(finding, "blocks do not nest");
        label_open(finding, above);
        help(finding, "close the first block with `-- +goose StatementEnd` above this line, or "
                      "delete this line");
        close_block(ctx, finding, above->open, at.start);
    } else {
        finding = report_span(ctx, at, "goose refuses the file: a block is opened before Up");
        primary_label(finding, "goose expects Up first");
        help(finding, "put `-- +goose Up` above this line");
    }
}

static void end_misplaced(struct rule_ctx *ctx, struct span at)
{
    struct diagnostic *finding =
        report_span(ctx, at, "goose refuses the file: StatementEnd closes no block");
    primary_label(finding, "no StatementBegin is open here");
    help(finding, "add `-- +goose StatementBegin` above the statement, or delete this line");
}

static void end_missing(struct rule_ctx *ctx, struct span at, const struct directive *open)
{
    struct diagnostic *finding =
        report_span(ctx, at, "goose refuses the file: this block is never closed");
    primary_label(finding, "no StatementEnd follows");
    help(finding, "add `-- +goose StatementEnd` below the last line of the statement");
    if (open != NULL) close_block(ctx, finding, open, (uint32_t)ctx->file->source->text.len);
}

static const struct directive *last_begin(const struct goose_file *goose)
{
    for (size_t i = goose->directive_count; i-- > 0;) {
        if (goose->directives[i].kind == DIRECTIVE_STATEMENT_BEGIN) return &goose->directives[i];
    }
    return NULL;
}

static bool has_up(const struct goose_file *goose)
{
    for (size_t i = 0; i < goose->directive_count; i++) {
        if (goose->directives[i].kind == DIRECTIVE_UP) return true;
    }
    return false;
}

static void check_file(struct rule_ctx *ctx)
{
    const struct goose_file *goose = ctx->file->goose;
    struct above above = {0};
    const bool up = has_up(goose);
    size_t nested = 0; /* blocks opened in a block: their ends are one too many, for that reason */
    for (size_t i = 0; i < goose->error_count; i++) {
        const struct goose_error *error = &goose->errors[i];
        look_above(&above, goose, error->line);
        if (error->kind == GOOSE_DUPLICATE_UP) {
            second_up(ctx, error->span, &above);
        } else if (error->kind == GOOSE_DOWN_OUT_OF_ORDER) {
            down_out_of_order(ctx, error->span, &above, up);
        } else if (error->kind == GOOSE_STATEMENT_BEGIN_MISPLACED) {
            begin_misplaced(ctx, error->span, &above);
            if (above.open != NULL) nested++;
        } else if (error->kind == GOOSE_STATEMENT_END_MISPLACED) {
            if (nested > 0)
                nested--;
            else
                end_misplaced(ctx, error->span);
        } else if (error->kind == GOOSE_STATEMENT_END_MISSING) {
            end_missing(ctx, error->span, last_begin(goose));
        }
    }
}

const struct rule rule_misplaced_directive = {
    .id = "misplaced-directive",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_ERROR,
    .summary = "a directive stands where goose allows none, or a block has no end",
    .why = "goose refuses the whole file, and names no line. A mistake in Down stops `goose up` "
           "too.",
    .instead = "One `-- +goose Up`, then at most one `-- +goose Down`; every StatementBegin below "
               "one of them and closed by a StatementEnd before the next directive.",
    .fix = "safe: adds a missing StatementEnd, where the block holds one statement",
    .example = {.bad = "-- +goose Up\n"
                       "-- +goose StatementBegin\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n",
                .good = "-- +goose Up\n"
                        "-- +goose StatementBegin\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "-- +goose StatementEnd\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"},
    .hides_in_file = {"missing-down", "empty-down"},
    .check_file = check_file,
};
