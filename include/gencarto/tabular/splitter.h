/* Records of a CSV text up to the first that has a quotation mark: no state machine is needed, delimiters and line ends
 * are found 64 bytes at a time. Gives the records that records.h gives of the same text; tests/fuzz/fuzz_splitter.c
 * proves it.
 *
 *     if (splitter_takes(text, &dialect)) {
 *         splitter_open(&splitter, text, &dialect);
 *         while (splitter_next(&splitter, &record)) ...
 *     }
 *
 * The cells are parts of the text, without the blanks around them.
 */
#ifndef GENCARTO_TABULAR_SPLITTER_H
#define GENCARTO_TABULAR_SPLITTER_H

#include "gencarto/tabular/records.h"

#define SPLITTER_BLOCK 64 /* bytes looked at together */

struct splitter {
    const char *end;    /* of what is read: of the text, or before the first character that quotes or escapes */
    const char *block;  /* of the marks: SPLITTER_BLOCK bytes from here */
    const char *at;     /* where the next record is searched */
    uint64_t marks;     /* delimiters and line ends of the block that were not passed, the first in the lowest bit */
    uint64_t line_ends; /* of the block */
    bool has_blanks;    /* cells that end in the block may have blanks at their ends */
    bool begins_blank;  /* so may the one that goes on behind it */
    bool was_cut, was_blank; /* its last byte */
    bool is_stopped;         /* the text goes on behind the end */
    bool is_trimmed;         /* of the record, as it says */
    bool is_too_large;       /* the record had more than RECORD_FIELDS cells */
    char delimiter;
    int64_t line; /* of `at` */
    struct str fields[RECORD_FIELDS + SPLITTER_BLOCK];
};

/* Can its records be read under the dialect? `text` is shorter than RECORD_FIELD_BYTES, so that no cell and no record
 * of it is too large. */
bool splitter_takes(struct str text, const struct dialect *dialect);

void splitter_open(struct splitter *splitter, struct str text, const struct dialect *dialect);

/* RECORDS_ROW, RECORDS_TOO_LARGE or RECORDS_END, as records_next; lines are counted from 1. At the end `at` is that of
 * the text, or where the first record begins that has a character that quotes or escapes: nothing is read after it. */
enum records_step splitter_next(struct splitter *splitter, struct record *out_record);

/* The end of the stretch of lines that begins at `from`: after the last LF of its first `size` bytes, else after the
 * next LF, or the end of the text. */
size_t splitter_cut(struct str text, size_t from, size_t size);

/* The line ends of a text, CR LF counted twice, and one: at least its lines. */
size_t splitter_count_lines(struct str text);

#endif
