#include "gencarto/compile/ingest/name_index.h"

#include <string.h>

#include "gencarto/base/bytes.h"

#define FIRST_SLOTS 1024

/* The hash stands beside the number, so that a probe reads a name only when it is most likely the one, and growing
 * reads none. */
struct slot {
    uint32_t hash;
    uint32_t next_number; /* number + 1; 0: the slot is free */
};

static void make_slots(struct name_index *index, uint32_t count)
{
    buf_reset(&index->slots);
    buf_reserve(&index->slots, count * sizeof(struct slot));
    memset(index->slots.ptr, 0, count * sizeof(struct slot));
    index->slot_count = count;
}

void name_index_init(struct name_index *index)
{
    memset(index, 0, sizeof(*index));
    buf_init(&index->bytes, NULL);
    buf_reserve(&index->bytes, 1); /* an empty name stands somewhere too */
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

struct str name_index_name(const struct name_index *index, uint32_t number)
{
    size_t from = number > 0 ? end_of(index, number - 1) : 0;
    return (struct str){index->bytes.ptr + from, end_of(index, number) - from};
}

/* Numbers do not depend on it: eight bytes at a time, each step as FNV-1a's, and stirred so that all of them reach the
 * lower half. */
static uint32_t hash_of(struct str name)
{
    const uint64_t prime = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t hash = name.len;
    size_t at = 0;
    for (; name.len - at >= 8; at += 8) {
        hash = (hash ^ bytes_eight(name.ptr + at)) * prime;
        hash ^= hash >> 32;
    }
    for (; at < name.len; at++) {
        hash = (hash ^ (unsigned char)name.ptr[at]) * prime;
    }
    return (uint32_t)(hash >> 32);
}

static struct slot *slots_of(const struct name_index *index)
{
    return (struct slot *)(void *)index->slots.ptr;
}

/* The slot of the name, or the free one where it would be: linear probing. */
static struct slot *find_slot(const struct name_index *index, struct str name, uint32_t hash)
{
    struct slot *slots = slots_of(index);
    uint32_t mask = index->slot_count - 1, at = hash & mask;
    while (slots[at].next_number != 0 &&
           (slots[at].hash != hash || !str_equal(name_index_name(index, slots[at].next_number - 1), name))) {
        at = (at + 1) & mask;
    }
    return &slots[at];
}

static void grow(struct name_index *index)
{
    struct buf old = index->slots;
    uint32_t old_count = index->slot_count;
    buf_init(&index->slots, NULL);
    make_slots(index, old_count * 2);
    struct slot *slots = slots_of(index), *old_slots = (struct slot *)(void *)old.ptr;
    for (uint32_t i = 0; i < old_count; i++) {
        uint32_t at = old_slots[i].hash & (index->slot_count - 1);
        while (old_slots[i].next_number != 0 && slots[at].next_number != 0) {
            at = (at + 1) & (index->slot_count - 1);
        }
        if (old_slots[i].next_number != 0) {
            slots[at] = old_slots[i];
        }
    }
    buf_clear(&old);
}

uint32_t name_index_add(struct name_index *index, struct str name, bool *out_is_new)
{
    if (index->count >= index->slot_count / 2) {
        grow(index);
    }
    uint32_t hash = hash_of(name);
    struct slot *slot = find_slot(index, name, hash);
    *out_is_new = slot->next_number == 0;
    if (*out_is_new) {
        buf_add(&index->bytes, name);
        buf_add(&index->ends, (struct str){(const char *)&index->bytes.len, sizeof(size_t)});
        *slot = (struct slot){hash, ++index->count};
    }
    return slot->next_number - 1;
}

uint32_t name_index_find(const struct name_index *index, struct str name)
{
    const struct slot *slot = find_slot(index, name, hash_of(name));
    return slot->next_number == 0 ? NAME_INDEX_NONE : slot->next_number - 1;
}
