#include "gencarto/tabular/shape.h"

#include <string.h>

#include "gencarto/tabular/delimiter.h"

#define LONGEST_NUMBER  40
#define LONGEST_BOOLEAN 5
#define LONGEST_MONTH   10 /* bytes */

/* ---- characters ----------------------------------------------------------------------------------------------- */

/* What a byte of a cell may be. Those of all its bytes together tell most shapes. */
enum {
    DIGIT = 1,
    LETTER = 2,
    ACCENT = 4,  /* beyond ASCII: taken for letters, which most of them are */
    JOINT = 8,   /* - _ + */
    INSIDE = 16, /* . / ' inside a word, as - _ + # are */
    HASH = 32,   /* # */
    CUT = 64,    /* ! $ % & * : = which texts have, and lines between their cells */
    BLANK = 128, /* the space */
    COMMA = 256,
    BREAK = 512, /* no text has it: ; | ^ ~, tabs and other controls */
    OTHER = 1024
};
#define OF_WORDS (DIGIT | LETTER | ACCENT | JOINT | INSIDE | HASH)

static unsigned kind_of(char c)
{
    enum { D = DIGIT, L = LETTER, A = ACCENT, J = JOINT, I = INSIDE, H = HASH, C = CUT, B = BLANK, M = COMMA };
    enum { X = BREAK, O = OTHER };
    /* clang-format off */
    static const unsigned kinds[256] = {
        X, X, X, X, X, X, X, X, X, X, O, X, X, O, X, X,
        X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
        B, C, O, H, C, C, C, I, O, O, C, J, M, J, I, I,
        D, D, D, D, D, D, D, D, D, D, C, X, O, C, O, O,
        O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
        L, L, L, L, L, L, L, L, L, L, L, O, O, O, X, J,
        O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
        L, L, L, L, L, L, L, L, L, L, L, O, X, O, X, X,
        A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A,
        A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A,
        A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A,
        A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A,
        A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A,
        A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A,
        A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A,
        A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A,
    };
    /* clang-format on */
    return kinds[(unsigned char)c];
}

