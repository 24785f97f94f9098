/* Numbers without locale: reading machine and French forms, writing machine forms. What people read is written by
 * typography.h. */
#ifndef GENCARTO_BASE_NUMBER_H
#define GENCARTO_BASE_NUMBER_H

#include <stdint.h>

#include "gencarto/base/buf.h"

/* Whole text "-12" or "+12" to a number; false when it is anything else or does not fit. */
bool number_parse_int(struct str s, int64_t *out_value);

/* Whole text: sign, digits, '.' and digits, exponent; no blanks, no hexadecimal, no infinity, nothing that would be
 * infinite. The nearest double. */
bool number_parse_decimal(struct str s, double *out_value);

/* The French forms as well: decimal comma, thousands set apart by a space, U+00A0, U+202F or an apostrophe
 * ("1 234,5"), the minus U+2212; groups must be of three digits. */
bool number_parse_french(struct str s, double *out_value);

/* The value of a hexadecimal digit, of either case; -1 when it is none. */
int number_hexadecimal_digit(char c);

/* `value` rounded half away from zero to `decimals` (0..9); the decision is exact on the decimal value that the
 * shortest text of the double stands for: 0.285 to two decimals is 0.29. */
double number_round(double value, int decimals);

/* Exactly `decimals` digits after the point ("24.0"), rounded as number_round does; never "-0.0". */
void number_write_fixed(struct buf *out, double value, int decimals);

/* The shortest text that reads back as the same double ("24", "0.1", "1e+21"); -0 is "0". */
void number_write(struct buf *out, double value);

#endif
