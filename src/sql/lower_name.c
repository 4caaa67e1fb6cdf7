#include "sql/lower.h"

struct str lower_str(const struct lowering *l, const char *text)
{
    return text == NULL ? (struct str){"", 0} : str_copy(l->arena, str_from(text));
}

struct name lower_range_var(const struct lowering *l, const RangeVar *var)
{
    if (var == NULL) return (struct name){{"", 0}, {"", 0}};
    return (struct name){lower_str(l, var->schemaname), lower_str(l, var->relname)};
}

void lower_target(const struct lowering *l, struct change *change, const RangeVar *var)
{
    if (var == NULL) return;
    change->table = lower_range_var(l, var);
    change->only = !var->inh;
    if (var->location >= 0) {
        change->table_at = range_name(l->sql, lower_at(l, var->location), l->at.end);
    }
}

static struct str nth_name(const struct lowering *l, const List *names, int n)
{
    const Node *node = list_nth(names, n);
    return node != NULL && IsA(node, String) ? lower_str(l, LOWER_AS(String, node)->sval) : STR("");
}

struct name lower_name_list(const struct lowering *l, const List *names)
{
    struct name name = {{"", 0}, {"", 0}};
    int length = list_length(names);
    if (length > 0) name.name = nth_name(l, names, length - 1);
    if (length > 1) name.schema = nth_name(l, names, length - 2);
    return name;
}

