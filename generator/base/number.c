/* Two forms of a number meet here: the double, and the decimal digits that people wrote or will read. The conversions
 * use printf's %e and strtod on digits without a point, so that no locale changes them. */
#include "gencarto/base/number.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The midpoint between two doubles has at most 767 significant digits; one more that is not zero says on which side of
 * it a longer text stands. */
enum { DIGITS_MAX = 769, MANTISSA_DIGITS = 15, DECIMALS_MAX = 9, EXPONENT_LIMIT = 100000000 };

/* 0.DIGITS x 10^point, without leading zero; no digit is zero. */
struct decimal {
    bool negative;
    int count;
    int64_t point;
    char digits[DIGITS_MAX];
};

static const int64_t integer_powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

/* Powers of ten that a double holds exactly. */
static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
enum { EXACT_POWERS = sizeof exact_powers / sizeof *exact_powers };

static bool ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool digit_at(struct str s, size_t at)
{
    return at < s.len && ascii_digit(s.ptr[at]);
}

/* --- decimal to double --- */

static void push_digit(struct decimal *decimal, char digit, bool after_point)
{
    if (decimal->count == 0 && digit == '0') {
        decimal->point -= after_point;
        return;
    }
    decimal->point += !after_point;
    if (decimal->count < DIGITS_MAX)
        decimal->digits[decimal->count++] = digit;
    else if (digit != '0')
        decimal->digits[DIGITS_MAX - 1] = '1'; /* the digit there only says "more than the midpoint" */
}

/* Clinger's fast path: a whole number under 2^53 times or over an exact power of ten is rounded once. */
static bool convert_exactly(const struct decimal *decimal, int64_t exponent, double *out_value)
{
    if (decimal->count > MANTISSA_DIGITS || exponent >= EXACT_POWERS || exponent <= -EXACT_POWERS)
        return false;
    int64_t mantissa = 0;
    for (int i = 0; i < decimal->count; i++)
        mantissa = mantissa * 10 + (decimal->digits[i] - '0');
    *out_value = exponent < 0 ? (double)mantissa / exact_powers[-exponent] : (double)mantissa * exact_powers[exponent];
    return true;
}

/* The nearest double; infinite when there is none. */
static double nearest_double(const struct decimal *decimal)
{
    int64_t exponent = decimal->point - decimal->count;
    double value;
    if (decimal->count == 0) {
        value = 0;
    } else if (!convert_exactly(decimal, exponent, &value)) {
        char text[DIGITS_MAX + 32];
        memcpy(text, decimal->digits, (size_t)decimal->count);
        snprintf(text + decimal->count, sizeof text - (size_t)decimal->count, "e%lld", (long long)exponent);
        value = strtod(text, NULL);
    }
    return decimal->negative ? -value : value;
}

/* --- double to decimal --- */

static void drop_trailing_zeros(struct decimal *decimal)
{
    while (decimal->count > 0 && decimal->digits[decimal->count - 1] == '0')
        decimal->count--;
    if (decimal->count == 0)
        decimal->point = 0;
}

/* Adds one unit of the last digit kept. */
static void increment(struct decimal *decimal)
{
    int i = decimal->count;
    while (i > 0 && decimal->digits[i - 1] == '9')
        i--;
    if (i == 0) {
        decimal->digits[0] = '1';
        decimal->point++;
        decimal->count = 1;
        return;
    }
    decimal->digits[i - 1]++;
    decimal->count = i;
}

/* `value` to `precision` significant digits. The point that %e writes may be of any locale: it is skipped. */
static void print_digits(double value, int precision, struct decimal *out_decimal)
{
    char text[64];
    snprintf(text, sizeof text, "%.*e", precision - 1, fabs(value));
    out_decimal->negative = signbit(value);
    out_decimal->count = 0;
    const char *c = text;
    for (; *c && *c != 'e'; c++)
        if (ascii_digit(*c))
            out_decimal->digits[out_decimal->count++] = *c;
    out_decimal->point = *c ? strtol(c + 1, NULL, 10) + 1 : 0;
    drop_trailing_zeros(out_decimal);
}

