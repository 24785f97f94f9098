/* After the search: cells that are still far off, one by one. All moves of one step that bring the cell closer are
 * weighed, alone and against the opposite one of every other place, and the cheapest is made if it costs nothing: the
 * search, which draws them at random, seldom meets the one exchange that helps. A fixed number of moves is weighed at
 * most, in a fixed order. */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_REPAIR_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_REPAIR_H

#include "moves.h"

void repair_breakdown(struct search *search);

/* Swaps, and transfers in the margins that may move along. */
void repair_cross(struct search *search);

#endif
