/* GeoPackage: OGC 12-128r19, an SQLite file; wkb.c reads its geometries. */
#include "boundaries.h"

#include "gencarto/base/buf.h"
#include "gencarto/db/db.h"
#include "gencarto/sql/sql.h"

/* ---- Systems ---- */

struct coordinate_system {
    int64_t epsg;
    bool is_degrees;
    enum frame frame; /* of metres */
};

/* The French datums are WGS 84 to less than a metre (projection.h). */
static const struct coordinate_system systems[] = {
    {4326, true, 0},
    {4171, true, 0},
    {4258, true, 0},
    {9777, true, 0},
    {9782, true, 0},
    {4979, true, 0},
    {2154, false, FRAME_MAINLAND},
    {9793, false, FRAME_MAINLAND},
    {9794, false, FRAME_MAINLAND},
    {5490, false, FRAME_GUADELOUPE},
    {2972, false, FRAME_GUYANE},
    {2975, false, FRAME_REUNION},
    {4471, false, FRAME_MAYOTTE},
};

static const struct coordinate_system *system_of(int64_t epsg)
{
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) {
        if (systems[i].epsg == epsg) {
            return &systems[i];
        }
    }
    return NULL;
}

/* ---- Layers ---- */

struct layer {
    struct str name, geometry, definition;
    const struct coordinate_system *system; /* NULL: not one of ours */
    struct query *features;
    int code_column, geometry_column;
    int rank; /* of its name: lower is better */
};

static bool contains_ascii_case(struct str text, struct str word)
{
    for (size_t i = 0; i + word.len <= text.len; i++) {
        if (str_equal_ascii_case(str_slice(text, i, i + word.len), word)) {
            return true;
        }
    }
    return false;
}

static int rank_of_layer(struct str name)
{
    bool is_part = contains_ascii_case(name, STR("arrondissement")) || contains_ascii_case(name, STR("chef")) ||
                   contains_ascii_case(name, STR("commune"));
    bool is_named = contains_ascii_case(name, STR("departement")) || contains_ascii_case(name, STR("department"));
    return is_named && !is_part ? 0 : is_part ? 2 : 1;
}

static struct str features_sql(struct arena *arena, struct str layer)
{
    struct str sql = sql_text("geo/geopackage-features");
    size_t slot = str_find(sql, STR("{layer}"), str_find(sql, STR("SELECT"), 0));
    struct buf text;
    buf_init(&text, arena);
    buf_add(&text, str_slice(sql, 0, slot));
    buf_byte(&text, '"');
    for (size_t i = 0; i < layer.len; i++) {
        buf_text(&text, layer.ptr[i] == '"' ? "\"" : "");
        buf_byte(&text, layer.ptr[i]);
    }
    buf_byte(&text, '"');
    buf_add(&text, str_slice(sql, slot + STR("{layer}").len, sql.len));
    return buf_str(&text);
}

/* Finds the columns of the code and of the geometry; code_column is -1 when it has none. */
static bool open_layer(struct boundaries *boundaries, struct db *db, struct layer *layer, struct error *err)
{
    struct str sql = features_sql(boundaries->arena, layer->name);
    layer->code_column = layer->geometry_column = -1;
    if (!query_prepare(db, boundaries->name, sql, &layer->features, err)) {
        return false;
    }
    size_t best = SIZE_MAX;
    for (int i = 0; i < query_columns(layer->features); i++) {
        struct str name = query_column_name(layer->features, i);
        size_t rank = boundary_code_rank(name);
        if (str_equal(name, layer->geometry)) {
            layer->geometry_column = i;
        } else if (rank < best) {
            best = rank;
            layer->code_column = i;
        }
    }
    layer->rank = rank_of_layer(layer->name);
    return true;
}

static bool is_better(const struct layer *layer, const struct layer *best)
{
    bool is_usable = layer->code_column >= 0 && layer->geometry_column >= 0;
    return is_usable && (best->features == NULL || layer->rank < best->rank);
}

/* The best layer, its query open; without one, ERROR_INPUT names those there are. */
static bool find_layer(struct boundaries *boundaries, struct db *db, struct layer *out_layer, struct error *err)
{
    struct query *query = NULL;
    struct layer best = {0};
    struct str names = STR("");
    bool row = true, ok = query_prepare(db, boundaries->name, sql_text("geo/geopackage-layers"), &query, err);
    while (ok && (ok = query_step(query, &row, err)) && row) {
        struct value system = query_column(query, 2);
        struct layer layer = {.name = str_copy(boundaries->arena, query_column(query, 0).text),
                              .geometry = str_copy(boundaries->arena, query_column(query, 1).text),
                              .definition = str_copy(boundaries->arena, query_column(query, 3).text),
                              .system = system.type == VALUE_INT ? system_of(system.integer) : NULL};
        names = str_format(boundaries->arena, "%.*s %.*s", STR_ARGS(names), STR_ARGS(layer.name));
        ok = open_layer(boundaries, db, &layer, err);
        bool is_kept = ok && is_better(&layer, &best);
        query_free(is_kept ? best.features : layer.features);
        best = is_kept ? layer : best;
    }
    query_free(query);
    if (ok && best.features == NULL) {
        ok = error_set(
            err, ERROR_INPUT,
            "%s: no layer with an INSEE code of departments; found:%.*s; expected one with a column INSEE_DEP, "
            "code_insee or code",
            boundaries->name, STR_ARGS(names));
    }
    *out_layer = best;
    return ok;
}

/* ---- Features ---- */

static bool read_features(struct boundaries *boundaries, const struct layer *layer, const struct topology *reference,
                          struct error *err)
{
    bool row = true, ok = true;
    while (ok && (ok = query_step(layer->features, &row, err)) && row) {
        struct boundary_code code = BOUNDARY_NO_CODE;
        struct value geometry = query_column(layer->features, layer->geometry_column);
        struct value value = query_column(layer->features, layer->code_column);
        boundaries_begin_feature(boundaries);
        boundary_code_offer(boundaries->arena, &code, query_column_name(layer->features, layer->code_column),
                            value_text(boundaries->arena, value));
        ok = (geometry.type == VALUE_NULL || geopackage_geometry_read(boundaries, geometry.text, err)) &&
             boundaries_end_feature(boundaries, &code, reference, err);
    }
    return ok;
}

static bool unproject(struct boundaries *boundaries, const struct layer *layer, struct error *err)
{
    if (layer->system->is_degrees) {
        return true;
    }
    struct projections *projections = NULL;
    bool ok =
        projections_open(&projections, err) &&
        projections_inverse(projections, layer->system->frame, boundaries->positions, boundaries->position_count, err);
    projections_close(projections);
    return ok;
}

bool geopackage_read(struct boundaries *boundaries, const char *path, const struct topology *reference,
                     struct error *err)
{
    struct db *db = NULL;
    struct layer layer = {0};
    bool ok = db_open(path, DB_FOREIGN, &db, err) && find_layer(boundaries, db, &layer, err);
    if (ok && layer.system == NULL) {
        ok = error_set(
            err, ERROR_INPUT,
            "%s: layer %.*s is in %.*s; expected WGS 84 (EPSG:4326), RGF93 or Lambert-93 (EPSG:2154); project "
            "it with `ogr2ogr -t_srs EPSG:4326`",
            path, STR_ARGS(layer.name),
            STR_ARGS(layer.definition.len > 0 ? layer.definition : STR("an unknown system")));
    }
    ok = ok && read_features(boundaries, &layer, reference, err) && unproject(boundaries, &layer, err);
    query_free(layer.features);
    db_close(db);
    return ok;
}
