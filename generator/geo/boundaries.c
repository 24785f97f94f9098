#include "boundaries.h"

#include <math.h>

/* ---- Codes ---- */

/* From the surest. "code" and "id" come last: in files of communes they mean something else. */
static const struct str department_names[] = {
    STR_INIT("insee_dep"), STR_INIT("code_insee_du_departement"),
    STR_INIT("code_dept"), STR_INIT("code_departement"),
    STR_INIT("code_dep"),  STR_INIT("num_dep"),
    STR_INIT("dep_code"),  STR_INIT("code_insee"),
    STR_INIT("ref:insee"), STR_INIT("insee"),
    STR_INIT("dep"),       STR_INIT("departement"),
    STR_INIT("code"),      STR_INIT("iso_3166_2"),
    STR_INIT("id"),
};

size_t boundary_code_rank(struct str property)
{
    for (size_t i = 0; i < sizeof department_names / sizeof *department_names; i++) {
        if (str_equal_ascii_case(property, department_names[i])) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* "FR-01", "1" and "2a" are 01 and 2A. */
static struct str code_of(struct arena *arena, struct str value)
{
    value = str_trim(value);
    if (str_starts(value, STR("FR-"))) {
        value = str_slice(value, 3, value.len);
    }
    struct str code = str_format(arena, value.len == 1 ? "0%.*s" : "%.*s", STR_ARGS(value));
    char *letters = str_text(arena, code);
    for (size_t i = 0; i < code.len; i++) {
        letters[i] = (char)(letters[i] >= 'a' && letters[i] <= 'z' ? letters[i] - 'a' + 'A' : letters[i]);
    }
    return (struct str){letters, code.len};
}

void boundary_code_offer(struct arena *arena, struct boundary_code *code, struct str property, struct str value)
{
    size_t rank = boundary_code_rank(property);
    if (rank < code->rank && value.len > 0 && value.len <= 16) {
        *code = (struct boundary_code){code_of(arena, value), rank};
    }
}

const struct geometry *boundary_reference(const struct topology *reference, struct str code)
{
    for (size_t i = 0; i < reference->geometry_count; i++) {
        const struct geometry *geometry = &reference->geometries[i];
        if (str_equal(geometry->id, code) && str_equal(geometry->object, STR("departements"))) {
            return geometry;
        }
    }
    return NULL;
}

/* ---- Collecting ---- */

void boundaries_begin_feature(struct boundaries *b)
{
    b->items = arena_room(b->arena, b->items, b->count, &b->capacity, sizeof *b->items);
    b->features++;
    b->items[b->count] = (struct boundary){.first_ring = b->ring_count, .feature = b->features};
}

void boundaries_begin_ring(struct boundaries *b, bool is_outer, size_t place)
{
    b->polygon += is_outer;
    *arena_push(b->arena, b->rings, b->ring_count, b->ring_capacity) =
        (struct outline){.first = b->position_count, .polygon = b->polygon, .place = place};
    b->items[b->count].ring_count++;
}

void boundaries_add_position(struct boundaries *b, struct position position)
{
    *arena_push(b->arena, b->positions, b->position_count, b->position_capacity) = position;
    b->rings[b->ring_count - 1].count++;
}

/* "FILE: feature 12 (31), ring 3, byte 4567" */
static struct str where(const struct boundaries *b, const struct boundary *item, size_t ring)
{
    struct str text = str_format(b->arena, "%s: feature %zu (%.*s), ring %zu", b->name, item->feature,
                                 STR_ARGS(item->code), ring - item->first_ring + 1);
    size_t place = b->rings[ring].place;
    return place == 0 ? text : str_format(b->arena, "%.*s, byte %zu", STR_ARGS(text), place);
}

static bool same_position(struct position a, struct position b)
{
    return a.x <= b.x && a.x >= b.x && a.y <= b.y && a.y >= b.y;
}

/* Drops the last position, which repeats the first. */
static bool close_ring(struct boundaries *b, const struct boundary *item, size_t index, struct error *err)
{
    struct outline *ring = &b->rings[index];
    if (ring->count < 4) {
        return error_set(err, ERROR_INPUT,
                         "%.*s: %zu positions; expected four at least, the last like the first; mend it with `ogr2ogr "
                         "-makevalid`",
                         STR_ARGS(where(b, item, index)), ring->count);
    }
    struct position first = b->positions[ring->first], last = b->positions[ring->first + ring->count - 1];
    if (!same_position(first, last)) {
        return error_set(
            err, ERROR_INPUT,
            "%.*s: ends at %.7f %.7f; expected the position it begins at, %.7f %.7f; mend it with `ogr2ogr "
            "-makevalid`",
            STR_ARGS(where(b, item, index)), last.x, last.y, first.x, first.y);
    }
    ring->count--;
    return true;
}

static void forget_feature(struct boundaries *b)
{
    const struct boundary *item = &b->items[b->count];
    if (item->ring_count > 0) {
        b->position_count = b->rings[item->first_ring].first;
    }
    b->ring_count = item->first_ring;
    b->ignored++;
}

bool boundaries_end_feature(struct boundaries *b, const struct boundary_code *code, const struct topology *reference,
                            struct error *err)
{
    struct boundary *item = &b->items[b->count];
    if (code->rank == SIZE_MAX) {
        return error_set(err, ERROR_INPUT,
                         "%s: feature %zu has no INSEE code of a department; expected a property INSEE_DEP, code_insee "
                         "or code",
                         b->name, item->feature);
    }
    item->code = code->text;
    if (boundary_reference(reference, item->code) == NULL) {
        forget_feature(b);
        return true;
    }
    if (item->ring_count == 0) {
        return error_set(err, ERROR_INPUT, "%s: feature %zu (%.*s) has no polygon; expected one", b->name,
                         item->feature, STR_ARGS(item->code));
    }
    b->count++;
    for (size_t i = 0; i < item->ring_count; i++) {
        if (!close_ring(b, item, item->first_ring + i, err)) {
            return false;
        }
    }
    return true;
}

/* ---- Checking the whole ---- */

static const struct boundary *find(const struct boundaries *b, struct str code, size_t before)
{
    for (size_t i = 0; i < before; i++) {
        if (str_equal(b->items[i].code, code)) {
            return &b->items[i];
        }
    }
    return NULL;
}

static bool check_codes(const struct boundaries *b, const struct topology *reference, struct error *err)
{
    for (size_t i = 0; i < b->count; i++) {
        const struct boundary *item = &b->items[i], *other = find(b, item->code, i);
        if (other != NULL) {
            return error_set(err, ERROR_INPUT,
                             "%s: features %zu and %zu are both department %.*s; expected one feature a department; "
                             "dissolve them by their code, or give the layer of departments",
                             b->name, other->feature, item->feature, STR_ARGS(item->code));
        }
    }
    struct str missing = STR("");
    size_t count = 0;
    for (size_t i = 0; i < reference->geometry_count; i++) {
        const struct geometry *geometry = &reference->geometries[i];
        bool is_missing = str_equal(geometry->object, STR("departements")) && find(b, geometry->id, b->count) == NULL;
        count += is_missing;
        if (is_missing && count <= 12) {
            missing = str_format(b->arena, "%.*s %.*s", STR_ARGS(missing), STR_ARGS(geometry->id));
        }
    }
    if (count == 0) {
        return true;
    }
    return error_set(err, ERROR_INPUT,
                     "%s: %zu departments found in %zu features; %zu are missing:%.*s%s; expected all departments, "
                     "overseas ones too: give the edition for the whole country (of IGN's Admin Express, the one in "
                     "WGS 84)",
                     b->name, b->count, b->features, count, STR_ARGS(missing), count > 12 ? "..." : "");
}

static bool holds(struct extent extent, struct position p)
{
    return p.x >= extent.min_x && p.x <= extent.max_x && p.y >= extent.min_y && p.y <= extent.max_y;
}

static bool position_wrong(const struct boundaries *b, const struct boundary *item, size_t ring, struct position p,
                           struct error *err)
{
    struct extent place = frame_degrees(frame_of_department(item->code));
    struct str at = where(b, item, ring);
    if (!(fabs(p.x) <= 180 && fabs(p.y) <= 90)) {
        return error_set(err, ERROR_INPUT,
                         "%.*s: %.3f %.3f are no degrees; expected longitude and latitude (RFC 7946); project it back "
                         "with `ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES`, or give the GeoPackage, which names its "
                         "projection",
                         STR_ARGS(at), p.x, p.y);
    }
    if (holds(place, (struct position){p.y, p.x})) {
        return error_set(err, ERROR_INPUT,
                         "%.*s: %.5f %.5f has the latitude first; expected longitude, latitude (RFC 7946, 3.1.1)",
                         STR_ARGS(at), p.x, p.y);
    }
    return error_set(err, ERROR_INPUT,
                     "%.*s: %.5f %.5f is not where department %.*s is; expected longitudes from %g to %g, latitudes "
                     "from %g to %g: is the code another one's?",
                     STR_ARGS(at), p.x, p.y, STR_ARGS(item->code), place.min_x, place.max_x, place.min_y, place.max_y);
}

/* A department lies in its part of the world, so no ring that passes here can cross the antimeridian. */
static bool check_positions(const struct boundaries *b, struct error *err)
{
    for (size_t i = 0; i < b->count; i++) {
        const struct boundary *item = &b->items[i];
        struct extent place = frame_degrees(frame_of_department(item->code));
        for (size_t j = item->first_ring; j < item->first_ring + item->ring_count; j++) {
            const struct outline *ring = &b->rings[j];
            for (size_t k = ring->first; k < ring->first + ring->count; k++) {
                if (!holds(place, b->positions[k])) {
                    return position_wrong(b, item, j, b->positions[k], err);
                }
            }
        }
    }
    return true;
}

static double twice_area(const struct position *points, size_t count)
{
    double sum = 0;
    for (size_t i = 1; i + 1 < count; i++) {
        sum += position_turn(points[0], points[i], points[i + 1]);
    }
    return sum;
}

/* RFC 7946, 3.1.6: older files wind the other way, which changes nothing to what they mean. */
static void wind(struct boundaries *b, size_t index)
{
    struct outline *ring = &b->rings[index];
    struct position *points = b->positions + ring->first;
    bool is_outer = index == 0 || b->rings[index - 1].polygon != ring->polygon;
    if ((twice_area(points, ring->count) > 0) == is_outer) {
        return;
    }
    for (size_t low = 0, high = ring->count - 1; low < high; low++, high--) {
        struct position kept = points[low];
        points[low] = points[high];
        points[high] = kept;
    }
}

bool boundaries_check(struct boundaries *b, const struct topology *reference, struct error *err)
{
    if (!check_codes(b, reference, err) || !check_positions(b, err)) {
        return false;
    }
    for (size_t i = 0; i < b->ring_count; i++) {
        wind(b, i);
    }
    return true;
}
