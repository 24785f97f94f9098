#include "gencarto/geo/atlas.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/file.h"
#include "gencarto/geo/simplification.h"

#define SQUARE_KM      1e6
#define ABROAD_COARSER 6 /* coasts and borders that are no French ones are only a background */

static const double tolerances_m2[LEVELS] = {
    [LEVEL_LOCATOR] = 40 * SQUARE_KM, [LEVEL_FRANCE] = 15 * SQUARE_KM, [LEVEL_REGION] = 2 * SQUARE_KM,
    [LEVEL_DETAIL] = 0.6 * SQUARE_KM, [LEVEL_FINE] = 0.1 * SQUARE_KM,  [LEVEL_FULL] = 0,
};

double level_tolerance_m2(enum level level)
{
    return tolerances_m2[level];
}

enum level level_for(double metres_per_pixel)
{
    enum level level = LEVEL_LOCATOR;
    while (level < LEVEL_FULL && tolerances_m2[level] > 8 * metres_per_pixel * metres_per_pixel) {
        level++;
    }
    return level;
}

/* ---- Building ---- */

struct building {
    struct arena *arena;
    const char *name;
    struct topology topology;
    struct projections *projections;
    struct atlas *atlas;
    size_t *keep; /* of each arc: the inner points that stay at every scale */
};

static int compare_territories(const void *a, const void *b)
{
    return str_compare(((const struct territory *)a)->code, ((const struct territory *)b)->code);
}

