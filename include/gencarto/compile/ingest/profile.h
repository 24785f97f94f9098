/* What the columns of one file hold, seen in some of its rows before any is read for good: how its dates and numbers
 * are written, and whether a column holds what names or reaches a person.
 *
 *     struct profile profile;
 *     if (!profile_read(text, &dialect, &context, &profile, err)) return false;
 *     row.profile = &profile;                                                // row_date and row_number obey it
 */
#ifndef GENCARTO_COMPILE_INGEST_PROFILE_H
#define GENCARTO_COMPILE_INGEST_PROFILE_H

#include "gencarto/base/finding.h"
#include "gencarto/compile/ingest/columns.h"
#include "gencarto/compile/ingest/date_form.h"
#include "gencarto/compile/ingest/number_form.h"
#include "gencarto/tabular/file_text.h"

/* All rows of a small file are looked at. Of a larger one, the first rows and stretches spread evenly over the rest, so
 * that what changes in its course is seen; where a column then holds nothing but cells that can be read two ways
 * (03/04/2016, 1.234), all rows after all. A form that shows itself elsewhere is reported row by row. */
#define PROFILE_ROWS          8192
#define PROFILE_STRETCHES     32
#define PROFILE_STRETCH_BYTES (16 * 1024)

struct profile {
    struct date_form dates[TABLE_COLUMN_LIMIT];
    struct number_form numbers[TABLE_COLUMN_LIMIT];
};

/* The columns of a table that a file has and that are no texts. */
struct profile_columns {
    struct profile_column {
        int column, field;
        bool is_date;
    } items[TABLE_COLUMN_LIMIT];
    int count;
};

struct profile_context {
    struct arena *scratch;
    const char *file;
    int64_t header_line; /* in the file */
    const struct table *table;
    const struct programme_source *source;
    const struct columns *columns;
    struct file_text *large; /* that the text is part of; NULL: all of it is there */
    int32_t likely_day;      /* profile_likely_day */
    struct findings *findings;
};

/* The latest of its dates is near this day: its reception, the end of the quarter in its name, the last decision on a
 * wave. DATE_NONE when nothing says it. */
int32_t profile_likely_day(const struct programme *programme, struct str file, int32_t received_day);

void profile_list_columns(const struct table *table, const struct columns *columns,
                          struct profile_columns *out_columns);

/* The record says nothing of its columns: its dates stand as 2016-03-14, its numbers as digits, and no cell holds a
 * telephone or social security number. Where that is so of all rows of a file without a @, its profile is plain. */
bool profile_is_silent(const struct profile_columns *columns, const struct record *record);

/* As of a file that says nothing. */
bool profile_is_plain(const struct profile *profile);

/* `text` begins with the header; its separator line was passed. Findings for columns with the month first, day numbers
 * or years of two digits. ERROR_INPUT when a column that `source` does not allow is full of e-mail
 * addresses, telephone or social security numbers: the message names the column, never a value. */
bool profile_read(struct str text, const struct dialect *dialect, const struct profile_context *context,
                  struct profile *out_profile, struct error *err);

#endif
