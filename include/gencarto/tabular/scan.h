/* One record, or one line, of a CSV text under one dialect and one policy for quotes that are against the grammar: cell
 * by cell, into a tolerant_record. tolerant.c chooses among such readings.
 */
#ifndef GENCARTO_TABULAR_SCAN_H
#define GENCARTO_TABULAR_SCAN_H

#include "gencarto/tabular/tolerant.h"

/* How a cell is read whose quotes are against the grammar; the others keep to it. */
enum policy {
    BY_GRAMMAR,         /* not at all: the record is broken */
    CLOSE_IN_LINE,      /* it closes where a delimiter or the line's end follows a quote; other quotes are text */
    CLOSE_AT_PAIR,      /* so too, and the first pair of quotes there is a stray quote and the closing one: `"abc"";` */
    CLOSE_AT_LAST_PAIR, /* ... the last pair of the line */
    CLOSE_ANYWHERE,     /* as in the line, but lines below may close it */
    OPENING_IS_TEXT,    /* its opening quote is text */
    CLOSE_AT_QUOTE,     /* it closes at the next quote, and what follows up to the delimiter is of the cell */
    QUOTES_PROTECT,     /* nor does a delimiter or a line end between quotes inside a cell end it: they are all text */
    GLUED_PROTECT, /* so too, only where the first stands between letters and the other ends the cell: `ab"c; d";` */
    NO_QUOTES      /* all quotes of the record are text */
};

/* One reading of one record: where it is in the text, and what came out. */
struct scan {
    const struct dialect *dialect;
    char delimiter, quote;
    const char *s;
    size_t len; /* of the text, or of the line */
    bool is_last;
    enum policy policy;
    struct tolerant_record *out;
};

enum outcome { READ, BROKEN, UNFINISHED, LARGE };

/* Reads cells from the beginning of the text up to the end of the record; sets the length of what it took. BROKEN: a
 * quote is against the grammar, and the policy is to say so. UNFINISHED: the text ends before the record does. */
enum outcome scan_record(struct scan *scan);

/* Bytes of the first line, its end with it; 0 when the text ends before it does. */
size_t scan_first_line(const struct scan *scan);

/* The place of the first character from `at` on that is no blank. */
size_t scan_skip_blanks(const struct scan *scan, size_t at);

/* The first fault of the record is kept, with its cell. */
void scan_note_fault(struct scan *scan, enum record_fault fault);

bool scan_is_line_end(char c);
bool scan_is_blank(char c, char delimiter);

/* Bytes of the line end at `at`. */
size_t scan_line_end_len(const char *s, size_t len, size_t at);

#endif
