/* How the numbers of a column are written, and the numbers themselves.
 *
 * French and machine forms are read whatever the column (number.h). "1.234" and "1,234" depend on it: they are small
 * unless the column has numbers like "1.234,5" or "1.234.567" (or "1,234.5"), which say that the sign sets thousands
 * apart, or nothing but such triples. A unit after the number ("1 200 €", "6 mois", "350 h") is dropped.
 */
#ifndef GENCARTO_COMPILE_INGEST_NUMBER_FORM_H
#define GENCARTO_COMPILE_INGEST_NUMBER_FORM_H

#include <stdint.h>

#include "gencarto/base/str.h"

struct number_form {
    char groups; /* '.' or ',' sets thousands apart; 0: neither */
};

/* A whole cell, trimmed; false when it is no number. `out_has_unit`: something was dropped after it. */
bool number_form_read(struct str cell, struct number_form form, double *out_value, bool *out_has_unit);

struct number_counts {
    int64_t point_groups, comma_groups;     /* that can be read no other way */
    int64_t point_triples, comma_triples;   /* "1.234", "12,500": three digits after the only sign */
    int64_t point_decimals, comma_decimals; /* another number of digits after it, or nothing but zeros before */
};

/* Digits alone say nothing of the column, and are what most cells are. */
static inline bool number_form_is_silent(struct str cell)
{
    size_t digits = 0;
    while (digits < cell.len && cell.ptr[digits] >= '0' && cell.ptr[digits] <= '9') {
        digits++;
    }
    return digits == cell.len;
}

void number_form_count(struct number_counts *counts, struct str cell);

/* Some can be read two ways, and none says which. */
static inline bool number_counts_are_open(const struct number_counts *counts)
{
    return (counts->point_triples > 0 && counts->point_groups == 0 && counts->point_decimals == 0) ||
           (counts->comma_triples > 0 && counts->comma_groups == 0 && counts->comma_decimals == 0);
}
struct number_form number_form_of(const struct number_counts *counts);

#endif
