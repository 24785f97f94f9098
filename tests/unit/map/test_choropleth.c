// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <math.h>
#include <string.h>

#include "../draw/expected.h"
#include "gencarto/render/draw/paint.h"
#include "gencarto/render/map/choropleth.h"
#include "gencarto/render/map/locator.h"
#include "scene.h"

static const struct map_note notes[] = {{STR_INIT("Note :"), STR_INIT("valeurs inventées pour un essai.")}};

static struct choropleth map_of(const struct scene *scene)
{
    return (struct choropleth){.id = STR("f"),
                               .title = STR("Parts"),
                               .units = scene->units,
                               .unit_count = scene->unit_count,
                               .method = CLASSES_JENKS,
                               .class_count = 5,
                               .target = 30,
                               .labels = 4,
                               .words = {STR("Part, en %"), STR("départements"), STR("moins de {} %"),
                                         STR("{} à moins de {} %"), STR("{} % et plus"), STR("cible {} %"),
                                         STR("secret statistique"), STR("pas de formation sur place"), STR("")},
                               .frame = {STR("Figure 1. Parts"), STR("par département"), STR("Île-de-France, agrandie"),
                                         STR("Le reste est à distance."), notes, 1}};
}

static struct drawing draw(struct scene *scene, const struct choropleth *map, enum panel panel)
{
    struct error err = {0};
    struct drawing drawing;
    if (!choropleth_draw(&scene->context, map, panel, &drawing, NULL, &err)) {
        fail_msg("%s", err.message);
    }
    return drawing;
}

/* Every panel twice, so that the second time all is known. */
static void a_memory_changes_no_byte(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    struct map_memory *memory = map_memory_new(&scene->atlas);
    for (size_t i = 0; i < 2 * PANELS; i++) {
        struct buf with, without;
        buf_init(&with, &scene->arena);
        buf_init(&without, &scene->arena);
        struct drawing drawing = draw(scene, &map, (enum panel)(i % PANELS));
        svg_paint(&without, &drawing, scene->context.theme, SVG_INLINE, STR("index.html"));
        scene->context.memory = memory;
        drawing = draw(scene, &map, (enum panel)(i % PANELS));
        scene->context.memory = NULL;
        svg_paint(&with, &drawing, scene->context.theme, SVG_INLINE, STR("index.html"));
        assert_true(with.len > 0 && str_equal(buf_str(&with), buf_str(&without)));
    }
    map_memory_free(memory);
}

/* Paris and its ring are on the mainland too; the rest of the frames are apart. */
static void every_territory_is_drawn_once_in_its_panel(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    size_t drawn = 0;
    for (enum panel panel = PANEL_MAINLAND; panel <= PANEL_MAYOTTE; panel++) {
        struct drawing drawing = draw(scene, &map, panel);
        size_t count = scene_count(&drawing, "data-territory", NULL);
        assert_int_equal(count, panel == PANEL_MAINLAND ? 96 : panel == PANEL_IDF ? 8 : 1);
        assert_int_equal(count, scene_count(&drawing, "data-kind", "department"));
        drawn += panel == PANEL_IDF ? 0 : count;
    }
    assert_int_equal(drawn, 101);
}

static void the_ledger_names_every_unit_once(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    struct error err = {0};
    struct drawing drawing;
    struct map_ledger l;
    map.unit_count -= 3; /* without two departments and ND */
    assert_true(choropleth_draw(&scene->context, &map, PANEL_LEGEND, &drawing, &l, &err));
    assert_int_equal(l.shown.count + l.secret.count + l.empty.count, 99);
    assert_int_equal(l.absent.count, 2);
    assert_int_equal(l.nowhere.count, 0);
    map.unit_count += 3;
    assert_true(choropleth_draw(&scene->context, &map, PANEL_LEGEND, &drawing, &l, &err));
    assert_true(l.secret.count > 0 && l.empty.count > 0);
    assert_int_equal(l.absent.count, 0);
    assert_int_equal(l.nowhere.count, 1);
}

static void a_value_visible_nowhere_is_an_error(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    struct map_unit lost[] = {{.code = STR("975"), .name = STR("Saint-Pierre-et-Miquelon"), .value = 12}};
    struct error err = {0};
    struct drawing drawing;
    map.units = lost;
    map.unit_count = 1;
    assert_false(choropleth_draw(&scene->context, &map, PANEL_MAINLAND, &drawing, NULL, &err));
    assert_int_equal(err.kind, ERROR_OUTPUT);
    assert_non_null(strstr(err.message, "975"));
}

