/* Tables that are drawn with bars and dashes: psql, MySQL's client, Markdown, Org.
 *
 *     +----+-------+       | id | ville |        id | ville
 *     | id | ville |       |----|-------|       ----+-------
 *     +----+-------+       | 1  | Lyon  |         1 | Lyon
 *     |  1 | Lyon  |
 *
 * The cells are padded, and nothing quotes them. Where bars frame the lines, they are taken off before the readers see
 * them; lines stay where they are. Rulers are records of the part "ruler" (layout.h). */
#ifndef GENCARTO_TABULAR_DRAWN_TABLE_H
#define GENCARTO_TABULAR_DRAWN_TABLE_H

#include "gencarto/base/buf.h"

enum drawing {
    DRAWING_NONE,
    DRAWING_RULED, /* bars between the cells, and a ruler under the header */
    DRAWING_FRAMED /* bars at both ends of each line too */
};

/* How the beginning of a text is drawn; `*out_columns`: of its first line that is no ruler and has bars. */
enum drawing drawn_table_find(struct str beginning, size_t *out_columns);

/* Takes the frame off the lines of `text` from `from` on, where a line begins. Unless `is_last` is set, a line that
 * goes on after the text stays. Gives the place where to go on. */
size_t drawn_table_open(struct buf *text, size_t from, bool is_last);

#endif
