#include "gencarto/compile/ingest/contents.h"

#include <string.h>

#define PHONE_DIGITS  10
#define NUMBER_DIGITS 13 /* of a social security number, without its key */
#define KEY_DIGITS    2

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A letter that no number has: those of Corsica may stand in one. */
static bool is_of_no_number(char c)
{
    return (unsigned char)c < 0x80 && c > '/' && !is_digit(c) && c != 'A' && c != 'B';
}

bool contents_looks_like_number(struct str cell)
{
    size_t digits = 0;
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.ptr[i];
        if (is_of_no_number(c)) {
            return false;
        }
        digits += is_digit(c) || c == 'A' || c == 'B';
    }
    return digits >= CONTENTS_NUMBER_DIGITS;
}

static bool is_of_address(char c)
{
    return is_letter(c) || is_digit(c) || strchr("._%+-", c) != NULL;
}

bool contents_has_email(struct str cell)
{
    for (size_t at = str_index(cell, '@', 0); at < cell.len; at = str_index(cell, '@', at + 1)) {
        size_t point = 0, end = at + 1;
        while (end < cell.len && cell.ptr[end] != '\0' && is_of_address(cell.ptr[end])) {
            point = cell.ptr[end] == '.' ? end : point;
            end++;
        }
        if (at > 0 && cell.ptr[at - 1] != '\0' && is_of_address(cell.ptr[at - 1]) && point > at + 1 &&
            end > point + 2) {
            return true;
        }
    }
    return false;
}

/* The digits and the letters A and B, without blanks, points, dashes and brackets. Returns their number, or `limit` + 1
 * when there are more or another sign stands among them. */
static size_t squeeze(struct str cell, char *out, size_t limit)
{
    size_t count = 0;
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.ptr[i];
        if (is_digit(c) || c == 'A' || c == 'B') {
            if (count == limit) {
                return limit + 1;
            }
            out[count++] = c;
        } else if ((unsigned char)c < 0x80 && (c == '\0' || !strchr(" .-()/\t+", c))) {
            return limit + 1;
        }
    }
    return count;
}

/* "06.12.34.56.78", "6 12 34 56 78": blanks or points between pairs, no other number is so written. */
static bool stands_in_pairs(struct str cell)
{
    size_t separators = 0;
    for (size_t i = 0; i < cell.len; i++) {
        separators += !is_digit(cell.ptr[i]);
    }
    return separators == 4;
}

bool contents_is_phone(struct str cell)
{
    char digits[16];
    size_t count = squeeze(cell, digits, sizeof(digits)), from = 0;
    if (count > sizeof(digits) || memchr(digits, 'A', count) || memchr(digits, 'B', count)) {
        return false;
    }
    bool is_international = cell.ptr[0] == '+' || (count >= 4 && memcmp(digits, "0033", 4) == 0);
    if (is_international) {
        from = cell.ptr[0] == '+' ? 2 : 4;
        bool is_french = count > from && memcmp(digits + from - 2, "33", 2) == 0;
        from += count == from + PHONE_DIGITS && digits[from] == '0'; /* +33 (0)6 */
        return is_french && count == from + PHONE_DIGITS - 1 && digits[from] != '0';
    }
    if (count == PHONE_DIGITS) {
        return digits[0] == '0' && digits[1] != '0';
    }
    return count == PHONE_DIGITS - 1 && digits[0] != '0' && stands_in_pairs(cell);
}

/* The key of Corsica counts 2A as 19 and 2B as 18. */
static bool has_right_key(const char *digits)
{
    long long number = 0;
    for (size_t i = 0; i < NUMBER_DIGITS; i++) {
        char c = digits[i] == 'A' || digits[i] == 'B' ? '0' : digits[i];
        number = number * 10 + (c - '0');
    }
    number -= digits[6] == 'A' ? 1000000 : digits[6] == 'B' ? 2000000 : 0;
    return (digits[NUMBER_DIGITS] - '0') * 10 + (digits[NUMBER_DIGITS + 1] - '0') == 97 - number % 97;
}

bool contents_is_social_security(struct str cell)
{
    char digits[NUMBER_DIGITS + KEY_DIGITS];
    size_t count = squeeze(cell, digits, sizeof(digits));
    if (count != NUMBER_DIGITS && count != sizeof(digits)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!is_digit(digits[i]) && !(i == 6 && digits[5] == '2')) {
            return false;
        }
    }
    int month = (digits[3] - '0') * 10 + (digits[4] - '0');
    bool has_month = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
    return (digits[0] == '1' || digits[0] == '2') && has_month && (count == NUMBER_DIGITS || has_right_key(digits));
}
