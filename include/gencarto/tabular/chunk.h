/* The records of a piece of a CSV text: pieces of one text are read on several threads and give, one after the other,
 * the records of the whole.
 *
 * A piece is cut at line ends (splitter_cut). A line end may stand inside quotes: the piece before then ends beyond its
 * cut, and the next must be read again from there. Whoever reads pieces out of order compares, in order, where each
 * ended with where the next began.
 *
 *     struct chunk chunk;
 *     chunk_open(&chunk, "a.csv", text, from, to, &dialect);
 *     while ((step = chunk_next(&chunk, &record, err)) != RECORDS_END) ...
 *     size_t end = chunk_close(&chunk, &lines);                    // == to, or beyond it
 */
#ifndef GENCARTO_TABULAR_CHUNK_H
#define GENCARTO_TABULAR_CHUNK_H

#include "gencarto/tabular/records.h"

struct chunk {
    struct records *records;
    size_t from, to;
};

/* `dialect` is that of the text; its separator line was passed. Lines are counted from 1 at `from`. */
void chunk_open(struct chunk *chunk, const char *name, struct str text, size_t from, size_t to,
                const struct dialect *dialect);

/* As records_next; RECORDS_END once a record ended at the cut or beyond. An error's line counts from `from`. */
enum records_step chunk_next(struct chunk *chunk, struct record *out_record, struct error *err);

/* Where in the text the next record begins, and the lines passed. */
size_t chunk_close(struct chunk *chunk, int64_t *out_lines);

#endif
