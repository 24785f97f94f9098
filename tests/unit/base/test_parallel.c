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

static void there_is_a_processor(void **state)
{
    (void)state;
    assert_true(parallel_processors() >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_done_once),  cmocka_unit_test(no_items_is_no_call),
        cmocka_unit_test(one_worker_goes_in_order), cmocka_unit_test(more_workers_than_items_is_allowed),
        cmocka_unit_test(there_is_a_processor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
