/* The lines of a sample in which nothing quotes: each is a record whatever the delimiter, so that counting delimiters
 * tells how many cells each has.
 *
 *     dialect_lines_list(&lines, &sample, 0, 1, '"');
 *     if (dialect_lines_read(&lines, &delimiter, &reading)) ...     // as dialect_score_read, without types, sooner
 */
#ifndef GENCARTO_TABULAR_DIALECT_LINES_H
#define GENCARTO_TABULAR_DIALECT_LINES_H

#include "gencarto/tabular/dialect_score.h"

struct dialect_lines {
    struct str items[DIALECT_RECORDS];
    size_t count;                    /* 0: the lines are not the records */
    struct str parts[DIALECT_PARTS]; /* of the sample, up to the last line of each */
    size_t firsts[DIALECT_PARTS];    /* line of each part */
    size_t part_count;
};

/* The lines of the parts from `from` to `to`, exclusive; none where a record may be more than a line, or another line
 * for some delimiter. `quote` is what may quote, beside the apostrophe and the backslash. */
void dialect_lines_list(struct dialect_lines *lines, const struct dialect_sample *sample, size_t from, size_t to,
                        char quote);

/* What dialect_score_read makes of the same parts, but for the types. False when the lines are not the records, or one
 * has more cells than a record may have. */
bool dialect_lines_read(const struct dialect_lines *lines, const struct delimiter *delimiter,
                        struct dialect_reading *out_reading);

#endif
