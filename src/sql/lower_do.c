/* DO blocks: code that runs, so the SQL in it becomes changes of the statement. */
#include "sql/constant_list.h"
#include "sql/executed.h"
#include "sql/sub_selects.h"
#include "sql/subtree.h"
#include "sql/unplaced.h"

#include <string.h>

/* DO in DO, EXECUTE of DO. */
enum { DEEPEST_DO = 4 };

/* What is read: the sent string, or a text that stands nowhere in it. */
struct source {
    struct lowering *l; /* of the DO statement */
    struct str sql;
    bool placed;               /* its bytes are those of l->sql */
    struct range at;           /* what stands for it otherwise */
    struct range condition;    /* of the piece at hand */
    const struct guard *guard; /* ... that condition; NULL: it asks for something else */
    struct plpgsql_body body;
    struct binding_list bindings; /* variables whose values are known at the piece at hand */
};

static struct range place(const struct source *source, struct range at)
{
    return source->placed ? at : source->at;
}

static struct change *add_opaque(const struct source *source, const struct piece *piece)
{
    struct change *change = lower_add(source->l, CHANGE_OPAQUE_SQL);
    change->tag = "EXECUTE";
    change->at = place(source, piece->at);
    change->statement_at = change->at;
    change->in_do = true;
    change->conditional = piece->conditional;
    change->guard = source->guard;
    return change;
}

/* Appends what a lowering of a part has found. */
static void take_changes(const struct source *source, const struct lowering *part, bool placed,
                         struct range at, const struct piece *piece)
{
    for (size_t i = 0; i < part->changes.len; i++) {
        struct change *change = &part->changes.at[i];
        if (!placed) change_unplace(change, at);
        change->in_do = true;
        if (piece->conditional) change->conditional = true;
        if (piece->conditional && change->guard == NULL) change->guard = source->guard;
        if (piece->may_be_there) change->if_not_exists = true;
        VEC_PUSH(source->l->arena, &source->l->changes, *change);
    }
}

/* A lowering of one statement of [sql] for itself. */
static struct lowering part_of(const struct source *source, const RawStmt *raw, struct str sql,
                               struct range text, struct body_list *bodies)
{
    struct lowering part = {.arena = source->l->arena,
                            .sql = sql,
                            .base = text.start,
                            .number = source->l->number,
                            .bodies = bodies,
                            .do_depth = source->l->do_depth + 1};
    uint32_t start = raw->stmt_location < 0 ? 0 : (uint32_t)raw->stmt_location;
    uint32_t length = raw->stmt_len == 0 ? text.end - text.start - start : (uint32_t)raw->stmt_len;
    part.at = (struct range){text.start + start, text.start + start + length};
    part.at = range_trim(sql, part.at);
    return part;
}

/* The statements of [tree], which was parsed from the bytes at [base] of [sql]. */
static void lower_tree(const struct source *source, const List *tree, struct str sql,
                       struct range text, bool placed, bool of_session, const struct piece *piece)
{
    for (int i = 0; i < list_length(tree); i++) {
        const RawStmt *raw = LOWER_AS(RawStmt, list_nth(tree, i));
        struct body_list unread = {0};
        struct lowering part =
            part_of(source, raw, sql, text, placed ? source->l->bodies : &unread);
        lower_statement(&part, raw->stmt);
        if (of_session && !executed_takes_any_role(part.changes.at, part.changes.len)) {
            add_opaque(source, piece);
            continue;
        }
        take_changes(source, &part, placed, place(source, piece->at), piece);
    }
}

/* -- static SQL -------------------------------------------------------------------------------- */

/* The piece as SQL: PERFORM is a SELECT, and INTO is PL/pgSQL's. Bytes keep their places. */
static struct str piece_text(const struct source *source, const struct piece *piece)
{
    struct str text =
        str_copy(source->l->arena, str_slice(source->sql, piece->at.start, piece->at.end));
    char *bytes = (char *)(uintptr_t)text.at;
    if (piece->kind == PIECE_PERFORM) memcpy(bytes, "SELECT ", strlen("PERFORM"));
    for (uint32_t i = piece->into.start; i < piece->into.end; i++) bytes[i - piece->at.start] = ' ';
    return text;
}

