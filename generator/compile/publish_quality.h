/* What is said of the input itself: findings by rule, files read, figures published elsewhere. */
#ifndef GENCARTO_GENERATOR_COMPILE_PUBLISH_QUALITY_H
#define GENCARTO_GENERATOR_COMPILE_PUBLISH_QUALITY_H

#include "gencarto/compile/ingest/input.h"
#include "gencarto/db/db.h"

/* finding, source_file, reference_figure. Of personal tables, findings are rounded to the base, those that round to 0
 * are left out, and rows are not counted. */
bool publish_quality(struct db *db, const struct input *input, struct error *err);

#endif
