/* The parts of a CSV file: lines above the table, its header, its rows, totals and notes below, further tables.
 *
 * layout_find looks at the beginning; layout_next then tells the part of each record as it comes, knowing the next one.
 */
#ifndef GENCARTO_TABULAR_LAYOUT_H
#define GENCARTO_TABULAR_LAYOUT_H

#include "gencarto/tabular/outline.h"
#include "gencarto/tabular/shape.h"
#include "gencarto/tabular/tolerant.h"

#define LAYOUT_HEADER_ROWS 3 /* at most */

struct layout {
    size_t columns;           /* of the first table; 0 when there is no record */
    int64_t preamble_records; /* above the first table */
    int header_rows;          /* 0..LAYOUT_HEADER_ROWS */
    int64_t header_line;      /* where the table begins, 1-based */
};

/* The layout of a text from its beginning: the first DIALECT_SAMPLE_BYTES are looked at, and up to 1 MiB where these
 * have none of the columns that the dialect found. `header_rows`: how many the
 * header has, when that is declared; -1 when it is to be found. */
void layout_find(const struct dialect *dialect, struct str sample, int header_rows, struct layout *out_layout);

/* A ruler is what tables are drawn with, "-----  ---", "---+---", "| --- | --- |": it holds nothing, is not counted
 * among the records above a table or in its header, and a header ends at it. */
enum part { PART_PREAMBLE, PART_HEADER, PART_DATA, PART_TOTAL, PART_NOTE, PART_RULER, PARTS };

/* "preamble", "header", "data", "total", "note", "ruler". */
const char *part_name(enum part part);

/* Walks through the records of a file. Begin with {.layout = &layout}. */
struct layout_walk {
    const struct layout *layout;
    int64_t records;
    size_t columns; /* of the table at hand */
    int table;      /* 1 for the first; 0 above it */
    unsigned long long header_hash;
};

/* The part of `record`; `next` is the record after it, NULL at the end. Updates table and columns. */
enum part layout_next(struct layout_walk *walk, const struct outline *record, const struct outline *next);

#endif
