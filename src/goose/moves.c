/* What directives do to a pass (goose v3.27.3, internal/sqlparser). */
#include "goose/directive.h"
#include "goose/split.h"

struct move {
    struct goose_pass *pass;
    struct directive *directive;
    const struct goose_line *line;
};

static void misplaced(const struct move *move, enum goose_error_kind kind, struct str message)
{
    move->directive->misplaced = true;
    goose_pass_error(move->pass, kind, move->directive->span, message);
}

static bool in_block(const struct goose_pass *pass)
{
    return pass->state == STATE_UP_BLOCK || pass->state == STATE_DOWN_BLOCK;
}

static void enter(const struct move *move, enum direction direction)
{
    goose_pass_enter(move->pass, direction, move->directive->span, move->line->start,
                     move->line->next);
    move->pass->state = direction == DIRECTION_UP ? STATE_UP : STATE_DOWN;
}

/* A block left open before a directive that cannot stand in it. */
static void leave_block(struct goose_pass *pass, uint32_t end)
{
    pass->block_end = (struct span){pass->scan->source, end, end};
    goose_pass_rescue(pass, true);
}

/* -- Up, Down ---------------------------------------------------------------------------------- */

static void move_up(const struct move *move)
{
    struct goose_pass *pass = move->pass;
    if (!pass->up_seen) { /* in START; or where a missing Up has been reported already */
        if (in_block(pass)) {
            leave_block(pass, move->line->start);
        } else {
            goose_pass_rescue(pass, false);
        }
        pass->up_seen = true;
        enter(move, DIRECTION_UP);
        return;
    }
    misplaced(move, GOOSE_DUPLICATE_UP,
              STR("a file has one `-- +goose Up`, and this is the second: goose refuses the file"));
    if (pass->state < STATE_DOWN) return;
    if (in_block(pass)) {
        leave_block(pass, move->line->start);
    } else {
        goose_pass_rescue(pass, false);
    }
    enter(move, DIRECTION_UP);
}

static struct str down_reason(const struct goose_pass *pass)
{
    if (pass->state == STATE_START) {
        return STR("`-- +goose Down` stands before any `-- +goose Up`: goose refuses the file");
    }
    if (in_block(pass)) {
        return STR("`-- +goose Down` stands in an open StatementBegin block: goose refuses the "
                   "file");
    }
    return STR("a file has one `-- +goose Down`, and this is the second: goose refuses the file");
}

static void move_down(const struct move *move)
{
    struct goose_pass *pass = move->pass;
    if (pass->state == STATE_UP || pass->state == STATE_UP_CLOSED) {
        goose_pass_unfinished(pass);
        enter(move, DIRECTION_DOWN);
        return;
    }
    misplaced(move, GOOSE_DOWN_OUT_OF_ORDER, down_reason(pass));
    if (in_block(pass)) leave_block(pass, move->line->start);
    if (pass->state == STATE_DOWN_BLOCK) pass->state = STATE_DOWN;
    if (pass->state < STATE_DOWN) enter(move, DIRECTION_DOWN);
}

/* -- blocks ------------------------------------------------------------------------------------ */

static struct str begin_reason(const struct goose_pass *pass)
{
    if (pass->state == STATE_START) {
        return STR("`-- +goose StatementBegin` stands before any `-- +goose Up`: goose refuses the "
                   "file");
    }
    return STR("the block before this `-- +goose StatementBegin` is still open, and blocks do not "
               "nest: goose refuses the file");
}

static void open_block(const struct move *move)
{
    struct goose_pass *pass = move->pass;
    if (pass->state == STATE_START) {
        goose_pass_enter(pass, DIRECTION_UP, (struct span){0}, move->line->start,
                         move->line->start);
    }
    pass->block_begin = move->directive->span;
    pass->state = pass->state < STATE_DOWN ? STATE_UP_BLOCK : STATE_DOWN_BLOCK;
}

