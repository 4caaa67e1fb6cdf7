#include "cli/renumber_move.h"

#include "base/interrupt.h"
#include "base/vec.h"
#include "cli/rewrite.h"
#include "lint/renumber_text.h"
#include "source/paths.h"
#include "source/rename.h"
#include "source/source.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* -- what is to be done ------------------------------------------------------------------------ */

static struct move move_to(struct arena *arena, const struct migration *migration, struct str name,
                           int64_t version)
{
    return (struct move){
        .from = migration->open_path,
        .to = path_join(arena, path_parent(migration->open_path), name),
        .from_shown = migration->path,
        .to_shown = path_join(arena, path_parent(migration->path), name),
        .up = version > migration->version,
    };
}

/* `00012_x_test.go` for `00012_x.go`. */
static struct str test_name(struct arena *arena, struct str name)
{
    return str_format(arena, STR_FMT "_test.go",
                      STR_ARG(str_slice(name, 0, name.len - STR(".go").len)));
}

static void add_test(struct arena *arena, struct moves *moves, const struct renumbering *one)
{
    struct migration test = *one->migration;
    test.name = test_name(arena, test.name);
    test.path = test_name(arena, test.path);
    test.open_path = test_name(arena, test.open_path);
    if (access(test.open_path.at, F_OK) != 0) return;
    VEC_PUSH(arena, moves, move_to(arena, &test, test_name(arena, one->name), one->version));
}

bool moves_add(struct arena *arena, struct moves *moves, const struct renumber_plan *plan,
               struct error *error)
{
    for (size_t i = 0; i < plan->len; i++) {
        const struct renumbering *one = &plan->at[i];
        struct move move = move_to(arena, one->migration, one->name, one->version);
        if (!source_read_file(arena, move.from.at, &move.before, error)) return false;
        const struct renumbered_text text = renumbered_text(arena, one, move.before);
        move.after = text.text;
        move.said = text.said;
        VEC_PUSH(arena, moves, move);
        if (one->migration->kind == MIGRATION_GO) add_test(arena, moves, one);
    }
    return true;
}

/* -- doing it ---------------------------------------------------------------------------------- */

static bool rename_one(const struct move *move, struct error *error)
{
    return rename_to_free(move->from.at, move->to.at) ||
           fail(error, "cannot rename " STR_FMT " to " STR_FMT ": %s; nothing was renamed",
                STR_ARG(move->from_shown), STR_ARG(move->to_shown), strerror(errno));
}

/* The plan keeps the order, so a name can only be in the way of the neighbour on the side it moves
 * to: of those that move up the last goes first, of those that move down the first. */
static size_t order_of(const struct moves *moves, const struct move **order)
{
    size_t count = 0;
    for (size_t i = moves->len; i-- > 0;) {
        if (moves->at[i].up) order[count++] = &moves->at[i];
    }
    for (size_t i = 0; i < moves->len; i++) {
        if (!moves->at[i].up) order[count++] = &moves->at[i];
    }
    return count;
}

static bool rename_all(const struct moves *moves, struct error *error)
{
    struct arena arena;
    arena_init(&arena);
    const struct move **order = arena_array(&arena, moves->len, sizeof *order);
    size_t count = order_of(moves, order);
    size_t done = 0;
    while (done < count && rename_one(order[done], error)) done++;
    bool whole = done == count;
    while (!whole && done-- > 0) rename_to_free(order[done]->to.at, order[done]->from.at);
    arena_release(&arena);
    return whole;
}

bool moves_apply(const struct moves *moves, struct error *error)
{
    struct interrupt interrupt;
    interrupt_hold(&interrupt);
    bool done = rename_all(moves, error);
    for (size_t i = 0; done && i < moves->len; i++) {
        const struct move *move = &moves->at[i];
        if (move->said.len == 0) continue;
        done = rewrite_file(move->to.at, move->before, move->after, error);
    }
    interrupt_release(&interrupt);
    return done;
}
