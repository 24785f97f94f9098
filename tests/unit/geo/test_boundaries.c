// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <geos_c.h>

#include "copy.h"
#include "gencarto/base/file.h"
#include "gencarto/db/db.h"
#include "gencarto/geo/atlas.h"

#define SHIPPED "input/reference/boundaries.topojson"

static struct arena arena;
static struct atlas shipped;
static struct error err;
static char folder[] = "/tmp/gencarto-boundaries-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return mkdtemp(folder) == NULL || !atlas_read(&arena, SHIPPED, &shipped, &err);
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const names[] = {"boundaries", "boundaries.atlas", "square.topojson"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unlink(file_join(&arena, folder, names[i]));
    }
    arena_clear(&arena);
    return rmdir(folder);
}

static int forget_error(void **state)
{
    (void)state;
    err = (struct error){0};
    return 0;
}

static bool open_text(struct str text, const char *reference, struct atlas *out_atlas)
{
    struct atlas_source source = {.file = file_join(&arena, folder, "boundaries"), .shipped = reference};
    assert_true(file_write(source.file, text, &err));
    return atlas_open(&arena, &source, out_atlas, &err);
}

static struct atlas open_copy(int rounds, double roughness, enum copy_flaw flaw)
{
    struct copy copy = copy_make(&arena, SHIPPED, rounds, roughness);
    struct atlas atlas = {0};
    if (!open_text(copy_geojson(&arena, &copy, flaw), SHIPPED, &atlas)) {
        fail_msg("%s", err.message);
    }
    return atlas;
}

/* Areas of departments and regions, and how they are divided in arcs, but for the finest thinning. */
static void assert_alike(const struct atlas *atlas)
{
    assert_int_equal(atlas->department_count, shipped.department_count);
    assert_int_equal(atlas->region_count, shipped.region_count);
    assert_int_equal(atlas->country_count, shipped.country_count);
    for (size_t i = 0; i < atlas->department_count; i++) {
        const struct territory *a = &atlas->departments[i], *b = &shipped.departments[i];
        assert_true(str_equal(a->code, b->code));
        assert_true(fabs(a->area_m2 - b->area_m2) < 2e-3 * b->area_m2);
        assert_true(str_equal(atlas->regions[a->region].code, shipped.regions[b->region].code));
    }
    for (size_t i = 0; i < atlas->region_count; i++) {
        assert_true(fabs(atlas->regions[i].area_m2 - shipped.regions[i].area_m2) < 2e-3 * shipped.regions[i].area_m2);
    }
}

static double length_of(const struct atlas *atlas, enum arc_kind kind)
{
    double length = 0;
    for (size_t i = 0; i < atlas->arc_count; i++) {
        struct line line = atlas->arcs[i].lines[LEVEL_FULL];
        for (size_t j = 0; atlas->arcs[i].kind == kind && j + 1 < line.count; j++) {
            length += position_distance(line.points[j], line.points[j + 1]);
        }
    }
    return length;
}

static void geojson_gives_what_our_own_file_gives(void **state)
{
    (void)state;
    struct atlas atlas = open_copy(0, 0, COPY_SOUND);
    assert_alike(&atlas);
    assert_true(fabs(length_of(&atlas, ARC_DEPARTMENT) / length_of(&shipped, ARC_DEPARTMENT) - 1) < 5e-3);
    assert_true(fabs(length_of(&atlas, ARC_REGION) / length_of(&shipped, ARC_REGION) - 1) < 5e-3);
}

static void rings_that_wind_the_old_way_are_the_same(void **state)
{
    (void)state;
    struct atlas atlas = open_copy(0, 0, COPY_CLOCKWISE);
    assert_alike(&atlas);
}

static void codes_may_be_numbers_and_other_features_stand_between(void **state)
{
    (void)state;
    struct atlas atlas = open_copy(0, 0, COPY_NUMBERS);
    assert_alike(&atlas);
}

/* Files made by union: a point that three communes share may be on one side of a straight border only. */
static void points_that_only_one_neighbour_has_do_not_part_them(void **state)
{
    (void)state;
    struct atlas atlas = open_copy(1, 0, COPY_T_JUNCTIONS);
    assert_alike(&atlas);
    assert_true(fabs(length_of(&atlas, ARC_REGION) / length_of(&shipped, ARC_REGION) - 1) < 5e-3);
    assert_true(fabs(length_of(&atlas, ARC_COAST) / (length_of(&shipped, ARC_COAST) + length_of(&shipped, ARC_BORDER)) -
                     1) < 5e-3);
}

/* ---- Topology at every scale, by GEOS ---- */

