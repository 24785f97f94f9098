#include "gencarto/compile/ingest/enrolment_store.h"

#include <assert.h>
#include <string.h>

#include "gencarto/base/parallel.h"
#include "gencarto/compile/ingest/checks.h"

#define FEW_ROWS 1000000 /* the index has room for all of them from the beginning, else for half */
#define AHEAD    8       /* entries whose rows are fetched before they are needed */

/* ---- which rows are new --------------------------------------------------------------------------------------- */

/* How many enrolments there will be if rows go on to be new as often as before. */
static size_t likely_count(const struct enrolment_store *store)
{
    double share_new = (double)(store->table.count + 1) / (double)(store->rows_seen + 1);
    double left = (double)(store->most - store->rows_seen);
    return store->table.count + (size_t)(left * (share_new < 1 ? share_new : 1));
}

void enrolment_store_begin_add(struct enrolment_store *store, struct enrolment_batch *batches, size_t batch_count)
{
    uint32_t more[IDENTIFIER_PARTITIONS] = {0};
    size_t partitions = identifier_partition_count(&store->index);
    store->batches = batches;
    store->batch_count = batch_count;
    for (size_t b = 0; b < batch_count; b++) {
        for (size_t p = 0; p < partitions; p++) {
            more[p] += batches[b].starts[p + 1] - batches[b].starts[p];
        }
    }
    identifier_index_make_room(&store->index, more, likely_count(store), store->workers);
    arena_clear(&store->scratch);
    store->fates = arena_calloc(&store->scratch, (size_t)store->workers * batch_count, sizeof(*store->fates));
}

/* Of the entry, which then knows its place. */
static inline void judge_one(struct enrolment_store *store, const struct enrolment_batch *batch, size_t partition,
                             struct enrolment_claim claim, int64_t *fates)
{
    enum entry_fate fate = identifier_index_ask(&store->index, partition, claim.key, (uint32_t)batch->file.number,
                                                enrolment_batch_place(batch, claim.entry));
    batch->fates.ptr[claim.entry] = (char)fate;
    fates[fate]++;
}

/* All that the index will look at is fetched before it is asked the first time. */
static void judge_claims(struct enrolment_store *store, size_t partition, int worker)
{
    for (size_t b = 0; b < store->batch_count; b++) {
        const struct enrolment_batch *batch = &store->batches[b];
        for (uint32_t i = batch->starts[partition]; i < batch->starts[partition + 1]; i++) {
            identifier_index_fetch(&store->index, partition, enrolment_batch_claims(batch)[i].key);
        }
    }
    for (size_t b = 0; b < store->batch_count; b++) {
        const struct enrolment_batch *batch = &store->batches[b];
        int64_t *fates = store->fates[(size_t)worker * store->batch_count + b];
        for (uint32_t i = batch->starts[partition]; i < batch->starts[partition + 1]; i++) {
            judge_one(store, batch, partition, enrolment_batch_claims(batch)[i], fates);
        }
    }
}

/* Of one partition, which the processor's cache holds. */
static void judge_in_order(struct enrolment_store *store, int worker)
{
    for (size_t b = 0; b < store->batch_count; b++) {
        const struct enrolment_batch *batch = &store->batches[b];
        int64_t *fates = store->fates[(size_t)worker * store->batch_count + b];
        uint32_t count = (uint32_t)enrolment_batch_count(batch);
        for (uint32_t i = 0; i < count; i++) {
            judge_one(store, batch, 0, (struct enrolment_claim){.key = enrolment_batch_key(batch, i), .entry = i},
                      fates);
        }
    }
}

void enrolment_store_judge(struct enrolment_store *store, size_t partition, int worker)
{
    if (identifier_partition_count(&store->index) == 1) {
        judge_in_order(store, worker);
    } else {
        judge_claims(store, partition, worker);
    }
}

/* ---- their places --------------------------------------------------------------------------------------------- */

/* The doubts about a row that takes the place of what an earlier file said of the enrolment. */
static uint16_t doubts_of_replacement(const struct enrolment_store *store, const struct enrolment_entry *entry,
                                      uint32_t place)
{
    uint64_t former = learner_keys_at(&store->learners, place);
    bool is_other_learner = former != 0 && entry->learner != 0 && former != entry->learner;
    return checks_replacement(store->table.rows[place].status, entry->row.status, is_other_learner);
}

static void place_row(struct enrolment_store *store, struct enrolment_batch *batch, struct enrolment_entry *entry,
                      uint32_t place)
{
    struct enrolment_table *table = &store->table;
    entry->row.line = (entry->row.line + batch->file.lines_before + batch->lines_before) & ENROLMENT_LINE_MASK;
    table->rows[place] = entry->row;
    learner_keys_set(&store->learners, place, entry->learner);
    if (entry->row.has_registered_day) {
        table->registered_days[place] = entry->registered_day;
    }
    enrolment_aids_put(&store->aids, table, place, entry->aid);
    if (entry->row.has_origin) {
        struct enrolment_origin origin = {place, entry->origin};
        buf_add(&batch->origins, (struct str){(const char *)&origin, sizeof(origin)});
    }
}

static void fetch_place(const struct enrolment_store *store, const struct enrolment_batch *batch, size_t entry)
{
    if (enrolment_batch_fate(batch, entry) == ENTRY_REPLACES) {
        uint32_t place = *enrolment_batch_place(batch, entry);
        __builtin_prefetch(&store->table.rows[place], 1);
        __builtin_prefetch(&store->learners.bytes[(size_t)place * LEARNER_KEY_BYTES], 1);
    }
}

