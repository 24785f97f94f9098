#include "gencarto/tabular/code_page.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum page { WINDOWS, MACINTOSH, DOS, PAGES };

static const enum encoding encodings[PAGES] = {ENCODING_WINDOWS_1252, ENCODING_MACINTOSH, ENCODING_IBM850};

/* Where a character stands in French texts. */
enum kind { SMALL, CAPITAL, APOSTROPHE, OPENING, CLOSING, DASH, EURO, DEGREE, SQUARE, BLANK, NOWHERE };

/* What French texts hold beyond ASCII, the weight of each by how often, and its byte in each page; 0: the page lacks
 * it. Any other character speaks against a page. */
static const struct {
    int weight;
    enum kind kind;
    unsigned char bytes[PAGES];
} characters[] = {
    {10, SMALL, {0xe9, 0x8e, 0x82}},  /* é */
    {5, SMALL, {0xe8, 0x8f, 0x8a}},   /* è */
    {5, SMALL, {0xe0, 0x88, 0x85}},   /* à */
    {4, SMALL, {0xea, 0x90, 0x88}},   /* ê */
    {4, SMALL, {0xe7, 0x8d, 0x87}},   /* ç */
    {3, SMALL, {0xf4, 0x99, 0x93}},   /* ô */
    {3, SMALL, {0xee, 0x94, 0x8c}},   /* î */
    {3, SMALL, {0xfb, 0x9e, 0x96}},   /* û */
    {3, SMALL, {0xf9, 0x9d, 0x97}},   /* ù */
    {3, SMALL, {0xe2, 0x89, 0x83}},   /* â */
    {2, SMALL, {0xeb, 0x91, 0x89}},   /* ë */
    {2, SMALL, {0xef, 0x95, 0x8b}},   /* ï */
    {1, SMALL, {0xff, 0xd8, 0x98}},   /* ÿ */
    {1, SMALL, {0xfc, 0x9f, 0x81}},   /* ü */
    {1, SMALL, {0xf6, 0x9a, 0x94}},   /* ö */
    {1, SMALL, {0xe4, 0x8a, 0x84}},   /* ä */
    {4, CAPITAL, {0xc9, 0x83, 0x90}}, /* É */
    {2, CAPITAL, {0xc8, 0xe9, 0xd4}}, /* È */
    {2, CAPITAL, {0xc0, 0xcb, 0xb7}}, /* À */
    {2, CAPITAL, {0xca, 0xe6, 0xd2}}, /* Ê */
    {2, CAPITAL, {0xc7, 0x82, 0x80}}, /* Ç */
    {1, CAPITAL, {0xd4, 0xef, 0xe2}}, /* Ô */
    {1, CAPITAL, {0xce, 0xeb, 0xd7}}, /* Î */
    {1, CAPITAL, {0xc2, 0xe5, 0xb6}}, /* Â */
    {2, SMALL, {0x9c, 0xcf, 0}},      /* œ */
    {1, CAPITAL, {0x8c, 0xce, 0}},    /* Œ */
    {4, APOSTROPHE, {0x92, 0xd5, 0}}, /* ’ */
    {1, OPENING, {0x91, 0xd4, 0}},    /* ‘ */
    {2, OPENING, {0x93, 0xd2, 0}},    /* “ */
    {2, CLOSING, {0x94, 0xd3, 0}},    /* ” */
    {3, OPENING, {0xab, 0xc7, 0xae}}, /* « */
    {3, CLOSING, {0xbb, 0xc8, 0xaf}}, /* » */
    {3, DASH, {0x96, 0xd0, 0}},       /* – */
    {1, DASH, {0x97, 0xd1, 0}},       /* — */
    {2, CLOSING, {0x85, 0xc9, 0}},    /* … */
    {4, EURO, {0x80, 0xdb, 0}},       /* € */
    {3, DEGREE, {0xb0, 0xa1, 0xf8}},  /* ° */
    {1, DEGREE, {0xba, 0xbc, 0xa7}},  /* º */
    {2, BLANK, {0xa0, 0xca, 0xff}},   /* the no-break space */
    {1, SQUARE, {0xb2, 0, 0xfd}},     /* ² */
    {1, OPENING, {0xa7, 0xa4, 0xf5}}, /* § */
    {1, NOWHERE, {0xb7, 0xe1, 0xfa}}, /* · */
    {1, OPENING, {0x95, 0xa5, 0}},    /* • */
};
#define STRANGE_WEIGHT (-8)

/* The letters without which no text is taken for another page: é and É. */
#define ACUTE         0
#define CAPITAL_ACUTE 16

#define LATIN_9_EURO  0xa4 /* ¤ in Windows-1252 */
#define LATIN_9_OE    0xbd /* ½ */
#define CONTROLS_LAST 0x9f /* from 0x80 on: letters and signs in Windows-1252, controls in ISO-8859-15 */

