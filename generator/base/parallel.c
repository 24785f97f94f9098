#include "gencarto/base/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "heap.h"

struct job {
    atomic_size_t next;
    size_t count;
    parallel_item *run;
    void *context;
};

struct worker {
    struct job *job;
    int index;
    pthread_t thread;
    bool started;
};

static void *work(void *argument)
{
    const struct worker *worker = argument;
    struct job *job = worker->job;
    for (size_t item; (item = atomic_fetch_add(&job->next, 1)) < job->count;)
        job->run(job->context, item, worker->index);
    return NULL;
}

void parallel_for(size_t count, int workers, parallel_item *run, void *context)
{
    struct job job = {.count = count, .run = run, .context = context};
    size_t threads = workers < 1 ? 1 : (size_t)workers;
    if (threads > count)
        threads = count ? count : 1;
    struct worker *all = heap_grow(NULL, threads * sizeof *all);
    for (size_t i = 0; i < threads; i++)
        all[i] = (struct worker){.job = &job, .index = (int)i};
    /* The caller is worker 0. A thread that the system refuses is no failure: the others take its items. */
    for (size_t i = 1; i < threads; i++)
        all[i].started = pthread_create(&all[i].thread, NULL, work, &all[i]) == 0;
    work(&all[0]);
    for (size_t i = 1; i < threads; i++)
        if (all[i].started)
            pthread_join(all[i].thread, NULL);
    free(all);
}

int parallel_processors(void)
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0)
        return CPU_COUNT(&allowed);
    long online = sysconf(_SC_NPROCESSORS_ONLN); /* more processors than cpu_set_t has bits */
    return online > 0 ? (int)online : 1;
}
