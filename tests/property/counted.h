/* The exact tables of an input folder, counted as the pipeline counts them: for tests and measures of the protection.
 */
#ifndef GENCARTO_TESTS_PROPERTY_COUNTED_H
#define GENCARTO_TESTS_PROPERTY_COUNTED_H

#include "gencarto/base/error.h"
#include "gencarto/compile/cube/tables.h"

/* Everything lives in the arena. The release is the folder's own; `base` is its rounding base. */
bool counted_read(struct arena *arena, const char *folder, struct published_tables *out_exact, int *out_base,
                  struct error *err);

#endif
