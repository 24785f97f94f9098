// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "../base/table.h"
#include "gencarto/base/number.h"
#include "gencarto/geo/projection.h"

#define TABLE "projection.txt"

static struct position read_position(struct str text)
{
    struct str x, y;
    struct position position = {0, 0};
    assert_true(str_split(&text, ' ', &x) && str_split(&text, ' ', &y));
    assert_true(number_parse_decimal(x, &position.x) && number_parse_decimal(y, &position.y));
    return position;
}

static void check_place(const struct table_case *row, struct arena *arena)
{
    (void)arena;
    struct error err = {0};
    struct projections *projections = NULL;
    assert_true(projections_open(&projections, &err));
    enum frame frame = frame_of_department(row->columns[0]);
    struct position degrees = read_position(row->columns[1]), expected = read_position(row->columns[2]);
    struct position found = degrees;
    assert_true(projections_forward(projections, frame, &found, 1, &err));
    if (position_distance(found, expected) >= 1) {
        fail_msg("%s:%d: %.2f %.2f", TABLE, row->line, found.x, found.y);
    }
    assert_true(projections_inverse(projections, frame, &found, 1, &err));
    assert_true(position_distance(found, degrees) < 1e-7);
    projections_close(projections);
}

static void places_are_where_epsg_puts_them(void **state)
{
    (void)state;
    assert_int_equal(table_each(TABLE, check_place), 15);
}

static void each_overseas_department_has_its_frame(void **state)
{
    (void)state;
    assert_int_equal(frame_of_department(STR("971")), FRAME_GUADELOUPE);
    assert_int_equal(frame_of_department(STR("972")), FRAME_MARTINIQUE);
    assert_int_equal(frame_of_department(STR("973")), FRAME_GUYANE);
    assert_int_equal(frame_of_department(STR("974")), FRAME_REUNION);
    assert_int_equal(frame_of_department(STR("976")), FRAME_MAYOTTE);
    assert_int_equal(frame_of_department(STR("2A")), FRAME_MAINLAND);
    assert_int_equal(frame_of_department(STR("97")), FRAME_MAINLAND);
    assert_int_equal(frame_of_degrees((struct position){55.5, -21.1}), FRAME_REUNION);
}

static void a_place_off_the_earth_is_refused(void **state)
{
    (void)state;
    struct error err = {0};
    struct projections *projections = NULL;
    assert_true(projections_open(&projections, &err));
    struct position places[] = {{2, 48}, {2, 148}};
    assert_false(projections_forward(projections, FRAME_MAINLAND, places, 2, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    projections_close(projections);
    projections_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_where_epsg_puts_them),
        cmocka_unit_test(each_overseas_department_has_its_frame),
        cmocka_unit_test(a_place_off_the_earth_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
