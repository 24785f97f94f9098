/* Records of a CSV text up to the first that has a quotation mark: no state machine is needed, delimiters and line ends
 * are found 64 bytes at a time. Gives the records that records.h gives of the same text; tests/fuzz/fuzz_splitter.c
 * proves it.
 *
 *     if (splitter_takes(text, &dialect)) {
 *         splitter_open(&splitter, text, 1, &dialect);
 *         while (splitter_next(&splitter, &record)) ...
 *     }
 *
 * The cells are parts of the text, without the blanks around them. Those of the next lines are found together: the
 * index of these lines, from which one record after the other is taken.
 */
#ifndef GENCARTO_TABULAR_SPLITTER_H
#define GENCARTO_TABULAR_SPLITTER_H

#include "gencarto/tabular/records.h"

/* Cells of an index: of whole blocks of 64 bytes while it has no more than RECORD_FIELDS, and the last of the text. */
#define SPLITTER_CELLS (RECORD_FIELDS + 64 + 1)

/* Cells of the index, the last not among them. */
struct splitter_span {
    uint16_t from, to;
};

struct splitter {
    const char *end; /* of what is read: of the text, or before the first character that quotes or escapes */
    const char *at;  /* where the next record is searched */
    int64_t line;    /* of `at` */
    char delimiter;
    bool is_stopped;                        /* the text goes on behind the end */
    size_t line_count, next_line;           /* of the index: so many lines, and those before `at` */
    size_t next_cell;                       /* the first of the next line */
    struct splitter_span unsure;            /* all that may begin or end with something else than a printed character */
    struct splitter_span padded;            /* of these, all that begin or end with a blank */
    uint16_t line_ends[SPLITTER_CELLS + 1]; /* the cells up to the end of each line */
    struct str cells[SPLITTER_CELLS];
};

/* Can its records be read under the dialect? `text` is shorter than RECORD_FIELD_BYTES, so that no cell and no record
 * of it is too large. */
bool splitter_takes(struct str text, const struct dialect *dialect);

/* The first line of the text is the one of this number. */
void splitter_open(struct splitter *splitter, struct str text, int64_t line, const struct dialect *dialect);

/* RECORDS_ROW, RECORDS_TOO_LARGE or RECORDS_END, as records_next. At the end `at` is that of the text, or where the
 * first record begins that has a character that quotes or escapes: nothing is read after it. */
enum records_step splitter_next(struct splitter *splitter, struct record *out_record);

/* The end of the stretch of lines that begins at `from`: after the last LF of its first `size` bytes, else after the
 * next LF, or the end of the text. */
size_t splitter_cut(struct str text, size_t from, size_t size);

/* The line ends of a text, CR LF counted twice, and one: at least its lines. */
size_t splitter_count_lines(struct str text);

#endif
