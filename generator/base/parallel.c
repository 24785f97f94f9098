#include "gencarto/base/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
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

/* --- gates --- */

struct parallel_gate {
    pthread_mutex_t mutex;
    pthread_cond_t opened;
    bool is_open;
};

struct parallel_gate *parallel_gate_new(void)
{
    struct parallel_gate *gate = heap_grow(NULL, sizeof *gate);
    pthread_mutex_init(&gate->mutex, NULL);
    pthread_cond_init(&gate->opened, NULL);
    gate->is_open = false;
    return gate;
}

void parallel_gate_open(struct parallel_gate *gate)
{
    pthread_mutex_lock(&gate->mutex);
    gate->is_open = true;
    pthread_cond_broadcast(&gate->opened);
    pthread_mutex_unlock(&gate->mutex);
}

void parallel_gate_wait(struct parallel_gate *gate)
{
    pthread_mutex_lock(&gate->mutex);
    while (!gate->is_open)
        pthread_cond_wait(&gate->opened, &gate->mutex);
    pthread_mutex_unlock(&gate->mutex);
}

void parallel_gate_free(struct parallel_gate *gate)
{
    if (!gate)
        return;
    pthread_cond_destroy(&gate->opened);
    pthread_mutex_destroy(&gate->mutex);
    free(gate);
}

/* --- steps --- */

struct parallel_steps {
    pthread_mutex_t mutex;
    size_t *needed; /* items that each step still waits for */
    size_t count, next;
    bool is_stepping; /* on some thread */
    parallel_item *run;
    void *context;
};

struct parallel_steps *parallel_steps_new(const size_t *needed, size_t count, parallel_item *run, void *context)
{
    struct parallel_steps *steps = heap_grow(NULL, sizeof *steps);
    *steps = (struct parallel_steps){.count = count, .run = run, .context = context};
    steps->needed = heap_grow(NULL, count * sizeof *needed);
    for (size_t i = 0; i < count; i++)
        steps->needed[i] = needed[i];
    pthread_mutex_init(&steps->mutex, NULL);
    return steps;
}

/* The lock is not held in a step: others go on with their items. */
static void take_steps(struct parallel_steps *steps, int worker)
{
    while (!steps->is_stepping && steps->next < steps->count && steps->needed[steps->next] == 0) {
        size_t step = steps->next++;
        steps->is_stepping = true;
        pthread_mutex_unlock(&steps->mutex);
        steps->run(steps->context, step, worker);
        pthread_mutex_lock(&steps->mutex);
        steps->is_stepping = false;
    }
}

void parallel_steps_done(struct parallel_steps *steps, size_t step, int worker)
{
    pthread_mutex_lock(&steps->mutex);
    steps->needed[step]--;
    take_steps(steps, worker);
    pthread_mutex_unlock(&steps->mutex);
}

void parallel_steps_rest(struct parallel_steps *steps, int worker)
{
    pthread_mutex_lock(&steps->mutex);
    take_steps(steps, worker);
    pthread_mutex_unlock(&steps->mutex);
}

void parallel_steps_free(struct parallel_steps *steps)
{
    if (!steps)
        return;
    pthread_mutex_destroy(&steps->mutex);
    free(steps->needed);
    free(steps);
}
