#include "gencarto/compile/ingest/identifier_index.h"

#include <string.h>

#include "gencarto/base/parallel.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define FEW_ROWS    131072 /* whose buckets are in the processor's cache: one partition */
#define MANY_ROWS   1000000
#define MEDIUM_BITS 6
#define MANY_BITS   8

#define SLOTS      6
#define LINE_BYTES 64

/* What a slot keeps of a key: its lowest 50 bits. */
#define PLACE_BITS 30
#define TOP_BITS   2 /* beside the place */
#define KEPT_BITS  (48 + TOP_BITS)

#define SEEN_ALL ((1u << SLOTS) - 1)

struct identifier_bucket {
    uint32_t lower[SLOTS];
    uint32_t places[SLOTS]; /* the place of the row, and above it the two top bits that are kept of the key */
    uint16_t upper[SLOTS];
    uint32_t file : 23, seen : SLOTS, used : 3; /* seen: a bit for each slot, of the file */
};

_Static_assert(sizeof(struct identifier_bucket) == LINE_BYTES, "one look at the memory tells a bucket");
_Static_assert(1 << MANY_BITS == IDENTIFIER_PARTITIONS, "partitions are a power of two");

struct kept_key {
    uint32_t lower, top; /* top: as it stands in `places` */
    uint16_t upper;
};

static struct kept_key kept_of(uint64_t key)
{
    return (struct kept_key){.lower = (uint32_t)key,
                             .upper = (uint16_t)(key >> 32),
                             .top = (uint32_t)(key >> 48 & ((1 << TOP_BITS) - 1)) << PLACE_BITS};
}

/* The bucket of a key within its partition: its share of the range, so that their number need not be a power of two. */
static size_t home_of(uint64_t kept, size_t bucket_count)
{
    return (size_t)((kept >> (KEPT_BITS - 32) & UINT32_MAX) * bucket_count >> 32);
}

static uint64_t key_in_slot(const struct identifier_bucket *bucket, int slot)
{
    return (uint64_t)(bucket->places[slot] >> PLACE_BITS) << 48 | (uint64_t)bucket->upper[slot] << 32 |
           bucket->lower[slot];
}

static struct identifier_bucket *bucket_after(struct identifier_bucket *bucket, struct identifier_bucket *first,
                                              size_t count)
{
    return bucket + 1 < first + count ? bucket + 1 : first;
}

_Static_assert(SLOTS == 6, "as many are compared, without a loop");

/* A bit for each slot whose lowest bits are these; what stands above them does not matter. */
#ifdef __SSE2__
static inline unsigned slots_like(const uint32_t lower[SLOTS], uint32_t wanted)
{
    __m128i all = _mm_set1_epi32((int)wanted);
    __m128i four = _mm_cmpeq_epi32(_mm_loadu_si128((const __m128i *)(const void *)lower), all);
    __m128i two = _mm_cmpeq_epi32(_mm_loadl_epi64((const __m128i *)(const void *)(lower + 4)), all);
    __m128i words = _mm_packs_epi32(four, two);
    return (unsigned)_mm_movemask_epi8(_mm_packs_epi16(words, words));
}
#else
static inline unsigned slots_like(const uint32_t lower[SLOTS], uint32_t wanted)
{
    return (unsigned)(lower[0] == wanted) | (unsigned)(lower[1] == wanted) << 1 | (unsigned)(lower[2] == wanted) << 2 |
           (unsigned)(lower[3] == wanted) << 3 | (unsigned)(lower[4] == wanted) << 4 |
           (unsigned)(lower[5] == wanted) << 5;
}
#endif

/* The slot that holds the key, or -1. */
static int find_slot(const struct identifier_bucket *bucket, struct kept_key key)
{
    unsigned found = slots_like(bucket->lower, key.lower) & ((1u << bucket->used) - 1);
    for (; found != 0; found &= found - 1) {
        int slot = __builtin_ctz(found);
        if (bucket->upper[slot] == key.upper && bucket->places[slot] >> PLACE_BITS == key.top >> PLACE_BITS) {
            return slot;
        }
    }
    return -1;
}

size_t identifier_partition_count(const struct identifier_index *index)
{
    return (size_t)1 << index->partition_bits;
}

size_t identifier_partition(const struct identifier_index *index, uint64_t key)
{
    return (size_t)(key >> 1 >> (63 - index->partition_bits));
}

/* ---- growing -------------------------------------------------------------------------------------------------- */

/* At most eleven slots in twelve are used: of a partition with that many identifiers. */
static size_t buckets_for(size_t used)
{
    return used * 12 / (11 * SLOTS) + 2;
}

