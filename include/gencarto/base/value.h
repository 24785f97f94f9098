/* One value of a query, a template or a cell: nothing, a whole number, a real one, or text. */
#ifndef GENCARTO_BASE_VALUE_H
#define GENCARTO_BASE_VALUE_H

#include <stdint.h>

#include "gencarto/base/str.h"

enum value_type { VALUE_NULL = 0, VALUE_INT, VALUE_REAL, VALUE_TEXT };

struct value {
    enum value_type type;
    int64_t integer;
    double real;
    struct str text; /* borrowed */
};

#define VALUE_OF_NULL    ((struct value){.type = VALUE_NULL})
#define VALUE_OF_INT(i)  ((struct value){.type = VALUE_INT, .integer = (i)})
#define VALUE_OF_REAL(r) ((struct value){.type = VALUE_REAL, .real = (r)})
#define VALUE_OF_TEXT(s) ((struct value){.type = VALUE_TEXT, .text = (s)})

/* The number of an INT or REAL. Anything else is a bug. */
double value_number(struct value value);
bool value_is_number(struct value value);

/* Text stays; numbers are written without locale, NULL as the empty text. */
struct str value_text(struct arena *arena, struct value value);

/* The same value with its text in the arena. */
struct value value_copy(struct arena *arena, struct value value);

/* Order of SQLite: NULL, then numbers by value, then text by bytes. */
int value_compare(struct value a, struct value b);

#endif
