#include "gencarto/geo/atlas.h"

#include <stdlib.h>

#include "building.h"
#include "geos_library.h"

#define SQUARE_KM     1e6
#define SQUARE_PIXELS 10 /* what a level's smallest triangle covers at its smallest scale */

static const double tolerances_m2[LEVELS] = {
    [LEVEL_LOCATOR] = 40 * SQUARE_KM, [LEVEL_FRANCE] = 32 * SQUARE_KM, [LEVEL_REGION] = 2 * SQUARE_KM,
    [LEVEL_DETAIL] = 0.6 * SQUARE_KM, [LEVEL_FINE] = 0.1 * SQUARE_KM,  [LEVEL_FULL] = 0,
};

double level_tolerance_m2(enum level level)
{
    return tolerances_m2[level];
}

double level_pixel_m(double tolerance_m2)
{
    return sqrt(tolerance_m2 / SQUARE_PIXELS);
}

enum level level_for(double metres_per_pixel)
{
    enum level level = LEVEL_LOCATOR;
    while (level < LEVEL_FULL && level_pixel_m(tolerances_m2[level]) > metres_per_pixel) {
        level++;
    }
    return level;
}

/* ---- Territories ---- */

static int compare_territories(const void *a, const void *b)
{
    return str_compare(((const struct territory *)a)->code, ((const struct territory *)b)->code);
}

static const struct territory *territory_find(const struct territory *territories, size_t count, struct str code)
{
    struct territory key = {.code = code};
    return count == 0 ? NULL : bsearch(&key, territories, count, sizeof key, compare_territories);
}

const struct territory *atlas_department(const struct atlas *atlas, struct str code)
{
    return territory_find(atlas->departments, atlas->department_count, code);
}

const struct territory *atlas_region(const struct atlas *atlas, struct str code)
{
    return territory_find(atlas->regions, atlas->region_count, code);
}

static size_t arc_index(int32_t arc)
{
    return (size_t)(arc < 0 ? ~arc : arc);
}

struct line atlas_ring(struct arena *arena, const struct atlas *atlas, const struct ring *ring, enum level level)
{
    size_t total = 0;
    for (size_t i = 0; i < ring->count; i++) {
        size_t points = atlas->arcs[arc_index(ring->arcs[i])].lines[level].count;
        total += points > 0 ? points - 1 : 0;
    }
    struct position *points = arena_array(arena, struct position, total);
    size_t count = 0;
    for (size_t i = 0; i < ring->count; i++) {
        struct line line = atlas->arcs[arc_index(ring->arcs[i])].lines[level];
        for (size_t j = 0; j + 1 < line.count; j++) {
            points[count++] = line.points[ring->arcs[i] < 0 ? line.count - 1 - j : j];
        }
    }
    return (struct line){points, count};
}

/* ---- Questions ---- */

/* Walks the full outline: whether a ray to the east crosses it an odd number of times, and how near it comes. */
static bool walk_outline(const struct atlas *atlas, const struct territory *territory, struct position p,
                         double *out_distance)
{
    bool is_inside = false;
    *out_distance = HUGE_VAL;
    for (size_t i = 0; i < territory->ring_count; i++) {
        for (size_t j = 0; j < territory->rings[i].count; j++) {
            struct line line = atlas->arcs[arc_index(territory->rings[i].arcs[j])].lines[LEVEL_FULL];
            for (size_t k = 0; k + 1 < line.count; k++) {
                struct position a = line.points[k], b = line.points[k + 1];
                if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)) {
                    is_inside = !is_inside;
                }
                *out_distance = fmin(*out_distance, position_distance_to_segment(p, a, b));
            }
        }
    }
    return is_inside;
}

bool atlas_contains(const struct atlas *atlas, const struct territory *territory, struct position position)
{
    double distance;
    return extent_meets(territory->extent, (struct extent){position.x, position.y, position.x, position.y}) &&
           walk_outline(atlas, territory, position, &distance);
}

double atlas_distance_m(const struct atlas *atlas, const struct territory *territory, struct position position)
{
    double distance;
    return walk_outline(atlas, territory, position, &distance) ? 0 : distance;
}

/* ---- Reading ---- */

bool atlas_parse(struct arena *arena, const char *name, struct str text, struct atlas *out_atlas, struct error *err)
{
    struct topology topology;
    return topology_parse(arena, name, text, &topology, err) &&
           atlas_build(arena, name, &topology, NULL, 0, out_atlas, err) && geos_open(arena, &out_atlas->geos, err);
}

bool atlas_read(struct arena *arena, const char *path, struct atlas *out_atlas, struct error *err)
{
    struct atlas_source source = {.file = path};
    return atlas_open(arena, &source, out_atlas, err);
}
