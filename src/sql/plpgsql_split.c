#include "sql/plpgsql_split.h"

#include "base/vec.h"
#include "schema/lex.h"

#include <string.h>

enum block_kind { BLOCK_BEGIN, BLOCK_IF, BLOCK_LOOP, BLOCK_CASE };

struct block {
    enum block_kind kind;
    size_t first_piece;
    bool handles;           /* behind EXCEPTION */
    struct range condition; /* of IF, up to its first ELSE */
    size_t loop;            /* BLOCK_LOOP: as in struct piece */
};

/* Pieces [first, end) of a block with handlers. */
struct undone {
    size_t first;
    size_t end;
    bool by_duplicates; /* only where what is made is there already, and nothing is done then */
};

struct splitter {
    struct arena *arena;
    struct str text;
    VEC(struct token) tokens;
    size_t n; /* the next token */
    struct piece_list pieces;
    struct plpgsql_loop_list loops;
    struct plpgsql_variable_list variables;
    VEC(struct block) blocks;
    VEC(struct undone) undone;
    unsigned conditions; /* blocks that may not run, or be undone */
    bool may_have_left;  /* behind a RETURN or EXIT */
};

/* -- tokens ------------------------------------------------------------------------------------ */

static void read_tokens(struct splitter *s, struct range body)
{
    struct lexer lexer = {.text = str_slice(s->text, 0, body.end), .at = body.start};
    for (;;) {
        struct token token = lex_next_code(&lexer);
        if (token.kind == TOKEN_END) return;
        VEC_PUSH(s->arena, &s->tokens, token);
    }
}

static bool at_end(const struct splitter *s, size_t n)
{
    return n >= s->tokens.len;
}

static enum token_kind kind_at(const struct splitter *s, size_t n)
{
    return at_end(s, n) ? TOKEN_END : s->tokens.at[n].kind;
}

static bool is(const struct splitter *s, size_t n, const char *word)
{
    return !at_end(s, n) && token_is(s->text, s->tokens.at[n], word);
}

static bool is_any(const struct splitter *s, size_t n, const char *const *words)
{
    if (kind_at(s, n) != TOKEN_WORD) return false;
    for (; *words != NULL; words++) {
        if (is(s, n, *words)) return true;
    }
    return false;
}

static bool is_operator(const struct splitter *s, size_t n, const char *text)
{
    if (kind_at(s, n) != TOKEN_OPERATOR) return false;
    struct token token = s->tokens.at[n];
    return str_equal(str_slice(s->text, token.start, token.end), str_from(text));
}

static bool is_name(const struct splitter *s, size_t n)
{
    return kind_at(s, n) == TOKEN_WORD || kind_at(s, n) == TOKEN_QUOTED_NAME;
}

/* From token [n] up to, not with, token [end]. */
static struct range range_of(const struct splitter *s, size_t n, size_t end)
{
    if (n >= end || at_end(s, n)) return (struct range){0, 0};
    return (struct range){s->tokens.at[n].start, s->tokens.at[end - 1].end};
}

/* The first of these words at or behind [n] outside parentheses and CASE ... END, or the semicolon
 * before it. */
static size_t find_word(const struct splitter *s, size_t n, const char *const *words)
{
    long depth = 0;
    long cases = 0;
    for (; !at_end(s, n); n++) {
        if (kind_at(s, n) == TOKEN_SEMICOLON) return n;
        if (kind_at(s, n) == TOKEN_OPEN) depth++;
        if (kind_at(s, n) == TOKEN_CLOSE) depth--;
        if (depth <= 0 && cases <= 0 && is_any(s, n, words)) return n;
        if (is(s, n, "case")) cases++;
        if (is(s, n, "end")) cases--;
    }
    return n;
}

static size_t find_semicolon(const struct splitter *s, size_t n)
{
    while (!at_end(s, n) && kind_at(s, n) != TOKEN_SEMICOLON) n++;
    return n;
}

/* CREATE FUNCTION and PROCEDURE can hold statements between BEGIN ATOMIC and END. */
static bool holds_body(const struct splitter *s, size_t n)
{
    static const char *const routines[] = {"function", "procedure", NULL};
    if (!is(s, n, "create")) return false;
    n += is(s, n + 1, "or") ? 3 : 1;
    return is_any(s, n, routines);
}

