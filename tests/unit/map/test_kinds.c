// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <math.h>
#include <string.h>

#include "gencarto/render/map/circles.h"
#include "gencarto/render/map/facets.h"
#include "gencarto/render/map/tiles.h"
#include "scene.h"

static const struct str categories[] = {STR_INIT("atteinte"), STR_INIT("proche"), STR_INIT("loin")};

/* The scene's departments with a second share, a count and a type. */
static struct choropleth map_of(struct scene *scene)
{
    for (size_t i = 0; i < scene->unit_count; i++) {
        scene->units[i].second = 20 + (double)(i * 13 % 40);
        scene->units[i].size = i % 11 == 3 ? 0 : 5 * (double)(1 + i * i % 97);
        scene->units[i].category = 1 + i % 3;
    }
    return (struct choropleth){.id = STR("f"),
                               .title = STR("Parts"),
                               .units = scene->units,
                               .unit_count = scene->unit_count,
                               .method = CLASSES_JENKS,
                               .class_count = 5,
                               .target = 30,
                               .categories = categories,
                               .category_count = 3,
                               .words = {STR("Part, en %"), STR("départements"), STR("moins de {} %"),
                                         STR("{} à moins de {} %"), STR("{} % et plus"), STR("cible {} %"),
                                         STR("secret statistique"), STR("pas de formation"), STR("Autre part, en %")}};
}

static size_t region_units(struct scene *scene, struct map_unit *units)
{
    for (size_t i = 0; i < scene->atlas.region_count; i++) {
        units[i] = (struct map_unit){.code = scene->atlas.regions[i].code,
                                     .name = STR("Région"),
                                     .value = 15 + (double)i,
                                     .text = STR("15,0\u00A0%"),
                                     .title = STR("Région : 15,0 %"),
                                     .status = i == 4 ? STATUS_CONFIDENTIAL : STATUS_NORMAL};
    }
    return scene->atlas.region_count;
}

static const struct mark *mark_of(const struct drawing *drawing, struct str code)
{
    for (size_t i = 0; i < drawing->count; i++) {
        for (size_t j = 0; j < drawing->marks[i].attribute_count; j++) {
            const struct mark_attribute *a = &drawing->marks[i].attributes[j];
            if (str_equal(a->name, STR("data-territory")) && str_equal(a->value, code)) {
                return &drawing->marks[i];
            }
        }
    }
    return NULL;
}

static void every_department_has_one_tile_and_none_covers_another(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    struct error err = {0};
    for (enum tiles_size size = TILES_WIDE; size <= TILES_NARROW; size++) {
        struct drawing drawing;
        struct map_ledger ledger;
        assert_true(tiles_draw(&scene->context, &map, ENTITY_DEPARTMENT, size, &drawing, &ledger, &err));
        assert_int_equal(scene_count(&drawing, "data-territory", NULL), 101);
        assert_int_equal(ledger.shown.count + ledger.secret.count + ledger.empty.count, 101);
        for (size_t i = 0; i < 101; i++) {
            const struct mark *a = mark_of(&drawing, scene->units[i].code);
            for (size_t j = 0; j < i; j++) {
                const struct mark *b = mark_of(&drawing, scene->units[j].code);
                assert_true(fabs(a->x - b->x) >= a->width || fabs(a->y - b->y) >= a->height);
            }
        }
        scene_check_texts(scene, &drawing);
    }
}

static void every_region_has_one_tile(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    struct map_unit units[32];
    struct error err = {0};
    map.units = units;
    map.unit_count = region_units(scene, units);
    for (enum tiles_size size = TILES_WIDE; size <= TILES_NARROW; size++) {
        struct drawing drawing;
        assert_true(tiles_draw(&scene->context, &map, ENTITY_REGION, size, &drawing, NULL, &err));
        assert_int_equal(scene_count(&drawing, "data-territory", NULL), 18);
        assert_int_equal(scene_count(&drawing, "data-kind", "region"), 18);
        scene_check_texts(scene, &drawing);
    }
    units[3].code = STR("99");
    struct drawing drawing;
    assert_false(tiles_draw(&scene->context, &map, ENTITY_REGION, TILES_WIDE, &drawing, NULL, &err));
    assert_int_equal(err.kind, ERROR_OUTPUT);
}

static bool has_style(const struct mark *mark, const char *style)
{
    struct str rest = mark->style, part;
    while (rest.len > 0 && str_split(&rest, ' ', &part)) {
        if (str_equal(part, str_from(style))) {
            return true;
        }
    }
    return false;
}

