#include "gencarto/compile/ingest/enrolment_store.h"

#include <assert.h>
#include <string.h>

#include "gencarto/base/parallel.h"
#include "gencarto/compile/ingest/checks.h"

#define MANY_ROWS         1000000
#define FEW_BITS          6
#define MANY_BITS         10
#define AHEAD             8 /* entries whose rows are fetched before they are needed */
#define MOST_PLACES       ((UINT32_C(1) << 30) - 1)
#define PENDING           UINT32_MAX /* the place of a new identifier, until it has one */
#define SLOT_BYTES        10
#define FIRST_SLOTS_LEAST 16
#define FIRST_SLOTS_MOST  1024
#define SLOT_KEY_BITS     48
#define SLOT_KEY_BYTES    6

_Static_assert(1 << MANY_BITS == ENROLMENT_PARTITIONS, "partitions are a power of two");

static size_t partition_count(const struct enrolment_store *store)
{
    return (size_t)1 << store->partition_bits;
}

/* ---- batches -------------------------------------------------------------------------------------------------- */

void enrolment_batch_init(struct enrolment_batch *batch, const struct enrolment_store *store)
{
    memset(batch, 0, sizeof(*batch));
    batch->store = store;
    buf_init(&batch->entries, NULL);
    buf_init(&batch->keys, NULL);
    buf_init(&batch->claims, NULL);
    buf_init(&batch->origins, NULL);
}

void enrolment_batch_clear(struct enrolment_batch *batch)
{
    buf_clear(&batch->entries);
    buf_clear(&batch->keys);
    buf_clear(&batch->claims);
    buf_clear(&batch->origins);
}

void enrolment_batch_reset(struct enrolment_batch *batch)
{
    buf_reset(&batch->entries);
    buf_reset(&batch->keys);
    batch->lines_before = 0;
    batch->has_registered_days = false;
    batch->has_aids = false;
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
    uint64_t key = keys_low_of(secret, id), learner = pseudonym.len > 0 ? keys_low_of(secret, pseudonym) : 0;
    struct enrolment_entry entry = {.row = enrolment_pack(row, 0),
                                    .origin = row->origin,
                                    .learner = learner + (pseudonym.len > 0 && learner == 0),
                                    .aid = enrolment_pack_aid(row->aid_eur),
                                    .number = (uint32_t)number};
    int32_t usual = row->entry_day != DATE_NONE ? row->entry_day : batch->store->quarter_day;
    if (row->registered_day != usual) {
        entry.row.has_registered_day = 1;
        entry.registered_day = enrolment_pack_day(row->registered_day);
        batch->has_registered_days = true;
    }
    batch->has_aids = batch->has_aids || row->aid_eur != AID_UNKNOWN;
    buf_add(&batch->entries, (struct str){(const char *)&entry, sizeof(entry)});
    buf_add(&batch->keys, (struct str){(const char *)&key, sizeof(key)});
}

static struct enrolment_claim *claims_of(const struct enrolment_batch *batch)
{
    return (struct enrolment_claim *)(void *)batch->claims.ptr;
}

static size_t partition_of(const struct enrolment_store *store, uint64_t key)
{
    return (size_t)(key >> (64 - store->partition_bits));
}

/* A counting sort, which keeps the order. */
void enrolment_batch_finish(struct enrolment_batch *batch)
{
    size_t count = enrolment_batch_count(batch), partitions = partition_count(batch->store);
    const uint64_t *keys = (const uint64_t *)(const void *)batch->keys.ptr;
    uint32_t next[ENROLMENT_PARTITIONS];
    memset(next, 0, partitions * sizeof(next[0]));
    memset(batch->fates, 0, sizeof(batch->fates));
    buf_reset(&batch->origins);
    buf_reset(&batch->claims);
    buf_reserve(&batch->claims, count * sizeof(struct enrolment_claim));
    for (size_t i = 0; i < count; i++) {
        next[partition_of(batch->store, keys[i])]++;
    }
    uint32_t start = 0;
    for (size_t p = 0; p < partitions; p++) {
        batch->starts[p] = start;
        start += next[p];
        next[p] = batch->starts[p];
    }
    batch->starts[partitions] = start;
    for (size_t i = 0; i < count; i++) {
        claims_of(batch)[next[partition_of(batch->store, keys[i])]++] =
            (struct enrolment_claim){.key = keys[i], .entry = (uint32_t)i};
    }
}

/* ---- partitions ----------------------------------------------------------------------------------------------- */

