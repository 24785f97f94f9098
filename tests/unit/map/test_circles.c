// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <math.h>

#include "gencarto/render/map/circles.h"
#include "scene.h"

static double radius_of(const struct drawing *drawing, const char *code)
{
    for (size_t i = 0; i < drawing->count; i++) {
        const struct mark *mark = &drawing->marks[i];
        if (mark->kind == MARK_CIRCLE && mark->attribute_count == 2 &&
            str_equal(mark->attributes[0].value, str_from(code))) {
            return mark->radius;
        }
    }
    return 0;
}

static struct drawing draw(struct scene *scene, const struct circles *circles, enum panel panel)
{
    struct error err = {0};
    struct drawing drawing;
    assert_true(circles_draw(&scene->context, circles, panel, &drawing, NULL, &err));
    return drawing;
}

static void areas_are_proportional_across_panels(void **state)
{
    struct scene *scene = *state;
    struct map_unit units[] = {{.code = STR("31"), .value = 400},
                               {.code = STR("34"), .value = 100},
                               {.code = STR("974"), .value = 25},
                               {.code = STR("33"), .value = 0},
                               {.code = STR("32"), .status = STATUS_CONFIDENTIAL}};
    struct circles circles = {.id = STR("c"), .kind = ENTITY_DEPARTMENT, .units = units, .unit_count = 5};
    struct drawing mainland = draw(scene, &circles, PANEL_MAINLAND), reunion = draw(scene, &circles, PANEL_REUNION);
    double largest = radius_of(&mainland, "31");
    assert_true(largest > 10);
    assert_true(fabs(radius_of(&mainland, "34") - largest / 2) < 1e-9);
    assert_true(fabs(radius_of(&reunion, "974") - largest / 4) < 1e-9);
    assert_true(radius_of(&mainland, "33") <= 0); /* nothing to show */
    assert_true(radius_of(&mainland, "32") > 0);  /* a secret is there, and not a zero */
}

static void small_circles_stand_on_large_ones(void **state)
{
    struct scene *scene = *state;
    struct circles circles = {
        .id = STR("c"), .kind = ENTITY_DEPARTMENT, .units = scene->units, .unit_count = scene->unit_count};
    struct drawing drawing = draw(scene, &circles, PANEL_MAINLAND);
    double before = HUGE_VAL;
    for (size_t i = 0; i < drawing.count; i++) {
        if (drawing.marks[i].kind == MARK_CIRCLE) {
            assert_true(drawing.marks[i].radius <= before);
            before = drawing.marks[i].radius;
        }
    }
}

static void regions_have_circles_too(void **state)
{
    struct scene *scene = *state;
    struct map_unit units[32];
    for (size_t i = 0; i < scene->atlas.region_count; i++) {
        units[i] = (struct map_unit){.code = scene->atlas.regions[i].code, .value = 10.0 * (double)(i + 1)};
    }
    struct circles circles = {
        .id = STR("c"), .kind = ENTITY_REGION, .units = units, .unit_count = scene->atlas.region_count};
    size_t drawn = 0;
    for (enum panel panel = PANEL_MAINLAND; panel <= PANEL_MAYOTTE; panel++) {
        struct drawing drawing = draw(scene, &circles, panel);
        drawn += scene_count(&drawing, "data-kind", "region");
    }
    assert_int_equal(drawn, 18);
}

static void the_legend_has_circles_of_round_numbers(void **state)
{
    struct scene *scene = *state;
    struct map_unit units[] = {{.code = STR("31"), .value = 1480}};
    struct circles circles = {
        .id = STR("c"), .kind = ENTITY_DEPARTMENT, .units = units, .unit_count = 1, .legend_title = STR("Apprenants")};
    struct drawing legend = draw(scene, &circles, PANEL_LEGEND);
    size_t count = 0;
    for (size_t i = 0; i < legend.count; i++) {
        count += legend.marks[i].kind == MARK_CIRCLE;
    }
    assert_int_equal(count, 3);
    scene_check_texts(scene, &legend);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_are_proportional_across_panels),
        cmocka_unit_test(small_circles_stand_on_large_ones),
        cmocka_unit_test(regions_have_circles_too),
        cmocka_unit_test(the_legend_has_circles_of_round_numbers),
    };
    return cmocka_run_group_tests(tests, scene_open, scene_close);
}
