#include "sql/plpgsql_split.h"

#include "base/vec.h"
#include "sql/plpgsql_blocks.h"
#include "sql/plpgsql_tokens.h"

/* Of more than anybody declares the values are not asked for. */
enum { MOST_VARIABLES = 1000 };

struct splitter {
    struct arena *arena;
    struct body_tokens tokens;
    size_t n; /* the next token */
    struct blocks blocks;
    struct plpgsql_variable_list variables;
};

static bool next_is(const struct splitter *s, const char *word)
{
    return tokens_is(&s->tokens, s->n, word);
}

static void skip_past_semicolon(struct splitter *s)
{
    s->n = tokens_find_semicolon(&s->tokens, s->n) + 1;
}

static bool next_is_operator(const struct splitter *s, const char *text)
{
    return tokens_is_operator(&s->tokens, s->n, text);
}

static bool next_is_semicolon(const struct splitter *s)
{
    return tokens_kind(&s->tokens, s->n) == TOKEN_SEMICOLON;
}

/* -- pieces ------------------------------------------------------------------------------------ */

static struct piece *add_piece(struct splitter *s, enum piece_kind kind, size_t n, size_t end)
{
    return blocks_add_piece(&s->blocks, kind, tokens_range(&s->tokens, n, end));
}

static void add_expression(struct splitter *s, size_t n, size_t end)
{
    if (n < end) add_piece(s, PIECE_EXPRESSION, n, end);
}

/* Something is put into the variable named at [n]. */
static void note_change(struct splitter *s, size_t n)
{
    if (!tokens_is_name(&s->tokens, n)) return;
    struct str name = tokens_name(s->arena, &s->tokens, n);
    for (size_t i = 0; i < s->variables.len; i++) {
        if (str_equal(s->variables.at[i].name, name)) s->variables.at[i].changes = true;
    }
}

/* INTO [STRICT] a, b: not the INTO of INSERT and MERGE. */
static struct range find_into(struct splitter *s, size_t n, size_t end)
{
    const struct body_tokens *t = &s->tokens;
    for (size_t i = n + 1; i < end; i++) {
        if (!tokens_is(t, i, "into") || tokens_is(t, i - 1, "insert") ||
            tokens_is(t, i - 1, "merge"))
            continue;
        size_t last = i + 1;
        if (tokens_is(t, last, "strict")) last++;
        note_change(s, last);
        last = tokens_skip_target(t, last);
        while (tokens_kind(t, last) == TOKEN_COMMA && last < end) {
            note_change(s, last + 1);
            last = tokens_skip_target(t, last + 1);
        }
        return tokens_range(t, i, last < end ? last : end);
    }
    return (struct range){0, 0};
}

/* EXECUTE expression [INTO target] [USING values], up to [end]. */
static void add_execute(struct splitter *s, size_t n, size_t end)
{
    const struct body_tokens *t = &s->tokens;
    static const char *const stops[] = {"into", "using", NULL};
    size_t expression_end = tokens_find_word(t, n + 1, stops);
    if (expression_end > end) expression_end = end;
    struct piece *piece = add_piece(s, PIECE_EXECUTE, n, end);
    piece->expression = tokens_range(t, n + 1, expression_end);
    find_into(s, n, end);
}

static void add_query(struct splitter *s, size_t n, size_t end)
{
    const struct body_tokens *t = &s->tokens;
    static const char *const verbs[] = {"select", "with",   "values", "table", "insert",
                                        "update", "delete", "merge",  NULL};
    size_t first = n;
    while (tokens_kind(t, first) == TOKEN_OPEN && first < end) first++;
    if (tokens_is(t, n, "execute")) {
        add_execute(s, n, end);
    } else if (first < end && tokens_is_any(t, first, verbs)) {
        add_piece(s, PIECE_QUERY, n, end);
    }
}

/* -- statements: each leaves `n` behind what it read ------------------------------------------- */

