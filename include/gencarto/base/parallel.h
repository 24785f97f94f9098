/* The same function over many items on several threads. Items are taken in order, one at a time. */
#ifndef GENCARTO_BASE_PARALLEL_H
#define GENCARTO_BASE_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `worker` is 0..workers-1: index of what the thread owns (arena, connection). */
typedef void parallel_item(void *context, size_t item, int worker);

/* Calls `run` once for each of `count` items on `workers` threads (1: here, no thread). The calling thread is worker 0;
 * one that the system refuses to start leaves its share to the others. Returns when all are done. */
void parallel_for(size_t count, int workers, parallel_item *run, void *context);

/* The number of processors this process may use, at least 1. */
int parallel_processors(void);

/* Tasks that need what others of the list make. Whoever is free takes the first one of which all that it needs is done:
 * those that others wait for, and the longest, stand first.
 *
 *     const struct parallel_task tasks[] = {{read_list, 0, 0}, {read_item, 0, 1 << 0}, {read_item, 1, 1 << 0}};
 *     parallel_tasks(tasks, 3, parallel_processors(), &work);
 */
struct parallel_task {
    void (*run)(void *context, size_t which);
    size_t which;
    uint64_t needs; /* bit i: task i, of the first 64; never in a circle */
};

/* Returns when all are done. */
void parallel_tasks(const struct parallel_task *tasks, size_t count, int workers, void *context);

/* Steps that follow each other in order, one at a time, each once the items that it needs are done: taken by whoever
 * has done the last of them, beside the items of later steps.
 *
 *     steps = parallel_steps_new((size_t[]){3, 2}, 2, join, context);      // five items, the first three for step 0
 *     parallel_for(5, workers, read, context);                             // each ends with parallel_steps_done
 *     parallel_steps_rest(steps, 0);                                       // those that need no item, at the end
 */
struct parallel_steps;

/* `needed`: items of each of the `count` steps; copied. `run` is given the step as its item. */
struct parallel_steps *parallel_steps_new(const size_t *needed, size_t count, parallel_item *run, void *context);

/* One of the items of a step is done. */
void parallel_steps_done(struct parallel_steps *steps, size_t step, int worker);

/* After the loop: takes the steps left. */
void parallel_steps_rest(struct parallel_steps *steps, int worker);
void parallel_steps_free(struct parallel_steps *steps);

#endif