/* The fewest digits that read back as `value`. */
static void shortest_decimal(double value, struct decimal *out_decimal)
{
    assert(isfinite(value));
    /* Any 15 digits survive the way through a normal double, so fewer need not be tried: they end with zeros. */
    int precision = fabs(value) < DBL_MIN ? 1 : DBL_DIG;
    for (; precision < DBL_DECIMAL_DIG; precision++) {
        print_digits(value, precision, out_decimal);
        if (nearest_double(out_decimal) == value)
            return;
        /* Above a power of two the doubles lie twice as far apart as below: the 16 digits next to the nearest ones may
         * read back where the nearest do not. */
        if (precision == DBL_DECIMAL_DIG - 1) {
            while (out_decimal->count < precision)
                out_decimal->digits[out_decimal->count++] = '0';
            increment(out_decimal);
            if (nearest_double(out_decimal) == value)
                return;
        }
    }
    print_digits(value, DBL_DECIMAL_DIG, out_decimal);
}

static void round_decimal(struct decimal *decimal, int decimals)
{
    int64_t kept = decimal->point + decimals;
    if (kept >= decimal->count)
        return;
    bool up = kept >= 0 && decimal->digits[kept] >= '5';
    decimal->count = kept > 0 ? (int)kept : 0;
    if (up && decimal->count == 0) {
        decimal->digits[decimal->count++] = '1';
        decimal->point++;
    } else if (up) {
        increment(decimal);
    }
    drop_trailing_zeros(decimal);
}

/* value x 10^decimals, rounded, when the error of the product cannot reach the tie: below 2^30 the product and the
 * double's distance from its shortest text together err by less than 2^30 x 2^-52 < 1e-6. */
static bool scale_clearly(double value, int decimals, int64_t *out_scaled)
{
    double scaled = value * exact_powers[decimals];
    if (!(fabs(scaled) < 0x1p30))
        return false;
    double below = floor(scaled);
    double fraction = scaled - below;
    if (fabs(fraction - 0.5) < 1e-6)
        return false;
    *out_scaled = (int64_t)below + (fraction > 0.5);
    return true;
}

/* --- writing --- */

static void write_unsigned(struct buf *out, uint64_t value)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                                "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                                "8081828384858687888990919293949596979899";
    char text[20];
    size_t at = sizeof text;
    while (value >= 100) {
        at -= 2;
        memcpy(text + at, pairs + value % 100 * 2, 2);
        value /= 100;
    }
    if (value >= 10) {
        at -= 2;
        memcpy(text + at, pairs + value * 2, 2);
    } else {
        text[--at] = (char)('0' + value);
    }
    buf_add(out, (struct str){text + at, sizeof text - at});
}

