#include "gencarto/base/typography.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include <utf8proc.h>

#include "gencarto/base/number.h"

#define NO_BREAK_SPACE        "\u00A0"
#define NARROW_NO_BREAK_SPACE "\u202F"
#define MINUS                 "\u2212"
#define APOSTROPHE            "\u2019"

enum { LANGUAGES = 2 };

/* How a language writes numbers. */
static const struct rules {
    const char *code;
    struct str thousands, decimal_mark, before_percent;
} rules[LANGUAGES] = {
    [LANGUAGE_FR] = {"fr", STR_INIT(NARROW_NO_BREAK_SPACE), STR_INIT(","), STR_INIT(NO_BREAK_SPACE)},
    [LANGUAGE_EN] = {"en", STR_INIT(","), STR_INIT("."), STR_INIT("")},
};

bool language_parse(struct str code, enum language *out_language)
{
    for (int i = 0; i < LANGUAGES; i++)
        if (str_equal(code, str_from(rules[i].code))) {
            *out_language = (enum language)i;
            return true;
        }
    return false;
}

const char *language_code(enum language language)
{
    return rules[language].code;
}

/* --- numbers --- */

static void write_groups(struct buf *out, struct str digits, struct str separator)
{
    size_t end = digits.len % 3 ? digits.len % 3 : 3;
    buf_add(out, str_slice(digits, 0, end));
    for (; end < digits.len; end += 3) {
        buf_add(out, separator);
        buf_add(out, str_slice(digits, end, end + 3));
    }
}

/* "-12345.60" as the language writes it. */
static void write_localised(struct buf *out, struct str machine, enum language language)
{
    size_t sign = str_starts(machine, STR("-"));
    size_t point = str_index(machine, '.', 0);
    if (sign)
        buf_text(out, MINUS);
    write_groups(out, str_slice(machine, sign, point), rules[language].thousands);
    if (point < machine.len) {
        buf_add(out, rules[language].decimal_mark);
        buf_add(out, str_slice(machine, point + 1, machine.len));
    }
}

/* Rewrites what `out` holds from `start` on, a number in machine form. */
static void localise_tail(struct buf *out, size_t start, enum language language)
{
    char machine[352]; /* the largest double has 309 digits before the point */
    size_t len = out->len - start;
    assert(len <= sizeof machine);
    memcpy(machine, out->ptr + start, len);
    out->len = start;
    write_localised(out, (struct str){machine, len}, language);
}

void typography_int(struct buf *out, int64_t value, enum language language)
{
    size_t start = out->len;
    buf_int(out, value);
    localise_tail(out, start, language);
}

void typography_number(struct buf *out, double value, int decimals, enum language language)
{
    size_t start = out->len;
    number_write_fixed(out, value, decimals);
    localise_tail(out, start, language);
}

void typography_signed(struct buf *out, double value, int decimals, enum language language)
{
    if (number_round(value, decimals) > 0)
        buf_byte(out, '+');
    typography_number(out, value, decimals, language);
}

void typography_percent(struct buf *out, double percent, int decimals, enum language language)
{
    typography_number(out, percent, decimals, language);
    buf_add(out, rules[language].before_percent);
    buf_byte(out, '%');
}

void typography_points(struct buf *out, double points, int decimals, enum language language)
{
    typography_signed(out, points, decimals, language);
    bool plural = typography_plural(number_round(points, decimals), language);
    buf_text(out, plural ? " points" : " point");
}

void typography_euros(struct buf *out, double euros, enum language language)
{
    double rounded = number_round(euros, 2);
    int decimals = rounded == trunc(rounded) ? 0 : 2;
    if (language == LANGUAGE_FR) {
        typography_number(out, rounded, decimals, language);
        buf_text(out, NO_BREAK_SPACE "€");
        return;
    }
    buf_text(out, rounded < 0 ? MINUS "€" : "€");
    typography_number(out, fabs(rounded), decimals, language);
}

bool typography_plural(double count, enum language language)
{
    return language == LANGUAGE_FR ? fabs(count) >= 2 : fabs(count) != 1;
}

/* --- dates --- */

static const char *month_name(int month, enum language language)
{
    static const char *const names[LANGUAGES][12] = {
        [LANGUAGE_FR] = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
                         "octobre", "novembre", "décembre"},
        [LANGUAGE_EN] = {"January", "February", "March", "April", "May", "June", "July", "August", "September",
                         "October", "November", "December"},
    };
    return names[language][month - 1];
}

