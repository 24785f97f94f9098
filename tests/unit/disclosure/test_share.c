#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "share.h"

static void steps_go_to_the_largest_remainders(void **state)
{
    (void)state;
    struct share_part parts[] = {{12, true, 0}, {9, true, 0}, {4, true, 0}};
    share_out(parts, 3, 5, 5);
    assert_int_equal(parts[0].steps, 2);
    assert_int_equal(parts[1].steps, 2);
    assert_int_equal(parts[2].steps, 1);
}

static void ties_go_to_the_first(void **state)
{
    (void)state;
    struct share_part parts[] = {{3, true, 0}, {3, true, 0}, {3, true, 0}};
    share_out(parts, 3, 2, 5);
    assert_int_equal(parts[0].steps, 1);
    assert_int_equal(parts[1].steps, 1);
    assert_int_equal(parts[2].steps, 0);
}

static void what_was_given_too_much_is_waited_for(void **state)
{
    (void)state;
    struct share_part parts[] = {{-4, true, 0}, {9, true, 0}};
    share_out(parts, 2, 1, 5);
    assert_int_equal(parts[0].steps, 0);
    assert_int_equal(parts[1].steps, 1);
}

static void parts_that_are_not_eligible_take_nothing_while_others_can(void **state)
{
    (void)state;
    struct share_part parts[] = {{0, false, 0}, {-40, true, 0}};
    share_out(parts, 2, 3, 5);
    assert_int_equal(parts[0].steps, 0);
    assert_int_equal(parts[1].steps, 3);
}

static void parts_that_are_not_eligible_take_it_when_none_is(void **state)
{
    (void)state;
    struct share_part parts[] = {{0, false, 0}, {1, false, 0}};
    share_out(parts, 2, 1, 5);
    assert_int_equal(parts[0].steps, 0);
    assert_int_equal(parts[1].steps, 1);
}

static void a_matrix_keeps_its_margins(void **state)
{
    (void)state;
    struct share_part parts[] = {{6, true, 0}, {4, true, 0}, {4, true, 0}, {6, true, 0}};
    int64_t rows[] = {2, 2};
    int64_t columns[] = {2, 2};
    share_matrix(parts, 2, 2, rows, columns, 5);
    assert_int_equal(parts[0].steps + parts[1].steps, 2);
    assert_int_equal(parts[2].steps + parts[3].steps, 2);
    assert_int_equal(parts[0].steps + parts[2].steps, 2);
    assert_int_equal(parts[0].steps,
                     1); /* 1 1 / 1 1 costs 4 + 4 + 9 + 9; 2 0 / 0 2 costs 9 + 9 + 4 + 4: the first found */
}

/* The greedy step fills (0, 1) first and leaves (1, 0), where nobody was, for the rest: a swap mends it. */
static void a_swap_takes_a_step_out_of_an_empty_cell(void **state)
{
    (void)state;
    struct share_part parts[] = {{4, true, 0}, {5, true, 0}, {0, false, 0}, {3, true, 0}};
    int64_t rows[] = {1, 1};
    int64_t columns[] = {1, 1};
    share_matrix(parts, 2, 2, rows, columns, 5);
    assert_int_equal(parts[0].steps, 1);
    assert_int_equal(parts[1].steps, 0);
    assert_int_equal(parts[2].steps, 0);
    assert_int_equal(parts[3].steps, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_go_to_the_largest_remainders),
        cmocka_unit_test(ties_go_to_the_first),
        cmocka_unit_test(what_was_given_too_much_is_waited_for),
        cmocka_unit_test(parts_that_are_not_eligible_take_nothing_while_others_can),
        cmocka_unit_test(parts_that_are_not_eligible_take_it_when_none_is),
        cmocka_unit_test(a_matrix_keeps_its_margins),
        cmocka_unit_test(a_swap_takes_a_step_out_of_an_empty_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
