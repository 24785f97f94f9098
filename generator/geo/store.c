#include "store.h"

#include <assert.h>
#include <string.h>

#include "gencarto/base/siphash.h"

/* Everything is a multiple of eight bytes: magic, key, check, then the body. */
#define MAGIC 0x31534c5441434721ULL
enum { HEAD_WORDS = 4 };

static const struct siphash_key check_key = {0x6f61746c61732063ULL, 0x6865636b20736970ULL};

/* ---- Writing ---- */

static void put(struct buf *out, const void *bytes, size_t size)
{
    static const char zeros[8] = {0};
    buf_add(out, (struct str){bytes, size});
    buf_add(out, (struct str){zeros, (8 - size % 8) % 8});
}

static void put_word(struct buf *out, uint64_t word)
{
    put(out, &word, sizeof word);
}

static void put_line(struct buf *out, struct line line)
{
    put_word(out, line.count);
    put(out, line.points, line.count * sizeof *line.points);
}

static void put_arc(struct buf *out, const struct atlas_arc *arc)
{
    put_word(out, arc->frame);
    put_word(out, arc->kind);
    put_word(out, arc->departments[0]);
    put_word(out, arc->departments[1]);
    put(out, &arc->extent, sizeof arc->extent);
    for (enum level level = LEVEL_LOCATOR; level < LEVELS; level++) {
        put_line(out, arc->lines[level]);
    }
}

static void put_territories(struct buf *out, const struct territory *territories, size_t count)
{
    put_word(out, count);
    for (size_t i = 0; i < count; i++) {
        const struct territory *t = &territories[i];
        put_word(out, t->code.len);
        put(out, t->code.ptr, t->code.len);
        put_word(out, t->region);
        put_word(out, t->frame);
        put(out, &t->extent, sizeof t->extent);
        put(out, &t->area_m2, sizeof t->area_m2);
        put_word(out, t->ring_count);
        for (size_t j = 0; j < t->ring_count; j++) {
            put_word(out, t->rings[j].polygon);
            put_word(out, t->rings[j].count);
            put(out, t->rings[j].arcs, t->rings[j].count * sizeof *t->rings[j].arcs);
        }
    }
}

void store_write(struct buf *out, const struct atlas *atlas, struct store_key key)
{
    struct buf body;
    buf_init(&body, NULL);
    put_word(&body, atlas->arc_count);
    for (size_t i = 0; i < atlas->arc_count; i++) {
        put_arc(&body, &atlas->arcs[i]);
    }
    put_territories(&body, atlas->departments, atlas->department_count);
    put_territories(&body, atlas->regions, atlas->region_count);
    put_territories(&body, atlas->countries, atlas->country_count);
    put_word(out, MAGIC);
    put_word(out, key.words[0]);
    put_word(out, key.words[1]);
    put_word(out, siphash(check_key, buf_str(&body)));
    buf_add(out, buf_str(&body));
    buf_clear(&body);
}

/* ---- Reading: what does not fit makes the cursor fail, and the rest empty ---- */

struct cursor {
    const char *bytes;
    size_t left;
    bool has_failed;
};

static const void *take(struct cursor *cursor, uint64_t count, size_t size)
{
    if (cursor->has_failed || count > cursor->left / size || (count * size + 7) / 8 * 8 > cursor->left) {
        cursor->has_failed = true;
        return NULL;
    }
    const char *taken = cursor->bytes;
    size_t padded = ((size_t)count * size + 7) / 8 * 8;
    cursor->bytes += padded;
    cursor->left -= padded;
    return taken;
}

static uint64_t take_word(struct cursor *cursor)
{
    const uint64_t *word = take(cursor, 1, sizeof *word);
    return word == NULL ? 0 : *word;
}

/* A count of things of at least `size` bytes each. */
static size_t take_count(struct cursor *cursor, size_t size)
{
    uint64_t count = take_word(cursor);
    cursor->has_failed = cursor->has_failed || count > cursor->left / size;
    return cursor->has_failed ? 0 : (size_t)count;
}

static struct extent take_extent(struct cursor *cursor)
{
    const struct extent *extent = take(cursor, 1, sizeof *extent);
    return extent == NULL ? EXTENT_EMPTY : *extent;
}

