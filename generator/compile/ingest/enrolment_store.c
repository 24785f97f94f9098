#include "gencarto/compile/ingest/enrolment_store.h"

#include <assert.h>
#include <string.h>

#include "gencarto/base/parallel.h"
#include "gencarto/compile/ingest/checks.h"

#define PARTITION_BITS 6
#define AHEAD          16                  /* entries whose slots are fetched before they are needed */
#define PENDING        (UINT32_C(1) << 31) /* a slot's place is that of the entry in its batches, until it has one */

_Static_assert(1 << PARTITION_BITS == ENROLMENT_PARTITIONS, "partitions are a power of two");

/* ---- batches -------------------------------------------------------------------------------------------------- */

void enrolment_batch_init(struct enrolment_batch *batch)
{
    memset(batch, 0, sizeof(*batch));
    buf_init(&batch->entries, NULL);
    buf_init(&batch->order, NULL);
}

void enrolment_batch_clear(struct enrolment_batch *batch)
{
    buf_clear(&batch->entries);
    buf_clear(&batch->order);
}

void enrolment_batch_reset(struct enrolment_batch *batch)
{
    buf_reset(&batch->entries);
}

struct enrolment_entry *enrolment_batch_entry(const struct enrolment_batch *batch, size_t index)
{
    return (struct enrolment_entry *)(void *)batch->entries.ptr + index;
}

size_t enrolment_batch_count(const struct enrolment_batch *batch)
{
    return batch->entries.len / sizeof(struct enrolment_entry);
}

void enrolment_batch_add(struct enrolment_batch *batch, const struct key_secret *secret,
                         const struct enrolment_row *row, struct str id, struct str pseudonym, int64_t number)
{
    struct key key = keys_of(secret, id);
    uint64_t learner = pseudonym.len > 0 ? keys_of(secret, pseudonym).low : 0;
    struct enrolment_entry entry = {.row = *row,
                                    .id = key.low,
                                    .learner = learner + (pseudonym.len > 0 && learner == 0),
                                    .partition = (uint8_t)(key.high >> (64 - PARTITION_BITS)),
                                    .number = (uint32_t)number};
    buf_add(&batch->entries, (struct str){(const char *)&entry, sizeof(entry)});
}

static uint32_t *order_of(const struct enrolment_batch *batch)
{
    return (uint32_t *)(void *)batch->order.ptr;
}

/* A counting sort, which keeps the order. */
void enrolment_batch_finish(struct enrolment_batch *batch)
{
    size_t count = enrolment_batch_count(batch);
    uint32_t next[ENROLMENT_PARTITIONS] = {0};
    memset(batch->fates, 0, sizeof(batch->fates));
    buf_reset(&batch->order);
    buf_reserve(&batch->order, count * sizeof(uint32_t));
    for (size_t i = 0; i < count; i++) {
        next[enrolment_batch_entry(batch, i)->partition]++;
    }
    uint32_t start = 0;
    for (int p = 0; p < ENROLMENT_PARTITIONS; p++) {
        batch->starts[p] = start;
        start += next[p];
        next[p] = batch->starts[p];
    }
    batch->starts[ENROLMENT_PARTITIONS] = start;
    for (size_t i = 0; i < count; i++) {
        order_of(batch)[next[enrolment_batch_entry(batch, i)->partition]++] = (uint32_t)i;
    }
}

/* ---- partitions ----------------------------------------------------------------------------------------------- */

static uint64_t *keys_in(const struct enrolment_partition *partition)
{
    return (uint64_t *)(void *)partition->keys.ptr;
}

static uint32_t *places_in(const struct enrolment_partition *partition)
{
    return (uint32_t *)(void *)partition->places.ptr;
}

/* The first slot of a key: its share of the range, so that their number need not be a power of two. */
static uint32_t home_of(const struct enrolment_partition *partition, uint64_t key)
{
    return (uint32_t)((key >> 32) * partition->slots >> 32);
}

