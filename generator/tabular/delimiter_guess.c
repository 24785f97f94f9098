/* Delimiters of several characters, or of one beyond ASCII: found among the signs of the first lines. */
#include <string.h>

#include "gencarto/tabular/delimiter.h"

#define LINES_LOOKED_AT 32
#define LINE_LOOKED_AT  2048 /* bytes of each */
#define LONGEST_GRAM    4    /* characters */
#define GRAMS           96   /* counted; what comes when that many are known is passed over */

#define TEXT_PRIOR  0.5 /* of signs that stand in texts */
#define LEAST_SHARE 4   /* of the lines, one in so many */

#define GUESSED_PRIOR 0.9  /* single ones are likelier */
#define COVERED_LEAST 0.75 /* of the lines: others may have the sign in a text */

/* A run of signs, and how many lines have it. */
struct gram {
    struct str text;
    size_t characters;
    size_t lines, places;
    size_t last_line; /* counted, from 1 */
};

struct counting {
    struct gram grams[GRAMS];
    size_t count;
    size_t line; /* from 1 */
};

/* ---- signs ---------------------------------------------------------------------------------------------------- */

/* What a byte is to a line: most are letters, digits and blanks; signs are punctuation, symbols and
 * controls that may stand between cells; neither are quotation marks and what numbers and names have inside. */
enum role { PLAIN, SIGN, NEITHER, BEYOND_ASCII };

static inline enum role role_of(char c)
{
    enum { P = PLAIN, S = SIGN, N = NEITHER, B = BEYOND_ASCII };
    /* clang-format off */
    static const unsigned char roles[256] = {
        N, S, S, S, S, S, S, S, S, S, N, S, S, N, S, S,
        S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
        P, S, N, S, S, S, S, N, S, S, S, S, S, S, N, S,
        P, P, P, P, P, P, P, P, P, P, S, S, S, S, S, S,
        S, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
        P, P, P, P, P, P, P, P, P, P, P, S, S, S, S, S,
        S, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
        P, P, P, P, P, P, P, P, P, P, P, S, S, S, S, S,
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
    };
    /* clang-format on */
    return (enum role)roles[(unsigned char)c];
}

static bool is_between(unsigned c, unsigned from, unsigned to)
{
    return c >= from && c <= to;
}

/* Beyond ASCII. French texts hold "n°", "1ª", "m²", "½", "«", "’", "…", dashes and the euro: these cut nothing. */
static bool is_wide_sign(unsigned c)
{
    bool is_of_numbers = c == 0xb1 || c == 0xb2 || c == 0xb3 || c == 0xb5 || c == 0xb9 || (c >= 0xbc && c <= 0xbe);
    bool is_of_french = c == 0xa0 || c == 0xaa || c == 0xab || c == 0xb0 || c == 0xba || c == 0xbb || c == 0xad;
    bool is_latin = is_between(c, 0x80, 0xbf) && c != 0x85;
    bool is_sign = is_between(c, 0x2016, 0x2017) || is_between(c, 0x2020, 0x2025) || is_between(c, 0x2030, 0x205e) ||
                   is_between(c, 0x20a0, 0x20ab) || is_between(c, 0x2190, 0x2bff) || is_between(c, 0x3001, 0x303f) ||
                   is_between(c, 0xe000, 0xf8ff) || is_between(c, 0xff01, 0xff0f) || is_between(c, 0xff1a, 0xff1e) ||
                   is_between(c, 0xff5b, 0xff64);
    return (is_latin && !is_of_french && !is_of_numbers) || c == 0xd7 || c == 0xf7 || c == 0xfe || is_sign;
}

size_t delimiter_wide_sign(struct str text, size_t at)
{
    unsigned first = (unsigned char)text.ptr[at];
    unsigned second = at + 1 < text.len ? (unsigned char)text.ptr[at + 1] & 0x3f : 0;
    unsigned third = at + 2 < text.len ? (unsigned char)text.ptr[at + 2] & 0x3f : 0;
    if (is_between(first, 0xc2, 0xdf) && at + 1 < text.len) {
        return is_wide_sign((first & 0x1f) << 6 | second) ? 2 : 0;
    }
    if (is_between(first, 0xe0, 0xef) && at + 2 < text.len) {
        return is_wide_sign((first & 0x0f) << 12 | second << 6 | third) ? 3 : 0;
    }
    return 0;
}

/* Bytes of the sign at `at`; 0 when it is none. */
static inline size_t sign_len(struct str text, size_t at)
{
    enum role role = role_of(text.ptr[at]);
    return role == BEYOND_ASCII ? delimiter_wide_sign(text, at) : role == SIGN;
}

