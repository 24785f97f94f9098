/* A programme released quarter by quarter: three events in a hundred are told a quarter late, three are corrected or
 * withdrawn up to three quarters later. For measures of the protection. */
#ifndef GENCARTO_TESTS_PROPERTY_RELEASED_H
#define GENCARTO_TESTS_PROPERTY_RELEASED_H

#include "gencarto/compile/disclosure/protect.h"

/* Reads the folder and protects it in as many releases as it has quarters, each with the former ones as its past, and
 * verifies each. `out_exact`: what each release adds to the exact cumulative counts, as known then; `out_published`:
 * the published flows. Outcomes by situation, which are restated, are left out. Everything lives in the arena. */
bool released_protect(struct arena *arena, const char *folder, const struct protection_rule *rule,
                      struct published_tables *out_exact, struct published_tables *out_published, double *out_seconds,
                      struct error *err);

#endif
