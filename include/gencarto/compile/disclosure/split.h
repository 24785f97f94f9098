/* What a release adds to a published cumulative count, split by the quarter that it concerns and by its cause: the
 * revised series. For totals and single breakdowns of the regions; the country is their sum. Every part is a multiple
 * of the base; those of a cell add up to its flow in the release, those of the categories of a quarter to the part of
 * the total, and no revised flow is negative. A quarter whose truth did not move keeps its flow but where sums leave
 * nothing else. The parts of a total are split again by cause; a part of a category names the cause that weighs most in
 * it. Below the regions only the main cause is named, of flows that are not 0 and hold at least a base of earlier
 * quarters.
 */
#ifndef GENCARTO_COMPILE_DISCLOSURE_SPLIT_H
#define GENCARTO_COMPILE_DISCLOSURE_SPLIT_H

#include "gencarto/compile/cube/revision.h"
#include "gencarto/compile/disclosure/protect.h"

/* Exact flows by the quarter of the event. What one cause changed was found by counting again with that factor alone
 * changed; what no cause explains is a correction. */
struct split_causes {
    const struct published_tables *now, *known;      /* as of this release, and of the last one */
    const struct published_tables *by_cause[CAUSES]; /* NULL: nothing; it may have fewer tables and levels than `now` */
    const bool *method_changed; /* [quarter] what would be a correction is a change of method; NULL: nowhere */
};

/* Appends what release past->quarters, the first new one of `shown`, changes; `revisions` holds what the former ones
 * did. */
void split_changes(struct arena *arena, const struct split_causes *causes, const struct protection_rule *rule,
                   const struct protection_past *past, const struct published_tables *shown,
                   struct revisions *revisions);

#endif