static char *slot_at(const struct enrolment_partition *partition, uint32_t slot)
{
    return partition->slots.ptr + (size_t)slot * SLOT_BYTES;
}

static uint64_t slot_key(const char *slot)
{
    uint32_t upper;
    uint16_t lower;
    memcpy(&upper, slot, sizeof(upper));
    memcpy(&lower, slot + sizeof(upper), sizeof(lower));
    return (uint64_t)upper << 16 | lower;
}

static uint32_t slot_place(const char *slot)
{
    uint32_t place;
    memcpy(&place, slot + SLOT_KEY_BYTES, sizeof(place));
    return place;
}

static void set_place(char *slot, uint32_t place)
{
    memcpy(slot + SLOT_KEY_BYTES, &place, sizeof(place));
}

static void set_slot(char *slot, uint64_t key, uint32_t place)
{
    uint32_t upper = (uint32_t)(key >> 16);
    uint16_t lower = (uint16_t)(key & UINT16_MAX);
    memcpy(slot, &upper, sizeof(upper));
    memcpy(slot + sizeof(upper), &lower, sizeof(lower));
    set_place(slot, place);
}

static bool is_seen(const struct enrolment_partition *partition, uint32_t slot)
{
    return partition->seen.ptr[slot / 8] >> slot % 8 & 1;
}

static void mark_seen(struct enrolment_partition *partition, uint32_t slot)
{
    partition->seen.ptr[slot / 8] = (char)(partition->seen.ptr[slot / 8] | 1 << slot % 8);
}

/* The part of a key that a slot holds. */
static uint64_t key_in_slot(uint64_t key)
{
    return key & ((UINT64_C(1) << SLOT_KEY_BITS) - 1);
}

/* The first slot of a key: its share of the range, so that their number need not be a power of two. */
static uint32_t home_of(const struct enrolment_partition *partition, uint64_t key)
{
    return (uint32_t)((key_in_slot(key) >> (SLOT_KEY_BITS - 32)) * partition->slot_count >> 32);
}

/* The slot that holds the key, or the free one where it belongs: linear probing. */
static uint32_t find_slot(const struct enrolment_partition *partition, uint64_t key)
{
    uint32_t slot = home_of(partition, key);
    const char *at = slot_at(partition, slot);
    while (slot_place(at) != 0 && slot_key(at) != key_in_slot(key)) {
        slot = slot + 1 < partition->slot_count ? slot + 1 : 0;
        at = slot_at(partition, slot);
    }
    return slot;
}

static uint32_t find_free_slot(const struct enrolment_partition *partition, uint64_t key)
{
    uint32_t slot = home_of(partition, key);
    while (slot_place(slot_at(partition, slot)) != 0) {
        slot = slot + 1 < partition->slot_count ? slot + 1 : 0;
    }
    return slot;
}

static void make_slots(struct enrolment_partition *partition, uint32_t count)
{
    size_t seen_bytes = count / 8 + 1;
    partition->slot_count = count;
    buf_init(&partition->slots, NULL);
    buf_init(&partition->seen, NULL);
    buf_reserve(&partition->slots, (size_t)count * SLOT_BYTES);
    buf_reserve(&partition->seen, seen_bytes);
    memset(partition->slots.ptr, 0, (size_t)count * SLOT_BYTES);
    memset(partition->seen.ptr, 0, seen_bytes);
}

static void clear_slots(struct enrolment_partition *partition)
{
    buf_clear(&partition->slots);
    buf_clear(&partition->seen);
}

/* At most six slots in seven are used. */
static size_t slots_for(size_t used)
{
    return used * 7 / 6 + 16;
}

/* How many identifiers the partition will hold if rows go on to be new as often as before. */
static size_t expected_count(const struct enrolment_store *store, size_t used)
{
    double share_new = (double)(store->table.count + 1) / (double)(store->rows_seen + 1);
    double left = (double)(store->most - store->rows_seen) / (double)partition_count(store);
    return used + (size_t)(left * (share_new < 1 ? share_new : 1));
}

/* Grows by a half, or less when what is left to read needs less. */
static size_t grown_slots(const struct enrolment_store *store, size_t used)
{
    size_t least = slots_for(used + used / 16), most = slots_for(used + used / 2);
    size_t expected = slots_for(expected_count(store, used) * 33 / 32);
    return expected < least ? least : expected > most ? most : expected;
}

