/* The order of rows, and the corners of paths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../generator/audit/corners.h"
#include "../../../generator/audit/order.h"

#define COLUMNS 3

/* How many faults the rows make; the second column holds counts. */
static size_t faults_of(const char *const rows[][COLUMNS], size_t count)
{
    struct arena arena;
    arena_init(&arena);
    struct audit_report report = {.faults = arena_array(&arena, struct audit_fault, AUDIT_FAULTS_MAX),
                                  .rule_counts = arena_array(&arena, size_t, audit_rule_count)};
    struct figures figures = {.arena = &arena, .base = 5, .report = &report};
    struct order_rows all = {
        .items = arena_array(&arena, struct order_row, ORDER_ROWS_MAX), .count = count, .are_counts = {false, true}};
    for (size_t row = 0; row < count; row++) {
        for (size_t column = 0; column < COLUMNS; column++) {
            all.items[row].fields[column] = str_from(rows[row][column]);
        }
    }
    order_judge(&figures, STR("page"), &all);
    size_t faults = report.fault_count;
    arena_clear(&arena);
    return faults;
}

static void equal_counts_by_the_alphabet_are_fine(void **state)
{
    static const char *const rows[][COLUMNS] = {{"Bretagne", "1 200", ""},   {"Corse", "40", ""},
                                                {"Île-de-France", "40", ""}, {"Normandie", "40", ""},
                                                {"Occitanie", "10", ""},     {"Réunion", "0", ""}};
    (void)state;
    assert_int_equal(faults_of(rows, 6), 0);
}

static void equal_counts_in_no_order_that_is_shown_are_a_fault(void **state)
{
    static const char *const rows[][COLUMNS] = {{"Bretagne", "1 200", ""}, {"Corse", "40", ""},
                                                {"Normandie", "40", ""},   {"Île-de-France", "40", ""},
                                                {"Occitanie", "10", ""},   {"Réunion", "0", ""}};
    (void)state;
    assert_int_equal(faults_of(rows, 6), 1);
}

static void another_figure_that_is_shown_explains_the_order(void **state)
{
    static const char *const rows[][COLUMNS] = {{"Bretagne", "1 200", "3"}, {"Corse", "40", "9"},
                                                {"Normandie", "40", "8"},   {"Île-de-France", "40", "2"},
                                                {"Occitanie", "10", "4"},   {"Réunion", "0", "1"}};
    (void)state;
    assert_int_equal(faults_of(rows, 6), 0);
}

static void a_list_that_does_not_go_by_the_count_says_nothing(void **state)
{
    static const char *const rows[][COLUMNS] = {{"Bretagne", "40", ""},     {"Corse", "40", ""},
                                                {"Normandie", "1 200", ""}, {"Île-de-France", "40", ""},
                                                {"Occitanie", "10", ""},    {"Réunion", "0", ""}};
    (void)state;
    assert_int_equal(faults_of(rows, 6), 0);
}

static void corners_are_read_in_both_ways_of_writing(void **state)
{
    struct corner corners[8];
    (void)state;
    assert_int_equal(corners_read(STR("M47.8 356l74.4-16.5-.5.25h10V20L1,2"), corners, 8), 6);
    static const struct corner expected[] = {{47.8, 356, true},      {122.2, 339.5, false}, {121.7, 339.75, false},
                                             {131.7, 339.75, false}, {131.7, 20, false},    {1, 2, false}};
    for (size_t i = 0; i < 6; i++) {
        assert_float_equal(corners[i].x, expected[i].x, 1e-9);
        assert_float_equal(corners[i].y, expected[i].y, 1e-9);
        assert_true(corners[i].starts == expected[i].starts);
    }
}

static void a_closed_part_ends_where_it_began(void **state)
{
    struct corner corners[8];
    (void)state;
    assert_int_equal(corners_read(STR("M1 1h4v4zm2 0h1"), corners, 8), 6);
    assert_float_equal(corners[3].x, 1, 1e-9);
    assert_float_equal(corners[3].y, 1, 1e-9);
    assert_false(corners[3].starts);
    assert_float_equal(corners[4].x, 3, 1e-9);
    assert_true(corners[4].starts);
}

static void corners_end_at_a_curve_and_at_the_room(void **state)
{
    struct corner corners[2];
    (void)state;
    assert_int_equal(corners_read(STR("M0 0l1 1a5 5 0 0 1 3 3"), corners, 2), 2);
    assert_int_equal(corners_read(STR("M0 0c1 1 2 2 3 3"), corners, 2), 1);
    assert_int_equal(corners_read(STR("M0 0h1h1h1"), corners, 2), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_counts_by_the_alphabet_are_fine),
        cmocka_unit_test(equal_counts_in_no_order_that_is_shown_are_a_fault),
        cmocka_unit_test(another_figure_that_is_shown_explains_the_order),
        cmocka_unit_test(a_list_that_does_not_go_by_the_count_says_nothing),
        cmocka_unit_test(corners_are_read_in_both_ways_of_writing),
        cmocka_unit_test(a_closed_part_ends_where_it_began),
        cmocka_unit_test(corners_end_at_a_curve_and_at_the_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
