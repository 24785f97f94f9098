/* The hidden counts of public.sqlite as a system of sums and limits (hidden.h), and the attack on them. */
#ifndef GENCARTO_GENERATOR_AUDIT_FIGURES_HIDDEN_H
#define GENCARTO_GENERATOR_AUDIT_FIGURES_HIDDEN_H

#include "figures.h"
#include "gencarto/db/db.h"

/* Reports each hidden count that what is published bounds tighter than the threshold allows; where counts are rounded,
 * there is none. `figures` are loaded. */
bool figures_attack_hidden(struct figures *figures, struct db *db, struct error *err);

#endif
