/* The delimiters that are worth a look in a sample, as the search for its dialect takes them up. */
#ifndef GENCARTO_TABULAR_DIALECT_GROUP_H
#define GENCARTO_TABULAR_DIALECT_GROUP_H

#include "gencarto/tabular/delimiter.h"
#include "gencarto/tabular/dialect_sample.h"

#define DIALECT_GROUPS (DELIMITERS_SINGLE + DELIMITER_GUESSES)

/* What the bound of a delimiter knows: nothing of the sample, that it occurs there, or as much as can be told before
 * its candidates are read. */
enum dialect_bound { DIALECT_BOUND_ANY, DIALECT_BOUND_OCCURS, DIALECT_BOUND_SHARP };

/* The candidates of one delimiter, and the most that one of them can score. */
struct dialect_group {
    struct delimiter_prior prior;
    size_t order;
    double most;
    enum dialect_bound bound;
};

/* All that are worth a look in the first `parts` of the sample: the one of `wish`, or the single signs and the guesses,
 * but for signs that dates, times, numbers and addresses have inside where most lines are one of these. In a full
 * search those unusual ones that do not occur are not among them; else they are, and are passed over later.
 * `out_groups` has room for DIALECT_GROUPS; gives their count. */
size_t dialect_groups_find(const struct dialect_sample *sample, size_t parts, const struct delimiter *wish,
                           bool is_full, struct dialect_group *out_groups);

/* What is known of the delimiter before any text; 1 for one that nobody guesses. */
struct delimiter_prior dialect_group_prior(const struct delimiter *delimiter);

#endif