static void make_room(const struct enrolment_store *store, struct enrolment_partition *partition, size_t more)
{
    size_t used = partition->used + more;
    if (slots_for(used) <= partition->slot_count) {
        return;
    }
    struct enrolment_partition grown = {.used = partition->used};
    size_t slots = grown_slots(store, used);
    assert(slots <= MOST_PLACES);
    make_slots(&grown, (uint32_t)slots);
    for (uint32_t i = 0; i < partition->slot_count; i++) {
        const char *slot = slot_at(partition, i);
        if (slot_place(slot) != 0) {
            uint64_t key = slot_key(slot);
            uint32_t free_slot = find_free_slot(&grown, key);
            set_slot(slot_at(&grown, free_slot), key, slot_place(slot));
            if (is_seen(partition, i)) {
                mark_seen(&grown, free_slot);
            }
        }
    }
    clear_slots(partition);
    *partition = grown;
}

/* ---- adding --------------------------------------------------------------------------------------------------- */

struct addition {
    struct enrolment_store *store;
    struct enrolment_batch *batches;
    size_t batch_count;
};

static void judge(struct enrolment_partition *partition, struct enrolment_claim *claim)
{
    uint32_t slot = find_slot(partition, claim->key), found = slot_place(slot_at(partition, slot));
    if (found == 0) {
        set_slot(slot_at(partition, slot), key_in_slot(claim->key), PENDING);
        partition->used++;
        claim->fate = ENTRY_NEW;
        claim->place = slot & MOST_PLACES;
    } else if (is_seen(partition, slot)) {
        claim->fate = ENTRY_TWICE;
    } else {
        claim->fate = ENTRY_REPLACES;
        claim->place = (found - 1) & MOST_PLACES;
    }
    mark_seen(partition, slot);
}

/* All slots are fetched before the first is asked. */
static void judge_partition(void *context, size_t item, int worker)
{
    const struct addition *addition = context;
    struct enrolment_partition *partition = &addition->store->partitions[item];
    size_t count = 0;
    (void)worker;
    for (size_t b = 0; b < addition->batch_count; b++) {
        count += addition->batches[b].starts[item + 1] - addition->batches[b].starts[item];
    }
    make_room(addition->store, partition, count);
    for (size_t b = 0; b < addition->batch_count; b++) {
        const struct enrolment_batch *batch = &addition->batches[b];
        for (uint32_t i = batch->starts[item]; i < batch->starts[item + 1]; i++) {
            __builtin_prefetch(slot_at(partition, home_of(partition, claims_of(batch)[i].key)), 1);
        }
    }
    for (size_t b = 0; b < addition->batch_count; b++) {
        const struct enrolment_batch *batch = &addition->batches[b];
        for (uint32_t i = batch->starts[item]; i < batch->starts[item + 1]; i++) {
            judge(partition, &claims_of(batch)[i]);
        }
    }
}

/* The answers go back to the entries. */
static void take_answers(void *context, size_t item, int worker)
{
    struct enrolment_batch *batch = &((struct addition *)context)->batches[item];
    size_t count = enrolment_batch_count(batch);
    (void)worker;
    for (size_t i = 0; i < count; i++) {
        const struct enrolment_claim *claim = &claims_of(batch)[i];
        struct enrolment_entry *entry = enrolment_batch_entry(batch, claim->entry);
        entry->fate = (uint8_t)claim->fate;
        entry->place = claim->place;
        batch->fates[claim->fate]++;
    }
}

static uint64_t learner_key(const struct enrolment_table *table, size_t place)
{
    uint64_t key;
    memcpy(&key, &table->learners[2 * place], sizeof(key));
    return key;
}

static void set_learner_key(struct enrolment_table *table, size_t place, uint64_t key)
{
    memcpy(&table->learners[2 * place], &key, sizeof(key));
}

/* The doubts about a row that takes the place of what an earlier file said of the enrolment. */
static uint16_t doubts_of_replacement(const struct enrolment_table *table, const struct enrolment_entry *entry)
{
    uint64_t former = learner_key(table, entry->place);
    bool is_other_learner = former != 0 && entry->learner != 0 && former != entry->learner;
    return checks_replacement(table->rows[entry->place].status, entry->row.status, is_other_learner);
}

