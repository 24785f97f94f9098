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

/* The slot of the department that the first characters of a commune's code say. */
static inline size_t insee_department_of_commune(size_t commune_slot)
{
    size_t pair = commune_slot / 1000;
    return pair == 9 * 12 + 7 ? 10 * 12 + commune_slot % 1000 / 100 : pair;
}

#endif
