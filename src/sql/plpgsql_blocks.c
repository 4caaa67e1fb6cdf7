#include "sql/plpgsql_blocks.h"

/* -- pieces ------------------------------------------------------------------------------------ */

static struct block *innermost(struct blocks *b)
{
    return b->open.len > 0 ? &b->open.at[b->open.len - 1] : NULL;
}

/* The condition of the only block that decides, where it is the THEN of an IF. */
static struct range only_condition(struct blocks *b)
{
    bool only = b->conditions == 1 && !b->may_have_left && b->open.len > 0;
    return only ? innermost(b)->condition : (struct range){0, 0};
}

struct piece *blocks_add_piece(struct blocks *b, enum piece_kind kind, struct range at)
{
    size_t loop = b->open.len > 0 ? innermost(b)->loop : 0;
    struct piece piece = {.kind = kind,
                          .at = at,
                          .condition = only_condition(b),
                          .conditional = b->conditions > 0 || b->may_have_left,
                          .loop = loop,
                          .loop_conditional = b->conditions > (loop > 0) || b->may_have_left};
    VEC_PUSH(b->arena, &b->pieces, piece);
    return &b->pieces.at[b->pieces.len - 1];
}

/* -- blocks ------------------------------------------------------------------------------------ */

void blocks_open(struct blocks *b, enum block_kind kind)
{
    struct block block = {.kind = kind, .first_piece = b->pieces.len};
    const struct block *around = innermost(b);
    if (around != NULL && kind != BLOCK_LOOP) block.loop = around->loop;
    if (around != NULL && kind == BLOCK_BEGIN) block.condition = around->condition;
    VEC_PUSH(b->arena, &b->open, block);
    if (kind != BLOCK_BEGIN) b->conditions++;
}

void blocks_open_if(struct blocks *b, struct range condition)
{
    blocks_open(b, BLOCK_IF);
    innermost(b)->condition = condition;
}

void blocks_open_loop(struct blocks *b, struct plpgsql_loop loop)
{
    VEC_PUSH(b->arena, &b->loops, loop);
    blocks_open(b, BLOCK_LOOP);
    innermost(b)->loop = b->loops.len;
}

void blocks_leave_first_branch(struct blocks *b)
{
    struct block *block = innermost(b);
    if (block != NULL && block->kind == BLOCK_IF) block->condition = (struct range){0, 0};
}

void blocks_leave_loops(struct blocks *b)
{
    for (; b->left < b->open.len; b->left++) {
        size_t loop = b->open.at[b->left].loop;
        if (loop > 0) b->loops.at[loop - 1].leaves = true;
    }
}

void blocks_leave_body(struct blocks *b)
{
    b->may_have_left = true;
    blocks_leave_loops(b);
}

void blocks_close(struct blocks *b)
{
    if (b->open.len == 0) return;
    struct block block = b->open.at[--b->open.len];
    if (b->left > b->open.len) b->left = b->open.len;
    if (block.kind != BLOCK_BEGIN || block.handles) b->conditions--;
}

/* -- handlers ---------------------------------------------------------------------------------- */

/* All of a block with handlers is undone when one of them runs (manual, 43.6.8). */
void blocks_start_handlers(struct blocks *b, bool by_duplicates)
{
    struct block *block = innermost(b);
    if (block == NULL || block->kind != BLOCK_BEGIN || block->handles) return;
    block->handles = true;
    b->conditions++;
    struct undone undone = {block->first_piece, b->pieces.len, by_duplicates};
    VEC_PUSH(b->arena, &b->undone, undone);
}

/* The statement is undone only where what it makes is there. */
static bool is_made_if_absent(const struct undone *undone)
{
    return undone->by_duplicates && undone->end == undone->first + 1;
}

/* In one pass, however deep such blocks are nested. */
void blocks_mark_undone(struct blocks *b)
{
    if (b->undone.len == 0) return;
    long *opened = arena_array(b->arena, b->pieces.len + 1, sizeof *opened);
    for (size_t i = 0; i < b->undone.len; i++) {
        if (is_made_if_absent(&b->undone.at[i])) {
            b->pieces.at[b->undone.at[i].first].may_be_there = true;
            continue;
        }
        opened[b->undone.at[i].first]++;
        opened[b->undone.at[i].end]--;
    }
    long open = 0;
    for (size_t i = 0; i < b->pieces.len; i++) {
        open += opened[i];
        if (open == 0) continue;
        b->pieces.at[i].conditional = true;
        b->pieces.at[i].loop_conditional = true;
        b->pieces.at[i].condition = (struct range){0, 0};
    }
}
