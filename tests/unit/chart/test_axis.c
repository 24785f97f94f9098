/* Axes: the numbers that a reader sees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "gencarto/base/random.h"
#include "gencarto/render/chart/axis.h"

static void expect_axis(struct axis axis, double min, double step, double max, int decimals)
{
    assert_true(fabs(axis.min - min) < 1e-9);
    assert_true(fabs(axis.step - step) < 1e-9);
    assert_true(fabs(axis.max - max) < 1e-9);
    assert_int_equal(axis.decimals, decimals);
}

static void takes_the_smallest_round_step(void **state)
{
    (void)state;
    expect_axis(axis_cover(0, 11410, 5, true), 0, 2500, 12500, 0);
    expect_axis(axis_cover(0, 33.6, 4, false), 0, 10, 40, 0);
    expect_axis(axis_cover(0, 0.31, 4, false), 0, 0.1, 0.4, 1);
    expect_axis(axis_cover(0, 1938, 4, true), 0, 500, 2000, 0);
    expect_axis(axis_cover(0, 10000, 5, true), 0, 2000, 10000, 0);
}

static void counts_have_no_fraction_of_a_unit(void **state)
{
    (void)state;
    expect_axis(axis_cover(0, 3, 5, true), 0, 1, 3, 0);
    expect_axis(axis_cover(0, 1, 5, true), 0, 1, 1, 0);
    expect_axis(axis_cover(0, 12, 5, true), 0, 5, 15, 0);
}

static void covers_values_below_zero(void **state)
{
    (void)state;
    expect_axis(axis_cover(-4.2, 2.1, 5, false), -6, 2, 4, 0);
    expect_axis(axis_cover(-19, 0, 5, false), -20, 5, 0, 0);
}

static void shows_one_step_when_nothing_varies(void **state)
{
    (void)state;
    expect_axis(axis_cover(0, 0, 5, true), 0, 1, 1, 0);
    assert_true(axis_cover(0, 0, 5, false).max > 0);
    assert_true(axis_cover(40, 40, 5, false).max > 40);
}

static void any_range_is_covered_within_the_number_of_steps(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 20171231);
    for (int i = 0; i < 20000; i++) {
        double scale = pow(10, 14 * random_unit(&random) - 6);
        double low = (random_unit(&random) - 0.5) * scale, high = low + random_unit(&random) * scale + scale / 1000;
        int most = 2 + (int)random_below(&random, 6);
        struct axis axis = axis_cover(low, high, most, i % 2 == 0);
        assert_true(axis.min <= low + axis.step * 1e-6 && axis.max >= high - axis.step * 1e-6);
        assert_true(axis.intervals >= 1 && axis.intervals <= most);
        assert_true(i % 2 || axis.step == floor(axis.step));
    }
}

static void a_bullet_ends_at_a_round_number_with_a_round_half(void **state)
{
    (void)state;
    expect_axis(axis_bullet(0, 12000, true), 0, 6000, 12000, 0);
    expect_axis(axis_bullet(0, 329.7, true), 0, 200, 400, 0);
    expect_axis(axis_bullet(0, 36, false), 0, 20, 40, 0);
    expect_axis(axis_bullet(0, 60, false), 0, 30, 60, 0);
    expect_axis(axis_bullet(0, 1, true), 0, 1, 2, 0);
    expect_axis(axis_bullet(0, 1, false), 0, 0.5, 1, 1);
}

static void a_bullet_of_nothing_still_has_an_axis(void **state)
{
    (void)state;
    expect_axis(axis_bullet(0, 0, true), 0, 5, 10, 0);
    expect_axis(axis_bullet(-3.2, 2, false), -4, 4, 4, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_smallest_round_step),
        cmocka_unit_test(counts_have_no_fraction_of_a_unit),
        cmocka_unit_test(covers_values_below_zero),
        cmocka_unit_test(shows_one_step_when_nothing_varies),
        cmocka_unit_test(any_range_is_covered_within_the_number_of_steps),
        cmocka_unit_test(a_bullet_ends_at_a_round_number_with_a_round_half),
        cmocka_unit_test(a_bullet_of_nothing_still_has_an_axis),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
