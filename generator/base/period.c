#include "gencarto/base/period.h"

#include <assert.h>

#include "gencarto/base/date.h"

bool period_parse(struct str s, struct period *out_period)
{
    if (s.len != 7 || s.ptr[4] != '-' || s.ptr[5] != 'T' || s.ptr[6] < '1' || s.ptr[6] > '4')
        return false;
    int year = 0;
    for (size_t i = 0; i < 4; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        year = year * 10 + (s.ptr[i] - '0');
    }
    if (year == 0)
        return false;
    out_period->index = year * 4 + (s.ptr[6] - '1');
    return true;
}

void period_write(struct buf *out, struct period period)
{
    buf_format(out, "%04d-T%d", period_year(period), period_quarter(period));
}

struct period period_of_date(int32_t day)
{
    struct date_parts parts = date_parts(day);
    return (struct period){parts.year * 4 + (parts.month - 1) / 3};
}

static int32_t day_of_period(struct period period, int month, int day)
{
    int32_t result = DATE_NONE;
    bool found = date_from_parts(period_year(period), month, day, &result);
    assert(found && "a period of years 1..9999");
    (void)found;
    return result;
}

int32_t period_first_day(struct period period)
{
    return day_of_period(period, period_quarter(period) * 3 - 2, 1);
}

int32_t period_last_day(struct period period)
{
    int quarter = period_quarter(period);
    return day_of_period(period, quarter * 3, quarter == 1 || quarter == 4 ? 31 : 30);
}

int period_year(struct period period)
{
    return period.index / 4;
}

int period_quarter(struct period period)
{
    return period.index % 4 + 1;
}
