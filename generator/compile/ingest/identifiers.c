#include "gencarto/compile/ingest/identifiers.h"

#define SIRET_DIGITS 14
#define RNCP_DIGITS  6
#define ROME_DIGITS  4
#define UAI_DIGITS   7

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool are_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!is_digit(s.ptr[i])) {
            return false;
        }
    }
    return s.len > 0;
}

bool identifiers_is_siret(struct str digits)
{
    int luhn = 0, plain = 0;
    if (digits.len != SIRET_DIGITS || !are_digits(digits)) {
        return false;
    }
    for (size_t i = 0; i < SIRET_DIGITS; i++) {
        int digit = digits.ptr[i] - '0', doubled = digit * 2;
        plain += digit;
        luhn += i % 2 == 1 ? digit : doubled > 9 ? doubled - 9 : doubled;
    }
    return plain > 0 && (luhn % 10 == 0 || (str_starts(digits, STR("356000000")) && plain % 5 == 0));
}

bool identifiers_is_rncp(struct str code)
{
    size_t prefix = str_starts(code, STR("RNCP")) ? 4 : str_starts(code, STR("RS")) ? 2 : 0;
    struct str digits = str_slice(code, prefix, code.len);
    return are_digits(digits) && digits.len <= RNCP_DIGITS;
}

bool identifiers_is_rome(struct str code)
{
    return code.len == 1 + ROME_DIGITS && code.ptr[0] >= 'A' && code.ptr[0] <= 'N' &&
           are_digits(str_slice(code, 1, code.len));
}

bool identifiers_is_uai(struct str code)
{
    static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ";
    int number = 0;
    if (code.len != UAI_DIGITS + 1 || !are_digits(str_slice(code, 0, UAI_DIGITS))) {
        return false;
    }
    for (size_t i = 0; i < UAI_DIGITS; i++) {
        number = number * 10 + (code.ptr[i] - '0');
    }
    return code.ptr[UAI_DIGITS] == letters[number % 23];
}

bool identifiers_is_rounded(struct str cell)
{
    size_t at = 0, digits = 0;
    while (at < cell.len && (is_digit(cell.ptr[at]) || cell.ptr[at] == ',' || cell.ptr[at] == '.')) {
        digits += is_digit(cell.ptr[at++]);
    }
    if (digits == 0 || at + 2 > cell.len || (cell.ptr[at] != 'E' && cell.ptr[at] != 'e')) {
        return false;
    }
    at++;
    at += cell.ptr[at] == '+';
    return at < cell.len && are_digits(str_slice(cell, at, cell.len));
}
