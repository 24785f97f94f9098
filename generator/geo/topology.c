#include "gencarto/geo/topology.h"

#include "gencarto/db/db.h"
#include "gencarto/sql/sql.h"

/* Appends to an array that grows by doubling; the arena keeps what was outgrown. */
struct list {
    struct arena *arena;
    void *items;
    size_t count, capacity;
};

static void *list_add(struct list *list, size_t size)
{
    list->items = arena_room(list->arena, list->items, list->count, &list->capacity, size);
    return (char *)list->items + size * list->count++;
}

struct reader {
    struct arena *arena;
    const char *name;
    struct db *db;
    struct str text;
    bool is_quantized;
    struct position scale, translation;
    struct topology topology;
};

/* Calls `row` for each row of one of our queries on the document. */
static bool query_document(struct reader *reader, const char *sql, void *context,
                           bool (*row)(struct reader *, const struct query *, void *, struct error *),
                           struct error *err)
{
    struct query *query = NULL;
    bool ok = query_prepare(reader->db, sql, sql_text(sql), &query, err);
    if (ok) {
        query_bind(query, 1, VALUE_OF_TEXT(reader->text));
    }
    for (bool more = true; ok;) {
        ok = query_step(query, &more, err);
        if (!ok || !more) {
            break;
        }
        ok = row(reader, query, context, err);
    }
    query_free(query);
    return ok;
}

static bool wrong(const struct reader *reader, struct error *err, const char *what)
{
    return error_set(err, ERROR_INPUT, "%s: %s; expected a TopoJSON topology of polygons", reader->name, what);
}

static bool on_transform(struct reader *reader, const struct query *query, void *context, struct error *err)
{
    (void)context;
    struct value kind = query_column(query, 0);
    if (kind.type != VALUE_TEXT || !str_equal(kind.text, STR("Topology"))) {
        return wrong(reader, err, "not a JSON object of type Topology");
    }
    double numbers[4] = {1, 1, 0, 0};
    reader->is_quantized = query_column(query, 1).type != VALUE_NULL;
    for (int i = 0; reader->is_quantized && i < 4; i++) {
        struct value number = query_column(query, 1 + i);
        if (!value_is_number(number)) {
            return wrong(reader, err, "its transform has not two scales and two translations");
        }
        numbers[i] = value_number(number);
    }
    reader->scale = (struct position){numbers[0], numbers[1]};
    reader->translation = (struct position){numbers[2], numbers[3]};
    return true;
}

/* ---- Arcs: in the walk, a number after one array begins a point, after two an arc ---- */

struct arcs_walk {
    struct list points, starts; /* of struct position; of size_t: the first point of each arc */
    int arrays;                 /* begun since the last number */
    int coordinate;             /* of the point being read */
};

static bool on_arc_step(struct reader *reader, const struct query *query, void *context, struct error *err)
{
    struct arcs_walk *walk = context;
    struct value number = query_column(query, 0);
    if (number.type == VALUE_NULL) {
        walk->arrays++;
        return true;
    }
    if (!value_is_number(number)) {
        return wrong(reader, err, "an arc holds what is not a number");
    }
    if (walk->arrays < 2 && walk->starts.count == 0) {
        return wrong(reader, err, "its arcs are not arrays of points");
    }
    if (walk->arrays > 1) {
        *(size_t *)list_add(&walk->starts, sizeof(size_t)) = walk->points.count;
    }
    if (walk->arrays > 0) {
        list_add(&walk->points, sizeof(struct position));
        walk->coordinate = 0;
    }
    walk->arrays = 0;
    struct position *point = (struct position *)walk->points.items + (walk->points.count - 1);
    if (walk->coordinate == 0) {
        point->x = value_number(number);
    } else if (walk->coordinate == 1) {
        point->y = value_number(number);
    }
    walk->coordinate++;
    return true;
}

/* Quantized arcs are steps on a grid: TopoJSON specification, 2.1.2 and 2.1.3. */
static void decode(const struct reader *reader, struct position *points, size_t count)
{
    struct position sum = {0, 0};
    for (size_t i = 0; i < count; i++) {
        sum.x += points[i].x;
        sum.y += points[i].y;
        points[i].x = sum.x * reader->scale.x + reader->translation.x;
        points[i].y = sum.y * reader->scale.y + reader->translation.y;
    }
}

static bool read_arcs(struct reader *reader, struct error *err)
{
    struct arcs_walk walk = {.points = {.arena = reader->arena}, .starts = {.arena = reader->arena}};
    if (!query_document(reader, "geo/topology-arcs", &walk, on_arc_step, err)) {
        return false;
    }
    const size_t *starts = walk.starts.items;
    struct position *points = walk.points.items;
    struct topology *topology = &reader->topology;
    topology->arc_count = walk.starts.count;
    topology->arcs = arena_array(reader->arena, struct line, walk.starts.count);
    for (size_t i = 0; i < walk.starts.count; i++) {
        size_t end = i + 1 < walk.starts.count ? starts[i + 1] : walk.points.count;
        if (end - starts[i] < 2) {
            return wrong(reader, err, "an arc has fewer than two points");
        }
        topology->arcs[i] = (struct line){points + starts[i], end - starts[i]};
        if (reader->is_quantized) {
            decode(reader, points + starts[i], end - starts[i]);
        }
    }
    return true;
}

