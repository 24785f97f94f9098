/* Random small programmes for the tests of the protection: a geography, a cube, the published cells. */
#ifndef GENCARTO_TESTS_PROPERTY_PROTECTION_H
#define GENCARTO_TESTS_PROPERTY_PROTECTION_H

#include "gencarto/base/random.h"
#include "gencarto/compile/cube/tables.h"

struct random_programme {
    struct geography geography;
    struct cube cube;
    int quarters;
};

struct programme_size {
    uint32_t regions, departments_each,
        trainings_each; /* departments of a region, trainings of a department: at most */
    int quarters, events;
};

void random_programme(struct arena *arena, uint64_t seed, struct programme_size size, struct random_programme *out);

/* As in generator/sql/published.sql. */
extern const struct published_cells published_list[];
extern const size_t published_list_count;

#endif
