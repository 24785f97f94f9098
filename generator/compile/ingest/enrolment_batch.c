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

void enrolment_batch_begin(struct enrolment_batch *batch, const struct enrolment_file *file)
{
    batch->file = *file;
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

/* For one more row. */
static inline void make_room(struct enrolment_batch *batch)
{
    if (batch->entries.capacity - batch->entries.len < sizeof(struct enrolment_entry) ||
        batch->keys.capacity - batch->keys.len < sizeof(uint64_t)) {
        enrolment_batch_reserve(batch, 1);
    }
}

/* The entry is written where it stays: it is as large as a line of the processor's cache. */
void enrolment_batch_add(struct enrolment_batch *batch, const struct key_secret *secret,
                         const struct enrolment_row *row, struct str id, struct str pseudonym, int64_t number)
{
    uint64_t keys[2]; /* of the identifier and of the learner */
    keys_low_of_both(secret, id, pseudonym, keys);
    int32_t usual = row->entry_day != DATE_NONE ? row->entry_day : batch->file.quarter_day;
    make_room(batch);
    struct enrolment_entry *entry = (struct enrolment_entry *)(void *)(batch->entries.ptr + batch->entries.len);
    batch->entries.len += sizeof(*entry);
    enrolment_pack(row, 0, &entry->row);
    entry->origin = row->origin;
    entry->learner = pseudonym.len == 0 ? 0 : learner_key(keys[1]);
    entry->number = (uint32_t)number;
    entry->aid = enrolment_pack_aid(row->aid_eur);
    if (entry->aid != 0) {
        aid_set_add(&batch->aids, entry->aid);
        batch->has_aids = true;
    }
    if (row->registered_day != usual) {
        entry->row.has_registered_day = 1;
        entry->registered_day = enrolment_pack_day(row->registered_day);
        batch->has_registered_days = true;
    }
    memcpy(batch->keys.ptr + batch->keys.len, &keys[0], sizeof(keys[0]));
    batch->keys.len += sizeof(keys[0]);
}

/* Room for as many elements, whose values do not matter. */
static void set_room(struct buf *buf, size_t count, size_t size)
{
    buf_reset(buf);
    buf_reserve(buf, count * size);
    buf->len = count * size;
}

/* A counting sort, which keeps the order. */
void enrolment_batch_finish(struct enrolment_batch *batch, const struct identifier_index *index)
{
    size_t count = enrolment_batch_count(batch), partitions = identifier_partition_count(index);
    const uint64_t *keys = (const uint64_t *)(const void *)batch->keys.ptr;
    uint32_t next[IDENTIFIER_PARTITIONS] = {0}, start = 0;
    buf_reset(&batch->origins);
    set_room(&batch->claims, count, sizeof(struct enrolment_claim));
    set_room(&batch->places, count, sizeof(uint32_t));
    set_room(&batch->fates, count, 1);
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