void buf_int(struct buf *buf, int64_t value)
{
    if (value < 0)
        buf_byte(buf, '-');
    write_unsigned(buf, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

/* The last `count` digits of `fraction`, zeros included. */
static void write_fraction(struct buf *out, uint64_t fraction, int count)
{
    char text[DECIMALS_MAX];
    for (int i = count; i > 0; i--, fraction /= 10)
        text[i - 1] = (char)('0' + fraction % 10);
    buf_byte(out, '.');
    buf_add(out, (struct str){text, (size_t)count});
}

/* The whole number `scaled` with a point before its last `decimals` digits. */
static void write_scaled(struct buf *out, int64_t scaled, int decimals, bool keep_zeros)
{
    if (scaled < 0)
        buf_byte(out, '-');
    uint64_t magnitude = scaled < 0 ? 0 - (uint64_t)scaled : (uint64_t)scaled;
    uint64_t unit = (uint64_t)integer_powers[decimals];
    uint64_t fraction = magnitude % unit;
    write_unsigned(out, magnitude / unit);
    for (; !keep_zeros && decimals > 0 && fraction % 10 == 0; decimals--)
        fraction /= 10;
    if (decimals > 0)
        write_fraction(out, fraction, decimals);
}

/* All digits before the point, and `decimals` after it. */
static void write_positional(struct buf *out, const struct decimal *decimal, int64_t decimals)
{
    int64_t first = decimal->point > 0 ? 0 : decimal->point - 1; /* the digit of the units when there is none before */
    if (decimal->negative && decimal->count)
        buf_byte(out, '-');
    for (int64_t i = first; i < (decimal->point > 0 ? decimal->point : first + 1); i++)
        buf_byte(out, i >= 0 && i < decimal->count ? decimal->digits[i] : '0');
    if (decimals > 0)
        buf_byte(out, '.');
    for (int64_t i = decimal->point; i < decimal->point + decimals; i++)
        buf_byte(out, i >= 0 && i < decimal->count ? decimal->digits[i] : '0');
}

/* How many digits stand after the point. */
static int64_t decimals_of(const struct decimal *decimal)
{
    return decimal->count > decimal->point ? decimal->count - decimal->point : 0;
}

void buf_decimal(struct buf *buf, double value, int decimals)
{
    assert(isfinite(value) && decimals >= 0 && decimals <= DECIMALS_MAX);
    int64_t scaled;
    if (scale_clearly(value, decimals, &scaled)) {
        write_scaled(buf, scaled, decimals, false);
        return;
    }
    struct decimal decimal;
    shortest_decimal(value, &decimal);
    round_decimal(&decimal, decimals);
    write_positional(buf, &decimal, decimals_of(&decimal));
}

void number_write_fixed(struct buf *out, double value, int decimals)
{
    assert(isfinite(value) && decimals >= 0 && decimals <= DECIMALS_MAX);
    int64_t scaled;
    if (scale_clearly(value, decimals, &scaled)) {
        write_scaled(out, scaled, decimals, true);
        return;
    }
    struct decimal decimal;
    shortest_decimal(value, &decimal);
    round_decimal(&decimal, decimals);
    write_positional(out, &decimal, decimals);
}

void number_write(struct buf *out, double value)
{
    enum { SMALLEST_POINT = -6, LARGEST_POINT = 21 };  /* 0.000001 and 100000000000000000000, as JSON writers do */
    if (fabs(value) < 1e15 && value == floor(value)) { /* most are whole, and need no search */
        buf_int(out, (int64_t)value);
        return;
    }
    struct decimal decimal;
    shortest_decimal(value, &decimal);
    if (decimal.point > SMALLEST_POINT && decimal.point <= LARGEST_POINT) {
        write_positional(out, &decimal, decimals_of(&decimal));
        return;
    }
    if (decimal.negative)
        buf_byte(out, '-');
    buf_byte(out, decimal.digits[0]);
    if (decimal.count > 1) {
        buf_byte(out, '.');
        buf_add(out, (struct str){decimal.digits + 1, (size_t)decimal.count - 1});
    }
    buf_format(out, "e%+d", (int)decimal.point - 1);
}

/* --- rounding --- */

double number_round(double value, int decimals)
{
    assert(isfinite(value) && decimals >= 0 && decimals <= DECIMALS_MAX);
    int64_t scaled;
    if (scale_clearly(value, decimals, &scaled))
        return (double)scaled / exact_powers[decimals];
    struct decimal decimal;
    shortest_decimal(value, &decimal);
    round_decimal(&decimal, decimals);
    return decimal.count ? nearest_double(&decimal) : 0;
}

/* --- reading --- */

bool number_parse_int(struct str s, int64_t *out_value)
{
    size_t at = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+');
    bool negative = at && s.ptr[0] == '-';
    if (at == s.len)
        return false;
    int64_t value = 0; /* kept negative: that side holds one more */
    for (; at < s.len; at++)
        if (!ascii_digit(s.ptr[at]) || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, s.ptr[at] - '0', &value))
            return false;
    if (!negative && value == INT64_MIN)
        return false;
    *out_value = negative ? value : -value;
    return true;
}

int number_hexadecimal_digit(char c)
{
    return ascii_digit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The signs a number may start with, and what may set thousands apart. */
static size_t length_of_any(struct str s, size_t at, const struct str *choices, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_starts(str_slice(s, at, s.len), choices[i]))
            return choices[i].len;
    return 0;
}

static size_t group_separator(struct str s, size_t at)
{
    static const struct str separators[] = {
        STR_INIT(" "), STR_INIT("\u00A0"), STR_INIT("\u202F"), STR_INIT("\u2009"), STR_INIT("'"), STR_INIT("\u2019"),
    };
    return length_of_any(s, at, separators, sizeof separators / sizeof *separators);
}

static size_t scan_sign(struct str s, bool french, struct decimal *decimal)
{
    static const struct str signs[] = {STR_INIT("+"), STR_INIT("-"), STR_INIT("\u2212")};
    size_t len = length_of_any(s, 0, signs, french ? 3 : 2);
    decimal->negative = len && s.ptr[0] != '+';
    return len;
}

static size_t scan_digits(struct str s, size_t at, bool after_point, struct decimal *decimal)
{
    for (; digit_at(s, at); at++)
        push_digit(decimal, s.ptr[at], after_point);
    return at;
}

/* "12 345 678" from `at`: gives the index after it, or `at` when the groups are not of three digits. */
static size_t scan_groups(struct str s, size_t at, struct decimal *decimal)
{
    size_t end = scan_digits(s, at, false, decimal);
    size_t first = end - at;
    if (!group_separator(s, end))
        return end;
    if (first == 0 || first > 3 || s.ptr[at] == '0')
        return at;
    for (size_t separator; (separator = group_separator(s, end)) != 0;) {
        size_t from = end + separator;
        end = scan_digits(s, from, false, decimal);
        if (end - from != 3)
            return at;
    }
    return end;
}

/* "e-7" or nothing; gives the index after it, or 0 when an exponent has no digits. */
static size_t scan_exponent(struct str s, size_t at, struct decimal *decimal)
{
    if (at == s.len || (s.ptr[at] != 'e' && s.ptr[at] != 'E'))
        return at;
    at++;
    bool negative = at < s.len && s.ptr[at] == '-';
    at += at < s.len && (s.ptr[at] == '-' || s.ptr[at] == '+');
    if (!digit_at(s, at))
        return 0;
    int64_t exponent = 0;
    for (; digit_at(s, at); at++)
        if (exponent < EXPONENT_LIMIT)
            exponent = exponent * 10 + (s.ptr[at] - '0');
    decimal->point += negative ? -exponent : exponent;
    return at;
}

/* What most numbers are, so few digits that Clinger's fast path takes them: "-12", "48.853". False is no answer. */
static bool parse_plain(struct str s, bool french, double *out_value)
{
    size_t at = s.len > 0 && s.ptr[0] == '-', start = at, point = SIZE_MAX;
    int64_t mantissa = 0;
    if (s.len - start > MANTISSA_DIGITS || !digit_at(s, start) || !ascii_digit(s.ptr[s.len - 1]))
        return false;
    for (; at < s.len; at++) {
        if (ascii_digit(s.ptr[at]))
            mantissa = mantissa * 10 + (s.ptr[at] - '0');
        else if (point == SIZE_MAX && (s.ptr[at] == '.' || (french && s.ptr[at] == ',')))
            point = at;
        else
            return false;
    }
    double value = point == SIZE_MAX ? (double)mantissa : (double)mantissa / exact_powers[s.len - 1 - point];
    *out_value = start ? -value : value;
    return true;
}

static bool parse(struct str s, bool french, double *out_value)
{
    if (parse_plain(s, french, out_value))
        return true;
    struct decimal decimal;
    decimal.count = 0;
    decimal.point = 0;
    size_t start = scan_sign(s, french, &decimal);
    size_t at = french ? scan_groups(s, start, &decimal) : scan_digits(s, start, false, &decimal);
    if (at == start)
        return false;
    if (at < s.len && (s.ptr[at] == '.' || (french && s.ptr[at] == ','))) {
        if (!digit_at(s, at + 1))
            return false;
        at = scan_digits(s, at + 1, true, &decimal);
    }
    at = scan_exponent(s, at, &decimal);
    if (at != s.len || at == 0)
        return false;
    double value = nearest_double(&decimal);
    if (!isfinite(value))
        return false;
    *out_value = value;
    return true;
}

bool number_parse_decimal(struct str s, double *out_value)
{
    return parse(s, false, out_value);
}

bool number_parse_french(struct str s, double *out_value)
{
    return parse(s, true, out_value);
}
