#include "gencarto/compile/ingest/learner_numbering.h"

#include <stdbool.h>
#include <string.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/parallel.h"

#define FEW_ROWS       65536 /* whose keys fit the processor's cache all together */
#define PART_ROWS      8192  /* or more, when there are very many rows */
#define PART_BITS_MOST 12
#define TURNS          2          /* the parts are dealt in as many, so that only some of the keys are ever copied */
#define SPAN           (1u << 17) /* rows that one thread takes at a time */

void learner_keys_init(struct learner_keys *keys, size_t most)
{
    arena_init_private(&keys->arena);
    keys->bytes = arena_alloc(&keys->arena, most * LEARNER_KEY_BYTES);
}

void learner_keys_clear(struct learner_keys *keys)
{
    arena_clear(&keys->arena);
    keys->bytes = NULL;
}

struct dealt { /* twelve bytes: as many as there are rows are held */
    uint32_t key[2];
    uint32_t place; /* in the slot of a hash table + 1, 0 where it is free */
};

struct repeat { /* takes the place of a row that was dealt, until the turn ends */
    uint32_t place, first;
};

_Static_assert(sizeof(struct repeat) <= sizeof(struct dealt), "repeats stand where their part was dealt");

struct numbering {
    struct learner_keys *keys;
    size_t count, spans;
    int part_bits, workers;
    size_t first_part, turn_parts; /* of the turn */
    uint32_t *starts;              /* of each span and part: where the span's share of the part begins */
    uint32_t *ends;                /* of each part, among those of its turn */
    struct dealt *dealt;
    struct buf *tables;      /* of each worker: struct dealt each */
    uint32_t *repeat_counts; /* of each part of the turn: they stand from where the part begins */
    struct buf repeats;      /* struct repeat each, of the turns before */
    bool *is_repeat;         /* by row */
    uint32_t *persons; /* of each span: those whose first row stands in it; then the number of the first of them */
    uint32_t *learners;
};

static size_t part_count(const struct numbering *numbering)
{
    return (size_t)1 << numbering->part_bits;
}

static size_t part_of(const struct numbering *numbering, uint64_t key)
{
    return (size_t)(key >> (LEARNER_KEY_BITS - numbering->part_bits));
}

static size_t span_end(const struct numbering *numbering, size_t span)
{
    size_t end = (span + 1) * SPAN;
    return end < numbering->count ? end : numbering->count;
}

/* ---- dealing -------------------------------------------------------------------------------------------------- */

static void count_parts(void *context, size_t span, int worker)
{
    struct numbering *numbering = context;
    uint32_t *counts = numbering->starts + span * part_count(numbering);
    (void)worker;
    for (size_t i = span * SPAN; i < span_end(numbering, span); i++) {
        uint64_t key = learner_keys_at(numbering->keys, i);
        counts[part_of(numbering, key)] += key != 0;
    }
}

static void deal(void *context, size_t span, int worker)
{
    struct numbering *numbering = context;
    uint32_t *next = numbering->starts + span * part_count(numbering);
    (void)worker;
    for (size_t i = span * SPAN; i < span_end(numbering, span); i++) {
        uint64_t key = learner_keys_at(numbering->keys, i);
        size_t part = part_of(numbering, key);
        if (key != 0 && part - numbering->first_part < numbering->turn_parts) {
            numbering->dealt[next[part]++] = (struct dealt){{(uint32_t)key, (uint32_t)(key >> 32)}, (uint32_t)i};
        }
    }
}

static uint32_t part_begin(const struct numbering *numbering, size_t part)
{
    return part > numbering->first_part ? numbering->ends[part - 1] : 0;
}

/* The parts of the turn stand one after the other, in each the shares of the spans. */
static uint32_t place_parts(struct numbering *numbering)
{
    size_t parts = part_count(numbering);
    uint32_t start = 0;
    for (size_t p = numbering->first_part; p < numbering->first_part + numbering->turn_parts; p++) {
        for (size_t s = 0; s < numbering->spans; s++) {
            uint32_t count = numbering->starts[s * parts + p];
            numbering->starts[s * parts + p] = start;
            start += count;
        }
        numbering->ends[p] = start;
    }
    return start;
}

