#include "lint/cursor.h"

#include "lint/rule.h"

struct cursor cursor_section(const struct rule_ctx *ctx, enum direction direction)
{
    return (struct cursor){.file = ctx->file, .direction = direction};
}

struct cursor cursor_after(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_section(ctx, ctx->direction);
    cursor.statement_index = (size_t)(ctx->statement - ctx->file->statements[ctx->direction]);
    cursor.sql_index = (size_t)(ctx->sql - ctx->statement->parse.statements);
    cursor.change_index = (size_t)(change - ctx->sql->changes) + 1;
    return cursor;
}

struct cursor cursor_before(const struct rule_ctx *ctx, const struct change *change)
{
    struct cursor cursor = cursor_section(ctx, ctx->direction);
    cursor.end = change;
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
    if (!find_change(cursor)) return false;
    cursor->change = &cursor->sql->changes[cursor->change_index];
    if (cursor->change == cursor->end) return false;
    cursor->change_index++;
    return true;
}

struct span cursor_span(const struct cursor *cursor, struct range range)
{
    return goose_source_span(cursor->file->source, cursor->statement->sent, range.start, range.end);
}
