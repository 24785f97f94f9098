/* The quarters of a publication: from the first one with data to the released one. */
#ifndef GENCARTO_GENERATOR_COMPILE_CALENDAR_H
#define GENCARTO_GENERATOR_COMPILE_CALENDAR_H

#include "gencarto/compile/ingest/input.h"

struct calendar {
    struct period first, release;
    int quarters;
    int32_t last_day;  /* of the release: what comes later is not known */
    struct str *codes; /* "2016-T1" */
};

/* `release` of index 0: the configuration's; without one the quarter named by the latest enrolment file
 * ("inscriptions-2017-T4.csv"), else the last quarter whose last day is not after the last reception and that has an
 * event or a label. The first quarter is that of the earliest enrolment file's name, else of the earliest label, else
 * of the earliest event. ERROR_INPUT when there is none, when `release` comes after
 * the latest enrolment file, or when the data span more than 50 years. */
bool calendar_make(struct arena *arena, const struct input *input, struct period release, struct calendar *out,
                   struct error *err);

/* Lets it begin with `first` instead, at most the release: that of the first release that was kept. */
bool calendar_begin(struct arena *arena, struct period first, struct calendar *calendar, struct error *err);

/* The quarter that a file name holds, or index 0. */
struct period calendar_quarter_of_file(struct str name);

#endif
