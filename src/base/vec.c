#include "base/vec.h"

#include <string.h>

void *vec_grow(struct arena *arena, void *at, size_t len, size_t *cap, size_t size)
{
    if (len < *cap) return at;
    *cap = *cap == 0 ? 4 : *cap * 2;
    void *moved = arena_array(arena, *cap, size);
    if (len != 0) memcpy(moved, at, len * size);
    return moved;
}