/* The slot that holds the key, or the free one where it belongs: linear probing. */
static uint32_t find_slot(const struct enrolment_partition *partition, uint64_t key)
{
    const uint64_t *keys = keys_in(partition);
    const uint32_t *places = places_in(partition);
    uint32_t slot = home_of(partition, key);
    while (places[slot] != 0 && keys[slot] != key) {
        slot = slot + 1 < partition->slots ? slot + 1 : 0;
    }
    return slot;
}

static void make_slots(struct enrolment_partition *partition, uint32_t slots)
{
    partition->slots = slots;
    buf_init(&partition->keys, NULL);
    buf_init(&partition->places, NULL);
    buf_reserve(&partition->keys, slots * sizeof(uint64_t));
    buf_reserve(&partition->places, slots * sizeof(uint32_t));
    memset(partition->places.ptr, 0, slots * sizeof(uint32_t));
}

/* At most four slots in five are used. */
static void make_room(struct enrolment_partition *partition, size_t more)
{
    size_t needed = (partition->used + more) * 5 / 4 + 16;
    if (needed <= partition->slots) {
        return;
    }
    struct enrolment_partition grown = {.used = partition->used};
    size_t slots = needed + needed / 8;
    assert(slots < PENDING);
    make_slots(&grown, (uint32_t)slots);
    for (uint32_t i = 0; i < partition->slots; i++) {
        if (places_in(partition)[i] != 0) {
            uint32_t slot = find_slot(&grown, keys_in(partition)[i]);
            keys_in(&grown)[slot] = keys_in(partition)[i];
            places_in(&grown)[slot] = places_in(partition)[i];
        }
    }
    buf_clear(&partition->keys);
    buf_clear(&partition->places);
    *partition = grown;
}

/* ---- adding --------------------------------------------------------------------------------------------------- */

struct addition {
    struct enrolment_store *store;
    struct enrolment_batch *batches;
    size_t batch_count;
    uint16_t file;
};

/* What becomes of the entry; of a new one `place` is its slot for the time being. */
static void judge(struct addition *addition, struct enrolment_partition *partition, struct enrolment_entry *entry)
{
    uint32_t slot = find_slot(partition, entry->id), found = places_in(partition)[slot];
    if (found == 0) {
        keys_in(partition)[slot] = entry->id;
        places_in(partition)[slot] = PENDING;
        partition->used++;
        entry->fate = ENTRY_NEW;
        entry->place = slot;
        return;
    }
    struct enrolment_row *row = found == PENDING ? NULL : &addition->store->rows[found - 1];
    if (!row || row->file == addition->file) {
        entry->fate = ENTRY_TWICE;
        return;
    }
    row->file = addition->file; /* at once: the identifier may come again in these batches */
    entry->fate = ENTRY_REPLACES;
    entry->place = found - 1;
}

static void fetch(const struct enrolment_partition *partition, const struct enrolment_entry *entry)
{
    uint32_t home = home_of(partition, entry->id);
    __builtin_prefetch(&keys_in(partition)[home]);
    __builtin_prefetch(&places_in(partition)[home]);
}

/* The row that the entry most likely replaces, once its slot is there. */
static void fetch_row(const struct enrolment_store *store, const struct enrolment_partition *partition,
                      const struct enrolment_entry *entry)
{
    uint32_t found = places_in(partition)[home_of(partition, entry->id)];
    if (found != 0 && found != PENDING) {
        __builtin_prefetch(&store->rows[found - 1].file);
    }
}