static void take_arc(struct cursor *cursor, struct atlas_arc *arc)
{
    uint64_t frame = take_word(cursor), kind = take_word(cursor);
    cursor->has_failed = cursor->has_failed || frame >= FRAMES || kind > ARC_ABROAD;
    arc->frame = (enum frame)frame;
    arc->kind = (enum arc_kind)kind;
    arc->departments[0] = (size_t)take_word(cursor);
    arc->departments[1] = (size_t)take_word(cursor);
    arc->extent = take_extent(cursor);
    for (enum level level = LEVEL_LOCATOR; level < LEVELS; level++) {
        size_t count = take_count(cursor, sizeof(struct position));
        arc->lines[level] = (struct line){take(cursor, count, sizeof(struct position)), count};
    }
}

static void take_ring(struct cursor *cursor, size_t arc_count, struct ring *ring)
{
    ring->polygon = (size_t)take_word(cursor);
    ring->count = take_count(cursor, sizeof *ring->arcs);
    ring->arcs = take(cursor, ring->count, sizeof *ring->arcs);
    for (size_t i = 0; !cursor->has_failed && i < ring->count; i++) {
        size_t arc = (size_t)(ring->arcs[i] < 0 ? ~ring->arcs[i] : ring->arcs[i]);
        cursor->has_failed = arc >= arc_count;
    }
}

static struct territory *take_territories(struct arena *arena, struct cursor *cursor, size_t arc_count,
                                          size_t *out_count)
{
    size_t count = take_count(cursor, sizeof(uint64_t));
    struct territory *territories = arena_array(arena, struct territory, count);
    for (size_t i = 0; i < count && !cursor->has_failed; i++) {
        struct territory *t = &territories[i];
        t->code.len = take_count(cursor, 1);
        t->code.ptr = take(cursor, t->code.len, 1);
        t->region = (size_t)take_word(cursor);
        t->frame = (enum frame)take_word(cursor);
        t->extent = take_extent(cursor);
        const double *area = take(cursor, 1, sizeof *area);
        t->area_m2 = area == NULL ? 0 : *area;
        t->ring_count = take_count(cursor, sizeof(uint64_t));
        t->rings = arena_array(arena, struct ring, t->ring_count);
        for (size_t j = 0; j < t->ring_count && !cursor->has_failed; j++) {
            take_ring(cursor, arc_count, &t->rings[j]);
        }
    }
    *out_count = count;
    return territories;
}

static bool is_index(size_t index, size_t count)
{
    return index < count || index == NO_TERRITORY;
}

static bool indexes_hold(const struct atlas *atlas)
{
    bool hold = true;
    for (size_t i = 0; i < atlas->arc_count; i++) {
        hold = hold && is_index(atlas->arcs[i].departments[0], atlas->department_count) &&
               is_index(atlas->arcs[i].departments[1], atlas->department_count);
    }
    for (size_t i = 0; i < atlas->department_count; i++) {
        hold = hold && atlas->departments[i].region < atlas->region_count;
    }
    return hold;
}

bool store_read(struct arena *arena, struct str bytes, struct store_key key, struct atlas *out_atlas)
{
    struct cursor cursor = {bytes.ptr, bytes.len, bytes.len % 8 != 0 || bytes.len < HEAD_WORDS * 8};
    bool is_ours = take_word(&cursor) == MAGIC && take_word(&cursor) == key.words[0] &&
                   take_word(&cursor) == key.words[1] && !cursor.has_failed;
    uint64_t check = take_word(&cursor);
    if (!is_ours || check != siphash(check_key, (struct str){cursor.bytes, cursor.left})) {
        return false;
    }
    struct atlas atlas = {0};
    atlas.arc_count = take_count(&cursor, sizeof(uint64_t));
    atlas.arcs = arena_array(arena, struct atlas_arc, atlas.arc_count);
    for (size_t i = 0; i < atlas.arc_count && !cursor.has_failed; i++) {
        take_arc(&cursor, &atlas.arcs[i]);
    }
    atlas.departments = take_territories(arena, &cursor, atlas.arc_count, &atlas.department_count);
    atlas.regions = take_territories(arena, &cursor, atlas.arc_count, &atlas.region_count);
    atlas.countries = take_territories(arena, &cursor, atlas.arc_count, &atlas.country_count);
    if (cursor.has_failed || !indexes_hold(&atlas)) {
        return false;
    }
    *out_atlas = atlas;
    return true;
}
