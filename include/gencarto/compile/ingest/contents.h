/* What cells hold that names or reaches a person, whatever the header says. Pure functions of their text. */
#ifndef GENCARTO_COMPILE_INGEST_CONTENTS_H
#define GENCARTO_COMPILE_INGEST_CONTENTS_H

#include "gencarto/base/str.h"

/* name@host.tld, maybe in a sentence. */
bool contents_has_email(struct str cell);

/* Ten digits of a French number, 06 12 34 56 78 or +33 6 12 34 56 78; without its leading zero only when nine digits
 * stand in pairs. */
bool contents_is_phone(struct str cell);

/* A French social security number: sex, year, month, department, commune and order, with or without its key, which must
 * be right when it is there (97 minus the number modulo 97). */
bool contents_is_social_security(struct str cell);

#define CONTENTS_NUMBER_DIGITS 9 /* of a telephone number without its first zero */

/* Digits, signs between them and the letters of Corsica, and digits enough: maybe one of both numbers. */
bool contents_looks_like_number(struct str cell);

/* The letters C to z and the signs beside them, which no number has: the highest bit of each byte that is one. */
static inline uint64_t contents_letters(uint64_t bytes)
{
    uint64_t from_c = (bytes & UINT64_C(0x7f7f7f7f7f7f7f7f)) + UINT64_C(0x3d3d3d3d3d3d3d3d);
    return from_c & ~bytes & UINT64_C(0x8080808080808080);
}

/* Of a cell of eight bytes or more. */
static inline bool contents_has_letters_at_ends(struct str cell)
{
    return contents_letters(bytes_eight(cell.ptr)) != 0 || contents_letters(bytes_eight(cell.ptr + cell.len - 8)) != 0;
}

/* The same as contents_looks_like_number, quick for most cells as long: a letter at one of their ends tells. */
static inline __attribute__((always_inline)) bool contents_may_be_number(struct str cell)
{
    return cell.len >= CONTENTS_NUMBER_DIGITS && !contents_has_letters_at_ends(cell) &&
           contents_looks_like_number(cell);
}

#endif
