// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <math.h>
#include <string.h>

#include "gencarto/base/number.h"
#include "gencarto/base/random.h"
#include "gencarto/render/map/points.h"
#include "scene.h"

enum { TRAININGS = 120 };

static struct map_training trainings[TRAININGS];

/* In and around Toulouse, Montpellier and Paris, and in La Réunion; one without place, one far from its department. */
static struct points points_of(struct scene *scene)
{
    static const struct {
        const char *department, *town;
        double lon_deg, lat_deg;
    } towns[] = {{"31", "Toulouse", 1.4442, 43.6047},    {"31", "Colomiers", 1.3367, 43.6112},
                 {"31", "Muret", 1.3267, 43.4610},       {"34", "Montpellier", 3.8767, 43.6112},
                 {"34", "Sète", 3.6975, 43.4028},        {"75", "Paris", 2.3522, 48.8566},
                 {"93", "Saint-Denis", 2.3574, 48.9362}, {"974", "Saint-Pierre", 55.4781, -21.3393},
                 {"82", "Montauban", 1.3550, 44.0176},   {"11", "Narbonne", 3.0042, 43.1848}};
    struct random_state random;
    random_seed(&random, 1);
    for (size_t i = 0; i < TRAININGS; i++) {
        size_t t = (size_t)(random_below(&random, 10) * random_below(&random, 10) / 10);
        trainings[i] = (struct map_training){.id = str_format(&scene->arena, "F%03zu", i),
                                             .department = str_from(towns[t].department),
                                             .town = str_from(towns[t].town),
                                             .is_located = i != 7,
                                             .family = (int)(i % 8),
                                             .title = STR("Une formation"),
                                             .href = STR("formations/une-formation/index.html")};
        trainings[i].position = scene_project(towns[t].department, towns[t].lon_deg, towns[t].lat_deg);
    }
    trainings[9].department = STR("31");
    trainings[9].position = scene_project("31", 3.8767, 43.6112);
    trainings[9].town = STR("Ailleurs");
    return (struct points){.id = STR("p"),
                           .title = STR("Formations"),
                           .trainings = trainings,
                           .training_count = TRAININGS,
                           .units = scene->units,
                           .unit_count = scene->unit_count,
                           .one = STR("{} formation"),
                           .many = STR("{} formations"),
                           .named = STR("{} : {}"),
                           .idf = STR("Île-de-France"),
                           .inset_hint = STR("en encart"),
                           .legend_title = STR("Formations par disque")};
}

/* Regions with names and links, as `points.regions`. */
static void add_regions(struct scene *scene, struct points *points)
{
    struct map_unit *regions = arena_array(&scene->arena, struct map_unit, scene->atlas.region_count);
    for (size_t i = 0; i < scene->atlas.region_count; i++) {
        regions[i].code = scene->atlas.regions[i].code;
        regions[i].name = str_format(&scene->arena, "Région %.*s", STR_ARGS(regions[i].code));
        regions[i].href = str_format(&scene->arena, "territoires/region-%.*s/index.html", STR_ARGS(regions[i].code));
    }
    points->regions = regions;
    points->region_count = scene->atlas.region_count;
}

/* Symbols, and ids in the lists of discs. */
static size_t trainings_drawn(const struct drawing *drawing)
{
    size_t count = scene_count(drawing, "data-training", NULL);
    for (size_t i = 0; i < drawing->count; i++) {
        for (size_t j = 0; j < drawing->marks[i].attribute_count; j++) {
            if (str_equal(drawing->marks[i].attributes[j].name, STR("data-trainings"))) {
                struct str rest = drawing->marks[i].attributes[j].value, id;
                while (str_split(&rest, ' ', &id)) {
                    count++;
                }
            }
        }
    }
    return count;
}

static size_t located_in(const struct scene *scene, const char *region)
{
    size_t count = 0;
    for (size_t i = 0; i < TRAININGS; i++) {
        const struct territory *d = atlas_department(&scene->atlas, trainings[i].department);
        count += trainings[i].is_located && str_equal(scene->atlas.regions[d->region].code, str_from(region));
    }
    return count;
}

