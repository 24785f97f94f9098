/* GeoJSON as a stream. SQLite's JSON functions, which read our own TopoJSON, would build a tree of some ten million
 * nodes for IGN's boundaries at full resolution, and know no byte offsets to name in an error. */
#include "boundaries.h"
#include "json.h"

struct reader {
    struct json json;
    struct boundaries *boundaries;
    const struct topology *reference;
};

/* ---- Coordinates: arrays of arrays; how many are opened before a number tells what begins ---- */

struct nesting {
    size_t depth, opened; /* arrays that are open; of these, since the last position */
    size_t of_positions;  /* the depth of the first position: 3 a Polygon, 4 a MultiPolygon */
};

static bool read_position(struct reader *r, struct nesting *nesting, size_t begun_at, struct error *err)
{
    struct json *json = &r->json;
    bool is_first = nesting->of_positions == 0;
    nesting->of_positions = is_first ? nesting->depth : nesting->of_positions;
    if (nesting->depth != nesting->of_positions || nesting->depth < 3 || nesting->depth > 4) {
        return json_wrong(json, "the coordinates of a Polygon or MultiPolygon: positions in rings", err);
    }
    struct position position;
    if (!json_number(json, &position.x, err) || !json_expect(json, ',', err) || !json_number(json, &position.y, err)) {
        return false;
    }
    while (json_peek(json) == ',') { /* a height */
        double height;
        json->at++;
        if (!json_number(json, &height, err)) {
            return false;
        }
    }
    if (nesting->opened > 1) {
        boundaries_begin_ring(r->boundaries, is_first || nesting->opened > 2, begun_at);
    }
    boundaries_add_position(r->boundaries, position);
    nesting->opened = 0;
    return true;
}

/* A Polygon's rings open two arrays each, but only the first is an outer one; a MultiPolygon's outer rings open three.
 */
static bool read_coordinates(struct reader *r, size_t *out_depth, struct error *err)
{
    struct json *json = &r->json;
    struct nesting nesting = {0};
    size_t ring_at = json->at;
    do {
        char c = json_peek(json);
        if (c == '[') {
            ring_at = nesting.opened == 0 ? json->at : ring_at;
            nesting.depth++;
            nesting.opened++;
            json->at++;
            if (nesting.depth > 8) {
                return json_wrong(json, "the coordinates of a Polygon or MultiPolygon", err);
            }
        } else if (c == ']' && nesting.depth > 0) {
            nesting.depth--;
            json->at++;
        } else if (c == ',' && nesting.depth > 0) {
            json->at++;
        } else if (!read_position(r, &nesting, ring_at, err)) {
            return false;
        }
    } while (nesting.depth > 0);
    *out_depth = nesting.of_positions;
    return true;
}

static bool read_geometry(struct reader *r, struct error *err)
{
    struct json *json = &r->json;
    struct str key, type = STR("");
    size_t depth = 0, begun_at = json->at;
    bool more = true;
    if (!json_expect(json, '{', err)) {
        return false;
    }
    while (json_member(json, &more, &key, err) && more) {
        bool ok = str_equal(key, STR("type"))          ? json_string(json, &type, err)
                  : str_equal(key, STR("coordinates")) ? read_coordinates(r, &depth, err)
                                                       : json_skip(json, err);
        if (!ok) {
            return false;
        }
    }
    size_t expected = str_equal(type, STR("Polygon")) ? 3 : str_equal(type, STR("MultiPolygon")) ? 4 : 0;
    if (err->kind == ERROR_NONE && (expected == 0 || (depth != 0 && depth != expected))) {
        error_set(
            err, ERROR_INPUT,
            "%s: byte %zu (feature %zu): a geometry of type %.*s%s; expected a Polygon or a MultiPolygon with its "
            "coordinates",
            json->name, begun_at, r->boundaries->features, STR_ARGS(type.len > 0 ? type : STR("(none)")),
            expected != 0 ? " whose coordinates are another's" : "");
    }
    return err->kind == ERROR_NONE;
}

/* ---- Features ---- */