static unsigned kinds_of(struct str s)
{
    unsigned found = 0;
    const char *c = s.ptr, *end = s.ptr + s.len;
    for (; end - c >= 4; c += 4) {
        found |= kind_of(c[0]) | kind_of(c[1]) | kind_of(c[2]) | kind_of(c[3]);
    }
    for (; c < end; c++) {
        found |= kind_of(*c);
    }
    return found;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool letter(char c)
{
    return (kind_of(c) & (LETTER | ACCENT)) != 0;
}

/* ---- blanks --------------------------------------------------------------------------------------------------- */

/* Bytes of a space at `at`, plain, no-break or narrow; 0 when there is none. */
static size_t space_at(struct str s, size_t at)
{
    if (at >= s.len || (s.ptr[at] != ' ' && s.ptr[at] != '\xc2' && s.ptr[at] != '\xe2')) {
        return 0; /* most cells */
    }
    struct str rest = str_slice(s, at, s.len);
    if (s.ptr[at] == ' ') {
        return 1;
    }
    if (str_starts(rest, STR("\xc2\xa0"))) {
        return 2;
    }
    return str_starts(rest, STR("\xe2\x80\xaf")) || str_starts(rest, STR("\xe2\x80\x89")) ? 3 : 0;
}

static bool may_be_blank(char c)
{
    return (unsigned char)c <= ' ' || (unsigned char)c >= 0x80;
}

static struct str trim(struct str s)
{
    size_t from = 0;
    if (s.len > 0 && !may_be_blank(s.ptr[0]) && !may_be_blank(s.ptr[s.len - 1])) {
        return s; /* most cells */
    }
    s = str_trim(s);
    for (size_t len; (len = space_at(s, from)) > 0;) {
        from += len;
    }
    s = str_slice(s, from, s.len);
    if (s.len == 0 || (unsigned char)s.ptr[s.len - 1] < 0x80) {
        return s;
    }
    while (str_ends(s, STR("\xc2\xa0"))) {
        s.len -= 2;
    }
    while (str_ends(s, STR("\xe2\x80\xaf"))) {
        s.len -= 3;
    }
    return s;
}

static struct str drop_end(struct str s, struct str end)
{
    return str_ends(s, end) ? trim(str_slice(s, 0, s.len - end.len)) : s;
}

static struct str drop_start(struct str s, struct str start)
{
    return str_starts(s, start) ? trim(str_slice(s, start.len, s.len)) : s;
}

/* ---- shapes --------------------------------------------------------------------------------------------------- */

/* Digits in groups of three set apart by spaces, points or commas, at most one sign of decimals. */
static bool is_number(struct str s)
{
    static const struct str units[] = {STR_INIT("%"), STR_INIT("\xe2\x82\xac"), STR_INIT("$"), STR_INIT("\xc2\xa3")};
    if (s.len == 0 || kind_of(s.ptr[s.len - 1]) == LETTER) {
        return false; /* "85 rue du Port": no unit is a letter */
    }
    bool has_unit = !(digit(s.ptr[0]) && digit(s.ptr[s.len - 1]));
    for (size_t i = 0; i < sizeof units / sizeof *units && has_unit; i++) {
        s = drop_start(drop_end(s, units[i]), units[i]);
    }
    s = drop_start(drop_start(drop_start(s, STR("-")), STR("+")), STR("\xe2\x88\x92"));
    size_t digits = 0, marks = 0, at = 0;
    if (s.len == 0 || s.len > LONGEST_NUMBER || !digit(s.ptr[0])) {
        return false;
    }
    while (at < s.len) {
        size_t space = space_at(s, at);
        bool exponent = (s.ptr[at] == 'e' || s.ptr[at] == 'E') && at + 1 < s.len;
        if (digit(s.ptr[at])) {
            digits++, at++;
        } else if (space > 0 && at + space < s.len && digit(s.ptr[at + space])) {
            at += space;
        } else if ((s.ptr[at] == ',' || s.ptr[at] == '.') && (marks++ == 0 || at >= 4)) {
            at++;
        } else if (exponent && (digit(s.ptr[at + 1]) || s.ptr[at + 1] == '-' || s.ptr[at + 1] == '+')) {
            at += 2;
        } else {
            return false;
        }
    }
    return digits > 0;
}

/* As most dates are written: 2017-12-31, 31/12/2017. */
static bool is_as(struct str s, const char *form)
{
    size_t at = 0;
    while (at < s.len && (form[at] == '0' ? digit(s.ptr[at]) : s.ptr[at] == form[at])) {
        at++;
    }
    return at == s.len;
}

/* Groups of digits between / - . : and spaces or T, as dates and times have them: 31/12/2017, 2017-12-31T10:30:00Z. */
static bool is_date(struct str s)
{
    size_t groups = 0, run = 0, parts = 0;
    char mark = 0;
    if (s.len == 10 && (is_as(s, "0000-00-00") || is_as(s, "00/00/0000"))) {
        return true;
    }
    for (size_t i = 0; i <= s.len; i++) {
        char c = i < s.len ? s.ptr[i] : '\0';
        if (i < s.len && digit(c)) {
            groups += run == 0;
            if (++run > 4) {
                return run <= 6 && parts >= 4; /* fractions of seconds */
            }
            continue;
        }
        if (run == 0 && i < s.len) {
            return c == 'Z' && i + 1 == s.len;
        }
        run = 0;
        if (c == '/' || c == '-' || c == ':' || (c == '.' && groups < 3)) {
            mark = mark ? mark : c;
            parts++;
        } else if (i < s.len && c != ' ' && c != 'T' && c != '+' && c != '.' && c != 'Z' && c != 'h') {
            return false;
        }
    }
    return (groups == 3 && parts == 2 && mark != '.') || (groups >= 2 && groups <= 7 && mark == ':') ||
           (groups >= 5 && parts >= 3) || (groups == 3 && parts == 2 && s.len >= 8);
}

struct str shape_without_zone(struct str s)
{
    static const struct str zones[] = {STR_INIT(" UTC"), STR_INIT(" GMT"), STR_INIT(" AM"),
                                       STR_INIT(" PM"),  STR_INIT(" am"),  STR_INIT(" pm")};
    for (size_t i = 0; i < sizeof zones / sizeof *zones && str_index(s, ':', 0) < s.len; i++) {
        size_t at = str_find(s, zones[i], 0);
        bool is_end = at + zones[i].len >= s.len || strchr("+- ", s.ptr[at + zones[i].len]) != NULL;
        s = is_end ? str_slice(s, 0, at) : s;
    }
    return s;
}

static bool is_month(struct str word)
{
    static const struct str months[] = {
        STR_INIT("janv"),
        STR_INIT("f\xc3\xa9v"),
        STR_INIT("fev"),
        STR_INIT("mars"),
        STR_INIT("avr"),
        STR_INIT("mai"),
        STR_INIT("juin"),
        STR_INIT("juil"),
        STR_INIT("ao\xc3\xbbt"),
        STR_INIT("aout"),
        STR_INIT("sept"),
        STR_INIT("oct"),
        STR_INIT("nov"),
        STR_INIT("d\xc3\xa9"
                 "c"),
        STR_INIT("dec"),
    };
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        if (word.len <= LONGEST_MONTH && str_equal_ascii_case(str_slice(word, 0, months[i].len), months[i])) {
            return true;
        }
    }
    return false;
}

