/* The few allocations of base/ that no arena owns. Running out of memory ends the process, in arena.c as for arenas. */
#ifndef GENCARTO_GENERATOR_BASE_HEAP_H
#define GENCARTO_GENERATOR_BASE_HEAP_H

#include <stddef.h>

/* realloc that never gives NULL. The caller frees. */
void *heap_grow(void *old, size_t size);

#endif