static void a_region_shows_each_of_its_trainings(void **state)
{
    struct scene *scene = *state;
    struct points points = points_of(scene);
    static const char *const regions[] = {"76", "11", "04", "94"};
    for (size_t i = 0; i < 4; i++) {
        struct error err = {0};
        struct drawing drawing;
        struct map_ledger ledger;
        assert_true(points_draw_region(&scene->context, &points, str_from(regions[i]), &drawing, &ledger, &err));
        size_t expected = located_in(scene, regions[i]);
        assert_int_equal(trainings_drawn(&drawing), expected);
        assert_int_equal(ledger.trainings_shown.count + ledger.trainings_outside.count, expected);
        assert_true(scene_svg_bytes(scene, &drawing) < 60 * 1024);
    }
}

static void crowded_departments_have_a_map_of_their_own(void **state)
{
    struct scene *scene = *state;
    struct points points = points_of(scene);
    struct error err = {0};
    struct drawing region, apart;
    points.apart = STR("75 92 93 94");
    assert_true(points_draw_region(&scene->context, &points, STR("11"), &region, NULL, &err));
    assert_true(points_draw_apart(&scene->context, &points, STR("11"), &apart, NULL, &err));
    size_t there = located_in(scene, "11"); /* all of them in Paris or in Seine-Saint-Denis */
    assert_int_equal(trainings_drawn(&region), there);
    assert_int_equal(scene_count(&region, "data-training", NULL), 0);
    assert_int_equal(trainings_drawn(&apart), there);
    assert_int_equal(scene_count(&region, "data-territory", NULL), 8);
    assert_int_equal(scene_count(&apart, "data-territory", NULL), 4);
}

static void france_shows_each_training_once(void **state)
{
    struct scene *scene = *state;
    struct points points = points_of(scene);
    struct error err = {0};
    struct map_ledger ledger;
    size_t drawn = 0;
    for (enum panel panel = PANEL_MAINLAND; panel <= PANEL_MAYOTTE; panel++) {
        struct drawing drawing;
        assert_true(points_draw(&scene->context, &points, panel, &drawing, &ledger, &err));
        size_t count = trainings_drawn(&drawing);
        drawn += panel == PANEL_IDF ? 0 : count;
        assert_true(panel != PANEL_IDF || count == located_in(scene, "11"));
    }
    assert_int_equal(drawn, TRAININGS - 1);
    assert_int_equal(ledger.trainings_not_located.count, 1);
    assert_true(str_equal(ledger.trainings_not_located.names[0], STR("F007")));
    assert_int_equal(ledger.trainings_outside.count, 1);
    assert_true(str_equal(ledger.trainings_outside.names[0], STR("F009")));
}

static size_t links_of(const struct drawing *drawing, const char *title)
{
    size_t count = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        const struct mark *mark = &drawing->marks[i];
        count += mark->kind == MARK_LINK_BEGIN && str_equal(mark->title, str_from(title));
    }
    return count;
}

static size_t texts_of(const struct drawing *drawing, const char *text)
{
    size_t count = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        count += drawing->marks[i].kind == MARK_TEXT && str_equal(drawing->marks[i].text, str_from(text));
    }
    return count;
}

static void a_name_that_does_not_fit_gives_way_to_the_short_one(void **state)
{
    struct scene *scene = *state;
    struct points points = points_of(scene);
    struct error err = {0};
    struct drawing drawing;
    struct map_unit *units = arena_array(&scene->arena, struct map_unit, scene->unit_count);
    memcpy(units, scene->units, scene->unit_count * sizeof *units);
    for (size_t i = 0; i < scene->unit_count; i++) {
        bool is_long = str_equal(units[i].code, STR("12")), is_brief = str_equal(units[i].code, STR("34"));
        units[i].name = is_long ? STR("Aveyron-et-tout-ce-qui-est-autour") : is_brief ? STR("Hérault") : units[i].name;
        units[i].short_name = is_long ? STR("Aveyron") : is_brief ? STR("Hér.") : STR("");
    }
    points.units = units;
    assert_true(points_draw_region(&scene->context, &points, STR("76"), &drawing, NULL, &err));
    assert_int_equal(texts_of(&drawing, "Aveyron"), 1);
    assert_int_equal(texts_of(&drawing, "Aveyron-et-tout-ce-qui-est-autour"), 0);
    assert_int_equal(texts_of(&drawing, "Hérault"), 1);
}