/* Zeroed, in lines of the cache. */
static struct identifier_bucket *make_buckets(struct arena *arena, size_t count)
{
    char *bytes = arena_alloc(arena, (count + 1) * LINE_BYTES);
    arena_prefer_large_pages(bytes, (count + 1) * LINE_BYTES);
    return (struct identifier_bucket *)(void *)(bytes + (LINE_BYTES - (uintptr_t)bytes % LINE_BYTES));
}

struct growth {
    struct identifier_bucket *from, *to; /* of all partitions; most often the same */
    size_t from_count, to_count;         /* buckets of each partition */
    size_t first;                        /* the first partition that moves */
    struct arena *copies;                /* of each worker */
};

static void put_again(struct identifier_bucket *first, size_t count, const struct identifier_bucket *from, int slot)
{
    struct identifier_bucket *to = first + home_of(key_in_slot(from, slot), count);
    while (to->used == SLOTS) {
        to = bucket_after(to, first, count);
    }
    to->lower[to->used] = from->lower[slot];
    to->upper[to->used] = from->upper[slot];
    to->places[to->used] = from->places[slot];
    if (from->seen >> slot & 1) {
        to->seen = (to->seen | 1u << to->used) & SEEN_ALL;
        to->file = from->file;
    }
    to->used++;
}

static uint32_t latest_file(const struct identifier_bucket *buckets, size_t count)
{
    uint32_t latest = 0;
    for (size_t b = 0; b < count; b++) {
        latest = buckets[b].file > latest ? buckets[b].file : latest;
    }
    return latest;
}

/* What an earlier file named is forgotten, so that in each bucket all that was seen is of one file. */
static void move_partition(void *context, size_t item, int worker)
{
    const struct growth *growth = context;
    size_t partition = growth->first + item, bytes = growth->from_count * sizeof(struct identifier_bucket);
    struct arena *arena = &growth->copies[worker];
    struct arena_mark mark = arena_save(arena);
    struct identifier_bucket *copy = arena_alloc(arena, bytes), *to = growth->to + partition * growth->to_count;
    memcpy(copy, growth->from + partition * growth->from_count, bytes);
    memset(to, 0, growth->to_count * sizeof(*to));
    uint32_t latest = latest_file(copy, growth->from_count);
    for (size_t b = 0; b < growth->from_count; b++) {
        copy[b].seen = copy[b].file == latest ? copy[b].seen : 0;
        for (int s = 0; s < (int)copy[b].used; s++) {
            put_again(to, growth->to_count, &copy[b], s);
        }
    }
    arena_restore(arena, mark);
}

/* From the last partition to the first, as many at a time as land beyond all that did not move yet. */
static void move_partitions(struct growth *growth, size_t partition_count, int workers)
{
    struct arena scratch;
    arena_init(&scratch);
    growth->copies = arena_array(&scratch, struct arena, (size_t)workers);
    for (int w = 0; w < workers; w++) {
        arena_init_private(&growth->copies[w]);
    }
    for (size_t end = partition_count; end > 0; end = growth->first) {
        size_t first = (end * growth->from_count + growth->to_count - 1) / growth->to_count;
        growth->first = first < end ? first : end - 1;
        parallel_for(end - growth->first, workers, move_partition, growth);
    }
    for (int w = 0; w < workers; w++) {
        arena_clear(&growth->copies[w]);
    }
    arena_clear(&scratch);
}

static void grow(struct identifier_index *index, size_t bucket_count, int workers)
{
    size_t partitions = identifier_partition_count(index);
    struct arena before = index->arena;
    struct growth growth = {
        .from = index->buckets, .to = index->buckets, .from_count = index->bucket_count, .to_count = bucket_count};
    bool is_beyond = bucket_count > index->bucket_most;
    if (is_beyond) {
        arena_init_private(&index->arena);
        index->bucket_most = bucket_count * 2;
        index->buckets = growth.to = make_buckets(&index->arena, index->bucket_most * partitions);
    }
    move_partitions(&growth, partitions, workers);
    index->bucket_count = bucket_count;
    if (is_beyond) {
        arena_clear(&before);
    }
}

/* To what is likely to come, but not beyond twice what there is, and by a sixteenth at least: moving looks at all. */
static size_t grown_buckets(const struct identifier_index *index, size_t used, size_t likely)
{
    size_t share = likely >> index->partition_bits;
    size_t least = buckets_for(used + used / 16), most = buckets_for(used * 2);
    size_t wanted = buckets_for(share + share / 32);
    return wanted < least ? least : wanted > most ? most : wanted;
}

