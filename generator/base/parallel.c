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
    cpu_set_t processors; /* all that may be used */
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

/* The processors this thread may use; none where there are more than a cpu_set_t has bits. */
static cpu_set_t allowed_processors(void)
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        CPU_ZERO(&allowed);
    return allowed;
}

/* A new thread that is put behind the one that starts it waits for milliseconds, whole small runs, until the system
 * moves it: it begins on the other processors, and may then run on all. */
static void *begin_work(void *argument)
{
    const struct worker *worker = argument;
    sched_setaffinity(0, sizeof worker->job->processors, &worker->job->processors);
    return work(argument);
}

static bool start(struct worker *worker)
{
    cpu_set_t others = worker->job->processors;
    int here = sched_getcpu();
    if (here >= 0 && here < CPU_SETSIZE)
        CPU_CLR((size_t)here, &others);
    bool started = false;
    if (CPU_COUNT(&others) > 0) {
        pthread_attr_t attributes;
        pthread_attr_init(&attributes);
        pthread_attr_setaffinity_np(&attributes, sizeof others, &others);
        started = pthread_create(&worker->thread, &attributes, begin_work, worker) == 0;
        pthread_attr_destroy(&attributes);
    }
    return started || pthread_create(&worker->thread, NULL, work, worker) == 0;
}

void parallel_for(size_t count, int workers, parallel_item *run, void *context)
{
    struct job job = {.count = count, .run = run, .context = context, .processors = allowed_processors()};
    size_t threads = workers < 1 ? 1 : (size_t)workers;
    if (threads > count)
        threads = count ? count : 1;
    struct worker *all = heap_grow(NULL, threads * sizeof *all);
    for (size_t i = 0; i < threads; i++)
        all[i] = (struct worker){.job = &job, .index = (int)i};
    /* The caller is worker 0. A thread that the system refuses is no failure: the others take its items. */
    for (size_t i = 1; i < threads; i++)
        all[i].started = start(&all[i]);
    work(&all[0]);
    for (size_t i = 1; i < threads; i++)
        if (all[i].started)
            pthread_join(all[i].thread, NULL);
    free(all);
}

int parallel_processors(void)
{
    cpu_set_t allowed = allowed_processors();
    if (CPU_COUNT(&allowed) > 0)
        return CPU_COUNT(&allowed);
    long online = sysconf(_SC_NPROCESSORS_ONLN); /* more processors than cpu_set_t has bits */
    return online > 0 ? (int)online : 1;
}

/* --- tasks --- */

struct tasks {
    const struct parallel_task *all;
    size_t count;
    void *context;
    pthread_mutex_t mutex;
    pthread_cond_t changed; /* one is done */
    uint64_t done;          /* of the first 64 */
    bool *is_taken;
};

/* With the lock. There is always one that is ready, or that will be once another is done. */
static size_t take_ready(struct tasks *tasks)
{
    for (;;) {
        for (size_t i = 0; i < tasks->count; i++) {
            if (!tasks->is_taken[i] && (tasks->all[i].needs & ~tasks->done) == 0) {
                tasks->is_taken[i] = true;
                return i;
            }
        }
        pthread_cond_wait(&tasks->changed, &tasks->mutex);
    }
}

/* As often as there are tasks: which one shows then. */
static void run_ready(void *context, size_t item, int worker)
{
    struct tasks *tasks = context;
    (void)item, (void)worker;
    pthread_mutex_lock(&tasks->mutex);
    size_t task = take_ready(tasks);
    pthread_mutex_unlock(&tasks->mutex);
    tasks->all[task].run(tasks->context, tasks->all[task].which);
    if (task < 64) {
        pthread_mutex_lock(&tasks->mutex);
        tasks->done |= UINT64_C(1) << task;
        pthread_cond_broadcast(&tasks->changed);
        pthread_mutex_unlock(&tasks->mutex);
    }
}

void parallel_tasks(const struct parallel_task *all, size_t count, int workers, void *context)
{
    struct tasks tasks = {.all = all, .count = count, .context = context};
    tasks.is_taken = heap_grow(NULL, count * sizeof *tasks.is_taken);
    for (size_t i = 0; i < count; i++)
        tasks.is_taken[i] = false;
    pthread_mutex_init(&tasks.mutex, NULL);
    pthread_cond_init(&tasks.changed, NULL);
    parallel_for(count, workers, run_ready, &tasks);
    pthread_cond_destroy(&tasks.changed);
    pthread_mutex_destroy(&tasks.mutex);
    free(tasks.is_taken);
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