static void departments_of_france_are_links_with_their_counts(void **state)
{
    struct scene *scene = *state;
    struct points points = points_of(scene);
    struct error err = {0};
    struct drawing drawing;
    add_regions(scene, &points);
    assert_true(points_draw(&scene->context, &points, PANEL_MAINLAND, &drawing, NULL, &err));
    assert_int_equal(scene_count(&drawing, "data-kind", "department"), 96 - 8);
    assert_int_equal(scene_count(&drawing, "data-kind", "region"), 1);
    assert_int_equal(links_of(&drawing, "Département 29 : 0 formation"), 1);
    char *idf =
        str_text(&scene->arena, str_format(&scene->arena, "Île-de-France : %zu formations", located_in(scene, "11")));
    assert_int_equal(links_of(&drawing, idf), 1);
    scene_check_texts(scene, &drawing);
    assert_true(points_draw(&scene->context, &points, PANEL_IDF, &drawing, NULL, &err));
    assert_int_equal(scene_count(&drawing, "data-kind", "department"), 8);
}

static void a_phone_has_one_disc_a_region(void **state)
{
    struct scene *scene = *state;
    struct points points = points_of(scene);
    struct error err = {0};
    struct drawing drawing;
    add_regions(scene, &points);
    assert_true(points_draw_france_narrow(&scene->context, &points, &drawing, &err));
    assert_int_equal(scene_count(&drawing, "data-kind", "region"), 13);
    scene_check_texts(scene, &drawing);
    double area = 0;
    size_t expected = located_in(scene, "76") + located_in(scene, "11"), largest = 0;
    for (size_t i = 0; i < drawing.count; i++) {
        const struct mark *mark = &drawing.marks[i];
        if (mark->kind == MARK_CIRCLE && str_equal(mark->style, STR("circle"))) {
            area += mark->radius * mark->radius;
            largest++;
        }
        assert_true(mark->kind != MARK_TEXT || mark->size_px >= 11);
    }
    assert_int_equal(largest, 2);
    double most = fmax((double)located_in(scene, "76"), (double)located_in(scene, "11"));
    double radius = theme_number(scene->context.theme, "map-circle-narrow");
    assert_true(fabs(area - radius * radius * (double)expected / most) < 0.01);
}

static void the_legend_has_the_scale_of_the_discs(void **state)
{
    struct scene *scene = *state;
    struct points points = points_of(scene);
    struct error err = {0};
    struct drawing drawing;
    assert_true(points_draw(&scene->context, &points, PANEL_LEGEND, &drawing, NULL, &err));
    scene_check_texts(scene, &drawing);
    double unit = theme_number(scene->context.theme, "map-symbol"); /* few trainings: as large as a symbol */
    size_t rings = 0;
    for (size_t i = 0; i + 2 < drawing.count; i++) {
        if (drawing.marks[i].kind == MARK_CIRCLE) {
            double count = 0;
            assert_true(number_parse_decimal(drawing.marks[i + 2].text, &count));
            assert_true(fabs(drawing.marks[i].radius - unit * sqrt(count)) < 0.01);
            rings++;
        }
    }
    assert_true(rings >= 2);
}

static struct point place_of(const struct mark *mark)
{
    return (struct point){mark->x, mark->y};
}

