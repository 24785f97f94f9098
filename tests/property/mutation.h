/* An input folder as sheets of cells, to change a cell here and there and write it back: for tests of what the reader
 * finds. The folder is a simulated one without quotes: cells are what stands between semicolons. */
#ifndef GENCARTO_TESTS_PROPERTY_MUTATION_H
#define GENCARTO_TESTS_PROPERTY_MUTATION_H

#include "gencarto/base/random.h"
#include "gencarto/base/str.h"

#define SHEET_COLUMNS 40
#define NO_ROW        0 /* row 0 is the header */

struct sheet {
    const char *name; /* "formations.csv" */
    struct str (*rows)[SHEET_COLUMNS];
    size_t count, capacity; /* rows, with the header */
    size_t columns;
    bool is_changed, is_removed, is_added;
};

struct world {
    struct arena *arena;
    const char *folder;
    struct sheet *sheets;
    size_t sheet_count;
    struct random_state random;
};

/* Reads every .csv file of the folder but the figures published elsewhere. */
void world_read(struct world *world, struct arena *arena, const char *folder);

/* A copy that may be changed: its cells live in `arena`. */
struct world world_copy(const struct world *world, struct arena *arena, uint64_t seed);

/* Writes the sheets that were changed, in place of those of the folder; or takes their changes back. */
void world_write(const struct world *changed);
void world_restore(const struct world *original, const struct world *changed);

struct sheet *world_sheet(const struct world *world, const char *name);

/* A file more, with the header of `like` and no row. One at most is added to a copy. */
struct sheet *world_add_sheet(struct world *world, const char *name, const struct sheet *like);

/* The column of that name: it must exist. */
size_t sheet_column(const struct sheet *sheet, const char *column);
struct str sheet_get(const struct sheet *sheet, size_t row, const char *column);
void sheet_set(struct world *world, struct sheet *sheet, size_t row, const char *column, struct str value);
void sheet_fill_column(struct sheet *sheet, const char *new_column); /* appended, empty */
size_t sheet_append_copy(struct world *world, struct sheet *sheet, size_t row);
void sheet_remove_row(struct sheet *sheet, size_t row);

/* The first row whose cell is the value; NO_ROW. */
size_t sheet_find(const struct sheet *sheet, const char *column, struct str value);

/* A random row that fits every condition of `where`, or NO_ROW. Conditions are set apart by blanks: "statut=termine",
 * "age_entree>25", "age_entree<26", "qpv!" (filled), "qpv=" (empty), "statut~termine" (another value). */
size_t sheet_pick(struct world *world, const struct sheet *sheet, const char *where);

/* Does this row fit? */
bool sheet_fits(const struct sheet *sheet, size_t row, const char *where);

#endif
