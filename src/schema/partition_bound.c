#include "schema/partition_bound.h"

#include "base/vec.h"
#include "schema/check_text.h"

/* -- reading the bound ------------------------------------------------------------------------- */

static bool read_list(struct arena *arena, struct check_reader *reader, struct bound_values *values)
{
    if (!check_take(reader, TOKEN_OPEN)) return false;
    do {
        struct bound_value value = check_literal(reader);
        if (value.kind == VALUE_NONE) return false;
        VEC_PUSH(arena, values, value);
    } while (check_take(reader, TOKEN_COMMA));
    return check_take(reader, TOKEN_CLOSE);
}

/* `(5)`, `(MINVALUE)` */
static bool read_end(struct check_reader *reader, struct bound_value *value)
{
    if (!check_take(reader, TOKEN_OPEN)) return false;
    if (!check_take_word(reader, "minvalue") && !check_take_word(reader, "maxvalue")) {
        *value = check_literal(reader);
        if (value->kind == VALUE_NONE) return false;
    }
    return check_take(reader, TOKEN_CLOSE);
}

struct bound bound_read(struct arena *arena, struct str text, struct str key)
{
    struct bound bound = {.key = key};
    struct check_reader reader = check_reader(text);
    if (key.len == 0) return bound;
    if (check_take_word(&reader, "for")) check_take_word(&reader, "values");
    if (check_take_word(&reader, "in")) {
        bound.readable = read_list(arena, &reader, &bound.in);
    } else if (check_take_word(&reader, "from")) {
        bound.readable = read_end(&reader, &bound.from) && check_take_word(&reader, "to") &&
                         read_end(&reader, &bound.to);
    }
    return bound;
}

/* -- comparing values -------------------------------------------------------------------------- */

enum order { BELOW, SAME, ABOVE, NO_ORDER };

static enum order order_of(int sign)
{
    return sign < 0 ? BELOW : sign > 0 ? ABOVE : SAME;
}

/* Whole numbers of at most 18 digits. */
static bool whole(struct str text, int64_t *number)
{
    bool negative = text.len > 0 && text.at[0] == '-';
    struct str digits = str_slice(text, negative ? 1 : 0, text.len);
    if (digits.len == 0 || digits.len > 18) return false;
    *number = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9') return false;
        *number = *number * 10 + (digits.at[i] - '0');
    }
    if (negative) *number = -*number;
    return true;
}

/* '2024-01-31', perhaps with a time behind it. */
static bool is_date(struct str text)
{
    static const char form[] = "dddd-dd-dd";
    if (text.len < sizeof form - 1) return false;
    for (size_t i = 0; i < sizeof form - 1; i++) {
        bool digit = text.at[i] >= '0' && text.at[i] <= '9';
        if (form[i] == 'd' ? !digit : text.at[i] != '-') return false;
    }
    return true;
}

/* Texts have an order only by their collation: of them only equality is known. */
static enum order compare(struct bound_value a, struct bound_value b)
{
    enum { DATE = 10 };
    int64_t x = 0;
    int64_t y = 0;
    if (a.kind != b.kind || a.kind == VALUE_NONE) return NO_ORDER;
    if (str_equal(a.text, b.text)) return SAME;
    if (a.kind == VALUE_NUMBER) {
        if (!whole(a.text, &x) || !whole(b.text, &y)) return NO_ORDER;
        return order_of(x < y ? -1 : x > y);
    }
    if (!is_date(a.text) || !is_date(b.text)) return NO_ORDER;
    int days = str_compare(str_slice(a.text, 0, DATE), str_slice(b.text, 0, DATE));
    if (days != 0) return order_of(days);
    return a.text.len == b.text.len ? order_of(str_compare(a.text, b.text)) : NO_ORDER;
}

static bool at_least(struct bound_value a, struct bound_value b)
{
    enum order order = compare(a, b);
    return order == SAME || order == ABOVE;
}

static bool is_above(struct bound_value a, struct bound_value b)
{
    return compare(a, b) == ABOVE;
}

/* -- one comparison against the bound ---------------------------------------------------------- */

static bool holds_value(const struct bound_values *values, struct bound_value value)
{
    for (size_t i = 0; i < values->len; i++) {
        if (compare(values->at[i], value) == SAME) return true;
    }
    return false;
}

static bool differs_from_all(const struct bound_values *values, struct bound_value value)
{
    for (size_t i = 0; i < values->len; i++) {
        enum order order = compare(values->at[i], value);
        bool strings = value.kind == VALUE_STRING && values->at[i].kind == VALUE_STRING;
        if (order == SAME || (order == NO_ORDER && !strings)) return false;
    }
    return true;
}

