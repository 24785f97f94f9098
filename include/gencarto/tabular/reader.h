/* Any CSV file, read as well as it can be, in bounded memory: the encoding is decided in one pass over the whole file,
 * the dialect on its beginning and parts of the rest, the layout on its beginning, and the records come one at a time,
 * in the order of the file.
 *
 *     struct reader *reader = reader_open("export.csv", &options, err);
 *     struct reader_record record;
 *     while ((step = reader_next(reader, &record, err)) == READER_RECORD) { ... }
 *     reader_close(reader);
 */
#ifndef GENCARTO_TABULAR_READER_H
#define GENCARTO_TABULAR_READER_H

#include <stdio.h>

#include "gencarto/tabular/layout.h"

struct reader_options {
    struct dialect_wish wish;
    int header_rows; /* -1: to be found */
    bool explains;   /* the summary has the search, for which every candidate is looked at */
    FILE *stream;    /* NULL: the path is opened. Else a regular file at its beginning, which is the reader's from then
                        on; `path` is its name in messages */
};

/* What was found before the first record. */
struct reader_summary {
    struct encoding_scan scan;
    struct dialect dialect;
    struct dialect_search search;
    struct layout layout;
};

struct reader_record {
    const struct str *cells; /* UTF-8; until the next record */
    size_t count;
    int64_t line; /* where it begins, 1-based */
    enum part part;
    int table;               /* 1 for the first; 0 above it */
    size_t columns;          /* of its table; 0 above the first */
    enum record_fault fault; /* and the cell where it is */
    size_t fault_cell;
    bool is_ragged; /* a row of a table that has not its columns */
};

enum reader_step { READER_RECORD, READER_END, READER_FAILED };

struct reader;

/* NULL: ERROR_INPUT when there is no such file, no regular one (it is read twice), a spreadsheet or an unknown
 * encoding; ERROR_SYSTEM when it cannot be read. `path` lives as long as the reader. */
struct reader *reader_open(const char *path, const struct reader_options *options, struct error *err);
void reader_close(struct reader *reader);

const struct reader_summary *reader_summary(const struct reader *reader);

/* FAILED: the file cannot be read any more, or a cell above RECORD_FIELD_BYTES, more than RECORD_FIELDS of them, a
 * record above RECORD_BYTES: ERROR_INPUT with the line. */
enum reader_step reader_next(struct reader *reader, struct reader_record *out_record, struct error *err);

#endif