static void a_secret_is_hatched_and_an_empty_one_is_not(void **state)
{
    struct scene *scene = *state;
    struct map_unit units[] = {{.code = STR("31"), .status = STATUS_CONFIDENTIAL},
                               {.code = STR("32"), .status = STATUS_NOT_APPLICABLE},
                               {.code = STR("33"), .value = 12}};
    struct choropleth map = map_of(scene);
    map.units = units;
    map.unit_count = 3;
    struct drawing drawing = draw(scene, &map, PANEL_MAINLAND);
    static const char *const styles[] = {"hatch", "none", "q3"};
    size_t seen = 0;
    for (size_t i = 0; i < drawing.count; i++) {
        if (drawing.marks[i].attribute_count == 2) {
            assert_true(str_equal(drawing.marks[i].style, str_from(styles[seen++])));
        }
    }
    assert_int_equal(seen, 3);
}

static void texts_stand_apart_and_inside(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    for (enum panel panel = PANEL_MAINLAND; panel < PANELS; panel++) {
        struct drawing drawing = draw(scene, &map, panel);
        scene_check_texts(scene, &drawing);
    }
}

static void the_legend_counts_what_the_map_shows(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    struct drawing legend = draw(scene, &map, PANEL_LEGEND);
    size_t boxes = 0;
    bool has_target = false;
    for (size_t i = 0; i < legend.count; i++) {
        boxes += legend.marks[i].kind == MARK_RECT;
        has_target |= legend.marks[i].kind == MARK_TEXT && str_equal(legend.marks[i].text, STR("cible 30 %"));
    }
    assert_int_equal(boxes, 7);
    assert_true(has_target);
}

static bool legend_says(const struct drawing *legend, struct str words)
{
    bool says = false;
    for (size_t i = 0; i < legend->count; i++) {
        says |= legend->marks[i].kind == MARK_TEXT && str_equal(legend->marks[i].text, words);
    }
    return says;
}

/* All secret but for one: no bound stands between classes. */
static void the_legend_of_a_single_value_says_where_it_begins(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    struct map_unit *units = arena_array(&scene->arena, struct map_unit, map.unit_count);
    for (size_t i = 0; i < map.unit_count; i++) {
        units[i] = map.units[i];
        units[i].status = STATUS_CONFIDENTIAL;
    }
    units[3] = (struct map_unit){.code = map.units[3].code, .name = map.units[3].name, .value = 25.5};
    map.units = units;
    struct drawing legend = draw(scene, &map, PANEL_LEGEND);
    assert_true(legend_says(&legend, STR("25 % et plus")));
    units[3].status = STATUS_CONFIDENTIAL;
    static const enum choropleth_scheme schemes[] = {SCHEME_SEQUENTIAL, SCHEME_DIVERGING, SCHEME_BIVARIATE};
    for (size_t s = 0; s < 3; s++) {
        map.scheme = schemes[s];
        legend = draw(scene, &map, PANEL_LEGEND);
        size_t boxes = 0;
        for (size_t i = 0; i < legend.count; i++) {
            boxes += legend.marks[i].kind == MARK_RECT;
        }
        assert_int_equal(boxes, 1); /* the hatched one */
        assert_true(legend_says(&legend, STR("secret statistique")));
    }
}

static void long_words_of_the_legend_are_set_on_two_lines(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    struct drawing before = draw(scene, &map, PANEL_LEGEND);
    map.words.secret = STR("moins de vingt personnes, ou sans réponse");
    struct drawing after = draw(scene, &map, PANEL_LEGEND);
    assert_true(after.height > before.height);
    assert_int_equal(after.count, before.count + 1);
    scene_check_texts(scene, &after);
}

/* The bar of the mainland, measured back on the ground through the projection, is as long as it says. */
static void scale_bars_are_true(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    struct drawing drawing = draw(scene, &map, PANEL_MAINLAND);
    struct position west = scene_project("29", -4.7, 48.4), east = scene_project("67", 8.1, 48.9);
    double left = HUGE_VAL, right = 0, bar = 0;
    for (size_t i = 0; i < drawing.count; i++) {
        const struct mark *m = &drawing.marks[i];
        bool is_corsica = m->attribute_count == 2 && m->attributes[0].value.len == 2 &&
                          m->attributes[0].value.ptr[0] == '2' && m->attributes[0].value.ptr[1] > '9';
        if (m->kind == MARK_PATH && str_equal(m->style, STR("axis"))) {
            bar = m->subpaths[0].points[3].x - m->subpaths[0].points[0].x;
        }
        for (size_t s = 0; m->attribute_count == 2 && !is_corsica && s < m->subpath_count; s++) {
            for (size_t k = 0; k < m->subpaths[s].count; k++) {
                left = fmin(left, m->subpaths[s].points[k].x);
                right = fmax(right, m->subpaths[s].points[k].x);
            }
        }
    }
    /* From Ouessant (5.14 W) to Lauterbourg (8.23 E) it is about 985 km along the map's x. */
    double metres_per_pixel = 200000 / bar;
    assert_true(fabs((right - left) * metres_per_pixel - (east.x - west.x)) < 60000);
}