/* Where the SQL statement at [n] ends. */
static size_t find_statement_end(const struct splitter *s, size_t n)
{
    bool has_body = holds_body(s, n);
    long depth = 0;
    long begins = 0;
    for (; !at_end(s, n); n++) {
        enum token_kind kind = kind_at(s, n);
        if (kind == TOKEN_OPEN) depth++;
        if (kind == TOKEN_CLOSE) depth--;
        if (has_body && (is(s, n, "begin") || (begins > 0 && is(s, n, "case")))) begins++;
        if (has_body && begins > 0 && is(s, n, "end")) begins--;
        if (kind == TOKEN_SEMICOLON && depth <= 0 && begins == 0) return n;
    }
    return n;
}

/* -- pieces ------------------------------------------------------------------------------------ */

/* The innermost loop that takes elements one by one. */
static size_t innermost_loop(const struct splitter *s)
{
    for (size_t i = s->blocks.len; i-- > 0;) {
        if (s->blocks.at[i].kind == BLOCK_LOOP) return s->blocks.at[i].loop;
    }
    return 0;
}

/* The condition of the only block that decides, where it is the THEN of an IF; [loop] decides
 * nothing. */
static struct range only_condition(const struct splitter *s, size_t loop)
{
    struct range none = {0, 0};
    if (s->conditions != 1 + (loop > 0) || s->may_have_left) return none;
    for (size_t i = s->blocks.len; i-- > 0;) {
        const struct block *block = &s->blocks.at[i];
        if (block->kind == BLOCK_IF) return block->condition;
        if (block->kind == BLOCK_LOOP && loop > 0 && block->loop == loop) continue;
        if (block->kind != BLOCK_BEGIN || block->handles) return none;
    }
    return none;
}

static struct piece *add_piece(struct splitter *s, enum piece_kind kind, size_t n, size_t end)
{
    size_t loop = innermost_loop(s);
    struct piece piece = {.kind = kind,
                          .at = range_of(s, n, end),
                          .condition = only_condition(s, 0),
                          .conditional = s->conditions > 0 || s->may_have_left,
                          .loop = loop,
                          .loop_condition = only_condition(s, loop),
                          .loop_conditional = s->conditions > (loop > 0) || s->may_have_left};
    VEC_PUSH(s->arena, &s->pieces, piece);
    return &s->pieces.at[s->pieces.len - 1];
}

static void add_expression(struct splitter *s, size_t n, size_t end)
{
    if (n < end) add_piece(s, PIECE_EXPRESSION, n, end);
}

/* `a`, `a.b`, `a[1]` */
static size_t skip_target(const struct splitter *s, size_t n)
{
    if (!is_name(s, n)) return n;
    n++;
    for (;;) {
        if (kind_at(s, n) == TOKEN_DOT) {
            n += 2;
        } else if (is_operator(s, n, "[")) {
            while (!at_end(s, n) && !is_operator(s, n, "]") && kind_at(s, n) != TOKEN_SEMICOLON)
                n++;
            if (is_operator(s, n, "]")) n++;
        } else {
            return n;
        }
    }
}

/* `:=` or `=`, perhaps with a sign behind it. */
static bool assigns(const struct splitter *s, size_t n)
{
    if (kind_at(s, n) != TOKEN_OPERATOR) return false;
    struct str text = str_slice(s->text, s->tokens.at[n].start, s->tokens.at[n].end);
    return str_starts_with(text, STR(":=")) || str_starts_with(text, STR("="));
}

static struct str name_at(const struct splitter *s, size_t n)
{
    struct token token = s->tokens.at[n];
    struct str text = str_slice(s->text, token.start, token.end);
    if (token.kind != TOKEN_QUOTED_NAME) return str_lower(s->arena, text);
    return str_slice(text, 1, text.len - 1);
}

/* Something is put into the variable named at [n]. */
static void note_change(struct splitter *s, size_t n)
{
    if (!is_name(s, n)) return;
    struct str name = name_at(s, n);
    for (size_t i = 0; i < s->variables.len; i++) {
        if (str_equal(s->variables.at[i].name, name)) s->variables.at[i].changes = true;
    }
}