/* ---- Geometries: in the walk, a number after one array begins a ring, after two a polygon ---- */

struct objects_walk {
    struct list geometries, rings, arcs; /* of struct geometry, struct ring, int32_t */
    int64_t place;                       /* of the geometry in its collection */
    size_t arrays, polygon;
};

static void begin_geometry(struct reader *reader, const struct query *query, struct objects_walk *walk)
{
    struct geometry *geometry = list_add(&walk->geometries, sizeof *geometry);
    struct value region = query_column(query, 3);
    *geometry = (struct geometry){.object = str_copy(reader->arena, query_column(query, 0).text),
                                  .id = str_copy(reader->arena, value_text(reader->arena, query_column(query, 2))),
                                  .region = str_copy(reader->arena, value_text(reader->arena, region))};
    walk->place = query_column(query, 1).integer;
    walk->arrays = 0;
}

static bool same_geometry(const struct objects_walk *walk, const struct query *query)
{
    if (walk->geometries.count == 0 || walk->place != query_column(query, 1).integer) {
        return false;
    }
    const struct geometry *last = (const struct geometry *)walk->geometries.items + (walk->geometries.count - 1);
    return str_equal(last->object, query_column(query, 0).text);
}

static bool on_object_step(struct reader *reader, const struct query *query, void *context, struct error *err)
{
    struct objects_walk *walk = context;
    if (!same_geometry(walk, query)) {
        begin_geometry(reader, query, walk);
    }
    struct value number = query_column(query, 4);
    if (number.type == VALUE_NULL) {
        walk->arrays++;
        return true;
    }
    int64_t arc = number.integer < 0 ? ~number.integer : number.integer;
    if (number.type != VALUE_INT || arc >= (int64_t)reader->topology.arc_count) {
        return wrong(reader, err, "a ring names an arc that is not there");
    }
    struct geometry *geometry = (struct geometry *)walk->geometries.items + (walk->geometries.count - 1);
    walk->polygon += walk->arrays > 1;
    if (walk->arrays > 0) {
        struct ring *ring = list_add(&walk->rings, sizeof *ring);
        *ring = (struct ring){.polygon = walk->polygon};
        geometry->ring_count++;
        walk->arrays = 0;
    }
    *(int32_t *)list_add(&walk->arcs, sizeof(int32_t)) = (int32_t)number.integer;
    ((struct ring *)walk->rings.items + (walk->rings.count - 1))->count++;
    return true;
}

static struct position arc_end(const struct topology *topology, int32_t arc, bool last)
{
    const struct line *line = &topology->arcs[arc < 0 ? ~arc : arc];
    return line->points[(arc < 0) != last ? line->count - 1 : 0];
}

static bool ring_closes(const struct topology *topology, const struct ring *ring)
{
    for (size_t i = 0; i < ring->count; i++) {
        struct position end = arc_end(topology, ring->arcs[i], true);
        struct position next = arc_end(topology, ring->arcs[(i + 1) % ring->count], false);
        if (end.x != next.x || end.y != next.y) {
            return false;
        }
    }
    return true;
}

static bool read_objects(struct reader *reader, struct error *err)
{
    struct objects_walk walk = {
        .geometries = {.arena = reader->arena}, .rings = {.arena = reader->arena}, .arcs = {.arena = reader->arena}};
    if (!query_document(reader, "geo/topology-objects", &walk, on_object_step, err)) {
        return false;
    }
    struct topology *topology = &reader->topology;
    topology->geometries = walk.geometries.items;
    topology->geometry_count = walk.geometries.count;
    const int32_t *arcs = walk.arcs.items;
    struct ring *rings = walk.rings.items;
    for (size_t i = 0; i < topology->geometry_count; i++) {
        struct geometry *geometry = &topology->geometries[i];
        geometry->rings = rings;
        rings += geometry->ring_count;
        for (size_t j = 0; j < geometry->ring_count; j++) {
            geometry->rings[j].arcs = arcs;
            arcs += geometry->rings[j].count;
            if (!ring_closes(topology, &geometry->rings[j])) {
                return error_set(err, ERROR_INPUT, "%s: %.*s of %.*s has a ring that does not close", reader->name,
                                 STR_ARGS(geometry->id), STR_ARGS(geometry->object));
            }
        }
    }
    return true;
}

bool topology_parse(struct arena *arena, const char *name, struct str text, struct topology *out_topology,
                    struct error *err)
{
    struct reader reader = {.arena = arena, .name = name, .text = text};
    bool ok = db_open("", DB_MEMORY, &reader.db, err) &&
              query_document(&reader, "geo/topology-transform", NULL, on_transform, err) && read_arcs(&reader, err) &&
              read_objects(&reader, err);
    db_close(reader.db);
    if (ok) {
        *out_topology = reader.topology;
    }
    return ok;
}
