#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/compile/ingest/enrolment_store.h"

#define MOST          200000
#define FILES         2
#define LINES_OF_FILE 100000

static const int32_t quarter_day = 17167; /* 2017-01-01 */

struct fixture {
    struct arena arena;
    struct key_secret secret;
    struct enrolment_store store;
    struct enrolment_table table;
    struct enrolment_file file;
    struct enrolment_batch batches[3];
};

static struct fixture *begin_for(size_t rows, int workers)
{
    struct arena arena;
    arena_init(&arena);
    struct fixture *f = arena_one(&arena, struct fixture);
    f->arena = arena;
    keys_draw(&f->secret);
    enrolment_store_init(&f->store, &f->arena, &(struct enrolment_store_size){rows, rows / 2, FILES, workers});
    for (int i = 0; i < 3; i++) {
        enrolment_batch_init(&f->batches[i]);
    }
    return f;
}

static struct fixture *begin(int workers)
{
    return begin_for(MOST, workers);
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

static void put_row(struct fixture *f, int batch, const char *id, const char *learner, const struct enrolment_row *row)
{
    enrolment_batch_add(&f->batches[batch], row, &(struct enrolment_names){str_from(id), str_from(learner)}, 0);
}

static void put(struct fixture *f, int batch, const char *id, const char *learner, uint32_t line)
{
    put_row(f, batch, id, learner,
            &(struct enrolment_row){.line = line,
                                    .origin = INDEX_NONE,
                                    .registered_day = quarter_day,
                                    .entry_day = DATE_NONE,
                                    .exit_day = DATE_NONE});
}

static void empty(struct fixture *f)
{
    for (int i = 0; i < 3; i++) {
        enrolment_batch_begin(&f->batches[i], &f->file, &f->secret);
    }
}

static void begin_file(struct fixture *f, size_t file)
{
    f->file = (struct enrolment_file){file, (uint32_t)file * LINES_OF_FILE, quarter_day};
    enrolment_store_begin_file(&f->store, &f->file);
    empty(f);
}

static void add(struct fixture *f, int count)
{
    for (int i = 0; i < count; i++) {
        enrolment_batch_finish(&f->batches[i], &f->store.index);
    }
    enrolment_store_add(&f->store, f->batches, (size_t)count);
}

static uint32_t finish(struct fixture *f)
{
    return enrolment_store_finish(&f->store, &f->table);
}

static void assert_row(const struct fixture *f, size_t place, uint32_t file, uint32_t line)
{
    struct enrolment_row row = enrolment_at(&f->table, place);
    assert_int_equal(row.file, file);
    assert_int_equal(row.line, line);
}

static void a_later_file_takes_the_place_of_the_row(void **state)
{
    (void)state;
    struct fixture *f = begin(1);
    begin_file(f, 0);
    put(f, 0, "I1", "P1", 1);
    put(f, 1, "I2", "P2", 2);
    add(f, 2);
    begin_file(f, 1);
    put(f, 0, "I3", "P3", 3);
    put(f, 1, "I1", "P4", 4);
    add(f, 2);
    assert_int_equal(f->batches[1].counts[ENTRY_REPLACES], 1);
    assert_int_equal(finish(f), 3);
    assert_int_equal(f->table.count, 3);
    assert_row(f, 0, 1, 4);
    assert_row(f, 1, 0, 2);
    assert_row(f, 2, 1, 3);
    end(f);
}

static void an_identifier_stands_once_in_a_file(void **state)
{
    (void)state;
    struct fixture *f = begin(1);
    begin_file(f, 0);
    put(f, 0, "I1", "P1", 1);
    put(f, 0, "I1", "P1", 2);
    put(f, 1, "I1", "P1", 3);
    add(f, 2);
    assert_int_equal(enrolment_batch_fate(&f->batches[0], 0), ENTRY_NEW);
    assert_int_equal(enrolment_batch_fate(&f->batches[0], 1), ENTRY_TWICE);
    assert_int_equal(enrolment_batch_fate(&f->batches[1], 0), ENTRY_TWICE);
    empty(f);
    put(f, 0, "I1", "P1", 4); /* more of the same file */
    add(f, 1);
    assert_int_equal(enrolment_batch_fate(&f->batches[0], 0), ENTRY_TWICE);
    begin_file(f, 1);
    put(f, 0, "I1", "P1", 5);
    put(f, 0, "I1", "P1", 6); /* the first of the later file replaces, the second is twice */
    add(f, 1);
    assert_int_equal(enrolment_batch_fate(&f->batches[0], 0), ENTRY_REPLACES);
    assert_int_equal(enrolment_batch_fate(&f->batches[0], 1), ENTRY_TWICE);
    assert_int_equal(finish(f), 1);
    assert_int_equal(f->table.count, 1);
    assert_row(f, 0, 1, 5);
    end(f);
}

static void persons_are_numbered_in_the_order_of_their_first_rows(void **state)
{
    (void)state;
    struct fixture *f = begin(1);
    begin_file(f, 0);
    put(f, 0, "I1", "P1", 1);
    put(f, 0, "I2", "", 2);
    put(f, 0, "I3", "P2", 3);
    put(f, 0, "I4", "P1", 4);
    put(f, 0, "I5", "", 5);
    add(f, 1);
    assert_int_equal(finish(f), 4);
    static const uint32_t numbers[] = {0, 1, 2, 0, 3};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(f->table.learners[i], numbers[i]);
    }
    end(f);
}