static void move_begin(const struct move *move)
{
    struct goose_pass *pass = move->pass;
    if (pass->state == STATE_START || in_block(pass)) {
        misplaced(move, GOOSE_STATEMENT_BEGIN_MISPLACED, begin_reason(pass));
    }
    if (in_block(pass)) leave_block(pass, move->line->start);
    open_block(move);
}

/* True when the block's end is in its place. */
static bool move_end(const struct move *move)
{
    struct goose_pass *pass = move->pass;
    if (in_block(pass)) {
        pass->block_end = move->directive->span;
        pass->state = pass->state == STATE_UP_BLOCK ? STATE_UP_CLOSED : STATE_DOWN_CLOSED;
        return true;
    }
    misplaced(move, GOOSE_STATEMENT_END_MISPLACED,
              STR("no `-- +goose StatementBegin` is open here: goose refuses the file"));
    goose_pass_rescue(pass, false);
    return false;
}

/* -- all of them ------------------------------------------------------------------------------- */

static bool is_legal(const struct goose_pass *pass, enum directive_kind kind)
{
    switch (kind) {
    case DIRECTIVE_UP:
        return !pass->up_seen;
    case DIRECTIVE_DOWN:
        return pass->state == STATE_UP || pass->state == STATE_UP_CLOSED;
    case DIRECTIVE_STATEMENT_BEGIN:
        return pass->state != STATE_START && !in_block(pass);
    case DIRECTIVE_STATEMENT_END:
        return in_block(pass);
    case DIRECTIVE_NO_TRANSACTION:
    case DIRECTIVE_ENVSUB_ON:
    case DIRECTIVE_ENVSUB_OFF:
        return true;
    case DIRECTIVE_INVALID:
        return false;
    }
    return false;
}

static struct str refusal(const struct goose_pass *pass, const struct decoded_directive *decoded)
{
    switch (decoded->error) {
    case GOOSE_DIRECTIVE_INDENTED:
        return STR("a directive must begin in column 1: goose refuses the file");
    case GOOSE_DIRECTIVE_EMPTY:
        return STR("nothing stands behind `+goose`: goose refuses the file");
    case GOOSE_DIRECTIVE_REPEATED:
        return STR("`+goose` stands twice in this line: goose refuses the file");
    default: /* of the kinds that decoding gives, only GOOSE_DIRECTIVE_UNKNOWN is left */
        break;
    }
    if (decoded->guess == DIRECTIVE_INVALID) {
        return STR("goose takes every comment with `+goose` for a directive and does not know this "
                   "one: it refuses the file");
    }
    return str_format(pass->arena,
                      "goose knows no such directive (`-- +goose %s`?): it refuses the file",
                      directive_name(decoded->guess));
}

/* True: the line is done with. */
static bool carry_out(const struct move *move, enum directive_kind kind)
{
    switch (kind) {
    case DIRECTIVE_UP:
        move_up(move);
        return true;
    case DIRECTIVE_DOWN:
        move_down(move);
        return true;
    case DIRECTIVE_STATEMENT_BEGIN:
        move_begin(move);
        return true;
    case DIRECTIVE_STATEMENT_END:
        return !move_end(move);
    case DIRECTIVE_ENVSUB_ON:
        move->pass->envsub = true;
        return true;
    case DIRECTIVE_ENVSUB_OFF:
        move->pass->envsub = false;
        return true;
    case DIRECTIVE_NO_TRANSACTION: /* counts for the whole file wherever it stands */
    case DIRECTIVE_INVALID:
        return true;
    }
    return true;
}

bool goose_pass_directive(struct goose_pass *pass, size_t number, const struct goose_line *line)
{
    const struct decoded_directive *decoded = &pass->scan->decoded[number];
    struct move move = {pass, &pass->scan->directives[number], line};
    if (decoded->kind != DIRECTIVE_INVALID) return carry_out(&move, decoded->kind);
    goose_pass_error(pass, decoded->error, move.directive->span, refusal(pass, decoded));
    if (!is_legal(pass, decoded->guess)) return true;
    return carry_out(&move, decoded->guess);
}
