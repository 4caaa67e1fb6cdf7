#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 1024 * 1024 };

struct arena_block {
    struct arena_block *older;
    size_t used;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *arena)
{
    arena->newest = NULL;
}

void arena_release(struct arena *arena)
{
    struct arena_block *block = arena->newest;
    while (block != NULL) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    arena->newest = NULL;
}

static void out_of_memory(void)
{
    fputs("gander: out of memory\n", stderr);
    abort();
}

static struct arena_block *add_block(struct arena *arena, size_t wanted)
{
    size_t size = FIRST_BLOCK;
    if (arena->newest != NULL && arena->newest->size >= FIRST_BLOCK) {
        size = arena->newest->size < LARGEST_BLOCK ? arena->newest->size * 2 : LARGEST_BLOCK;
    }
    if (size < wanted) size = wanted;
    /* calloc knows which memory is zero already; an arena never uses a byte twice. */
    struct arena_block *block = calloc(1, sizeof(struct arena_block) + size);
    if (block == NULL) out_of_memory();
    block->size = size;
    block->older = arena->newest;
    arena->newest = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX / 2) out_of_memory();
    size_t rounded = (size + align - 1) / align * align;
    struct arena_block *block = arena->newest;
    if (block == NULL || block->size - block->used < rounded) block = add_block(arena, rounded);
    void *at = block->bytes + block->used;
    block->used += rounded;
    return at;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size) out_of_memory();
    return arena_alloc(arena, count * size);
}
