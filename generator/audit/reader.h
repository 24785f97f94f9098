/* The readers of the published files, by their kind. Each makes claims about figures; `place` is the path below the
 * output folder. */
#ifndef GENCARTO_GENERATOR_AUDIT_READER_H
#define GENCARTO_GENERATOR_AUDIT_READER_H

#include "figures.h"

/* HTML and SVG: elements with data-cell, columns of tables, numbers before the words for learners and enrolments. */
void read_markup(struct figures *figures, struct str place, struct str content);

/* CSV, with ',' or ';', by the names of its columns. */
void read_csv(struct figures *figures, struct str place, struct str content);

/* JSON and GeoJSON: numbers under a key that is the code of a count. */
void read_json(struct figures *figures, struct str place, struct str content);

#endif