/* New rows take the next places, in order; their slots learn them. */
static void place_rows(void *context, size_t item, int worker)
{
    struct enrolment_store *store = context;
    struct enrolment_batch *batch = &store->batches[item];
    size_t count = enrolment_batch_count(batch), next = batch->first_place;
    (void)worker;
    for (size_t i = 0; i < count; i++) {
        struct enrolment_entry *entry = enrolment_batch_entry(batch, i);
        enum entry_fate fate = enrolment_batch_fate(batch, i);
        uint32_t place = *enrolment_batch_place(batch, i);
        if (i + AHEAD < count) {
            fetch_place(store, batch, i + AHEAD);
        }
        if (fate == ENTRY_NEW) {
            identifier_index_set_place(&store->index, place, (uint32_t)next);
            place = (uint32_t)next++;
        } else if (fate == ENTRY_REPLACES) {
            entry->row.doubts |= doubts_of_replacement(store, entry, place) & 0x7ffu;
        }
        if (fate != ENTRY_TWICE) {
            place_row(store, batch, entry, place);
        }
    }
}

static void sum_fates(const struct enrolment_store *store, size_t item)
{
    struct enrolment_batch *batch = &store->batches[item];
    memset(batch->counts, 0, sizeof(batch->counts));
    for (int w = 0; w < store->workers; w++) {
        for (int fate = 0; fate < ENTRY_FATES; fate++) {
            batch->counts[fate] += store->fates[(size_t)w * store->batch_count + item][fate];
        }
    }
}

static void end_add(struct enrolment_store *store, int workers)
{
    for (size_t b = 0; b < store->batch_count; b++) {
        struct enrolment_batch *batch = &store->batches[b];
        sum_fates(store, b);
        batch->first_place = store->table.count;
        store->table.count += (size_t)batch->counts[ENTRY_NEW];
        store->rows_seen += enrolment_batch_count(batch);
        if (batch->has_registered_days && !store->table.registered_days) {
            store->table.registered_days = arena_array(store->arena, uint16_t, store->most);
        }
        if (batch->has_aids) {
            enrolment_aids_learn(&store->aids, &store->table, &batch->aids);
        }
    }
    assert(store->table.count <= store->most);
    parallel_for(store->batch_count, workers, place_rows, store);
    for (size_t b = 0; b < store->batch_count; b++) {
        buf_add(&store->origins, buf_str(&store->batches[b].origins));
    }
}

void enrolment_store_end_add(struct enrolment_store *store)
{
    end_add(store, store->workers);
}

static void judge(void *context, size_t partition, int worker)
{
    enrolment_store_judge(context, partition, worker);
}

void enrolment_store_add(struct enrolment_store *store, struct enrolment_batch *batches, size_t batch_count)
{
    enrolment_store_begin_add(store, batches, batch_count);
    parallel_for(identifier_partition_count(&store->index), store->workers, judge, store);
    enrolment_store_end_add(store);
}

void enrolment_store_add_here(struct enrolment_store *store, struct enrolment_batch *batches, size_t batch_count)
{
    enrolment_store_begin_add(store, batches, batch_count);
    for (size_t p = 0; p < identifier_partition_count(&store->index); p++) {
        enrolment_store_judge(store, p, 0);
    }
    end_add(store, 1);
}

uint32_t enrolment_store_line(const struct enrolment_store *store, const struct enrolment_batch *batch, size_t entry)
{
    uint32_t place = 0;
    identifier_index_find(&store->index, enrolment_batch_key(batch, entry), &place);
    return store->table.rows[place].line;
}

/* ---- life ----------------------------------------------------------------------------------------------------- */

/* Exports name most enrolments again and again: with their rows, an index for half of what they name takes less than
 * one for all would. In one file none comes twice. */
static size_t first_room(const struct enrolment_store_size *size)
{
    size_t half = size->rows < FEW_ROWS ? size->rows : size->rows / 2;
    return half > size->rows_of_largest_file ? half : size->rows_of_largest_file;
}

void enrolment_store_init(struct enrolment_store *store, struct arena *arena, const struct enrolment_store_size *size)
{
    assert(size->rows <= IDENTIFIER_PLACES_MOST && size->files <= IDENTIFIER_FILES_MOST);
    memset(store, 0, sizeof(*store));
    store->arena = arena;
    store->table = (struct enrolment_table){
        .rows = arena_array(arena, struct enrolment_packed, size->rows),
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
    store->aids = (struct enrolment_aids){.arena = arena, .most = size->rows};
    store->most = size->rows;
    store->workers = size->workers;
    learner_keys_init(&store->learners, size->rows);
    identifier_index_init(&store->index,
                          &(struct identifier_index_size){.most = size->rows, .first = first_room(size)});
    buf_init(&store->origins, NULL);
    arena_init_private(&store->scratch);
}

void enrolment_store_clear(struct enrolment_store *store)
{
    identifier_index_clear(&store->index);
    learner_keys_clear(&store->learners);
    buf_clear(&store->origins);
    arena_clear(&store->scratch);
}

void enrolment_store_begin_file(struct enrolment_store *store, const struct enrolment_file *file)
{
    struct enrolment_table *table = &store->table;
    for (size_t f = file->number; f > 0 && table->first_lines[f - 1] == UINT32_MAX; f--) {
        table->first_lines[f - 1] = file->lines_before; /* a file of another table, which has no line */
        table->first_places[f - 1] = (uint32_t)table->count;
    }
    table->first_lines[file->number] = file->lines_before;
    table->first_places[file->number] = (uint32_t)table->count;
    table->quarter_days[file->number] = file->quarter_day;
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
    identifier_index_clear(&store->index);
    store->table.learners = arena_array(store->arena, uint32_t, store->table.count);
    uint32_t persons =
        learner_numbering_run(&store->learners, store->table.count, store->workers, store->table.learners);
    keep_origins(store);
    *out_table = store->table;
    return persons;
}
