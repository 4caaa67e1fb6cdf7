#include "base/vec.h"
#include "schema/change.h"
#include "schema/lex.h"
#include "sql/body.h"

/* What libpg_query 15-4.0.0 refuses although PostgreSQL takes it, for it knows no types:
 *   FOR r IN bound_cursor            a query `bound_cursor` does not parse
 *   OPEN, FETCH, MOVE, CLOSE         no variable is a cursor
 *   RETURN NEXT;                     an expression is wanted
 *   row.field := ...                 only a `record` has fields
 *   name%ROWTYPE                     likewise */

struct rewriter {
    struct arena *arena;
    struct str body;
    struct token *tokens; /* code only, TOKEN_END at the end */
    size_t token_count;
    struct str_list out;
    uint32_t out_bytes;
    struct {
        struct copied *at;
        size_t len, cap;
    } pieces;
    uint32_t copied; /* bytes of the body that are in `out` */
};

static void append(struct rewriter *rewriter, struct str s)
{
    VEC_PUSH(rewriter->arena, &rewriter->out, s);
    rewriter->out_bytes += (uint32_t)s.len;
}

static void append_body(struct rewriter *rewriter, uint32_t end)
{
    struct copied piece = {rewriter->out_bytes, rewriter->copied, end - rewriter->copied};
    VEC_PUSH(rewriter->arena, &rewriter->pieces, piece);
    append(rewriter, str_slice(rewriter->body, rewriter->copied, end));
    rewriter->copied = end;
}

/* Replaces bytes by [words], keeping the line ends. */
static void replace(struct rewriter *rewriter, uint32_t start, uint32_t end, const char *words)
{
    append_body(rewriter, start);
    append(rewriter, STR(" "));
    append(rewriter, str_from(words));
    append(rewriter, STR(" "));
    for (uint32_t i = start; i < end; i++) {
        if (rewriter->body.at[i] == '\n') append(rewriter, STR("\n"));
    }
    rewriter->copied = end;
}

/* -- looking at tokens ------------------------------------------------------------------------- */

static struct token token_at(const struct rewriter *rewriter, size_t n)
{
    return rewriter->tokens[n < rewriter->token_count ? n : rewriter->token_count];
}

static bool is(const struct rewriter *rewriter, size_t n, const char *word)
{
    return token_is(rewriter->body, token_at(rewriter, n), word);
}

static bool is_name(const struct rewriter *rewriter, size_t n)
{
    enum token_kind kind = token_at(rewriter, n).kind;
    return kind == TOKEN_WORD || kind == TOKEN_QUOTED_NAME;
}

static bool is_operator(const struct rewriter *rewriter, size_t n, const char *text)
{
    struct token token = token_at(rewriter, n);
    return token.kind == TOKEN_OPERATOR &&
           str_equal(str_slice(rewriter->body, token.start, token.end), str_from(text));
}

/* A statement begins at token [n]. */
static bool begins_statement(const struct rewriter *rewriter, size_t n)
{
    if (n == 0 || token_at(rewriter, n - 1).kind == TOKEN_SEMICOLON) return true;
    static const char *const before[] = {"begin", "then", "else", "loop"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        if (is(rewriter, n - 1, before[i])) return true;
    }
    return is_operator(rewriter, n - 1, ">>");
}

/* The first token at or behind [n] that ends the statement. */
static size_t statement_end(const struct rewriter *rewriter, size_t n)
{
    while (n < rewriter->token_count && rewriter->tokens[n].kind != TOKEN_SEMICOLON) n++;
    return n;
}

/* Behind the `)` or `]` that closes what opens at [n]. */
static size_t skip_group(const struct rewriter *rewriter, size_t n)
{
    int depth = 0;
    for (; n < rewriter->token_count; n++) {
        enum token_kind kind = rewriter->tokens[n].kind;
        if (kind == TOKEN_SEMICOLON) return n;
        if (kind == TOKEN_OPEN || is_operator(rewriter, n, "[")) depth++;
        if (kind == TOKEN_CLOSE || is_operator(rewriter, n, "]")) depth--;
        if (depth == 0) return n + 1;
    }
    return n;
}

/* -- the rewritings: each returns the first token that it did not consume -----------------------
 */

/* FOR r IN c LOOP, FOR r IN c (1, 2) LOOP. Such a loop declares its own variable, as a loop over
 * numbers does (manual, 43.7.4). */
static size_t rewrite_cursor_loop(struct rewriter *rewriter, size_t in)
{
    size_t name = in + 1;
    if (!is_name(rewriter, name)) return in + 1;
    size_t end = name + 1;
    if (token_at(rewriter, end).kind == TOKEN_OPEN) end = skip_group(rewriter, end);
    if (!is(rewriter, end, "loop")) return in + 1;
    replace(rewriter, token_at(rewriter, name).start, token_at(rewriter, end - 1).end, "1..1");
    return end;
}

/* OPEN c FOR query: the query alone is left to be checked. */
static size_t rewrite_open(struct rewriter *rewriter, size_t n)
{
    size_t end = statement_end(rewriter, n);
    size_t query = n + 1;
    while (query < end && !is(rewriter, query, "for")) query++;
    if (query < end) {
        replace(rewriter, token_at(rewriter, n).start, token_at(rewriter, query).end, "");
        return query + 1;
    }
    replace(rewriter, token_at(rewriter, n).start, token_at(rewriter, end - 1).end, "NULL");
    return end;
}

/* FETCH ... INTO target, MOVE, CLOSE. */
static size_t rewrite_cursor_use(struct rewriter *rewriter, size_t n)
{
    size_t end = statement_end(rewriter, n);
    size_t into = n;
    while (into < end && !is(rewriter, into, "into")) into++;
    size_t last = into < end ? into - 1 : end - 1;
    replace(rewriter, token_at(rewriter, n).start, token_at(rewriter, last).end,
            into < end ? "SELECT 1" : "NULL");
    return into < end ? into : end;
}

