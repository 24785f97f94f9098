/* The forecasts of every main target, from its published series to the tables `forecast_method`, `forecast` and
 * `forecast_record`. */
#ifndef GENCARTO_GENERATOR_COMPILE_INDICATOR_FORECASTS_H
#define GENCARTO_GENERATOR_COMPILE_INDICATOR_FORECASTS_H

#include "gencarto/db/db.h"

/* Needs `target` and the observations. */
bool forecasts_write(struct db *db, struct error *err);

#endif
