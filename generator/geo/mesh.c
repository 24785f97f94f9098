#include "mesh.h"

#include <math.h>
#include <stdlib.h>

#define GRID         1e7  /* steps of a degree */
#define HEAL_DEGREES 5e-6 /* half a metre */
#define CELL_DEGREES 2e-2
#define LARGEST_GAP  0.02 /* of an inland department's outline */
#define NO_VERTEX    UINT32_MAX

/* ---- A hash map from 64 bits to 32: open addressing, as large as is said at the start ---- */

struct map {
    uint64_t *keys; /* plus one, so that 0 is empty */
    uint32_t *values;
    size_t mask;
};

static struct map map_new(struct arena *arena, size_t count)
{
    size_t size = 16;
    while (size < 2 * count) {
        size *= 2;
    }
    return (struct map){arena_array(arena, uint64_t, size), arena_array(arena, uint32_t, size), size - 1};
}

/* The slot of the key, or the empty one where it would go. The mixing is that of MurmurHash3's end. */
static size_t map_slot(const struct map *map, uint64_t key)
{
    uint64_t hash = key;
    hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdULL;
    hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53ULL;
    size_t slot = (size_t)(hash ^ hash >> 33) & map->mask;
    while (map->keys[slot] != 0 && map->keys[slot] != key + 1) {
        slot = (slot + 1) & map->mask;
    }
    return slot;
}

static bool map_find(const struct map *map, uint64_t key, uint32_t *out_value)
{
    size_t slot = map_slot(map, key);
    *out_value = map->values[slot];
    return map->keys[slot] != 0;
}

static void map_put(struct map *map, uint64_t key, uint32_t value)
{
    size_t slot = map_slot(map, key);
    map->keys[slot] = key + 1;
    map->values[slot] = value;
}

static uint64_t pair(uint32_t high, uint32_t low)
{
    return (uint64_t)high << 32 | low;
}

/* ---- Vertices ---- */

struct loop {
    uint32_t *vertices; /* no two neighbours the same */
    size_t count;
    size_t department; /* its boundary */
    size_t polygon;
};

struct mesh {
    struct arena *arena;
    const struct boundaries *boundaries;
    const struct topology *reference;
    struct position *vertices;
    size_t vertex_count;
    struct loop *loops;
    size_t loop_count;
    struct topology topology;
    size_t (*users)[2]; /* of each arc, forwards and backwards: boundary plus one, 0 for none */
};

static uint32_t vertex_of(struct mesh *mesh, struct map *map, struct position position)
{
    uint32_t x = (uint32_t)(int32_t)lround(position.x * GRID), y = (uint32_t)(int32_t)lround(position.y * GRID);
    size_t slot = map_slot(map, pair(x, y));
    if (map->keys[slot] == 0) {
        map->keys[slot] = pair(x, y) + 1;
        map->values[slot] = (uint32_t)mesh->vertex_count;
        mesh->vertices[mesh->vertex_count++] = (struct position){(double)(int32_t)x / GRID, (double)(int32_t)y / GRID};
    }
    return map->values[slot];
}

static void make_loops(struct mesh *mesh)
{
    const struct boundaries *b = mesh->boundaries;
    struct map map = map_new(mesh->arena, b->position_count);
    mesh->vertices = arena_array(mesh->arena, struct position, b->position_count);
    mesh->loops = arena_array(mesh->arena, struct loop, b->ring_count);
    for (size_t i = 0; i < b->count; i++) {
        for (size_t j = b->items[i].first_ring; j < b->items[i].first_ring + b->items[i].ring_count; j++) {
            const struct outline *ring = &b->rings[j];
            struct loop loop = {arena_array(mesh->arena, uint32_t, ring->count), 0, i, ring->polygon};
            for (size_t k = 0; k < ring->count; k++) {
                uint32_t vertex = vertex_of(mesh, &map, b->positions[ring->first + k]);
                if (loop.count == 0 || loop.vertices[loop.count - 1] != vertex) {
                    loop.vertices[loop.count++] = vertex;
                }
            }
            loop.count -= loop.count > 1 && loop.vertices[0] == loop.vertices[loop.count - 1];
            if (loop.count >= 3) {
                mesh->loops[mesh->loop_count++] = loop;
            }
        }
    }
}

