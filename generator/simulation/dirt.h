/* The dirt of a dirty copy: which rows of which file get which, and what it does to their cells. */
#ifndef GENCARTO_SIMULATION_DIRT_H
#define GENCARTO_SIMULATION_DIRT_H

#include "export.h"
#include "gencarto/simulation/simulation.h"

enum dirt_table { DIRT_TRAININGS, DIRT_ENROLMENTS };

/* One file being soiled. Without dirt (`counts` NULL) rows pass as they are. */
struct dirt {
    enum dirt_table table;
    int64_t *counts; /* of simulation_summary, or NULL */
    int64_t row;     /* of this file, from 0 */
    size_t next;     /* kind to be placed */
};

/* The style of the `number`-th enrolments file or of the register (-1) of a dirty copy: each another one. */
struct export_style dirt_style(int number);

void dirt_start(struct dirt *dirt, enum dirt_table table, int64_t *counts);

/* Writes the row, soiled when its turn has come. `cells` is the caller's and may be changed; texts put there are
 * constant. */
void dirt_row(struct dirt *dirt, struct export *export, struct str *cells, size_t count);

/* Writes what stands after the last row: a total. */
void dirt_end(struct dirt *dirt, struct export *export, size_t count);

#endif
