/* The codes of communes (28214, 2A004, 97411) and of departments (28, 2A, 974) as small numbers, so that a territory is
 * found by what its code says, without a search. */
#ifndef GENCARTO_COMPILE_INGEST_INSEE_CODE_H
#define GENCARTO_COMPILE_INGEST_INSEE_CODE_H

#include <stdint.h>

#include "gencarto/base/str.h"

#define INSEE_COMMUNE_LENGTH 5

#define INSEE_DEPARTMENT_SLOTS (10 * 12 + 10) /* 00..99 with 2A and 2B, then 970..979 */
#define INSEE_COMMUNE_SLOTS    (10 * 12 * 1000)
#define INSEE_SLOT_NONE        SIZE_MAX

/* 0..SLOTS-1, each of one code only; INSEE_SLOT_NONE when the text has not the form of a code. */
size_t insee_commune_slot(struct str code);
size_t insee_department_slot(struct str code);

/* The slot of a code of five digits, from whose beginning on eight bytes may be read; INSEE_SLOT_NONE when it has
 * others. Digits are looked at together: each pair is the number of both in one byte (plain_date_pairs). */
static inline size_t insee_slot_of_digits(const char *code)
{
    uint64_t digits = bytes_eight(code) << 24 ^ UINT64_C(0x3030303030000000); /* none in the three lowest bytes */
    uint64_t above = digits + UINT64_C(0x7676767676000000);                   /* 0x80 and more where one is no digit */
    uint64_t pairs = digits * 10 + (digits >> 8);
    size_t tens = digits >> 24 & 0xff, department = pairs >> 24 & 0xff, hundreds = pairs >> 40 & 0xff;
    return ((digits | above) & UINT64_C(0x8080808080000000)) != 0
               ? INSEE_SLOT_NONE
               : (department + tens * 2) * 1000 + hundreds * 10 + (digits >> 56);
}

/* The slot of the department that the first characters of a commune's code say. */
static inline size_t insee_department_of_commune(size_t commune_slot)
{
    size_t pair = commune_slot / 1000;
    return pair == 9 * 12 + 7 ? 10 * 12 + commune_slot % 1000 / 100 : pair;
}

#endif
