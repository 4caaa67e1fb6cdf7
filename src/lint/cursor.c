#include "lint/cursor.h"

#include "lint/rule.h"

struct cursor cursor_section(const struct rule_ctx *ctx, enum direction direction)
{
    return (struct cursor){.file = ctx->file, .direction = direction};
}

struct cursor cursor_look(const struct rule_ctx *ctx, enum direction direction)
{
    struct cursor cursor = cursor_section(ctx, direction);
    cursor.most_steps = CURSOR_REACH;
    return cursor;
}

static size_t statement_index(const struct rule_ctx *ctx)
{
    return (size_t)(ctx->statement - ctx->file->statements[ctx->direction]);
}

static size_t sql_index(const struct rule_ctx *ctx)
{
    return (size_t)(ctx->sql - ctx->statement->parse.statements);
}

static size_t change_index(const struct rule_ctx *ctx, const struct change *change)
{
    return (size_t)(change - ctx->sql->changes);
}

struct cursor cursor_after(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_look(ctx, ctx->direction);
    cursor.statement_index = statement_index(ctx);
    cursor.sql_index = sql_index(ctx);
    cursor.change_index = change_index(ctx, change) + 1;
    return cursor;
}

/* Far into a long section it starts one reach of strings, of statements in the string, or of
 * changes in the statement, ahead. */
struct cursor cursor_before(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_section(ctx, ctx->direction);
    cursor.end = change;
    if (statement_index(ctx) > CURSOR_REACH) {
        cursor.statement_index = statement_index(ctx) - CURSOR_REACH;
    }
    if (sql_index(ctx) > CURSOR_REACH) {
        cursor.statement_index = statement_index(ctx);
        cursor.sql_index = sql_index(ctx) - CURSOR_REACH;
    }
    if (change_index(ctx, change) > CURSOR_REACH) { /* a DO block, a long ALTER TABLE */
        cursor.statement_index = statement_index(ctx);
        cursor.sql_index = sql_index(ctx);
        cursor.change_index = change_index(ctx, change) - CURSOR_REACH;
    }
    return cursor;
}

/* Moves to the next statement that has a change to stand at; false at the section's end. */
static bool find_change(struct cursor *cursor)
{
    const size_t statement_count = cursor->file->statement_count[cursor->direction];
    for (; cursor->statement_index < statement_count; cursor->statement_index++) {
        cursor->statement = &cursor->file->statements[cursor->direction][cursor->statement_index];
        const struct sql_parse *parse = &cursor->statement->parse;
        for (; cursor->sql_index < parse->statement_count; cursor->sql_index++) {
            cursor->sql = &parse->statements[cursor->sql_index];
            if (cursor->change_index < cursor->sql->change_count) return true;
            cursor->change_index = 0;
        }
        cursor->sql_index = 0;
    }
    return false;
}

bool cursor_next(struct cursor *cursor)
{
    if (cursor->most_steps != 0 && cursor->steps == cursor->most_steps) return false;
    if (!find_change(cursor)) return false;
    cursor->change = &cursor->sql->changes[cursor->change_index];
    if (cursor->change == cursor->end) return false;
    cursor->change_index++;
    cursor->steps++;
    return true;
}

bool section_is_parsed(const struct migration_file *file, enum direction direction)
{
    for (size_t i = 0; i < file->statement_count[direction]; i++) {
        if (!file->statements[direction][i].parse.parsed) return false;
    }
    return true;
}

bool run_together(const struct change *one, const struct change *other)
{
    if (!one->in_do && !other->in_do) return true;
    return one->in_do && other->in_do && one->statement_at.start == other->statement_at.start &&
           one->statement_at.end == other->statement_at.end && name_equal(one->table, other->table);
}

/* The first change that runs together with the one at [here], or the first within reach. */
static size_t run_start(const struct rule_ctx *ctx, size_t here)
{
    const struct change *changes = ctx->sql->changes;
    const size_t least = here > CURSOR_REACH ? here - CURSOR_REACH : 0;
    if (!changes[here].in_do) return least;
    size_t start = here;
    while (start > least && run_together(&changes[start - 1], &changes[here])) start--;
    return start;
}

const struct change *next_action(const struct rule_ctx *ctx, const struct change *change,
                                 const struct change *after)
{
    const size_t here = change_index(ctx, change);
    const size_t next = after == NULL ? run_start(ctx, here) : change_index(ctx, after) + 1;
    if (next >= ctx->sql->change_count || next >= here + CURSOR_REACH) return NULL;
    const struct change *other = &ctx->sql->changes[next];
    return run_together(change, other) ? other : NULL;
}

struct span cursor_span(const struct cursor *cursor, struct range range)
{
    return goose_source_span(cursor->file->source, cursor->statement->sent, range.start, range.end);
}
