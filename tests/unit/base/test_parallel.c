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

/* ---- gates ---- */

struct gated {
    struct parallel_gate *gate;
    int made;
    atomic_int seen;
};

static void make_or_see(void *context, size_t item, int worker)
{
    struct gated *gated = context;
    (void)worker;
    if (item == 0) {
        gated->made = 7;
        parallel_gate_open(gated->gate);
        return;
    }
    parallel_gate_wait(gated->gate);
    atomic_fetch_add(&gated->seen, gated->made);
}

static void items_behind_a_gate_see_what_was_made_before(void **state)
{
    (void)state;
    for (int workers = 1; workers <= WORKERS; workers++) {
        struct gated gated = {.gate = parallel_gate_new()};
        parallel_for(100, workers, make_or_see, &gated);
        parallel_gate_free(gated.gate);
        assert_int_equal(gated.seen, 99 * 7);
    }
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
        cmocka_unit_test(items_behind_a_gate_see_what_was_made_before),
        cmocka_unit_test(steps_are_taken_in_order_after_their_items),
        cmocka_unit_test(steps_without_items_are_taken_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
