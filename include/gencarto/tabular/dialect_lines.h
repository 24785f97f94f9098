/* The lines of a sample in which nothing quotes: each is a record whatever the delimiter, so that counting delimiters
 * tells how many cells each has. */
#ifndef GENCARTO_TABULAR_DIALECT_LINES_H
#define GENCARTO_TABULAR_DIALECT_LINES_H

#include "gencarto/tabular/dialect_score.h"

struct dialect_lines {
    struct str items[DIALECT_RECORDS];
    size_t count;                    /* 0: the lines are not the records */
    struct str parts[DIALECT_PARTS]; /* of the sample, up to the last line of each */
    size_t firsts[DIALECT_PARTS];    /* line of each part */
};

/* The lines of the first parts; none where a record may be more than a line, or another line for some delimiter.
 * `quote` is what may quote, beside the apostrophe and the backslash. */
void dialect_lines_list(struct dialect_lines *lines, const struct dialect_sample *sample, size_t parts, char quote);

/* One cell more than there are delimiters in each line, into `out_widths` (as many as lines); gives the most. */
size_t dialect_lines_count(const struct dialect_lines *lines, size_t parts, struct str delimiter, size_t *out_widths);

#endif