static void lower_static(const struct source *source, const struct piece *piece)
{
    const List *tree = NIL;
    struct str text = piece_text(source, piece);
    if (sql_subtree(source->l->arena, text, &tree)) {
        lower_tree(source, tree, source->sql, piece->at, source->placed, false, piece);
    } else if (piece->kind != PIECE_QUERY) {
        add_opaque(source, piece);
    }
}

/* -- expressions ------------------------------------------------------------------------------- */

/* One of its queries in parentheses; [exists]: it ends with its first row. */
static void lower_sub_select(const struct source *source, const struct piece *piece,
                             struct range at, bool exists)
{
    const List *tree = NIL;
    const struct str query = str_copy(source->l->arena, range_text(source->sql, at));
    const size_t before = source->l->changes.len;
    if (!sql_subtree(source->l->arena, query, &tree)) return;
    lower_tree(source, tree, source->sql, at, source->placed, false, piece);
    if (source->l->changes.len == before) return;
    struct change *select = &source->l->changes.at[source->l->changes.len - 1];
    if (select->kind != CHANGE_SELECT || !reads_user_table(&select->data)) {
        source->l->changes.len = before;
    } else if (exists && !select->data.has_where) {
        select->data.has_limit = true;
    }
}

/* A condition, an assigned value: PostgreSQL evaluates it by a SELECT (manual, 43.2). */
static void lower_expression_piece(const struct source *source, const struct piece *piece)
{
    struct lexer lexer = {.text = str_slice(source->sql, 0, piece->at.end), .at = piece->at.start};
    struct sub_select found;
    while (next_sub_select(&lexer, &found)) {
        lower_sub_select(source, piece, range_trim(source->sql, found.at), found.exists);
    }
}

/* -- EXECUTE ----------------------------------------------------------------------------------- */

/* The text between the quotes, where one string constant without escapes is all there is. */
static bool plain_literal(struct str sql, struct range expression, struct range *inside)
{
    struct walk walk = walk_from(sql, expression);
    if (!walk_next(&walk)) return false;
    struct token token = walk.token;
    if (token.unterminated || token.end != expression.end) return false;
    if (token.kind == TOKEN_DOLLAR_STRING) {
        *inside = (struct range){token.start + token.quote_len, token.end - token.quote_len};
        return true;
    }
    if (token.kind != TOKEN_STRING || sql.at[token.start] != '\'') return false;
    *inside = (struct range){token.start + 1, token.end - 1};
    struct str text = range_text(sql, *inside);
    return text.len == 0 || memchr(text.at, '\'', text.len) == NULL;
}

static const Node *value_of(const struct source *source, struct range expression)
{
    return sql_evaluated(sql_evaluation(source->l->arena, range_text(source->sql, expression)));
}

/* Some of the text is not known: it may still be plain that no definition changes. */
static bool keeps_schema(const struct source *source, const Node *executed)
{
    struct constant_scope scope = {.l = source->l, .bindings = &source->bindings, .guesses = true};
    const List *tree = NIL;
    struct str text;
    if (!constant_text(&scope, executed, &text)) return false;
    if (!sql_subtree(source->l->arena, text, &tree)) return false;
    for (int i = 0; i < list_length(tree); i++) {
        const RawStmt *raw = LOWER_AS(RawStmt, list_nth(tree, i));
        struct body_list unread = {0};
        struct range all = {0, (uint32_t)text.len};
        struct lowering part = part_of(source, raw, text, all, &unread);
        if (IsA(raw->stmt, DoStmt)) return false;
        lower_statement(&part, raw->stmt);
        if (!executed_keeps_schema(part.changes.at, part.changes.len)) return false;
    }
    return list_length(tree) > 0;
}

static void lower_execute(const struct source *source, const struct piece *piece)
{
    const List *tree = NIL;
    struct range inside;
    struct str text;
    if (plain_literal(source->sql, piece->expression, &inside)) {
        text = str_copy(source->l->arena, range_text(source->sql, inside));
        if (sql_subtree(source->l->arena, text, &tree)) {
            lower_tree(source, tree, source->sql, inside, source->placed, false, piece);
            return;
        }
        add_opaque(source, piece);
        return;
    }
    const Node *executed = value_of(source, piece->expression);
    struct constant_scope scope = {.l = source->l, .bindings = &source->bindings};
    if (constant_text(&scope, executed, &text) && sql_subtree(source->l->arena, text, &tree)) {
        struct range all = {0, (uint32_t)text.len};
        lower_tree(source, tree, text, all, false, scope.of_session, piece);
        return;
    }
    add_opaque(source, piece)->keeps_schema = keeps_schema(source, executed);
}

