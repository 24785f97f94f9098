/* Days of the Gregorian calendar as whole numbers: day 0 is 1970-01-01. No clock, no time zone. */
#ifndef GENCARTO_BASE_DATE_H
#define GENCARTO_BASE_DATE_H

#include <stdint.h>

#include "gencarto/base/buf.h"

#define DATE_NONE INT32_MIN

struct date_parts {
    int year, month, day; /* month 1..12 */
};

/* False when the calendar has no such day; years 1..9999. Source: Hinnant, "chrono-compatible low-level date
 * algorithms". */
bool date_from_parts(int year, int month, int day, int32_t *out_day);
struct date_parts date_parts(int32_t day);

/* "AAAA-MM-JJ" or "JJ/MM/AAAA", whole text; a time "T00:00:00" or " 00:00" after it is checked and dropped. */
bool date_parse(struct str s, int32_t *out_day);

/* "2017-12-31". */
void date_write(struct buf *out, int32_t day);

/* The same day of a later month, or of an earlier one when `months` is negative, or the last one when that month is
 * shorter. Beyond the years 1..9999 is a bug. */
int32_t date_add_months(int32_t day, int months);

#endif