/* a.b.c[1] := x: assigns to the one variable that every function has. */
static size_t rewrite_assignment(struct rewriter *rewriter, size_t n)
{
    size_t end = n + 1;
    bool dotted = false;
    for (;;) {
        if (token_at(rewriter, end).kind == TOKEN_DOT && is_name(rewriter, end + 1)) {
            dotted = true;
            end += 2;
        } else if (is_operator(rewriter, end, "[")) {
            end = skip_group(rewriter, end);
        } else {
            break;
        }
    }
    bool assigns = is_operator(rewriter, end, ":=") || is_operator(rewriter, end, "=");
    if (!dotted || !assigns) return n;
    replace(rewriter, token_at(rewriter, n).start, token_at(rewriter, end - 1).end, "found");
    return end;
}

/* Not `CASE WHEN a THEN open ELSE close END`. */
static bool names_cursor(const struct rewriter *rewriter, size_t n)
{
    static const char *const others[] = {"else", "end", "when", "then", "and",
                                         "or",   "is",  "as",   "not",  "between"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (is(rewriter, n, others[i])) return false;
    }
    return is_name(rewriter, n);
}

static bool uses_cursor(const struct rewriter *rewriter, size_t n)
{
    if (!names_cursor(rewriter, n + 1)) return false;
    return is(rewriter, n, "fetch") || is(rewriter, n, "move") || is(rewriter, n, "close");
}

static size_t rewrite_statement(struct rewriter *rewriter, size_t n)
{
    if (is(rewriter, n, "open") && names_cursor(rewriter, n + 1)) return rewrite_open(rewriter, n);
    if (uses_cursor(rewriter, n)) return rewrite_cursor_use(rewriter, n);
    if (is(rewriter, n, "return") && is(rewriter, n + 1, "next") &&
        token_at(rewriter, n + 2).kind == TOKEN_SEMICOLON) {
        replace(rewriter, token_at(rewriter, n + 1).start, token_at(rewriter, n + 1).end,
                "NEXT NULL");
        return n + 2;
    }
    return is_name(rewriter, n) ? rewrite_assignment(rewriter, n) : n;
}

/* The first token of the name that ends in %ROWTYPE at [percent]. */
static size_t rowtype_start(const struct rewriter *rewriter, size_t percent)
{
    size_t start = percent - 1;
    while (start >= 2 && token_at(rewriter, start - 1).kind == TOKEN_DOT &&
           is_name(rewriter, start - 2)) {
        start -= 2;
    }
    return start;
}

static size_t rewrite_token(struct rewriter *rewriter, size_t n)
{
    if (is(rewriter, n, "in")) return rewrite_cursor_loop(rewriter, n);
    if (n > 0 && is_operator(rewriter, n, "%") && is(rewriter, n + 1, "rowtype")) {
        uint32_t start = token_at(rewriter, rowtype_start(rewriter, n)).start;
        if (start >= rewriter->copied) {
            replace(rewriter, start, token_at(rewriter, n + 1).end, "record");
        }
        return n + 2;
    }
    return n + 1;
}

static void read_tokens(struct rewriter *rewriter)
{
    struct {
        struct token *at;
        size_t len, cap;
    } tokens = {0};
    struct lexer lexer = {rewriter->body, 0};
    struct token token;
    do {
        token = lex_next_code(&lexer);
        VEC_PUSH(rewriter->arena, &tokens, token);
    } while (token.kind != TOKEN_END);
    rewriter->tokens = tokens.at;
    rewriter->token_count = tokens.len - 1;
}

/* Whether token [n] stands in a DECLARE section, where nothing but declarations begins. */
static bool is_declaration(const struct rewriter *rewriter, size_t n, bool before)
{
    if (is(rewriter, n, "declare")) return true;
    return before && !is(rewriter, n, "begin");
}

struct plpgsql_text plpgsql_text(struct arena *arena, struct str body)
{
    struct rewriter rewriter = {.arena = arena, .body = body};
    bool declares = false;
    read_tokens(&rewriter);
    for (size_t n = 0; n < rewriter.token_count;) {
        size_t next = n;
        if (begins_statement(&rewriter, n)) {
            declares = is_declaration(&rewriter, n, declares);
            if (!declares) next = rewrite_statement(&rewriter, n);
        }
        n = next > n ? next : rewrite_token(&rewriter, n);
    }
    append_body(&rewriter, (uint32_t)body.len);
    struct plpgsql_text text = {.text = body};
    if (rewriter.out.len > 1)
        text.text = str_join(arena, rewriter.out.at, rewriter.out.len, STR(""));
    text.pieces = rewriter.pieces.at;
    text.piece_count = rewriter.pieces.len;
    return text;
}

static const struct copied *piece_at(const struct plpgsql_text *text, uint32_t at)
{
    size_t n = text->piece_count - 1;
    while (n > 0 && text->pieces[n].to > at) n--;
    return &text->pieces[n];
}

struct range plpgsql_text_origin(const struct plpgsql_text *text, struct range at)
{
    const struct copied *piece = piece_at(text, at.start);
    bool last = piece == &text->pieces[text->piece_count - 1];
    if (at.start - piece->to >= piece->len && !last) {
        return (struct range){piece->from + piece->len, piece[1].from};
    }
    uint32_t start = piece->from + (at.start - piece->to);
    uint32_t end = start + (at.end - at.start);
    uint32_t limit = piece->from + piece->len;
    return (struct range){start, end < limit ? end : limit};
}
