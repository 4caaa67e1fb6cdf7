#include "schema/check_text.h"

#include "base/vec.h"

enum { DEEPEST = 24, MOST_NODES = 64 };

/* -- tokens ------------------------------------------------------------------------------------ */

static void advance(struct check_reader *reader)
{
    reader->token = lex_next_code(&reader->lexer);
}

struct check_reader check_reader(struct str text)
{
    struct check_reader reader = {.lexer = {text, 0}};
    advance(&reader);
    return reader;
}

static struct str text_of(const struct check_reader *reader)
{
    return str_slice(reader->lexer.text, reader->token.start, reader->token.end);
}

bool check_take(struct check_reader *reader, enum token_kind kind)
{
    if (reader->token.kind != kind) return false;
    advance(reader);
    return true;
}

bool check_take_word(struct check_reader *reader, const char *word)
{
    if (!token_is(reader->lexer.text, reader->token, word)) return false;
    advance(reader);
    return true;
}

static bool take_operator(struct check_reader *reader, const char *text)
{
    if (reader->token.kind != TOKEN_OPERATOR) return false;
    if (!str_equal(text_of(reader), str_from(text))) return false;
    advance(reader);
    return true;
}

/* -- literals ---------------------------------------------------------------------------------- */

static void skip_type_word(struct check_reader *reader)
{
    static const char *const words[] = {"date", "timestamp", "timestamptz", NULL};
    for (size_t i = 0; words[i] != NULL; i++) {
        if (check_take_word(reader, words[i])) return;
    }
}

/* A cast to a type of one word changes no literal that is compared here. */
static void skip_cast(struct check_reader *reader)
{
    if (!take_operator(reader, "::")) return;
    if (reader->token.kind == TOKEN_WORD) advance(reader);
}

struct bound_value check_literal(struct check_reader *reader)
{
    struct bound_value value = {VALUE_NONE, {"", 0}};
    skip_type_word(reader);
    uint32_t start = reader->token.start;
    if (take_operator(reader, "-") && reader->token.kind != TOKEN_NUMBER) return value;
    struct str text = str_slice(reader->lexer.text, start, reader->token.end);
    if (reader->token.kind == TOKEN_NUMBER) {
        value = (struct bound_value){VALUE_NUMBER, text};
    } else if (reader->token.kind == TOKEN_STRING && text.len >= 2 && text.at[0] == '\'' &&
               !reader->token.unterminated) {
        value = (struct bound_value){VALUE_STRING, str_slice(text, 1, text.len - 1)};
    } else {
        return value;
    }
    advance(reader);
    skip_cast(reader);
    return value;
}

/* -- comparisons ------------------------------------------------------------------------------- */

static bool take_key(struct check_reader *reader, struct str key)
{
    struct str text = text_of(reader);
    bool quoted = reader->token.kind == TOKEN_QUOTED_NAME && text.len == key.len + 2 &&
                  str_equal(str_slice(text, 1, text.len - 1), key);
    bool plain = reader->token.kind == TOKEN_WORD && str_equal_ignoring_case(text, key);
    if (quoted || plain) advance(reader);
    return quoted || plain;
}

static bool read_values(struct arena *arena, struct check_reader *reader, enum token_kind open,
                        struct bound_values *values)
{
    if (open == TOKEN_OPEN ? !check_take(reader, TOKEN_OPEN) : !take_operator(reader, "[")) {
        return false;
    }
    do {
        struct bound_value value = check_literal(reader);
        if (value.kind == VALUE_NONE) return false;
        VEC_PUSH(arena, values, value);
    } while (check_take(reader, TOKEN_COMMA));
    return open == TOKEN_OPEN ? check_take(reader, TOKEN_CLOSE) : take_operator(reader, "]");
}

/* = ANY (ARRAY['a', 'b']), behind the operator */
static bool read_any(struct arena *arena, struct check_reader *reader, struct bound_values *values)
{
    return check_take(reader, TOKEN_OPEN) && check_take_word(reader, "array") &&
           read_values(arena, reader, TOKEN_OPERATOR, values) && check_take(reader, TOKEN_CLOSE);
}

static bool read_equal(struct arena *arena, struct check_reader *reader, struct check_leaf *leaf)
{
    if (check_take_word(reader, "any")) return read_any(arena, reader, &leaf->values);
    struct bound_value value = check_literal(reader);
    if (value.kind != VALUE_NONE) VEC_PUSH(arena, &leaf->values, value);
    return value.kind != VALUE_NONE;
}