/* ---- repeats -------------------------------------------------------------------------------------------------- */

/* The first row of the key, or its own place, which the table then knows. Half of the slots stay free; the lower half
 * of the key says where it goes, since the upper bits of a part are all the same. */
static uint32_t first_of(struct dealt *table, uint32_t slots, const struct dealt *row)
{
    uint32_t slot = (uint32_t)((uint64_t)row->key[0] * slots >> 32);
    while (table[slot].place != 0 && (table[slot].key[0] != row->key[0] || table[slot].key[1] != row->key[1])) {
        slot = slot + 1 < slots ? slot + 1 : 0;
    }
    if (table[slot].place == 0) {
        table[slot] = (struct dealt){{row->key[0], row->key[1]}, row->place + 1};
    }
    return table[slot].place - 1;
}

/* Rows come in order, so the first of a key that is met is the first of the person. */
static void find_repeats(void *context, size_t item, int worker)
{
    struct numbering *numbering = context;
    size_t part = numbering->first_part + item;
    uint32_t begin = part_begin(numbering, part), count = numbering->ends[part] - begin, repeats = 0;
    struct dealt *rows = numbering->dealt + begin;
    struct buf *room = &numbering->tables[worker];
    uint32_t slots = count * 2;
    buf_reset(room);
    buf_reserve(room, slots * sizeof(struct dealt) + 1);
    memset(room->ptr, 0, slots * sizeof(struct dealt));
    for (uint32_t i = 0; i < count; i++) {
        struct dealt row = rows[i];
        uint32_t first = first_of((struct dealt *)(void *)room->ptr, slots, &row);
        if (first != row.place) {
            numbering->is_repeat[row.place] = true;
            memcpy(&rows[repeats++], &(struct repeat){row.place, first}, sizeof(struct repeat));
        }
    }
    numbering->repeat_counts[item] = repeats;
}

static void keep_repeats(struct numbering *numbering)
{
    for (size_t i = 0; i < numbering->turn_parts; i++) {
        const struct dealt *rows = numbering->dealt + part_begin(numbering, numbering->first_part + i);
        for (uint32_t r = 0; r < numbering->repeat_counts[i]; r++) {
            buf_add(&numbering->repeats, (struct str){(const char *)&rows[r], sizeof(struct repeat)});
        }
    }
}

static void take_turn(struct numbering *numbering)
{
    struct arena dealt;
    arena_init_private(&dealt);
    numbering->dealt = arena_array(&dealt, struct dealt, place_parts(numbering));
    parallel_for(numbering->spans, numbering->workers, deal, numbering);
    parallel_for(numbering->turn_parts, numbering->workers, find_repeats, numbering);
    keep_repeats(numbering);
    arena_clear(&dealt);
}

/* ---- numbers -------------------------------------------------------------------------------------------------- */

static void count_persons(void *context, size_t span, int worker)
{
    struct numbering *numbering = context;
    uint32_t persons = 0;
    (void)worker;
    for (size_t i = span * SPAN; i < span_end(numbering, span); i++) {
        persons += !numbering->is_repeat[i];
    }
    numbering->persons[span] = persons;
}

/* What a row that repeats gets here is not its number yet. */
static void number_span(void *context, size_t span, int worker)
{
    struct numbering *numbering = context;
    uint32_t next = numbering->persons[span];
    (void)worker;
    for (size_t i = span * SPAN; i < span_end(numbering, span); i++) {
        numbering->learners[i] = next;
        next += !numbering->is_repeat[i];
    }
}

static void number_repeats(struct numbering *numbering)
{
    const struct repeat *repeats = (const struct repeat *)(const void *)numbering->repeats.ptr;
    for (size_t i = 0; i < numbering->repeats.len / sizeof(struct repeat); i++) {
        numbering->learners[repeats[i].place] = numbering->learners[repeats[i].first];
    }
}

static uint32_t sum_up(struct numbering *numbering)
{
    uint32_t persons = 0;
    for (size_t s = 0; s < numbering->spans; s++) {
        uint32_t count = numbering->persons[s];
        numbering->persons[s] = persons;
        persons += count;
    }
    return persons;
}

