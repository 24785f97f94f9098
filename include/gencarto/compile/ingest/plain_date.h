/* What most dates are, read by their places: 2016-03-14, or 14/03/2016, of the years 1990 to 2100. The same day as
 * date_parse, or false, which is no answer. */
#ifndef GENCARTO_COMPILE_INGEST_PLAIN_DATE_H
#define GENCARTO_COMPILE_INGEST_PLAIN_DATE_H

#include "gencarto/base/str.h"

#define PLAIN_DATE_BYTES      10
#define PLAIN_DATE_FIRST_YEAR 1990
#define PLAIN_DATE_LAST_YEAR  2100

/* A whole cell. In a column with the month first only 2016-03-14 is what it says. */
bool plain_date(struct str cell, int32_t *out_day);

/* The day of the calendar, counted from 1970; false when there is none. */
static inline bool plain_date_day(unsigned year, unsigned month, unsigned day, int32_t *out_day)
{
    static const uint16_t before[] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    if (year - PLAIN_DATE_FIRST_YEAR > PLAIN_DATE_LAST_YEAR - PLAIN_DATE_FIRST_YEAR || month - 1 > 11) {
        return false;
    }
    unsigned leap = year % 4 == 0 && year != 2100;
    if (day - 1 >= (unsigned)(before[month + 1] - before[month]) + (month == 2 ? leap : 0)) {
        return false;
    }
    *out_day = (int32_t)((year - 1970) * 365 + (year - 1969) / 4 + before[month] + (month > 2 ? leap : 0) + day - 1);
    return true;
}

/* The numbers of two digits in eight bytes of a date, each where its first digit stands; false when others than digits
 * stand where `zeros` has a 0, or other signs where it has one. All are looked at together: each byte less its zero is
 * at most 9, and each that is ten times one and the next is the number of both. `above`, added to a byte, reaches 0x80
 * where it is another. */
static inline bool plain_date_pairs(const char *text, uint64_t zeros, uint64_t above, uint64_t *out_pairs)
{
    uint64_t digits = bytes_eight(text) ^ zeros;
    *out_pairs = digits * 10 + (digits >> 8);
    return ((digits | (digits + above)) & UINT64_C(0x8080808080808080)) == 0;
}

static inline unsigned plain_date_pair(uint64_t pairs, int byte)
{
    return pairs >> byte * 8 & 0xff;
}

/* The first form alone, of a text of PLAIN_DATE_BYTES. */
static inline bool plain_date_iso(const char *text, int32_t *out_day)
{
    uint64_t pairs; /* of 16-03-14 */
    bool is_date = plain_date_pairs(text + 2, UINT64_C(0x30302d30302d3030), UINT64_C(0x76767f76767f7676), &pairs);
    unsigned tens = (unsigned)(unsigned char)text[0] - '0', ones = (unsigned)(unsigned char)text[1] - '0';
    unsigned year = tens * 1000 + ones * 100 + plain_date_pair(pairs, 0); /* other signs are in no year in question */
    return is_date && ones <= 9 && plain_date_day(year, plain_date_pair(pairs, 3), plain_date_pair(pairs, 6), out_day);
}

#endif
