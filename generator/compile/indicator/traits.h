/* Counts by what the register says of the trainings: sums of the protected flows of trainings. */
#ifndef GENCARTO_GENERATOR_COMPILE_INDICATOR_TRAITS_H
#define GENCARTO_GENERATOR_COMPILE_INDICATOR_TRAITS_H

#include "gencarto/compile/cube/tables.h"
#include "gencarto/db/db.h"

struct trait_counts {
    struct str *breakdowns; /* "famille:web", in byte order */
    size_t count;
    /* A category a breakdown, at the levels of trait_counts.sql; without level where a measure is not told. */
    struct published_table tables[EVENT_KINDS];
};

/* In the arena. Reads the temporary tables of prepare/trait.sql. */
bool trait_counts_make(struct db *db, struct arena *arena, const struct published_tables *tables,
                       struct trait_counts *out_counts, struct error *err);

#endif
