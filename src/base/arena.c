/* For madvise(). */
#define _DEFAULT_SOURCE /* NOLINT: the library chose the name */

#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* The largest is one huge page of x86-64 and of most other processors. */
enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 2 * 1024 * 1024, GROWTH = 4 };

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

static void free_blocks(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
}

void arena_release(struct arena *arena)
{
    free_blocks(arena->newest);
    arena->newest = NULL;
}

void arena_clear(struct arena *arena)
{
    struct arena_block *kept = arena->newest;
    if (kept == NULL || kept->size > LARGEST_BLOCK) {
        arena_release(arena);
        return;
    }
    free_blocks(kept->older);
    kept->older = NULL;
    kept->used = 0;
}

static void out_of_memory(void)
{
    fputs("gander: out of memory\n", stderr);
    abort();
}

/* Of a short-lived arena's block most is never used, so not calloc(). A full-sized block is asked
 * to be one page: half the time in the kernel went into one small page after the other. */
static struct arena_block *new_block(size_t size)
{
    if (size != LARGEST_BLOCK) return malloc(size);
    void *block = aligned_alloc(LARGEST_BLOCK, LARGEST_BLOCK);
#ifdef MADV_HUGEPAGE
    if (block != NULL) madvise(block, LARGEST_BLOCK, MADV_HUGEPAGE);
#endif
    return block;
}

static struct arena_block *add_block(struct arena *arena, size_t wanted)
{
    const size_t head = sizeof(struct arena_block);
    size_t size = FIRST_BLOCK;
    if (arena->newest != NULL) {
        size_t before = arena->newest->size + head;
        size = before < LARGEST_BLOCK / GROWTH ? before * GROWTH : LARGEST_BLOCK;
    }
    if (size < wanted + head) size = wanted + head;
    struct arena_block *block = new_block(size);
    if (block == NULL) out_of_memory();
    *block = (struct arena_block){.older = arena->newest, .size = size - head};
    arena->newest = block;
    return block;
}

static size_t rounded_up(size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX / 2) out_of_memory();
    return (size + align - 1) / align * align;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t rounded = rounded_up(size);
    struct arena_block *block = arena->newest;
    if (block == NULL || block->size - block->used < rounded) block = add_block(arena, rounded);
    void *at = block->bytes + block->used;
    block->used += rounded;
    return memset(at, 0, rounded);
}

bool arena_extend(struct arena *arena, const void *at, size_t size, size_t wanted)
{
    struct arena_block *block = arena->newest;
    size_t rounded = rounded_up(size);
    size_t more = rounded_up(wanted) - rounded;
    if (block == NULL || (const unsigned char *)at + rounded != block->bytes + block->used)
        return false;
    if (block->size - block->used < more) return false;
    memset(block->bytes + block->used, 0, more);
    block->used += more;
    return true;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size) out_of_memory();
    return arena_alloc(arena, count * size);
}
