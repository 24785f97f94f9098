/* Where the search starts: largest remainders from the top down (Hamilton's apportionment), with the carry of former
 * quarters in what each cell is owed. Where the truth fell, steps are taken back first. Already a protection by itself;
 * the search brings it closer. */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_START_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_START_H

#include "work.h"

/* The country gets the nearest multiple of the base; what a unit got is shared out among its parts. */
void start_totals(struct work *work, struct arena *scratch);

/* Shares out the totals among the categories: the country, then each region's and each department's, with both margins
 * fixed (its own total, and the category of the level above). */
void start_breakdown(struct work *work, const struct work *totals, struct arena *scratch);

/* Shares out the two breakdowns among their cross, at its finest level, and sums it above. */
void start_cross(struct work *work, const struct work *first, const struct work *second, struct arena *scratch);

#endif
