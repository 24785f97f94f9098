#include "gencarto/tabular/code_page.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum page { WINDOWS, MACINTOSH, DOS, PAGES };

static const enum encoding encodings[PAGES] = {ENCODING_WINDOWS_1252, ENCODING_MACINTOSH, ENCODING_IBM850};

/* What French texts hold beyond ASCII, the weight of each by how often, and its byte in each page; 0: the page lacks
 * it. Any other character speaks against a page. */
static const struct {
    int weight;
    unsigned char bytes[PAGES];
} characters[] = {
    {10, {0xe9, 0x8e, 0x82}}, /* é */
    {5, {0xe8, 0x8f, 0x8a}},  /* è */
    {5, {0xe0, 0x88, 0x85}},  /* à */
    {4, {0xea, 0x90, 0x88}},  /* ê */
    {4, {0xe7, 0x8d, 0x87}},  /* ç */
    {3, {0xf4, 0x99, 0x93}},  /* ô */
    {3, {0xee, 0x94, 0x8c}},  /* î */
    {3, {0xfb, 0x9e, 0x96}},  /* û */
    {3, {0xf9, 0x9d, 0x97}},  /* ù */
    {3, {0xe2, 0x89, 0x83}},  /* â */
    {2, {0xeb, 0x91, 0x89}},  /* ë */
    {2, {0xef, 0x95, 0x8b}},  /* ï */
    {1, {0xfc, 0x9f, 0x81}},  /* ü */
    {1, {0xf6, 0x9a, 0x94}},  /* ö */
    {1, {0xe4, 0x8a, 0x84}},  /* ä */
    {4, {0xc9, 0x83, 0x90}},  /* É */
    {2, {0xc8, 0xe9, 0xd4}},  /* È */
    {2, {0xc0, 0xcb, 0xb7}},  /* À */
    {2, {0xca, 0xe6, 0xd2}},  /* Ê */
    {2, {0xc7, 0x82, 0x80}},  /* Ç */
    {1, {0xd4, 0xef, 0xe2}},  /* Ô */
    {1, {0xce, 0xeb, 0xd7}},  /* Î */
    {1, {0xc2, 0xe5, 0xb6}},  /* Â */
    {2, {0x9c, 0xcf, 0}},     /* œ */
    {1, {0x8c, 0xce, 0}},     /* Œ */
    {4, {0x92, 0xd5, 0}},     /* ’ */
    {1, {0x91, 0xd4, 0}},     /* ‘ */
    {2, {0x93, 0xd2, 0}},     /* “ */
    {2, {0x94, 0xd3, 0}},     /* ” */
    {3, {0xab, 0xc7, 0xae}},  /* « */
    {3, {0xbb, 0xc8, 0xaf}},  /* » */
    {3, {0x96, 0xd0, 0}},     /* – */
    {1, {0x97, 0xd1, 0}},     /* — */
    {2, {0x85, 0xc9, 0}},     /* … */
    {4, {0x80, 0xdb, 0}},     /* € */
    {3, {0xb0, 0xa1, 0xf8}},  /* ° */
    {1, {0xba, 0xbc, 0xa7}},  /* º */
    {2, {0xa0, 0xca, 0xff}},  /* the no-break space */
    {1, {0xb2, 0, 0xfd}},     /* ² */
    {1, {0xa7, 0xa4, 0xf5}},  /* § */
    {1, {0xb7, 0xe1, 0xfa}},  /* · */
    {1, {0x95, 0xa5, 0}},     /* • */
};
#define STRANGE_WEIGHT (-8)

/* The letters without which no text is taken for another page: é and É. */
#define ACUTE         0
#define CAPITAL_ACUTE 15

#define LATIN_9_EURO  0xa4 /* ¤ in Windows-1252 */
#define LATIN_9_OE    0xbd /* ½ */
#define CONTROLS_LAST 0x9f /* from 0x80 on: letters and signs in Windows-1252, controls in ISO-8859-15 */

static bool is_small_letter(unsigned char c)
{
    return c >= 'a' && c <= 'z';
}

void code_page_count(struct code_page_counts *counts, unsigned char previous, unsigned char byte, unsigned char next)
{
    counts->bytes[byte & 0x7f]++;
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

enum encoding code_page_decide(const struct code_page_counts *counts)
{
    enum page best = WINDOWS;
    int64_t most = score_of(counts, WINDOWS);
    most = most > 0 ? most * 2 : 0; /* another page must explain the text much better */
    for (enum page page = MACINTOSH; page < PAGES; page++) {
        bool has_acute = count_of(counts, page, ACUTE) + count_of(counts, page, CAPITAL_ACUTE) > 0;
        int64_t score = has_acute ? score_of(counts, page) : 0;
        if (score > most) {
            best = page;
            most = score;
        }
    }
    return best == WINDOWS && is_latin_9(counts) ? ENCODING_ISO_8859_15 : encodings[best];
}