/* One ASCII character is tried by itself anyway, unless it is a control that is not in that list. */
static bool is_tried_alone(char c)
{
    bool is_tried = (unsigned char)c >= ' ' || c == '\t';
    for (size_t i = 0; i < DELIMITERS_SINGLE && !is_tried; i++) {
        is_tried = delimiter_single(i)->delimiter.bytes[0] == c;
    }
    return is_tried;
}

/* ---- counting ------------------------------------------------------------------------------------------------- */

static void count_gram(struct counting *counting, struct str text, size_t characters)
{
    for (size_t i = 0; i < counting->count; i++) {
        struct gram *gram = &counting->grams[i];
        if (str_equal(gram->text, text)) {
            gram->lines += gram->last_line != counting->line;
            gram->places++;
            gram->last_line = counting->line;
            return;
        }
    }
    if (counting->count < GRAMS && text.len < DELIMITER_MOST) {
        counting->grams[counting->count++] = (struct gram){text, characters, 1, 1, counting->line};
    }
}

/* The signs from `from` to `to` and all that stand side by side in them. */
static void count_run(struct counting *counting, struct str run)
{
    for (size_t from = 0; from < run.len; from += sign_len(run, from)) {
        size_t to = from;
        for (size_t characters = 1; characters <= LONGEST_GRAM && to < run.len; characters++) {
            to += sign_len(run, to);
            struct str text = str_slice(run, from, to);
            if (characters > 1 || text.len > 1 || !is_tried_alone(text.ptr[0])) {
                count_gram(counting, text, characters);
            }
        }
    }
}

/* One ASCII sign, as empty cells leave it too. */
static bool is_repeated(struct str run)
{
    size_t at = 1;
    while (at < run.len && run.ptr[at] == run.ptr[0]) {
        at++;
    }
    return at == run.len && is_tried_alone(run.ptr[0]);
}

static void count_repeated(struct counting *counting, struct str run)
{
    for (size_t len = 2; len <= run.len && len <= LONGEST_GRAM; len++) {
        count_gram(counting, str_slice(run, 0, len), len);
    }
}

/* A tab as programmers write it, which a tool took at its word. */
static bool is_written_tab(struct str line, size_t at)
{
    return line.ptr[at] == '\\' && at + 1 < line.len && line.ptr[at + 1] == 't';
}

/* A sign before a letter, a digit or a blank that is tried alone, as most are: no long delimiter begins with it. */
static inline bool is_lone_sign(struct str line, size_t at)
{
    char c = line.ptr[at];
    return c > ' ' && c != '\\' && role_of(c) == SIGN && at + 1 < line.len && role_of(line.ptr[at + 1]) == PLAIN;
}

static void count_line(struct counting *counting, struct str line)
{
    for (size_t at = 0; at < line.len;) {
        while (at < line.len && role_of(line.ptr[at]) == PLAIN) {
            at++;
        }
        if (at == line.len || is_lone_sign(line, at)) {
            at++;
            continue;
        }
        size_t from = at;
        if (is_written_tab(line, at)) {
            count_gram(counting, str_slice(line, at, at + 2), 2);
            at += 2;
            continue;
        }
        for (size_t len; at < line.len && (len = sign_len(line, at)) > 0;) {
            at += len;
        }
        struct str run = str_slice(line, from, at);
        if (run.len == line.len) {
            return; /* nothing but empty cells, or a rule */
        }
        if (run.len > 1 && is_repeated(run)) {
            count_repeated(counting, run);
        } else if (run.len > 1 || (run.len == 1 && !is_tried_alone(run.ptr[0]))) {
            count_run(counting, run);
        }
        at += at < line.len;
    }
}

/* The next line that is not blank. */
static bool next_line(struct str *rest, struct str *out_line)
{
    while (rest->len > 0) {
        size_t lf = str_index(*rest, '\n', 0), end = str_index(str_slice(*rest, 0, lf), '\r', 0);
        *out_line = str_slice(*rest, 0, end);
        *rest = str_slice(*rest, end + 1, rest->len);
        if (str_trim(*out_line).len > 0) {
            *out_line = str_slice(*out_line, 0, LINE_LOOKED_AT);
            return true;
        }
    }
    return false;
}

static size_t count_lines(struct counting *counting, struct str text)
{
    struct str line;
    while (counting->line < LINES_LOOKED_AT && next_line(&text, &line)) {
        counting->line++;
        count_line(counting, line);
    }
    return counting->line;
}

/* ---- choice --------------------------------------------------------------------------------------------------- */

/* In more lines, then in more places, then longer: "~|~" before "~|", which is everywhere with it. */
static bool is_before(const struct gram *a, const struct gram *b)
{
    if (a->lines != b->lines) {
        return a->lines > b->lines;
    }
    return a->places != b->places ? a->places > b->places : a->text.len > b->text.len;
}