/* x [CONSTANT] type := value */
static void read_declaration(struct splitter *s, size_t end)
{
    const struct body_tokens *t = &s->tokens;
    if (!tokens_is_name(t, s->n)) return;
    size_t sign = s->n + 1;
    while (sign < end && !tokens_is_assignment(t, sign) && !tokens_is(t, sign, "default")) sign++;
    if (sign + 1 >= end) return;
    note_change(s, s->n); /* one of an outer block is hidden for a while */
    if (s->variables.len == MOST_VARIABLES) return;
    struct plpgsql_variable variable = {tokens_name(s->arena, t, s->n),
                                        tokens_range(t, sign + 1, end), false};
    variable.changes = s->blocks.open.len > 0;
    VEC_PUSH(s->arena, &s->variables, variable);
}

static void read_declarations(struct splitter *s)
{
    s->n++;
    while (!tokens_at_end(&s->tokens, s->n) && !next_is(s, "begin")) {
        size_t end = tokens_find_semicolon(&s->tokens, s->n);
        read_declaration(s, end);
        s->n = end + 1;
    }
}

/* Returns where the condition stands. */
static struct range read_condition(struct splitter *s, const char *stop)
{
    const char *const stops[] = {stop, NULL};
    size_t first = s->n + 1;
    size_t end = tokens_find_word(&s->tokens, first, stops);
    add_expression(s, first, end);
    s->n = end + 1;
    return tokens_range(&s->tokens, first, end);
}

/* FOR target IN [REVERSE] a .. b LOOP, IN query LOOP, IN EXECUTE ... LOOP; FOREACH a IN ARRAY x */
static void read_for(struct splitter *s)
{
    const struct body_tokens *t = &s->tokens;
    static const char *const in_or_loop[] = {"in", "loop", NULL};
    static const char *const loop[] = {"loop", NULL};
    bool over_array = next_is(s, "foreach");
    size_t in = tokens_find_word(t, s->n + 1, in_or_loop);
    size_t end = tokens_find_word(t, in, loop);
    if (tokens_is(t, in, "in")) add_query(s, in + 1, end);
    struct plpgsql_loop here = {.list = tokens_range(t, over_array ? in + 2 : in + 1, end),
                                .over_array = over_array};
    if (in == s->n + 2 && tokens_is_name(t, s->n + 1))
        here.variable = tokens_name(s->arena, t, s->n + 1);
    note_change(s, s->n + 1);
    blocks_open_loop(&s->blocks, here);
    s->n = end + 1;
}

static void read_return(struct splitter *s)
{
    const struct body_tokens *t = &s->tokens;
    size_t end = tokens_find_semicolon(t, s->n);
    if (tokens_is(t, s->n + 1, "query")) {
        add_query(s, s->n + 2, end);
    } else if (tokens_is(t, s->n + 1, "next")) {
        add_expression(s, s->n + 2, end);
    } else {
        add_expression(s, s->n + 1, end);
        blocks_leave_body(&s->blocks);
    }
    s->n = end + 1;
}

/* EXIT with a label may leave more than a loop. */
static void read_exit(struct splitter *s)
{
    const struct body_tokens *t = &s->tokens;
    bool has_label = tokens_is_name(t, s->n + 1) && !tokens_is(t, s->n + 1, "when");
    if (has_label) {
        blocks_leave_body(&s->blocks);
    } else {
        blocks_leave_loops(&s->blocks);
    }
    skip_past_semicolon(s);
}

static void read_open(struct splitter *s)
{
    static const char *const for_query[] = {"for", NULL};
    size_t end = tokens_find_semicolon(&s->tokens, s->n);
    size_t query = tokens_find_word(&s->tokens, s->n + 1, for_query);
    if (query < end) add_query(s, query + 1, end);
    s->n = end + 1;
}

/* Returns whether it was an assignment. */
static bool read_assignment(struct splitter *s)
{
    const struct body_tokens *t = &s->tokens;
    size_t sign = tokens_skip_target(t, s->n);
    if (sign == s->n || !tokens_is_assignment(t, sign)) return false;
    size_t end = tokens_find_semicolon(t, sign);
    add_expression(s, sign + 1, end);
    note_change(s, s->n);
    s->n = end + 1;
    return true;
}

static void read_sql(struct splitter *s)
{
    size_t end = tokens_find_statement_end(&s->tokens, s->n);
    if (next_is(s, "execute")) {
        add_execute(s, s->n, end);
    } else if (next_is(s, "perform")) {
        add_piece(s, PIECE_PERFORM, s->n, end);
    } else {
        struct piece *piece = add_piece(s, PIECE_SQL, s->n, end);
        piece->into = find_into(s, s->n, end);
    }
    s->n = end + 1;
}