static GEOSGeometry *polygon_of(GEOSContextHandle_t geos, const struct atlas *atlas, const struct ring *rings,
                                size_t count, enum level level)
{
    GEOSGeometry **parts = arena_array(&arena, GEOSGeometry *, count);
    unsigned used = 0;
    for (size_t i = 0; i < count; i++) {
        struct line line = atlas_ring(&arena, atlas, &rings[i], level);
        if (line.count == 0) {
            continue;
        }
        assert_true(line.count >= 3);
        GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(geos, (unsigned)line.count + 1, 2);
        for (unsigned j = 0; j <= line.count; j++) {
            GEOSCoordSeq_setXY_r(geos, sequence, j, line.points[j % line.count].x, line.points[j % line.count].y);
        }
        parts[used++] = GEOSGeom_createLinearRing_r(geos, sequence);
    }
    return used == 0 ? NULL : GEOSGeom_createPolygon_r(geos, parts[0], parts + 1, used - 1);
}

/* All polygons of a territory; what is tiny at this level is not there. */
static GEOSGeometry *area_of(GEOSContextHandle_t geos, const struct atlas *atlas, const struct territory *t,
                             enum level level)
{
    GEOSGeometry **polygons = arena_array(&arena, GEOSGeometry *, t->ring_count);
    unsigned count = 0;
    for (size_t from = 0; from < t->ring_count;) {
        size_t next = from + 1;
        while (next < t->ring_count && t->rings[next].polygon == t->rings[from].polygon) {
            next++;
        }
        GEOSGeometry *polygon = polygon_of(geos, atlas, t->rings + from, next - from, level);
        if (polygon != NULL) {
            polygons[count++] = polygon;
        }
        from = next;
    }
    return GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, polygons, count);
}

static double area(GEOSContextHandle_t geos, const GEOSGeometry *geometry)
{
    double value = 0;
    GEOSArea_r(geos, geometry, &value);
    return value;
}

/* Each department is valid, and what the departments cover together is the sum of their areas: no overlap; and it is
 * what its outer rings hold, but for the holes that the full outline has: no gap. */
static void assert_tiles(const struct atlas *atlas, enum level level)
{
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSGeometry **all = arena_array(&arena, GEOSGeometry *, atlas->department_count);
    unsigned count = 0;
    double sum = 0;
    for (size_t i = 0; i < atlas->department_count; i++) {
        GEOSGeometry *department = area_of(geos, atlas, &atlas->departments[i], level);
        if (GEOSisValid_r(geos, department) != 1) {
            fail_msg("department %.*s at level %d: %s", STR_ARGS(atlas->departments[i].code), level,
                     GEOSisValidReason_r(geos, department));
        }
        if (atlas->departments[i].frame == FRAME_MAINLAND) {
            sum += area(geos, department);
            all[count++] = department;
        } else {
            GEOSGeom_destroy_r(geos, department);
        }
    }
    GEOSGeometry *parts = GEOSGeom_createCollection_r(geos, GEOS_GEOMETRYCOLLECTION, all, count);
    GEOSGeometry *whole = GEOSUnaryUnion_r(geos, parts);
    assert_true(fabs(area(geos, whole) - sum) < 1e-9 * sum);
    double holes = 0;
    for (int i = 0; i < GEOSGetNumGeometries_r(geos, whole); i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(geos, whole, i);
        GEOSGeometry *filled =
            GEOSGeom_createPolygon_r(geos, GEOSGeom_clone_r(geos, GEOSGetExteriorRing_r(geos, part)), NULL, 0);
        holes += area(geos, filled) - area(geos, part);
        GEOSGeom_destroy_r(geos, filled);
    }
    assert_true(holes < 20e6); /* Llívia has 12 km² */
    GEOSGeom_destroy_r(geos, whole);
    GEOSGeom_destroy_r(geos, parts);
    GEOS_finish_r(geos);
}

static void rough_boundaries_tile_france_at_every_scale(void **state)
{
    (void)state;
    struct atlas atlas = open_copy(5, 0.1, COPY_SOUND);
    for (enum level level = LEVEL_LOCATOR; level < LEVELS; level++) {
        assert_tiles(&atlas, level);
    }
    for (enum level level = LEVEL_LOCATOR; level < LEVEL_FULL; level++) {
        assert_tiles(&shipped, level);
    }
}