static void judge_partition(void *context, size_t item, int worker)
{
    struct addition *addition = context;
    struct enrolment_partition *partition = &addition->store->partitions[item];
    (void)worker;
    size_t more = 0;
    for (size_t b = 0; b < addition->batch_count; b++) {
        more += addition->batches[b].starts[item + 1] - addition->batches[b].starts[item];
    }
    make_room(partition, more);
    for (size_t b = 0; b < addition->batch_count; b++) {
        const struct enrolment_batch *batch = &addition->batches[b];
        const uint32_t *order = order_of(batch);
        for (uint32_t i = batch->starts[item], end = batch->starts[item + 1]; i < end; i++) {
            if (i + AHEAD < end) {
                fetch(partition, enrolment_batch_entry(batch, order[i + AHEAD]));
                fetch_row(addition->store, partition, enrolment_batch_entry(batch, order[i + AHEAD / 2]));
            }
            judge(addition, partition, enrolment_batch_entry(batch, order[i]));
        }
    }
}

static void count_fates(void *context, size_t item, int worker)
{
    struct enrolment_batch *batch = &((struct addition *)context)->batches[item];
    size_t count = enrolment_batch_count(batch);
    (void)worker;
    for (size_t i = 0; i < count; i++) {
        batch->fates[enrolment_batch_entry(batch, i)->fate]++;
    }
}

/* New rows take the next places, in order; their slots learn them. Each slot belongs to one entry. */
static void place_rows(void *context, size_t item, int worker)
{
    struct addition *addition = context;
    struct enrolment_store *store = addition->store;
    struct enrolment_batch *batch = &addition->batches[item];
    uint64_t *learners = (uint64_t *)(void *)store->learners.ptr;
    size_t count = enrolment_batch_count(batch), next = batch->first_place;
    (void)worker;
    for (size_t i = 0; i < count; i++) {
        struct enrolment_entry *entry = enrolment_batch_entry(batch, i);
        if (i + AHEAD < count && enrolment_batch_entry(batch, i + AHEAD)->fate == ENTRY_REPLACES) {
            __builtin_prefetch(&store->rows[enrolment_batch_entry(batch, i + AHEAD)->place], 1);
            __builtin_prefetch(&learners[enrolment_batch_entry(batch, i + AHEAD)->place], 1);
        }
        if (entry->fate == ENTRY_TWICE) {
            continue;
        }
        if (entry->fate == ENTRY_NEW) {
            uint32_t place = (uint32_t)next++;
            places_in(&store->partitions[entry->partition])[entry->place] = place + 1;
            entry->place = place;
        }
        if (entry->fate == ENTRY_REPLACES) {
            bool is_other =
                learners[entry->place] != 0 && entry->learner != 0 && learners[entry->place] != entry->learner;
            entry->row.doubts |= checks_replacement(&store->rows[entry->place], &entry->row, is_other);
            entry->row.first_file = store->rows[entry->place].first_file;
        }
        store->rows[entry->place] = entry->row;
        learners[entry->place] = entry->learner;
    }
}

void enrolment_store_add(struct enrolment_store *store, struct enrolment_batch *batches, size_t batch_count,
                         uint16_t file)
{
    struct addition addition = {store, batches, batch_count, file};
    parallel_for(ENROLMENT_PARTITIONS, store->workers, judge_partition, &addition);
    parallel_for(batch_count, store->workers, count_fates, &addition);
    for (size_t b = 0; b < batch_count; b++) {
        batches[b].first_place = store->count;
        store->count += (size_t)batches[b].fates[ENTRY_NEW];
    }
    assert(store->count <= store->most);
    parallel_for(batch_count, store->workers, place_rows, &addition);
}

void enrolment_store_init(struct enrolment_store *store, struct arena *arena, size_t most, int workers)
{
    assert(most < PENDING);
    memset(store, 0, sizeof(*store));
    store->rows = arena_array(arena, struct enrolment_row, most);
    store->most = most;
    store->workers = workers;
    buf_init(&store->learners, NULL);
    buf_reserve(&store->learners, most * sizeof(uint64_t));
    for (int p = 0; p < ENROLMENT_PARTITIONS; p++) {
        make_slots(&store->partitions[p], 16);
    }
}