/* RAISE ends all of it, unless its level is less than EXCEPTION (manual, 43.9.1). */
static void read_raise(struct splitter *s)
{
    static const char *const levels[] = {"notice", "info", "warning", "log", "debug", NULL};
    size_t end = tokens_find_semicolon(&s->tokens, s->n);
    if (!tokens_is_any(&s->tokens, s->n + 1, levels)) add_piece(s, PIECE_RAISE, s->n, end);
    s->n = end + 1;
}

/* Statements that run no SQL. */
static bool runs_nothing(const struct splitter *s)
{
    static const char *const words[] = {"assert", "move", "close", "null", NULL};
    return tokens_is_any(&s->tokens, s->n, words);
}

static bool read_control(struct splitter *s)
{
    if (next_is(s, "if")) {
        blocks_open_if(&s->blocks, read_condition(s, "then"));
    } else if (next_is(s, "elsif") || next_is(s, "elseif") || next_is(s, "when")) {
        read_condition(s, "then");
        blocks_leave_first_branch(&s->blocks);
    } else if (next_is(s, "case")) {
        read_condition(s, "when");
        s->n--;
        blocks_open(&s->blocks, BLOCK_CASE);
    } else if (next_is(s, "while")) {
        read_condition(s, "loop");
        blocks_open(&s->blocks, BLOCK_LOOP);
    } else if (next_is(s, "for") || next_is(s, "foreach")) {
        read_for(s);
    } else if (next_is(s, "loop")) {
        blocks_open(&s->blocks, BLOCK_LOOP);
        s->n++;
    } else if (next_is(s, "else")) {
        blocks_leave_first_branch(&s->blocks);
        s->n++;
    } else {
        return false;
    }
    return true;
}

static bool read_block(struct splitter *s)
{
    if (next_is(s, "declare")) {
        read_declarations(s);
    } else if (next_is(s, "begin")) {
        blocks_open(&s->blocks, BLOCK_BEGIN);
        s->n++;
    } else if (next_is(s, "exception")) {
        blocks_start_handlers(&s->blocks, tokens_handle_only_duplicates(&s->tokens, s->n + 1));
        s->n++;
    } else if (next_is(s, "end")) {
        blocks_close(&s->blocks);
        skip_past_semicolon(s);
    } else {
        return false;
    }
    return true;
}

static void skip_label(struct splitter *s)
{
    while (!tokens_at_end(&s->tokens, s->n) && !next_is_operator(s, ">>") &&
           !next_is_semicolon(s)) {
        s->n++;
    }
    s->n++;
}

static void read_statement(struct splitter *s)
{
    if (next_is_semicolon(s)) {
        s->n++;
    } else if (next_is_operator(s, "<<")) {
        skip_label(s);
    } else if (next_is_operator(s, "#")) { /* #variable_conflict use_column */
        s->n += 3;
    } else if (read_assignment(s) || read_block(s) || read_control(s)) {
        return;
    } else if (next_is(s, "return")) {
        read_return(s);
    } else if (next_is(s, "exit") || next_is(s, "continue")) {
        read_exit(s);
    } else if (next_is(s, "open")) {
        read_open(s);
    } else if (next_is(s, "get") || next_is(s, "fetch")) {
        for (; !tokens_at_end(&s->tokens, s->n) && !next_is_semicolon(s); s->n++)
            note_change(s, s->n);
        s->n++;
    } else if (next_is(s, "raise")) {
        read_raise(s);
    } else if (runs_nothing(s)) {
        skip_past_semicolon(s);
    } else {
        read_sql(s);
    }
}

struct plpgsql_body plpgsql_split(struct arena *arena, struct str text, struct range body)
{
    struct splitter s = {.arena = arena, .blocks = {.arena = arena}};
    s.tokens = tokens_read(arena, text, body);
    while (!tokens_at_end(&s.tokens, s.n)) read_statement(&s);
    blocks_mark_undone(&s.blocks);
    return (struct plpgsql_body){s.blocks.pieces, s.blocks.loops, s.variables};
}