static void symbols_never_cover_each_other(void **state)
{
    struct scene *scene = *state;
    struct points points = points_of(scene);
    struct error err = {0};
    struct drawing drawing;
    assert_true(points_draw_region(&scene->context, &points, STR("76"), &drawing, NULL, &err));
    for (size_t i = 0; i < drawing.count; i++) {
        for (size_t j = i + 1; j < drawing.count; j++) {
            const struct mark *a = &drawing.marks[i], *b = &drawing.marks[j];
            bool both =
                a->attribute_count == 1 && b->attribute_count == 1 && a->kind != MARK_TEXT && b->kind != MARK_TEXT;
            struct point p = place_of(a), q = place_of(b);
            assert_true(!both || hypot(p.x - q.x, p.y - q.y) > 10);
        }
    }
}

static void discs_never_cover_each_other(void **state)
{
    struct scene *scene = *state;
    struct points points = points_of(scene);
    struct error err = {0};
    struct drawing drawing;
    assert_true(points_draw(&scene->context, &points, PANEL_MAINLAND, &drawing, NULL, &err));
    for (size_t i = 0; i < drawing.count; i++) {
        for (size_t j = i + 1; j < drawing.count; j++) {
            const struct mark *a = &drawing.marks[i], *b = &drawing.marks[j];
            if (a->kind == MARK_CIRCLE && b->kind == MARK_CIRCLE) {
                assert_true(hypot(a->x - b->x, a->y - b->y) > a->radius + b->radius - 0.1);
            }
        }
    }
}

static void texts_stand_apart_and_inside(void **state)
{
    struct scene *scene = *state;
    struct points points = points_of(scene);
    for (size_t i = 0; i < scene->atlas.region_count; i++) {
        struct error err = {0};
        struct drawing drawing;
        assert_true(points_draw_region(&scene->context, &points, scene->atlas.regions[i].code, &drawing, NULL, &err));
        scene_check_texts(scene, &drawing);
        assert_true(points_draw_narrow(&scene->context, &points, scene->atlas.regions[i].code, &drawing, NULL, &err));
        scene_check_texts(scene, &drawing);
    }
}

static void every_department_can_be_drawn(void **state)
{
    struct scene *scene = *state;
    struct points points = points_of(scene);
    for (size_t i = 0; i < scene->atlas.department_count; i++) {
        struct error err = {0};
        struct drawing drawing;
        assert_true(
            points_draw_department(&scene->context, &points, scene->atlas.departments[i].code, &drawing, NULL, &err));
        assert_int_equal(scene_count(&drawing, "data-territory", NULL), 1);
        scene_check_texts(scene, &drawing);
        size_t drawn = trainings_drawn(&drawing);
        assert_true(points_draw_department_narrow(&scene->context, &points, scene->atlas.departments[i].code, &drawing,
                                                  NULL, &err));
        assert_int_equal(trainings_drawn(&drawing), drawn);
        assert_true(drawing.width <= 300);
        scene_check_texts(scene, &drawing);
    }
    struct error err = {0};
    struct drawing drawing;
    assert_false(points_draw_department(&scene->context, &points, STR("99"), &drawing, NULL, &err));
    assert_int_equal(err.kind, ERROR_OUTPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_region_shows_each_of_its_trainings),
        cmocka_unit_test(crowded_departments_have_a_map_of_their_own),
        cmocka_unit_test(france_shows_each_training_once),
        cmocka_unit_test(a_name_that_does_not_fit_gives_way_to_the_short_one),
        cmocka_unit_test(departments_of_france_are_links_with_their_counts),
        cmocka_unit_test(a_phone_has_one_disc_a_region),
        cmocka_unit_test(the_legend_has_the_scale_of_the_discs),
        cmocka_unit_test(symbols_never_cover_each_other),
        cmocka_unit_test(discs_never_cover_each_other),
        cmocka_unit_test(texts_stand_apart_and_inside),
        cmocka_unit_test(every_department_can_be_drawn),
    };
    return cmocka_run_group_tests(tests, scene_open, scene_close);
}
