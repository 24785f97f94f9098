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
    assert_int_equal(cube.count, 2);
    assert_int_equal(cube.cells[0].count, 2);
    assert_int_equal(cube.cells[1].count, 1);
    arena_clear(&arena);
}

static void events_of_another_place_quarter_or_kind_are_other_cells(void **state)
{
    (void)state;
    struct arena arena;
    struct cube cube;
    arena_init(&arena);
    cube_init(&cube, &arena);
    uint8_t values[DIMENSIONS] = {0};
    cube_add(&cube, EVENT_ENTRY, 1, 0, values);
    cube_add(&cube, EVENT_DROPOUT, 1, 0, values);
    cube_add(&cube, EVENT_ENTRY, 1, 5, values);
    cube_add(&cube, EVENT_ENTRY, 2, 0, values);
    assert_int_equal(cube.count, 4);
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
    assert_int_equal(cube.count, 10000);
    for (size_t i = 0; i < cube.count; i++) {
        assert_int_equal(cube.cells[i].count, 3);
    }
    arena_clear(&arena);
}

static void a_cleared_cube_counts_anew(void **state)
{
    (void)state;
    struct arena arena;
    struct cube cube;
    arena_init(&arena);
    cube_init(&cube, &arena);
    uint8_t values[DIMENSIONS] = {0};
    cube_clear(&cube);
    cube_add(&cube, EVENT_ENTRY, 1, 0, values);
    cube_add(&cube, EVENT_ENTRY, 2, 0, values);
    cube_clear(&cube);
    cube_add(&cube, EVENT_ENTRY, 2, 0, values);
    assert_int_equal(cube.count, 1);
    assert_int_equal(cube.cells[0].training, 2);
    assert_int_equal(cube.cells[0].count, 1);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_events_are_one_cell),
        cmocka_unit_test(events_of_another_place_quarter_or_kind_are_other_cells),
        cmocka_unit_test(nothing_is_lost_when_the_table_grows),
        cmocka_unit_test(a_cleared_cube_counts_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
