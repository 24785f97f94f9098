/* The same function over many items on several threads. Items are taken in order, one at a time. */
#ifndef GENCARTO_BASE_PARALLEL_H
#define GENCARTO_BASE_PARALLEL_H

#include <stddef.h>

/* `worker` is 0..workers-1: index of what the thread owns (arena, connection). */
typedef void parallel_item(void *context, size_t item, int worker);

/* Calls `run` once for each of `count` items on `workers` threads (1: here, no thread). The calling thread is worker 0;
 * one that the system refuses to start leaves its share to the others. Returns when all are done. */
void parallel_for(size_t count, int workers, parallel_item *run, void *context);

/* The number of processors this process may use, at least 1. */
int parallel_processors(void);

#endif