/* ---- Healing: vertices that lie on a neighbour's straight border ---- */

struct loose {
    uint64_t cell;
    uint32_t vertex;
    uint32_t department;
};

static uint64_t cell_of(double x, double y)
{
    return pair((uint32_t)(int32_t)floor(x / CELL_DEGREES), (uint32_t)(int32_t)floor(y / CELL_DEGREES));
}

static int compare_loose(const void *a, const void *b)
{
    const struct loose *x = a, *y = b;
    if (x->cell != y->cell) {
        return x->cell < y->cell ? -1 : 1;
    }
    if (x->vertex != y->vertex) {
        return x->vertex < y->vertex ? -1 : 1;
    }
    return (x->department > y->department) - (x->department < y->department);
}

static uint32_t next_of(const struct loop *loop, size_t i)
{
    return loop->vertices[i + 1 < loop->count ? i + 1 : 0];
}

static struct map edges_of(const struct mesh *mesh)
{
    size_t total = 0;
    for (size_t i = 0; i < mesh->loop_count; i++) {
        total += mesh->loops[i].count;
    }
    struct map edges = map_new(mesh->arena, total);
    for (size_t i = 0; i < mesh->loop_count; i++) {
        for (size_t j = 0; j < mesh->loops[i].count; j++) {
            map_put(&edges, pair(mesh->loops[i].vertices[j], next_of(&mesh->loops[i], j)), 1);
        }
    }
    return edges;
}

static bool is_loose(const struct map *edges, uint32_t from, uint32_t to)
{
    uint32_t unused;
    return !map_find(edges, pair(to, from), &unused);
}

/* The ends of the edges that no neighbour walks the other way, by cell. */
static struct loose *loose_vertices(const struct mesh *mesh, const struct map *edges, size_t *out_count)
{
    size_t total = 0;
    for (size_t i = 0; i < mesh->loop_count; i++) {
        total += mesh->loops[i].count;
    }
    struct loose *loose = arena_array(mesh->arena, struct loose, total);
    size_t count = 0;
    for (size_t i = 0; i < mesh->loop_count; i++) {
        const struct loop *loop = &mesh->loops[i];
        for (size_t j = 0; j < loop->count; j++) {
            if (is_loose(edges, loop->vertices[j], next_of(loop, j))) {
                uint32_t vertex = loop->vertices[j];
                struct position p = mesh->vertices[vertex];
                loose[count++] = (struct loose){cell_of(p.x, p.y), vertex, (uint32_t)loop->department};
            }
        }
    }
    qsort(loose, count, sizeof *loose, compare_loose);
    *out_count = count;
    return loose;
}

static size_t first_of_cell(const struct loose *loose, size_t count, uint64_t cell)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (loose[middle].cell < cell) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

struct insertion {
    double along; /* 0..1 of the edge */
    uint32_t vertex;
};

enum { INSERTIONS_MAX = 64 };

static void offer(const struct mesh *mesh, uint32_t from, uint32_t to, uint32_t vertex, struct insertion *found,
                  size_t *count)
{
    struct position a = mesh->vertices[from], b = mesh->vertices[to], p = mesh->vertices[vertex];
    double dx = b.x - a.x, dy = b.y - a.y, along = ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy);
    bool is_on = vertex != from && vertex != to && along > 0 && along < 1 &&
                 position_distance_to_segment(p, a, b) < HEAL_DEGREES;
    size_t at = *count;
    if (!is_on || at == INSERTIONS_MAX) {
        return;
    }
    while (at > 0 && found[at - 1].along > along) {
        found[at] = found[at - 1];
        at--;
    }
    found[at] = (struct insertion){along, vertex};
    (*count)++;
}

