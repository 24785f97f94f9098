/* What reads like a person's own: an e-mail address, a telephone, a number of the social security, a bank account. */
#include "reader.h"

#define ADDRESS_MAX      100
#define NATIONAL_DIGITS  15 /* with its key of two digits */
#define TELEPHONE_DIGITS 10
#define ACCOUNT_BYTES    27 /* of a French IBAN */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word_byte(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static char byte_at(struct str text, size_t at)
{
    return at < text.len ? text.ptr[at] : ' ';
}

/* The programme's own contacts are published on purpose. */
static void tell(struct figures *figures, struct str place, const char *what, struct str found)
{
    if (str_find(figures->contacts, found, 0) == figures->contacts.len) {
        figures_fault(figures, (struct audit_fault){STR("identity-text"), place, str_from(what), STR("one"),
                                                    STR("the contacts of the programme only")});
    }
}

/* --- addresses --- */

static bool is_address_byte(char c)
{
    return is_word_byte(c) || c == '.' || c == '-' || c == '+' || c == '%';
}

/* Around the '@' at `at`: a name, and a host with a point and letters after it. */
static void read_address(struct figures *figures, struct str place, struct str text, size_t at)
{
    size_t from = at, to = at + 1, point = 0;
    while (from > 0 && at - from < ADDRESS_MAX && is_address_byte(text.ptr[from - 1])) {
        from--;
    }
    while (to < text.len && to - at < ADDRESS_MAX &&
           (is_word_byte(text.ptr[to]) || text.ptr[to] == '-' || text.ptr[to] == '.')) {
        point = text.ptr[to] == '.' && is_word_byte(byte_at(text, to + 1)) ? to : point;
        to++;
    }
    bool has_letters = point > at + 1 && !is_digit(byte_at(text, point + 1)) && is_word_byte(byte_at(text, point + 2));
    if (from < at && has_letters) {
        to = text.ptr[to - 1] == '.' ? to - 1 : to;
        tell(figures, place, "an e-mail address", str_slice(text, from, to));
    }
}

/* --- numbers --- */

/* Digits from `at` on, one space, point or hyphen between two of them at most: how many, up to `most` + 1. */
static size_t read_digits(struct str text, size_t at, char *out, size_t most, size_t *out_end)
{
    size_t count = 0;
    for (*out_end = at; at < text.len && count <= most; at++) {
        char c = text.ptr[at];
        if (is_digit(c)) {
            out[count++] = c;
            *out_end = at + 1;
        } else if ((c != ' ' && c != '.' && c != '-') || !is_digit(byte_at(text, at + 1))) {
            break;
        }
    }
    return count;
}

/* Sex, year, month, department, commune, order; the key is 97 less the rest. */
static bool is_national_number(const char *digits)
{
    unsigned long long number = 0;
    for (size_t i = 0; i < NATIONAL_DIGITS - 2; i++) {
        number = number * 10 + (unsigned long long)(digits[i] - '0');
    }
    unsigned long long key = (unsigned long long)((digits[13] - '0') * 10 + (digits[14] - '0'));
    return (digits[0] == '1' || digits[0] == '2') && key == 97 - number % 97;
}

/* Pairs of digits apart, or all of them together: "06 12 34 56 78", "0612345678". */
static bool is_telephone_text(struct str text)
{
    return text.len == TELEPHONE_DIGITS || (text.len == TELEPHONE_DIGITS + 4 && !is_digit(text.ptr[2]) &&
                                            text.ptr[2] == text.ptr[5] && text.ptr[5] == text.ptr[8]);
}

static void read_number(struct figures *figures, struct str place, struct str text, size_t at, size_t *out_end)
{
    char digits[NATIONAL_DIGITS + 1];
    size_t end, ten = at;
    size_t count = read_digits(text, at, digits, NATIONAL_DIGITS, &end);
    bool is_bounded = !is_word_byte(byte_at(text, end));
    if (count == NATIONAL_DIGITS && is_bounded && is_national_number(digits)) {
        tell(figures, place, "a number of the social security", str_slice(text, at, end));
    }
    bool is_foreign = at > 2 && str_equal(str_slice(text, at - 1, at + 2), STR("+33"));
    if (is_foreign) {
        count = read_digits(text, at, digits, TELEPHONE_DIGITS + 1, &ten);
        if (count == TELEPHONE_DIGITS + 1 && !is_word_byte(byte_at(text, ten))) {
            tell(figures, place, "a telephone", str_slice(text, at - 1, ten));
        }
    } else if (count == TELEPHONE_DIGITS && is_bounded && digits[0] == '0' && digits[1] != '0' &&
               is_telephone_text(str_slice(text, at, end))) {
        tell(figures, place, "a telephone", str_slice(text, at, end));
    }
    *out_end = end;
}

/* ISO 13616: the country and its key go to the end, letters become 10 to 35; the rest by 97 is 1. */
static void read_account(struct figures *figures, struct str place, struct str text, size_t at)
{
    char bytes[ACCOUNT_BYTES];
    size_t count = 0, end = at;
    for (; end < text.len && count < ACCOUNT_BYTES; end++) {
        char c = text.ptr[end];
        if (is_digit(c) || (c >= 'A' && c <= 'Z')) {
            bytes[count++] = c;
        } else if (c != ' ') {
            break;
        }
    }
    unsigned rest = 0;
    for (size_t i = 0; i < count; i++) {
        char c = bytes[(i + 4) % ACCOUNT_BYTES];
        rest = is_digit(c) ? (rest * 10 + (unsigned)(c - '0')) % 97 : (rest * 100 + (unsigned)(c - 'A' + 10)) % 97;
    }
    if (count == ACCOUNT_BYTES && rest == 1) {
        tell(figures, place, "a bank account", str_slice(text, at, end));
    }
}

void read_identity(struct figures *figures, struct str place, struct str text)
{
    for (size_t at = 0; at < text.len; at++) {
        char c = text.ptr[at];
        char before = at > 0 ? text.ptr[at - 1] : ' ';
        bool begins = !is_word_byte(before) && before != '.' && before != ',' && before != '-';
        size_t end;
        if (c == '@') {
            read_address(figures, place, text, at);
        } else if (is_digit(c) && begins) {
            read_number(figures, place, text, at, &end);
            at = end > at ? end - 1 : at;
        } else if (c == 'F' && byte_at(text, at + 1) == 'R' && is_digit(byte_at(text, at + 2)) && begins) {
            read_account(figures, place, text, at);
        }
    }
}