static void rough_boundaries_get_hardly_heavier(void **state)
{
    (void)state;
    struct atlas atlas = open_copy(5, 0.1, COPY_SOUND);
    for (enum level level = LEVEL_LOCATOR; level <= LEVEL_DETAIL; level++) {
        size_t rough = 0, plain = 0;
        for (size_t i = 0; i < atlas.arc_count; i++) {
            rough += atlas.arcs[i].lines[level].count;
        }
        for (size_t i = 0; i < shipped.arc_count; i++) {
            plain += shipped.arcs[i].lines[level].count;
        }
        assert_true(rough < 2 * plain);
    }
}

/* ---- What is refused, and how it is said ---- */

static void flaws_are_named_with_their_remedy(void **state)
{
    (void)state;
    static const struct {
        enum copy_flaw flaw;
        const char *says[3];
    } cases[] = {
        {COPY_SWAPPED, {"feature 1 (", "latitude first", "byte "}},
        {COPY_PROJECTED, {"no degrees", "ogr2ogr -t_srs EPSG:4326", "ring 1"}},
        {COPY_WITHOUT_75, {"1 are missing: 75", "100 departments", "WGS 84"}},
        {COPY_TWICE_75, {"both department 75", "features", "dissolve"}},
        {COPY_OPEN, {"(75)", "begins at", "makevalid"}},
        {COPY_ALONE, {"outline is no neighbour's", "mapshaper", "%"}},
        {COPY_OVERLAPPING, {"29", "crosses itself or another", "mend the file"}},
    };
    struct copy copy = copy_make(&arena, SHIPPED, 0, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct atlas atlas;
        err = (struct error){0};
        assert_false(open_text(copy_geojson(&arena, &copy, cases[i].flaw), SHIPPED, &atlas));
        assert_int_equal(err.kind, ERROR_INPUT);
        for (size_t j = 0; j < 3; j++) {
            if (strstr(err.message, cases[i].says[j]) == NULL) {
                fail_msg("case %zu says: %s", i, err.message);
            }
        }
    }
}

static void texts_that_are_no_boundaries_are_refused(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "end of the file"},
        {"[1,2]", "byte 0: found '['"},
        {"{\"type\":\"FeatureCollection\",\"features\":[", "cut short"},
        {"{\"type\":\"Feature\",\"geometry\":null}", "expected a FeatureCollection"},
        {"{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"nom\":1},\"geometry\":null}]}",
         "feature 1 has no INSEE code"},
        {"{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"code\":\"31\"},\"geometry\":null}]}",
         "feature 1 (31) has no polygon"},
        {"{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"code\":\"31\"},\"geometry\":{\"type\":"
         "\"Point\",\"coordinates\":[1,44]}}]}",
         "expected the coordinates of a Polygon"},
        {"{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"code\":\"31\"},\"geometry\":{\"type\":"
         "\"MultiPolygon\",\"coordinates\":[[[1,44],[2,44],[2,45],[1,44]]]}}]}",
         "coordinates are another's"},
        {"{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"code\":\"31\"},\"geometry\":{\"type\":"
         "\"Polygon\",\"coordinates\":[[[1,44],[2,44],[1,44]]]}}]}",
         "3 positions"},
        {"{\"type\":\"FeatureCollection\",\"crs\":{\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::2154\"}}}",
         "GeoPackage"},
        {"{\"type\":\"FeatureCollection\",\"features\":[]} {}", "the end of the file after"},
        {"{\"type\":\"FeatureCollection\",\"features\":[]}", "101 are missing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct atlas atlas;
        err = (struct error){0};
        assert_false(open_text(str_from(cases[i][0]), SHIPPED, &atlas));
        assert_int_equal(err.kind, ERROR_INPUT);
        if (strstr(err.message, cases[i][1]) == NULL) {
            fail_msg("%s\nsays: %s", cases[i][0], err.message);
        }
    }
}

/* ---- GeoPackage: two departments side by side ---- */

#define SQUARES                                                                                                        \
    "{\"type\":\"Topology\",\"arcs\":[[[1,43],[1,44]],[[1,44],[0,44],[0,43],[1,43]],[[1,43],[2,43],[2,44],[1,44]]],"   \
    "\"objects\":{\"departements\":{\"geometries\":[{\"type\":\"Polygon\",\"id\":\"32\",\"properties\":{\"region\":"   \
    "\"76\"},\"arcs\":[[0,1]]},{\"type\":\"Polygon\",\"id\":\"31\",\"properties\":{\"region\":\"76\"},\"arcs\":"       \
    "[[2,-1]]}]}}}"

static void put_number(struct buf *out, const void *bytes, size_t size, bool big_endian)
{
    for (size_t i = 0; i < size; i++) {
        buf_byte(out, ((const char *)bytes)[big_endian ? size - 1 - i : i]);
    }
}