static size_t find_on_edge(const struct mesh *mesh, const struct loose *loose, size_t loose_count, uint32_t from,
                           uint32_t to, size_t department, struct insertion *found)
{
    struct extent box = extent_of((struct position[]){mesh->vertices[from], mesh->vertices[to]}, 2);
    size_t count = 0;
    for (double x = floor((box.min_x - HEAL_DEGREES) / CELL_DEGREES); x <= (box.max_x + HEAL_DEGREES) / CELL_DEGREES;
         x++) {
        for (double y = floor((box.min_y - HEAL_DEGREES) / CELL_DEGREES);
             y <= (box.max_y + HEAL_DEGREES) / CELL_DEGREES; y++) {
            uint64_t cell = pair((uint32_t)(int32_t)x, (uint32_t)(int32_t)y);
            uint32_t last = NO_VERTEX;
            for (size_t i = first_of_cell(loose, loose_count, cell); i < loose_count && loose[i].cell == cell; i++) {
                if (loose[i].department != department && loose[i].vertex != last) {
                    last = loose[i].vertex;
                    offer(mesh, from, to, last, found, &count);
                }
            }
        }
    }
    return count;
}

static void heal_loop(struct mesh *mesh, struct loop *loop, const struct map *edges, const struct loose *loose,
                      size_t loose_count)
{
    struct insertion found[INSERTIONS_MAX];
    uint32_t *vertices = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < loop->count; i++) {
        uint32_t from = loop->vertices[i], to = next_of(loop, i);
        size_t more =
            is_loose(edges, from, to) ? find_on_edge(mesh, loose, loose_count, from, to, loop->department, found) : 0;
        if (more > 0 && vertices == NULL) {
            capacity = 2 * loop->count + INSERTIONS_MAX;
            vertices = arena_array(mesh->arena, uint32_t, capacity);
            while (count < i) {
                vertices[count] = loop->vertices[count];
                count++;
            }
        }
        if (vertices != NULL) {
            if (count + INSERTIONS_MAX + 1 > capacity) {
                vertices =
                    arena_grow(mesh->arena, vertices, capacity * sizeof *vertices, 2 * capacity * sizeof *vertices);
                capacity *= 2;
            }
            vertices[count++] = from;
            for (size_t j = 0; j < more; j++) {
                vertices[count++] = found[j].vertex;
            }
        }
    }
    if (vertices != NULL) {
        loop->vertices = vertices;
        loop->count = count;
    }
}

static void heal(struct mesh *mesh)
{
    struct map edges = edges_of(mesh);
    size_t loose_count = 0;
    struct loose *loose = loose_vertices(mesh, &edges, &loose_count);
    for (size_t i = 0; i < mesh->loop_count; i++) {
        heal_loop(mesh, &mesh->loops[i], &edges, loose, loose_count);
    }
}

/* ---- Junctions ---- */

static bool *find_junctions(const struct mesh *mesh)
{
    uint32_t(*beside)[2] = arena_calloc(mesh->arena, mesh->vertex_count, sizeof *beside);
    bool *junctions = arena_array(mesh->arena, bool, mesh->vertex_count);
    for (size_t i = 0; i < mesh->loop_count; i++) {
        const struct loop *loop = &mesh->loops[i];
        for (size_t j = 0; j < loop->count; j++) {
            uint32_t vertex = loop->vertices[j], before = loop->vertices[j > 0 ? j - 1 : loop->count - 1];
            uint32_t after = next_of(loop, j), low = before < after ? before : after;
            uint32_t high = before < after ? after : before;
            if (beside[vertex][0] == 0 && beside[vertex][1] == 0) {
                beside[vertex][0] = low + 1;
                beside[vertex][1] = high + 1;
            } else if (beside[vertex][0] != low + 1 || beside[vertex][1] != high + 1) {
                junctions[vertex] = true;
            }
        }
    }
    return junctions;
}

/* ---- Arcs ---- */

static bool overlap_error(const struct mesh *mesh, const struct loop *loop, size_t other, uint32_t vertex,
                          struct error *err)
{
    const struct boundary *a = &mesh->boundaries->items[other], *b = &mesh->boundaries->items[loop->department];
    struct position at = mesh->vertices[vertex];
    return error_set(
        err, ERROR_INPUT,
        "%s: features %zu (%.*s) and %zu (%.*s) lie on the same side of a border, near %.5f %.5f; expected "
        "departments that do not overlap; mend the file with `ogr2ogr -makevalid`",
        mesh->boundaries->name, a->feature, STR_ARGS(a->code), b->feature, STR_ARGS(b->code), at.x, at.y);
}

