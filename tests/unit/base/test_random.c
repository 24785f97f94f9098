// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "gencarto/base/random.h"

/* The first numbers of the authors' xoshiro256starstar.c from the state 1, 2, 3, 4. */
static void gives_the_numbers_of_the_reference(void **state)
{
    (void)state;
    struct random_state random = {{1, 2, 3, 4}};
    static const uint64_t expected[] = {11520, 0, 1509978240, UINT64_C(1215971899390074240)};
    for (int i = 0; i < 4; i++)
        assert_true(random_next(&random) == expected[i]);
}

/* The first numbers of splitmix64.c from 0. */
static void is_seeded_by_splitmix64(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 0);
    assert_true(random.s[0] == UINT64_C(0xe220a8397b1dcdaf));
    assert_true(random.s[1] == UINT64_C(0x6e789e6aa1b965f4));
    assert_true(random.s[2] == UINT64_C(0x06c45d188009454f));
    assert_true(random.s[3] == UINT64_C(0xf88bb8a8724c81ec));
}

static void bounded_numbers_are_spread_evenly(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 7);
    int counts[6] = {0};
    for (int i = 0; i < 60000; i++) {
        uint64_t face = random_below(&random, 6);
        assert_true(face < 6);
        counts[face]++;
    }
    for (int i = 0; i < 6; i++)
        assert_in_range(counts[i], 9600, 10400); /* four standard deviations */
    assert_true(random_below(&random, 1) == 0);
}

/* 3 x 2^62 does not divide 2^64: without rejection every third number would come up twice as often as the others. */
static void large_bounds_are_without_bias(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 8);
    int multiples = 0;
    for (int i = 0; i < 30000; i++) {
        uint64_t number = random_below(&random, UINT64_C(3) << 62);
        assert_true(number < UINT64_C(3) << 62);
        multiples += number % 3 == 0;
    }
    assert_in_range(multiples, 9650, 10350);
}

static void units_are_below_1(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 9);
    double sum = 0;
    for (int i = 0; i < 100000; i++) {
        double unit = random_unit(&random);
        assert_true(unit >= 0 && unit < 1);
        sum += unit;
    }
    assert_true(sum > 49600 && sum < 50400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_numbers_of_the_reference),
        cmocka_unit_test(is_seeded_by_splitmix64),
        cmocka_unit_test(bounded_numbers_are_spread_evenly),
        cmocka_unit_test(large_bounds_are_without_bias),
        cmocka_unit_test(units_are_below_1),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
