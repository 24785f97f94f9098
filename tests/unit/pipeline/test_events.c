#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "events.h"
#include "gencarto/base/date.h"

/* Three quarters from 2017-T1, two trainings in one department, files 0 to 2, one person and more. */
static struct arena arena;
static struct geography geography;
static struct calendar calendar;
static struct input input;

static const struct published_cells cells[] = {{ENTITY_COUNTRY, EVENT_LEARNER, 0},
                                               {ENTITY_REGION, EVENT_LEARNER, 0},
                                               {ENTITY_DEPARTMENT, EVENT_LEARNER, 0},
                                               {ENTITY_TRAINING, EVENT_LEARNER, 0}};

static int set_up(void **state)
{
    (void)state;
    static const struct str codes[] = {STR_INIT("A"), STR_INIT("B")};
    static const uint32_t zeros[2], no_structure[2] = {GEOGRAPHY_NONE, GEOGRAPHY_NONE};
    arena_init(&arena);
    geography = (struct geography){
        .count = {[ENTITY_COUNTRY] = 1, [ENTITY_REGION] = 1, [ENTITY_DEPARTMENT] = 1, [ENTITY_TRAINING] = 2},
        .structure_of_training = no_structure,
    };
    for (unsigned kind = 0; kind < ENTITY_KINDS; kind++) {
        geography.codes[kind] = codes;
        geography.parent[kind] = zeros;
    }
    geography_link(&geography, &arena);
    calendar = (struct calendar){.first = {2017 * 4}, .release = {2017 * 4 + 2}, .quarters = 3};
    calendar.last_day = period_last_day(calendar.release);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static struct enrolment_row entry(uint32_t training, uint32_t file, const char *day)
{
    int32_t number = DATE_NONE;
    assert_true(date_parse(str_from(day), &number));
    return (struct enrolment_row){.training = training,
                                  .origin = INDEX_NONE,
                                  .residence = RESIDENCE_UNKNOWN,
                                  .file = file,
                                  .registered_day = number,
                                  .entry_day = number,
                                  .exit_day = DATE_NONE};
}

/* The learners of a training in each quarter, in one number: 100 is one in the first. */
static int counted(const struct enrolment_row *rows, size_t count, const struct event_choice *choice, uint32_t training)
{
    struct published_tables exact;
    input = (struct input){
        .enrolments = enrolment_table_of(&arena, rows, count, 3),
        .trainings = arena_array(&arena, struct training_row, 2), /* without a place */
        .training_count = 2,
        .learner_count = 1,
    };
    tables_init(&exact, &arena, &geography, 3, cells, sizeof cells / sizeof *cells);
    events_count(&input, &calendar, choice, &exact);
    int number = 0;
    for (int quarter = 0; quarter < 3; quarter++) {
        number = 10 * number + tables_flow(&exact.items[0], ENTITY_TRAINING, training, quarter)[0];
    }
    return number;
}

static void a_person_counts_at_the_earliest_entry(void **state)
{
    (void)state;
    const struct enrolment_row rows[] = {entry(0, 0, "2017-05-01"), entry(1, 1, "2017-02-01")};
    assert_int_equal(counted(rows, 2, NULL, 0), 0);
    assert_int_equal(counted(rows, 2, NULL, 1), 100);
}

static void what_happened_before_the_first_quarter_counts_in_it(void **state)
{
    (void)state;
    const struct enrolment_row rows[] = {entry(0, 0, "2016-03-01")};
    assert_int_equal(counted(rows, 1, NULL, 0), 100);
}

static void a_person_stays_where_a_release_counted_it_first(void **state)
{
    (void)state;
    static const int file_release[] = {1, 2, 2}; /* the earlier entry came in a file of the third release */
    const struct event_choice choice = {.file_release = file_release};
    const struct enrolment_row rows[] = {entry(0, 0, "2017-05-01"), entry(1, 1, "2017-02-01")};
    assert_int_equal(counted(rows, 2, &choice, 0), 10);
    assert_int_equal(counted(rows, 2, &choice, 1), 0);
}

static void entries_that_one_release_learned_of_count_by_their_day(void **state)
{
    (void)state;
    static const int file_release[] = {1, 1, 1};
    const struct event_choice choice = {.file_release = file_release};
    const struct enrolment_row rows[] = {entry(0, 0, "2017-05-01"), entry(1, 1, "2017-02-01")};
    assert_int_equal(counted(rows, 2, &choice, 1), 100);
}

static void an_entry_to_come_does_not_count_before_its_quarter(void **state)
{
    (void)state;
    static const int file_release[] = {0, 1, 1}; /* the first release knew of the entry of the third quarter */
    const struct event_choice choice = {.file_release = file_release};
    const struct enrolment_row rows[] = {entry(0, 0, "2017-08-01"), entry(1, 1, "2017-05-01")};
    assert_int_equal(counted(rows, 2, &choice, 0), 0);
    assert_int_equal(counted(rows, 2, &choice, 1), 10);
}

static void rows_can_be_chosen_by_file_and_by_training(void **state)
{
    (void)state;
    static const bool files[] = {true, false, false}, trainings[] = {false, true};
    const struct enrolment_row rows[] = {entry(0, 0, "2017-02-01"), entry(1, 1, "2017-05-01")};
    assert_int_equal(counted(rows, 2, &(struct event_choice){.first_files = files}, 0), 100);
    assert_int_equal(counted(rows, 2, &(struct event_choice){.trainings = trainings}, 0), 0);
    assert_int_equal(counted(rows, 2, &(struct event_choice){.trainings = trainings}, 1), 0); /* counts in the other */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* Two of 2,500 euros in the first quarter, 3,000 in the second, 20,000 in the third: cumulative 5,000, 8,000 and
 * 28,000, in units of 4,000 rounded half up 1, 2 and 7. */
static void bursaries_count_in_units_that_never_drift(void **state)
{
    (void)state;
    static const struct published_cells amounts[] = {{ENTITY_COUNTRY, EVENT_AID, 0}, {ENTITY_REGION, EVENT_AID, 0}};
    struct enrolment_row rows[] = {entry(0, 0, "2017-02-01"), entry(1, 0, "2017-02-01"), entry(0, 0, "2017-05-01"),
                                   entry(0, 0, "2017-08-01"), entry(0, 0, "2017-08-01"), entry(0, 0, "2017-10-01")};
    static const uint16_t euros[] = {2500, 2500, 3000, 20000, AID_UNKNOWN, 9000 /* after the release */};
    for (size_t i = 0; i < 6; i++) {
        rows[i].aid_eur = euros[i];
    }
    struct published_tables exact;
    input = (struct input){.enrolments = enrolment_table_of(&arena, rows, 6, 3),
                           .trainings = arena_array(&arena, struct training_row, 2),
                           .training_count = 2,
                           .learner_count = 1};
    tables_init(&exact, &arena, &geography, 3, amounts, 2);
    events_count(&input, &calendar, NULL, &exact);
    static const int32_t units[] = {1, 1, 5};
    for (int quarter = 0; quarter < 3; quarter++) {
        assert_int_equal(tables_flow(&exact.items[0], ENTITY_REGION, 0, quarter)[0], units[quarter]);
        assert_int_equal(tables_flow(&exact.items[0], ENTITY_COUNTRY, 0, quarter)[0], units[quarter]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_person_counts_at_the_earliest_entry),
        TEST(what_happened_before_the_first_quarter_counts_in_it),
        TEST(a_person_stays_where_a_release_counted_it_first),
        TEST(entries_that_one_release_learned_of_count_by_their_day),
        TEST(an_entry_to_come_does_not_count_before_its_quarter),
        TEST(rows_can_be_chosen_by_file_and_by_training),
        TEST(bursaries_count_in_units_that_never_drift),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
