/* What tells cells apart where the delimiter that was found does not: columns of a fixed width, and tables that are
 * drawn. Texts whose delimiter cuts the lines alike are passed over. */
#ifndef GENCARTO_TABULAR_DIALECT_COLUMNS_H
#define GENCARTO_TABULAR_DIALECT_COLUMNS_H

#include "gencarto/tabular/dialect.h"
#include "gencarto/tabular/dialect_sample.h"

/* Completes the dialect that the search set from its best candidate; says why it has columns of a fixed width, or has
 * not. */
enum fixed_width_reason dialect_columns_find(const struct dialect_sample *sample, const struct dialect_wish *wish,
                                             const struct dialect_candidate *best, struct dialect *dialect);

#endif