/* INTO [STRICT] a, b: not the INTO of INSERT and MERGE. */
static struct range find_into(struct splitter *s, size_t n, size_t end)
{
    for (size_t i = n + 1; i < end; i++) {
        if (!is(s, i, "into") || is(s, i - 1, "insert") || is(s, i - 1, "merge")) continue;
        size_t last = i + 1;
        if (is(s, last, "strict")) last++;
        note_change(s, last);
        last = skip_target(s, last);
        while (kind_at(s, last) == TOKEN_COMMA && last < end) {
            note_change(s, last + 1);
            last = skip_target(s, last + 1);
        }
        return range_of(s, i, last < end ? last : end);
    }
    return (struct range){0, 0};
}

/* EXECUTE expression [INTO target] [USING values], up to [end]. */
static void add_execute(struct splitter *s, size_t n, size_t end)
{
    static const char *const stops[] = {"into", "using", NULL};
    size_t expression_end = find_word(s, n + 1, stops);
    if (expression_end > end) expression_end = end;
    struct piece *piece = add_piece(s, PIECE_EXECUTE, n, end);
    piece->expression = range_of(s, n + 1, expression_end);
    find_into(s, n, end);
}

static void add_query(struct splitter *s, size_t n, size_t end)
{
    static const char *const verbs[] = {"select", "with",   "values", "table", "insert",
                                        "update", "delete", "merge",  NULL};
    size_t first = n;
    while (kind_at(s, first) == TOKEN_OPEN && first < end) first++;
    if (is(s, n, "execute")) {
        add_execute(s, n, end);
    } else if (first < end && is_any(s, first, verbs)) {
        add_piece(s, PIECE_QUERY, n, end);
    }
}

/* -- blocks ------------------------------------------------------------------------------------ */

static void open_block(struct splitter *s, enum block_kind kind)
{
    struct block block = {.kind = kind, .first_piece = s->pieces.len};
    VEC_PUSH(s->arena, &s->blocks, block);
    if (kind != BLOCK_BEGIN) s->conditions++;
}

static void close_block(struct splitter *s)
{
    if (s->blocks.len == 0) return;
    struct block block = s->blocks.at[--s->blocks.len];
    if (block.kind != BLOCK_BEGIN || block.handles) s->conditions--;
}

/* `WHEN duplicate_object OR duplicate_table THEN NULL;`, or RAISE that is no error: [n] behind it.
 */
static bool is_duplicate_handler(const struct splitter *s, size_t *n)
{
    static const char *const duplicates[] = {"duplicate_object",
                                             "duplicate_table",
                                             "duplicate_column",
                                             "duplicate_schema",
                                             "duplicate_function",
                                             "duplicate_alias",
                                             NULL};
    static const char *const levels[] = {"notice", "info", "warning", "log", "debug", NULL};
    if (!is(s, *n, "when")) return false;
    do {
        if (!is_any(s, *n + 1, duplicates)) return false;
        *n += 2;
    } while (is(s, *n, "or"));
    if (!is(s, *n, "then")) return false;
    *n += 1;
    bool quiet = is(s, *n, "null") || (is(s, *n, "raise") && is_any(s, *n + 1, levels));
    if (!quiet) return false;
    *n = find_semicolon(s, *n) + 1;
    return true;
}

/* Behind EXCEPTION. */
static bool only_duplicates(const struct splitter *s, size_t n)
{
    while (is_duplicate_handler(s, &n)) continue;
    return is(s, n, "end");
}

/* All of a block with handlers is undone when one of them runs (manual, 43.6.8). */
static void start_handlers(struct splitter *s)
{
    if (s->blocks.len == 0) return;
    struct block *block = &s->blocks.at[s->blocks.len - 1];
    if (block->kind != BLOCK_BEGIN || block->handles) return;
    block->handles = true;
    s->conditions++;
    struct undone undone = {block->first_piece, s->pieces.len, only_duplicates(s, s->n + 1)};
    VEC_PUSH(s->arena, &s->undone, undone);
}

/* The statement is undone only where what it makes is there. */
static bool is_made_if_absent(const struct undone *undone)
{
    return undone->by_duplicates && undone->end == undone->first + 1;
}

/* In one pass, however deep such blocks are nested. */
static void mark_undone(struct splitter *s)
{
    if (s->undone.len == 0) return;
    long *opened = arena_array(s->arena, s->pieces.len + 1, sizeof *opened);
    for (size_t i = 0; i < s->undone.len; i++) {
        if (is_made_if_absent(&s->undone.at[i])) {
            s->pieces.at[s->undone.at[i].first].may_be_there = true;
            continue;
        }
        opened[s->undone.at[i].first]++;
        opened[s->undone.at[i].end]--;
    }
    long open = 0;
    for (size_t i = 0; i < s->pieces.len; i++) {
        open += opened[i];
        if (open == 0) continue;
        s->pieces.at[i].conditional = true;
        s->pieces.at[i].loop_conditional = true;
        s->pieces.at[i].condition = s->pieces.at[i].loop_condition = (struct range){0, 0};
    }
}

