#include "gencarto/compile/ingest/training_ids.h"

#include <string.h>

#include "gencarto/base/text.h"

void training_ids_init(struct training_ids *ids)
{
    name_index_init(&ids->ids);
    name_index_init(&ids->keys);
    buf_init(&ids->trainings, NULL);
    buf_init(&ids->words, NULL);
    ids->word_slots = 0;
}

void training_ids_clear(struct training_ids *ids)
{
    name_index_clear(&ids->ids);
    name_index_clear(&ids->keys);
    buf_clear(&ids->trainings);
    buf_clear(&ids->words);
    ids->word_slots = 0;
}

/* ---- short ids ------------------------------------------------------------------------------------------------ */

#define WORD_MOST 8

struct training_word {
    uint64_t text; /* its bytes, the first the lowest */
    uint32_t len;
    uint32_t next_number; /* number + 1; 0: the slot is free */
};

static inline uint64_t slot_of(const struct training_ids *ids, uint64_t word)
{
    return (word * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (ids->word_slots - 1);
}

static struct training_word *find_word(const struct training_ids *ids, uint64_t word, size_t len)
{
    struct training_word *words = (struct training_word *)(void *)ids->words.ptr;
    uint64_t at = slot_of(ids, word);
    while (words[at].next_number != 0 && (words[at].text != word || words[at].len != len)) {
        at = (at + 1) & (ids->word_slots - 1);
    }
    return &words[at];
}

/* At most three quarters of the slots are used. */
void training_ids_seal(struct training_ids *ids)
{
    uint32_t count = ids->ids.count, slots = 16;
    while (slots / 4 * 3 < count) {
        slots *= 2;
    }
    buf_reserve(&ids->words, slots * sizeof(struct training_word));
    memset(ids->words.ptr, 0, slots * sizeof(struct training_word));
    ids->word_slots = slots;
    for (uint32_t i = 0; i < count; i++) {
        struct str id = name_index_name(&ids->ids, i);
        if (id.len > 0 && id.len <= WORD_MOST) {
            *find_word(ids, str_word_of(id).low, id.len) =
                (struct training_word){str_word_of(id).low, (uint32_t)id.len, i + 1};
        }
    }
}

/* ---- ids ------------------------------------------------------------------------------------------------------ */

/* "F-0012" -> "f12", "2017-007" -> "2017 7": numbers stay apart. */
static struct str key_of(struct arena *scratch, struct str id)
{
    struct str folded = text_fold(scratch, id);
    struct buf key;
    buf_init(&key, scratch);
    bool in_number = false;
    for (size_t i = 0; i < folded.len; i++) {
        char c = folded.ptr[i];
        bool digit = c >= '0' && c <= '9',
             next = i + 1 < folded.len && folded.ptr[i + 1] >= '0' && folded.ptr[i + 1] <= '9';
        if (digit && !in_number && c == '0' && next) {
            continue;
        }
        if (digit && !in_number && key.len > 0 && key.ptr[key.len - 1] >= '0' && key.ptr[key.len - 1] <= '9') {
            buf_byte(&key, ' ');
        }
        in_number = digit;
        if (c != ' ') {
            buf_byte(&key, c);
        }
    }
    return buf_str(&key);
}

static uint32_t *training_of(const struct training_ids *ids, uint32_t key)
{
    return (uint32_t *)(void *)ids->trainings.ptr + key;
}

void training_ids_add(struct training_ids *ids, struct arena *scratch, struct str id)
{
    bool is_new;
    struct arena_mark mark = arena_save(scratch);
    uint32_t training = name_index_add(&ids->ids, id, &is_new);
    uint32_t key = name_index_add(&ids->keys, key_of(scratch, id), &is_new);
    if (is_new) {
        buf_add(&ids->trainings, (struct str){(const char *)&training, sizeof(training)});
    } else {
        *training_of(ids, key) = NAME_INDEX_NONE;
    }
    arena_restore(scratch, mark);
}

void training_ids_fetch_word(const struct training_ids *ids, struct str_word id)
{
    if (ids->word_slots > 0) {
        __builtin_prefetch((const struct training_word *)(const void *)ids->words.ptr + slot_of(ids, id.low));
    }
}

uint32_t training_ids_find_word(const struct training_ids *ids, struct str_word id)
{
    size_t len = id.high >> 56;
    if (ids->word_slots == 0 || len == 0 || len > WORD_MOST) {
        return NAME_INDEX_NONE;
    }
    const struct training_word *found = find_word(ids, id.low, len);
    return found->next_number != 0 ? found->next_number - 1 : NAME_INDEX_NONE;
}

uint32_t training_ids_find(const struct training_ids *ids, struct arena *scratch, struct str id, bool *out_repaired)
{
    *out_repaired = false;
    uint32_t training = id.len <= WORD_MOST ? training_ids_find_word(ids, str_word_of(id)) : NAME_INDEX_NONE;
    training = training != NAME_INDEX_NONE ? training : name_index_find(&ids->ids, id);
    if (training != NAME_INDEX_NONE) {
        return training;
    }
    struct arena_mark mark = arena_save(scratch);
    struct str text = key_of(scratch, id);
    uint32_t key = text.len > 0 ? name_index_find(&ids->keys, text) : NAME_INDEX_NONE;
    arena_restore(scratch, mark);
    training = key != NAME_INDEX_NONE ? *training_of(ids, key) : NAME_INDEX_NONE;
    *out_repaired = training != NAME_INDEX_NONE;
    return training;
}
