/* The report of a suppression: rows of `suppression`. */
#ifndef GENCARTO_GENERATOR_COMPILE_PUBLISH_SUPPRESSION_H
#define GENCARTO_GENERATOR_COMPILE_PUBLISH_SUPPRESSION_H

#include "gencarto/compile/disclosure/suppress.h"
#include "gencarto/db/db.h"

bool publish_suppression(struct db *db, const struct suppression_report *report, struct error *err);

#endif