void typography_date(struct buf *out, int32_t day, enum language language)
{
    struct date_parts parts = date_parts(day);
    const char *ordinal = language == LANGUAGE_FR && parts.day == 1 ? "er" : "";
    buf_format(out, "%d%s %s %d", parts.day, ordinal, month_name(parts.month, language), parts.year);
}

void typography_period(struct buf *out, struct period period, enum language language)
{
    static const char *const forms[LANGUAGES][4] = {
        [LANGUAGE_FR] = {"1er trimestre ", "2e trimestre ", "3e trimestre ", "4e trimestre "},
        [LANGUAGE_EN] = {"1st quarter of ", "2nd quarter of ", "3rd quarter of ", "4th quarter of "},
    };
    buf_text(out, forms[language][period_quarter(period) - 1]);
    buf_int(out, period_year(period));
}

void typography_period_end(struct buf *out, struct period period, enum language language)
{
    int quarter = period_quarter(period);
    buf_text(out, language == LANGUAGE_FR ? "fin " : "end of ");
    if (quarter < 4)
        buf_format(out, "%s ", month_name(quarter * 3, language));
    buf_int(out, period_year(period));
}

/* --- running text --- */

/* The space of French before a sign, in the place of a plain one. */
static const struct {
    struct str sign, space;
} spaced_signs[] = {
    {STR_INIT(";"), STR_INIT(NARROW_NO_BREAK_SPACE)}, {STR_INIT("!"), STR_INIT(NARROW_NO_BREAK_SPACE)},
    {STR_INIT("?"), STR_INIT(NARROW_NO_BREAK_SPACE)}, {STR_INIT(":"), STR_INIT(NO_BREAK_SPACE)},
    {STR_INIT("%"), STR_INIT(NO_BREAK_SPACE)},        {STR_INIT("€"), STR_INIT(NO_BREAK_SPACE)},
    {STR_INIT("»"), STR_INIT(NO_BREAK_SPACE)},
};

static bool letter_or_mark(utf8proc_int32_t code_point)
{
    utf8proc_category_t category = utf8proc_category(code_point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

static bool letter_after(struct str text, size_t at)
{
    utf8proc_int32_t code_point;
    return at < text.len &&
           utf8proc_iterate((const utf8proc_uint8_t *)text.ptr + at, (utf8proc_ssize_t)(text.len - at), &code_point) >
               0 &&
           letter_or_mark(code_point);
}

static bool letter_before(struct str text, size_t at)
{
    if (at == 0)
        return false;
    size_t lead = at - 1;
    while (lead > 0 && at - lead < 4 && ((unsigned char)text.ptr[lead] & 0xC0) == 0x80)
        lead--;
    return letter_after(str_slice(text, 0, at), lead);
}

/* What replaces the run of plain spaces [from, to). */
static struct str french_space(struct str text, size_t from, size_t to)
{
    struct str run = str_slice(text, from, to);
    struct str before = str_slice(text, 0, from), after = str_slice(text, to, text.len);
    if (str_ends(before, STR("\n")) || str_ends(before, STR("\t")))
        return run; /* the indentation of a line */
    for (size_t i = 0; i < sizeof spaced_signs / sizeof *spaced_signs; i++)
        if (str_starts(after, spaced_signs[i].sign))
            return spaced_signs[i].space;
    return str_ends(before, STR("«")) ? STR(NO_BREAK_SPACE) : run;
}

void typography_text(struct buf *out, struct str text, enum language language)
{
    size_t copied = 0;
    for (size_t at = 0; at < text.len;) {
        size_t end = at + 1;
        struct str replacement = str_slice(text, at, end);
        if (text.ptr[at] == '\'' && letter_before(text, at) && letter_after(text, end)) {
            replacement = STR(APOSTROPHE);
        } else if (text.ptr[at] == ' ' && language == LANGUAGE_FR) {
            while (end < text.len && text.ptr[end] == ' ')
                end++;
            replacement = french_space(text, at, end);
        }
        if (replacement.ptr != text.ptr + at) {
            buf_add(out, str_slice(text, copied, at));
            buf_add(out, replacement);
            copied = end;
        }
        at = end;
    }
    buf_add(out, str_slice(text, copied, text.len));
}