/* With an envelope; the second form is big-endian, a MultiPolygon with heights. */
static struct str geometry_blob(const struct position *ring, uint32_t count, bool second)
{
    struct buf out;
    uint32_t one = 1, type = second ? 1006 : 3, part = 1003, system = 0;
    double zero = 0;
    buf_init(&out, &arena);
    buf_add(&out, (struct str){"GP\0\3", 4});
    put_number(&out, &system, 4, false);
    for (int i = 0; i < 4; i++) {
        put_number(&out, &zero, 8, false);
    }
    buf_byte(&out, second ? 0 : 1);
    put_number(&out, &type, 4, second);
    if (second) {
        put_number(&out, &one, 4, second);
        buf_byte(&out, 0);
        put_number(&out, &part, 4, second);
    }
    put_number(&out, &one, 4, second);
    put_number(&out, &count, 4, second);
    for (uint32_t i = 0; i < count; i++) {
        put_number(&out, &ring[i].x, 8, second);
        put_number(&out, &ring[i].y, 8, second);
        if (second) {
            put_number(&out, &zero, 8, second);
        }
    }
    return buf_str(&out);
}

static const char schema[] =
    "CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT, srs_id INTEGER, organization TEXT, organization_coordsys_id "
    "INTEGER);"
    "CREATE TABLE gpkg_geometry_columns(table_name TEXT, column_name TEXT, srs_id INTEGER);"
    "INSERT INTO gpkg_spatial_ref_sys VALUES('WGS 84',4326,'EPSG',4326),('RGF93 / Lambert-93',7,'EPSG',2154),"
    "('WGS 84 / Pseudo-Mercator',3857,'EPSG',3857);"
    "CREATE TABLE \"arrondissement\"(fid INTEGER PRIMARY KEY, geom BLOB, insee_dep TEXT);"
    "CREATE TABLE \"the departements\"(fid INTEGER PRIMARY KEY, \"the geom\" BLOB, nom TEXT, insee_dep TEXT);"
    "CREATE TABLE region(fid INTEGER PRIMARY KEY, geom BLOB, insee_reg TEXT);";

static void make_geopackage(const char *path, int system, enum frame frame, bool is_projected)
{
    struct position west[] = {{1, 43}, {1, 44}, {0, 44}, {0, 43}, {1, 43}};
    struct position east[] = {{1, 44}, {1, 43}, {2, 43}, {2, 44}, {1, 44}};
    struct projections *projections = NULL;
    struct db *db = NULL;
    struct query *query = NULL;
    assert_true(projections_open(&projections, &err));
    if (is_projected) {
        assert_true(projections_forward(projections, frame, west, 5, &err));
        assert_true(projections_forward(projections, frame, east, 5, &err));
    }
    unlink(path);
    struct str layers = str_format(&arena,
                                   "INSERT INTO gpkg_geometry_columns VALUES('arrondissement','geom',%d),('region',"
                                   "'geom',%d),('the departements','the geom',%d)",
                                   system, system, system);
    assert_true(db_open(path, DB_CREATE, &db, &err) && db_run(db, "schema", str_from(schema), &err) &&
                db_run(db, "layers", layers, &err));
    assert_true(query_prepare(db, "insert",
                              STR("INSERT INTO \"the departements\"(\"the geom\", nom, insee_dep) "
                                  "VALUES(CAST(? AS BLOB), 'x', ?)"),
                              &query, &err));
    for (int i = 0; i < 2; i++) {
        query_bind(query, 1, VALUE_OF_TEXT(geometry_blob(i == 0 ? west : east, 5, i == 1)));
        query_bind(query, 2, VALUE_OF_TEXT(i == 0 ? STR("32") : STR("31")));
        assert_true(query_execute(query, &err));
    }
    query_free(query);
    db_close(db);
    projections_close(projections);
}

static bool open_geopackage(int system, bool is_projected, struct atlas *out_atlas)
{
    struct atlas_source source = {.file = file_join(&arena, folder, "boundaries"),
                                  .shipped = file_join(&arena, folder, "square.topojson")};
    make_geopackage(source.file, system, FRAME_MAINLAND, is_projected);
    assert_true(file_write(source.shipped, STR(SQUARES), &err));
    return atlas_open(&arena, &source, out_atlas, &err);
}