static size_t add_arc(struct mesh *mesh, const struct loop *loop, size_t from, size_t edges)
{
    struct position *points = arena_array(mesh->arena, struct position, edges + 1);
    for (size_t i = 0; i <= edges; i++) {
        points[i] = mesh->vertices[loop->vertices[(from + i) % loop->count]];
    }
    mesh->topology.arcs[mesh->topology.arc_count] = (struct line){points, edges + 1};
    return mesh->topology.arc_count++;
}

/* The arc of `edges` edges that begins at this place of the loop: one already there, walked either way, or a new one.
 */
static bool find_arc(struct mesh *mesh, struct map *starts, const struct loop *loop, size_t from, size_t edges,
                     int32_t *out_arc, struct error *err)
{
    uint32_t first = loop->vertices[from], second = loop->vertices[(from + 1) % loop->count];
    uint32_t last = loop->vertices[(from + edges) % loop->count];
    uint32_t before = loop->vertices[(from + edges - 1) % loop->count], value;
    if (map_find(starts, pair(first, second), &value)) {
        *out_arc = (int32_t)value;
    } else {
        *out_arc = (int32_t)add_arc(mesh, loop, from, edges);
        map_put(starts, pair(first, second), (uint32_t)*out_arc);
        map_put(starts, pair(last, before), (uint32_t) ~*out_arc);
    }
    bool is_backwards = *out_arc < 0;
    size_t *user = &mesh->users[is_backwards ? ~*out_arc : *out_arc][is_backwards];
    if (*user != 0) {
        return overlap_error(mesh, loop, *user - 1, first, err);
    }
    *user = loop->department + 1;
    return true;
}

/* Where to cut first: a junction, or in a loop without any the vertex that came first, wherever the loop begins. */
static size_t first_cut(const struct loop *loop, const bool *junctions)
{
    size_t lowest = 0;
    for (size_t i = 0; i < loop->count; i++) {
        if (junctions[loop->vertices[i]]) {
            return i;
        }
        lowest = loop->vertices[i] < loop->vertices[lowest] ? i : lowest;
    }
    return lowest;
}

static bool cut_loop(struct mesh *mesh, struct map *starts, const struct loop *loop, const bool *junctions,
                     struct ring *out_ring, struct error *err)
{
    size_t start = first_cut(loop, junctions), pieces = 0;
    for (size_t i = 0; i < loop->count; i++) {
        pieces += junctions[loop->vertices[i]];
    }
    int32_t *arcs = arena_array(mesh->arena, int32_t, pieces + 1);
    size_t count = 0;
    for (size_t done = 0; done < loop->count;) {
        size_t edges = 1;
        while (done + edges < loop->count && !junctions[loop->vertices[(start + done + edges) % loop->count]]) {
            edges++;
        }
        if (!find_arc(mesh, starts, loop, (start + done) % loop->count, edges, &arcs[count++], err)) {
            return false;
        }
        done += edges;
    }
    *out_ring = (struct ring){arcs, count, loop->polygon};
    return true;
}

static bool cut_loops(struct mesh *mesh, struct error *err)
{
    const bool *junctions = find_junctions(mesh);
    size_t total = 0;
    for (size_t i = 0; i < mesh->loop_count; i++) {
        total += 1;
        for (size_t j = 0; j < mesh->loops[i].count; j++) {
            total += junctions[mesh->loops[i].vertices[j]];
        }
    }
    struct topology *topology = &mesh->topology;
    struct map starts = map_new(mesh->arena, 2 * total);
    topology->arcs = arena_array(mesh->arena, struct line, total);
    mesh->users = arena_calloc(mesh->arena, total, sizeof *mesh->users);
    struct ring *rings = arena_array(mesh->arena, struct ring, mesh->loop_count);
    topology->geometries = arena_array(mesh->arena, struct geometry, mesh->boundaries->count);
    topology->geometry_count = mesh->boundaries->count;
    for (size_t i = 0; i < mesh->boundaries->count; i++) {
        struct str code = mesh->boundaries->items[i].code;
        topology->geometries[i] = (struct geometry){
            .object = STR("departements"), .id = code, .region = boundary_reference(mesh->reference, code)->region};
    }
    for (size_t i = 0; i < mesh->loop_count; i++) {
        struct geometry *geometry = &topology->geometries[mesh->loops[i].department];
        if (!cut_loop(mesh, &starts, &mesh->loops[i], junctions, &rings[i], err)) {
            return false;
        }
        geometry->rings = geometry->ring_count == 0 ? &rings[i] : geometry->rings;
        geometry->ring_count++;
    }
    return true;
}

