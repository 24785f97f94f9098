#include "gencarto/compile/ingest/enrolment_batch.h"

#include <string.h>

void enrolment_batch_init(struct enrolment_batch *batch)
{
    memset(batch, 0, sizeof(*batch));
    buf_init(&batch->entries, NULL);
    buf_init(&batch->keys, NULL);
    buf_init(&batch->claims, NULL);
    buf_init(&batch->places, NULL);
    buf_init(&batch->fates, NULL);
    buf_init(&batch->origins, NULL);
}

void enrolment_batch_clear(struct enrolment_batch *batch)
{
    buf_clear(&batch->entries);
    buf_clear(&batch->keys);
    buf_clear(&batch->claims);
    buf_clear(&batch->places);
    buf_clear(&batch->fates);
    buf_clear(&batch->origins);
}

void enrolment_batch_begin(struct enrolment_batch *batch, const struct enrolment_file *file,
                           const struct key_secret *secret)
{
    batch->file = *file;
    batch->secret = secret;
    batch->waiting.count = 0;
    buf_reset(&batch->entries);
    buf_reset(&batch->keys);
    batch->lines_before = 0;
    if (batch->has_aids) {
        batch->aids = (struct aid_set){0};
    }
    batch->has_registered_days = batch->has_aids = false;
}

void enrolment_batch_reserve(struct enrolment_batch *batch, size_t rows)
{
    buf_reserve(&batch->entries, rows * sizeof(struct enrolment_entry));
    buf_reserve(&batch->keys, rows * sizeof(uint64_t));
}

size_t enrolment_batch_count(const struct enrolment_batch *batch)
{
    return batch->entries.len / sizeof(struct enrolment_entry);
}

struct enrolment_entry *enrolment_batch_entry(const struct enrolment_batch *batch, size_t entry)
{
    return (struct enrolment_entry *)(void *)batch->entries.ptr + entry;
}

uint64_t enrolment_batch_key(const struct enrolment_batch *batch, size_t entry)
{
    return ((const uint64_t *)(const void *)batch->keys.ptr)[entry];
}

const struct enrolment_claim *enrolment_batch_claims(const struct enrolment_batch *batch)
{
    return (const struct enrolment_claim *)(const void *)batch->claims.ptr;
}

uint32_t *enrolment_batch_place(const struct enrolment_batch *batch, size_t entry)
{
    return (uint32_t *)(void *)batch->places.ptr + entry;
}

enum entry_fate enrolment_batch_fate(const struct enrolment_batch *batch, size_t entry)
{
    return (enum entry_fate)batch->fates.ptr[entry];
}

struct enrolment_entry *enrolment_batch_next(struct enrolment_batch *batch)
{
    if (batch->entries.capacity - batch->entries.len < sizeof(struct enrolment_entry) ||
        batch->keys.capacity - batch->keys.len < sizeof(uint64_t)) {
        enrolment_batch_reserve(batch, 1);
    }
    return (struct enrolment_entry *)(void *)(batch->entries.ptr + batch->entries.len);
}

/* ---- keys ----------------------------------------------------------------------------------------------------- */

static void set_keys(struct enrolment_batch *batch, size_t entry, uint64_t id, uint64_t learner, bool has_learner)
{
    ((uint64_t *)(void *)batch->keys.ptr)[entry] = id;
    enrolment_batch_entry(batch, entry)->learner = has_learner ? learner_key(learner) : 0;
}

/* Those that are missing to a whole group are the first one again. */
static void end_waiting(struct enrolment_batch *batch)
{
    struct enrolment_waiting *waiting = &batch->waiting;
    uint64_t ids[KEYS_TOGETHER], learners[KEYS_TOGETHER];
    for (size_t i = waiting->count; i < KEYS_TOGETHER; i++) {
        waiting->ids[i] = waiting->ids[0];
        waiting->learners[i] = waiting->learners[0];
    }
    keys_low_of_each(batch->secret, waiting->ids, ids);
    keys_low_of_each(batch->secret, waiting->learners, learners);
    for (size_t i = 0; i < waiting->count; i++) {
        set_keys(batch, waiting->entries[i], ids[i], learners[i], waiting->learners[i].len > 0);
    }
    waiting->count = 0;
}