static void place_row(struct enrolment_store *store, struct enrolment_batch *batch, struct enrolment_entry *entry)
{
    struct enrolment_table *table = &store->table;
    entry->row.line += store->first_line + batch->lines_before;
    table->rows[entry->place] = entry->row;
    set_learner_key(table, entry->place, entry->learner);
    if (entry->row.has_registered_day) {
        table->registered_days[entry->place] = entry->registered_day;
    }
    if (table->aids) {
        table->aids[entry->place] = entry->aid;
    }
    if (entry->row.has_origin) {
        struct enrolment_origin origin = {entry->place, entry->origin};
        buf_add(&batch->origins, (struct str){(const char *)&origin, sizeof(origin)});
    }
}

static void fetch_place(const struct enrolment_table *table, const struct enrolment_entry *entry)
{
    if (entry->fate == ENTRY_REPLACES) {
        __builtin_prefetch(&table->rows[entry->place], 1);
        __builtin_prefetch(&table->learners[2 * (size_t)entry->place], 1);
    }
}

/* New rows take the next places, in order; their slots learn them. Each slot belongs to one entry. */
static void place_rows(void *context, size_t item, int worker)
{
    struct addition *addition = context;
    struct enrolment_store *store = addition->store;
    struct enrolment_batch *batch = &addition->batches[item];
    const uint64_t *keys = (const uint64_t *)(const void *)batch->keys.ptr;
    size_t count = enrolment_batch_count(batch), next = batch->first_place;
    (void)worker;
    for (size_t i = 0; i < count; i++) {
        struct enrolment_entry *entry = enrolment_batch_entry(batch, i);
        if (i + AHEAD < count) {
            fetch_place(&store->table, enrolment_batch_entry(batch, i + AHEAD));
        }
        if (entry->fate == ENTRY_NEW) {
            uint32_t place = (uint32_t)next++;
            set_place(slot_at(&store->partitions[partition_of(store, keys[i])], entry->place), place + 1);
            entry->place = place;
        } else if (entry->fate == ENTRY_REPLACES) {
            entry->row.doubts |= doubts_of_replacement(&store->table, entry) & 0x7ffu;
        }
        if (entry->fate != ENTRY_TWICE) {
            place_row(store, batch, entry);
        }
    }
}

void enrolment_store_add(struct enrolment_store *store, struct enrolment_batch *batches, size_t batch_count)
{
    struct addition addition = {store, batches, batch_count};
    for (size_t b = 0; b < batch_count; b++) {
        store->rows_seen += enrolment_batch_count(&batches[b]);
    }
    parallel_for(partition_count(store), store->workers, judge_partition, &addition);
    parallel_for(batch_count, store->workers, take_answers, &addition);
    for (size_t b = 0; b < batch_count; b++) {
        batches[b].first_place = store->table.count;
        store->table.count += (size_t)batches[b].fates[ENTRY_NEW];
        if (batches[b].has_registered_days && !store->table.registered_days) {
            store->table.registered_days = arena_array(store->arena, uint16_t, store->most);
        }
        if (batches[b].has_aids && !store->table.aids) {
            store->table.aids = arena_array(store->arena, uint16_t, store->most);
        }
    }
    assert(store->table.count <= store->most);
    parallel_for(batch_count, store->workers, place_rows, &addition);
    for (size_t b = 0; b < batch_count; b++) {
        buf_add(&store->origins, buf_str(&batches[b].origins));
    }
}

void enrolment_store_init(struct enrolment_store *store, struct arena *arena, const struct enrolment_store_size *size)
{
    assert(size->rows <= MOST_PLACES);
    memset(store, 0, sizeof(*store));
    store->arena = arena;
    store->table = (struct enrolment_table){
        .rows = arena_array(arena, struct enrolment_packed, size->rows),
        .learners = arena_calloc(arena, size->rows, sizeof(uint64_t)),
        .file_count = size->files,
        .first_lines = arena_array(arena, uint32_t, size->files),
        .first_places = arena_array(arena, uint32_t, size->files),
        .quarter_days = arena_array(arena, int32_t, size->files),
    };
    for (size_t f = 0; f < size->files; f++) {
        store->table.first_lines[f] = UINT32_MAX;
        store->table.first_places[f] = UINT32_MAX;
        store->table.quarter_days[f] = DATE_NONE;
    }
    store->most = size->rows;
    store->workers = size->workers;
    store->quarter_day = DATE_NONE;
    buf_init(&store->origins, NULL);
    store->partition_bits = size->rows < MANY_ROWS ? FEW_BITS : MANY_BITS;
    size_t partitions = partition_count(store), share = size->rows / partitions / 16;
    uint32_t least = share < FIRST_SLOTS_LEAST  ? FIRST_SLOTS_LEAST
                     : share > FIRST_SLOTS_MOST ? FIRST_SLOTS_MOST
                                                : (uint32_t)share;
    for (size_t p = 0; p < partitions; p++) {
        make_slots(&store->partitions[p], least);
    }
}