static struct drawing draw_panel(struct scene *scene, const struct choropleth *map, enum panel panel)
{
    struct error err = {0};
    struct drawing drawing;
    if (!choropleth_draw(&scene->context, map, panel, &drawing, NULL, &err)) {
        fail_msg("%s", err.message);
    }
    return drawing;
}

static void each_unit_has_the_colour_of_its_type(void **state)
{
    static const char *const styles[] = {"f1", "f2", "f3"};
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    map.scheme = SCHEME_CATEGORIES;
    struct drawing drawing = draw_panel(scene, &map, PANEL_MAINLAND);
    for (size_t i = 0; i < scene->unit_count; i++) {
        const struct map_unit *unit = &scene->units[i];
        const struct mark *mark = mark_of(&drawing, unit->code);
        if (mark != NULL) {
            const char *style = unit->status == STATUS_NORMAL         ? styles[unit->category - 1]
                                : unit->status == STATUS_CONFIDENTIAL ? "hatch"
                                                                      : "none";
            assert_true(has_style(mark, style));
        }
    }
    struct drawing legend = draw_panel(scene, &map, PANEL_LEGEND);
    scene_check_texts(scene, &legend);
}

/* Of sorted values a third is in each row and each column of the nine colours. */
static void two_shares_make_nine_colours(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    map.scheme = SCHEME_BIVARIATE;
    map.method = CLASSES_QUANTILES;
    size_t columns[3] = {0}, rows[3] = {0}, n = 0;
    for (enum panel panel = PANEL_MAINLAND; panel <= PANEL_MAYOTTE; panel++) {
        struct drawing drawing = draw_panel(scene, &map, panel);
        for (size_t i = 0; panel != PANEL_IDF && i < scene->unit_count; i++) {
            const struct mark *mark = mark_of(&drawing, scene->units[i].code);
            if (mark != NULL && mark->style.len == 3 && mark->style.ptr[0] == 'v') {
                columns[mark->style.ptr[1] - '1']++;
                rows[mark->style.ptr[2] - '1']++;
                n++;
            }
        }
    }
    assert_true(n > 80);
    for (size_t k = 0; k < 3; k++) {
        assert_true(columns[k] + 5 > n / 3 && columns[k] < n / 3 + 5);
        assert_true(rows[k] + 5 > n / 3 && rows[k] < n / 3 + 5);
    }
    struct drawing legend = draw_panel(scene, &map, PANEL_LEGEND);
    scene_check_texts(scene, &legend);
}

static void two_hues_part_at_the_target(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    map.scheme = SCHEME_DIVERGING;
    map.method = CLASSES_TARGET;
    map.has_histogram = true;
    struct drawing drawing = draw_panel(scene, &map, PANEL_MAINLAND);
    for (size_t i = 0; i < scene->unit_count; i++) {
        const struct map_unit *unit = &scene->units[i];
        const struct mark *mark = mark_of(&drawing, unit->code);
        if (mark != NULL && unit->status == STATUS_NORMAL) {
            bool is_below = has_style(mark, "d1") || has_style(mark, "d2");
            assert_true(is_below == (unit->value < 30));
        }
    }
    struct drawing legend = draw_panel(scene, &map, PANEL_LEGEND);
    scene_check_texts(scene, &legend);
}

static bool is_block(const struct mark *mark)
{
    return mark->kind == MARK_PATH && mark->subpaths[0].closed && mark->subpaths[0].count == 4;
}

/* One block a unit, each in the colour of its own class. */
static void the_histogram_shows_every_unit(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    struct drawing plain = draw_panel(scene, &map, PANEL_LEGEND);
    map.has_histogram = true;
    struct drawing with = draw_panel(scene, &map, PANEL_LEGEND);
    size_t shown = 0, blocks = 0;
    for (size_t i = 0; i < scene->unit_count; i++) {
        shown +=
            scene->units[i].status == STATUS_NORMAL && !str_equal(scene->units[i].code, STR(TERRITORY_NOT_LOCATED));
    }
    for (size_t i = 0; i < plain.count; i++) {
        assert_false(is_block(&plain.marks[i]));
    }
    for (size_t i = 0; i < with.count; i++) {
        blocks += is_block(&with.marks[i]) ? with.marks[i].subpath_count : 0;
    }
    assert_int_equal(blocks, shown);
    scene_check_texts(scene, &with);
}

static struct circles circles_of(struct scene *scene, const struct choropleth *shares)
{
    return (struct circles){.id = STR("f"),
                            .title = STR("Apprenants"),
                            .kind = ENTITY_DEPARTMENT,
                            .units = scene->units,
                            .unit_count = scene->unit_count,
                            .legend_title = STR("Apprenants"),
                            .shares = shares};
}