static void nothing_is_numbered_in_an_empty_store(void **state)
{
    (void)state;
    struct fixture *f = begin(1);
    assert_int_equal(finish(f), 0);
    end(f);
}

/* Half as many rows more than enrolments, of 40,000 persons, in two files and three batches each. */
static void fill_with(struct fixture *f, uint32_t enrolments)
{
    char id[16], learner[16];
    for (uint16_t file = 0; file < FILES; file++) {
        uint32_t from = file == 0 ? 0 : enrolments / 2, to = file == 0 ? enrolments / 4 * 3 : enrolments;
        begin_file(f, file);
        for (uint32_t i = from; i < to; i++) {
            snprintf(id, sizeof(id), "I%05u", i);
            snprintf(learner, sizeof(learner), "P%05u", i * 7919u % 40000u);
            put(f, (int)((i - from) * 3 / (to - from)), id, learner, i + 1);
        }
        add(f, 3);
    }
}

static void fill(struct fixture *f)
{
    fill_with(f, 100000);
}

/* Few rows are looked for in one partition. */
static void partitions_change_nothing(void **state)
{
    (void)state;
    enum { ENROLMENTS = 60000 };
    struct fixture *one = begin_for(ENROLMENTS / 2 * 3, 1), *several = begin(1);
    assert_int_equal(identifier_partition_count(&one->store.index), 1);
    assert_true(identifier_partition_count(&several->store.index) > 1);
    fill_with(one, ENROLMENTS);
    fill_with(several, ENROLMENTS);
    assert_int_equal(finish(one), finish(several));
    assert_int_equal(one->table.count, ENROLMENTS);
    assert_int_equal(several->table.count, ENROLMENTS);
    assert_memory_equal(one->table.rows, several->table.rows, ENROLMENTS * sizeof(struct enrolment_packed));
    assert_memory_equal(one->table.learners, several->table.learners, ENROLMENTS * sizeof(uint32_t));
    end(one);
    end(several);
}

static void threads_and_secrets_change_nothing(void **state)
{
    (void)state;
    struct fixture *one = begin(1), *four = begin(4);
    fill(one);
    fill(four);
    assert_int_equal(finish(one), 40000);
    assert_int_equal(finish(four), 40000);
    assert_int_equal(one->table.count, 100000);
    assert_int_equal(four->table.count, 100000);
    assert_memory_equal(one->table.rows, four->table.rows, one->table.count * sizeof(struct enrolment_packed));
    for (uint32_t i = 0; i < 100000; i++) {
        assert_row(one, i, i < 50000 ? 0 : 1, i + 1);
        assert_int_equal(one->table.learners[i], four->table.learners[i]);
        assert_int_equal(one->table.learners[i], one->table.learners[i % 40000]);
    }
    end(one);
    end(four);
}

