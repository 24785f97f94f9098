/* Any bytes as the geometries of a GeoPackage, each after its length in two bytes, of one department after another. */
#include "outlines.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The next geometry; false at the end. */
static bool take_geometry(struct str *rest, struct str *out_geometry)
{
    if (rest->len < 2) {
        return false;
    }
    size_t wanted = (size_t)(unsigned char)rest->ptr[0] << 8 | (unsigned char)rest->ptr[1];
    size_t end = rest->len - 2 < wanted ? rest->len : 2 + wanted;
    *out_geometry = str_slice(*rest, 2, end);
    *rest = str_slice(*rest, end, rest->len);
    return true;
}

static bool read_feature(struct boundaries *boundaries, struct str geometry, struct error *err)
{
    const struct geometry *department =
        &outlines_reference.geometries[boundaries->features % outlines_reference.geometry_count];
    struct boundary_code code = BOUNDARY_NO_CODE;
    boundaries_begin_feature(boundaries);
    boundary_code_offer(boundaries->arena, &code, STR("code_insee"), department->id);
    return geopackage_geometry_read(boundaries, geometry, err) &&
           boundaries_end_feature(boundaries, &code, &outlines_reference, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct error err = {0};
    arena_init(&arena);
    struct boundaries boundaries = {.arena = &arena, .name = "fuzz.gpkg"};
    struct str rest = {(const char *)data, size}, geometry;
    bool ok = true;
    while (ok && take_geometry(&rest, &geometry)) {
        ok = read_feature(&boundaries, geometry, &err);
        require(ok == (err.kind == ERROR_NONE));
    }
    if (ok) {
        outlines_follow(&boundaries);
    }
    arena_clear(&arena);
    return 0;
}
