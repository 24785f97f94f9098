/* The releases and what they revised, written into the public file. */
#ifndef GENCARTO_GENERATOR_COMPILE_PUBLISH_RELEASES_H
#define GENCARTO_GENERATOR_COMPILE_PUBLISH_RELEASES_H

#include "calendar.h"
#include "gencarto/compile/cube/revision.h"
#include "gencarto/db/db.h"

struct published_release {
    struct period period;
    const char *origin; /* "current", "ledger", "computed" */
    struct period published_by;
    int32_t received_day; /* of the last file it knows, DATE_NONE when no file has a day */
    int method, base;
    int64_t trainings_moved;
    struct str note;
};

/* Needs the periods. */
bool publish_releases(struct db *db, const struct published_release *releases, size_t count, struct error *err);

/* What releases changed of the quarters before them; `counts` are the protected flows, of the calendar's quarters. */
bool publish_revisions(struct db *db, const struct calendar *calendar, const struct published_tables *counts,
                       const struct revisions *revisions, struct error *err);

#endif
