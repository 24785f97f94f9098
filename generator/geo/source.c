/* Opening boundaries of any form, through the cache. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "boundaries.h"
#include "building.h"
#include "gencarto/base/file.h"
#include "gencarto/base/siphash.h"
#include "geos_library.h"
#include "mesh.h"
#include "proj_library.h"
#include "store.h"

#define CACHE_NAME       "boundaries.atlas"
#define FINEST_TOLERANCE 1000 /* m²: a triangle of some 30 m; the smallest department has 18 km on 760 pixels */

enum form { FORM_TOPOJSON, FORM_GEOJSON, FORM_GEOPACKAGE };

/* A GeoPackage begins like any SQLite file; a TopoJSON topology says so, and has arcs. */
static enum form form_of(struct str content)
{
    if (str_starts(content, STR("SQLite format 3"))) {
        return FORM_GEOPACKAGE;
    }
    struct str head = str_slice(content, 0, 65536), tail = str_slice(content, content.len - head.len, content.len);
    bool is_topology =
        str_find(head, STR("\"Topology\""), 0) < head.len || str_find(tail, STR("\"Topology\""), 0) < tail.len;
    return is_topology ? FORM_TOPOJSON : FORM_GEOJSON;
}

struct opening {
    const struct atlas_source *source;
    struct arena *scratch;
    const struct geos *geos;
    struct file_map file, shipped;
};

/* ---- Reading ---- */

static bool read_outlines(struct opening *o, enum form form, const struct topology *reference,
                          struct topology *out_topology, struct error *err)
{
    struct boundaries boundaries = {.arena = o->scratch, .name = o->source->file};
    bool ok = form == FORM_GEOPACKAGE ? geopackage_read(&boundaries, o->source->file, reference, err)
                                      : geojson_read(&boundaries, o->file.content, reference, err);
    return ok && boundaries_check(&boundaries, reference, err) &&
           mesh_boundaries(&boundaries, reference, out_topology, err);
}

/* The atlas lives in the scratch arena, and borrows from the files. */
static bool make(struct opening *o, struct atlas *out_atlas, struct error *err)
{
    const struct atlas_source *source = o->source;
    enum form form = form_of(o->file.content);
    struct topology topology, reference;
    if (form == FORM_TOPOJSON) {
        return topology_parse(o->scratch, source->file, o->file.content, &topology, err) &&
               atlas_build(o->scratch, source->file, &topology, NULL, 0, out_atlas, err);
    }
    return topology_parse(o->scratch, source->shipped, o->shipped.content, &reference, err) &&
           read_outlines(o, form, &reference, &topology, err) &&
           atlas_build(o->scratch, source->file, &topology, &reference, FINEST_TOLERANCE, out_atlas, err);
}

/* ---- Cache ---- */

/* Of the contents and of the program that reads them: GEO_SOURCES is the digest of this folder, made by the build. PROJ
 * is not opened for a cache that holds: its version is the one built with. */
static struct store_key key_of(const struct opening *o)
{
    static const struct siphash_key keys[2] = {{0x67656e636172746fULL, 0x626f756e64617269ULL},
                                               {0x65732f61746c6173ULL, 0x2f6b65792f736970ULL}};
    struct str program = str_format(o->scratch, "%s %s %d.%d.%d", GEO_SOURCES, o->geos->version(), PROJ_VERSION_MAJOR,
                                    PROJ_VERSION_MINOR, PROJ_VERSION_PATCH);
    bool is_shipped = str_equal(o->file.content, o->shipped.content);
    struct store_key key;
    for (int i = 0; i < 2; i++) {
        uint64_t file = siphash(keys[i], o->file.content);
        uint64_t parts[3] = {file, is_shipped ? file : siphash(keys[i], o->shipped.content), 0};
        parts[2] = siphash(keys[i], program);
        key.words[i] = siphash(keys[1 - i], (struct str){(const char *)parts, sizeof parts});
    }
    return key;
}

/* A run that reads meanwhile has the old file or the new one, whole. */
static void keep(const struct opening *o, struct str bytes)
{
    struct error ignored = {0};
    char *path = file_join(o->scratch, o->source->cache, CACHE_NAME);
    char *part = str_text(o->scratch, str_format(o->scratch, "%s.%ld", path, (long)getpid()));
    if (file_make_folders(o->source->cache, &ignored) && file_write(part, bytes, &ignored) && rename(part, path) == 0) {
        return;
    }
    unlink(part);
}

static bool open_cached(struct arena *arena, const struct opening *o, struct store_key key, struct atlas *out_atlas)
{
    struct error ignored = {0};
    struct str bytes;
    char *path = file_join(o->scratch, o->source->cache, CACHE_NAME);
    return file_exists(path) && file_read(arena, path, &bytes, &ignored) && store_read(arena, bytes, key, out_atlas);
}

/* Whether it comes from the cache or not, what is used is what the cache holds. */
static bool open_source(struct arena *arena, struct opening *o, struct atlas *out_atlas, struct error *err)
{
    struct store_key key = key_of(o);
    if (o->source->cache != NULL && open_cached(arena, o, key, out_atlas)) {
        return true;
    }
    struct atlas atlas;
    if (!make(o, &atlas, err)) {
        return false;
    }
    struct buf bytes;
    buf_init(&bytes, arena);
    store_write(&bytes, &atlas, key);
    if (o->source->cache != NULL) {
        keep(o, buf_str(&bytes));
    }
    return store_read(arena, buf_str(&bytes), key, out_atlas) ||
           error_set(err, ERROR_SYSTEM, "%s: the atlas does not read back", o->source->file);
}

bool atlas_open(struct arena *arena, const struct atlas_source *source, struct atlas *out_atlas, struct error *err)
{
    struct arena scratch;
    arena_init(&scratch);
    struct opening o = {.source = source, .scratch = &scratch};
    bool ok = geos_open(arena, &o.geos, err) && file_map(&scratch, source->file, &o.file, err) &&
              (source->shipped == NULL || file_map(&scratch, source->shipped, &o.shipped, err));
    if (ok && source->shipped == NULL && form_of(o.file.content) != FORM_TOPOJSON) {
        ok = error_set(err, ERROR_INPUT, "%s: not the shipped TopoJSON, whose departments and regions are needed too",
                       source->file);
    }
    ok = ok && open_source(arena, &o, out_atlas, err);
    if (ok) {
        out_atlas->geos = o.geos;
    }
    file_unmap(&o.file);
    file_unmap(&o.shipped);
    arena_clear(&scratch);
    return ok;
}
