#include "gencarto/compile/ingest/insee_code.h"

static inline size_t digit_of(char c)
{
    return c >= '0' && c <= '9' ? (size_t)(c - '0') : INSEE_SLOT_NONE;
}

/* The first two characters of a code: 0..119. */
static inline size_t pair_slot(struct str code)
{
    size_t tens = digit_of(code.ptr[0]);
    size_t ones = code.ptr[1] == 'A' ? 10 : code.ptr[1] == 'B' ? 11 : digit_of(code.ptr[1]);
    return tens == INSEE_SLOT_NONE || ones == INSEE_SLOT_NONE ? INSEE_SLOT_NONE : tens * 12 + ones;
}

size_t insee_department_slot(struct str code)
{
    if (code.len == 2) {
        return pair_slot(code);
    }
    bool overseas =
        code.len == 3 && code.ptr[0] == '9' && code.ptr[1] == '7' && digit_of(code.ptr[2]) != INSEE_SLOT_NONE;
    return overseas ? 10 * 12 + digit_of(code.ptr[2]) : INSEE_SLOT_NONE;
}

size_t insee_commune_slot(struct str code)
{
    if (code.len != INSEE_COMMUNE_LENGTH) {
        return INSEE_SLOT_NONE;
    }
    const unsigned char *c = (const unsigned char *)code.ptr;
    size_t tens = (size_t)c[0] - '0', ones = (size_t)c[1] - '0',
           number[] = {(size_t)c[2] - '0', (size_t)c[3] - '0', (size_t)c[4] - '0'};
    if (ones > 9) {
        ones = code.ptr[1] == 'A' ? 10 : code.ptr[1] == 'B' ? 11 : INSEE_SLOT_NONE;
    }
    bool is_code = (tens <= 9) & (ones <= 11) & (number[0] <= 9) & (number[1] <= 9) & (number[2] <= 9);
    return is_code ? (tens * 12 + ones) * 1000 + number[0] * 100 + number[1] * 10 + number[2] : INSEE_SLOT_NONE;
}
