/* The pieces of a PL/pgSQL body as they are found, and the blocks open around them: IF, CASE, loops
 * and BEGIN ... EXCEPTION decide whether a piece runs, and whether what it did stays. */
#ifndef GANDER_SQL_PLPGSQL_BLOCKS_H
#define GANDER_SQL_PLPGSQL_BLOCKS_H

#include "base/arena.h"
#include "base/vec.h"
#include "sql/plpgsql_split.h"

#include <stdbool.h>
#include <stddef.h>

enum block_kind { BLOCK_BEGIN, BLOCK_IF, BLOCK_LOOP, BLOCK_CASE };

struct block {
    enum block_kind kind;
    size_t first_piece;
    bool handles;           /* behind EXCEPTION */
    struct range condition; /* of IF, up to its first ELSE; of a BEGIN in it too */
    size_t loop;            /* the innermost one here, as in struct piece */
};

/* Pieces [first, end) of a block with handlers. */
struct undone {
    size_t first;
    size_t end;
    bool by_duplicates; /* only where what is made is there already, and nothing is done then */
};

/* Starts as zeros with an arena; `pieces` and `loops` are the result. */
struct blocks {
    struct arena *arena;
    struct piece_list pieces;
    struct plpgsql_loop_list loops;
    VEC(struct block) open;
    size_t left; /* so many of them from outside: blocks_leave_loops() has been there */
    VEC(struct undone) undone;
    unsigned conditions; /* open blocks that may not run, or be undone */
    bool may_have_left;  /* behind a RETURN or EXIT */
};

/* Valid until the next piece. */
struct piece *blocks_add_piece(struct blocks *b, enum piece_kind kind, struct range at);

void blocks_open(struct blocks *b, enum block_kind kind);
void blocks_open_if(struct blocks *b, struct range condition);
void blocks_open_loop(struct blocks *b, struct plpgsql_loop loop); /* FOR and FOREACH */

/* ELSIF, ELSE, WHEN of the innermost block. */
void blocks_leave_first_branch(struct blocks *b);

/* EXCEPTION of the innermost block. [by_duplicates]: as in struct undone. */
void blocks_start_handlers(struct blocks *b, bool by_duplicates);

/* The loops around may end before their last element. */
void blocks_leave_loops(struct blocks *b);

/* So may all of the body: nothing behind this is sure to run. */
void blocks_leave_body(struct blocks *b);

/* END; more of them than blocks are let pass. */
void blocks_close(struct blocks *b);

/* When all pieces are there: those that a handler may undo are marked. */
void blocks_mark_undone(struct blocks *b);

#endif