void identifier_index_make_room(struct identifier_index *index, const uint32_t *more, size_t likely, int workers)
{
    size_t used = 0;
    for (size_t p = 0; p < identifier_partition_count(index); p++) {
        used = index->used[p] + more[p] > used ? index->used[p] + more[p] : used;
    }
    if (buckets_for(used) > index->bucket_count) {
        grow(index, grown_buckets(index, used, likely), workers);
    }
}

/* ---- asking --------------------------------------------------------------------------------------------------- */

static struct identifier_bucket *home_in(const struct identifier_index *index, size_t partition, uint64_t key)
{
    return index->buckets + partition * index->bucket_count + home_of(key, index->bucket_count);
}

void identifier_index_fetch(const struct identifier_index *index, size_t partition, uint64_t key)
{
    const struct identifier_bucket *home = home_in(index, partition, key);
    __builtin_prefetch(home, 1);
    __builtin_prefetch(home + 1, 1); /* most of those that are not in the first are in the second */
}

static enum entry_fate mark_seen(struct identifier_bucket *bucket, int slot, uint32_t file)
{
    unsigned seen = bucket->file == file ? bucket->seen : 0, bit = 1u << slot;
    bucket->file = file & IDENTIFIER_FILES_MOST;
    bucket->seen = (seen | bit) & SEEN_ALL;
    return seen & bit ? ENTRY_TWICE : ENTRY_REPLACES;
}

/* The bucket that holds the key, and its slot; else -1, and the first bucket with room for it. */
static struct identifier_bucket *find_bucket(const struct identifier_index *index, size_t partition, uint64_t key,
                                             struct kept_key kept, int *out_slot)
{
    struct identifier_bucket *first = index->buckets + partition * index->bucket_count;
    struct identifier_bucket *bucket = home_in(index, partition, key);
    while ((*out_slot = find_slot(bucket, kept)) < 0 && bucket->used == SLOTS) {
        bucket = bucket_after(bucket, first, index->bucket_count);
    }
    return bucket;
}

enum entry_fate identifier_index_ask(struct identifier_index *index, size_t partition, uint64_t key, uint32_t file,
                                     uint32_t *out_place)
{
    struct kept_key kept = kept_of(key);
    int slot;
    struct identifier_bucket *bucket = find_bucket(index, partition, key, kept, &slot);
    if (slot >= 0) {
        *out_place = bucket->places[slot] & IDENTIFIER_PLACES_MOST;
        return mark_seen(bucket, slot, file);
    }
    slot = (int)bucket->used++;
    bucket->lower[slot] = kept.lower;
    bucket->upper[slot] = kept.upper;
    bucket->places[slot] = kept.top;
    mark_seen(bucket, slot, file);
    index->used[partition]++;
    *out_place = (uint32_t)((size_t)(bucket - index->buckets) * SLOTS + (size_t)slot);
    return ENTRY_NEW;
}

bool identifier_index_find(const struct identifier_index *index, uint64_t key, uint32_t *out_place)
{
    int slot;
    struct identifier_bucket *bucket = find_bucket(index, identifier_partition(index, key), key, kept_of(key), &slot);
    if (slot >= 0) {
        *out_place = bucket->places[slot] & IDENTIFIER_PLACES_MOST;
    }
    return slot >= 0;
}

void identifier_index_set_place(struct identifier_index *index, uint32_t slot, uint32_t place)
{
    index->buckets[slot / SLOTS].places[slot % SLOTS] |= place;
}

/* ---- life ----------------------------------------------------------------------------------------------------- */

/* Partitions get nearly the same share of the keys: what one may hold beyond it is a matter of address space. */
static size_t share_of(const struct identifier_index *index, size_t identifiers)
{
    size_t share = identifiers >> index->partition_bits;
    return index->partition_bits == 0 ? share : share + share / 8 + 16;
}

void identifier_index_init(struct identifier_index *index, const struct identifier_index_size *size)
{
    memset(index, 0, sizeof(*index));
    index->partition_bits = size->most < FEW_ROWS ? 0 : size->most < MANY_ROWS ? MEDIUM_BITS : MANY_BITS;
    index->bucket_most = buckets_for(share_of(index, size->most));
    index->bucket_count = buckets_for(share_of(index, size->first));
    arena_init_private(&index->arena);
    index->buckets = make_buckets(&index->arena, index->bucket_most * identifier_partition_count(index));
}

void identifier_index_clear(struct identifier_index *index)
{
    arena_clear(&index->arena);
    index->buckets = NULL;
}
