/* The records of a piece of a CSV text: pieces of one text are read on several threads and give, one after the other,
 * the records of the whole.
 *
 * A piece is cut at line ends. One without a quotation mark goes through the splitter, one with through records.h. A
 * line end may stand inside quotes: the piece before then ends beyond its cut, and the next must be read again from
 * there. Whoever reads pieces out of order compares, in order, where each ended with where the next began.
 *
 *     struct chunk_reader reader;                                   // large
 *     size_t to = chunk_cut(text, from, 1 << 20);
 *     chunk_open(&reader, "a.csv", text, from, to, &dialect);
 *     while ((step = chunk_next(&reader, &record, err)) != RECORDS_END) ...
 *     size_t end = chunk_close(&reader, &lines);                    // == to, or beyond it
 */
#ifndef GENCARTO_COMPILE_INGEST_CHUNK_H
#define GENCARTO_COMPILE_INGEST_CHUNK_H

#include "gencarto/compile/ingest/splitter.h"

struct chunk_reader {
    struct splitter splitter;
    struct records *records; /* NULL: the splitter reads */
    size_t from, to;
    int64_t lines;
};

/* The end of the piece that begins at `from`: after the last LF of its first `size` bytes, else after the next LF. */
size_t chunk_cut(struct str text, size_t from, size_t size);

/* `dialect` is that of the text; its separator line was passed. Lines are counted from 1 at `from`. */
void chunk_open(struct chunk_reader *reader, const char *name, struct str text, size_t from, size_t to,
                const struct dialect *dialect);

/* As records_next; RECORDS_END after the last record that begins before the cut. An error's line counts from the
 * piece's beginning. */
enum records_step chunk_next(struct chunk_reader *reader, struct record *out_record, struct error *err);

/* Where in the text the next record begins, and the lines passed. */
size_t chunk_close(struct chunk_reader *reader, int64_t *out_lines);

#endif
