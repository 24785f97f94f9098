/* The search: from a start, moves of single steps drawn at random that keep every sum, accepted by an integer cost over
 * all levels at once. Threshold accepting (Dueck and Scheuer 1990): a move may cost up to a threshold that sinks to 0;
 * a fixed number of moves, no floating point, so the same draws give the same tables on every machine. */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_SEARCH_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_SEARCH_H

#include "draw.h"
#include "work.h"

/* Draws the shift of each small cell of trainings or departments whose exact flow is not 0, so that every small count
 * is sometimes shown as 0 and sometimes as a base. Before the start. Tables of regions alone are not shifted. */
void search_shift(struct work *work, const struct draws *draws, struct arena *scratch);

/* Steps more and less, and transfers between two units. */
void search_totals(struct work *work, struct draws *draws, struct arena *scratch);

/* Transfers between two categories of a unit, and exchanges of them between two units: totals stay. */
void search_breakdown(struct work *work, struct draws *draws, struct arena *scratch);

/* Swaps between two rows and two columns of a unit, alone or against the opposite swap of another unit: both margins
 * stay. `margins`: the two breakdowns, where they may move along; NULL: stays as it is. */
void search_cross(struct work *work, struct work *const margins[2], struct draws *draws, struct arena *scratch);

#endif