static bool read_between(struct check_reader *reader, struct check_leaf *leaf)
{
    leaf->low = check_literal(reader);
    leaf->low_included = leaf->high_included = true;
    if (leaf->low.kind == VALUE_NONE || !check_take_word(reader, "and")) return false;
    leaf->high = check_literal(reader);
    return leaf->high.kind != VALUE_NONE;
}

/* What stands behind the key. */
static bool read_comparison(struct arena *arena, struct check_reader *reader,
                            struct check_leaf *leaf)
{
    if (check_take_word(reader, "between")) return read_between(reader, leaf);
    if (check_take_word(reader, "in")) {
        return read_values(arena, reader, TOKEN_OPEN, &leaf->values);
    }
    if (take_operator(reader, "=")) return read_equal(arena, reader, leaf);
    bool from = take_operator(reader, ">=");
    if (from || take_operator(reader, ">")) {
        leaf->low = check_literal(reader);
        leaf->low_included = from;
        return leaf->low.kind != VALUE_NONE;
    }
    leaf->high_included = take_operator(reader, "<=");
    if (!leaf->high_included && !take_operator(reader, "<")) return false;
    leaf->high = check_literal(reader);
    return leaf->high.kind != VALUE_NONE;
}

/* -- the tree ---------------------------------------------------------------------------------- */

static const struct check_node other = {.kind = CHECK_OTHER};

static const struct check_node *node_new(struct arena *arena, struct check_reader *reader,
                                         struct check_node node)
{
    if (reader->nodes++ >= MOST_NODES) return &other;
    struct check_node *made = ARENA_NEW(arena, struct check_node);
    *made = node;
    return made;
}

static const struct check_node *read_or(struct arena *arena, struct check_reader *reader,
                                        struct str key);

/* To the AND, OR or `)` that ends it: something nobody reads here. */
static const struct check_node *skip_other(struct check_reader *reader)
{
    unsigned open = 0;
    while (reader->token.kind != TOKEN_END) {
        bool ends = token_is(reader->lexer.text, reader->token, "and") ||
                    token_is(reader->lexer.text, reader->token, "or") ||
                    reader->token.kind == TOKEN_CLOSE;
        if (open == 0 && ends) break;
        if (reader->token.kind == TOKEN_OPEN) open++;
        if (reader->token.kind == TOKEN_CLOSE) open--;
        advance(reader);
    }
    return &other;
}

static bool at_end_of_term(const struct check_reader *reader)
{
    return reader->token.kind == TOKEN_END || reader->token.kind == TOKEN_CLOSE ||
           token_is(reader->lexer.text, reader->token, "and") ||
           token_is(reader->lexer.text, reader->token, "or");
}

static const struct check_node *read_term(struct arena *arena, struct check_reader *reader,
                                          struct str key)
{
    struct check_node leaf = {.kind = CHECK_LEAF};
    if (take_key(reader, key)) {
        bool read = read_comparison(arena, reader, &leaf.leaf);
        return read && at_end_of_term(reader) ? node_new(arena, reader, leaf) : skip_other(reader);
    }
    if (reader->depth >= DEEPEST || !check_take(reader, TOKEN_OPEN)) return skip_other(reader);
    reader->depth++;
    const struct check_node *inner = read_or(arena, reader, key);
    reader->depth--;
    if (check_take(reader, TOKEN_CLOSE) && at_end_of_term(reader)) return inner;
    return skip_other(reader);
}

static const struct check_node *read_not(struct arena *arena, struct check_reader *reader,
                                         struct str key)
{
    if (!check_take_word(reader, "not")) return read_term(arena, reader, key);
    const struct check_node *inner = read_term(arena, reader, key);
    return node_new(arena, reader, (struct check_node){.kind = CHECK_NOT, .left = inner});
}

static const struct check_node *read_and(struct arena *arena, struct check_reader *reader,
                                         struct str key)
{
    const struct check_node *left = read_not(arena, reader, key);
    while (check_take_word(reader, "and")) {
        const struct check_node *right = read_not(arena, reader, key);
        left = node_new(arena, reader,
                        (struct check_node){.kind = CHECK_AND, .left = left, .right = right});
    }
    return left;
}

static const struct check_node *read_or(struct arena *arena, struct check_reader *reader,
                                        struct str key)
{
    const struct check_node *left = read_and(arena, reader, key);
    while (check_take_word(reader, "or")) {
        const struct check_node *right = read_and(arena, reader, key);
        left = node_new(arena, reader,
                        (struct check_node){.kind = CHECK_OR, .left = left, .right = right});
    }
    return left;
}

const struct check_node *check_read(struct arena *arena, struct str check, struct str key)
{
    struct check_reader reader = check_reader(check);
    const struct check_node *node = read_or(arena, &reader, key);
    return reader.token.kind == TOKEN_END ? node : &other;
}
