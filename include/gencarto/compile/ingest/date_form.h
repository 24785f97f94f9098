/* How the dates of a column are written, and the dates themselves.
 *
 * Read whatever the column: 2016-03-14, 2016/3/14, 20160314, 14 mars 2016, "lundi 14 mars 2016", 14-mars-16, each with
 * a time after it or not. 03/04/2016 depends on the column: the day comes first unless more of its dates can only be
 * read the other way. 42443 is the number of a day in a spreadsheet, counted from 1900 or from 1904. Years of two
 * digits: 00 to 49 are 2000 to 2049, 50 to 99 are 1950 to 1999.
 *
 *     struct date_counts counts = {0};
 *     for (each cell) date_form_count(&counts, cell);
 *     struct date_form form = {.month_first = counts.month_first > counts.day_first};
 *     if (!date_form_read(cell, form, &day)) ...
 */
#ifndef GENCARTO_COMPILE_INGEST_DATE_FORM_H
#define GENCARTO_COMPILE_INGEST_DATE_FORM_H

#include <stdint.h>

#include "gencarto/base/date.h"

struct date_form {
    bool month_first; /* 03/14/2016 */
    bool from_1904;   /* day numbers of the spreadsheets of former Macintosh computers: 1462 days less */
};

/* A whole cell, trimmed; false when it is no date of the calendar. */
bool date_form_read(struct str cell, struct date_form form, int32_t *out_day);

#define DATE_FORM_LATEST 4

/* What the cells of a column say about its form. */
struct date_counts {
    int64_t day_first, month_first; /* 14/03/2016, 03/14/2016 */
    int64_t ambiguous;              /* 03/04/2016 */
    int64_t short_years, serials;
    int32_t serial_latest[DATE_FORM_LATEST]; /* of the serials, latest first: days since 1970 if counted from 1900 */
};

/* 2016-03-14 says nothing of the column, and is what most cells are. */
static inline bool date_form_is_silent(struct str cell)
{
    static const unsigned char places[] = {0, 1, 2, 3, 5, 6, 8, 9};
    bool is_iso = cell.len == 10 && cell.ptr[4] == '-' && cell.ptr[7] == '-';
    for (size_t i = 0; is_iso && i < sizeof(places); i++) {
        is_iso = cell.ptr[places[i]] >= '0' && cell.ptr[places[i]] <= '9';
    }
    return is_iso;
}

void date_form_count(struct date_counts *counts, struct str cell);

/* Some can be read two ways, and none says which. */
static inline bool date_counts_are_open(const struct date_counts *counts)
{
    return counts->ambiguous > 0 && counts->day_first == 0 && counts->month_first == 0;
}

/* The latest of the serials, but for one in sixteen that may be slips: days since 1970 if counted from 1900. There
 * is one. */
int32_t date_counts_latest_serial(const struct date_counts *counts);

#define DATE_FORM_EPOCHS 1462 /* days between the two ways of counting */

#endif
