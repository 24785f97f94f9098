/* Arenas: memory with one lifetime.
 *
 * An arena gives blocks and takes them all back at once. The program has three lifetimes, each an arena passed as a
 * parameter: run (read once, lives to the end), page (saved and restored around a page), scratch (one computation).
 * There is no free of a single block. Running out of memory ends the process here, and nowhere else.
 *
 *     struct arena a;
 *     arena_init(&a);
 *     struct point *points = arena_array(&a, struct point, n);    // zeroed
 *     struct arena_mark mark = arena_save(&a);
 *     ...
 *     arena_restore(&a, mark);                                    // gives back what came after the mark
 *     arena_clear(&a);
 *
 * With GENCARTO_ARENA_DEBUG every block is its own malloc, so that AddressSanitizer sees overruns and use after
 * restore.
 */
#ifndef GENCARTO_BASE_ARENA_H
#define GENCARTO_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *last;
    struct arena_block *spare; /* given back by arena_restore, for who saves and restores at a block's end */
    size_t used;               /* bytes used of the last block */
    size_t total;              /* bytes given out, for the record */
    bool is_private;
};

struct arena_mark {
    struct arena_block *last;
    size_t used;
};

void arena_init(struct arena *arena);

/* An arena of rows about persons: what it held is overwritten as it is given back. */
void arena_init_private(struct arena *arena);

/* Gives everything back; the arena can be used again. */
void arena_clear(struct arena *arena);

/* Takes over what another arena holds, which is then empty: it goes with what this one gives next, overwritten if the
 * other one was private. So threads work in arenas of their own, and what they made lives on together. */
void arena_adopt(struct arena *arena, struct arena *other);

/* Zeroed memory aligned for any type. A size of 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);

/* `count` zeroed elements of `size` bytes; an overflowing product ends the process as out of memory does. */
void *arena_calloc(struct arena *arena, size_t count, size_t size);

/* A block of `new_size` bytes that starts with the `old_size` bytes at `old` (NULL when 0). Grows in place when `old`
 * was the last block given. The bytes added are zeroed. */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size);

/* The array `items`, of `count` elements of `size` bytes in `*capacity`, with room for one more: itself, or another one
 * of twice the capacity, which is then that of the array. NULL and 0 are the empty array. */
void *arena_room(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

/* Called once, before anything large is allocated: the memory that a small run takes is asked of the system at once, in
 * large pages where it has them, instead of page by page. */
void arena_prepare_process(void);

/* The arena unmaps these pages (mmap) when it gives back what it gave before, or all. */
void arena_hold_mapping(struct arena *arena, void *mapping, size_t size);

/* The same with `size` bytes of malloc, which it frees. */
void arena_hold_heap(struct arena *arena, void *bytes, size_t size);

/* For a new array of many megabytes whose elements are asked for in no order: the system is asked for large pages of
 * memory, so that fewer of its tables are looked at. Refused, nothing changes. */
void arena_prefer_large_pages(void *bytes, size_t size);

/* A block, or a buf, that grows after the mark falls with it: what must outlive the restore is full before the save. */
struct arena_mark arena_save(const struct arena *arena);
void arena_restore(struct arena *arena, struct arena_mark mark);

#define arena_one(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_calloc((arena), (count), sizeof(type)))

/* One more element at the end of an array that grows, to be filled. `items`, `count` and `capacity` are variables, or
 * members, which change; the array may move. What is put there must not push onto the same array.
 *
 *     *arena_push(list->arena, list->items, list->count, list->capacity) = item;
 */
#define arena_push(arena, items, count, capacity)                                                                      \
    ((items) = arena_room((arena), (items), (count), &(capacity), sizeof *(items)), &(items)[(count)++])

#endif