static void clear_partitions(struct enrolment_store *store)
{
    for (int p = 0; p < ENROLMENT_PARTITIONS; p++) {
        buf_clear(&store->partitions[p].keys);
        buf_clear(&store->partitions[p].places);
    }
}

void enrolment_store_clear(struct enrolment_store *store)
{
    clear_partitions(store);
    buf_clear(&store->learners);
}

/* ---- persons -------------------------------------------------------------------------------------------------- */

#define SLICE_BITS 3 /* the keys are dealt in as many turns, so that only a part of them is ever copied */
#define SLICES     (1 << SLICE_BITS)
#define DEAL_BITS  6
#define DEALS      (1 << DEAL_BITS)
#define SPAN       (1u << 17) /* rows that one thread deals at a time */

struct dealt {
    uint64_t key;
    uint32_t place;
};

struct numbering {
    struct enrolment_store *store;
    size_t spans;
    unsigned slice;
    uint32_t *counts; /* of each span and deal; then where the span's part of the deal begins */
    uint32_t ends[DEALS];
    struct dealt *dealt;
    struct buf
        *tables;       /* of each worker: uint32_t each, index in the deal + 1 of a key's first row, 0 of a free slot */
    uint32_t *persons; /* of each span: those whose first row stands in it; then the number of the first of them */
};

static uint64_t learner_at(const struct numbering *numbering, size_t place)
{
    return ((const uint64_t *)(const void *)numbering->store->learners.ptr)[place];
}

static bool is_in_slice(const struct numbering *numbering, uint64_t key)
{
    return key != 0 && key >> (64 - SLICE_BITS) == numbering->slice;
}

static unsigned deal_of(uint64_t key)
{
    return (unsigned)(key >> (64 - SLICE_BITS - DEAL_BITS)) & (DEALS - 1);
}

static size_t span_end(const struct numbering *numbering, size_t span)
{
    size_t end = (span + 1) * SPAN;
    return end < numbering->store->count ? end : numbering->store->count;
}

static void count_deals(void *context, size_t span, int worker)
{
    struct numbering *numbering = context;
    uint32_t *counts = numbering->counts + span * DEALS;
    (void)worker;
    memset(counts, 0, DEALS * sizeof(*counts));
    for (size_t i = span * SPAN; i < span_end(numbering, span); i++) {
        uint64_t key = learner_at(numbering, i);
        if (is_in_slice(numbering, key)) {
            counts[deal_of(key)]++;
        }
    }
}

static void deal(void *context, size_t span, int worker)
{
    struct numbering *numbering = context;
    uint32_t *next = numbering->counts + span * DEALS;
    (void)worker;
    for (size_t i = span * SPAN; i < span_end(numbering, span); i++) {
        uint64_t key = learner_at(numbering, i);
        if (is_in_slice(numbering, key)) {
            numbering->dealt[next[deal_of(key)]++] = (struct dealt){.key = key, .place = (uint32_t)i};
        }
    }
}

/* Rows come in order, so the first of a key that is met is the first of the person. Half of the slots stay free; the
 * lower half of the key says where it goes, since the upper bits of a deal are all the same. */
static void find_first_rows(void *context, size_t item, int worker)
{
    struct numbering *numbering = context;
    uint32_t begin = item > 0 ? numbering->ends[item - 1] : 0, count = numbering->ends[item] - begin, slots = count * 2;
    if (count == 0) {
        return;
    }
    const struct dealt *dealt = numbering->dealt + begin;
    struct buf *table = &numbering->tables[worker];
    buf_reset(table);
    buf_reserve(table, slots * sizeof(uint32_t));
    uint32_t *firsts = (uint32_t *)(void *)table->ptr;
    memset(firsts, 0, slots * sizeof(uint32_t));
    for (uint32_t i = 0; i < count; i++) {
        uint32_t slot = (uint32_t)((dealt[i].key & UINT32_MAX) * slots >> 32);
        while (firsts[slot] != 0 && dealt[firsts[slot] - 1].key != dealt[i].key) {
            slot = slot + 1 < slots ? slot + 1 : 0;
        }
        if (firsts[slot] == 0) {
            firsts[slot] = i + 1;
        }
        numbering->store->rows[dealt[i].place].learner = dealt[firsts[slot] - 1].place;
    }
}

