// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "copy.h"

#include "gencarto/base/file.h"

/* -1..1, of the arc and the place: the same for all who share it. */
static double chance(uint64_t seed)
{
    seed = (seed ^ seed >> 30) * 0xbf58476d1ce4e5b9ULL;
    seed = (seed ^ seed >> 27) * 0x94d049bb133111ebULL;
    return (double)((seed ^ seed >> 31) >> 11) / 4503599627370496.0 - 1;
}

static struct line divided(struct arena *arena, struct line line, double roughness, uint64_t seed)
{
    size_t count = 2 * line.count - 1;
    struct position *points = arena_array(arena, struct position, count);
    for (size_t i = 0; i < line.count; i++) {
        points[2 * i] = line.points[i];
        if (i + 1 < line.count) {
            struct position a = line.points[i], b = line.points[i + 1];
            double aside = roughness * chance(seed + 2654435761U * i);
            points[2 * i + 1] =
                (struct position){(a.x + b.x) / 2 - aside * (b.y - a.y), (a.y + b.y) / 2 + aside * (b.x - a.x)};
        }
    }
    return (struct line){points, count};
}

struct copy copy_make(struct arena *arena, const char *path, int rounds, double roughness)
{
    struct copy copy = {0};
    struct error err = {0};
    struct str text;
    assert_true(file_read(arena, path, &text, &err));
    assert_true(topology_parse(arena, path, text, &copy.topology, &err));
    copy.arcs = arena_array(arena, struct line, copy.topology.arc_count);
    for (size_t i = 0; i < copy.topology.arc_count; i++) {
        copy.arcs[i] = copy.topology.arcs[i];
        for (int round = 0; round < rounds; round++) {
            copy.arcs[i] = divided(arena, copy.arcs[i], roughness, 1000003 * i + (uint64_t)round);
        }
    }
    return copy;
}

struct line copy_ring(struct arena *arena, const struct copy *copy, const struct ring *ring)
{
    size_t total = 1, count = 0;
    for (size_t i = 0; i < ring->count; i++) {
        total += copy->arcs[ring->arcs[i] < 0 ? ~ring->arcs[i] : ring->arcs[i]].count - 1;
    }
    struct position *points = arena_array(arena, struct position, total);
    for (size_t i = 0; i < ring->count; i++) {
        bool is_backwards = ring->arcs[i] < 0;
        struct line line = copy->arcs[is_backwards ? ~ring->arcs[i] : ring->arcs[i]];
        for (size_t j = 0; j + 1 < line.count; j++) {
            points[count++] = line.points[is_backwards ? line.count - 1 - j : j];
        }
    }
    points[count++] = points[0];
    return (struct line){points, count};
}

static struct position flawed(struct position p, enum copy_flaw flaw, bool is_moved, struct position centre)
{
    switch (flaw) {
    case COPY_SWAPPED:
        return (struct position){p.y, p.x};
    case COPY_PROJECTED:
        return (struct position){700000 + 80000 * p.x, 111000 * p.y};
    case COPY_ALONE:
        return (struct position){p.x + 0.002 * (centre.x - p.x), p.y + 0.002 * (centre.y - p.y)};
    case COPY_OVERLAPPING:
        return (struct position){is_moved ? p.x + 0.0137 : p.x, p.y};
    default:
        return p;
    }
}

static void put_position(struct buf *out, struct position p)
{
    buf_byte(out, '[');
    buf_decimal(out, p.x, 7);
    buf_byte(out, ',');
    buf_decimal(out, p.y, 7);
    buf_byte(out, ']');
}

/* The middles of the first division are straight when roughness is 0: each department may keep its own choice. */
static bool is_dropped(enum copy_flaw flaw, size_t department, size_t point, size_t count)
{
    return flaw == COPY_T_JUNCTIONS && point % 2 == 1 && point + 1 < count && (department + point / 2) % 3 != 0;
}

static void put_ring(struct buf *out, struct line ring, enum copy_flaw flaw, size_t department, bool is_flawed)
{
    struct position centre = ring.points[ring.count / 2];
    size_t count = ring.count - (flaw == COPY_OPEN && is_flawed);
    buf_byte(out, '[');
    for (size_t i = 0; i < count; i++) {
        size_t place = flaw == COPY_CLOCKWISE ? count - 1 - i : i;
        if (!is_dropped(flaw, department, place, count)) {
            buf_text(out, i == 0 ? "" : ",");
            put_position(out, flawed(ring.points[place], flaw, is_flawed, centre));
        }
    }
    buf_byte(out, ']');
}

static void put_feature(struct buf *out, const struct copy *copy, const struct geometry *geometry, size_t department,
                        enum copy_flaw flaw)
{
    bool is_flawed = str_equal(geometry->id, flaw == COPY_OVERLAPPING ? STR("29") : STR("75"));
    if (flaw == COPY_NUMBERS && geometry->id.ptr[0] == '0') {
        buf_format(out,
                   "{\"geometry\":null,\"type\":\"Feature\",\"properties\":{\"nom\":\"\\\"x\",\"code\":null,"
                   "\"insee\":\"988\"}},\n{\"type\":\"Feature\",\"id\":17,\"properties\":{\"code\":%.*s}",
                   STR_ARGS(str_slice(geometry->id, 1, 2)));
    } else {
        const char *name = flaw == COPY_NUMBERS ? "code" : "INSEE_DEP";
        buf_format(out, "{\"type\":\"Feature\",\"properties\":{\"ID\":\"x\",\"%s\":\"%.*s\",\"NOM\":\"[,]\"}", name,
                   STR_ARGS(geometry->id));
    }
    buf_text(out, ",\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (size_t i = 0; i < geometry->ring_count; i++) {
        bool is_outer = i == 0 || geometry->rings[i].polygon != geometry->rings[i - 1].polygon;
        buf_text(out, i == 0 ? "[" : is_outer ? "],[" : ",");
        put_ring(out, copy_ring(out->arena, copy, &geometry->rings[i]), flaw, department, is_flawed);
    }
    buf_text(out, "]]}}");
}

struct str copy_geojson(struct arena *arena, const struct copy *copy, enum copy_flaw flaw)
{
    struct buf out;
    buf_init(&out, arena);
    buf_text(&out, "{\"type\":\"FeatureCollection\",\"name\":\"departement\",\n\"features\":[\n");
    const char *comma = "";
    for (size_t i = 0; i < copy->topology.geometry_count; i++) {
        const struct geometry *geometry = &copy->topology.geometries[i];
        bool is_paris = str_equal(geometry->id, STR("75"));
        int times = !str_equal(geometry->object, STR("departements")) ? 0
                    : is_paris && flaw == COPY_WITHOUT_75             ? 0
                    : is_paris && flaw == COPY_TWICE_75               ? 2
                                                                      : 1;
        for (; times > 0; times--) {
            buf_text(&out, comma);
            put_feature(&out, copy, geometry, i, flaw);
            comma = ",\n";
        }
    }
    buf_text(&out, "\n]}\n");
    return buf_str(&out);
}