static void a_geopackage_is_read_in_degrees_or_in_lambert_93(void **state)
{
    (void)state;
    struct atlas degrees, metres;
    if (!open_geopackage(4326, false, &degrees) || !open_geopackage(7, true, &metres)) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(degrees.department_count, 2);
    assert_int_equal(degrees.arc_count, 3);
    assert_int_equal(metres.arc_count, 3);
    for (size_t i = 0; i < 2; i++) {
        assert_true(degrees.departments[i].area_m2 > 8e9 && degrees.departments[i].area_m2 < 10e9);
        assert_true(fabs(degrees.departments[i].area_m2 - metres.departments[i].area_m2) < 1000);
    }
}

static void a_geopackage_in_another_system_is_refused(void **state)
{
    (void)state;
    struct atlas atlas;
    assert_false(open_geopackage(3857, false, &atlas));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "EPSG:3857"));
    assert_non_null(strstr(err.message, "the departements"));
}

/* ---- The cache ---- */

static bool same_bits(const struct atlas *a, const struct atlas *b)
{
    bool same = a->arc_count == b->arc_count && a->region_count == b->region_count;
    for (size_t i = 0; same && i < a->arc_count; i++) {
        for (enum level level = LEVEL_LOCATOR; same && level < LEVELS; level++) {
            struct line x = a->arcs[i].lines[level], y = b->arcs[i].lines[level];
            same = x.count == y.count && (x.count == 0 || memcmp(x.points, y.points, x.count * sizeof *x.points) == 0);
        }
    }
    return same;
}

static void the_cache_gives_the_same_and_is_never_stale(void **state)
{
    (void)state;
    struct atlas_source source = {.file = SHIPPED, .shipped = SHIPPED, .cache = folder};
    const char *kept = file_join(&arena, folder, "boundaries.atlas");
    struct atlas first, second, third, other;
    struct str bytes = STR(""), again, after;
    assert_true(atlas_open(&arena, &source, &first, &err) && file_read(&arena, kept, &bytes, &err));
    assert_true(atlas_open(&arena, &source, &second, &err));
    assert_true(same_bits(&first, &second) && same_bits(&first, &shipped));
    /* One bit wrong, or cut short: made again. */
    struct str wrong = str_copy(&arena, bytes);
    ((char *)wrong.ptr)[wrong.len / 2] ^= 1;
    assert_true(file_write(kept, wrong, &err) && atlas_open(&arena, &source, &third, &err));
    assert_true(same_bits(&first, &third));
    assert_true(file_read(&arena, kept, &again, &err) && str_equal(again, bytes));
    assert_true(file_write(kept, str_slice(bytes, 0, bytes.len / 3), &err));
    assert_true(atlas_open(&arena, &source, &third, &err) && same_bits(&first, &third));
    /* Other boundaries of the same cache. */
    struct copy copy = copy_make(&arena, SHIPPED, 1, 0.1);
    source.file = file_join(&arena, folder, "boundaries");
    assert_true(file_write(source.file, copy_geojson(&arena, &copy, COPY_SOUND), &err));
    assert_true(atlas_open(&arena, &source, &other, &err));
    assert_false(same_bits(&first, &other));
    assert_true(file_read(&arena, kept, &after, &err) && !str_equal(after, bytes));
}

static void without_a_place_for_the_cache_all_goes_on(void **state)
{
    (void)state;
    struct atlas_source source = {.file = SHIPPED, .shipped = SHIPPED, .cache = "/proc/no-such-folder"};
    struct atlas atlas;
    assert_true(atlas_open(&arena, &source, &atlas, &err));
    assert_true(same_bits(&atlas, &shipped));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(geojson_gives_what_our_own_file_gives, forget_error),
        cmocka_unit_test_setup(rings_that_wind_the_old_way_are_the_same, forget_error),
        cmocka_unit_test_setup(codes_may_be_numbers_and_other_features_stand_between, forget_error),
        cmocka_unit_test_setup(points_that_only_one_neighbour_has_do_not_part_them, forget_error),
        cmocka_unit_test_setup(rough_boundaries_tile_france_at_every_scale, forget_error),
        cmocka_unit_test_setup(rough_boundaries_get_hardly_heavier, forget_error),
        cmocka_unit_test_setup(flaws_are_named_with_their_remedy, forget_error),
        cmocka_unit_test_setup(texts_that_are_no_boundaries_are_refused, forget_error),
        cmocka_unit_test_setup(a_geopackage_is_read_in_degrees_or_in_lambert_93, forget_error),
        cmocka_unit_test_setup(a_geopackage_in_another_system_is_refused, forget_error),
        cmocka_unit_test_setup(the_cache_gives_the_same_and_is_never_stale, forget_error),
        cmocka_unit_test_setup(without_a_place_for_the_cache_all_goes_on, forget_error),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