static void the_map_of_france_is_light(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    size_t total = 0;
    for (enum panel panel = PANEL_MAINLAND; panel <= PANEL_LEGEND; panel++) {
        struct drawing drawing = draw(scene, &map, panel);
        size_t bytes = scene_svg_bytes(scene, &drawing);
        assert_true(bytes < 60 * 1000);
        total += bytes;
    }
    assert_true(total < 80 * 1000);
}

static void a_map_drawn_twice_is_the_same(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    struct drawing first = draw(scene, &map, PANEL_WHOLE), second = draw(scene, &map, PANEL_WHOLE);
    struct buf a, b;
    buf_init(&a, NULL);
    buf_init(&b, NULL);
    svg_paint(&a, &first, scene->context.theme, SVG_STANDALONE, STR(""));
    svg_paint(&b, &second, scene->context.theme, SVG_STANDALONE, STR(""));
    assert_true(str_equal(buf_str(&a), buf_str(&b)));
    buf_clear(&a);
    buf_clear(&b);
}

/* Links, classes, a hatch, labels inside and beside: one small map, kept as it was looked at. */
static void ile_de_france_looks_as_it_did(void **state)
{
    struct scene *scene = *state;
    struct choropleth map = map_of(scene);
    struct drawing drawing = draw(scene, &map, PANEL_IDF);
    expect_drawing("tests/unit/map/expected/choropleth-idf.svg", &drawing, scene->context.theme);
}

static void panels_have_names(void **state)
{
    (void)state;
    enum panel panel;
    assert_true(panel_parse(STR("IDF"), &panel) && panel == PANEL_IDF);
    assert_true(panel_parse(STR("974"), &panel) && panel == PANEL_REUNION);
    assert_false(panel_parse(STR("975"), &panel));
}

static void a_locator_fills_one_territory(void **state)
{
    struct scene *scene = *state;
    struct error err = {0};
    for (size_t i = 0; i < scene->atlas.region_count; i++) {
        struct locator locator = {.id = STR("l"), .title = STR("Situation"), .region = scene->atlas.regions[i].code};
        struct drawing drawing;
        assert_true(locator_draw(&scene->context, &locator, &drawing, &err));
        size_t filled = 0;
        for (size_t j = 0; j < drawing.count; j++) {
            filled += str_equal(drawing.marks[j].style, STR("here"));
        }
        assert_int_equal(filled, 1);
        assert_true(scene_svg_bytes(scene, &drawing) < 6 * 1024);
    }
    struct locator unknown = {.region = STR("99")};
    struct drawing drawing;
    assert_false(locator_draw(&scene->context, &unknown, &drawing, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_memory_changes_no_byte),
        cmocka_unit_test(every_territory_is_drawn_once_in_its_panel),
        cmocka_unit_test(the_ledger_names_every_unit_once),
        cmocka_unit_test(a_value_visible_nowhere_is_an_error),
        cmocka_unit_test(a_secret_is_hatched_and_an_empty_one_is_not),
        cmocka_unit_test(texts_stand_apart_and_inside),
        cmocka_unit_test(the_legend_counts_what_the_map_shows),
        cmocka_unit_test(the_legend_of_a_single_value_says_where_it_begins),
        cmocka_unit_test(long_words_of_the_legend_are_set_on_two_lines),
        cmocka_unit_test(scale_bars_are_true),
        cmocka_unit_test(the_map_of_france_is_light),
        cmocka_unit_test(a_map_drawn_twice_is_the_same),
        cmocka_unit_test(ile_de_france_looks_as_it_did),
        cmocka_unit_test(panels_have_names),
        cmocka_unit_test(a_locator_fills_one_territory),
    };
    return cmocka_run_group_tests(tests, scene_open, scene_close);
}