/* -- statements: each leaves `n` behind what it read ------------------------------------------- */

/* x [CONSTANT] type := value */
static void read_declaration(struct splitter *s, size_t end)
{
    if (!is_name(s, s->n)) return;
    size_t sign = s->n + 1;
    while (sign < end && !assigns(s, sign) && !is(s, sign, "default")) sign++;
    if (sign + 1 >= end) return;
    note_change(s, s->n); /* one of an outer block is hidden for a while */
    struct plpgsql_variable variable = {name_at(s, s->n), range_of(s, sign + 1, end), false};
    variable.changes = s->blocks.len > 0;
    VEC_PUSH(s->arena, &s->variables, variable);
}

static void read_declarations(struct splitter *s)
{
    s->n++;
    while (!at_end(s, s->n) && !is(s, s->n, "begin")) {
        size_t end = find_semicolon(s, s->n);
        read_declaration(s, end);
        s->n = end + 1;
    }
}

static void read_condition(struct splitter *s, const char *stop)
{
    const char *const stops[] = {stop, NULL};
    size_t end = find_word(s, s->n + 1, stops);
    add_expression(s, s->n + 1, end);
    s->n = end + 1;
}

static void read_if(struct splitter *s)
{
    static const char *const then[] = {"then", NULL};
    struct range condition = range_of(s, s->n + 1, find_word(s, s->n + 1, then));
    read_condition(s, "then");
    open_block(s, BLOCK_IF);
    s->blocks.at[s->blocks.len - 1].condition = condition;
}

static void leave_first_branch(struct splitter *s)
{
    if (s->blocks.len > 0) s->blocks.at[s->blocks.len - 1].condition = (struct range){0, 0};
}

/* FOR target IN [REVERSE] a .. b LOOP, IN query LOOP, IN EXECUTE ... LOOP; FOREACH a IN ARRAY x */
static void read_for(struct splitter *s)
{
    static const char *const in_or_loop[] = {"in", "loop", NULL};
    static const char *const loop[] = {"loop", NULL};
    bool over_array = is(s, s->n, "foreach");
    size_t in = find_word(s, s->n + 1, in_or_loop);
    size_t end = find_word(s, in, loop);
    if (is(s, in, "in")) add_query(s, in + 1, end);
    struct plpgsql_loop here = {.list = range_of(s, over_array ? in + 2 : in + 1, end),
                                .over_array = over_array};
    if (in == s->n + 2 && is_name(s, s->n + 1)) here.variable = name_at(s, s->n + 1);
    note_change(s, s->n + 1);
    VEC_PUSH(s->arena, &s->loops, here);
    open_block(s, BLOCK_LOOP);
    s->blocks.at[s->blocks.len - 1].loop = s->loops.len;
    s->n = end + 1;
}

/* The loops around may end before their last element. */
static void leave_loops(struct splitter *s)
{
    for (size_t i = 0; i < s->blocks.len; i++) {
        size_t loop = s->blocks.at[i].loop;
        if (loop > 0) s->loops.at[loop - 1].leaves = true;
    }
}

static void read_end(struct splitter *s)
{
    close_block(s);
    s->n = find_semicolon(s, s->n) + 1;
}

static void read_return(struct splitter *s)
{
    size_t end = find_semicolon(s, s->n);
    if (is(s, s->n + 1, "query")) {
        add_query(s, s->n + 2, end);
    } else if (is(s, s->n + 1, "next")) {
        add_expression(s, s->n + 2, end);
    } else {
        add_expression(s, s->n + 1, end);
        s->may_have_left = true;
        leave_loops(s);
    }
    s->n = end + 1;
}

/* EXIT with a label may leave more than a loop. */
static void read_exit(struct splitter *s)
{
    if (is_name(s, s->n + 1) && !is(s, s->n + 1, "when")) s->may_have_left = true;
    leave_loops(s);
    s->n = find_semicolon(s, s->n) + 1;
}

