// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "gencarto/geo/topology.h"

#include <string.h>

/* Two squares that share the arc from 1 0 to 1 1, and an island with a lake. */
#define QUANTIZED                                                                                                      \
    "{\"type\":\"Topology\",\"transform\":{\"scale\":[0.5,0.5],\"translate\":[10,40]},"                                \
    "\"arcs\":[[[2,0],[0,2]],[[2,2],[-2,0],[0,-2],[2,0]],[[2,0],[2,0],[0,2],[-2,0]],"                                  \
    "[[10,0],[4,0],[0,4],[-4,-4]],[[11,1],[1,1],[1,0],[-2,-1]]],"                                                      \
    "\"objects\":{\"departements\":{\"type\":\"GeometryCollection\",\"geometries\":["                                  \
    "{\"type\":\"Polygon\",\"id\":\"A\",\"properties\":{\"region\":\"1\"},\"arcs\":[[0,1]]},"                          \
    "{\"type\":\"MultiPolygon\",\"id\":7,\"properties\":{\"region\":\"2\"},\"arcs\":[[[2,-1]],[[3],[4]]]}]}}}"

static struct topology parse(struct arena *arena, const char *text)
{
    struct error err = {0};
    struct topology topology = {0};
    if (!topology_parse(arena, "t.topojson", str_from(text), &topology, &err)) {
        fail_msg("%s", err.message);
    }
    return topology;
}

static void arcs_are_steps_on_a_grid(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct topology topology = parse(&arena, QUANTIZED);
    assert_int_equal(topology.arc_count, 5);
    assert_int_equal(topology.arcs[1].count, 4);
    assert_true(topology.arcs[1].points[0].x == 11 && topology.arcs[1].points[0].y == 41);
    assert_true(topology.arcs[1].points[2].x == 10 && topology.arcs[1].points[2].y == 40);
    arena_clear(&arena);
}

static void rings_know_their_arcs_and_polygon(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct topology topology = parse(&arena, QUANTIZED);
    assert_int_equal(topology.geometry_count, 2);
    const struct geometry *a = &topology.geometries[0], *b = &topology.geometries[1];
    assert_true(str_equal(a->id, STR("A")) && str_equal(a->region, STR("1")) && a->ring_count == 1);
    assert_true(str_equal(b->id, STR("7")) && str_equal(b->object, STR("departements")));
    assert_int_equal(b->ring_count, 3);
    assert_int_equal(b->rings[0].arcs[1], -1);
    assert_true(b->rings[0].polygon != b->rings[1].polygon);
    assert_int_equal(b->rings[1].polygon, b->rings[2].polygon);
    arena_clear(&arena);
}

static void unquantized_arcs_are_degrees(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct topology topology =
        parse(&arena, "{\"type\":\"Topology\",\"arcs\":[[[1.5,2,99],[3,2],[3,4],[1.5,2]]],\"objects\":"
                      "{\"o\":{\"geometries\":[{\"type\":\"Polygon\",\"arcs\":[[0]]}]}}}");
    assert_true(topology.arcs[0].points[1].x == 3 && topology.arcs[0].points[0].y == 2);
    assert_int_equal(topology.geometries[0].id.len, 0);
    arena_clear(&arena);
}

static void what_is_no_topology_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[][2] = {
        {"", "not a JSON object of type Topology"},
        {"{\"type\":\"Topology\"", "not a JSON object of type Topology"},
        {"[1,2]", "not a JSON object of type Topology"},
        {"{\"type\":\"FeatureCollection\"}", "not a JSON object of type Topology"},
        {"{\"type\":\"Topology\",\"transform\":{\"scale\":[1,\"a\"]},\"arcs\":[]}", "scales"},
        {"{\"type\":\"Topology\",\"arcs\":[[[0,0]]]}", "fewer than two points"},
        {"{\"type\":\"Topology\",\"arcs\":[1,2]}", "not arrays of points"},
        {"{\"type\":\"Topology\",\"arcs\":[[[0,\"x\"],[1,1]]]}", "not a number"},
        {"{\"type\":\"Topology\",\"arcs\":[[[0,0],[1,1]]],\"objects\":{\"o\":{\"geometries\":[{\"arcs\":[[3]]}]}}}",
         "an arc that is not there"},
        {"{\"type\":\"Topology\",\"arcs\":[[[0,0],[1,1]]],\"objects\":{\"o\":{\"geometries\":[{\"arcs\":[[-3]]}]}}}",
         "an arc that is not there"},
        {"{\"type\":\"Topology\",\"arcs\":[[[0,0],[1,1]]],\"objects\":{\"o\":{\"geometries\":[{\"id\":\"Z\",\"arcs\":"
         "[[0]]}]}}}",
         "Z of o has a ring that does not close"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct arena arena;
        arena_init(&arena);
        struct error err = {0};
        struct topology topology;
        assert_false(topology_parse(&arena, "t.topojson", str_from(wrong[i][0]), &topology, &err));
        assert_int_equal(err.kind, ERROR_INPUT);
        if (strstr(err.message, wrong[i][1]) == NULL || strstr(err.message, "t.topojson") == NULL) {
            fail_msg("case %zu: %s", i, err.message);
        }
        arena_clear(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arcs_are_steps_on_a_grid),
        cmocka_unit_test(rings_know_their_arcs_and_polygon),
        cmocka_unit_test(unquantized_arcs_are_degrees),
        cmocka_unit_test(what_is_no_topology_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