static bool is_part_of_year(struct str word)
{
    return str_equal_ascii_case(word, STR("trimestre")) || str_equal_ascii_case(word, STR("semestre"));
}

/* "12 janvier 2017", "1er mars 2018", "mardi 12 mars 2017", "2e trimestre 2017": words, one of them a month or a part
 * of a year, before the year. */
static bool is_spoken_date(struct str s)
{
    struct str word, last = {NULL, 0};
    size_t words = 0, named = 0, ordinal = 0;
    if (s.len < 8 || s.len > LONGEST_NUMBER || s.ptr[s.len - 5] != ' ' || !digit(s.ptr[s.len - 4]) ||
        !digit(s.ptr[s.len - 1])) {
        return false;
    }
    for (struct str rest = s; str_split(&rest, ' ', &word); last = word) {
        words++;
        named += is_month(word) || is_part_of_year(word);
        ordinal += word.len > 0 && digit(word.ptr[0]);
    }
    return words >= 2 && words <= 4 && named == 1 && ordinal >= 1 && ordinal <= 2 && last.len == 4 &&
           digit(last.ptr[0]);
}

static bool is_boolean(struct str s)
{
    static const struct str words[] = {STR_INIT("oui"),  STR_INIT("non"),   STR_INIT("vrai"), STR_INIT("faux"),
                                       STR_INIT("true"), STR_INIT("false"), STR_INIT("yes"),  STR_INIT("no")};
    char first = (char)(s.len > 1 ? s.ptr[0] | 0x20 : '\0');
    for (size_t i = 0; i < sizeof words / sizeof *words && first; i++) {
        size_t at = 1;
        bool may_be = words[i].len == s.len && words[i].ptr[0] == first;
        while (may_be && at < s.len && (s.ptr[at] | 0x20) == words[i].ptr[at]) {
            at++;
        }
        if (may_be && at == s.len) {
            return true;
        }
    }
    return false;
}

static bool is_address(struct str s)
{
    if (s.len < 4 || str_index(s, '.', 0) == s.len) {
        return s.len > 7 && (str_starts(s, STR("http://")) || str_starts(s, STR("https://"))) &&
               str_index(s, ' ', 0) == s.len;
    }
    if (str_index(s, ' ', 0) < s.len) {
        return false;
    }
    size_t at = str_index(s, '@', 0);
    for (size_t i = 0; i < at && at < s.len; i++) {
        if (!letter(s.ptr[i]) && !digit(s.ptr[i]) && !strchr("._%+-", s.ptr[i])) {
            return false;
        }
    }
    return str_starts(s, STR("http://")) || str_starts(s, STR("https://")) || str_starts(s, STR("www.")) ||
           (at > 0 && at < s.len && str_index(s, '.', at) < s.len && str_index(s, '@', at + 1) == s.len);
}

static bool is_beside_blank(struct str s, size_t at, size_t len)
{
    return at == 0 || s.ptr[at - 1] == ' ' || at + len >= s.len || s.ptr[at + len] == ' ' || s.ptr[at + len] == '/';
}

/* One sign stands twice between characters that are no blanks, as a delimiter does: "F0001#75#Lyon". A text has it
 * once, as "R&D", or with blanks. Signs beyond ASCII stand so nowhere: "a§b". */
static bool is_cut(struct str s)
{
    uint64_t before[2] = {0}; /* a bit for each sign that was there */
    for (size_t at = 0, len; at < s.len; at += len) {
        unsigned char c = (unsigned char)s.ptr[at];
        unsigned kind = kind_of(s.ptr[at]);
        len = 1;
        if (!(kind & (CUT | HASH | ACCENT))) {
            continue;
        }
        size_t wide = c >= 0xc2 ? delimiter_wide_sign(s, at) : 0;
        len = wide ? wide : 1;
        if ((kind == ACCENT && !wide) || is_beside_blank(s, at, len)) {
            continue;
        }
        uint64_t sign = UINT64_C(1) << (c & 63);
        if (wide || (before[c >> 6] & sign)) {
            return true;
        }
        before[c >> 6] |= sign;
    }
    return false;
}

