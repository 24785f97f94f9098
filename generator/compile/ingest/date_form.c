#include "gencarto/compile/ingest/date_form.h"

#include <string.h>

#include "gencarto/tabular/shape.h"

#define TOKENS         8
#define WORD_BYTES     16
#define CENTURY_PIVOT  50    /* two digits below are 20xx */
#define SERIAL_OF_1970 25569 /* day number of 1970-01-01 counted from 1900, whose 29 February never was */
#define SERIAL_LEAST   30000 /* 1982; 1986 counted from 1904 */
#define SERIAL_MOST    75000 /* 2105 */
#define SERIAL_DIGITS  5
#define SERIALS_A_SLIP 16

enum scan_kind { SCAN_NONE, SCAN_YEAR_FIRST, SCAN_YEAR_LAST, SCAN_NAMED_MONTH, SCAN_SERIAL };

/* The numbers of a date before it is decided which is the month. */
struct scan {
    enum scan_kind kind;
    int first, second; /* of YEAR_LAST as they stand; else month and day */
    int year;
    bool short_year;
    int32_t serial;
};

struct token {
    int number; /* -1: a word */
    int digits;
    char word[WORD_BYTES]; /* small letters without accents */
    size_t end;            /* in the cell, after it */
};

/* ---- tokens --------------------------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The letter at `at` without its accent, and the bytes it takes; 0 when there is none. Accents of month names only. */
static char letter_at(struct str s, size_t at, size_t *out_len)
{
    static const struct {
        const char *bytes;
        char letter;
    } accented[] = {{"\xc3\xa9", 'e'}, {"\xc3\x89", 'e'},  {"\xc3\xbb", 'u'},
                    {"\xc3\x9b", 'u'}, {"\xcc\x81", '\''}, {"\xcc\x82", '\''}};
    char c = s.ptr[at];
    *out_len = 1;
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    if (c >= 'a' && c <= 'z') {
        return c;
    }
    *out_len = 2;
    for (size_t i = 0; i < sizeof(accented) / sizeof(accented[0]) && at + 1 < s.len; i++) {
        if (memcmp(s.ptr + at, accented[i].bytes, 2) == 0) {
            return accented[i].letter;
        }
    }
    return '\0';
}

/* Bytes of a separator at `at`: a sign, a blank of any kind; 0 when there is none. */
static size_t separator_at(struct str s, size_t at)
{
    struct str rest = str_slice(s, at, s.len);
    if (strchr("/-. ,", s.ptr[at])) {
        return 1;
    }
    return str_starts(rest, STR("\xc2\xa0")) ? 2 : str_starts(rest, STR("\xe2\x80\xaf")) ? 3 : 0;
}

static bool read_number(struct str s, size_t *at, struct token *token)
{
    token->number = 0;
    token->digits = 0;
    while (*at < s.len && is_digit(s.ptr[*at]) && token->digits < 9) {
        token->number = token->number * 10 + (s.ptr[(*at)++] - '0');
        token->digits++;
    }
    return token->digits > 0 && !(*at < s.len && is_digit(s.ptr[*at]));
}

static bool read_word(struct str s, size_t *at, struct token *token)
{
    size_t len = 0, bytes;
    char letter;
    token->number = -1;
    while (*at < s.len && (letter = letter_at(s, *at, &bytes)) != '\0') {
        if (letter != '\'') { /* a combining accent is dropped */
            if (len + 1 == WORD_BYTES) {
                return false;
            }
            token->word[len++] = letter;
        }
        *at += bytes;
    }
    token->word[len] = '\0';
    return len > 0;
}

/* Numbers and words of the cell, at most TOKENS; the number of them. Stops at a sign that is in no date. */
static int tokenize(struct str cell, struct token tokens[TOKENS])
{
    int count = 0;
    size_t at = 0;
    while (at < cell.len && count < TOKENS) {
        size_t separator = separator_at(cell, at);
        if (separator > 0) {
            at += separator;
            continue;
        }
        struct token *token = &tokens[count];
        if (!(is_digit(cell.ptr[at]) ? read_number(cell, &at, token) : read_word(cell, &at, token))) {
            break;
        }
        token->end = at;
        count++;
    }
    return count;
}

