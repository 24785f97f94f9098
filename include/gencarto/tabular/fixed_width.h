/* Columns of a fixed width: what mainframes and reports print, cells padded with blanks to a grid and no delimiter.
 *
 *     code    commune          date
 *     A001    Nîmes            12/03/2018
 *     A002    Le Puy-en-Velay  14/03/2018
 *
 * Characters are counted, not bytes. Where the places are found, the blanks between two columns (the gutter) run
 * through every line of the table; a line that has none there is none of the table and stays whole. Where they are
 * declared, each line is cut at them. The readers take a stand-in between the cells, as for long delimiters
 * (delimiter.h): lines stay where they are. */
#ifndef GENCARTO_TABULAR_FIXED_WIDTH_H
#define GENCARTO_TABULAR_FIXED_WIDTH_H

#include "gencarto/base/buf.h"

#define FIXED_WIDTH_COLUMNS 128
#define FIXED_WIDTH_LINE    4096 /* characters of a line that are looked at */

struct fixed_width {
    size_t count; /* of the columns; 0: the file has none of fixed width */
    /* Of the characters of each, from 0, the end exclusive. Between the end of one and the beginning of the next is the
     * gutter; none where the places are declared. The last column goes on to the end of the line. */
    uint16_t begins[FIXED_WIDTH_COLUMNS], ends[FIXED_WIDTH_COLUMNS];
};

/* Why a text is taken for columns of fixed width, or is not. */
enum fixed_width_reason {
    FIXED_WIDTH_NOT_LOOKED_AT, /* a delimiter explains the text */
    FIXED_WIDTH_DECLARED,
    FIXED_WIDTH_BY_RULER,    /* dashes under the header */
    FIXED_WIDTH_BY_HEADINGS, /* one over each column */
    FIXED_WIDTH_NO_GUTTERS,  /* not three lines, or no blanks that run through them */
    FIXED_WIDTH_NO_HEADINGS, /* nothing tells the first line from the others */
    FIXED_WIDTH_UNSURE,      /* blanks that may stand between words or between columns */
    FIXED_WIDTH_UNLIKE,      /* the cells of a column begin and end anywhere, or are words of texts */
    FIXED_WIDTH_REASONS
};

/* In words, for --explain. */
const char *fixed_width_reason_text(enum fixed_width_reason reason);

/* The places that a person writes, counted from 1: "1,12,31". False when they are none: not in order, too many. */
bool fixed_width_parse(struct str written, struct fixed_width *out_columns);

/* Writes them so. */
void fixed_width_write(struct buf *out, const struct fixed_width *columns, const char *between);

/* Either may be NULL: none. */
bool fixed_width_equal(const struct fixed_width *a, const struct fixed_width *b);

/* Finds the columns in parts of a text (UTF-8, the first is its beginning): a ruler, or headings over all columns and
 * nothing that speaks against them. Leaves `out_columns` alone when there are none; `out_header`: the line of headings,
 * or the one at the ruler; where it is unsure or unlike, what comes nearest to it. */
enum fixed_width_reason fixed_width_find(const struct str *parts, size_t count, struct fixed_width *out_columns,
                                         struct str *out_header);

/* Only where a ruler of dashes tells them, which a file has for that: it is obeyed before what is declared. */
bool fixed_width_find_ruler(struct str text, struct fixed_width *out_columns);

/* Puts the stand-in between the cells of `text` from `from` on, where a line begins; blanks around them go. Unless
 * `is_last` is set, a line that goes on after the text stays. Gives the place where to go on. */
size_t fixed_width_cut(const struct fixed_width *columns, struct buf *text, size_t from, bool is_last);

/* The number of the cell, from 1, that holds the character at `at`. */
int fixed_width_cell_at(const struct fixed_width *columns, size_t at);

/* The other way: pads the cells of `text`, with the stand-in between them and LF after each line, to columns two blanks
 * apart; a ruler of dashes stands under the first line. */
void fixed_width_lay_out(struct str text, struct buf *out);

#endif
