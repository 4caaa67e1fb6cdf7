#include "schema/parts.h"

#include "base/vec.h"

bool str_list_has(const struct str_list *list, struct str s)
{
    for (size_t i = 0; i < list->len; i++) {
        if (str_equal(list->at[i], s)) return true;
    }
    return false;
}

bool str_list_equal(const struct str_list *a, const struct str_list *b)
{
    if (a->len != b->len) return false;
    for (size_t i = 0; i < a->len; i++) {
        if (!str_equal(a->at[i], b->at[i])) return false;
    }
    return true;
}

struct str_list str_list_copy(struct arena *arena, const struct str_list *list)
{
    struct str_list copy = {0};
    for (size_t i = 0; i < list->len; i++) VEC_PUSH(arena, &copy, list->at[i]);
    return copy;
}
