#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gencarto/compile/cube/cube.h"

static void equal_events_are_one_cell(void **state)
{
    (void)state;
    struct arena arena;
    struct cube cube;
    arena_init(&arena);
    cube_init(&cube, &arena);
    uint8_t woman[DIMENSIONS] = {0};
    uint8_t man[DIMENSIONS] = {1};
    cube_add(&cube, EVENT_ENTRY, 3, 1, woman);
    cube_add(&cube, EVENT_ENTRY, 3, 1, man);
    cube_add(&cube, EVENT_ENTRY, 3, 1, woman);
    cube_finish(&cube);
    assert_int_equal(cube.count, 2);
    assert_int_equal(cube.cells[0].count, 2);
    assert_int_equal(cube.cells[1].count, 1);
    arena_clear(&arena);
}

static void cells_are_sorted_by_event_quarter_training(void **state)
{
    (void)state;
    struct arena arena;
    struct cube cube;
    arena_init(&arena);
    cube_init(&cube, &arena);
    uint8_t values[DIMENSIONS] = {0};
    cube_add(&cube, EVENT_DROPOUT, 1, 0, values);
    cube_add(&cube, EVENT_ENTRY, 1, 5, values);
    cube_add(&cube, EVENT_ENTRY, 9, 2, values);
    cube_add(&cube, EVENT_ENTRY, 4, 2, values);
    cube_finish(&cube);
    assert_int_equal(cube.cells[0].training, 4);
    assert_int_equal(cube.cells[1].training, 9);
    assert_int_equal(cube.cells[2].quarter, 5);
    assert_int_equal(cube.cells[3].event, EVENT_DROPOUT);
    arena_clear(&arena);
}

static void nothing_is_lost_when_the_table_grows(void **state)
{
    (void)state;
    struct arena arena;
    struct cube cube;
    arena_init(&arena);
    cube_init(&cube, &arena);
    uint8_t values[DIMENSIONS] = {0};
    for (uint32_t i = 0; i < 30000; i++) {
        cube_add(&cube, EVENT_ENTRY, i % 10000, 0, values);
    }
    cube_finish(&cube);
    assert_int_equal(cube.count, 10000);
    for (size_t i = 0; i < cube.count; i++) {
        assert_int_equal(cube.cells[i].count, 3);
    }
    arena_clear(&arena);
}

static void an_empty_cube_is_finished_as_well(void **state)
{
    (void)state;
    struct arena arena;
    struct cube cube;
    arena_init(&arena);
    cube_init(&cube, &arena);
    cube_finish(&cube);
    assert_int_equal(cube.count, 0);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_events_are_one_cell),
        cmocka_unit_test(cells_are_sorted_by_event_quarter_training),
        cmocka_unit_test(nothing_is_lost_when_the_table_grows),
        cmocka_unit_test(an_empty_cube_is_finished_as_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
