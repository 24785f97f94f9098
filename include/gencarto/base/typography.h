/* What people read: numbers, dates and periods by the rules of a language, in one place, so that a value prints the
 * same in a table, an SVG, an alternative text and a report. tests/tables/typography.txt lists cases.
 *
 * French: thousands U+202F from 1 000, decimal comma, U+00A0 before % and the euro sign, minus U+2212,
 * "1er octobre 2017", "4e trimestre 2017". English: thousands comma, decimal point, minus U+2212, "24.0%",
 * "1 October 2017".
 */
#ifndef GENCARTO_BASE_TYPOGRAPHY_H
#define GENCARTO_BASE_TYPOGRAPHY_H

#include "gencarto/base/buf.h"
#include "gencarto/base/date.h"
#include "gencarto/base/period.h"

enum language { LANGUAGE_FR = 0, LANGUAGE_EN };

/* "fr" or "en". */
bool language_parse(struct str code, enum language *out_language);
const char *language_code(enum language language);

/* 11410 -> "11 410". */
void typography_int(struct buf *out, int64_t value, enum language language);

/* With exactly `decimals` digits, rounded half away from zero; "-0,0" never appears. */
void typography_number(struct buf *out, double value, int decimals, enum language language);

/* As typography_number with the sign always said but for zero: "+1 410", "−6,0", "0". */
void typography_signed(struct buf *out, double value, int decimals, enum language language);

/* A percentage given as a percent value (24.0, not 0.24): "24,0 %". */
void typography_percent(struct buf *out, double percent, int decimals, enum language language);

/* A difference of percentages: "+2,1 points", "−1,0 point" ("point" under 2 in absolute value, the French rule). What
 * decides is the number as printed; a plain space stands before the word. */
void typography_points(struct buf *out, double points, int decimals, enum language language);

/* "5 000 000 €" / "€5,000,000"; with cents, always two, only when there are any: "12,50 €". */
void typography_euros(struct buf *out, double euros, enum language language);

/* "1er octobre 2017" / "1 October 2017". */
void typography_date(struct buf *out, int32_t day, enum language language);

/* "4e trimestre 2017" / "4th quarter of 2017". */
void typography_period(struct buf *out, struct period period, enum language language);

/* "fin 2017" for a fourth quarter, "fin septembre 2017" for the others / "end of 2017". */
void typography_period_end(struct buf *out, struct period period, enum language language);

/* True when a count takes the plural: in French from 2, in English all but 1 (absolute values). */
bool typography_plural(double count, enum language language);

/* Text with the spaces and apostrophes of the language: in French ' between letters becomes U+2019, a plain space
 * before ; ! ? becomes U+202F, before : and % and the euro sign and inside guillemets U+00A0. In English only the
 * apostrophe changes. No space is added where there was none ("http://", "12:30"), and the indentation of a line stays.
 * A text node that starts with " %" keeps to the figure before it. Idempotent. */
void typography_text(struct buf *out, struct str text, enum language language);

#endif
