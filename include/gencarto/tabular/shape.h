/* What a cell looks like, whatever its column: the types by which a dialect is judged and a header told from data.
 * French forms: 1 234,5 (plain, no-break and narrow spaces), 31/12/2017, oui and non. */
#ifndef GENCARTO_TABULAR_SHAPE_H
#define GENCARTO_TABULAR_SHAPE_H

#include "gencarto/base/str.h"

enum shape {
    SHAPE_EMPTY,
    SHAPE_NUMBER, /* with sign, unit or percent */
    SHAPE_DATE,   /* also with a time, or a time alone */
    SHAPE_BOOLEAN,
    SHAPE_ADDRESS, /* of the web, or an e-mail's */
    SHAPE_CODE,    /* one word of letters and digits, with a digit */
    SHAPE_WORD,    /* one word of letters */
    SHAPE_TEXT,
    SHAPE_OTHER,
    SHAPES
};

/* Blanks around the cell do not matter. */
enum shape shape_of(struct str cell);

/* A value rather than a name: numbers, dates, yes and no. */
bool shape_is_value(enum shape shape);

/* A date with a time, without "PM", "UTC+1" and the like after it, as online forms write them. */
struct str shape_without_zone(struct str s);

#endif