/* A sign beyond ASCII that only a delimiter is in a word: "F0001§75". */
static bool has_wide_sign(struct str s)
{
    for (size_t at = 0; at < s.len; at++) {
        if ((unsigned char)s.ptr[at] >= 0xc2 && delimiter_wide_sign(s, at) > 0 && !is_beside_blank(s, at, 1)) {
            return true;
        }
    }
    return false;
}

/* A comma at an end, or with neither a blank nor the end of a line after it. */
static bool has_bare_comma(struct str s)
{
    for (size_t at = 0; (at = str_index(s, ',', at)) < s.len; at++) {
        char after = at + 1 < s.len ? s.ptr[at + 1] : ',';
        if (at == 0 || (after != ' ' && after != '\n' && after != '\r')) {
            return true;
        }
    }
    return false;
}

/* No text ends with a backslash: it escapes what the cell was cut at. */
static bool is_text(struct str s, unsigned kinds)
{
    char last = s.ptr[s.len - 1];
    return !(kinds & BREAK) && s.ptr[0] != '"' && last != '"' && last != '\\' &&
           !((kinds & COMMA) && has_bare_comma(s)) && !((kinds & (CUT | HASH | ACCENT)) && is_cut(s));
}

/* Most cells are told by their characters alone; SHAPE_OTHER when this one is not. */
static enum shape plain_shape(struct str s, unsigned kinds)
{
    if (kinds == DIGIT && s.len <= LONGEST_NUMBER) {
        return SHAPE_NUMBER;
    }
    if (kinds == LETTER) {
        return s.len <= LONGEST_BOOLEAN && is_boolean(s) ? SHAPE_BOOLEAN : SHAPE_WORD;
    }
    if (kinds == (DIGIT | JOINT) && digit(s.ptr[0])) {
        return is_date(s) ? SHAPE_DATE : SHAPE_CODE;
    }
    bool is_word = !(kinds & ~(unsigned)(DIGIT | LETTER | JOINT)) && letter(s.ptr[0]);
    return is_word ? (kinds & DIGIT ? SHAPE_CODE : SHAPE_WORD) : SHAPE_OTHER;
}

/* Of one with blanks around it, or signs inside. Few are: apart, so that the others need not make room for it. */
static __attribute__((noinline)) enum shape signed_shape(struct str cell, unsigned kinds)
{
    struct str s = trim(cell);
    if (s.len == 0) {
        return SHAPE_EMPTY;
    }
    kinds = s.len < cell.len ? kinds_of(s) : kinds;
    if (s.len > 1 && s.ptr[0] == '\'' && s.ptr[s.len - 1] == '\'') {
        return SHAPE_OTHER; /* quoted, by another character than the one it was read with */
    }
    bool is_word = kind_of(s.ptr[0]) == LETTER; /* no number begins so */
    if (!is_word && (kinds & DIGIT) && is_number(s)) {
        return SHAPE_NUMBER;
    }
    bool may_be_time = (kinds & CUT) != 0; /* with a colon */
    if ((digit(s.ptr[0]) && is_date(may_be_time ? shape_without_zone(s) : s)) ||
        ((kinds & BLANK) && is_spoken_date(s))) {
        return SHAPE_DATE;
    }
    if (is_word && s.len <= LONGEST_BOOLEAN && is_boolean(s)) {
        return SHAPE_BOOLEAN;
    }
    if ((kinds & INSIDE) && !(kinds & BLANK) && is_address(s)) {
        return SHAPE_ADDRESS;
    }
    if (!(kinds & ~(unsigned)OF_WORDS) && !((kinds & ACCENT) && has_wide_sign(s))) {
        return kinds & DIGIT ? SHAPE_CODE : SHAPE_WORD;
    }
    return is_text(s, kinds) ? SHAPE_TEXT : SHAPE_OTHER;
}

enum shape shape_of(struct str cell)
{
    if (cell.len == 0) {
        return SHAPE_EMPTY;
    }
    unsigned kinds = kinds_of(cell);
    enum shape plain = plain_shape(cell, kinds);
    return plain != SHAPE_OTHER ? plain : signed_shape(cell, kinds);
}

bool shape_is_value(enum shape shape)
{
    return shape == SHAPE_NUMBER || shape == SHAPE_DATE || shape == SHAPE_BOOLEAN;
}
