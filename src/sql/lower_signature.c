/* The types behind the name of a function, an aggregate or an operator. */
#include "sql/lower.h"

const struct signature *lower_signature(const struct lowering *l, const List *types)
{
    struct signature *signature = ARENA_NEW(l->arena, struct signature);
    struct str_list words = {0};
    size_t count = (size_t)list_length(types);
    signature->types = arena_array(l->arena, count, sizeof *signature->types);
    for (size_t i = 0; i < count; i++) {
        const TypeName *type = list_nth(types, (int)i);
        if (type == NULL) continue; /* an operator without a left side */
        signature->types[signature->type_count++] = lower_type(l, type);
        lower_push_str(l, &words, lower_type_words(l, type));
    }
    signature->text = str_join(l->arena, words.at, words.len, STR(", "));
    return signature;
}

const struct signature *lower_object_signature(const struct lowering *l, const Node *object)
{
    if (object == NULL || !IsA(object, ObjectWithArgs)) return NULL;
    const ObjectWithArgs *routine = LOWER_AS(ObjectWithArgs, object);
    if (routine->args_unspecified) return NULL;
    return lower_signature(l, routine->objargs);
}

/* Of CREATE AGGREGATE: parameters, and how many come before ORDER BY; none in the old form. */
const struct signature *lower_aggregate_signature(const struct lowering *l, const List *args)
{
    if (list_length(args) == 0 || linitial(args) == NULL) return lower_signature(l, NIL);
    const Node *first = linitial(args);
    if (!IsA(first, List)) return NULL;
    List *types = NIL;
    const List *parameters = LOWER_AS(List, first);
    for (int i = 0; i < list_length(parameters); i++) {
        types = lappend(types, LOWER_AS(FunctionParameter, list_nth(parameters, i))->argType);
    }
    return lower_signature(l, types);
}
