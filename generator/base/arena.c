#include "gencarto/base/arena.h"

#include <assert.h>
#include <malloc.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "heap.h"

struct arena_block {
    struct arena_block *previous;
    void *held; /* pages of a file, or a piece of the heap, that go with the block, which has then no bytes */
    size_t held_size;
    bool is_mapping; /* pages */
    size_t step;     /* what a block would have had that nothing large asked for */
    size_t size;     /* bytes of `bytes` */
    size_t written;  /* of `bytes`, given once and not forgotten since */
    bool is_private;
    bool is_zero; /* beyond what is written: as the system gave it, pages that are not even there */
    alignas(max_align_t) unsigned char bytes[];
};

enum { ALIGNMENT = alignof(max_align_t), FIRST_BLOCK = 64 * 1024, LARGEST_STEP = 4 * 1024 * 1024, FIRST_ROOM = 8 };

#define LARGEST_KEPT (32u * 1024 * 1024) /* what malloc may keep for later (M_MMAP_THRESHOLD) */
#define LARGE_PAGE   (2u * 1024 * 1024)

#define SMALL_RUN       (6 * 1024 * 1024) /* what checking some ten thousand rows takes */
#define HEAP_AT_START   (128 * 1024)      /* as malloc has it */
#define LARGEST_IN_HEAP (1024 * 1024)     /* what is larger is mapped, and given back at once */

static _Noreturn void end_without_memory(size_t size)
{
    fprintf(stderr, "gencarto: out of memory (%zu bytes asked)\n", size);
    exit(1); /* ERROR_SYSTEM */
}

/* A block that the heap has no room for makes it grow by more than it needs; it keeps what it has. */
void arena_prepare_process(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, LARGEST_IN_HEAP);
    mallopt(M_TRIM_THRESHOLD, LARGEST_KEPT);
    mallopt(M_TOP_PAD, SMALL_RUN);
    void *block = malloc(2 * HEAP_AT_START);
    if (block)
        arena_prefer_large_pages(block, SMALL_RUN);
    free(block);
    mallopt(M_TOP_PAD, HEAP_AT_START);
#endif
}

void *heap_grow(void *old, size_t size)
{
    void *grown = realloc(old, size ? size : 1);
    if (!grown)
        end_without_memory(size);
    return grown;
}

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

void arena_init_private(struct arena *arena)
{
    *arena = (struct arena){.is_private = true};
}

void arena_clear(struct arena *arena)
{
    arena_restore(arena, (struct arena_mark){0});
    free(arena->spare);
    arena->spare = NULL;
    arena->total = 0;
}

void arena_adopt(struct arena *arena, struct arena *other)
{
    struct arena_block *oldest = other->last;
    while (oldest && oldest->previous)
        oldest = oldest->previous;
    if (oldest) {
        oldest->previous = arena->last;
        arena->last = other->last;
        /* What is left of its block is not given to rows about persons, which it would not forget. */
        arena->used = arena->is_private == other->is_private ? other->used : other->last->size;
    }
    arena->total += other->total;
    free(other->spare);
    *other = (struct arena){.is_private = other->is_private};
}

/* A block of many pieces is zeroed as they are given, so that it is not touched as a whole; a large array may be of
 * pages that the system gives zeroed. */
static struct arena_block *new_block(size_t size, bool is_array)
{
    if (size > SIZE_MAX - sizeof(struct arena_block))
        end_without_memory(size);
    bool is_zero = is_array && size > FIRST_BLOCK;
    struct arena_block *block = is_zero ? calloc(1, sizeof *block + size) : malloc(sizeof *block + size);
    if (!block)
        end_without_memory(size);
    *block = (struct arena_block){.is_zero = is_zero};
    return block;
}

static void push_block(struct arena *arena, size_t size, bool is_array)
{
    struct arena_block *block = arena->spare;
    if (block && block->size >= size) {
        arena->spare = NULL;
        size = block->size;
    } else {
        block = new_block(size, is_array);
    }
    block->previous = arena->last;
    block->size = size;
    block->is_private = arena->is_private;
    arena->last = block;
    arena->used = 0;
}

/* Gives the last block's bytes from `from` to `to`, zero from `fresh` on. What is zero already is left alone. */
static void *give(struct arena *arena, size_t from, size_t fresh, size_t to)
{
    struct arena_block *block = arena->last;
    size_t end = block->is_zero && to > block->written ? block->written : to;
    if (fresh < end)
        memset(block->bytes + fresh, 0, end - fresh);
    block->written = to > block->written ? to : block->written;
    arena->used = to;
    return block->bytes + from;
}

#ifdef GENCARTO_ARENA_DEBUG

enum { SPARE_MOST = 0 }; /* each block is its own malloc, so that a use after the restore is found out */

void *arena_alloc(struct arena *arena, size_t size)
{
    push_block(arena, size, true);
    arena->total += size;
    return give(arena, 0, 0, size);
}

/* Always moves, so that a pointer kept across the call is found out. */
static void *grow_in_place(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
    (void)arena, (void)old, (void)old_size, (void)new_size;
    return NULL;
}

