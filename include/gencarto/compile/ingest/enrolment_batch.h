/* Rows of enrolments that were read, in order, and wait for their places: each with the keys of its identifier and of
 * its pseudonym, and dealt to the partitions of the index of identifiers.
 *
 *     enrolment_batch_init(&batch);
 *     enrolment_batch_begin(&batch, &file, &secret);
 *     enrolment_batch_add(&batch, &row, &names, number);                       // again and again
 *     enrolment_batch_finish(&batch, &index);                                  // then the store takes it
 *     if (enrolment_batch_fate(&batch, i) == ENTRY_TWICE) ...
 *     enrolment_batch_clear(&batch);
 *
 * Who reads a row as it is packed writes it where it stays:
 *
 *     struct enrolment_entry *entry = enrolment_batch_next(&batch);            // nothing yet
 *     ...
 *     enrolment_batch_keep(&batch, &names, number);
 *
 * Memory: 69 bytes a row.
 */
#ifndef GENCARTO_COMPILE_INGEST_ENROLMENT_BATCH_H
#define GENCARTO_COMPILE_INGEST_ENROLMENT_BATCH_H

#include "gencarto/base/buf.h"
#include "gencarto/compile/ingest/enrolment_aids.h"
#include "gencarto/compile/ingest/enrolment_table.h"
#include "gencarto/compile/ingest/identifier_index.h"
#include "gencarto/compile/ingest/keys.h"
#include "gencarto/compile/ingest/learner_numbering.h"

/* The file that rows come from. */
struct enrolment_file {
    size_t number;         /* among all files of the input */
    uint32_t lines_before; /* of all files before it */
    int32_t quarter_day;   /* first day of the quarter in its name, DATE_NONE */
};

/* The texts of a row that become keys. */
struct enrolment_names {
    struct str id, learner; /* `learner`, the pseudonym, is empty when the row has none */
};

/* A row that was read and is good. */
struct enrolment_entry {
    struct enrolment_packed row; /* its line counts from the beginning of the batch until the store has it */
    uint32_t origin;
    uint64_t learner; /* learner_key; 0: a person of its own */
    uint32_t number;  /* the caller's: which row of its piece it is */
    uint16_t registered_day;
    uint16_t aid; /* packed */
};

/* What an entry asks of its partition. */
struct enrolment_claim {
    uint64_t key; /* of the identifier */
    uint32_t entry;
};

/* Rows whose texts wait for others, as several become keys in the time of one. */
struct enrolment_waiting {
    struct str ids[KEYS_TOGETHER], learners[KEYS_TOGETHER];
    uint32_t entries[KEYS_TOGETHER];
    size_t count;
};

struct enrolment_batch {
    struct enrolment_file file;
    const struct key_secret *secret;
    struct enrolment_waiting waiting;
    struct buf entries; /* struct enrolment_entry each */
    struct buf keys;    /* uint64_t each: of the identifiers of the entries */
    struct buf claims;  /* struct enrolment_claim each, by partition, in order; none of a single partition */
    struct buf places;  /* uint32_t each, of the entries: given by the store */
    struct buf fates;   /* enum entry_fate in a byte each, of the entries: given by the store */
    struct buf origins; /* struct enrolment_origin each, given by the store */
    uint32_t starts[IDENTIFIER_PARTITIONS + 1];
    uint32_t lines_before; /* the caller's: lines of its file before the batch */
    bool has_registered_days, has_aids;
    struct aid_set aids;         /* that its entries have, when it has any */
    size_t first_place;          /* of those that are new, given by the store */
    int64_t counts[ENTRY_FATES]; /* of each fate, given by the store */
};

void enrolment_batch_init(struct enrolment_batch *batch);
void enrolment_batch_clear(struct enrolment_batch *batch);

/* Empties it, for rows of the file. The secret lives as long as rows are added. */
void enrolment_batch_begin(struct enrolment_batch *batch, const struct enrolment_file *file,
                           const struct key_secret *secret);

/* Room for about as many rows. */
void enrolment_batch_reserve(struct enrolment_batch *batch, size_t rows);

/* The texts become keys. `learner` and `file` of the row do not matter. `number` is the caller's. */
void enrolment_batch_add(struct enrolment_batch *batch, const struct enrolment_row *row,
                         const struct enrolment_names *names, int64_t number);

/* Where one more entry stands once it is kept: whole but for its keys and its number. */
struct enrolment_entry *enrolment_batch_next(struct enrolment_batch *batch);

/* The texts stay where they are until enrolment_batch_finish. */
void enrolment_batch_keep(struct enrolment_batch *batch, const struct enrolment_names *names, int64_t number);

/* Call it once all rows of the batch are added. */
void enrolment_batch_finish(struct enrolment_batch *batch, const struct identifier_index *index);

size_t enrolment_batch_count(const struct enrolment_batch *batch);
struct enrolment_entry *enrolment_batch_entry(const struct enrolment_batch *batch, size_t entry);
uint64_t enrolment_batch_key(const struct enrolment_batch *batch, size_t entry); /* of its identifier */

/* Those of a partition stand from starts[partition] on; where there is only one, there are none. */
const struct enrolment_claim *enrolment_batch_claims(const struct enrolment_batch *batch);

uint32_t *enrolment_batch_place(const struct enrolment_batch *batch, size_t entry);
enum entry_fate enrolment_batch_fate(const struct enrolment_batch *batch, size_t entry);

#endif
