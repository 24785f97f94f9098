/* Pieces of enrolments' files: what large files (read round by round) and small ones (read all in one go) share. A
 * piece is read by any thread; the pieces of a round are joined, in order, by one, and its findings and counts are
 * kept.
 *
 *     round_init(&round, arena, pieces);                                    // then its source, file, count and cuts
 *     round_read_piece(&enrolments, &round, i, &worker);                    // of each piece, on any thread
 *     round_join(&enrolments, &round, &worker, &at, &lines, err);           // then the store takes the batches
 *     round_keep(&enrolments, &round, &worker);
 *     round_clear(&round, pieces);
 */
#ifndef COMPILE_INGEST_ENROLMENT_ROUND_H
#define COMPILE_INGEST_ENROLMENT_ROUND_H

#include "gencarto/compile/ingest/enrolment_files.h"
#include "gencarto/compile/ingest/enrolment_parser.h"
#include "gencarto/compile/ingest/enrolment_quick.h"
#include "gencarto/compile/ingest/enrolment_store.h"
#include "gencarto/compile/ingest/readers.h"
#include "gencarto/tabular/chunk.h"

struct worker { /* what one thread owns */
    struct enrolment_parser parser;
    struct enrolment_quick *quick;
    struct chunk chunk;
    struct arena scratch;
    struct enrolment_batch *spares; /* of small files that are in the store: their memory serves the next pieces */
    size_t spare_count;
};

struct piece {
    size_t from, to; /* in the text */
    size_t end;      /* where the next record begins: `to`, or beyond when a record goes on */
    int64_t lines, lines_before;
    int64_t rows_read, rows_set_aside;
    bool has_failed;
    bool has_spoken;    /* a row that was not silent (profile.h) stands in it, where the file has no profile yet */
    struct arena arena; /* of the findings, whose lines count from the piece's beginning */
    struct findings findings;
};

/* Pieces of a file that follow each other. */
struct round {
    struct source_reading *source;
    struct enrolment_file file; /* the same, as the store knows it */
    struct piece *pieces;
    struct enrolment_batch *batches; /* of each piece */
    size_t count;
};

struct enrolments {
    struct reading *reading;
    struct enrolment_files *files;
    struct key_secret secret;
    struct enrolment_store store;
    int worker_count;
    struct worker *workers;
    uint32_t lines; /* of the files that were read */
};

/* Room for so many pieces, each with a batch of its own. */
void round_init(struct round *round, struct arena *arena, size_t pieces);
void round_clear(struct round *round, size_t pieces);

/* Reads the rows of the piece into its batch, and its findings. */
void round_read_piece(const struct enrolments *enrolments, struct round *round, size_t item, struct worker *worker);

/* The pieces of a file follow each other: one that began inside a record is read again from where that record ended.
 * `*at` and `*lines` are the place in the text and the lines before it, on entry and at the end. Fails when the text
 * does, saying what for. */
bool round_join(const struct enrolments *enrolments, struct round *round, struct worker *worker, size_t *at,
                int64_t *lines, struct error *err);

/* The findings and the counts of a round whose rows are in the store. */
void round_keep(struct enrolments *enrolments, const struct round *round, struct worker *worker);

#endif
