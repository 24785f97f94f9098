/* What one cell says, whatever its column. Pure functions of its text. */
#ifndef GENCARTO_COMPILE_INGEST_FIELD_H
#define GENCARTO_COMPILE_INGEST_FIELD_H

#include "gencarto/base/buf.h"

/* Without blanks at both ends, no-break and zero-width ones too. */
struct str field_trim(struct str field);

/* False when field_trim would surely give the field itself. */
static inline bool field_needs_trim(struct str field)
{
    if (field.len == 0) {
        return false;
    }
    unsigned char first = (unsigned char)field.ptr[0], last = (unsigned char)field.ptr[field.len - 1];
    return first <= ' ' || first >= 0x80 || last <= ' ' || last >= 0x80;
}

/* Nothing, or one of the ways to write nothing: "NC", "n/a", "inconnu", "-", "non renseigné". */
bool field_is_blank(struct arena *scratch, struct str field);

/* The shape of a value that must not be shown: digits are 9, letters A, the rest stays; at most 40 characters. */
void field_write_shape(struct buf *out, struct str field);

/* Digits in two places: "15-20", "15 à 20". Not a decimal number, not thousands. */
bool field_has_two_numbers(struct str field);

/* http:// or https://, a host, no blank, control character, quotation mark or angle bracket. */
bool field_is_web_address(struct str field);

/* The digits and letters, without the blanks of all kinds, points and dashes that codes are written with. */
struct str field_compact(struct arena *arena, struct str field);

#endif