static void read_open(struct splitter *s)
{
    static const char *const for_query[] = {"for", NULL};
    size_t end = find_semicolon(s, s->n);
    size_t query = find_word(s, s->n + 1, for_query);
    if (query < end) add_query(s, query + 1, end);
    s->n = end + 1;
}

/* Returns whether it was an assignment. */
static bool read_assignment(struct splitter *s)
{
    size_t sign = skip_target(s, s->n);
    if (sign == s->n || !assigns(s, sign)) return false;
    size_t end = find_semicolon(s, sign);
    add_expression(s, sign + 1, end);
    note_change(s, s->n);
    s->n = end + 1;
    return true;
}

static void read_sql(struct splitter *s)
{
    size_t end = find_statement_end(s, s->n);
    if (is(s, s->n, "execute")) {
        add_execute(s, s->n, end);
    } else if (is(s, s->n, "perform")) {
        add_piece(s, PIECE_PERFORM, s->n, end);
    } else {
        struct piece *piece = add_piece(s, PIECE_SQL, s->n, end);
        piece->into = find_into(s, s->n, end);
    }
    s->n = end + 1;
}

/* Statements that run no SQL. */
static bool runs_nothing(const struct splitter *s)
{
    static const char *const words[] = {"raise", "assert", "move", "close", "null", NULL};
    return is_any(s, s->n, words);
}

static bool read_control(struct splitter *s)
{
    if (is(s, s->n, "if")) {
        read_if(s);
    } else if (is(s, s->n, "elsif") || is(s, s->n, "elseif") || is(s, s->n, "when")) {
        read_condition(s, "then");
        leave_first_branch(s);
    } else if (is(s, s->n, "case")) {
        read_condition(s, "when");
        s->n--;
        open_block(s, BLOCK_CASE);
    } else if (is(s, s->n, "while")) {
        read_condition(s, "loop");
        open_block(s, BLOCK_LOOP);
    } else if (is(s, s->n, "for") || is(s, s->n, "foreach")) {
        read_for(s);
    } else if (is(s, s->n, "loop")) {
        open_block(s, BLOCK_LOOP);
        s->n++;
    } else if (is(s, s->n, "else")) {
        leave_first_branch(s);
        s->n++;
    } else {
        return false;
    }
    return true;
}

static bool read_block(struct splitter *s)
{
    if (is(s, s->n, "declare")) {
        read_declarations(s);
    } else if (is(s, s->n, "begin")) {
        open_block(s, BLOCK_BEGIN);
        s->n++;
    } else if (is(s, s->n, "exception")) {
        start_handlers(s);
        s->n++;
    } else if (is(s, s->n, "end")) {
        read_end(s);
    } else {
        return false;
    }
    return true;
}

static void skip_label(struct splitter *s)
{
    while (!at_end(s, s->n) && !is_operator(s, s->n, ">>") && kind_at(s, s->n) != TOKEN_SEMICOLON) {
        s->n++;
    }
    s->n++;
}

static void read_statement(struct splitter *s)
{
    if (kind_at(s, s->n) == TOKEN_SEMICOLON) {
        s->n++;
    } else if (is_operator(s, s->n, "<<")) {
        skip_label(s);
    } else if (is_operator(s, s->n, "#")) { /* #variable_conflict use_column */
        s->n += 3;
    } else if (read_assignment(s) || read_block(s) || read_control(s)) {
        return;
    } else if (is(s, s->n, "return")) {
        read_return(s);
    } else if (is(s, s->n, "exit") || is(s, s->n, "continue")) {
        read_exit(s);
    } else if (is(s, s->n, "open")) {
        read_open(s);
    } else if (is(s, s->n, "get") || is(s, s->n, "fetch")) {
        for (; !at_end(s, s->n) && kind_at(s, s->n) != TOKEN_SEMICOLON; s->n++)
            note_change(s, s->n);
        s->n++;
    } else if (runs_nothing(s)) {
        s->n = find_semicolon(s, s->n) + 1;
    } else {
        read_sql(s);
    }
}

struct plpgsql_body plpgsql_split(struct arena *arena, struct str text, struct range body)
{
    struct splitter s = {.arena = arena, .text = text};
    read_tokens(&s, body);
    while (!at_end(&s, s.n)) read_statement(&s);
    mark_undone(&s);
    return (struct plpgsql_body){s.pieces, s.loops, s.variables};
}
