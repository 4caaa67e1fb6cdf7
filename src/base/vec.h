/* A growing array in an arena: `VEC(struct str) names = {0}; VEC_PUSH(arena, &names, s);`
 *
 * Elements move when the array grows: keep indexes, or pointers to arena objects, not pointers to
 * elements. Nothing is freed before the arena. */
#ifndef GANDER_BASE_VEC_H
#define GANDER_BASE_VEC_H

#include "base/arena.h"

#include <stddef.h>

#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *at;                                                                                  \
        size_t len;                                                                                \
        size_t cap;                                                                                \
    }

#define VEC_PUSH(arena, vec, ...)                                                                  \
    ((vec)->at = vec_grow((arena), (vec)->at, (vec)->len, &(vec)->cap, sizeof *(vec)->at),         \
     (vec)->at[(vec)->len++] = (__VA_ARGS__))

/* Room for one more element of [size] bytes behind [len]; returns where the array now is. */
void *vec_grow(struct arena *arena, void *at, size_t len, size_t *cap, size_t size);

/* The same for [more] elements. */
void *vec_make_room(struct arena *arena, void *at, size_t len, size_t *cap, size_t size,
                    size_t more);

#endif
