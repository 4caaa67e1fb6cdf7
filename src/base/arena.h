/* Memory that is given back all at once.
 *
 * Every allocation is zeroed, aligned for any type, and lives until arena_release(). Out of memory
 * aborts: no caller checks. What outlives a run's file lives in the run's arena; each worker thread
 * has an arena of its own, because an arena is not safe to share between threads. */
#ifndef GANDER_BASE_ARENA_H
#define GANDER_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *newest;
};

void arena_init(struct arena *arena);

/* Frees everything the arena gave out; the arena is empty and usable again. */
void arena_release(struct arena *arena);

/* The same, but a block is kept for what comes next. */
void arena_clear(struct arena *arena);

/* [size] zeroed bytes; never NULL. */
void *arena_alloc(struct arena *arena, size_t size);

/* Makes what arena_alloc() gave last as [size] bytes [wanted] bytes long, where it stands; false
 * when it is not the last, or there is no room. */
bool arena_extend(struct arena *arena, const void *at, size_t size, size_t wanted);

/* [count] zeroed elements of [size] bytes; aborts when the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* One zeroed object of a type: `struct x *x = ARENA_NEW(arena, struct x);` */
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

#endif
