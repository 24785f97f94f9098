/* What the columns of one file hold, seen in its first rows before any is read for good: how its dates and numbers are
 * written, and whether a column holds what names or reaches a person.
 *
 *     struct profile profile;
 *     if (!profile_read(records, &context, &profile, err)) return false;     // other records of the same text
 *     row.profile = &profile;                                                // row_date and row_number obey it
 */
#ifndef GENCARTO_COMPILE_INGEST_PROFILE_H
#define GENCARTO_COMPILE_INGEST_PROFILE_H

#include "gencarto/base/finding.h"
#include "gencarto/compile/ingest/columns.h"
#include "gencarto/compile/ingest/date_form.h"
#include "gencarto/compile/ingest/number_form.h"

#define PROFILE_ROWS 65536 /* read at most; a form that shows itself later is reported row by row */

struct profile {
    struct date_form dates[TABLE_COLUMN_LIMIT];
    struct number_form numbers[TABLE_COLUMN_LIMIT];
};

struct profile_context {
    struct arena *scratch;
    const char *file;
    const struct table *table;
    const struct programme_source *source;
    const struct columns *columns;
    int32_t likely_day; /* profile_likely_day */
    struct findings *findings;
};

/* The latest of its dates is near this day: its reception, the end of the quarter in its name, the last decision on a
 * wave. DATE_NONE when nothing says it. */
int32_t profile_likely_day(const struct programme *programme, struct str file, int32_t received_day);

/* Passes over the header and reads records to their end, or PROFILE_ROWS of them. Findings for columns with the month
 * first, day numbers or years of two digits. ERROR_INPUT when a column that `source` does not allow is full of e-mail
 * addresses, telephone or social security numbers: the message names the column, never a value. */
bool profile_read(struct records *records, const struct profile_context *context, struct profile *out_profile,
                  struct error *err);

#endif
