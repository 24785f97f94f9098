/* The attack on hidden cells, on tables small enough to be solved by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../generator/audit/hidden.h"

#define MOST 32

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

/* A system that grows: cells are numbered as they come. */
struct table {
    struct hidden_cell cells[MOST];
    struct hidden_equation equations[MOST];
    struct hidden_term terms[4 * MOST];
    struct hidden_system system;
    struct hidden_report report;
};

static struct table *table_of(size_t cells)
{
    struct table *table = arena_one(&arena, struct table);
    table->system = (struct hidden_system){
        .cells = table->cells, .cell_count = cells, .equations = table->equations, .terms = table->terms};
    for (size_t i = 0; i < cells; i++) {
        table->cells[i] = (struct hidden_cell){STR("cell"), 1, HUGE_VAL, HIDDEN_COUNT};
    }
    return table;
}

/* The cells of the mask (bit i: cell i) come to `sum`. */
static void add_sum(struct table *table, unsigned mask, double sum)
{
    struct hidden_system *system = &table->system;
    struct hidden_equation *equation = &system->equations[system->equation_count++];
    *equation = (struct hidden_equation){(uint32_t)system->term_count, 0, sum, false};
    for (uint32_t i = 0; i < system->cell_count; i++) {
        if (mask >> i & 1) {
            system->terms[system->term_count++] = (struct hidden_term){i, 1};
            equation->term_count++;
        }
    }
}

/* `smaller` less `larger` (a cell, or MOST) comes to `most` or less; what is left is the cell `rest`. */
static void add_limit(struct table *table, uint32_t smaller, uint32_t larger, uint32_t rest, double most)
{
    struct hidden_system *system = &table->system;
    struct hidden_equation *equation = &system->equations[system->equation_count++];
    *equation = (struct hidden_equation){(uint32_t)system->term_count, larger < MOST ? 3 : 2, most, true};
    table->cells[rest] = (struct hidden_cell){STR("rest"), 0, HUGE_VAL, HIDDEN_REST};
    system->terms[system->term_count++] = (struct hidden_term){smaller, 1};
    system->terms[system->term_count++] = (struct hidden_term){rest, 1};
    if (larger < MOST) {
        system->terms[system->term_count++] = (struct hidden_term){larger, -1};
    }
}

static void attack(struct table *table, double threshold)
{
    struct error err = {0};
    assert_true(hidden_attack(&arena, &table->system, threshold, &table->report, &err));
}

static void a_cell_alone_in_its_sum_is_known(void **state)
{
    (void)state;
    struct table *table = table_of(1);
    add_sum(table, 1, 3);
    attack(table, 5);
    assert_true(table->cells[0].low == 3 && table->cells[0].high == 3);
    assert_false(hidden_is_safe(&table->cells[0], 5));
}

static void two_cells_of_a_large_sum_are_safe(void **state)
{
    (void)state;
    struct table *table = table_of(2);
    add_sum(table, 3, 9);
    attack(table, 5);
    assert_true(hidden_is_safe(&table->cells[0], 5) && hidden_is_safe(&table->cells[1], 5));
}

static void two_cells_of_a_small_sum_are_not(void **state)
{
    (void)state;
    struct table *table = table_of(2);
    add_sum(table, 3, 4);
    attack(table, 5);
    assert_true(table->cells[0].low == 1 && table->cells[0].high == 3);
    assert_false(hidden_is_safe(&table->cells[0], 5));
}

/* b = c follows from two sums, so that 2 b + d = 22 and b is at most 10; intervals alone leave it up to 20. */
static void programs_bound_what_intervals_do_not(void **state)
{
    (void)state;
    struct table *table = table_of(4);
    add_sum(table, 3, 40);  /* a + b */
    add_sum(table, 5, 40);  /* a + c */
    add_sum(table, 14, 22); /* b + c + d */
    attack(table, 12);
    assert_true(table->report.programs > 0);
    assert_true(table->cells[1].high == 10);
    assert_false(hidden_is_safe(&table->cells[1], 12));
}

static void sums_that_contradict_each_other_are_an_error(void **state)
{
    struct error err = {0};
    (void)state;
    struct table *table = table_of(2);
    add_sum(table, 3, 4);
    add_sum(table, 1, 9);
    assert_false(hidden_attack(&arena, &table->system, 5, &table->report, &err));
    assert_int_equal(err.kind, ERROR_DISCLOSURE);
}

/* Learners of two regions come to 20; in one of them 3 entered. */
static void a_limit_bounds_what_sums_do_not(void **state)
{
    (void)state;
    struct table *table = table_of(3);
    add_sum(table, 3, 20);
    add_limit(table, 0, MOST, 2, 3);
    attack(table, 5);
    assert_int_equal(table->report.limits, 1);
    assert_true(table->cells[0].high == 3 && table->cells[1].low == 17);
    assert_false(hidden_is_safe(&table->cells[0], 5) || hidden_is_safe(&table->cells[1], 5));
    assert_true(hidden_is_safe(&table->cells[2], 5));
}

/* Nobody entered, and yet somebody left. */
static void a_limit_that_does_not_hold_is_left_aside(void **state)
{
    (void)state;
    struct table *table = table_of(3);
    add_sum(table, 3, 20);
    add_limit(table, 0, MOST, 2, 0);
    attack(table, 5);
    assert_int_equal(table->report.refuted, 1);
    assert_int_equal(table->report.limits, 0);
    assert_true(hidden_is_safe(&table->cells[0], 5) && hidden_is_safe(&table->cells[1], 5));
}

/* b = c follows from two sums; that b is less than c does not hold, which intervals do not see. */
static void limits_that_programs_refute_are_left_aside(void **state)
{
    (void)state;
    struct table *table = table_of(4);
    add_sum(table, 3, 40); /* a + b */
    add_sum(table, 5, 40); /* a + c */
    add_limit(table, 1, 2, 3, -1);
    attack(table, 5);
    assert_int_equal(table->report.refuted, 1);
    assert_true(hidden_is_safe(&table->cells[0], 5) && hidden_is_safe(&table->cells[1], 5));
}

static void a_stock_is_safe_unless_it_is_known_to_be_few(void **state)
{
    static const struct {
        double low, high;
        bool is_safe;
    } cases[] = {{2, 2, false}, {1, 4, false}, {0, 0, true}, {0, 4, true}, {5, 5, true}, {4, 5, true}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct hidden_cell stock = {STR("presents"), cases[i].low, cases[i].high, HIDDEN_STOCK};
        assert_int_equal(hidden_is_safe(&stock, 5), cases[i].is_safe);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_cell_alone_in_its_sum_is_known, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_cells_of_a_large_sum_are_safe, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_cells_of_a_small_sum_are_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(programs_bound_what_intervals_do_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sums_that_contradict_each_other_are_an_error, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_limit_bounds_what_sums_do_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_limit_that_does_not_hold_is_left_aside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(limits_that_programs_refute_are_left_aside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_stock_is_safe_unless_it_is_known_to_be_few, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
