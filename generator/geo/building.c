#include "building.h"

#include <stdlib.h>
#include <string.h>

#include "gencarto/geo/simplification.h"

enum { ABROAD_COARSER = 6 }; /* coasts and borders that are no French ones are only a background */

static size_t arc_index(int32_t arc)
{
    return (size_t)(arc < 0 ? ~arc : arc);
}

/* ---- Building ---- */

struct building {
    struct arena *arena;
    const char *name;
    struct topology topology;
    size_t own_arcs;     /* those from here on are the background's: they share nothing with the others */
    double tolerance_m2; /* of the finest level */
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

static bool in_group(const struct building *b, size_t arc, enum frame frame, bool is_background)
{
    return b->atlas->arcs[arc].frame == frame && (arc >= b->own_arcs) == is_background;
}

/* What crosses although all points are kept crosses in the file itself. */
static bool crossing_error(const struct building *b, const bool *crosses, struct error *err)
{
    const struct atlas *atlas = b->atlas;
    size_t first = 0;
    while (first + 1 < atlas->arc_count && !crosses[first]) {
        first++;
    }
    struct line line = b->topology.arcs[first];
    struct position at = line.points[line.count / 2];
    struct str names[2] = {STR(""), STR("")};
    for (int side = 0; side < 2; side++) {
        size_t department = atlas->arcs[first].departments[side];
        names[side] = department == NO_TERRITORY ? STR("") : atlas->departments[department].code;
    }
    return error_set(err, ERROR_INPUT,
                     "%s: a border of department %.*s%s%.*s, around %.4f %.4f, crosses itself or another one; expected "
                     "departments that neither overlap nor cross themselves; mend the file with `ogr2ogr -makevalid`",
                     b->name, STR_ARGS(names[0]), names[1].len > 0 ? " and " : "", STR_ARGS(names[1]), at.x, at.y);
}

/* An island or enclave that would be smaller than a pixel at the scales of this level is left out of it. */
static bool is_tiny(const struct atlas_arc *arc, double tolerance_m2)
{
    struct line line = arc->lines[LEVEL_FULL];
    bool is_closed = position_distance(line.points[0], line.points[line.count - 1]) <= 0;
    double size = fmax(arc->extent.max_x - arc->extent.min_x, arc->extent.max_y - arc->extent.min_y);
    return is_closed && size < level_pixel_m(tolerance_m2);
}

/* Whether a ray from `p` to the east meets the line an odd number of times. */
static bool is_met(struct line line, struct position p)
{
    bool is_odd = false;
    for (size_t i = 0; i + 1 < line.count; i++) {
        struct position a = line.points[i], b = line.points[i + 1];
        is_odd ^= (a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x);
    }
    return is_odd;
}

static bool begins_or_ends(struct line line, struct position p)
{
    return position_distance(line.points[0], p) <= 0 || position_distance(line.points[line.count - 1], p) <= 0;
}

/* Marks each arc that has passed to the other side of an island: crossings do not show it. */
static size_t mark_swallowing(const struct building *b, const struct line *lines, bool *again)
{
    const struct atlas *atlas = b->atlas;
    size_t marked = 0;
    for (size_t i = 0; i < atlas->arc_count; i++) {
        struct line full = atlas->arcs[i].lines[LEVEL_FULL];
        again[i] = false;
        for (size_t j = 0; lines[i].count > 0 && lines[i].count < full.count && j < atlas->arc_count; j++) {
            struct extent extent = atlas->arcs[i].extent;
            if (j == i || lines[j].count == 0 || !extent_meets(extent, atlas->arcs[j].extent)) {
                continue;
            }
            struct position p = lines[j].points[0];
            if (!begins_or_ends(full, p) && is_met(full, p) != is_met(lines[i], p)) {
                again[i] = true;
                marked++;
                break;
            }
        }
    }
    return marked;
}

/* Arcs that the simplification makes cross, or pass over an island, get finer, together with those they cross, until
 * none does. With all points they are as in the file: where that has a small flaw of its own, coarser ones pass it. */
enum { ATTEMPTS = 8 };
static const double factors[ATTEMPTS] = {1, 1.0 / 4, 1.0 / 16, 0, 4, 16, 64, 256};

static bool simplify_group(struct building *b, enum frame frame, bool is_background, enum level level,
                           double *const *areas, struct error *err)
{
    struct atlas *atlas = b->atlas;
    double tolerance = level == LEVEL_FULL ? b->tolerance_m2 : level_tolerance_m2(level);
    struct line *lines = arena_array(b->arena, struct line, atlas->arc_count);
    size_t *attempts = arena_array(b->arena, size_t, atlas->arc_count);
    bool *again = arena_array(b->arena, bool, atlas->arc_count);
    for (size_t i = 0; i < atlas->arc_count; i++) {
        again[i] = in_group(b, i, frame, is_background) && !is_tiny(&atlas->arcs[i], tolerance);
    }
    size_t crossing = 1;
    for (bool is_left = true; crossing > 0 && is_left;) {
        for (size_t i = 0; i < atlas->arc_count; i++) {
            double coarser = atlas->arcs[i].kind == ARC_ABROAD ? ABROAD_COARSER : 1;
            if (again[i]) {
                lines[i] = simplification_filter(b->arena, atlas->arcs[i].lines[LEVEL_FULL], areas[i],
                                                 coarser * tolerance * factors[attempts[i]]);
            }
        }
        crossing = simplification_crossings(b->arena, lines, atlas->arc_count, again);
        if (crossing == 0) {
            crossing = mark_swallowing(b, lines, again);
        }
        for (size_t i = 0; i < atlas->arc_count; i++) {
            attempts[i] += again[i];
            is_left = is_left && attempts[i] < ATTEMPTS;
        }
    }
    for (size_t i = 0; i < atlas->arc_count; i++) {
        if (in_group(b, i, frame, is_background)) {
            atlas->arcs[i].lines[level] = lines[i];
        }
    }
    return crossing == 0 || crossing_error(b, again, err);
}

static bool simplify(struct building *b, struct error *err)
{
    struct atlas *atlas = b->atlas;
    double **areas = arena_array(b->arena, double *, atlas->arc_count);
    for (size_t i = 0; i < atlas->arc_count; i++) {
        struct line full = atlas->arcs[i].lines[LEVEL_FULL];
        areas[i] = arena_array(b->arena, double, full.count);
        simplification_weigh(b->arena, full, b->keep[i], areas[i]);
    }
    for (enum level level = LEVEL_LOCATOR; level < LEVELS;
         level++) { /* the finest last: the others are made of all points */
        for (enum frame frame = FRAME_MAINLAND; frame < FRAMES; frame++) {
            if (!simplify_group(b, frame, false, level, areas, err) ||
                (b->own_arcs < atlas->arc_count && !simplify_group(b, frame, true, level, areas, err))) {
                return false;
            }
        }
    }
    return true;
}

/* ---- Territories ---- */

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

static bool build(struct building *b, struct error *err)
{
    struct atlas *atlas = b->atlas;
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
    if (!simplify(b, err)) {
        return false;
    }
    make_territories(b);
    return true;
}

/* ---- Background: the neighbouring land of another file ---- */

/* The country with its arcs added to the topology's. */
static struct geometry moved_country(struct arena *arena, const struct geometry *country,
                                     const struct topology *background, struct topology *topology, size_t *places)
{
    struct geometry moved = *country;
    moved.rings = arena_array(arena, struct ring, country->ring_count);
    for (size_t i = 0; i < country->ring_count; i++) {
        const struct ring *ring = &country->rings[i];
        int32_t *arcs = arena_array(arena, int32_t, ring->count);
        for (size_t j = 0; j < ring->count; j++) {
            size_t index = arc_index(ring->arcs[j]);
            if (places[index] == 0) {
                topology->arcs[topology->arc_count++] = background->arcs[index];
                places[index] = topology->arc_count;
            }
            int32_t place = (int32_t)(places[index] - 1);
            arcs[j] = ring->arcs[j] < 0 ? ~place : place;
        }
        moved.rings[i] = (struct ring){arcs, ring->count, ring->polygon};
    }
    return moved;
}

static struct topology with_background(struct arena *arena, const struct topology *topology,
                                       const struct topology *background)
{
    struct topology both = {
        .arcs = arena_array(arena, struct line, topology->arc_count + background->arc_count),
        .arc_count = topology->arc_count,
        .geometries = arena_array(arena, struct geometry, topology->geometry_count + background->geometry_count),
        .geometry_count = topology->geometry_count,
    };
    size_t *places = arena_array(arena, size_t, background->arc_count);
    memcpy(both.arcs, topology->arcs, topology->arc_count * sizeof *both.arcs);
    memcpy(both.geometries, topology->geometries, topology->geometry_count * sizeof *both.geometries);
    for (size_t i = 0; i < background->geometry_count; i++) {
        const struct geometry *country = &background->geometries[i];
        if (str_equal(country->object, STR("voisins"))) {
            both.geometries[both.geometry_count++] = moved_country(arena, country, background, &both, places);
        }
    }
    return both;
}

bool atlas_build(struct arena *arena, const char *name, const struct topology *topology,
                 const struct topology *background, double tolerance_m2, struct atlas *out_atlas, struct error *err)
{
    struct atlas atlas = {0};
    struct building b = {.arena = arena, .name = name, .tolerance_m2 = tolerance_m2, .atlas = &atlas};
    b.own_arcs = topology->arc_count;
    b.topology = background == NULL ? *topology : with_background(arena, topology, background);
    bool ok = projections_open(&b.projections, err) && build(&b, err);
    projections_close(b.projections);
    if (ok) {
        *out_atlas = atlas;
    }
    return ok;
}
