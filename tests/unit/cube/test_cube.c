#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gencarto/compile/cube/cube.h"

static struct arena arena;
static struct cube cube;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    cube_init(&cube, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static void equal_events_are_one_cell(void **state)
{
    (void)state;
    uint8_t woman[DIMENSIONS] = {0};
    uint8_t man[DIMENSIONS] = {1};
    cube_add(&cube, EVENT_ENTRY, 3, 1, woman);
    cube_add(&cube, EVENT_ENTRY, 3, 1, man);
    cube_add(&cube, EVENT_ENTRY, 3, 1, woman);
    assert_int_equal(cube.count, 2);
    assert_int_equal(cube.cells[0].count, 2);
    assert_int_equal(cube.cells[1].count, 1);
}

static void events_of_another_place_quarter_or_kind_are_other_cells(void **state)
{
    (void)state;
    uint8_t values[DIMENSIONS] = {0};
    cube_add(&cube, EVENT_ENTRY, 1, 0, values);
    cube_add(&cube, EVENT_DROPOUT, 1, 0, values);
    cube_add(&cube, EVENT_ENTRY, 1, 5, values);
    cube_add(&cube, EVENT_ENTRY, 2, 0, values);
    assert_int_equal(cube.count, 4);
}

static void nothing_is_lost_when_the_table_grows(void **state)
{
    (void)state;
    uint8_t values[DIMENSIONS] = {0};
    for (uint32_t i = 0; i < 30000; i++) {
        cube_add(&cube, EVENT_ENTRY, i % 10000, 0, values);
    }
    assert_int_equal(cube.count, 10000);
    for (size_t i = 0; i < cube.count; i++) {
        assert_int_equal(cube.cells[i].count, 3);
    }
}

static void a_cleared_cube_counts_anew(void **state)
{
    (void)state;
    uint8_t values[DIMENSIONS] = {0};
    cube_clear(&cube);
    cube_add(&cube, EVENT_ENTRY, 1, 0, values);
    cube_add(&cube, EVENT_ENTRY, 2, 0, values);
    cube_clear(&cube);
    cube_add(&cube, EVENT_ENTRY, 2, 0, values);
    assert_int_equal(cube.count, 1);
    assert_int_equal(cube.cells[0].training, 2);
    assert_int_equal(cube.cells[0].count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(equal_events_are_one_cell, set_up, tear_down),
        cmocka_unit_test_setup_teardown(events_of_another_place_quarter_or_kind_are_other_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_lost_when_the_table_grows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_cleared_cube_counts_anew, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