/* A text or a number; other values are skipped, and give nothing. */
static bool read_scalar(struct reader *r, struct str *out_value, struct error *err)
{
    struct json *json = &r->json;
    char c = json_peek(json);
    size_t start = json->at;
    if (c == '"') {
        return json_string(json, out_value, err);
    }
    if (!json_skip(json, err)) {
        return false;
    }
    bool is_number = c == '-' || (c >= '0' && c <= '9');
    *out_value = is_number ? str_slice(json->text, start, json->at) : STR("");
    return true;
}

static bool read_properties(struct reader *r, struct boundary_code *code, struct error *err)
{
    struct json *json = &r->json;
    if (json_peek(json) != '{') {
        return json_skip(json, err);
    }
    json->at++;
    struct str key, value;
    bool more = true;
    while (json_member(json, &more, &key, err) && more && read_scalar(r, &value, err)) {
        boundary_code_offer(r->boundaries->arena, code, key, value);
    }
    return err->kind == ERROR_NONE;
}

static bool read_feature(struct reader *r, struct error *err)
{
    struct json *json = &r->json;
    struct boundary_code code = BOUNDARY_NO_CODE;
    struct str key, id;
    bool more = true;
    boundaries_begin_feature(r->boundaries);
    if (!json_expect(json, '{', err)) {
        return false;
    }
    while (json_member(json, &more, &key, err) && more) {
        bool ok = true;
        if (str_equal(key, STR("properties"))) {
            ok = read_properties(r, &code, err);
        } else if (str_equal(key, STR("geometry")) && json_peek(json) == '{') {
            ok = read_geometry(r, err);
        } else if (str_equal(key, STR("id"))) {
            ok = read_scalar(r, &id, err);
            boundary_code_offer(r->boundaries->arena, &code, STR("id"), ok ? id : STR(""));
        } else {
            ok = json_skip(json, err);
        }
        if (!ok) {
            return false;
        }
    }
    return err->kind == ERROR_NONE && boundaries_end_feature(r->boundaries, &code, r->reference, err);
}

static bool read_features(struct reader *r, struct error *err)
{
    bool more = true;
    if (!json_expect(&r->json, '[', err)) {
        return false;
    }
    while (json_element(&r->json, &more, err) && more && read_feature(r, err)) {
    }
    return err->kind == ERROR_NONE;
}

/* The `crs` of 2008, which RFC 7946 dropped: only the one that it now always is. */
static bool read_system(struct reader *r, struct error *err)
{
    struct json *json = &r->json;
    size_t start = json->at;
    if (!json_skip(json, err)) {
        return false;
    }
    struct str system = str_slice(json->text, start, json->at);
    bool is_degrees = str_equal(str_trim(system), STR("null")) || str_find(system, STR("CRS84"), 0) < system.len ||
                      str_find(system, STR("4326"), 0) < system.len || str_find(system, STR("4171"), 0) < system.len;
    return is_degrees ||
           error_set(err, ERROR_INPUT,
                     "%s: byte %zu: its crs is %.*s; expected degrees (RFC 7946 knows no other): project it back with "
                     "`ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES`, or give the GeoPackage, which names its projection",
                     json->name, start, (int)(system.len < 120 ? system.len : 120), system.ptr);
}

bool geojson_read(struct boundaries *boundaries, struct str text, const struct topology *reference, struct error *err)
{
    struct reader r = {{boundaries->name, text, 0}, boundaries, reference};
    struct json *json = &r.json;
    struct str key, type = STR("");
    bool more = true, has_features = false;
    json->at = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    if (!json_expect(json, '{', err)) {
        return false;
    }
    while (json_member(json, &more, &key, err) && more) {
        bool is_features = str_equal(key, STR("features"));
        bool ok = is_features                   ? read_features(&r, err)
                  : str_equal(key, STR("type")) ? json_string(json, &type, err)
                  : str_equal(key, STR("crs"))  ? read_system(&r, err)
                                                : json_skip(json, err);
        has_features = has_features || is_features;
        if (!ok) {
            return false;
        }
    }
    if (err->kind == ERROR_NONE && (!has_features || !str_equal(type, STR("FeatureCollection")))) {
        error_set(err, ERROR_INPUT, "%s: a JSON object of type %.*s; expected a FeatureCollection with its features",
                  json->name, STR_ARGS(type.len > 0 ? type : STR("(none)")));
    }
    return err->kind == ERROR_NONE &&
           (json_peek(json) == '\0' || json_wrong(json, "the end of the file after the collection", err));
}
