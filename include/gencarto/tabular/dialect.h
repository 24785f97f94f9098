/* How a CSV file is written: its encoding, delimiter, quote, escape and line ends. Found from its bytes alone, the same
 * on every machine; what is declared is obeyed.
 *
 * The search maximises, over delimiter x quote x escape, the consistency of van den Burg, Nazabal and Sutton,
 * "Wrangling messy CSV files by detecting row and type patterns" (2019): row-pattern score x cell-type score, with the
 * types of French exports. dialect.c states the formula and the ties.
 *
 *     struct dialect dialect;
 *     struct str text;
 *     if (!dialect_detect(&arena, "formations.csv", raw, &wish, &dialect, &text, err)) return false;
 */
#ifndef GENCARTO_TABULAR_DIALECT_H
#define GENCARTO_TABULAR_DIALECT_H

#include "gencarto/tabular/delimiter.h"
#include "gencarto/tabular/drawn_table.h"
#include "gencarto/tabular/encoding.h"
#include "gencarto/tabular/fixed_width.h"

/* How a quote is written inside quotes. */
enum escape { ESCAPE_DOUBLED, ESCAPE_BACKSLASH, ESCAPE_NONE };

/* "doubled", "backslash", "none". */
const char *escape_name(enum escape escape);

struct dialect {
    enum encoding encoding;
    bool has_signature; /* a byte order mark */
    bool is_mixed;      /* parts are UTF-8, others Windows-1252 */
    int64_t mixed_line; /* of the first byte that is not UTF-8 there, and its cell, both 1-based; 0 when not mixed */
    int mixed_column;
    int64_t undecodable; /* bytes or units replaced by U+FFFD */
    enum line_ends line_ends;
    struct delimiter written; /* ; , tab | or, where nothing else explains the file, another sign or several */
    char delimiter;           /* the byte that the readers take for it: delimiter.h */
    char quote;               /* '"', '\'' or 0 when no character quotes */
    enum escape escape;
    bool has_quoted_words;          /* several cells have quotes as texts do, and none is quoted: quotes are letters */
    bool is_padded;                 /* blanks around the delimiter are not of the cells: "a, b" */
    bool is_wrapped;                /* each line stands in quotes once more: wrapped_line.h */
    bool has_separator_line;        /* the first line is "sep=;" and no record */
    size_t columns;                 /* cells of most records looked at; 0 when it was not looked for */
    enum drawing drawing;           /* a table of bars and dashes */
    struct fixed_width fixed_width; /* its columns where no delimiter cuts the lines: `written` is none then */
};

#define QUOTE_FOUND '\0'
#define QUOTE_NONE  'n' /* no letter can be a quote */

struct dialect_wish {           /* what programme.xml or the command line declares; all zero: find everything */
    struct str encoding;        /* "", "UTF-16" or a name of encoding.h */
    struct delimiter delimiter; /* none: to be found */
    const struct fixed_width *fixed_width; /* NULL: to be found, where no delimiter is declared */
    char quote;                            /* QUOTE_FOUND, '"', '\'', or QUOTE_NONE */
    bool has_escape;                       /* `escape` is declared */
    enum escape escape;
};

/* One dialect that was considered, and why it won or lost. */
struct dialect_candidate {
    struct delimiter written;
    char delimiter, quote; /* as in struct dialect; quote 0: none */
    enum escape escape;
    bool is_padded;
    size_t columns;         /* cells of most records */
    size_t records, broken; /* read; against the grammar of quotes */
    double pattern, types;  /* 0..1; `types` is negative when the pattern alone could not win */
    double score;
};

#define DIALECT_CANDIDATES 96

struct dialect_search {
    struct dialect_candidate items[DIALECT_CANDIDATES]; /* best first */
    size_t count;
    enum fixed_width_reason fixed_width;
};

struct dialect_sample;

/* Finds delimiter, quote, escape, padding and the separator line from a sample (UTF-8, delimiters as the file has
 * them), or of a text that is all in memory. Leaves the encoding alone. With `out_search` every candidate is looked at,
 * to be told of; with NULL those that cannot win are passed over, which gives the same dialect sooner. */
void dialect_find_in(const struct dialect_sample *sample, const struct dialect_wish *wish, struct dialect *dialect,
                     struct dialect_search *out_search);
void dialect_find(struct str text, const struct dialect_wish *wish, struct dialect *dialect,
                  struct dialect_search *out_search);

/* Where the records begin: after the separator line, when there is one. Of a text with the stand-in or without. */
size_t dialect_text_begin(const struct dialect *dialect, struct str text);

/* A text that the readers take as it stands: its delimiter is one byte, and its lines are in no further quotes. So
 * columns of a fixed width are not. */
bool dialect_is_prepared(const struct dialect *dialect);

/* Makes it one, from `from` on, where a line begins: the stand-in for each long delimiter, or between columns of a
 * fixed width; lines out of their quotes. What may go on after the text stays unless `is_last` is set. Gives the place
 * where to go on. */
size_t dialect_prepare(const struct dialect *dialect, struct buf *text, size_t from, bool is_last);

/* The encoding that is declared (`wish`, "" when none), else found; a byte order mark wins over both. False when the
 * name is not known. */
bool dialect_wish_encoding(const struct encoding_scan *scan, struct str wish, enum encoding *out_encoding);

/* The number of the cell that holds the byte at `at`, from 1, in its line. */
int dialect_cell_at(const struct dialect *dialect, struct str raw, size_t at);

/* Decodes `raw` to UTF-8 and finds the dialect. `name` stands in messages. The text lives in the arena or is part of
 * `raw`. ERROR_INPUT when the bytes are those of a spreadsheet or a document, or a line of what has to be decoded is
 * above 16 MiB. Where a file that says it is UTF-8 is not throughout, the other bytes are read as Windows-1252: it is
 * mixed. */
bool dialect_detect(struct arena *arena, const char *name, struct str raw, const struct dialect_wish *wish,
                    struct dialect *out_dialect, struct str *out_text, struct error *err);

/* The encoding and the dialect from the beginning and parts of the rest: nothing else is decoded. */
bool dialect_detect_in_parts(const char *name, struct str raw, const struct encoding_scan *scan,
                             const struct dialect_wish *wish, struct dialect *out_dialect, struct error *err);

/* The same for bytes that were scanned before. */
bool dialect_detect_scanned(struct arena *arena, const char *name, struct str raw, const struct encoding_scan *whole,
                            const struct dialect_wish *wish, struct dialect *out_dialect, struct str *out_text,
                            struct error *err);

#endif
