/* DO blocks: code that runs, so the SQL in it becomes changes of the statement. */
#include "sql/constant_text.h"
#include "sql/plpgsql_split.h"
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
};

static struct range place(const struct source *source, struct range at)
{
    return source->placed ? at : source->at;
}

static void add_opaque(const struct source *source, const struct piece *piece)
{
    struct change *change = lower_add(source->l, CHANGE_OPAQUE_SQL);
    change->tag = "EXECUTE";
    change->at = place(source, piece->at);
    change->statement_at = change->at;
    change->in_do = true;
    change->conditional = piece->conditional;
    change->guard = source->guard;
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

/* The statements of [tree], which was parsed from the bytes at [base] of [sql]. */
static void lower_tree(const struct source *source, const List *tree, struct str sql,
                       struct range text, bool placed, const struct piece *piece)
{
    for (int i = 0; i < list_length(tree); i++) {
        const RawStmt *raw = LOWER_AS(RawStmt, list_nth(tree, i));
        struct body_list unread = {0};
        struct lowering part = {.arena = source->l->arena,
                                .sql = sql,
                                .base = text.start,
                                .number = source->l->number,
                                .bodies = placed ? source->l->bodies : &unread,
                                .do_depth = source->l->do_depth + 1};
        uint32_t start = raw->stmt_location < 0 ? 0 : (uint32_t)raw->stmt_location;
        uint32_t length =
            raw->stmt_len == 0 ? text.end - text.start - start : (uint32_t)raw->stmt_len;
        part.at = (struct range){text.start + start, text.start + start + length};
        part.at = range_trim(sql, part.at);
        lower_statement(&part, raw->stmt);
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
        lower_tree(source, tree, source->sql, piece->at, source->placed, piece);
    } else if (piece->kind != PIECE_QUERY) {
        add_opaque(source, piece);
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

/* The text that is executed, put together from constants; false when anything else is in it. */
static bool computed_text(const struct source *source, struct range expression, struct str *text)
{
    struct str parts[] = {STR("SELECT "), range_text(source->sql, expression)};
    struct str query = str_join(source->l->arena, parts, 2, STR(""));
    const List *tree = NIL;
    if (!sql_subtree(source->l->arena, query, &tree) || list_length(tree) != 1) return false;
    const Node *statement = LOWER_AS(RawStmt, linitial(tree))->stmt;
    if (!IsA(statement, SelectStmt)) return false;
    const List *targets = LOWER_AS(SelectStmt, statement)->targetList;
    if (list_length(targets) != 1) return false;
    return constant_text(source->l, LOWER_AS(ResTarget, linitial(targets))->val, text);
}

static void lower_execute(const struct source *source, const struct piece *piece)
{
    const List *tree = NIL;
    struct range inside;
    struct str text;
    if (plain_literal(source->sql, piece->expression, &inside)) {
        text = str_copy(source->l->arena, range_text(source->sql, inside));
        if (sql_subtree(source->l->arena, text, &tree)) {
            lower_tree(source, tree, source->sql, inside, source->placed, piece);
            return;
        }
    } else if (computed_text(source, piece->expression, &text) &&
               sql_subtree(source->l->arena, text, &tree)) {
        struct range all = {0, (uint32_t)text.len};
        lower_tree(source, tree, text, all, false, piece);
        return;
    }
    add_opaque(source, piece);
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

static void lower_pieces(struct source *source, struct range body)
{
    struct piece_list pieces = plpgsql_split(source->l->arena, source->sql, body);
    for (size_t i = 0; i < pieces.len; i++) {
        const struct piece *piece = &pieces.at[i];
        enter_condition(source, piece->condition);
        if (piece->kind == PIECE_EXECUTE) {
            lower_execute(source, piece);
        } else if (piece->kind != PIECE_EXPRESSION) {
            lower_static(source, piece);
        }
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