static bool is_small_letter(unsigned char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(unsigned char c)
{
    return is_small_letter((unsigned char)(c | 0x20)) || c >= 0x80; /* another beyond ASCII may be one */
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static bool is_among(unsigned char c, const char *allowed)
{
    return c == '\0' || strchr(allowed, c) != NULL; /* a text begins and ends as a word does */
}

static bool is_in_place(enum kind kind, unsigned char previous, unsigned char next)
{
    static const char before[] = " \"'(;,\t|/\r\n-", after[] = " \"'.):;,!?\t|/\r\n-";
    switch (kind) {
    case SMALL:
        return (is_letter(previous) || is_among(previous, before)) && (is_letter(next) || is_among(next, after));
    case CAPITAL:
        return !is_small_letter(previous) && !is_digit(previous) && (is_letter(next) || is_among(next, after));
    case APOSTROPHE:
        return is_letter(previous) && is_letter(next);
    case OPENING:
        return is_among(previous, before) && !is_among(next, ";\t|\r\n");
    case CLOSING:
        return is_among(next, after) && previous != '\0';
    case DASH:
        return is_among(previous, " ") && is_among(next, " ");
    case EURO:
        return (is_digit(previous) || is_among(previous, " (") || previous >= 0x80) && is_among(next, after);
    case DEGREE:
        return (is_digit(previous) || previous == 'n' || previous == 'N') && !is_small_letter(next);
    case SQUARE:
        return previous == 'm' && !is_letter(next);
    case BLANK:
        return (is_digit(previous) && is_digit(next)) || is_among(next, ":;?!%") || previous >= 0x80 || next >= 0x80;
    case NOWHERE:
        break;
    }
    return false;
}

/* The byte is a character of French texts, in its place; or, of Windows-1252, any letter inside a word. */
static bool fits(enum page page, unsigned char previous, unsigned char byte, unsigned char next)
{
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
        if (characters[i].bytes[page] == byte) {
            return is_in_place(characters[i].kind, previous, next);
        }
    }
    return page == WINDOWS && byte >= 0xc0 && is_in_place(SMALL, previous, next) && is_small_letter(next);
}

static void count_places(struct code_page_counts *counts, unsigned char previous, unsigned char byte,
                         unsigned char next)
{
    if (counts->looked_at < CODE_PAGE_FEW) { /* more tell by what they are */
        for (enum page page = WINDOWS; page < PAGES; page++) {
            counts->misplaced[page] += !fits(page, previous, byte, next);
        }
    }
    counts->looked_at++;
}

void code_page_count(struct code_page_counts *counts, unsigned char previous, unsigned char byte, unsigned char next)
{
    counts->bytes[byte & 0x7f]++;
    count_places(counts, previous, byte, next);
    if (byte == LATIN_9_OE) {
        counts->latin_9 += is_small_letter(previous) && is_small_letter(next);
    } else if (byte == LATIN_9_EURO) {
        bool is_after_amount = (previous >= '0' && previous <= '9') || strchr(" (\xa0", previous);
        bool is_before_end = strchr(";,\t|\")/ \r\n", next) != NULL; /* of the text, too */
        counts->latin_9 += previous && is_after_amount && is_before_end;
        counts->currencies += !(previous && is_after_amount && is_before_end);
    }
}

static int64_t count_of(const struct code_page_counts *counts, enum page page, size_t character)
{
    unsigned char byte = characters[character].bytes[page];
    return byte ? counts->bytes[byte & 0x7f] : 0;
}

static int64_t score_of(const struct code_page_counts *counts, enum page page)
{
    int64_t score = 0, strange = 0;
    for (size_t i = 0; i < 128; i++) {
        strange += counts->bytes[i];
    }
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
        score += count_of(counts, page, i) * characters[i].weight;
        strange -= count_of(counts, page, i);
    }
    return score + strange * STRANGE_WEIGHT;
}

static bool is_latin_9(const struct code_page_counts *counts)
{
    for (size_t i = 0; i <= (CONTROLS_LAST & 0x7f); i++) {
        if (counts->bytes[i] > 0) {
            return false;
        }
    }
    return counts->latin_9 > 0 && counts->currencies == 0;
}

/* Half of the first characters, when they are few: a capital inside a word is none. */
static bool is_mostly_in_place(const struct code_page_counts *counts, enum page page)
{
    return counts->looked_at > CODE_PAGE_FEW || counts->misplaced[page] * 2 <= counts->looked_at;
}

/* Few characters, none of them é, that have no place in Windows-1252: the one page where each has its own; WINDOWS when
 * there is none, or two. */
static enum page page_by_places(const struct code_page_counts *counts)
{
    enum page found = WINDOWS;
    int pages = 0;
    bool are_few = counts->looked_at > 0 && counts->looked_at <= CODE_PAGE_FEW;
    for (enum page page = MACINTOSH; page < PAGES && are_few && counts->misplaced[WINDOWS] > 0; page++) {
        bool is_one = counts->misplaced[page] == 0;
        found = is_one ? page : found;
        pages += is_one;
    }
    return pages == 1 ? found : WINDOWS;
}

bool code_page_is_doubtful(const struct code_page_counts *counts)
{
    return counts->looked_at > 0 && counts->looked_at <= CODE_PAGE_DOUBTFUL && counts->misplaced[WINDOWS] > 0;
}

enum encoding code_page_decide(const struct code_page_counts *counts)
{
    enum page best = WINDOWS;
    int64_t most = score_of(counts, WINDOWS);
    most = most > 0 ? most * 2 : 0; /* another page must explain the text much better */
    for (enum page page = MACINTOSH; page < PAGES; page++) {
        bool has_acute = count_of(counts, page, ACUTE) + count_of(counts, page, CAPITAL_ACUTE) > 0;
        int64_t score = has_acute && is_mostly_in_place(counts, page) ? score_of(counts, page) : 0;
        if (score > most) {
            best = page;
            most = score;
        }
    }
    best = best == WINDOWS ? page_by_places(counts) : best;
    return best == WINDOWS && is_latin_9(counts) ? ENCODING_ISO_8859_15 : encodings[best];
}
