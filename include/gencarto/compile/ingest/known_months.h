/* Dates as 2016-03-14 of months that came before: a look at the month, whose text is as long as a word of the machine,
 * and two digits. Exports repeat few months: those of ten years have a slot each. The same day as plain_date_iso gives.
 *
 *     known_months_init(&months);
 *     if (known_months_day(&months, text, &day)) ...          // of PLAIN_DATE_BYTES
 */
#ifndef GENCARTO_COMPILE_INGEST_KNOWN_MONTHS_H
#define GENCARTO_COMPILE_INGEST_KNOWN_MONTHS_H

#include "gencarto/compile/ingest/plain_date.h"

#define KNOWN_MONTHS_BITS 9 /* of the slot: four of the year's last digit, one and four of the month's */

struct known_month {
    uint64_t text; /* "2016-03-" */
    int32_t first_day;
    uint32_t day_count; /* 0: no month */
};

struct known_months {
    struct known_month slots[1 << KNOWN_MONTHS_BITS];
};

void known_months_init(struct known_months *months);

/* The month of that text takes its slot, when it is one. */
const struct known_month *known_months_learn(struct known_months *months, uint64_t text);

/* A product with three bits puts the three digits side by side, at the top. */
static inline struct known_month *known_months_slot(struct known_months *months, uint64_t text)
{
    uint64_t digits = text & UINT64_C(0x000f01000f000000);
    return &months->slots[digits * (UINT64_C(1) << 36 | 1 << 19 | 1 << 7) >> (64 - KNOWN_MONTHS_BITS)];
}

/* False when it is no date of the form, or not of the years of plain_date. */
static inline __attribute__((always_inline)) bool known_months_day(struct known_months *months, const char *text,
                                                                   int32_t *out_day)
{
    uint64_t wanted = bytes_eight(text);
    const struct known_month *month = known_months_slot(months, wanted);
    if (month->text != wanted) {
        month = known_months_learn(months, wanted);
    }
    unsigned tens = (unsigned)(unsigned char)text[8] - '0', ones = (unsigned)(unsigned char)text[9] - '0';
    unsigned before = tens * 10 + ones - 1; /* of the month: above all that it has where one is no digit of a day */
    *out_day = month->first_day + (int32_t)before;
    return ones <= 9 && before < month->day_count;
}

#endif