#else

enum { SPARE_MOST = LARGEST_STEP };

static size_t aligned(size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        end_without_memory(size);
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

/* Blocks double up to LARGEST_STEP; what is larger than the step gets a block of its own size, and the next one has
 * that step still. */
static void push_next_block(struct arena *arena, size_t needed)
{
    const struct arena_block *last = arena->last;
    size_t step = FIRST_BLOCK;
    if (last && last->step > 0)
        step = last->size > last->step ? last->step : last->step < LARGEST_STEP / 2 ? last->step * 2 : LARGEST_STEP;
    push_block(arena, needed > step ? needed : step, needed > step);
    arena->last->step = step;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t room = aligned(size ? size : 1);
    if (!arena->last || arena->last->size - arena->used < room)
        push_next_block(arena, room);
    arena->total += room;
    return give(arena, arena->used, arena->used, arena->used + room);
}

static void *grow_in_place(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
    if (!old || !arena->last)
        return NULL;
    size_t old_room = aligned(old_size ? old_size : 1);
    size_t new_room = aligned(new_size);
    uintptr_t free_bytes = (uintptr_t)(arena->last->bytes + arena->used);
    if ((uintptr_t)old + old_room != free_bytes || arena->used < old_room ||
        arena->last->size - (arena->used - old_room) < new_room)
        return NULL;
    size_t from = arena->used - old_room;
    arena->total += new_room - old_room;
    return give(arena, from, from + old_size, from + new_room);
}

#endif

void *arena_calloc(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        end_without_memory(SIZE_MAX);
    return arena_alloc(arena, count * size);
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
    if (old && new_size <= old_size)
        return old;
    void *grown = grow_in_place(arena, old, old_size, new_size);
    if (grown)
        return grown;
    grown = arena_alloc(arena, new_size);
    if (old_size)
        memcpy(grown, old, old_size);
    return grown;
}

void *arena_room(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t larger = *capacity ? *capacity * 2 : FIRST_ROOM;
    void *grown = arena_grow(arena, items, *capacity * size, larger * size);
    *capacity = larger;
    return grown;
}

void arena_prefer_large_pages(void *bytes, size_t size)
{
#ifdef MADV_HUGEPAGE
    uintptr_t from = ((uintptr_t)bytes + LARGE_PAGE - 1) & ~(uintptr_t)(LARGE_PAGE - 1);
    uintptr_t to = ((uintptr_t)bytes + size) & ~(uintptr_t)(LARGE_PAGE - 1);
    if (to > from)
        madvise((void *)from, to - from, MADV_HUGEPAGE);
#else
    (void)bytes, (void)size;
#endif
}

struct arena_mark arena_save(const struct arena *arena)
{
    return (struct arena_mark){arena->last, arena->used};
}

static void hold(struct arena *arena, struct arena_block *block)
{
    block->is_private = arena->is_private;
    if (!arena->last) {
        arena->last = block;
        return;
    }
    block->previous = arena->last->previous; /* what is left of the last one is still given */
    arena->last->previous = block;
}

void arena_hold_mapping(struct arena *arena, void *mapping, size_t size)
{
    struct arena_block *block = new_block(0, false);
    block->held = mapping;
    block->held_size = size;
    block->is_mapping = true;
    hold(arena, block);
}

void arena_hold_heap(struct arena *arena, void *bytes, size_t size)
{
    struct arena_block *block = new_block(0, false);
    block->held = bytes;
    block->held_size = size;
    hold(arena, block);
}

static void drop_held(struct arena_block *block)
{
    if (block->is_mapping) {
        munmap(block->held, block->held_size);
    } else {
        if (block->is_private)
            explicit_bzero(block->held, block->held_size);
        free(block->held);
    }
    free(block);
}

/* The larger of the spare and this one is kept, unless it holds one large array. */
static void drop_block(struct arena *arena, struct arena_block *block)
{
    if (block->held) {
        drop_held(block);
        return;
    }
    if (block->size > SPARE_MOST || (arena->spare && arena->spare->size >= block->size)) {
        free(block);
        return;
    }
    free(arena->spare);
    arena->spare = block;
}

/* What was written of the last block. The largest blocks are mapped: free gives their pages back to the system. */
static void forget(struct arena *arena, size_t from)
{
    struct arena_block *block = arena->last;
    if (block->is_private && block->written > from && block->size <= LARGEST_KEPT) {
        explicit_bzero(block->bytes + from, block->written - from);
        block->written = from;
    }
}

void arena_restore(struct arena *arena, struct arena_mark mark)
{
    while (arena->last != mark.last) {
        assert(arena->last && "a mark of another arena, or older than a restored one");
        struct arena_block *previous = arena->last->previous;
        forget(arena, 0);
        drop_block(arena, arena->last);
        arena->last = previous;
        arena->used = previous ? previous->size : 0;
    }
    if (arena->last)
        forget(arena, mark.used);
    arena->used = mark.used;
}
