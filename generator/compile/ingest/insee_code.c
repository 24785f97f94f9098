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
    size_t pair = pair_slot(code), number = 0;
    bool is_number = true;
    for (size_t i = 2; i < INSEE_COMMUNE_LENGTH; i++) {
        size_t digit = (size_t)(unsigned char)code.ptr[i] - '0';
        is_number = is_number && digit <= 9;
        number = number * 10 + digit;
    }
    return is_number && pair != INSEE_SLOT_NONE ? pair * 1000 + number : INSEE_SLOT_NONE;
}