static size_t territories_of(struct building *b, const char *object, struct territory **out_territories)
{
    const struct topology *topology = &b->topology;
    struct territory *territories = arena_array(b->arena, struct territory, topology->geometry_count);
    size_t count = 0;
    for (size_t i = 0; i < topology->geometry_count; i++) {
        const struct geometry *geometry = &topology->geometries[i];
        if (str_equal(geometry->object, str_from(object)) && geometry->ring_count > 0) {
            territories[count++] = (struct territory){.code = geometry->id,
                                                      .region = NO_TERRITORY,
                                                      .rings = geometry->rings,
                                                      .ring_count = geometry->ring_count,
                                                      .extent = EXTENT_EMPTY};
        }
    }
    qsort(territories, count, sizeof *territories, compare_territories);
    *out_territories = territories;
    return count;
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

static bool find_regions(struct building *b, struct error *err)
{
    struct atlas *atlas = b->atlas;
    atlas->regions = arena_array(b->arena, struct territory, b->topology.geometry_count);
    for (size_t i = 0; i < b->topology.geometry_count; i++) {
        struct str region = b->topology.geometries[i].region;
        const struct territory *department = atlas_department(atlas, b->topology.geometries[i].id);
        if (department == NULL || department->rings != b->topology.geometries[i].rings) {
            continue;
        }
        if (region.len == 0) {
            return error_set(err, ERROR_INPUT, "%s: department %.*s has no property \"region\"", b->name,
                             STR_ARGS(department->code));
        }
        if (atlas_region(atlas, region) == NULL) {
            atlas->regions[atlas->region_count++] =
                (struct territory){.code = region, .region = NO_TERRITORY, .extent = EXTENT_EMPTY};
            qsort(atlas->regions, atlas->region_count, sizeof *atlas->regions, compare_territories);
        }
    }
    for (size_t i = 0; i < b->topology.geometry_count; i++) {
        const struct territory *department = atlas_department(atlas, b->topology.geometries[i].id);
        if (department != NULL && department->rings == b->topology.geometries[i].rings) {
            size_t index = (size_t)(department - atlas->departments);
            const struct territory *region = atlas_region(atlas, b->topology.geometries[i].region);
            atlas->departments[index].region = (size_t)(region - atlas->regions);
        }
    }
    return true;
}

static size_t arc_index(int32_t arc)
{
    return (size_t)(arc < 0 ? ~arc : arc);
}

/* A ring of one arc must stay a ring, one of two must keep an inside. */
static size_t points_to_keep(const struct ring *ring)
{
    return ring->count == 1 ? 3 : ring->count == 2 ? 1 : 0;
}

static void use_arcs(struct building *b, const struct territory *territory, size_t department)
{
    for (size_t i = 0; i < territory->ring_count; i++) {
        const struct ring *ring = &territory->rings[i];
        for (size_t j = 0; j < ring->count; j++) {
            size_t index = arc_index(ring->arcs[j]);
            struct atlas_arc *arc = &b->atlas->arcs[index];
            arc->frame = territory->frame;
            b->keep[index] = b->keep[index] > points_to_keep(ring) ? b->keep[index] : points_to_keep(ring);
            if (department == NO_TERRITORY) {
                arc->kind = arc->departments[0] == NO_TERRITORY ? ARC_ABROAD : ARC_BORDER;
            } else {
                arc->departments[arc->departments[0] != NO_TERRITORY] = department;
            }
        }
    }
}

static void find_sides(struct building *b)
{
    struct atlas *atlas = b->atlas;
    for (size_t i = 0; i < atlas->arc_count; i++) {
        atlas->arcs[i].departments[0] = atlas->arcs[i].departments[1] = NO_TERRITORY;
        atlas->arcs[i].kind = ARC_COAST;
    }
    for (size_t i = 0; i < atlas->department_count; i++) {
        atlas->departments[i].frame = frame_of_department(atlas->departments[i].code);
        use_arcs(b, &atlas->departments[i], i);
    }
    for (size_t i = 0; i < atlas->country_count; i++) {
        size_t first = arc_index(atlas->countries[i].rings[0].arcs[0]);
        atlas->countries[i].frame = frame_of_degrees(b->topology.arcs[first].points[0]);
        use_arcs(b, &atlas->countries[i], NO_TERRITORY);
    }
    for (size_t i = 0; i < atlas->arc_count; i++) {
        struct atlas_arc *arc = &atlas->arcs[i];
        if (arc->departments[0] == NO_TERRITORY) {
            arc->kind = ARC_ABROAD;
        } else if (arc->departments[1] != NO_TERRITORY) {
            bool same =
                atlas->departments[arc->departments[0]].region == atlas->departments[arc->departments[1]].region;
            arc->kind = same ? ARC_DEPARTMENT : ARC_REGION;
        }
    }
}

static bool project_arcs(struct building *b, struct error *err)
{
    for (size_t i = 0; i < b->atlas->arc_count; i++) {
        struct line degrees = b->topology.arcs[i];
        struct position *points = arena_array(b->arena, struct position, degrees.count);
        memcpy(points, degrees.points, degrees.count * sizeof *points);
        if (!projections_forward(b->projections, b->atlas->arcs[i].frame, points, degrees.count, err)) {
            return false;
        }
        b->atlas->arcs[i].lines[LEVEL_FULL] = (struct line){points, degrees.count};
        b->atlas->arcs[i].extent = extent_of(points, degrees.count);
    }
    return true;
}

/* ---- Levels ---- */

/* Arcs that the simplification makes cross get finer, together with those they cross, until none does. */
static void simplify_frame(struct building *b, enum frame frame, enum level level, double *const *areas)
{
    struct atlas *atlas = b->atlas;
    struct line *lines = arena_array(b->arena, struct line, atlas->arc_count);
    double *tolerances = arena_array(b->arena, double, atlas->arc_count);
    bool *again = arena_array(b->arena, bool, atlas->arc_count);
    for (size_t i = 0; i < atlas->arc_count; i++) {
        tolerances[i] =
            atlas->arcs[i].kind == ARC_ABROAD ? ABROAD_COARSER * tolerances_m2[level] : tolerances_m2[level];
        again[i] = atlas->arcs[i].frame == frame;
    }
    size_t crossing = 1;
    for (int round = 0; crossing > 0 && round < 8; round++) {
        for (size_t i = 0; i < atlas->arc_count; i++) {
            if (again[i]) {
                lines[i] = simplification_filter(b->arena, atlas->arcs[i].lines[LEVEL_FULL], areas[i], tolerances[i]);
            }
        }
        crossing = simplification_crossings(b->arena, lines, atlas->arc_count, again);
        for (size_t i = 0; i < atlas->arc_count; i++) {
            tolerances[i] = !again[i] ? tolerances[i] : round < 6 ? tolerances[i] / 4 : 0;
        }
    }
    for (size_t i = 0; i < atlas->arc_count; i++) {
        if (atlas->arcs[i].frame == frame) {
            atlas->arcs[i].lines[level] = lines[i];
        }
    }
}

static void simplify(struct building *b)
{
    struct atlas *atlas = b->atlas;
    double **areas = arena_array(b->arena, double *, atlas->arc_count);
    for (size_t i = 0; i < atlas->arc_count; i++) {
        struct line full = atlas->arcs[i].lines[LEVEL_FULL];
        areas[i] = arena_array(b->arena, double, full.count);
        simplification_weigh(b->arena, full, b->keep[i], areas[i]);
    }
    for (enum level level = LEVEL_LOCATOR; level < LEVEL_FULL; level++) {
        for (enum frame frame = FRAME_MAINLAND; frame < FRAMES; frame++) {
            simplify_frame(b, frame, level, areas);
        }
    }
}

/* ---- Territories ---- */

struct line atlas_ring(struct arena *arena, const struct atlas *atlas, const struct ring *ring, enum level level)
{
    size_t total = 0;
    for (size_t i = 0; i < ring->count; i++) {
        total += atlas->arcs[arc_index(ring->arcs[i])].lines[level].count - 1;
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

static double ring_area_m2(struct line ring)
{
    double twice = 0;
    for (size_t i = 0; i < ring.count; i++) {
        struct position origin = ring.points[0], a = ring.points[i], b = ring.points[(i + 1) % ring.count];
        twice += position_turn(origin, a, b);
    }
    return twice / 2;
}

/* Outer rings and holes turn against each other (RFC 7946), so the areas add up whatever the side chosen. */
static void measure(struct building *b, struct territory *territory)
{
    struct arena_mark mark = arena_save(b->arena);
    double area = 0;
    territory->extent = EXTENT_EMPTY;
    for (size_t i = 0; i < territory->ring_count; i++) {
        struct line ring = atlas_ring(b->arena, b->atlas, &territory->rings[i], LEVEL_FULL);
        area += ring_area_m2(ring);
        extent_join(&territory->extent, extent_of(ring.points, ring.count));
    }
    territory->area_m2 = fabs(area);
    arena_restore(b->arena, mark);
}

static struct position arc_end(const struct atlas *atlas, int32_t arc, bool last)
{
    struct line line = atlas->arcs[arc_index(arc)].lines[LEVEL_FULL];
    return line.points[(arc < 0) != last ? line.count - 1 : 0];
}

/* The arcs of a region's departments that lead along its outline, in their direction. */
static size_t outline_arcs(struct building *b, size_t region, int32_t *out_arcs)
{
    size_t count = 0;
    for (size_t i = 0; i < b->atlas->department_count; i++) {
        const struct territory *department = &b->atlas->departments[i];
        for (size_t j = 0; department->region == region && j < department->ring_count; j++) {
            for (size_t k = 0; k < department->rings[j].count; k++) {
                int32_t arc = department->rings[j].arcs[k];
                if (b->atlas->arcs[arc_index(arc)].kind != ARC_DEPARTMENT) {
                    out_arcs[count++] = arc;
                }
            }
        }
    }
    return count;
}

/* The place in arcs[from..count-1] of one that begins where `end` is; count when there is none. */
static size_t arc_from(const struct atlas *atlas, const int32_t *arcs, size_t from, size_t count, struct position end)
{
    while (from < count) {
        struct position start = arc_end(atlas, arcs[from], false);
        if (position_distance(start, end) <= 0) {
            break;
        }
        from++;
    }
    return from;
}

/* A region is its departments without the arcs between them: those left are chained into rings. */
static void dissolve(struct building *b, size_t index)
{
    struct territory *region = &b->atlas->regions[index];
    int32_t *arcs = arena_array(b->arena, int32_t, 2 * b->atlas->arc_count);
    size_t count = outline_arcs(b, index, arcs);
    region->rings = arena_array(b->arena, struct ring, count);
    for (size_t start = 0; start < count;) {
        struct position first = arc_end(b->atlas, arcs[start], false);
        size_t last = start;
        while (position_distance(arc_end(b->atlas, arcs[last], true), first) > 0) {
            size_t next = arc_from(b->atlas, arcs, last + 1, count, arc_end(b->atlas, arcs[last], true));
            if (next == count) {
                break;
            }
            int32_t arc = arcs[next];
            memmove(&arcs[last + 2], &arcs[last + 1], (next - last - 1) * sizeof *arcs);
            arcs[++last] = arc;
        }
        region->rings[region->ring_count] = (struct ring){&arcs[start], last + 1 - start, region->ring_count};
        region->ring_count++;
        start = last + 1;
    }
    region->frame = b->atlas->arcs[arc_index(arcs[0])].frame;
}

static void make_territories(struct building *b)
{
    struct atlas *atlas = b->atlas;
    for (size_t i = 0; i < atlas->department_count; i++) {
        measure(b, &atlas->departments[i]);
    }
    for (size_t i = 0; i < atlas->country_count; i++) {
        measure(b, &atlas->countries[i]);
    }
    for (size_t i = 0; i < atlas->region_count; i++) {
        dissolve(b, i);
        measure(b, &atlas->regions[i]);
    }
}

static bool build(struct building *b, struct str text, struct error *err)
{
    struct atlas *atlas = b->atlas;
    if (!topology_parse(b->arena, b->name, text, &b->topology, err)) {
        return false;
    }
    atlas->arc_count = b->topology.arc_count;
    atlas->arcs = arena_array(b->arena, struct atlas_arc, atlas->arc_count);
    b->keep = arena_array(b->arena, size_t, atlas->arc_count);
    atlas->department_count = territories_of(b, "departements", &atlas->departments);
    atlas->country_count = territories_of(b, "voisins", &atlas->countries);
    if (atlas->department_count == 0) {
        return error_set(err, ERROR_INPUT, "%s: no polygon in the object \"departements\"", b->name);
    }
    if (!find_regions(b, err)) {
        return false;
    }
    find_sides(b);
    if (!project_arcs(b, err)) {
        return false;
    }
    simplify(b);
    make_territories(b);
    return true;
}

bool atlas_parse(struct arena *arena, const char *name, struct str text, struct atlas *out_atlas, struct error *err)
{
    struct atlas atlas = {0};
    struct building b = {.arena = arena, .name = name, .atlas = &atlas};
    bool ok = projections_open(&b.projections, err) && build(&b, text, err);
    projections_close(b.projections);
    if (ok) {
        *out_atlas = atlas;
    }
    return ok;
}

bool atlas_read(struct arena *arena, const char *path, struct atlas *out_atlas, struct error *err)
{
    struct arena scratch;
    arena_init(&scratch);
    struct str text;
    bool ok = file_read(&scratch, path, &text, err) && atlas_parse(arena, path, text, out_atlas, err);
    arena_clear(&scratch);
    return ok;
}

/* ---- Questions ---- */

size_t atlas_neighbours(struct arena *arena, const struct atlas *atlas, size_t region, size_t **out_regions)
{
    bool *beside = arena_array(arena, bool, atlas->region_count);
    for (size_t i = 0; i < atlas->arc_count; i++) {
        if (atlas->arcs[i].kind == ARC_REGION) {
            size_t a = atlas->departments[atlas->arcs[i].departments[0]].region;
            size_t b = atlas->departments[atlas->arcs[i].departments[1]].region;
            beside[a == region ? b : a] |= a == region || b == region;
        }
    }
    size_t *regions = arena_array(arena, size_t, atlas->region_count);
    size_t count = 0;
    for (size_t i = 0; i < atlas->region_count; i++) {
        if (beside[i]) {
            regions[count++] = i;
        }
    }
    *out_regions = regions;
    return count;
}

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