static uint32_t number_persons(struct numbering *numbering)
{
    parallel_for(numbering->spans, numbering->workers, count_persons, numbering);
    uint32_t persons = sum_up(numbering);
    parallel_for(numbering->spans, numbering->workers, number_span, numbering);
    number_repeats(numbering);
    return persons;
}

/* ---- few rows ------------------------------------------------------------------------------------------------- */

/* The slot that tells a row of the key, + 1, or the free one. The lower half of the key says where it is looked for. */
static uint32_t *find_row(const struct learner_keys *keys, uint32_t *rows, uint32_t slots, uint64_t key)
{
    uint32_t slot = (uint32_t)((key & UINT32_MAX) * slots >> 32);
    while (rows[slot] != 0 && learner_keys_at(keys, rows[slot] - 1) != key) {
        slot = slot + 1 < slots ? slot + 1 : 0;
    }
    return &rows[slot];
}

/* One hash table of all keys. */
static uint32_t number_few(const struct learner_keys *keys, uint32_t count, uint32_t *learners)
{
    struct arena scratch;
    uint32_t slots = count * 2 + 1, persons = 0;
    arena_init_private(&scratch);
    uint32_t *rows = arena_array(&scratch, uint32_t, slots);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t key = learner_keys_at(keys, i);
        uint32_t *row = key != 0 ? find_row(keys, rows, slots, key) : NULL;
        bool repeats = row && *row != 0;
        learners[i] = repeats ? learners[*row - 1] : persons++;
        if (row && !repeats) {
            *row = i + 1;
        }
    }
    arena_clear(&scratch);
    return persons;
}

/* ---- all ------------------------------------------------------------------------------------------------------ */

static struct buf *make_bufs(struct arena *scratch, int count)
{
    struct buf *bufs = arena_array(scratch, struct buf, (size_t)count);
    for (int i = 0; i < count; i++) {
        buf_init(&bufs[i], NULL);
    }
    return bufs;
}

static void clear_bufs(struct buf *bufs, int count)
{
    for (int i = 0; i < count; i++) {
        buf_clear(&bufs[i]);
    }
}

static uint32_t number_many(struct learner_keys *keys, size_t count, int workers, uint32_t *out_learners)
{
    struct arena scratch;
    struct numbering numbering = {
        .keys = keys, .count = count, .spans = (count + SPAN - 1) / SPAN, .workers = workers, .learners = out_learners};
    while (numbering.part_bits < PART_BITS_MOST && count >> numbering.part_bits > PART_ROWS) {
        numbering.part_bits++;
    }
    arena_init_private(&scratch);
    size_t parts = part_count(&numbering);
    numbering.turn_parts = parts < TURNS ? parts : parts / TURNS;
    numbering.starts = arena_array(&scratch, uint32_t, numbering.spans * parts);
    numbering.ends = arena_array(&scratch, uint32_t, parts);
    numbering.repeat_counts = arena_array(&scratch, uint32_t, parts);
    numbering.is_repeat = arena_array(&scratch, bool, count);
    numbering.persons = arena_array(&scratch, uint32_t, numbering.spans);
    numbering.tables = make_bufs(&scratch, workers);
    buf_init(&numbering.repeats, NULL);
    parallel_for(numbering.spans, workers, count_parts, &numbering);
    for (; numbering.first_part < parts; numbering.first_part += numbering.turn_parts) {
        take_turn(&numbering);
    }
    learner_keys_clear(keys);
    clear_bufs(numbering.tables, workers);
    uint32_t persons = number_persons(&numbering);
    buf_clear(&numbering.repeats);
    arena_clear(&scratch);
    return persons;
}

uint32_t learner_numbering_run(struct learner_keys *keys, size_t count, int workers, uint32_t *out_learners)
{
    if (count > FEW_ROWS) {
        return number_many(keys, count, workers, out_learners);
    }
    uint32_t persons = number_few(keys, (uint32_t)count, out_learners);
    learner_keys_clear(keys);
    return persons;
}
