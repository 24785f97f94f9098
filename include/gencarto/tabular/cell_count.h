/* How many cells a delimiter makes of lines, counted 64 bytes at a time: nothing is cut.
 *
 *     struct str lines[] = {{text.ptr, 4}, {text.ptr + 5, 3}};      // "a; b\n;;c"
 *     cell_count_lines(text, lines, 2, STR(";"), widths, &count);    // 2 and 3 cells; 2 later ones, 1 padded
 */
#ifndef GENCARTO_TABULAR_CELL_COUNT_H
#define GENCARTO_TABULAR_CELL_COUNT_H

#include "gencarto/base/str.h"

/* Of cells after the first of a line. */
struct cell_count {
    size_t later;  /* that are not empty */
    size_t padded; /* ... and begin with a blank or a tab */
};

/* `lines`: parts of `text`, without their ends. Adds the delimiters of each to its width, and the cells to `counts`. A
 * delimiter is shorter than DELIMITER_MOST bytes (delimiter.h); what stands together, as "||" in "|||", is not cut in
 * its middle. */
void cell_count_lines(struct str text, const struct str *lines, size_t count, struct str delimiter, size_t *widths,
                      struct cell_count *counts);

#endif