/* ---- scan ----------------------------------------------------------------------------------------------------- */

/* Any beginning of three letters or more that only one month has: "janv", "sept", "dec", "aug". */
static int month_named(const char *word)
{
    static const char *const names[][2] = {{"janvier", "january"}, {"fevrier", "february"},  {"mars", "march"},
                                           {"avril", "april"},     {"mai", "may"},           {"juin", "june"},
                                           {"juillet", "july"},    {"aout", "august"},       {"septembre", "september"},
                                           {"octobre", "october"}, {"novembre", "november"}, {"decembre", "december"}};
    size_t len = strlen(word);
    int found = 0;
    for (int i = 0; i < 12 && len >= 3; i++) {
        if (strncmp(names[i][0], word, len) == 0 || strncmp(names[i][1], word, len) == 0) {
            found = found == 0 ? i + 1 : -1;
        }
    }
    return found > 0 ? found : 0;
}

static bool has_day_name(const struct token *token)
{
    static const char *const names[] = {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (token->number < 0 && strlen(token->word) >= 3 && strncmp(names[i], token->word, strlen(token->word)) == 0) {
            return true;
        }
    }
    return false;
}

/* Nothing, or "T00:00:00", " 08:30", " 0h00", " 8:30:00 AM UTC+1". */
static bool is_time(struct str rest)
{
    rest = shape_without_zone(rest);
    if (rest.len == 0) {
        return true;
    }
    if ((rest.ptr[0] != 'T' && rest.ptr[0] != ' ') || rest.len < 2 || !is_digit(rest.ptr[1])) {
        return false;
    }
    bool has_minutes = false;
    for (size_t i = 1; i < rest.len; i++) {
        has_minutes = has_minutes || rest.ptr[i] == ':' || rest.ptr[i] == 'h';
        if (!is_digit(rest.ptr[i]) && !strchr(":.,hZ+- ", rest.ptr[i])) {
            return false;
        }
    }
    return has_minutes;
}

static bool set_year(struct scan *scan, const struct token *token)
{
    scan->short_year = token->digits == 2;
    scan->year = !scan->short_year               ? token->number
                 : token->number < CENTURY_PIVOT ? 2000 + token->number
                                                 : 1900 + token->number;
    return token->digits == 2 || token->digits == 4;
}

static struct scan scan_named(const struct token *day, const struct token *month, const struct token *year)
{
    struct scan scan = {.kind = SCAN_NAMED_MONTH, .first = month_named(month->word), .second = day->number};
    if (day->number < 0 || day->digits > 2 || year->number < 0 || scan.first == 0 || !set_year(&scan, year)) {
        scan.kind = SCAN_NONE;
    }
    return scan;
}

static struct scan scan_numbers(const struct token tokens[3])
{
    struct scan scan = {.kind = SCAN_NONE};
    if (tokens[0].digits == 4 && tokens[1].digits <= 2 && tokens[2].digits <= 2) {
        scan = (struct scan){SCAN_YEAR_FIRST, tokens[1].number, tokens[2].number, tokens[0].number, false, 0};
    } else if (tokens[0].digits <= 2 && tokens[1].digits <= 2 && set_year(&scan, &tokens[2])) {
        scan.kind = SCAN_YEAR_LAST;
        scan.first = tokens[0].number;
        scan.second = tokens[1].number;
    }
    return scan;
}

/* 42443, 42443,5 or 20160314. */
static struct scan scan_alone(const struct token *token)
{
    int number = token->number;
    if (token->digits == 8) {
        return (struct scan){SCAN_YEAR_FIRST, number / 100 % 100, number % 100, number / 10000, false, 0};
    }
    if (token->digits == SERIAL_DIGITS && number >= SERIAL_LEAST && number <= SERIAL_MOST) {
        return (struct scan){.kind = SCAN_SERIAL, .serial = number - SERIAL_OF_1970};
    }
    return (struct scan){.kind = SCAN_NONE};
}

