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

/* Without the signs by which a spreadsheet keeps a text from being a number. */
static struct str without_marks(struct str cell)
{
    if (cell.len > 3 && str_starts(cell, STR("=\"")) && cell.ptr[cell.len - 1] == '"') {
        return str_slice(cell, 2, cell.len - 1);
    }
    if (cell.len > 2 && cell.ptr[0] == '"' && cell.ptr[cell.len - 1] == '"') {
        return str_slice(cell, 1, cell.len - 1);
    }
    return cell.len > 1 && cell.ptr[0] == '\'' ? str_slice(cell, 1, cell.len) : cell;
}

/* 31555.0, 31555,00: digits, a point or a comma, zeros. */
static struct str without_zeros(struct str cell)
{
    size_t point = str_index(cell, '.', 0);
    point = point < cell.len ? point : str_index(cell, ',', 0);
    bool is_whole = point > 0 && point + 1 < cell.len && are_digits(str_slice(cell, 0, point));
    for (size_t i = point + 1; i < cell.len; i++) {
        is_whole = is_whole && cell.ptr[i] == '0';
    }
    return is_whole ? str_slice(cell, 0, point) : cell;
}

/* 3,1555E+04 is 31555: as many digits stand after the comma as the exponent says. With fewer, some are lost. */
static struct str without_exponent(struct arena *arena, struct str cell)
{
    size_t sign = str_index(cell, 'E', 0);
    sign = sign < cell.len ? sign : str_index(cell, 'e', 0);
    struct str mantissa = str_slice(cell, 0, sign), exponent = str_slice(cell, sign + 1, cell.len);
    exponent = str_starts(exponent, STR("+")) ? str_slice(exponent, 1, exponent.len) : exponent;
    bool has_point = mantissa.len > 2 && (mantissa.ptr[1] == ',' || mantissa.ptr[1] == '.');
    struct str decimals = str_slice(mantissa, 2, mantissa.len);
    if (!has_point || !is_digit(mantissa.ptr[0]) || !are_digits(decimals) || !are_digits(exponent) ||
        exponent.len > 2) {
        return cell;
    }
    size_t power = 0;
    for (size_t i = 0; i < exponent.len; i++) {
        power = power * 10 + (size_t)(exponent.ptr[i] - '0');
    }
    return power == decimals.len ? str_format(arena, "%c%.*s", mantissa.ptr[0], STR_ARGS(decimals)) : cell;
}

bool identifiers_restore(struct arena *arena, struct str cell, struct str *out_code)
{
    if (are_digits(cell)) {
        return false;
    }
    struct str code = without_exponent(arena, without_zeros(without_marks(cell)));
    bool is_other = !str_equal(code, cell);
    *out_code = is_other ? code : *out_code;
    return is_other;
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