static void clear_partitions(struct enrolment_store *store)
{
    for (size_t p = 0; p < partition_count(store); p++) {
        clear_slots(&store->partitions[p]);
    }
}

void enrolment_store_clear(struct enrolment_store *store)
{
    clear_partitions(store);
    buf_clear(&store->origins);
}

void enrolment_store_begin_file(struct enrolment_store *store, size_t file, uint32_t lines_before, int32_t quarter_day)
{
    store->first_line = lines_before;
    store->quarter_day = quarter_day;
    for (size_t p = 0; p < partition_count(store); p++) {
        memset(store->partitions[p].seen.ptr, 0, store->partitions[p].slot_count / 8 + 1);
    }
    for (size_t f = file; f > 0 && store->table.first_lines[f - 1] == UINT32_MAX; f--) {
        store->table.first_lines[f - 1] = lines_before; /* a file of another table, which has no line */
        store->table.first_places[f - 1] = (uint32_t)store->table.count;
    }
    store->table.first_lines[file] = lines_before;
    store->table.first_places[file] = (uint32_t)store->table.count;
    store->table.quarter_days[file] = quarter_day;
}

/* ---- persons -------------------------------------------------------------------------------------------------- */

#define SLICE_BITS 2 /* the keys are dealt in as many turns, so that only a part of them is ever copied */
#define SLICES     (1 << SLICE_BITS)
#define DEAL_BITS  7
#define DEALS      (1 << DEAL_BITS)
#define SPAN       (1u << 17) /* rows that one thread deals at a time */

struct dealt {
    uint64_t key;
    uint32_t place;
};

struct numbering {
    struct enrolment_table *table;
    int workers;
    size_t spans;
    unsigned slice;
    uint32_t *counts; /* of each span and deal; then where the span's part of the deal begins */
    uint32_t ends[DEALS];
    struct dealt *dealt;
    struct buf
        *tables;       /* of each worker: uint32_t each, index in the deal + 1 of a key's first row, 0 of a free slot */
    uint32_t *persons; /* of each span: those whose first row stands in it; then the number of the first of them */
};

/* A slice is known by the upper bits of its keys. Once it was dealt, what takes the place of a key has the same bits.
 */
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
    return end < numbering->table->count ? end : numbering->table->count;
}

static void count_deals(void *context, size_t span, int worker)
{
    struct numbering *numbering = context;
    uint32_t *counts = numbering->counts + span * DEALS;
    (void)worker;
    memset(counts, 0, DEALS * sizeof(*counts));
    for (size_t i = span * SPAN; i < span_end(numbering, span); i++) {
        uint64_t key = learner_key(numbering->table, i);
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
        uint64_t key = learner_key(numbering->table, i);
        if (is_in_slice(numbering, key)) {
            numbering->dealt[next[deal_of(key)]++] = (struct dealt){.key = key, .place = (uint32_t)i};
        }
    }
}

/* Rows come in order, so the first of a key that is met is the first of the person: its place + 1 takes the place of
 * the key. Half of the slots stay free; the lower half of the key says where it goes, since the upper bits of a deal
 * are all the same. */
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
    uint64_t slice = (uint64_t)numbering->slice << (64 - SLICE_BITS);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t slot = (uint32_t)((dealt[i].key & UINT32_MAX) * slots >> 32);
        while (firsts[slot] != 0 && dealt[firsts[slot] - 1].key != dealt[i].key) {
            slot = slot + 1 < slots ? slot + 1 : 0;
        }
        if (firsts[slot] == 0) {
            firsts[slot] = i + 1;
        }
        uint32_t first = dealt[firsts[slot] - 1].place + 1;
        set_learner_key(numbering->table, dealt[i].place, slice | first);
    }
}

static void deal_slice(struct numbering *numbering, unsigned slice)
{
    numbering->slice = slice;
    parallel_for(numbering->spans, numbering->workers, count_deals, numbering);
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
    parallel_for(numbering->spans, numbering->workers, deal, numbering);
    parallel_for(DEALS, numbering->workers, find_first_rows, numbering);
    buf_clear(&room);
}

