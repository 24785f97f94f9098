/* One record of a CSV text under a dialect, read as well as it can be: what is broken becomes the cells that its writer
 * most likely meant, and the fault is named. On what libcsv accepts in strict mode the cells are the same (blanks
 * apart: here they stay unless the dialect is padded).
 *
 * Best reading. The grammar is tried first. Where a quote stands against it, readings of that line compete: the quotes
 * that close before a delimiter are real and the others are text; the first or the last pair of quotes there is a stray
 * one and the closing one; the opening quote of the broken cell is text. The one with as many cells as the table has
 * columns wins, else the one that misses them least. Quotes between two letters with a delimiter inside tell of a
 * delimiter that is missing, and one cell less is then right. A quoted cell that runs over lines to a record of the
 * wrong width is read again, its first line alone. A line that has exactly the table's columns with another delimiter
 * or another quote is read with that.
 */
#ifndef GENCARTO_TABULAR_TOLERANT_H
#define GENCARTO_TABULAR_TOLERANT_H

#include "gencarto/base/buf.h"
#include "gencarto/tabular/records.h"

enum record_fault {
    FAULT_NONE,
    FAULT_STRAY_QUOTE,     /* a quote inside a cell without quotes: kept as text; where the dialect has no quoted
                              cells, only one that is not as texts have them */
    FAULT_QUOTE_IN_QUOTES, /* a quote inside quotes that is neither doubled nor escaped: kept as text */
    FAULT_OPEN_QUOTE,      /* a quote that nothing closes: kept as text */
    FAULT_OTHER_DELIMITER, /* the line has the table's columns under another delimiter */
    FAULT_OTHER_QUOTE      /* ... or quoted or escaped otherwise than the table */
};

struct tolerant_record {
    struct buf bytes; /* of the cells, one after the other */
    size_t ends[RECORD_FIELDS];
    bool quoted[RECORD_FIELDS];
    struct str cells[RECORD_FIELDS]; /* in `bytes` */
    size_t count;
    size_t doubled, backslashed; /* quotes inside quotes */
    bool has_quoted_words;       /* quotes in bare cells stand as in texts: `the "new" one`, `24" wide` */
    size_t padded;               /* of the cells after the first, those with a blank before them */
    bool is_glued;               /* the broken cell goes on right after its quotes: `"ab"c` */
    bool is_greedy;              /* ... holds a delimiter beside a quote: likely the end of another cell */
    size_t len;                  /* bytes of text it took, its line end with it */
    int64_t lines;               /* line ends in these */
    enum record_fault fault;
    size_t fault_cell; /* the first broken cell */
};

enum tolerant_step {
    TOLERANT_RECORD,
    TOLERANT_MORE,  /* the text ends before the record does; give more */
    TOLERANT_LARGE, /* a cell above RECORD_FIELD_BYTES, more than RECORD_FIELDS cells, or above RECORD_BYTES */
};

void tolerant_init(struct tolerant_record *record);
void tolerant_clear(struct tolerant_record *record);

/* Reads the record at the beginning of `text`, which is not empty and begins no blank line; `is_last`: nothing follows
 * it. `columns`: cells that a record should have, 0 when that is not known. */
enum tolerant_step tolerant_read(const struct dialect *dialect, struct str text, bool is_last, size_t columns,
                                 struct tolerant_record *record);

/* Bytes of a byte order mark that a record begins with where files were joined; it is no part of the first cell. */
size_t tolerant_mark_len(struct str text);

/* Bytes of the blank line at the beginning of `text`, its end with it: spaces alone, and tabs that are no delimiter.
 * 0: none. */
size_t tolerant_blank_line(const struct dialect *dialect, struct str text, bool is_last);

#endif
