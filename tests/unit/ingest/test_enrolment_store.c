#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "gencarto/compile/ingest/enrolment_store.h"

#define MOST 200000

struct fixture {
    struct arena arena;
    struct key_secret secret;
    struct enrolment_store store;
    struct enrolment_batch batches[3];
};

static struct fixture *begin(int workers)
{
    struct arena arena;
    arena_init(&arena);
    struct fixture *f = arena_one(&arena, struct fixture);
    f->arena = arena;
    keys_draw(&f->secret);
    enrolment_store_init(&f->store, &f->arena, MOST, workers);
    for (int i = 0; i < 3; i++) {
        enrolment_batch_init(&f->batches[i]);
    }
    return f;
}

static void end(struct fixture *f)
{
    enrolment_store_clear(&f->store);
    for (int i = 0; i < 3; i++) {
        enrolment_batch_clear(&f->batches[i]);
    }
    struct arena arena = f->arena;
    arena_clear(&arena);
}

static void put(struct fixture *f, int batch, const char *id, const char *learner, uint32_t line, uint16_t file)
{
    struct enrolment_row row = {.line = line, .file = file};
    enrolment_batch_add(&f->batches[batch], &f->secret, &row, str_from(id), str_from(learner), 0);
}

/* The first `count` batches are of this file. */
static void add(struct fixture *f, int count, uint16_t file)
{
    for (int i = 0; i < count; i++) {
        enrolment_batch_finish(&f->batches[i]);
    }
    enrolment_store_add(&f->store, f->batches, (size_t)count, file);
}

static void reset(struct fixture *f)
{
    for (int i = 0; i < 3; i++) {
        enrolment_batch_reset(&f->batches[i]);
    }
}

static void a_later_file_takes_the_place_of_the_row(void **state)
{
    (void)state;
    struct fixture *f = begin(1);
    put(f, 0, "I1", "P1", 1, 0);
    put(f, 1, "I2", "P2", 2, 0);
    add(f, 2, 0);
    reset(f);
    put(f, 0, "I3", "P3", 3, 1);
    put(f, 1, "I1", "P4", 4, 1);
    add(f, 2, 1);
    assert_int_equal(f->batches[1].fates[ENTRY_REPLACES], 1);
    assert_int_equal(f->store.count, 3);
    assert_int_equal(f->store.rows[0].line, 4);
    assert_int_equal(f->store.rows[1].line, 2);
    assert_int_equal(f->store.rows[2].line, 3);
    end(f);
}

static void an_identifier_stands_once_in_a_file(void **state)
{
    (void)state;
    struct fixture *f = begin(1);
    put(f, 0, "I1", "P1", 1, 0);
    put(f, 0, "I1", "P1", 2, 0);
    put(f, 1, "I1", "P1", 3, 0);
    add(f, 2, 0);
    assert_int_equal(enrolment_batch_entry(&f->batches[0], 0)->fate, ENTRY_NEW);
    assert_int_equal(enrolment_batch_entry(&f->batches[0], 1)->fate, ENTRY_TWICE);
    assert_int_equal(enrolment_batch_entry(&f->batches[1], 0)->fate, ENTRY_TWICE);
    reset(f);
    put(f, 0, "I1", "P1", 4, 0); /* more of the same file */
    add(f, 1, 0);
    assert_int_equal(enrolment_batch_entry(&f->batches[0], 0)->fate, ENTRY_TWICE);
    reset(f);
    put(f, 0, "I1", "P1", 5, 1);
    put(f, 0, "I1", "P1", 6, 1); /* the first of the later file replaces, the second is twice */
    add(f, 1, 1);
    assert_int_equal(enrolment_batch_entry(&f->batches[0], 0)->fate, ENTRY_REPLACES);
    assert_int_equal(enrolment_batch_entry(&f->batches[0], 1)->fate, ENTRY_TWICE);
    assert_int_equal(f->store.count, 1);
    assert_int_equal(f->store.rows[0].line, 5);
    end(f);
}

static void persons_are_numbered_in_the_order_of_their_first_rows(void **state)
{
    (void)state;
    struct fixture *f = begin(1);
    put(f, 0, "I1", "P1", 1, 0);
    put(f, 0, "I2", "", 2, 0);
    put(f, 0, "I3", "P2", 3, 0);
    put(f, 0, "I4", "P1", 4, 0);
    put(f, 0, "I5", "", 5, 0);
    add(f, 1, 0);
    assert_int_equal(enrolment_store_number_learners(&f->store), 4);
    static const uint32_t numbers[] = {0, 1, 2, 0, 3};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(f->store.rows[i].learner, numbers[i]);
    }
    end(f);
}

static void nothing_is_numbered_in_an_empty_store(void **state)
{
    (void)state;
    struct fixture *f = begin(1);
    assert_int_equal(enrolment_store_number_learners(&f->store), 0);
    end(f);
}

/* 150,000 rows of 100,000 enrolments of 40,000 persons, in two files and three batches each. */
static void fill(struct fixture *f)
{
    char id[16], learner[16];
    for (uint16_t file = 0; file < 2; file++) {
        uint32_t from = file == 0 ? 0 : 50000, to = file == 0 ? 75000 : 100000;
        reset(f);
        for (uint32_t i = from; i < to; i++) {
            snprintf(id, sizeof(id), "I%05u", i);
            snprintf(learner, sizeof(learner), "P%05u", i * 7919u % 40000u);
            put(f, (int)((i - from) * 3 / (to - from)), id, learner, i, file);
        }
        add(f, 3, file);
    }
}

static void threads_and_secrets_change_nothing(void **state)
{
    (void)state;
    struct fixture *one = begin(1), *four = begin(4);
    fill(one);
    fill(four);
    assert_int_equal(one->store.count, 100000);
    assert_int_equal(four->store.count, 100000);
    assert_int_equal(enrolment_store_number_learners(&one->store), 40000);
    assert_int_equal(enrolment_store_number_learners(&four->store), 40000);
    assert_memory_equal(one->store.rows, four->store.rows, one->store.count * sizeof(struct enrolment_row));
    for (uint32_t i = 0; i < 100000; i++) {
        assert_int_equal(one->store.rows[i].line, i);
        assert_int_equal(one->store.rows[i].learner, one->store.rows[i % 40000].learner);
    }
    end(one);
    end(four);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_later_file_takes_the_place_of_the_row),
        cmocka_unit_test(an_identifier_stands_once_in_a_file),
        cmocka_unit_test(persons_are_numbered_in_the_order_of_their_first_rows),
        cmocka_unit_test(nothing_is_numbered_in_an_empty_store),
        cmocka_unit_test(threads_and_secrets_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