/* From here the lower half of what was a key is the place + 1 of the person's first row, 0 when the row is its own
 * person; in first rows the upper half takes the person's number. */
static uint32_t first_row(uint64_t key, size_t place)
{
    uint32_t first = (uint32_t)(key & UINT32_MAX);
    return first == 0 ? (uint32_t)place : first - 1;
}

static void count_first_rows(void *context, size_t span, int worker)
{
    struct numbering *numbering = context;
    uint32_t persons = 0;
    (void)worker;
    for (size_t i = span * SPAN; i < span_end(numbering, span); i++) {
        persons += first_row(learner_key(numbering->table, i), i) == i;
    }
    numbering->persons[span] = persons;
}

static void number_first_rows(void *context, size_t span, int worker)
{
    struct numbering *numbering = context;
    uint32_t next = numbering->persons[span];
    (void)worker;
    for (size_t i = span * SPAN; i < span_end(numbering, span); i++) {
        uint64_t key = learner_key(numbering->table, i);
        if (first_row(key, i) == i) {
            set_learner_key(numbering->table, i, (uint64_t)next++ << 32 | (key & UINT32_MAX));
        }
    }
}

/* First rows come before the others, and their numbers before them in the memory: what is read was not yet written. */
static void keep_numbers(struct enrolment_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        uint64_t key = learner_key(table, i);
        size_t first = first_row(key, i);
        table->learners[i] = first == i ? (uint32_t)(key >> 32) : table->learners[first];
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

static uint32_t number_learners(struct enrolment_store *store)
{
    struct numbering numbering = {
        .table = &store->table, .workers = store->workers, .spans = (store->table.count + SPAN - 1) / SPAN};
    struct arena scratch;
    arena_init_private(&scratch);
    numbering.counts = arena_array(&scratch, uint32_t, numbering.spans * DEALS);
    numbering.persons = arena_array(&scratch, uint32_t, numbering.spans);
    numbering.tables = make_bufs(&scratch, store->workers);
    for (unsigned slice = 0; slice < SLICES; slice++) {
        deal_slice(&numbering, slice);
    }
    clear_bufs(numbering.tables, store->workers);
    parallel_for(numbering.spans, store->workers, count_first_rows, &numbering);
    uint32_t persons = sum_up(&numbering);
    parallel_for(numbering.spans, store->workers, number_first_rows, &numbering);
    keep_numbers(&store->table);
    arena_clear(&scratch);
    return persons;
}

/* ---- origins -------------------------------------------------------------------------------------------------- */

#define RADIX_BITS  11
#define RADIX_TURNS 3

/* One turn of a sort by place that keeps the order of equals. */
static void sort_turn(const struct enrolment_origin *from, struct enrolment_origin *to, size_t count, int turn)
{
    uint32_t next[1 << RADIX_BITS] = {0}, start = 0, mask = (1u << RADIX_BITS) - 1;
    int shift = turn * RADIX_BITS;
    for (size_t i = 0; i < count; i++) {
        next[from[i].place >> shift & mask]++;
    }
    for (size_t d = 0; d <= mask; d++) {
        uint32_t size = next[d];
        next[d] = start;
        start += size;
    }
    for (size_t i = 0; i < count; i++) {
        to[next[from[i].place >> shift & mask]++] = from[i];
    }
}

/* By place, and of each place what came last, where the row that stands has an origin at all. */
static void keep_origins(struct enrolment_store *store)
{
    size_t count = store->origins.len / sizeof(struct enrolment_origin), kept = 0;
    struct enrolment_origin *origins = arena_array(store->arena, struct enrolment_origin, count + 1);
    struct enrolment_origin *came = (struct enrolment_origin *)(void *)store->origins.ptr;
    for (int turn = 0; turn < RADIX_TURNS; turn++) {
        sort_turn(turn % 2 == 0 ? came : origins, turn % 2 == 0 ? origins : came, count, turn);
    }
    for (size_t i = 0; i < count; i++) {
        bool is_last = i + 1 == count || origins[i + 1].place != origins[i].place;
        if (is_last && store->table.rows[origins[i].place].has_origin) {
            origins[kept++] = origins[i];
        }
    }
    store->table.origins = origins;
    store->table.origin_count = kept;
}

uint32_t enrolment_store_finish(struct enrolment_store *store, struct enrolment_table *out_table)
{
    clear_partitions(store);
    uint32_t persons = number_learners(store);
    keep_origins(store);
    *out_table = store->table;
    return persons;
}
