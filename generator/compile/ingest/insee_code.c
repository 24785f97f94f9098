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

/* With 2A or 2B before its digits. */
static size_t corsican_slot(struct str code)
{
    size_t pair = pair_slot(code), number = 0;
    bool is_number = true;
    for (size_t i = 2; i < INSEE_COMMUNE_LENGTH; i++) {
        size_t digit = (size_t)(unsigned char)code.ptr[i] - '0';
        is_number = is_number && digit <= 9;
        number = number * 10 + digit;
    }
    return is_number && pair != INSEE_SLOT_NONE ? pair * 1000 + number : INSEE_SLOT_NONE;
}

/* Five digits are looked at together: each byte less its zero is at most 9, and each that is ten times one and the next
 * is the number of both. */
size_t insee_commune_slot(struct str code)
{
    if (code.len != INSEE_COMMUNE_LENGTH) {
        return INSEE_SLOT_NONE;
    }
    uint64_t text = str_four_bytes(code.ptr) | (uint64_t)(unsigned char)code.ptr[4] << 32;
    uint64_t digits = text ^ UINT64_C(0x3030303030), pairs = digits * 10 + (digits >> 8);
    if (((digits | (digits + UINT64_C(0x7676767676))) & UINT64_C(0x8080808080)) != 0) {
        return corsican_slot(code);
    }
    size_t pair = (pairs & 0xff) + 2 * (digits & 0xff), middle = pairs >> 16 & 0xff, last = digits >> 32;
    return pair * 1000 + middle * 10 + last;
}