/* With the rows that come later the numbers are those of very many, which are found otherwise. */
static void rows_that_come_later_change_no_number_of_those_before(void **state)
{
    (void)state;
    enum { FEW = 30000, MANY = 200000 };
    uint32_t *few = malloc(FEW * sizeof(*few)), *many = malloc(MANY * sizeof(*many)), persons = 0;
    struct learner_keys keys[2];
    learner_keys_init(&keys[0], FEW);
    learner_keys_init(&keys[1], MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        uint64_t hash = (uint64_t)(i * 7919u % 21000u + 1) * UINT64_C(0x9e3779b97f4a7c15);
        uint64_t key = i % 11 == 0 ? 0 : i % 3 == 0 ? learner_key(hash & ~UINT64_C(0xffffffffff)) : learner_key(hash);
        if (i < FEW) {
            learner_keys_set(&keys[0], i, key);
        }
        learner_keys_set(&keys[1], i, key);
    }
    uint32_t persons_of_few = learner_numbering_run(&keys[0], FEW, 2, few);
    assert_true(learner_numbering_run(&keys[1], MANY, 2, many) > persons_of_few);
    for (uint32_t i = 0; i < FEW; i++) {
        assert_int_equal(few[i], many[i]);
        persons = few[i] >= persons ? few[i] + 1 : persons;
    }
    assert_int_equal(persons, persons_of_few);
    free(few);
    free(many);
}

static void a_row_comes_back_as_it_was_put(void **state)
{
    (void)state;
    struct fixture *f = begin(1);
    const struct enrolment_row most = {.training = (1 << ENROLMENT_TRAINING_BITS) - 1,
                                       .origin = 7,
                                       .line = 12,
                                       .session = UINT32_MAX,
                                       .registered_day = 17000,
                                       .entry_day = 47846,
                                       .exit_day = 7305,
                                       .age = AGE_UNKNOWN,
                                       .level = LEVEL_UNKNOWN,
                                       .sex = SEX_UNKNOWN,
                                       .entry_situation = ENTRY_UNKNOWN,
                                       .neet = TERNARY_UNKNOWN,
                                       .qpv = TERNARY_UNKNOWN,
                                       .zrr = TERNARY_NO,
                                       .status = ENROLMENT_REDIRECTED,
                                       .outcome = OUTCOME_UNKNOWN,
                                       .doubts = 0x7ff};
    begin_file(f, 1);
    put_row(f, 0, "I1", "P1", &most);
    put(f, 0, "I2", "P2", 13);
    add(f, 1);
    finish(f);
    struct enrolment_row row = enrolment_at(&f->table, 0);
    struct enrolment_packed again;
    enrolment_pack(&row, LINES_OF_FILE, &again);
    again.has_registered_day = 1;
    assert_memory_equal(&again, &f->table.rows[0], sizeof(again));
    assert_int_equal(row.training, most.training);
    assert_int_equal(row.origin, most.origin);
    assert_int_equal(row.file, 1);
    assert_int_equal(row.line, most.line);
    assert_int_equal(row.registered_day, most.registered_day);
    assert_int_equal(row.entry_day, most.entry_day);
    assert_int_equal(row.exit_day, most.exit_day);
    assert_int_equal(row.age, AGE_UNKNOWN);
    assert_int_equal(row.level, LEVEL_UNKNOWN);
    assert_int_equal(row.status, ENROLMENT_REDIRECTED);
    assert_int_equal(row.outcome, OUTCOME_UNKNOWN);
    row = enrolment_at(&f->table, 1);
    assert_int_equal(row.registered_day, quarter_day);
    assert_int_equal(row.entry_day, DATE_NONE);
    assert_int_equal(row.exit_day, DATE_NONE);
    assert_int_equal(row.origin, INDEX_NONE);
    assert_int_equal(row.learner, 1);
    end(f);
}