/* -- the block --------------------------------------------------------------------------------- */

/* The pieces under one IF have one guard. */
static void enter_condition(struct source *source, struct range condition)
{
    if (condition.start == source->condition.start) return;
    source->condition = condition;
    source->guard = NULL;
    if (condition.start == condition.end) return;
    source->guard = lower_guard(source->l, range_text(source->sql, condition));
}

static void lower_piece(struct source *source, const struct piece *piece)
{
    enter_condition(source, piece->condition);
    if (piece->kind == PIECE_EXECUTE) {
        lower_execute(source, piece);
    } else if (piece->kind == PIECE_EXPRESSION) {
        lower_expression_piece(source, piece);
    } else {
        lower_static(source, piece);
    }
}

/* -- variables and loops ----------------------------------------------------------------------- */

/* DECLARE x text := 'a', and never changed. */
static void bind_variables(struct source *source)
{
    for (size_t i = 0; i < source->body.variables.len; i++) {
        const struct plpgsql_variable *variable = &source->body.variables.at[i];
        struct binding binding = {.variable = variable->name};
        struct constant_scope scope = {.l = source->l, .bindings = &source->bindings};
        if (variable->changes) continue;
        const Node *value = value_of(source, variable->value);
        if (!constant_text(&scope, value, &binding.value)) continue;
        if (!scope.of_session) VEC_PUSH(source->l->arena, &source->bindings, binding);
    }
}

/* `FOREACH t IN ARRAY tables`: what DECLARE says of it. */
static struct range list_of(const struct source *source, const struct plpgsql_loop *loop)
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
static void lower_turn(struct source *source, size_t first, size_t end, bool again)
{
    source->condition = (struct range){0, 0}; /* asked anew */
    source->guard = NULL;
    for (size_t i = first; i < end; i++) {
        struct piece piece = source->body.pieces.at[i];
        if (again && piece.kind != PIECE_EXECUTE) continue;
        piece.condition = (struct range){0, 0}; /* it may name the element */
        piece.conditional = piece.loop_conditional;
        lower_piece(source, &piece);
    }
}

/* False: what it runs over is not written there. */
static bool lower_loop(struct source *source, size_t first, size_t end)
{
    const struct plpgsql_loop *loop =
        &source->body.loops.at[source->body.pieces.at[first].loop - 1];
    struct constant_scope scope = {.l = source->l, .bindings = &source->bindings};
    struct element_list elements = {0};
    struct str list = range_text(source->sql, list_of(source, loop));
    if (!constant_list(&scope, loop, list, &elements) || scope.of_session) return false;
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

static void lower_pieces(struct source *source, struct range body)
{
    source->body = plpgsql_split(source->l->arena, source->sql, body);
    bind_variables(source);
    const struct piece_list *pieces = &source->body.pieces;
    for (size_t i = 0; i < pieces->len;) {
        size_t end = i + 1;
        while (end < pieces->len && pieces->at[end].loop == pieces->at[i].loop) end++;
        if (pieces->at[i].loop == 0 || !lower_loop(source, i, end)) {
            for (size_t k = i; k < end; k++) lower_piece(source, &pieces->at[k]);
        }
        i = end;
    }
}

void lower_do_body(struct lowering *l, const struct change *change)
{
    struct source source = {.l = l, .sql = l->sql, .placed = true, .at = change->at};
    struct range body = change->function.body_at;
    bool plpgsql = str_equal(change->function.language, STR("plpgsql"));
    if (!plpgsql || l->do_depth == DEEPEST_DO) {
        struct piece all = {.at = change->at};
        add_opaque(&source, &all);
        return;
    }
    if (!change->function.body_is_verbatim) {
        source.sql = change->function.body;
        source.placed = false;
        body = (struct range){0, (uint32_t)source.sql.len};
    }
    lower_pieces(&source, body);
}
