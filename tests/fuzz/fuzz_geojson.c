/* Any bytes as a GeoJSON file of boundaries: an error with its message, or outlines that keep their promises. */
#include "outlines.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct error err = {0};
    arena_init(&arena);
    struct boundaries boundaries = {.arena = &arena, .name = "fuzz.geojson"};
    bool ok = geojson_read(&boundaries, (struct str){(const char *)data, size}, &outlines_reference, &err);
    require(ok == (err.kind == ERROR_NONE));
    if (ok) {
        outlines_follow(&boundaries);
    }
    arena_clear(&arena);
    return 0;
}
