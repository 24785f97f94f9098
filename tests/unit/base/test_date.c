// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "gencarto/base/date.h"
#include "gencarto/base/period.h"

static int32_t day_of(int year, int month, int day)
{
    int32_t result = DATE_NONE;
    assert_true(date_from_parts(year, month, day, &result));
    return result;
}

static void day_0_is_1970(void **state)
{
    (void)state;
    assert_int_equal(day_of(1970, 1, 1), 0);
    assert_int_equal(day_of(2000, 3, 1), 11017);
    assert_int_equal(day_of(2017, 12, 31), 17531);
    assert_int_equal(day_of(1969, 12, 31), -1);
    assert_int_equal(day_of(1, 1, 1), -719162);
}

static void every_day_of_the_calendar_comes_after_the_one_before(void **state)
{
    (void)state;
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t expected = day_of(1, 1, 1);
    for (int year = 1; year <= 9999; year++)
        for (int month = 1; month <= 12; month++) {
            bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            int last = days[month - 1] + (month == 2 && leap);
            for (int day = 1; day <= last; day++, expected++) {
                struct date_parts parts = date_parts(expected);
                int32_t found = DATE_NONE;
                if (!date_from_parts(year, month, day, &found) || found != expected || parts.year != year ||
                    parts.month != month || parts.day != day)
                    fail_msg("%04d-%02d-%02d", year, month, day);
            }
            int32_t none;
            if (date_from_parts(year, month, last + 1, &none))
                fail_msg("%04d-%02d-%02d exists", year, month, last + 1);
        }
}

static void refuses_what_is_no_day(void **state)
{
    (void)state;
    int32_t day = 42;
    assert_false(date_from_parts(0, 1, 1, &day));
    assert_false(date_from_parts(10000, 1, 1, &day));
    assert_false(date_from_parts(2017, 0, 1, &day));
    assert_false(date_from_parts(2017, 13, 1, &day));
    assert_false(date_from_parts(2017, 1, 0, &day));
    assert_int_equal(day, 42);
}

static void reads_both_forms_with_or_without_a_time(void **state)
{
    (void)state;
    static const char *const texts[] = {"2017-12-31",       "31/12/2017",          "2017-12-31T00:00:00",
                                        "2017-12-31 00:00", "31/12/2017 23:59:59", "31/12/2017T08:30"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int32_t day = DATE_NONE;
        if (!date_parse(str_from(texts[i]), &day) || day != 17531)
            fail_msg("%s read as %d", texts[i], day);
    }
}

static void refuses_other_texts(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "2017",
                                        "2017-12-3",
                                        "2017-12-311",
                                        "2017-13-01",
                                        "29/02/2017",
                                        "12/31/2017",
                                        "2017/12/31",
                                        "31-12-2017",
                                        "31/12/17",
                                        "2017-12-31T",
                                        "2017-12-31 24:00",
                                        " 2017-12-31",
                                        "2017-12-31 ",
                                        "2017-12-31x00:00",
                                        "2017-12-31T00:00:60",
                                        "2017-12-31T0:00",
                                        "0000-01-01",
                                        "+017-12-31",
                                        "2017-1--31",
                                        "2017-12-31T00:00:00Z",
                                        "31/1//2017",
                                        "YYYY-MM-DD",
                                        "2o17-12-31"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int32_t day = DATE_NONE;
        if (date_parse(str_from(texts[i]), &day))
            fail_msg("\"%s\" was accepted", texts[i]);
        assert_int_equal(day, DATE_NONE);
    }
}

static void writes_the_iso_form(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, NULL);
    date_write(&out, 17531);
    buf_byte(&out, ' ');
    date_write(&out, day_of(33, 4, 5));
    assert_true(str_equal(buf_str(&out), STR("2017-12-31 0033-04-05")));
    buf_clear(&out);
}

static void adding_months_keeps_to_the_last_day(void **state)
{
    (void)state;
    assert_int_equal(date_add_months(day_of(2017, 1, 31), 1), day_of(2017, 2, 28));
    assert_int_equal(date_add_months(day_of(2016, 1, 31), 1), day_of(2016, 2, 29));
    assert_int_equal(date_add_months(day_of(2017, 12, 15), 1), day_of(2018, 1, 15));
    assert_int_equal(date_add_months(day_of(2017, 1, 15), -1), day_of(2016, 12, 15));
    assert_int_equal(date_add_months(day_of(2017, 3, 31), -13), day_of(2016, 2, 29));
    assert_int_equal(date_add_months(day_of(2017, 5, 9), 0), day_of(2017, 5, 9));
    assert_int_equal(date_add_months(day_of(2017, 5, 9), 24), day_of(2019, 5, 9));
}

static void periods_are_quarters(void **state)
{
    (void)state;
    struct period period = {0};
    assert_true(period_parse(STR("2017-T4"), &period));
    assert_int_equal(period_year(period), 2017);
    assert_int_equal(period_quarter(period), 4);
    assert_int_equal(period_first_day(period), day_of(2017, 10, 1));
    assert_int_equal(period_last_day(period), day_of(2017, 12, 31));
    struct period next = {period.index + 1};
    assert_int_equal(period_year(next), 2018);
    assert_int_equal(period_quarter(next), 1);
    struct buf out;
    buf_init(&out, NULL);
    period_write(&out, next);
    assert_true(str_equal(buf_str(&out), STR("2018-T1")));
    buf_clear(&out);
}

static void every_day_is_in_its_period(void **state)
{
    (void)state;
    for (int32_t day = day_of(1999, 1, 1); day < day_of(2030, 1, 1); day++) {
        struct period period = period_of_date(day);
        assert_true(period_first_day(period) <= day && day <= period_last_day(period));
    }
    assert_int_equal(period_last_day(period_of_date(day_of(9999, 9, 1))), day_of(9999, 9, 30));
    assert_int_equal(period_last_day(period_of_date(day_of(9999, 12, 1))), day_of(9999, 12, 31));
}

static void refuses_what_is_no_period(void **state)
{
    (void)state;
    static const char *const texts[] = {"",       "2017",     "2017-T0", "2017-T5", "2017-Q1", "2017-t1",
                                        "217-T1", "2017-T11", "2017T1",  "0000-T1", "20a7-T1", " 2017-T1"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct period period = {7};
        assert_false(period_parse(str_from(texts[i]), &period));
        assert_int_equal(period.index, 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(day_0_is_1970),
        cmocka_unit_test(every_day_of_the_calendar_comes_after_the_one_before),
        cmocka_unit_test(refuses_what_is_no_day),
        cmocka_unit_test(reads_both_forms_with_or_without_a_time),
        cmocka_unit_test(refuses_other_texts),
        cmocka_unit_test(writes_the_iso_form),
        cmocka_unit_test(adding_months_keeps_to_the_last_day),
        cmocka_unit_test(periods_are_quarters),
        cmocka_unit_test(every_day_is_in_its_period),
        cmocka_unit_test(refuses_what_is_no_period),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
