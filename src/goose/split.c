#include "goose/split.h"

#include "base/vec.h"

void goose_pass_error(struct goose_pass *pass, enum goose_error_kind kind, struct span span,
                      struct str message)
{
    struct goose_error error = {.kind = kind,
                                .line = source_line_of(span.source, span.start),
                                .span = span,
                                .message = message,
                                .in_up = pass->direction == DIRECTION_UP,
                                .in_down = pass->direction == DIRECTION_DOWN};
    VEC_PUSH(pass->scratch, &pass->errors, error);
}

bool goose_pass_keeps(const struct goose_pass *pass)
{
    bool in_up = pass->state >= STATE_UP && pass->state <= STATE_UP_CLOSED;
    return in_up == (pass->direction == DIRECTION_UP);
}

void goose_pass_enter(struct goose_pass *pass, enum direction direction, struct span directive,
                      uint32_t line_start, uint32_t body)
{
    const struct source *source = pass->scan->source;
    if (pass->open != NULL) pass->open->body.end = line_start;
    struct goose_section *section = &pass->sections[direction];
    bool again = section->body.source != NULL; /* the first body is the section's body */
    pass->open = again ? NULL : section;
    if (!again) section->body = (struct span){source, body, body};
    if (directive.source == NULL || section->present) return;
    section->present = true;
    section->directive = directive;
}

/* -- storing ----------------------------------------------------------------------------------- */

void goose_pass_store(struct goose_pass *pass, bool in_block)
{
    struct goose_statement statement = {.in_block = in_block};
    if (!sent_statement(&pass->pending, pass->arena, pass->scan->source, &statement)) {
        statement.span = pass->block_end;
        statement.start_line = source_line_of(pass->block_end.source, pass->block_end.start);
        statement.end_line = statement.start_line;
    }
    if (in_block) {
        statement.block =
            (struct span){pass->scan->source, pass->block_begin.start, pass->block_end.end};
    }
    VEC_PUSH(pass->arena, &pass->statements, statement);
    sent_clear(&pass->pending);
}

static bool nothing_pending(const struct goose_pass *pass)
{
    return pass->pending.len == 0 ||
           goose_is_blank((struct str){pass->pending.bytes, pass->pending.len});
}

void goose_pass_rescue(struct goose_pass *pass, bool in_block)
{
    if (nothing_pending(pass)) {
        sent_clear(&pass->pending);
    } else {
        goose_pass_store(pass, in_block);
    }
}

/* No line of [text] holds anything but white space and `--` comments. */
static bool only_comments(struct str text)
{
    struct goose_line line = {0};
    while (goose_next_line(text, &line)) {
        struct str content = goose_line_text(text, &line);
        if (!goose_is_comment(content) && !goose_is_blank(content)) return false;
    }
    return true;
}

void goose_pass_unfinished(struct goose_pass *pass)
{
    if (nothing_pending(pass)) {
        sent_clear(&pass->pending);
        return;
    }
    goose_pass_store(pass, false);
    const struct goose_statement *left = &pass->statements.at[pass->statements.len - 1];
    struct str reason = STR("no line ends this statement with `;`: goose refuses the section");
    if (only_comments(left->sql)) {
        reason =
            STR("behind a line of blanks goose takes this comment for an unfinished statement");
    } else if (str_starts_with(left->sql, STR("/*")) && str_ends_with(left->sql, STR("*/"))) {
        reason = STR("goose takes this comment for an unfinished statement");
    }
    goose_pass_error(pass, GOOSE_UNFINISHED_STATEMENT, left->span, reason);
}

/* -- lines ------------------------------------------------------------------------------------- */

/* SQL before any Up: an error; then the text is read as if Up stood before it. */
static void begin_without_up(struct goose_pass *pass, const struct goose_line *line)
{
    goose_pass_error(pass, GOOSE_MISSING_UP, goose_scan_span(pass->scan, line),
                     STR("there is SQL before `-- +goose Up`: goose refuses the file"));
    pass->state = STATE_UP;
    goose_pass_enter(pass, DIRECTION_UP, (struct span){0}, line->start, line->start);
}

