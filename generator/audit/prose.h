/* Sentences: a number beside a word for persons, on either side of it. */
#ifndef GENCARTO_GENERATOR_AUDIT_PROSE_H
#define GENCARTO_GENERATOR_AUDIT_PROSE_H

#include "figures.h"

/* Is it, or does it begin with, a word for persons or enrolments: "Femmes", "abandons_cumul"? */
bool prose_is_of_persons(struct str word);

#endif
