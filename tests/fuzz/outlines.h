/* What the fuzz targets of boundaries share: a small country, and what must hold of outlines that were read. */
#ifndef TESTS_FUZZ_OUTLINES_H
#define TESTS_FUZZ_OUTLINES_H

#include "boundaries.h"

/* Departments 01, 2A and 974. */
extern const struct topology outlines_reference;

/* Ends the program when it does not hold. */
void require(bool condition);

/* Checks the boundaries, and matches neighbours: either an error that says so, or outlines and arcs that keep what
 * their headers promise. */
void outlines_follow(struct boundaries *boundaries);

#endif