static void deal_slice(struct numbering *numbering, unsigned slice)
{
    numbering->slice = slice;
    parallel_for(numbering->spans, numbering->store->workers, count_deals, numbering);
    uint32_t start = 0;
    for (unsigned d = 0; d < DEALS; d++) {
        for (size_t s = 0; s < numbering->spans; s++) {
            uint32_t count = numbering->counts[s * DEALS + d];
            numbering->counts[s * DEALS + d] = start;
            start += count;
        }
        numbering->ends[d] = start;
    }
    struct buf room;
    buf_init(&room, NULL);
    buf_reserve(&room, start * sizeof(struct dealt));
    numbering->dealt = (struct dealt *)(void *)room.ptr;
    parallel_for(numbering->spans, numbering->store->workers, deal, numbering);
    parallel_for(DEALS, numbering->store->workers, find_first_rows, numbering);
    buf_clear(&room);
}

/* From here the keys are not needed: their memory holds, for each row, whether it is the first of its person. */
static void mark_first_rows(void *context, size_t span, int worker)
{
    struct numbering *numbering = context;
    uint64_t *learners = (uint64_t *)(void *)numbering->store->learners.ptr;
    uint32_t persons = 0;
    (void)worker;
    for (size_t i = span * SPAN; i < span_end(numbering, span); i++) {
        bool is_first = learners[i] == 0 || numbering->store->rows[i].learner == i;
        learners[i] = is_first;
        persons += is_first;
    }
    numbering->persons[span] = persons;
}

static void number_first_rows(void *context, size_t span, int worker)
{
    struct numbering *numbering = context;
    uint32_t next = numbering->persons[span];
    (void)worker;
    for (size_t i = span * SPAN; i < span_end(numbering, span); i++) {
        if (learner_at(numbering, i)) {
            numbering->store->rows[i].learner = next++;
        }
    }
}

static void number_other_rows(void *context, size_t span, int worker)
{
    struct numbering *numbering = context;
    struct enrolment_row *rows = numbering->store->rows;
    (void)worker;
    for (size_t i = span * SPAN; i < span_end(numbering, span); i++) {
        if (!learner_at(numbering, i)) {
            rows[i].learner = rows[rows[i].learner].learner;
        }
    }
}

uint32_t enrolment_store_number_learners(struct enrolment_store *store)
{
    struct numbering numbering = {.store = store, .spans = (store->count + SPAN - 1) / SPAN};
    struct arena scratch;
    clear_partitions(store);
    arena_init(&scratch);
    numbering.counts = arena_array(&scratch, uint32_t, numbering.spans * DEALS);
    numbering.persons = arena_array(&scratch, uint32_t, numbering.spans);
    numbering.tables = arena_array(&scratch, struct buf, (size_t)store->workers);
    for (int w = 0; w < store->workers; w++) {
        buf_init(&numbering.tables[w], NULL);
    }
    for (unsigned slice = 0; slice < SLICES; slice++) {
        deal_slice(&numbering, slice);
    }
    for (int w = 0; w < store->workers; w++) {
        buf_clear(&numbering.tables[w]);
    }
    parallel_for(numbering.spans, store->workers, mark_first_rows, &numbering);
    uint32_t persons = 0;
    for (size_t s = 0; s < numbering.spans; s++) {
        uint32_t count = numbering.persons[s];
        numbering.persons[s] = persons;
        persons += count;
    }
    parallel_for(numbering.spans, store->workers, number_first_rows, &numbering);
    parallel_for(numbering.spans, store->workers, number_other_rows, &numbering);
    arena_clear(&scratch);
    buf_clear(&store->learners);
    return persons;
}