/* A part of a gram that was chosen, and nowhere else but in it. */
static bool is_part(const struct gram *gram, const struct gram *chosen)
{
    return gram->text.len < chosen->text.len && str_find(chosen->text, gram->text, 0) < chosen->text.len &&
           gram->lines == chosen->lines;
}

/* "--", "==", "://" stand in texts that they do not cut. */
static struct delimiter_prior prior_of(const struct gram *gram)
{
    bool is_of_texts = true;
    for (size_t i = 0; i < gram->text.len; i++) {
        is_of_texts = is_of_texts && strchr("-_/\\=*+.!?()", gram->text.ptr[i]) != NULL;
    }
    is_of_texts = is_of_texts || str_index(gram->text, '/', 0) < gram->text.len;
    return (struct delimiter_prior){delimiter_from(gram->text), is_of_texts ? TEXT_PRIOR : GUESSED_PRIOR, is_of_texts};
}

static bool is_usual(char c)
{
    bool is_found = false;
    for (size_t i = 0; i < 4 && !is_found; i++) {
        is_found = delimiter_single(i)->delimiter.bytes[0] == c;
    }
    return is_found;
}

/* A usual delimiter after or before the sign that ends or begins the cells beside it: "12%;", ";+33". */
static bool is_beside_cell(struct str text)
{
    static const char signs[] = "%)(]}[{+-/#$!?*&@_=:";
    char first = text.ptr[0], last = text.ptr[text.len - 1];
    return text.len == 2 && ((is_usual(last) && strchr(signs, first)) || (is_usual(first) && strchr(signs, last)));
}

static struct gram *best_gram(struct counting *counting, size_t least)
{
    struct gram *best = NULL;
    for (size_t i = 0; i < counting->count; i++) {
        struct gram *gram = &counting->grams[i];
        bool is_worth = gram->lines >= least && !is_beside_cell(gram->text);
        best = is_worth && (!best || is_before(gram, best)) ? gram : best;
    }
    return best;
}

size_t delimiter_guess(struct str beginning, struct delimiter_prior *out_guesses)
{
    struct counting counting = {.count = 0};
    struct gram chosen[DELIMITER_GUESSES], *best;
    size_t lines = count_lines(&counting, beginning), count = 0, least = lines / LEAST_SHARE;
    least = least < 2 ? (lines < 2 ? 1 : 2) : least;
    while (count < DELIMITER_GUESSES && (best = best_gram(&counting, least))) {
        bool is_new = true;
        for (size_t i = 0; i < count; i++) {
            is_new = is_new && !is_part(best, &chosen[i]);
        }
        if (is_new) {
            out_guesses[count] = prior_of(best);
            chosen[count++] = *best;
        }
        best->lines = 0;
    }
    return count;
}

/* ---- parts ---------------------------------------------------------------------------------------------------- */

static bool ends_cell(struct str line, size_t at, struct str whole)
{
    return at == line.len || str_starts(str_slice(line, at, line.len), whole);
}

/* After the quoted cell that begins at `at`, which `whole` or the end of the line follows; `at` when there is none, or
 * the sign alone ends it. */
static size_t after_quoted(struct str line, size_t at, char sign, struct str whole)
{
    char quote = at < line.len ? line.ptr[at] : '\0';
    if (quote != '"' && quote != '\'') {
        return at;
    }
    size_t end = str_index(line, quote, at + 1);
    while (end < line.len && !ends_cell(line, end + 1, whole)) {
        bool is_by_sign = line.ptr[end + 1] == sign && line.ptr[end - 1] != quote;
        end = is_by_sign ? line.len : str_index(line, quote, end + 1);
    }
    return end < line.len ? end + 1 : at;
}

/* All of `sign` in the line stand in `whole`, those inside quotes apart. */
static bool is_covered(struct str line, char sign, struct str whole)
{
    size_t before = str_index(whole, sign, 0), begin = after_quoted(line, 0, sign, whole);
    for (size_t at; (at = str_index(line, sign, begin)) < line.len;) {
        if (at < begin + before || !str_starts(str_slice(line, at - before, line.len), whole)) {
            return false;
        }
        begin = after_quoted(line, at - before + whole.len, sign, whole);
    }
    return true;
}

bool delimiter_is_part(struct str beginning, char sign, const struct delimiter *whole)
{
    struct str line;
    size_t lines = 0, covered = 0;
    for (size_t i = 0; i < LINES_LOOKED_AT && next_line(&beginning, &line); i++) {
        bool occurs = str_index(line, sign, 0) < line.len;
        lines += occurs;
        covered += occurs && is_covered(line, sign, delimiter_text(whole));
        if (lines == 1 && covered == 0) {
            return false; /* the names of the columns tell it from cells that are empty in all rows */
        }
    }
    return covered > 1 && (double)covered >= COVERED_LEAST * (double)lines;
}
