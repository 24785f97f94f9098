// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <math.h>
#include <string.h>

#include <geos_c.h>

#include "gencarto/geo/atlas.h"

#define BOUNDARIES "input/reference/boundaries.topojson"

static struct arena arena;
static struct atlas atlas;

static int set_up(void **state)
{
    (void)state;
    struct error err = {0};
    arena_init(&arena);
    if (!atlas_read(&arena, BOUNDARIES, &atlas, &err)) {
        print_error("%s\n", err.message);
        return 1;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static struct position project(const char *department, double lon, double lat)
{
    struct error err = {0};
    struct projections *projections = NULL;
    struct position position = {lon, lat};
    assert_true(projections_open(&projections, &err));
    assert_true(projections_forward(projections, frame_of_department(str_from(department)), &position, 1, &err));
    projections_close(projections);
    return position;
}

static void france_has_101_departments_in_18_regions(void **state)
{
    (void)state;
    assert_int_equal(atlas.department_count, 101);
    assert_int_equal(atlas.region_count, 18);
    const struct territory *region = atlas_region(&atlas, STR("76")), *department = atlas_department(&atlas, STR("76"));
    assert_true(&atlas.regions[department->region] != region); /* Seine-Maritime is not in Occitanie */
    assert_null(atlas_department(&atlas, STR("20")));
    assert_null(atlas_region(&atlas, STR("")));
}

/* IGN and Insee give 543 940 km² for the mainland and Corsica, 83 534 for Guyane, 8 680 for Corsica. */
static void areas_are_those_of_the_country(void **state)
{
    (void)state;
    double mainland = 0;
    for (size_t i = 0; i < atlas.region_count; i++) {
        mainland += atlas.regions[i].frame == FRAME_MAINLAND ? atlas.regions[i].area_m2 / 1e6 : 0;
    }
    assert_true(fabs(mainland - 543940) < 0.02 * 543940);
    assert_true(fabs(atlas_region(&atlas, STR("94"))->area_m2 / 1e6 - 8680) < 0.02 * 8680);
    assert_true(fabs(atlas_department(&atlas, STR("973"))->area_m2 / 1e6 - 83534) < 0.02 * 83534);
}

/* Departments tile their region at every scale: no gap, no overlap. */
static void departments_fill_their_region_at_every_scale(void **state)
{
    (void)state;
    for (enum level level = LEVEL_LOCATOR; level < LEVELS; level++) {
        for (size_t r = 0; r < atlas.region_count; r++) {
            double parts = 0, whole = 0;
            for (size_t i = 0; i < atlas.department_count + 1; i++) {
                bool is_region = i == atlas.department_count;
                const struct territory *t = is_region ? &atlas.regions[r] : &atlas.departments[i];
                for (size_t j = 0; (is_region || t->region == r) && j < t->ring_count; j++) {
                    struct line ring = atlas_ring(&arena, &atlas, &t->rings[j], level);
                    for (size_t k = 0; k < ring.count; k++) {
                        double area =
                            position_turn(ring.points[0], ring.points[k], ring.points[(k + 1) % ring.count]) / 2;
                        *(is_region ? &whole : &parts) += area;
                    }
                }
            }
            assert_true(fabs(whole - parts) < 1);
            assert_true(whole > 0);
        }
    }
}

static GEOSGeometry *ring_of(GEOSContextHandle_t geos, const struct ring *ring, enum level level)
{
    struct line line = atlas_ring(&arena, &atlas, ring, level);
    assert_true(line.count >= 3);
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(geos, (unsigned)line.count + 1, 2);
    for (unsigned i = 0; i <= line.count; i++) {
        struct position p = line.points[i % line.count];
        GEOSCoordSeq_setXY_r(geos, sequence, i, p.x, p.y);
    }
    return GEOSGeom_createLinearRing_r(geos, sequence);
}

/* The polygon that begins at that ring, NULL for an islet left out of the level; *out_next is the first ring of the
 * next one. */
static GEOSGeometry *polygon_of(GEOSContextHandle_t geos, const struct territory *t, size_t from, enum level level,
                                size_t *out_next)
{
    GEOSGeometry *holes[16];
    unsigned count = 0;
    size_t next = from + 1;
    while (next < t->ring_count && t->rings[next].polygon == t->rings[from].polygon) {
        assert_true(count < 16);
        holes[count++] = ring_of(geos, &t->rings[next++], level);
    }
    *out_next = next;
    if (level != LEVEL_FULL && atlas_ring(&arena, &atlas, &t->rings[from], level).count == 0) {
        return NULL;
    }
    return GEOSGeom_createPolygon_r(geos, ring_of(geos, &t->rings[from], level), holes, count);
}

static void departments_are_valid_at_every_scale(void **state)
{
    (void)state;
    GEOSContextHandle_t geos = GEOS_init_r();
    for (enum level level = LEVEL_LOCATOR; level < LEVELS; level++) {
        for (size_t i = 0; i < atlas.department_count; i++) {
            for (size_t ring = 0; ring < atlas.departments[i].ring_count;) {
                GEOSGeometry *polygon = polygon_of(geos, &atlas.departments[i], ring, level, &ring);
                if (polygon != NULL && GEOSisValid_r(geos, polygon) != 1) {
                    fail_msg("department %.*s at level %d: %s", STR_ARGS(atlas.departments[i].code), level,
                             GEOSisValidReason_r(geos, polygon));
                }
                GEOSGeom_destroy_r(geos, polygon);
            }
        }
    }
    GEOS_finish_r(geos);
}

static void islands_are_kept_but_those_below_a_pixel(void **state)
{
    (void)state;
    for (size_t i = 0; i < atlas.department_count; i++) {
        for (size_t j = 0; j < atlas.departments[i].ring_count; j++) {
            struct line full = atlas_ring(&arena, &atlas, &atlas.departments[i].rings[j], LEVEL_FULL);
            struct line france = atlas_ring(&arena, &atlas, &atlas.departments[i].rings[j], LEVEL_FRANCE);
            double width = 0;
            for (size_t k = 0; k < full.count; k++) {
                width = fmax(width, fabs(full.points[k].x - full.points[0].x));
            }
            assert_true(france.count >= 3 || width < 2000);
        }
    }
}

static void each_scale_has_fewer_points_than_the_next(void **state)
{
    (void)state;
    size_t before = 0;
    for (enum level level = LEVEL_LOCATOR; level < LEVELS; level++) {
        size_t points = 0;
        for (size_t i = 0; i < atlas.arc_count; i++) {
            points += atlas.arcs[i].lines[level].count;
        }
        assert_true(points > before);
        before = points;
    }
}

static void arcs_know_what_they_part(void **state)
{
    (void)state;
    size_t counts[ARC_ABROAD + 1] = {0};
    for (size_t i = 0; i < atlas.arc_count; i++) {
        counts[atlas.arcs[i].kind]++;
    }
    for (enum arc_kind kind = ARC_DEPARTMENT; kind <= ARC_ABROAD; kind++) {
        assert_true(counts[kind] > 0);
    }
}

static void towns_are_in_their_department(void **state)
{
    (void)state;
    const struct territory *garonne = atlas_department(&atlas, STR("31"));
    assert_true(atlas_contains(&atlas, garonne, project("31", 1.4442, 43.6047)));
    assert_true(atlas_distance_m(&atlas, garonne, project("31", 1.4442, 43.6047)) <= 0);
    struct position auch = project("32", 0.5867, 43.6464);
    assert_false(atlas_contains(&atlas, garonne, auch));
    double distance = atlas_distance_m(&atlas, garonne, auch);
    assert_true(distance > 20000 && distance < 40000);
    /* The Drôme has an enclave of the Vaucluse: Valréas. */
    struct position valreas = project("84", 4.9910, 44.3850);
    assert_true(atlas_contains(&atlas, atlas_department(&atlas, STR("84")), valreas));
    assert_false(atlas_contains(&atlas, atlas_department(&atlas, STR("26")), valreas));
}

static void label_places_are_inside(void **state)
{
    (void)state;
    for (size_t i = 0; i < atlas.department_count; i++) {
        double radius;
        struct position place = atlas_label_place(&atlas, &atlas.departments[i], LEVEL_FRANCE, &radius);
        assert_true(radius > 1000);
        assert_true(atlas_contains(&atlas, &atlas.departments[i], place));
    }
}

static void clipping_keeps_what_is_inside(void **state)
{
    (void)state;
    struct position square[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
    struct position zigzag[] = {{-5, 1}, {5, 1}, {5, -5}, {7, -5}, {7, 5}};
    struct line *parts = NULL;
    assert_int_equal(
        line_clip(&arena, atlas.geos, (struct line){square, 4}, true, (struct extent){5, 5, 20, 20}, &parts), 1);
    assert_int_equal(parts[0].count, 4);
    assert_int_equal(
        line_clip(&arena, atlas.geos, (struct line){square, 4}, true, (struct extent){15, 5, 20, 20}, &parts), 0);
    assert_int_equal(
        line_clip(&arena, atlas.geos, (struct line){zigzag, 5}, false, (struct extent){0, 0, 10, 10}, &parts), 2);
}

static void levels_follow_the_scale(void **state)
{
    (void)state;
    assert_int_equal(level_for(10000), LEVEL_LOCATOR);
    assert_int_equal(level_for(1800), LEVEL_FRANCE);
    assert_int_equal(level_for(530), LEVEL_REGION);
    assert_int_equal(level_for(1), LEVEL_FULL);
}

static void a_file_without_departments_is_refused(void **state)
{
    (void)state;
    struct error err = {0};
    struct atlas other;
    assert_false(atlas_parse(&arena, "b", STR("{\"type\":\"Topology\",\"arcs\":[],\"objects\":{}}"), &other, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    err = (struct error){0};
    assert_false(atlas_parse(&arena, "b",
                             STR("{\"type\":\"Topology\",\"arcs\":[[[1,44],[2,44],[2,45],[1,44]]],\"objects\":{"
                                 "\"departements\":{\"geometries\":[{\"id\":\"31\",\"arcs\":[[0]]}]}}}"),
                             &other, &err));
    assert_non_null(strstr(err.message, "31"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(france_has_101_departments_in_18_regions),
        cmocka_unit_test(areas_are_those_of_the_country),
        cmocka_unit_test(departments_fill_their_region_at_every_scale),
        cmocka_unit_test(departments_are_valid_at_every_scale),
        cmocka_unit_test(islands_are_kept_but_those_below_a_pixel),
        cmocka_unit_test(each_scale_has_fewer_points_than_the_next),
        cmocka_unit_test(arcs_know_what_they_part),
        cmocka_unit_test(towns_are_in_their_department),
        cmocka_unit_test(label_places_are_inside),
        cmocka_unit_test(clipping_keeps_what_is_inside),
        cmocka_unit_test(levels_follow_the_scale),
        cmocka_unit_test(a_file_without_departments_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
