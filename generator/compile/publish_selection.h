/* How applications were scored, by wave, criterion and decision. */
#ifndef GENCARTO_GENERATOR_COMPILE_PUBLISH_SELECTION_H
#define GENCARTO_GENERATOR_COMPILE_PUBLISH_SELECTION_H

#include "gencarto/compile/ingest/input.h"
#include "gencarto/db/db.h"

/* Fills `selection`: the waves of the configuration, as far as the applications have scores. */
bool publish_selection(struct db *db, const struct input *input, struct error *err);

#endif