static bool above_low(const struct bound *bound, const struct check_leaf *leaf)
{
    if (bound->from.kind == VALUE_NONE) return true;
    return leaf->low.kind != VALUE_NONE && at_least(leaf->low, bound->from);
}

static bool below_high(const struct bound *bound, const struct check_leaf *leaf)
{
    if (bound->to.kind == VALUE_NONE) return true;
    if (leaf->high.kind == VALUE_NONE) return false;
    return leaf->high_included ? is_above(bound->to, leaf->high) : at_least(bound->to, leaf->high);
}

/* What an expression leaves of the two ends of the bound. */
struct within {
    bool low, high;
};

static struct within leaf_within(const struct bound *bound, const struct check_leaf *leaf)
{
    struct within within = {true, true};
    if (bound->in.len == 0 && leaf->values.len == 0) {
        return (struct within){above_low(bound, leaf), below_high(bound, leaf)};
    }
    if (leaf->values.len == 0) return (struct within){false, false};
    for (size_t i = 0; i < leaf->values.len; i++) {
        struct bound_value value = leaf->values.at[i];
        struct check_leaf one = {.low = value, .high = value, .high_included = true};
        bool listed = bound->in.len > 0 && holds_value(&bound->in, value);
        within.low = within.low && (listed || (bound->in.len == 0 && above_low(bound, &one)));
        within.high = within.high && (listed || (bound->in.len == 0 && below_high(bound, &one)));
    }
    return within;
}

static struct within within_of(const struct bound *bound, const struct check_node *node)
{
    struct within first;
    struct within second;
    switch (node->kind) {
    case CHECK_LEAF:
        return leaf_within(bound, &node->leaf);
    case CHECK_AND:
        first = within_of(bound, node->left);
        second = within_of(bound, node->right);
        return (struct within){first.low || second.low, first.high || second.high};
    case CHECK_OR:
        first = within_of(bound, node->left);
        second = within_of(bound, node->right);
        return (struct within){first.low && second.low, first.high && second.high};
    default:
        return (struct within){false, false};
    }
}

bool bound_is_implied(struct arena *arena, const struct bound *bound, struct str check)
{
    struct within within = within_of(bound, check_read(arena, check, bound->key));
    return bound->readable && within.low && within.high;
}

/* -- ruled out --------------------------------------------------------------------------------- */

static bool leaf_outside(const struct bound *bound, const struct check_leaf *leaf)
{
    for (size_t i = 0; i < leaf->values.len; i++) {
        struct bound_value value = leaf->values.at[i];
        bool outside = bound->in.len > 0
                           ? differs_from_all(&bound->in, value)
                           : (bound->to.kind != VALUE_NONE && at_least(value, bound->to)) ||
                                 (bound->from.kind != VALUE_NONE && is_above(bound->from, value));
        if (!outside) return false;
    }
    if (leaf->values.len > 0) return true;
    if (bound->in.len > 0) return false;
    if (bound->to.kind != VALUE_NONE && at_least(leaf->low, bound->to)) return true;
    if (bound->from.kind == VALUE_NONE) return false;
    return leaf->high_included ? is_above(bound->from, leaf->high)
                               : at_least(bound->from, leaf->high);
}

/* Every value within the bound makes the comparison true. */
static bool covers_leaf(const struct bound *bound, const struct check_leaf *leaf)
{
    if (bound->in.len > 0) {
        for (size_t i = 0; i < bound->in.len; i++) {
            if (!holds_value(&leaf->values, bound->in.at[i])) return false;
        }
        return true;
    }
    if (leaf->values.len > 0) return false;
    bool low =
        leaf->low.kind == VALUE_NONE ||
        (leaf->low_included ? at_least(bound->from, leaf->low) : is_above(bound->from, leaf->low));
    return low && (leaf->high.kind == VALUE_NONE || at_least(leaf->high, bound->to));
}

static bool covers(const struct bound *bound, const struct check_node *node)
{
    switch (node->kind) {
    case CHECK_LEAF:
        return covers_leaf(bound, &node->leaf);
    case CHECK_AND:
        return covers(bound, node->left) && covers(bound, node->right);
    case CHECK_OR:
        return covers(bound, node->left) || covers(bound, node->right);
    default:
        return false;
    }
}

static bool refutes(const struct bound *bound, const struct check_node *node)
{
    switch (node->kind) {
    case CHECK_LEAF:
        return leaf_outside(bound, &node->leaf);
    case CHECK_AND:
        return refutes(bound, node->left) || refutes(bound, node->right);
    case CHECK_OR:
        return refutes(bound, node->left) && refutes(bound, node->right);
    case CHECK_NOT:
        return covers(bound, node->left);
    default:
        return false;
    }
}

bool bound_is_refuted(struct arena *arena, const struct bound *bound, struct str check)
{
    return bound->readable && refutes(bound, check_read(arena, check, bound->key));
}
