#include "base/vec.h"

#include <stdint.h>
#include <string.h>

/* Most arrays of large elements hold one. */
static size_t first_room(size_t size)
{
    return size < 64 ? 4 : 1;
}

void *vec_grow(struct arena *arena, void *at, size_t len, size_t *cap, size_t size)
{
    if (len < *cap) return at;
    if (*cap > 0 && *cap < SIZE_MAX / 4 / size &&
        arena_extend(arena, at, *cap * size, *cap * 2 * size)) {
        *cap *= 2;
        return at;
    }
    *cap = *cap == 0 ? first_room(size) : *cap * 2;
    void *moved = arena_array(arena, *cap, size);
    if (len != 0) memcpy(moved, at, len * size);
    return moved;
}

void *vec_make_room(struct arena *arena, void *at, size_t len, size_t *cap, size_t size,
                    size_t more)
{
    while (*cap - len < more) at = vec_grow(arena, at, *cap, cap, size);
    return at;
}
