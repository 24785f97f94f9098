#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calendar.h"
#include "gencarto/base/date.h"

static struct arena arena;
static struct error err;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    err = (struct error){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static int32_t day(const char *text)
{
    int32_t result = DATE_NONE;
    assert_true(date_parse(str_from(text), &result));
    return result;
}

static struct input input_of(const struct enrolment_row *rows, size_t count)
{
    return (struct input){.programme = {.received_day = DATE_NONE},
                          .enrolments = enrolment_table_of(&arena, rows, count, 1)};
}

static struct enrolment_row entered(const char *entry)
{
    return (struct enrolment_row){.registered_day = day(entry), .entry_day = day(entry), .exit_day = DATE_NONE};
}

static const char *text_of(struct period period)
{
    struct buf out;
    buf_init(&out, &arena);
    period_write(&out, period);
    return str_text(&arena, buf_str(&out));
}

static void the_quarter_of_a_file_is_in_its_name(void **state)
{
    (void)state;
    assert_string_equal(text_of(calendar_quarter_of_file(STR("inscriptions-2017-T4.csv"))), "2017-T4");
    assert_int_equal(calendar_quarter_of_file(STR("inscriptions.csv")).index, 0);
}

static void quarters_go_from_the_first_event_to_the_release(void **state)
{
    (void)state;
    struct enrolment_row rows[] = {entered("2017-05-01"), entered("2016-08-15")};
    struct input input = input_of(rows, 2);
    struct calendar calendar;
    input.programme.release = (struct period){2017 * 4 + 3};
    assert_true(calendar_make(&arena, &input, (struct period){0}, &calendar, &err));
    assert_int_equal(calendar.quarters, 6);
    assert_string_equal(str_text(&arena, calendar.codes[0]), "2016-T3");
    assert_string_equal(str_text(&arena, calendar.codes[5]), "2017-T4");
    assert_int_equal(calendar.last_day, day("2017-12-31"));
}

/* Else one early person would show in the list of quarters. */
static void the_first_quarter_is_that_of_a_file_name_whatever_the_events(void **state)
{
    (void)state;
    struct enrolment_row rows[] = {entered("2017-05-01"), entered("2016-08-15")};
    struct input_file files[] = {
        {.name = STR_INIT("inscriptions-2017-T2.csv"), .personal = true, .received_day = DATE_NONE},
        {.name = STR_INIT("inscriptions-2017-T1.csv"), .personal = true, .received_day = DATE_NONE}};
    struct input input = input_of(rows, 2);
    struct calendar calendar;
    input.files = files;
    input.file_count = 2;
    assert_true(calendar_make(&arena, &input, (struct period){0}, &calendar, &err));
    assert_string_equal(text_of(calendar.first), "2017-T1");
    assert_int_equal(calendar.quarters, 2);
}

static void without_one_it_is_that_of_the_first_label(void **state)
{
    (void)state;
    struct enrolment_row rows[] = {entered("2016-08-15")};
    struct training_row trainings[] = {{.label_first_day = day("2016-11-02")}, {.label_first_day = DATE_NONE}};
    struct input input = input_of(rows, 1);
    struct calendar calendar;
    input.trainings = trainings;
    input.training_count = 2;
    assert_true(calendar_make(&arena, &input, (struct period){2017 * 4}, &calendar, &err));
    assert_string_equal(text_of(calendar.first), "2016-T4");
}

static void the_release_asked_for_wins(void **state)
{
    (void)state;
    struct enrolment_row rows[] = {entered("2017-05-01"), entered("2016-08-15")};
    struct input input = input_of(rows, 2);
    struct calendar calendar;
    input.programme.release = (struct period){2017 * 4 + 3};
    assert_true(calendar_make(&arena, &input, (struct period){2016 * 4 + 3}, &calendar, &err));
    assert_string_equal(text_of(calendar.release), "2016-T4");
}

static void without_one_the_latest_enrolment_file_tells_the_release(void **state)
{
    (void)state;
    struct enrolment_row rows[] = {entered("2018-05-01"), entered("2016-08-15")};
    struct input_file files[] = {
        {.name = STR_INIT("inscriptions-2016-T4.csv"), .personal = true, .received_day = DATE_NONE},
        {.name = STR_INIT("formations-2019-T1.csv"), .received_day = DATE_NONE}};
    struct input input = input_of(rows, 2);
    struct calendar calendar;
    input.files = files;
    input.file_count = 2;
    assert_true(calendar_make(&arena, &input, (struct period){0}, &calendar, &err));
    assert_string_equal(text_of(calendar.release), "2016-T4");
}

static void a_release_after_the_latest_file_is_refused(void **state)
{
    (void)state;
    struct enrolment_row rows[] = {entered("2016-08-15")};
    struct input_file files[] = {
        {.name = STR_INIT("inscriptions-2016-T4.csv"), .personal = true, .received_day = DATE_NONE}};
    struct input input = input_of(rows, 1);
    struct calendar calendar;
    input.files = files;
    input.file_count = 1;
    assert_false(calendar_make(&arena, &input, (struct period){2017 * 4}, &calendar, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
}

static void without_any_hint_a_quarter_must_be_over_when_the_data_came(void **state)
{
    (void)state;
    struct enrolment_row rows[] = {entered("2017-05-01"), entered("2016-08-15")};
    struct input input = input_of(rows, 2);
    struct calendar calendar;
    input.programme.received_day = day("2017-05-20");
    assert_true(calendar_make(&arena, &input, (struct period){0}, &calendar, &err));
    assert_string_equal(text_of(calendar.release), "2017-T1");
}

static void an_input_without_any_date_has_no_release(void **state)
{
    (void)state;
    struct input input = input_of(NULL, 0);
    struct calendar calendar;
    assert_false(calendar_make(&arena, &input, (struct period){0}, &calendar, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
}

static void a_century_of_data_is_refused(void **state)
{
    (void)state;
    struct enrolment_row rows[] = {entered("1926-08-15")};
    struct input input = input_of(rows, 1);
    struct calendar calendar;
    assert_false(calendar_make(&arena, &input, (struct period){2017 * 4}, &calendar, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_quarter_of_a_file_is_in_its_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(quarters_go_from_the_first_event_to_the_release, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_first_quarter_is_that_of_a_file_name_whatever_the_events, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(without_one_it_is_that_of_the_first_label, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_release_asked_for_wins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_one_the_latest_enrolment_file_tells_the_release, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_release_after_the_latest_file_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_any_hint_a_quarter_must_be_over_when_the_data_came, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_input_without_any_date_has_no_release, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_century_of_data_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
