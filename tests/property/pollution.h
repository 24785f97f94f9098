/* Exports of an invented French office, written in any dialect and spoilt in known ways: the bytes of a file and the
 * cells that a reader must find in it. All words are invented for the purpose. */
#ifndef GENCARTO_TESTS_PROPERTY_POLLUTION_H
#define GENCARTO_TESTS_PROPERTY_POLLUTION_H

#include "gencarto/tabular/dialect.h"

enum quoting { QUOTING_NONE, QUOTING_NEEDED, QUOTING_TEXTS, QUOTING_ALL };

enum margin { MARGIN_NONE, MARGIN_TITLE, MARGIN_LINES, MARGIN_PADDED, MARGINS };

enum spoil {
    SPOIL_NOTHING,
    SPOIL_MISSING_DELIMITER,
    SPOIL_EXTRA_DELIMITER,
    SPOIL_EXTRA_QUOTE, /* before a cell */
    SPOIL_OTHER_DELIMITER,
    SPOIL_GLUED_CELL,    /* the delimiter before a quoted cell with a delimiter inside is missing */
    SPOIL_CLOSING_QUOTE, /* a quote more after a quoted cell */
    SPOIL_OTHER_QUOTE,   /* the row is quoted by the other character */
    SPOIL_ODD_DELIMITER, /* the row has one that no table has */
    SPOIL_CUT_SHORT,     /* the row ends early */
    SPOILS
};

struct export
{
    enum encoding encoding;
    bool has_signature;
    char delimiter;
    const char *written; /* what stands for it in the file, where that is longer; else NULL */
    bool is_padded;
    char quote;
    enum quoting quoting;
    enum escape escape;
    enum line_ends line_ends;
    bool has_final_line_end;
    bool has_decimal_comma;
    bool has_hard_texts; /* delimiters, quotes and line breaks inside cells */
    int header_rows;     /* 0..3 */
    enum margin above;
    enum margin below; /* notes; MARGIN_PADDED: a row of totals */
    int rows, columns; /* of data */
    enum spoil spoil;
    int spoilt_row, spoilt_column; /* among the rows of data */
};

#define EXPORT_COLUMNS 9

/* What must be read. */
struct truth {
    struct str *cells; /* of all records, one after the other */
    size_t *counts;    /* cells of each record */
    size_t record_count;
    int64_t preamble_records;
    int64_t spoilt_line; /* 0: none */
    bool has_quoted, has_escaped;
};

/* The export number `number` of an endless deterministic series; each has another mix of dialects. */
struct export export_draw(unsigned long long number);

/* Bytes and truth, in the arena. */
struct str export_write(struct arena *arena, const struct export *export, unsigned long long number,
                        struct truth *out_truth);

#endif
