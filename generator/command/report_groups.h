/* Findings in the order in which people read them, and the runs of them that share a rule. */
#ifndef GENCARTO_GENERATOR_COMMAND_REPORT_GROUPS_H
#define GENCARTO_GENERATOR_COMMAND_REPORT_GROUPS_H

#include "gencarto/base/arena.h"
#include "gencarto/base/buf.h"
#include "gencarto/base/finding.h"

/* Findings of one rule in one file, or of one rule: those kept, and how many there are in all. */
struct report_group {
    const struct finding *first;
    int64_t kept, count;
};

typedef int report_order(const void *left, const void *right); /* of two findings, for qsort */

report_order report_by_rule; /* errors first, then by rule, file and place */
report_order report_by_file; /* by file, then errors first, by rule and place */

/* A copy in the arena, in that order. */
struct finding *report_sorted(struct arena *arena, const struct findings *findings, report_order *order);

/* The run from `from` on that shares the rule and, with `same_file`, the file. */
struct report_group report_group_at(const struct finding *sorted, const struct findings *findings, size_t from,
                                    bool same_file);

/* FILE:LINE:COLUMN: what was found, and a line end. */
void report_write_place(struct buf *out, const struct finding *finding);

#endif
