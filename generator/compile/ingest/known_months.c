#include "gencarto/compile/ingest/known_months.h"

#define MONTH_BYTES (PLAIN_DATE_BYTES - 2)

void known_months_init(struct known_months *months)
{
    memset(months, 0, sizeof(*months));
}

/* 0 when the text is no month. */
static uint32_t count_days(char date[PLAIN_DATE_BYTES], int32_t *out_first_day)
{
    static const char last_days[][3] = {"31", "30", "29", "28"};
    int32_t last_day;
    memcpy(date + MONTH_BYTES, "01", 2);
    if (!plain_date_iso(date, out_first_day)) {
        return 0;
    }
    size_t i = 0;
    do {
        memcpy(date + MONTH_BYTES, last_days[i++], 2);
    } while (!plain_date_iso(date, &last_day));
    return (uint32_t)(last_day - *out_first_day) + 1;
}

__attribute__((noinline)) const struct known_month *known_months_learn(struct known_months *months, uint64_t text)
{
    static const struct known_month none = {0};
    char date[PLAIN_DATE_BYTES];
    struct known_month month = {.text = text};
    for (size_t i = 0; i < MONTH_BYTES; i++) {
        date[i] = (char)(text >> i * 8);
    }
    month.day_count = count_days(date, &month.first_day);
    if (month.day_count == 0) {
        return &none;
    }
    struct known_month *slot = known_months_slot(months, text);
    *slot = month;
    return slot;
}