/* Within half a percent, for all that are larger than the smallest circle; in the class of their share. */
static void assert_proportional(struct scene *scene, const struct drawing *drawing, size_t at_least)
{
    double unit = 0;
    size_t count = 0;
    for (size_t i = 0; i < scene->unit_count; i++) {
        const struct mark *mark = mark_of(drawing, scene->units[i].code);
        if (mark != NULL && mark->radius > 2.6) {
            double area = mark->radius * mark->radius / scene->units[i].size;
            unit = unit > 0 ? unit : area;
            assert_true(fabs(area / unit - 1) < 0.005);
            count++;
        }
    }
    assert_true(count >= at_least);
}

static void circles_count_and_their_colours_share(void **state)
{
    struct scene *scene = *state;
    struct choropleth shares = map_of(scene);
    struct circles circles = circles_of(scene, &shares);
    struct error err = {0};
    struct drawing drawing, areas = draw_panel(scene, &shares, PANEL_MAINLAND);
    assert_true(circles_draw(&scene->context, &circles, PANEL_MAINLAND, &drawing, NULL, &err));
    assert_proportional(scene, &drawing, 60);
    for (size_t i = 0; i < scene->unit_count; i++) {
        const struct mark *circle = mark_of(&drawing, scene->units[i].code);
        const struct mark *area = mark_of(&areas, scene->units[i].code);
        assert_true(circle == NULL || has_style(circle, str_text(scene->context.arena, area->style)));
        assert_true(circle == NULL || scene->units[i].size > 0);
    }
    assert_true(circles_draw(&scene->context, &circles, PANEL_LEGEND, &drawing, NULL, &err));
    scene_check_texts(scene, &drawing);
}

static void circles_of_dorling_cover_none_and_keep_their_areas(void **state)
{
    struct scene *scene = *state;
    struct choropleth shares = map_of(scene);
    struct circles circles = circles_of(scene, &shares);
    struct error err = {0};
    for (enum dorling_size size = DORLING_WIDE; size <= DORLING_NARROW; size++) {
        struct drawing drawing;
        assert_true(dorling_draw(&scene->context, &circles, size, &drawing, NULL, &err));
        assert_proportional(scene, &drawing, size == DORLING_WIDE ? 80 : 50);
        for (size_t i = 0; i < scene->unit_count; i++) {
            const struct mark *a = mark_of(&drawing, scene->units[i].code);
            assert_true((a != NULL) ==
                        (scene->units[i].size > 0 && !str_equal(scene->units[i].code, STR(TERRITORY_NOT_LOCATED))));
            for (size_t j = 0; a != NULL && j < i; j++) {
                const struct mark *b = mark_of(&drawing, scene->units[j].code);
                assert_true(b == NULL || hypot(a->x - b->x, a->y - b->y) > a->radius + b->radius - 0.5);
            }
        }
        scene_check_texts(scene, &drawing);
    }
}

static void facets_show_each_region_once_each(void **state)
{
    struct scene *scene = *state;
    struct map_unit units[3 * 32];
    struct facet parts[3];
    struct error err = {0};
    size_t count = 0;
    for (size_t i = 0; i < 3; i++) {
        size_t n = region_units(scene, units + count);
        parts[i] = (struct facet){STR("T4 2017"), units + count, n};
        count += n;
    }
    struct facets facets = {map_of(scene), parts, 3};
    facets.map.units = units;
    facets.map.unit_count = count;
    for (enum facets_size size = FACETS_WIDE; size <= FACETS_NARROW; size++) {
        struct drawing drawing;
        assert_true(facets_draw(&scene->context, &facets, size, &drawing, &err));
        assert_int_equal(scene_count(&drawing, "data-territory", NULL), 3 * 18);
        assert_int_equal(scene_count(&drawing, "data-territory", "04"), 3);
        scene_check_texts(scene, &drawing);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_department_has_one_tile_and_none_covers_another),
        cmocka_unit_test(every_region_has_one_tile),
        cmocka_unit_test(each_unit_has_the_colour_of_its_type),
        cmocka_unit_test(two_shares_make_nine_colours),
        cmocka_unit_test(two_hues_part_at_the_target),
        cmocka_unit_test(the_histogram_shows_every_unit),
        cmocka_unit_test(circles_count_and_their_colours_share),
        cmocka_unit_test(circles_of_dorling_cover_none_and_keep_their_areas),
        cmocka_unit_test(facets_show_each_region_once_each),
    };
    return cmocka_run_group_tests(tests, scene_open, scene_close);
}