static bool is_fraction(struct str rest)
{
    if (rest.len < 2 || (rest.ptr[0] != '.' && rest.ptr[0] != ',')) {
        return false;
    }
    for (size_t i = 1; i < rest.len; i++) {
        if (!is_digit(rest.ptr[i])) {
            return false;
        }
    }
    return true;
}

static struct scan scan_cell(struct str cell)
{
    struct token tokens[TOKENS];
    struct scan none = {.kind = SCAN_NONE};
    int count = tokenize(cell, tokens), at = 0;
    if (count == 0) {
        return none;
    }
    struct str rest = str_slice(cell, tokens[0].end, cell.len);
    if (tokens[0].number >= 0 && (is_time(rest) || (tokens[0].digits == SERIAL_DIGITS && is_fraction(rest)))) {
        return scan_alone(&tokens[0]);
    }
    at += has_day_name(&tokens[0]) && count > 3;
    if (count - at > 3 && tokens[at].number == 1 && strcmp(tokens[at + 1].word, "er") == 0 &&
        tokens[at + 1].number < 0) {
        tokens[at + 1] = tokens[at]; /* "1er" is 1 */
        at++;
    }
    if (count - at < 3 || !is_time(str_slice(cell, tokens[at + 2].end, cell.len))) {
        return none;
    }
    const struct token *token = &tokens[at];
    if (token[1].number < 0) {
        return scan_named(&token[0], &token[1], &token[2]);
    }
    if (token[0].number < 0) { /* "Feb 03, 2016" */
        return scan_named(&token[1], &token[0], &token[2]);
    }
    return token[0].number >= 0 && token[2].number >= 0 ? scan_numbers(token) : none;
}

/* ---- the form of a column ------------------------------------------------------------------------------------- */

bool date_form_read(struct str cell, struct date_form form, int32_t *out_day)
{
    struct scan scan = scan_cell(cell);
    switch (scan.kind) {
    case SCAN_NONE:
        return false;
    case SCAN_SERIAL:
        *out_day = scan.serial + (form.from_1904 ? DATE_FORM_EPOCHS : 0);
        return true;
    case SCAN_YEAR_FIRST:
    case SCAN_NAMED_MONTH:
        return date_from_parts(scan.year, scan.first, scan.second, out_day);
    case SCAN_YEAR_LAST:
        return form.month_first ? date_from_parts(scan.year, scan.first, scan.second, out_day)
                                : date_from_parts(scan.year, scan.second, scan.first, out_day);
    }
    return false;
}

/* Into its place among the latest. */
static void count_serial(struct date_counts *counts, int32_t serial)
{
    size_t known = counts->serials < DATE_FORM_LATEST ? (size_t)counts->serials : DATE_FORM_LATEST;
    counts->serials++;
    for (size_t i = 0; i < DATE_FORM_LATEST; i++) {
        int32_t former = counts->serial_latest[i];
        if (i >= known || serial > former) {
            counts->serial_latest[i] = serial;
            serial = former;
        }
        if (i >= known) {
            return;
        }
    }
}

int32_t date_counts_latest_serial(const struct date_counts *counts)
{
    int64_t slips = counts->serials / SERIALS_A_SLIP;
    return counts->serial_latest[slips < DATE_FORM_LATEST ? slips : DATE_FORM_LATEST - 1];
}

void date_form_count(struct date_counts *counts, struct str cell)
{
    if (date_form_is_silent(cell)) {
        return;
    }
    struct scan scan = scan_cell(cell);
    if (scan.kind == SCAN_YEAR_LAST) {
        bool day_first = scan.first > 12 && scan.second <= 12, month_first = scan.second > 12 && scan.first <= 12;
        counts->day_first += day_first;
        counts->month_first += month_first;
        counts->ambiguous += !day_first && !month_first && scan.first != scan.second;
    }
    counts->short_years += scan.kind != SCAN_NONE && scan.short_year;
    if (scan.kind == SCAN_SERIAL) {
        count_serial(counts, scan.serial);
    }
}
