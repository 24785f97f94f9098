#include "gencarto/base/date.h"

#include <assert.h>

enum {
    DAYS_OF_ERA = 146097,   /* 400 years */
    DAYS_TO_EPOCH = 719468, /* from 0000-03-01 to 1970-01-01 */
    DAYS_OF_4_YEARS = 1460, /* without the leap day that the century may lack */
    DAYS_OF_CENTURY = 36524,
};

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : days[month - 1];
}

bool date_from_parts(int year, int month, int day, int32_t *out_day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
        return false;
    /* Years start in March, so that the leap day comes last. */
    int shifted_year = month <= 2 ? year - 1 : year;
    int era = shifted_year / 400;
    int year_of_era = shifted_year - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    *out_day = era * DAYS_OF_ERA + day_of_era - DAYS_TO_EPOCH;
    return true;
}

struct date_parts date_parts(int32_t day)
{
    int shifted = day + DAYS_TO_EPOCH;
    assert(shifted >= 0 && "no date before year 0");
    int era = shifted / DAYS_OF_ERA;
    int day_of_era = shifted - era * DAYS_OF_ERA;
    int year_of_era =
        (day_of_era - day_of_era / DAYS_OF_4_YEARS + day_of_era / DAYS_OF_CENTURY - day_of_era / (DAYS_OF_ERA - 1)) /
        365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (struct date_parts){
        .year = year_of_era + era * 400 + (month <= 2),
        .month = month,
        .day = day_of_year - (153 * month_from_march + 2) / 5 + 1,
    };
}

/* The number of `count` digits, -1 when one is none. */
static int digits(const char *text, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

static bool is_two_digits_below(const char *text, int limit)
{
    int number = digits(text, 2);
    return number >= 0 && number < limit;
}

/* "T00:00", "T00:00:00", or the same with a blank. */
static bool is_time(struct str s)
{
    return (s.len == 6 || s.len == 9) && (s.ptr[0] == 'T' || s.ptr[0] == ' ') && is_two_digits_below(s.ptr + 1, 24) &&
           s.ptr[3] == ':' && is_two_digits_below(s.ptr + 4, 60) &&
           (s.len == 6 || (s.ptr[6] == ':' && is_two_digits_below(s.ptr + 7, 60)));
}

bool date_parse(struct str s, int32_t *out_day)
{
    enum { DATE_LEN = 10 };
    if (s.len < DATE_LEN || (s.len > DATE_LEN && !is_time(str_slice(s, DATE_LEN, s.len))))
        return false;
    bool day_first = s.ptr[2] == '/';
    char separator = day_first ? '/' : '-';
    int first_at = day_first ? 2 : 4, second_at = day_first ? 5 : 7;
    if (s.ptr[first_at] != separator || s.ptr[second_at] != separator)
        return false;
    int year = digits(s.ptr + (day_first ? 6 : 0), 4);
    int month = digits(s.ptr + (day_first ? 3 : 5), 2);
    int day = digits(s.ptr + (day_first ? 0 : 8), 2);
    return date_from_parts(year, month, day, out_day); /* -1 is in no calendar */
}

void date_write(struct buf *out, int32_t day)
{
    struct date_parts parts = date_parts(day);
    buf_format(out, "%04d-%02d-%02d", parts.year, parts.month, parts.day);
}

int32_t date_add_months(int32_t day, int months)
{
    struct date_parts parts = date_parts(day);
    int month_index = parts.year * 12 + parts.month - 1 + months;
    int year = month_index / 12, month = month_index % 12 + 1;
    int32_t result = DATE_NONE;
    bool found = false;
    for (int last = parts.day; last > 0 && !found; last--)
        found = date_from_parts(year, month, last, &result);
    assert(found && "years 1..9999");
    return result;
}
