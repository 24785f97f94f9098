/* The trainings by their ids, as other tables write them. Read by several threads at once.
 *
 * An id that is not found as it stands is found when exactly one training has the same letters and digits, whatever
 * their case, the signs between them and the leading zeros of each number: "f12", "F 0012" and "F-012" are F0012
 * unless another training is F12.
 */
#ifndef GENCARTO_COMPILE_INGEST_TRAINING_IDS_H
#define GENCARTO_COMPILE_INGEST_TRAINING_IDS_H

#include "gencarto/compile/ingest/name_index.h"

struct training_ids {
    struct name_index ids;  /* in the order of the trainings */
    struct name_index keys; /* their letters and digits */
    struct buf words;       /* struct training_word each: those of few bytes, found by one look */
    uint32_t word_slots;    /* a power of two */
    struct buf trainings;   /* uint32_t each, by number of the key: the only training, or NAME_INDEX_NONE */
};

void training_ids_init(struct training_ids *ids);
void training_ids_clear(struct training_ids *ids);

/* The next training. */
void training_ids_add(struct training_ids *ids, struct arena *scratch, struct str id);

/* No training is added after. Makes the quick way. */
void training_ids_seal(struct training_ids *ids);

/* The number of the training, or NAME_INDEX_NONE; whether it is written otherwise. */
uint32_t training_ids_find(const struct training_ids *ids, struct arena *scratch, struct str id, bool *out_repaired);

/* Starts to fetch what the next function will look at. */
void training_ids_fetch_word(const struct training_ids *ids, struct str_word id);

/* The quick way for a short id as it stands: NAME_INDEX_NONE is no answer. */
uint32_t training_ids_find_word(const struct training_ids *ids, struct str_word id);

#endif