/* ---- Gaps ---- */

static size_t arc_of(int32_t arc)
{
    return (size_t)(arc < 0 ? ~arc : arc);
}

static double line_length(struct line line)
{
    double length = 0;
    for (size_t i = 0; i + 1 < line.count; i++) {
        length += position_distance(line.points[i], line.points[i + 1]);
    }
    return length;
}

/* The share of the geometry's outline that is no other's. */
static double share_alone(const struct topology *topology, const unsigned *uses, const struct geometry *geometry)
{
    double alone = 0, whole = 0;
    for (size_t i = 0; i < geometry->ring_count; i++) {
        for (size_t j = 0; j < geometry->rings[i].count; j++) {
            size_t arc = arc_of(geometry->rings[i].arcs[j]);
            double length = line_length(topology->arcs[arc]);
            whole += length;
            alone += uses[arc] < 2 ? length : 0;
        }
    }
    return whole > 0 ? alone / whole : 0;
}

static unsigned *count_uses(struct arena *arena, const struct topology *topology, bool departments_only)
{
    unsigned *uses = arena_array(arena, unsigned, topology->arc_count);
    for (size_t i = 0; i < topology->geometry_count; i++) {
        const struct geometry *geometry = &topology->geometries[i];
        bool counts = !departments_only || str_equal(geometry->object, STR("departements"));
        for (size_t j = 0; counts && j < geometry->ring_count; j++) {
            for (size_t k = 0; k < geometry->rings[j].count; k++) {
                uses[arc_of(geometry->rings[j].arcs[k])]++;
            }
        }
    }
    return uses;
}

static bool check_gaps(const struct mesh *mesh, struct error *err)
{
    const unsigned *uses = count_uses(mesh->arena, &mesh->topology, true);
    const unsigned *known = count_uses(mesh->arena, mesh->reference, true);
    for (size_t i = 0; i < mesh->topology.geometry_count; i++) {
        const struct geometry *geometry = &mesh->topology.geometries[i];
        const struct geometry *shipped = boundary_reference(mesh->reference, geometry->id);
        bool is_inland = share_alone(mesh->reference, known, shipped) <= 0;
        double gap = is_inland && geometry->ring_count > 0 ? share_alone(&mesh->topology, uses, geometry) : 0;
        if (gap > LARGEST_GAP) {
            return error_set(err, ERROR_INPUT,
                             "%s: feature %zu (%.*s): %.0f %% of its outline is no neighbour's, and it has no coast; "
                             "expected departments that share their borders point by point; give a file that was not "
                             "simplified, or simplified with `mapshaper -simplify`, which keeps them shared",
                             mesh->boundaries->name, mesh->boundaries->items[i].feature, STR_ARGS(geometry->id),
                             100 * gap);
        }
    }
    return true;
}

bool mesh_boundaries(const struct boundaries *boundaries, const struct topology *reference,
                     struct topology *out_topology, struct error *err)
{
    struct mesh mesh = {.arena = boundaries->arena, .boundaries = boundaries, .reference = reference};
    make_loops(&mesh);
    heal(&mesh);
    if (!cut_loops(&mesh, err) || !check_gaps(&mesh, err)) {
        return false;
    }
    for (size_t i = 0; i < mesh.topology.geometry_count; i++) {
        if (mesh.topology.geometries[i].ring_count == 0) {
            return error_set(err, ERROR_INPUT, "%s: feature %zu (%.*s) has no area; expected a polygon",
                             boundaries->name, boundaries->items[i].feature, STR_ARGS(boundaries->items[i].code));
        }
    }
    *out_topology = mesh.topology;
    return true;
}
