/* Figures that stand elsewhere too, and must be the same: in former releases, and in the ledger of the input. */
#ifndef GENCARTO_GENERATOR_AUDIT_FORMER_H
#define GENCARTO_GENERATOR_AUDIT_FORMER_H

#include "figures.h"

/* A former release, a site's folder or a public.sqlite: what it published of persons stands unchanged in this one,
 * in both directions, up to its last quarter. Figures that this release says to have revised are explained. */
bool former_compare(struct figures *figures, const char *path, struct error *err);

/* INPUT/releases/<quarter>.csv, where there are any: each state is the published cumulative figure of its quarter. */
bool ledger_compare(struct figures *figures, const char *input, struct error *err);

#endif
