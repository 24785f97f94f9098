// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <stdatomic.h>
#include <string.h>

#include "gencarto/base/parallel.h"

enum { ITEMS = 5000, WORKERS = 4 };

struct record {
    atomic_int calls[ITEMS];
    long per_worker[WORKERS]; /* not atomic: each belongs to one thread */
    atomic_int strangers;
};

static void note(void *context, size_t item, int worker)
{
    struct record *record = context;
    atomic_fetch_add(&record->calls[item], 1);
    if (worker < 0 || worker >= WORKERS)
        atomic_fetch_add(&record->strangers, 1);
    else
        record->per_worker[worker]++;
}

static void every_item_is_done_once(void **state)
{
    (void)state;
    for (int workers = 1; workers <= WORKERS; workers++) {
        static struct record record;
        memset(&record, 0, sizeof record);
        parallel_for(ITEMS, workers, note, &record);
        long sum = 0;
        for (int i = 0; i < ITEMS; i++)
            assert_int_equal(record.calls[i], 1);
        for (int i = 0; i < WORKERS; i++)
            sum += record.per_worker[i];
        assert_int_equal(sum, ITEMS);
        assert_int_equal(record.strangers, 0);
    }
}

static void no_items_is_no_call(void **state)
{
    (void)state;
    parallel_for(0, WORKERS, note, NULL);
}

struct sequence {
    size_t next;
    int wrong;
};

static void follow(void *context, size_t item, int worker)
{
    struct sequence *sequence = context;
    sequence->wrong += item != sequence->next++ || worker != 0;
}

static void one_worker_goes_in_order(void **state)
{
    (void)state;
    struct sequence sequence = {0};
    parallel_for(100, 1, follow, &sequence);
    assert_int_equal(sequence.wrong, 0);
    assert_int_equal(sequence.next, 100);
}

static void more_workers_than_items_is_allowed(void **state)
{
    (void)state;
    static struct record record;
    parallel_for(2, WORKERS, note, &record);
    assert_int_equal(record.calls[0] + record.calls[1], 2);
}

/* ---- tasks ---- */

enum { TASKS = 70 };

struct tasked {
    struct parallel_task tasks[TASKS];
    atomic_int runs[TASKS]; /* of each task */
    atomic_int wrong;       /* tasks before what they need */
};

static void run_task(void *context, size_t which)
{
    struct tasked *tasked = context;
    for (size_t i = 0; i < 64; i++)
        if (tasked->tasks[which].needs >> i & 1 && tasked->runs[i] != 1)
            atomic_fetch_add(&tasked->wrong, 1);
    atomic_fetch_add(&tasked->runs[which], 1);
}

/* One that stands later, or earlier, or both, or nothing. */
static uint64_t needs_of(size_t task)
{
    static const uint64_t needs[] = {UINT64_C(1) << 9, UINT64_C(1) << 0 | UINT64_C(1) << 63, 0};
    return task == 9 || task == 63 ? 0 : needs[task % 3];
}

static void tasks_run_once_what_they_need_is_done(void **state)
{
    (void)state;
    for (int workers = 1; workers <= WORKERS; workers++) {
        struct tasked tasked = {0};
        for (size_t i = 0; i < TASKS; i++)
            tasked.tasks[i] = (struct parallel_task){run_task, i, needs_of(i)};
        parallel_tasks(tasked.tasks, TASKS, workers, &tasked);
        assert_int_equal(tasked.wrong, 0);
        for (size_t i = 0; i < TASKS; i++)
            assert_int_equal(tasked.runs[i], 1);
    }
}

static void note_order(void *context, size_t which)
{
    struct sequence *sequence = context;
    static const size_t expected[] = {1, 2, 0, 3};
    sequence->wrong += expected[sequence->next++] != which;
}

static void the_first_task_that_is_ready_is_taken(void **state)
{
    (void)state;
    const struct parallel_task tasks[] = {
        {note_order, 0, 1 << 2}, {note_order, 1, 0}, {note_order, 2, 1 << 1}, {note_order, 3, 0}};
    struct sequence sequence = {0};
    parallel_tasks(tasks, 4, 1, &sequence);
    assert_int_equal(sequence.wrong, 0);
    assert_int_equal(sequence.next, 4);
}

/* ---- steps ---- */

enum { STEPS = 50, NEEDED = 3 };

struct stepping {
    struct parallel_steps *steps;
    atomic_int done[STEPS];
    size_t next;
    int wrong; /* steps out of order, or before their items */
};

static size_t needed_by(size_t step)
{
    return step % 5 == 0 ? 0 : NEEDED;
}

static void take_step(void *context, size_t step, int worker)
{
    struct stepping *stepping = context;
    (void)worker;
    stepping->wrong += step != stepping->next++ || (size_t)stepping->done[step] != needed_by(step);
}

/* From the last item to the first, so that most are done before their step's turn. */
static void do_item(void *context, size_t item, int worker)
{
    struct stepping *stepping = context;
    size_t step = STEPS - 1 - item / NEEDED;
    if (needed_by(step) == 0)
        return;
    atomic_fetch_add(&stepping->done[step], 1);
    parallel_steps_done(stepping->steps, step, worker);
}

static void steps_are_taken_in_order_after_their_items(void **state)
{
    (void)state;
    size_t needed[STEPS];
    for (size_t i = 0; i < STEPS; i++)
        needed[i] = needed_by(i);
    for (int workers = 1; workers <= WORKERS; workers++) {
        struct stepping stepping = {.next = 0};
        stepping.steps = parallel_steps_new(needed, STEPS, take_step, &stepping);
        parallel_for((size_t)STEPS * NEEDED, workers, do_item, &stepping);
        parallel_steps_rest(stepping.steps, 0);
        parallel_steps_free(stepping.steps);
        assert_int_equal(stepping.next, STEPS);
        assert_int_equal(stepping.wrong, 0);
    }
}

static void steps_without_items_are_taken_at_the_end(void **state)
{
    (void)state;
    struct stepping stepping = {.next = 0};
    stepping.steps = parallel_steps_new((size_t[]){0}, 1, take_step, &stepping);
    parallel_steps_rest(stepping.steps, 0);
    parallel_steps_free(stepping.steps);
    assert_int_equal(stepping.next, 1);
}

static void there_is_a_processor(void **state)
{
    (void)state;
    assert_true(parallel_processors() >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_done_once),
        cmocka_unit_test(no_items_is_no_call),
        cmocka_unit_test(one_worker_goes_in_order),
        cmocka_unit_test(more_workers_than_items_is_allowed),
        cmocka_unit_test(there_is_a_processor),
        cmocka_unit_test(tasks_run_once_what_they_need_is_done),
        cmocka_unit_test(the_first_task_that_is_ready_is_taken),
        cmocka_unit_test(steps_are_taken_in_order_after_their_items),
        cmocka_unit_test(steps_without_items_are_taken_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
