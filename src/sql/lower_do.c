/* DO blocks: code that runs, so the SQL in it becomes changes of the statement. */
#include "sql/constant_list.h"
#include "sql/lower_piece.h"
#include "sql/subtree.h"

/* DO in DO, EXECUTE of DO. */
enum { DEEPEST_DO = 4 };

/* Of one statement: loops in DO in loops would come to any number. */
enum { MOST_UNROLLED = 20000 };

/* -- conditions -------------------------------------------------------------------------------- */

/* The pieces under one IF have one guard. */
static void enter_condition(struct do_source *source, struct range condition)
{
    if (condition.start == source->condition.start) return;
    source->condition = condition;
    source->guard = NULL;
    if (condition.start == condition.end) return;
    source->guard = lower_guard(source->l, range_text(source->sql, condition));
}

static void lower_in_condition(struct do_source *source, const struct piece *piece)
{
    enter_condition(source, piece->condition);
    lower_piece(source, piece);
}

/* -- variables and loops ----------------------------------------------------------------------- */

/* DECLARE x text := 'a', and never changed. */
static void bind_variables(struct do_source *source)
{
    for (size_t i = 0; i < source->body.variables.len; i++) {
        const struct plpgsql_variable *variable = &source->body.variables.at[i];
        struct binding binding = {.variable = variable->name};
        struct constant_scope scope = {.l = source->l, .bindings = &source->bindings};
        if (variable->changes) continue;
        const Node *value = sql_evaluated(
            sql_evaluation(source->l->arena, range_text(source->sql, variable->value)));
        if (!constant_text(&scope, value, &binding.value)) continue;
        if (!scope.of_session) VEC_PUSH(source->l->arena, &source->bindings, binding);
    }
}

/* `FOREACH t IN ARRAY tables`: what DECLARE says of it. */
static struct range list_of(const struct do_source *source, const struct plpgsql_loop *loop)
{
    struct str name = range_text(source->sql, loop->list);
    for (size_t i = source->body.variables.len; loop->over_array && i-- > 0;) {
        const struct plpgsql_variable *variable = &source->body.variables.at[i];
        if (!str_equal_ignoring_case(variable->name, name)) continue;
        return variable->changes ? loop->list : variable->value;
    }
    return loop->list;
}

/* The pieces [first, end), which stand in one loop, for one of its elements; SQL that cannot name
 * it once. */
static void lower_turn(struct do_source *source, size_t first, size_t end, bool again)
{
    source->condition = (struct range){0, 0}; /* none: it may name the element */
    source->guard = NULL;
    for (size_t i = first; i < end; i++) {
        struct piece piece = source->body.pieces.at[i];
        if (again && piece.kind != PIECE_EXECUTE) continue;
        piece.conditional = piece.loop_conditional;
        lower_piece(source, &piece);
    }
}

/* False: what it runs over is not written there. */
static bool lower_loop(struct do_source *source, size_t first, size_t end)
{
    const struct plpgsql_loop *loop =
        &source->body.loops.at[source->body.pieces.at[first].loop - 1];
    struct constant_scope scope = {.l = source->l, .bindings = &source->bindings};
    struct element_list elements = {0};
    struct str list = range_text(source->sql, list_of(source, loop));
    if (!constant_list(&scope, loop, list, &elements) || scope.of_session) return false;
    const size_t pieces = elements.len * (end - first);
    if (pieces > MOST_UNROLLED - *source->l->unrolled) return false;
    *source->l->unrolled += pieces;
    size_t count = source->bindings.len;
    for (size_t i = 0; i < elements.len; i++) {
        for (size_t k = 0; k < elements.at[i].len; k++) {
            VEC_PUSH(source->l->arena, &source->bindings, elements.at[i].at[k]);
        }
        lower_turn(source, first, end, i > 0);
        source->bindings.len = count;
    }
    return true;
}

static void lower_pieces(struct do_source *source, struct range body)
{
    source->body = plpgsql_split(source->l->arena, source->sql, body);
    bind_variables(source);
    const struct piece_list *pieces = &source->body.pieces;
    for (size_t i = 0; i < pieces->len;) {
        size_t end = i + 1;
        while (end < pieces->len && pieces->at[end].loop == pieces->at[i].loop) end++;
        if (pieces->at[i].loop == 0 || !lower_loop(source, i, end)) {
            for (size_t k = i; k < end; k++) lower_in_condition(source, &pieces->at[k]);
        }
        i = end;
    }
}

void lower_do_body(struct lowering *l, const struct change *change)
{
    struct do_source source = {.l = l, .sql = l->sql, .placed = true, .at = change->at};
    struct range body = change->function.body_at;
    bool plpgsql = str_equal(change->function.language, STR("plpgsql"));
    if (!plpgsql || l->do_depth == DEEPEST_DO) {
        struct piece all = {.at = change->at};
        lower_opaque_piece(&source, &all);
        return;
    }
    if (!change->function.body_is_verbatim) {
        source.sql = change->function.body;
        source.placed = false;
        body = (struct range){0, (uint32_t)source.sql.len};
    }
    lower_pieces(&source, body);
}
