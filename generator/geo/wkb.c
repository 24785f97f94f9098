/* A geometry of a GeoPackage (OGC 12-128r19, 2.1.3): well-known binary (OGC 06-103r4) after a short header. */
#include "boundaries.h"

#include <string.h>

struct binary {
    struct str bytes;
    size_t at;
    bool is_big_endian, is_cut; /* is_cut: something was wanted after the end */
};

static uint64_t take(struct binary *binary, size_t size)
{
    uint64_t value = 0;
    if (binary->bytes.len - binary->at < size) {
        binary->is_cut = true;
        return 0;
    }
    for (size_t i = 0; i < size; i++) {
        size_t place = binary->is_big_endian ? i : size - 1 - i;
        value = value << 8 | (unsigned char)binary->bytes.ptr[binary->at + place];
    }
    binary->at += size;
    return value;
}

static double take_double(struct binary *binary)
{
    uint64_t bits = take(binary, sizeof bits);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

enum { WKB_POLYGON = 3, WKB_MULTIPOLYGON = 6 };

/* The kind of geometry and how many numbers a position has: ISO adds 1000 for Z, 2000 for M; others set high bits. */
static uint64_t take_type(struct binary *binary, size_t *out_dimensions)
{
    binary->is_big_endian = take(binary, 1) == 0;
    uint64_t type = take(binary, 4);
    bool has_height = (type & 0x80000000U) != 0, has_measure = (type & 0x40000000U) != 0;
    bool has_system = (type & 0x20000000U) != 0;
    type &= 0x0FFFFFFFU;
    has_height = has_height || type / 1000 == 1 || type / 1000 == 3;
    has_measure = has_measure || type / 1000 == 2 || type / 1000 == 3;
    *out_dimensions = 2 + (size_t)has_height + (size_t)has_measure;
    take(binary, has_system ? 4 : 0);
    return type % 1000;
}

static void read_rings(struct boundaries *boundaries, struct binary *binary, size_t dimensions)
{
    uint64_t rings = take(binary, 4);
    for (uint64_t i = 0; i < rings && !binary->is_cut; i++) {
        uint64_t count = take(binary, 4);
        boundaries_begin_ring(boundaries, i == 0, 0);
        for (uint64_t j = 0; j < count && !binary->is_cut; j++) {
            struct position position;
            position.x = take_double(binary);
            position.y = take_double(binary);
            for (size_t k = 2; k < dimensions; k++) {
                take_double(binary);
            }
            boundaries_add_position(boundaries, position);
        }
    }
}

static bool wrong_geometry(const struct boundaries *boundaries, const char *found, struct error *err)
{
    return error_set(err, ERROR_INPUT,
                     "%s: feature %zu: %s; expected a polygon or multipolygon in the binary form of GeoPackage",
                     boundaries->name, boundaries->features, found);
}

bool geopackage_geometry_read(struct boundaries *boundaries, struct str bytes, struct error *err)
{
    static const size_t envelope_sizes[] = {0, 32, 48, 48, 64};
    if (bytes.len < 8 || !str_starts(bytes, STR("GP"))) {
        return wrong_geometry(boundaries, "a geometry without its header \"GP\"", err);
    }
    unsigned envelope = ((unsigned)(unsigned char)bytes.ptr[3] >> 1) & 7U;
    if (envelope >= sizeof envelope_sizes / sizeof *envelope_sizes) {
        return wrong_geometry(boundaries, "a geometry with an unknown envelope", err);
    }
    struct binary binary = {.bytes = bytes, .at = 8};
    binary.is_cut = bytes.len < 8 + envelope_sizes[envelope];
    binary.at = binary.is_cut ? bytes.len : 8 + envelope_sizes[envelope];
    size_t dimensions;
    uint64_t type = take_type(&binary, &dimensions);
    if (type == WKB_POLYGON) {
        read_rings(boundaries, &binary, dimensions);
    } else if (type == WKB_MULTIPOLYGON) {
        uint64_t count = take(&binary, 4);
        for (uint64_t i = 0; i < count && !binary.is_cut; i++) {
            if (take_type(&binary, &dimensions) == WKB_POLYGON) {
                read_rings(boundaries, &binary, dimensions);
            } else {
                binary.is_cut = true;
            }
        }
    } else if (!binary.is_cut) {
        return wrong_geometry(boundaries, "a geometry that is no polygon", err);
    }
    return !binary.is_cut || wrong_geometry(boundaries, "a geometry that is cut short", err);
}
