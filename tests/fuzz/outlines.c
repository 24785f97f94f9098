#include "outlines.h"

#include <stdlib.h>

#include "mesh.h"

/* Each alone on its island, so that no gap along its border is an error. */
#define ISLANDS 3

static const struct position shore[] = {{0, 0}, {1, 0}, {1, 1}, {0, 0}};
static struct line shores[ISLANDS] = {{shore, 4}, {shore, 4}, {shore, 4}};
static const int32_t arcs[ISLANDS] = {0, 1, 2};
static struct ring rings[ISLANDS] = {{&arcs[0], 1, 0}, {&arcs[1], 1, 0}, {&arcs[2], 1, 0}};

#define DEPARTMENT(code, of_region, at)                                                                                \
    {                                                                                                                  \
        .object = STR_INIT("departements"), .id = STR_INIT(code), .region = STR_INIT(of_region), .rings = &rings[at],  \
        .ring_count = 1                                                                                                \
    }

static struct geometry departments[ISLANDS] = {DEPARTMENT("01", "84", 0), DEPARTMENT("2A", "94", 1),
                                               DEPARTMENT("974", "04", 2)};

const struct topology outlines_reference = {
    .arcs = shores, .arc_count = ISLANDS, .geometries = departments, .geometry_count = ISLANDS};

void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

static void require_ring(const struct boundaries *b, const struct boundary *item, size_t index)
{
    const struct outline *ring = &b->rings[index];
    struct extent place = frame_degrees(frame_of_department(item->code));
    const struct position *points = b->positions + ring->first;
    double twice_area = 0;
    require(ring->count >= 3 && ring->first + ring->count <= b->position_count);
    for (size_t i = 0; i < ring->count; i++) {
        require(points[i].x >= place.min_x && points[i].x <= place.max_x && points[i].y >= place.min_y &&
                points[i].y <= place.max_y);
        twice_area += i > 0 && i + 1 < ring->count ? position_turn(points[0], points[i], points[i + 1]) : 0;
    }
    bool is_outer = index == item->first_ring || b->rings[index - 1].polygon != ring->polygon;
    require(is_outer ? twice_area >= 0 : twice_area <= 0);
}

static void require_closed(const struct topology *topology, const struct ring *ring)
{
    for (size_t i = 0; i < ring->count; i++) {
        int32_t arc = ring->arcs[i];
        size_t index = (size_t)(arc < 0 ? ~arc : arc);
        require(index < topology->arc_count && topology->arcs[index].count >= 2);
    }
}

static void require_arcs(const struct topology *topology)
{
    require(topology->geometry_count == outlines_reference.geometry_count);
    for (size_t i = 0; i < topology->geometry_count; i++) {
        for (size_t j = 0; j < topology->geometries[i].ring_count; j++) {
            require_closed(topology, &topology->geometries[i].rings[j]);
        }
    }
}

void outlines_follow(struct boundaries *b)
{
    struct error err = {0};
    struct topology topology;
    if (!boundaries_check(b, &outlines_reference, &err)) {
        require(err.kind != ERROR_NONE);
        return;
    }
    require(b->count == outlines_reference.geometry_count);
    for (size_t i = 0; i < b->count; i++) {
        for (size_t j = 0; j < b->items[i].ring_count; j++) {
            require_ring(b, &b->items[i], b->items[i].first_ring + j);
        }
    }
    if (mesh_boundaries(b, &outlines_reference, &topology, &err)) {
        require_arcs(&topology);
    } else {
        require(err.kind != ERROR_NONE);
    }
}
