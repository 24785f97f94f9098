/* The exact tables of an input folder, counted as the pipeline counts them: for tests and measures of the protection.
 */
#ifndef GENCARTO_TESTS_PROPERTY_COUNTED_H
#define GENCARTO_TESTS_PROPERTY_COUNTED_H

#include "gencarto/base/error.h"
#include "gencarto/compile/cube/tables.h"

struct input;
struct calendar;
struct public_register;

/* An input folder that was read, and the list of what is published. */
struct counted {
    struct input *input;
    struct calendar *calendar;
    struct public_register *reg;
    struct published_cells *cells;
    size_t cell_count;
};

/* Everything lives in the arena. The release is the folder's own. */
bool counted_open(struct arena *arena, const char *folder, struct counted *out_counted, struct error *err);

/* Tables of zeros. */
void counted_tables(struct arena *arena, const struct counted *counted, int quarters, struct published_tables *out);

/* All at once; `base` is the folder's rounding base. */
bool counted_read(struct arena *arena, const char *folder, struct published_tables *out_exact, int *out_base,
                  struct error *err);

#endif
