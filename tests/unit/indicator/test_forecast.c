/* The methods against tests/tables/forecast.txt, and what their intervals hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "gencarto/base/file.h"
#include "gencarto/base/number.h"
#include "gencarto/base/random.h"
#include "gencarto/compile/indicator/forecast.h"

#define VALUES_MAX 64

static bool parse_method(struct str name, enum forecast_method *out_method)
{
    static const char *const names[FORECAST_METHODS] = {
        [FORECAST_PACE] = "pace", [FORECAST_TREND] = "trend", [FORECAST_SEASON] = "season"};
    for (unsigned m = 0; m < FORECAST_METHODS; m++) {
        if (str_equal(name, str_from(names[m]))) {
            *out_method = (enum forecast_method)m;
            return true;
        }
    }
    return false;
}

static int parse_values(struct str text, double *out_values)
{
    int count = 0;
    struct str part;
    while (str_split(&text, ' ', &part)) {
        double value;
        if (number_parse_french(part, &value)) {
            assert_true(count < VALUES_MAX);
            out_values[count++] = value;
        }
    }
    return count;
}

static void check_line(struct arena *arena, struct str line, int number)
{
    struct str parts[4] = {{NULL, 0}};
    for (int i = 0; i < 4; i++) {
        assert_true(str_split(&line, '|', &parts[i]));
        parts[i] = str_trim(parts[i]);
    }
    double values[VALUES_MAX];
    int count = parse_values(parts[1], values);
    int64_t whole;
    assert_true(number_parse_int(parts[2], &whole));
    enum forecast_method method = (enum forecast_method)0;
    double found;
    if (str_equal(parts[0], STR("error"))) {
        struct str rest = parts[1], name;
        assert_true(str_split(&rest, ' ', &name) && parse_method(name, &method));
        struct forecast_trial trial = forecast_try(method, values, count);
        assert_int_equal(trial.origins, whole);
        found = trial.mean_error;
    } else {
        assert_true(parse_method(parts[0], &method));
        found = forecast_value(method, values, count, (int)whole);
    }
    char text[64];
    snprintf(text, sizeof text, "%.3f", found);
    if (!str_equal(str_from(text), parts[3])) {
        fail_msg("forecast.txt:%d: found %s, expected %s", number, text, str_text(arena, parts[3]));
    }
}

static void the_table_holds(void **state)
{
    (void)state;
    struct arena arena;
    struct str rest, line;
    struct error err;
    arena_init(&arena);
    assert_true(file_read(&arena, SOURCE_DIR "/tests/tables/forecast.txt", &rest, &err));
    int number = 0, cases = 0;
    while (str_split(&rest, '\n', &line)) {
        number++;
        if (str_trim(line).len > 0 && line.ptr[0] != '#') {
            check_line(&arena, line, number);
            cases++;
        }
    }
    assert_true(cases > 10);
    arena_clear(&arena);
}

static void a_damped_line_goes_on_less_and_less(void **state)
{
    (void)state;
    double values[12];
    struct forecast_point points[4];
    for (int i = 0; i < 12; i++) {
        values[i] = 100.0 * i;
    }
    assert_true(forecast_make(FORECAST_TREND, values, 12, 4, points));
    double before = 1100;
    double change = 101;
    for (int h = 0; h < 4; h++) {
        assert_true(points[h].value > before);
        assert_true(points[h].value - before < change);
        change = points[h].value - before;
        before = points[h].value;
    }
}

static void nothing_is_foretold_from_five_values(void **state)
{
    (void)state;
    static const double values[5] = {1, 2, 3, 4, 5};
    struct forecast_point point = {7, 7, 7};
    assert_false(forecast_make(FORECAST_PACE, values, 5, 1, &point));
    assert_true(point.value >= 7 && point.value <= 7);
}

static void the_best_of_the_past_is_chosen(void **state)
{
    (void)state;
    static const double seasonal[] = {0, 10, 10, 110, 110, 120, 120, 220, 220, 230, 230, 330, 330};
    static const double straight[] = {0, 50, 100, 150, 200, 250, 300, 350, 400};
    struct forecast_trial trials[FORECAST_METHODS];
    assert_int_equal(forecast_choose(seasonal, 13, trials), FORECAST_SEASON);
    assert_true(trials[FORECAST_SEASON].mean_error < 1e-9);
    assert_int_equal(forecast_choose(straight, 9, trials), FORECAST_PACE);
}

/* Quarters that bring 400 to 600, any as likely: the interval holds about eight times in ten, one and four quarters
 * ahead. */
static void intervals_hold_about_eight_times_in_ten(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 5);
    int tried = 0, held[2] = {0, 0};
    for (int series = 0; series < 600; series++) {
        double values[17] = {0};
        for (int i = 1; i < 17; i++) {
            values[i] = values[i - 1] + 400 + (double)random_below(&random, 201);
        }
        struct forecast_trial trials[FORECAST_METHODS];
        struct forecast_point points[4];
        assert_true(forecast_make(forecast_choose(values, 13, trials), values, 13, 4, points));
        held[0] += points[0].low <= values[13] && values[13] <= points[0].high;
        held[1] += points[3].low <= values[16] && values[16] <= points[3].high;
        tried++;
    }
    for (int i = 0; i < 2; i++) {
        if (held[i] < tried * 72 / 100 || held[i] > tried * 96 / 100) {
            fail_msg("%d of %d held", held[i], tried);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_holds),
        cmocka_unit_test(a_damped_line_goes_on_less_and_less),
        cmocka_unit_test(nothing_is_foretold_from_five_values),
        cmocka_unit_test(the_best_of_the_past_is_chosen),
        cmocka_unit_test(intervals_hold_about_eight_times_in_ten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
