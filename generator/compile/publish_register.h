/* The public register and the programme into the tables of generator/sql/schema/register.sql, and the targets. */
#ifndef GENCARTO_GENERATOR_COMPILE_PUBLISH_REGISTER_H
#define GENCARTO_GENERATOR_COMPILE_PUBLISH_REGISTER_H

#include "calendar.h"
#include "gencarto/db/db.h"
#include "register.h"

/* period, programme, territory, term, structure, site, training, label_event, call. `has_key`: the protection drew
 * under a secret key. */
bool publish_register(struct db *db, const struct public_register *reg, const struct calendar *calendar, bool has_key,
                      struct error *err);

/* target, and the temporary target_point. The catalogue and the territories are there already. ERROR_INPUT for an
 * unknown indicator or territory, a deadline before its start, or the same target twice. */
bool publish_targets(struct db *db, const struct programme *programme, struct error *err);

#endif
