// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "gencarto/base/random.h"
#include "gencarto/geo/simplification.h"

#include <math.h>

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

static void the_smallest_triangle_goes_first(void **state)
{
    (void)state;
    struct position points[] = {{0, 0}, {10, 1}, {20, 0}, {30, 8}, {40, 0}};
    double areas[5];
    simplification_weigh(&arena, (struct line){points, 5}, 0, areas);
    assert_true(isinf(areas[0]) && isinf(areas[4]));
    assert_true(fabs(areas[1] - 10) < 1e-9); /* 0 0, 10 1, 20 0 */
    assert_true(fabs(areas[2] - 80) < 1e-9); /* 0 0, 20 0, 30 8 once the first is gone */
    assert_true(areas[3] >= areas[2]);
    struct line kept = simplification_filter(&arena, (struct line){points, 5}, areas, 50);
    assert_int_equal(kept.count, 4);
    assert_true(kept.points[1].x == 20);
}

static void what_must_stay_stays_at_every_scale(void **state)
{
    (void)state;
    struct position square[] = {{0, 0}, {1, 0}, {1, 1}, {0.5, 1.01}, {0, 1}, {0, 0}};
    double areas[6];
    simplification_weigh(&arena, (struct line){square, 6}, 3, areas);
    struct line kept = simplification_filter(&arena, (struct line){square, 6}, areas, 1e12);
    assert_int_equal(kept.count, 5);
}

/* Weighed once, a coarser scale is always part of a finer one. */
static void scales_nest(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 3);
    struct position points[200];
    double areas[200];
    for (size_t i = 0; i < 200; i++) {
        points[i] = (struct position){(double)i + random_unit(&random), 10 * random_unit(&random)};
    }
    struct line line = {points, 200};
    simplification_weigh(&arena, line, 0, areas);
    size_t before = 200;
    for (double tolerance = 0.5; tolerance < 500; tolerance *= 2) {
        struct line kept = simplification_filter(&arena, line, areas, tolerance);
        assert_true(kept.count <= before && kept.count >= 2);
        before = kept.count;
    }
    assert_true(before < 20);
}

static void lines_may_meet_at_their_ends_only(void **state)
{
    (void)state;
    struct position a[] = {{0, 0}, {2, 2}}, b[] = {{2, 2}, {4, 0}}, c[] = {{0, 2}, {2, 0}}, d[] = {{1, -1}, {3, 1}};
    struct position folded[] = {{5, 5}, {7, 5}, {6, 5}}, same[] = {{0, 0}, {1, 3}, {2, 2}}, again[] = {{2, 2}, {0, 0}};
    struct {
        struct line lines[2];
        size_t crossing;
    } cases[] = {
        {{{a, 2}, {b, 2}}, 0},      {{{a, 2}, {c, 2}}, 2},    {{{a, 2}, {d, 2}}, 0},
        {{{folded, 3}, {a, 2}}, 1}, {{{a, 2}, {same, 3}}, 0}, {{{a, 2}, {again, 2}}, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool crosses[2];
        assert_int_equal(simplification_crossings(&arena, cases[i].lines, 2, crosses), cases[i].crossing);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_smallest_triangle_goes_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_must_stay_stays_at_every_scale, set_up, tear_down),
        cmocka_unit_test_setup_teardown(scales_nest, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lines_may_meet_at_their_ends_only, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