/* ---- entries -------------------------------------------------------------------------------------------------- */

/* The next entry counts from here. */
static inline size_t count_next(struct enrolment_batch *batch, int64_t number)
{
    size_t at = enrolment_batch_count(batch);
    struct enrolment_entry *entry = enrolment_batch_entry(batch, at);
    entry->number = (uint32_t)number;
    if (entry->aid != 0) {
        aid_set_add(&batch->aids, entry->aid);
        batch->has_aids = true;
    }
    batch->has_registered_days = batch->has_registered_days || entry->row.has_registered_day;
    batch->entries.len += sizeof(*entry);
    batch->keys.len += sizeof(uint64_t);
    return at;
}

void enrolment_batch_keep(struct enrolment_batch *batch, const struct enrolment_names *names, int64_t number)
{
    struct enrolment_waiting *waiting = &batch->waiting;
    waiting->entries[waiting->count] = (uint32_t)count_next(batch, number);
    waiting->ids[waiting->count] = names->id;
    waiting->learners[waiting->count] = names->learner;
    if (++waiting->count == KEYS_TOGETHER) {
        end_waiting(batch);
    }
}

void enrolment_batch_add(struct enrolment_batch *batch, const struct enrolment_row *row,
                         const struct enrolment_names *names, int64_t number)
{
    uint64_t keys[2]; /* of the identifier and of the learner */
    int32_t usual = row->entry_day != DATE_NONE ? row->entry_day : batch->file.quarter_day;
    struct enrolment_entry *entry = enrolment_batch_next(batch);
    enrolment_pack(row, 0, &entry->row);
    entry->origin = row->origin;
    entry->aid = enrolment_pack_aid(row->aid_eur);
    entry->row.has_registered_day = row->registered_day != usual;
    entry->registered_day = enrolment_pack_day(row->registered_day);
    keys_low_of_both(batch->secret, names->id, names->learner, keys);
    set_keys(batch, count_next(batch, number), keys[0], keys[1], names->learner.len > 0);
}

/* Room for as many elements, whose values do not matter. */
static void set_room(struct buf *buf, size_t count, size_t size)
{
    buf_reset(buf);
    buf_reserve(buf, count * size);
    buf->len = count * size;
}

/* A counting sort, which keeps the order. */
static void deal_claims(struct enrolment_batch *batch, const struct identifier_index *index)
{
    size_t count = enrolment_batch_count(batch), partitions = identifier_partition_count(index);
    const uint64_t *keys = (const uint64_t *)(const void *)batch->keys.ptr;
    uint32_t next[IDENTIFIER_PARTITIONS] = {0}, start = 0;
    set_room(&batch->claims, count, sizeof(struct enrolment_claim));
    for (size_t i = 0; i < count; i++) {
        next[identifier_partition(index, keys[i])]++;
    }
    for (size_t p = 0; p < partitions; p++) {
        batch->starts[p] = start;
        start += next[p];
        next[p] = batch->starts[p];
    }
    batch->starts[partitions] = start;
    struct enrolment_claim *claims = (struct enrolment_claim *)(void *)batch->claims.ptr;
    for (size_t i = 0; i < count; i++) {
        claims[next[identifier_partition(index, keys[i])]++] =
            (struct enrolment_claim){.key = keys[i], .entry = (uint32_t)i};
    }
}

void enrolment_batch_finish(struct enrolment_batch *batch, const struct identifier_index *index)
{
    size_t count = enrolment_batch_count(batch);
    if (batch->waiting.count > 0) {
        end_waiting(batch);
    }
    buf_reset(&batch->origins);
    buf_reset(&batch->claims);
    set_room(&batch->places, count, sizeof(uint32_t));
    set_room(&batch->fates, count, 1);
    if (identifier_partition_count(index) > 1) {
        deal_claims(batch, index);
    } else {
        batch->starts[0] = 0;
        batch->starts[1] = (uint32_t)count;
    }
}