static void the_bursary_is_that_of_the_row_that_stands(void **state)
{
    (void)state;
    struct fixture *f = begin(1);
    struct enrolment_row row = {.line = 1, .origin = INDEX_NONE, .entry_day = DATE_NONE, .exit_day = DATE_NONE};
    row.aid_eur = AID_UNKNOWN;
    begin_file(f, 0); /* a file without the column */
    put_row(f, 0, "I1", "P1", &row);
    put_row(f, 0, "I2", "P2", &row);
    add(f, 1);
    assert_false(enrolment_has_aids(&f->store.table));
    begin_file(f, 1);
    row.aid_eur = 0;
    put_row(f, 0, "I2", "P2", &row);
    row.aid_eur = AID_MOST_EUR;
    put_row(f, 0, "I3", "P3", &row);
    add(f, 1);
    finish(f);
    assert_int_equal(enrolment_at(&f->table, 0).aid_eur, AID_UNKNOWN);
    assert_int_equal(enrolment_at(&f->table, 1).aid_eur, 0);
    assert_int_equal(enrolment_aid_at(&f->table, 2), AID_MOST_EUR);
    end(f);
}

/* Each row once with the amount, once more in a later file with another; as many amounts as codes do not suffice for.
 */
static void bursaries_of_any_number_of_amounts_are_kept(void **state)
{
    (void)state;
    static const int counts[] = {1, ENROLMENT_AID_CODES - 1, ENROLMENT_AID_CODES, 3 * ENROLMENT_AID_CODES};
    for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
        struct fixture *f = begin(1);
        struct enrolment_row row = {.line = 1, .origin = INDEX_NONE, .entry_day = DATE_NONE, .exit_day = DATE_NONE};
        for (int file = 0; file < 2; file++) {
            begin_file(f, (size_t)file);
            for (int i = 0; i < counts[c]; i++) {
                char id[16];
                snprintf(id, sizeof(id), "I%d", i);
                row.line = (uint32_t)i + 1;
                row.aid_eur = (uint16_t)((i + file) % counts[c] * 5);
                put_row(f, 0, id, id, &row);
                if (i % 500 == 499 || i + 1 == counts[c]) {
                    add(f, 1);
                    empty(f);
                }
            }
        }
        bool has_codes = f->store.table.aid_codes;
        assert_int_equal(has_codes, counts[c] < ENROLMENT_AID_CODES);
        finish(f);
        assert_int_equal(f->table.count, counts[c]);
        for (int i = 0; i < counts[c]; i++) {
            assert_int_equal(enrolment_aid_at(&f->table, (size_t)i), (i + 1) % counts[c] * 5);
            assert_int_equal(enrolment_at(&f->table, (size_t)i).line, i + 1);
        }
        end(f);
    }
}

static void the_last_origin_of_an_enrolment_stands(void **state)
{
    (void)state;
    struct fixture *f = begin(1);
    struct enrolment_row row = {.line = 1, .origin = 3, .entry_day = DATE_NONE, .exit_day = DATE_NONE};
    begin_file(f, 0);
    put_row(f, 0, "I1", "P1", &row);
    put_row(f, 0, "I2", "P2", &row);
    put(f, 0, "I3", "P3", 2);
    add(f, 1);
    begin_file(f, 1);
    row.origin = 5;
    put_row(f, 0, "I3", "P3", &row);
    put_row(f, 0, "I1", "P1", &row);
    put(f, 0, "I2", "P2", 2); /* has none any more */
    add(f, 1);
    finish(f);
    assert_int_equal(enrolment_at(&f->table, 0).origin, 5);
    assert_int_equal(enrolment_at(&f->table, 1).origin, INDEX_NONE);
    assert_int_equal(enrolment_at(&f->table, 2).origin, 5);
    end(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_that_come_later_change_no_number_of_those_before),
        cmocka_unit_test(a_row_comes_back_as_it_was_put),
        cmocka_unit_test(the_bursary_is_that_of_the_row_that_stands),
        cmocka_unit_test(bursaries_of_any_number_of_amounts_are_kept),
        cmocka_unit_test(the_last_origin_of_an_enrolment_stands),
        cmocka_unit_test(a_later_file_takes_the_place_of_the_row),
        cmocka_unit_test(an_identifier_stands_once_in_a_file),
        cmocka_unit_test(persons_are_numbered_in_the_order_of_their_first_rows),
        cmocka_unit_test(nothing_is_numbered_in_an_empty_store),
        cmocka_unit_test(partitions_change_nothing),
        cmocka_unit_test(threads_and_secrets_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
