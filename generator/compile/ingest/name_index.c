#include "gencarto/compile/ingest/name_index.h"

#include <string.h>

#define FIRST_SLOTS 1024

static void make_slots(struct name_index *index, uint32_t count)
{
    buf_reset(&index->slots);
    buf_reserve(&index->slots, count * sizeof(uint32_t));
    memset(index->slots.ptr, 0, count * sizeof(uint32_t));
    index->slot_count = count;
}

void name_index_init(struct name_index *index)
{
    memset(index, 0, sizeof(*index));
    buf_init(&index->bytes, NULL);
    buf_init(&index->ends, NULL);
    buf_init(&index->slots, NULL);
    make_slots(index, FIRST_SLOTS);
}

void name_index_clear(struct name_index *index)
{
    buf_clear(&index->bytes);
    buf_clear(&index->ends);
    buf_clear(&index->slots);
    index->slot_count = index->count = 0;
}

static size_t end_of(const struct name_index *index, uint32_t number)
{
    size_t end;
    memcpy(&end, index->ends.ptr + number * sizeof(end), sizeof(end));
    return end;
}

static struct str name_of(const struct name_index *index, uint32_t number)
{
    size_t from = number > 0 ? end_of(index, number - 1) : 0;
    return (struct str){index->bytes.ptr + from, end_of(index, number) - from};
}

/* The slot of the name, or the free one where it would be: linear probing. */
static uint32_t *slot_of(const struct name_index *index, struct str name)
{
    uint32_t *slots = (uint32_t *)(void *)index->slots.ptr, mask = index->slot_count - 1;
    unsigned long long hash = str_hash(name);
    uint32_t at = (uint32_t)(hash ^ hash >> 32) & mask;
    while (slots[at] != 0 && !str_equal(name_of(index, slots[at] - 1), name)) {
        at = (at + 1) & mask;
    }
    return &slots[at];
}

static void grow(struct name_index *index)
{
    make_slots(index, index->slot_count * 2);
    for (uint32_t i = 0; i < index->count; i++) {
        *slot_of(index, name_of(index, i)) = i + 1;
    }
}

uint32_t name_index_add(struct name_index *index, struct str name, bool *out_is_new)
{
    if (index->count >= index->slot_count / 2) {
        grow(index);
    }
    uint32_t *slot = slot_of(index, name);
    *out_is_new = *slot == 0;
    if (*out_is_new) {
        buf_add(&index->bytes, name);
        buf_add(&index->ends, (struct str){(const char *)&index->bytes.len, sizeof(size_t)});
        *slot = ++index->count;
    }
    return *slot - 1;
}

uint32_t name_index_find(const struct name_index *index, struct str name)
{
    uint32_t slot = *slot_of(index, name);
    return slot == 0 ? NAME_INDEX_NONE : slot - 1;
}
