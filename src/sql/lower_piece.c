#include "sql/lower_piece.h"

#include "sql/executed.h"
#include "sql/sub_selects.h"
#include "sql/subtree.h"
#include "sql/unplaced.h"

#include <string.h>

static struct range place(const struct do_source *source, struct range at)
{
    return source->placed ? at : source->at;
}

struct change *lower_opaque_piece(const struct do_source *source, const struct piece *piece)
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
static void take_changes(const struct do_source *source, const struct lowering *part, bool placed,
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
static struct lowering part_of(const struct do_source *source, const RawStmt *raw, struct str sql,
                               struct range text, struct body_list *bodies)
{
    struct lowering part = {.arena = source->l->arena,
                            .sql = sql,
                            .base = text.start,
                            .number = source->l->number,
                            .bodies = bodies,
                            .do_depth = source->l->do_depth + 1,
                            .unrolled = source->l->unrolled};
    uint32_t start = raw->stmt_location < 0 ? 0 : (uint32_t)raw->stmt_location;
    uint32_t length = raw->stmt_len == 0 ? text.end - text.start - start : (uint32_t)raw->stmt_len;
    part.at = (struct range){text.start + start, text.start + start + length};
    part.at = range_trim(sql, part.at);
    return part;
}

/* The statements of [tree], which was parsed from the bytes at [base] of [sql]. */
static void lower_tree(const struct do_source *source, const List *tree, struct str sql,
                       struct range text, bool placed, bool of_session, const struct piece *piece)
{
    for (int i = 0; i < list_length(tree); i++) {
        const RawStmt *raw = LOWER_AS(RawStmt, list_nth(tree, i));
        struct body_list unread = {0};
        struct lowering part =
            part_of(source, raw, sql, text, placed ? source->l->bodies : &unread);
        lower_statement(&part, raw->stmt);
        if (of_session && !executed_takes_any_role(part.changes.at, part.changes.len)) {
            lower_opaque_piece(source, piece);
            continue;
        }
        take_changes(source, &part, placed, place(source, piece->at), piece);
    }
}

/* -- static SQL -------------------------------------------------------------------------------- */

/* The piece as SQL: PERFORM is a SELECT, and INTO is PL/pgSQL's. Bytes keep their places. */
static struct str piece_text(const struct do_source *source, const struct piece *piece)
{
    struct str text =
        str_copy(source->l->arena, str_slice(source->sql, piece->at.start, piece->at.end));
    char *bytes = (char *)(uintptr_t)text.at;
    if (piece->kind == PIECE_PERFORM) memcpy(bytes, "SELECT ", strlen("PERFORM"));
    for (uint32_t i = piece->into.start; i < piece->into.end; i++) bytes[i - piece->at.start] = ' ';
    return text;
}

static void lower_static(const struct do_source *source, const struct piece *piece)
{
    const List *tree = NIL;
    struct str text = piece_text(source, piece);
    if (sql_subtree(source->l->arena, text, &tree)) {
        lower_tree(source, tree, source->sql, piece->at, source->placed, false, piece);
    } else if (piece->kind != PIECE_QUERY) {
        lower_opaque_piece(source, piece);
    }
}

/* -- expressions ------------------------------------------------------------------------------- */

/* One of its queries in parentheses; [exists]: it ends with its first row. */
static void lower_sub_select(const struct do_source *source, const struct piece *piece,
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
static void lower_expression_piece(const struct do_source *source, const struct piece *piece)
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

/* Some of the text is not known: it may still be plain that no definition changes. */
static bool keeps_schema(const struct do_source *source, const Node *executed)
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

static void lower_execute(const struct do_source *source, const struct piece *piece)
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
        lower_opaque_piece(source, piece);
        return;
    }
    const Node *executed =
        sql_evaluated(sql_evaluation(source->l->arena, range_text(source->sql, piece->expression)));
    struct constant_scope scope = {.l = source->l, .bindings = &source->bindings};
    if (constant_text(&scope, executed, &text) && sql_subtree(source->l->arena, text, &tree)) {
        struct range all = {0, (uint32_t)text.len};
        lower_tree(source, tree, text, all, false, scope.of_session, piece);
        return;
    }
    lower_opaque_piece(source, piece)->keeps_schema = keeps_schema(source, executed);
}

/* All of the block is undone, but for what it has committed. */
static void lower_raise(const struct do_source *source, const struct piece *piece)
{
    const struct change_list *before = &source->l->changes;
    if (piece->conditional || piece->loop > 0) return;
    for (size_t i = 0; i < before->len; i++) {
        if (before->at[i].kind == CHANGE_TRANSACTION) return;
    }
    struct change *change = lower_add(source->l, CHANGE_RAISE);
    change->tag = "RAISE";
    change->at = place(source, piece->at);
    change->statement_at = change->at;
    change->in_do = true;
}

void lower_piece(const struct do_source *source, const struct piece *piece)
{
    if (piece->kind == PIECE_EXECUTE) {
        lower_execute(source, piece);
    } else if (piece->kind == PIECE_EXPRESSION) {
        lower_expression_piece(source, piece);
    } else if (piece->kind == PIECE_RAISE) {
        lower_raise(source, piece);
    } else {
        lower_static(source, piece);
    }
}