/* Adds the line with its LF, expanded when ENVSUB is on; returns it as added. */
static struct str append_line(struct goose_pass *pass, struct str text,
                              const struct goose_line *line)
{
    const struct scan *scan = pass->scan;
    uint32_t start = (uint32_t)(text.at - scan->source->text.at);
    size_t before = pass->pending.len;
    struct envsub_error error = {0};
    struct envsub envsub = {pass->arena,
                            pass->scratch,
                            scan->source,
                            pass->environment,
                            goose_pass_keeps(pass) ? pass->expansions : NULL,
                            pass->direction};
    bool expanded = pass->envsub && goose_expand(&envsub, text, start, &pass->pending, &error);
    if (!expanded) sent_add_source(&pass->pending, text, start);
    if (pass->envsub && !expanded) {
        goose_pass_error(pass, GOOSE_ENVSUB, error.span, error.message);
    }
    size_t end = pass->pending.len;
    sent_add_source(&pass->pending, STR("\n"), line->has_lf ? line->next - 1 : line->next);
    return (struct str){pass->pending.bytes + before, end - before};
}

/* Behind a StatementEnd: either that line itself, which stores its block, or, when the block held
 * nothing but comments, the next line of SQL, which goose throws away. */
static void close_block(struct goose_pass *pass, const struct goose_line *line)
{
    bool is_end_line = pass->pending.len != 0;
    goose_pass_store(pass, true);
    pass->state = pass->state == STATE_UP_CLOSED ? STATE_UP : STATE_DOWN;
    struct span span = goose_scan_span(pass->scan, line);
    if (is_end_line || span.start == span.end) return;
    struct span block = {span.source, pass->block_begin.start, pass->block_end.end};
    struct dropped_line dropped = {line->number, span, block, pass->direction};
    VEC_PUSH(pass->arena, pass->dropped, dropped);
}

static void take_text(struct goose_pass *pass, struct str text, const struct goose_line *line)
{
    bool closed = pass->state == STATE_UP_CLOSED || pass->state == STATE_DOWN_CLOSED;
    if (pass->state == STATE_START) begin_without_up(pass, line);
    if (closed) {
        if (goose_pass_keeps(pass)) close_block(pass, line);
        return;
    }
    if (!goose_pass_keeps(pass) && !pass->envsub) {
        sent_clear(&pass->pending);
        return;
    }
    struct str added = append_line(pass, text, line);
    if (!goose_pass_keeps(pass)) {
        sent_clear(&pass->pending);
    } else if (pass->state == STATE_UP || pass->state == STATE_DOWN) {
        if (goose_ends_statement(added)) goose_pass_store(pass, false);
    }
}

static void check_line(struct goose_pass *pass, const struct goose_line *line)
{
    const struct source *source = pass->scan->source;
    if (line->number == 1 && pass->scan->has_bom) {
        goose_pass_error(pass, GOOSE_UNREADABLE_TEXT, (struct span){source, 0, 3},
                         STR("the file begins with a byte order mark, which hides line 1 from "
                             "goose"));
    }
    if (line->too_long) {
        goose_pass_error(pass, GOOSE_UNREADABLE_TEXT,
                         (struct span){source, line->start, line->start + 1},
                         STR("this line is longer than goose can read (4 MiB)"));
    }
}

static void take_line(struct goose_pass *pass, const struct goose_line *line)
{
    check_line(pass, line);
    struct str text = goose_scan_text(pass->scan, line);
    if (pass->state == STATE_START && goose_is_blank(text)) return;
    size_t number = pass->next_directive;
    if (number < pass->scan->directive_count &&
        pass->scan->directives[number].line == line->number) {
        pass->next_directive++;
        if (goose_pass_directive(pass, number, line)) return;
    }
    bool skipped = text.len == 0 || goose_is_comment(text);
    if (pass->pending.len == 0 && skipped) return;
    take_text(pass, text, line);
}

/* -- the end ----------------------------------------------------------------------------------- */

static void finish(struct goose_pass *pass)
{
    const struct source *source = pass->scan->source;
    uint32_t end = (uint32_t)source->text.len;
    if (pass->open != NULL) pass->open->body.end = end;
    switch (pass->state) {
    case STATE_START:
        goose_pass_error(pass, GOOSE_MISSING_UP, source_line_span(source, 1),
                         STR("there is no `-- +goose Up`: goose refuses the file"));
        break;
    case STATE_UP_BLOCK:
    case STATE_DOWN_BLOCK:
        goose_pass_error(pass, GOOSE_STATEMENT_END_MISSING, pass->block_begin,
                         STR("no `-- +goose StatementEnd` closes this block: goose refuses the "
                             "file"));
        pass->block_end = (struct span){source, end, end};
        goose_pass_rescue(pass, true);
        break;
    case STATE_UP:
    case STATE_DOWN:
    case STATE_UP_CLOSED:
    case STATE_DOWN_CLOSED:
        goose_pass_unfinished(pass);
        break;
    }
}

void goose_pass_run(struct goose_pass *pass)
{
    struct goose_line line = {0};
    while (goose_next_line(pass->scan->source->text, &line)) take_line(pass, &line);
    finish(pass);
}
