#include "gencarto/compile/ingest/training_ids.h"

#include "gencarto/base/text.h"

void training_ids_init(struct training_ids *ids)
{
    name_index_init(&ids->ids);
    name_index_init(&ids->keys);
    buf_init(&ids->trainings, NULL);
}

void training_ids_clear(struct training_ids *ids)
{
    name_index_clear(&ids->ids);
    name_index_clear(&ids->keys);
    buf_clear(&ids->trainings);
}

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

uint32_t training_ids_find(const struct training_ids *ids, struct arena *scratch, struct str id, bool *out_repaired)
{
    uint32_t training = name_index_find(&ids->ids, id);
    *out_repaired = false;
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
