#include "lint/walk.h"

#include "lint/rule.h"

struct walk walk_section(const struct rule_ctx *ctx, enum direction direction)
{
    return (struct walk){.file = ctx->file, .direction = direction};
}

struct walk walk_after(const struct rule_ctx *ctx, const struct change *change)
{
    struct walk walk = walk_section(ctx, ctx->direction);
    walk.statement_index = (size_t)(ctx->statement - ctx->file->statements[ctx->direction]);
    walk.sql_index = (size_t)(ctx->sql - ctx->statement->parse.statements);
    walk.change_index = (size_t)(change - ctx->sql->changes) + 1;
    return walk;
}

struct walk walk_before(const struct rule_ctx *ctx, const struct change *change)
{
    struct walk walk = walk_section(ctx, ctx->direction);
    walk.end = change;
    return walk;
}

/* Moves to the next statement that has a change to stand at; false at the section's end. */
static bool find_change(struct walk *walk)
{
    const size_t statement_count = walk->file->statement_count[walk->direction];
    for (; walk->statement_index < statement_count; walk->statement_index++) {
        walk->statement = &walk->file->statements[walk->direction][walk->statement_index];
        const struct sql_parse *parse = &walk->statement->parse;
        for (; walk->sql_index < parse->statement_count; walk->sql_index++) {
            walk->sql = &parse->statements[walk->sql_index];
            if (walk->change_index < walk->sql->change_count) return true;
            walk->change_index = 0;
        }
        walk->sql_index = 0;
    }
    return false;
}

bool walk_next(struct walk *walk)
{
    if (!find_change(walk)) return false;
    walk->change = &walk->sql->changes[walk->change_index];
    if (walk->change == walk->end) return false;
    walk->change_index++;
    return true;
}

struct span walk_span(const struct walk *walk, struct range range)
{
    return goose_source_span(walk->file->source, walk->statement->sent, range.start, range.end);
}
