/* Calendar quarters, "2017-T4". */
#ifndef GENCARTO_BASE_PERIOD_H
#define GENCARTO_BASE_PERIOD_H

#include <stdint.h>

#include "gencarto/base/buf.h"

struct period {
    int index; /* year x 4 + quarter - 1, so that the next quarter is index + 1; 0 is none */
};

bool period_parse(struct str s, struct period *out_period);
void period_write(struct buf *out, struct period period); /* "2017-T4" */
struct period period_of_date(int32_t day);
int32_t period_first_day(struct period period);
int32_t period_last_day(struct period period);
int period_year(struct period period);
int period_quarter(struct period period); /* 1..4 */

#endif