/* The part that begins at [*at], folded; moves [*at] behind its dot. */
static struct str name_part(const struct lowering *l, struct str text, size_t *at)
{
    char *bytes = arena_alloc(l->arena, text.len + 1);
    size_t len = 0;
    bool quoted = false;
    for (; *at < text.len && (quoted || text.at[*at] != '.'); ++*at) {
        char c = text.at[*at];
        if (c == '"') {
            bool doubled = quoted && *at + 1 < text.len && text.at[*at + 1] == '"';
            if (!doubled) {
                quoted = !quoted;
                continue;
            }
            ++*at;
        }
        bytes[len++] = !quoted && c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    ++*at;
    return (struct str){bytes, len};
}

struct name lower_name_in_text(const struct lowering *l, struct str text)
{
    struct name name = {{"", 0}, {"", 0}};
    text = str_trim(text);
    for (size_t at = 0; at < text.len;) {
        name.schema = name.name;
        name.name = name_part(l, text, &at);
    }
    return name;
}

struct str lower_last_name(const struct lowering *l, const List *names)
{
    return lower_name_list(l, names).name;
}

struct name lower_any_name(const struct lowering *l, const Node *object)
{
    struct name none = {{"", 0}, {"", 0}};
    if (object == NULL) return none;
    switch (nodeTag(object)) {
    case T_List:
        return lower_name_list(l, LOWER_AS(List, object));
    case T_String:
        return (struct name){{"", 0}, lower_str(l, LOWER_AS(String, object)->sval)};
    case T_TypeName:
        return lower_name_list(l, LOWER_AS(TypeName, object)->names);
    case T_ObjectWithArgs:
        return lower_name_list(l, LOWER_AS(ObjectWithArgs, object)->objname);
    case T_RangeVar:
        return lower_range_var(l, LOWER_AS(RangeVar, object));
    default:
        return none;
    }
}

void lower_push_str(const struct lowering *l, struct str_list *list, struct str s)
{
    VEC_PUSH(l->arena, list, s);
}

/* Of a list that is only searched for duplicates so far: 100,000 different names must not take
 * quadratic time. */
enum { SEARCHED = 64 };

void lower_add_once(const struct lowering *l, struct str_list *list, struct str s)
{
    for (size_t i = 0; i < list->len && i < SEARCHED; i++) {
        if (str_equal(list->at[i], s)) return;
    }
    lower_push_str(l, list, s);
}

void lower_push_name(const struct lowering *l, struct name_list *list, struct name name)
{
    VEC_PUSH(l->arena, list, name);
}

struct str_list lower_str_list(const struct lowering *l, const List *names)
{
    struct str_list list = {0};
    for (int i = 0; i < list_length(names); i++) lower_push_str(l, &list, nth_name(l, names, i));
    return list;
}

struct str lower_node_text(const struct lowering *l, const Node *node)
{
    while (node != NULL && IsA(node, TypeCast)) node = LOWER_AS(TypeCast, node)->arg;
    if (node == NULL) return STR("");
    if (IsA(node, A_Const)) {
        const A_Const *constant = LOWER_AS(A_Const, node);
        if (constant->isnull) return STR("NULL");
        node = &constant->val.node;
    }
    switch (nodeTag(node)) {
    case T_String:
        return lower_str(l, LOWER_AS(String, node)->sval);
    case T_Float:
        return lower_str(l, LOWER_AS(Float, node)->fval);
    case T_BitString:
        return lower_str(l, LOWER_AS(BitString, node)->bsval);
    case T_Integer:
        return str_format(l->arena, "%d", LOWER_AS(Integer, node)->ival);
    case T_Boolean:
        return LOWER_AS(Boolean, node)->boolval ? STR("true") : STR("false");
    case T_TypeName:
        return lower_last_name(l, LOWER_AS(TypeName, node)->names);
    default:
        return STR("");
    }
}

enum object_kind lower_object_kind(ObjectType type)
{
    static const enum object_kind kinds[] = {
        [OBJECT_AGGREGATE] = OBJ_AGGREGATE,
        [OBJECT_ATTRIBUTE] = OBJ_ATTRIBUTE,
        [OBJECT_CAST] = OBJ_CAST,
        [OBJECT_COLUMN] = OBJ_COLUMN,
        [OBJECT_COLLATION] = OBJ_COLLATION,
        [OBJECT_DATABASE] = OBJ_DATABASE,
        [OBJECT_DOMAIN] = OBJ_DOMAIN,
        [OBJECT_DOMCONSTRAINT] = OBJ_CONSTRAINT,
        [OBJECT_EVENT_TRIGGER] = OBJ_EVENT_TRIGGER,
        [OBJECT_EXTENSION] = OBJ_EXTENSION,
        [OBJECT_FOREIGN_SERVER] = OBJ_SERVER,
        [OBJECT_FOREIGN_TABLE] = OBJ_FOREIGN_TABLE,
        [OBJECT_FUNCTION] = OBJ_FUNCTION,
        [OBJECT_INDEX] = OBJ_INDEX,
        [OBJECT_LANGUAGE] = OBJ_LANGUAGE,
        [OBJECT_MATVIEW] = OBJ_MATERIALIZED_VIEW,
        [OBJECT_OPERATOR] = OBJ_OPERATOR,
        [OBJECT_POLICY] = OBJ_POLICY,
        [OBJECT_PROCEDURE] = OBJ_PROCEDURE,
        [OBJECT_PUBLICATION] = OBJ_PUBLICATION,
        [OBJECT_ROLE] = OBJ_ROLE,
        [OBJECT_ROUTINE] = OBJ_ROUTINE,
        [OBJECT_RULE] = OBJ_RULE,
        [OBJECT_SCHEMA] = OBJ_SCHEMA,
        [OBJECT_SEQUENCE] = OBJ_SEQUENCE,
        [OBJECT_SUBSCRIPTION] = OBJ_SUBSCRIPTION,
        [OBJECT_STATISTIC_EXT] = OBJ_STATISTICS,
        [OBJECT_TABCONSTRAINT] = OBJ_CONSTRAINT,
        [OBJECT_TABLE] = OBJ_TABLE,
        [OBJECT_TABLESPACE] = OBJ_TABLESPACE,
        [OBJECT_TRIGGER] = OBJ_TRIGGER,
        [OBJECT_TYPE] = OBJ_TYPE,
        [OBJECT_USER_MAPPING] = OBJ_USER_MAPPING,
        [OBJECT_VIEW] = OBJ_VIEW,
    };
    size_t n = (size_t)type;
    enum object_kind kind = n < sizeof kinds / sizeof *kinds ? kinds[n] : OBJ_OTHER;
    return kind == OBJ_UNKNOWN ? OBJ_OTHER : kind;
}
