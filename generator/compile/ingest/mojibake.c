#include "gencarto/compile/ingest/mojibake.h"

#include <stdint.h>

#include "gencarto/base/buf.h"

#define ROUNDS 3 /* a text may have gone wrong more than once */

/* Windows-1252 from 0x80 to 0x9F; 0: undefined, kept as the control character of the same number. */
static const uint16_t windows_1252[] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                        0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* The character of valid UTF-8 at `at`, and its bytes. */
static uint32_t character_at(struct str text, size_t at, size_t *out_len)
{
    unsigned char c = (unsigned char)text.ptr[at];
    size_t len = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    uint32_t character = c < 0x80 ? c : c & (0x7Fu >> len);
    for (size_t i = 1; i < len && at + i < text.len; i++) {
        character = character << 6 | ((unsigned char)text.ptr[at + i] & 0x3Fu);
    }
    *out_len = len;
    return character;
}

/* The byte that Windows-1252 reads as the character, or -1. */
static int byte_of(uint32_t character)
{
    if (character < 0x100) {
        return (int)character;
    }
    for (int i = 0; i < 32; i++) {
        if (windows_1252[i] == character) {
            return 0x80 + i;
        }
    }
    return -1;
}

/* Letters and signs that French texts are written with: Latin-1, Latin Extended-A, general punctuation, currency,
 * letterlike signs, ligatures, and the signature. Others would be chance. */
static bool is_likely(uint32_t character)
{
    return (character >= 0xA0 && character <= 0x17F) || (character >= 0x2010 && character <= 0x2044) ||
           (character >= 0x20A0 && character <= 0x20BF) || (character >= 0x2100 && character <= 0x214F) ||
           character == 0x2C6 || character == 0x2DC || character == 0x192 || character == 0xFEFF ||
           (character >= 0xFB00 && character <= 0xFB04);
}

/* The characters from `at` on read as bytes: a sequence of UTF-8 for a likely character. Gives the end of the sequence
 * in the text, or 0. */
static size_t sequence_at(struct str text, size_t at, unsigned char bytes[4], size_t *out_count)
{
    size_t len, next = at;
    int lead = byte_of(character_at(text, at, &len));
    size_t wanted = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 0;
    uint32_t character = wanted == 2 ? (uint32_t)lead & 0x1F : (uint32_t)lead & 0x0F;
    for (size_t i = 0; i < wanted; i++) {
        if (next >= text.len) {
            return 0;
        }
        int byte = byte_of(character_at(text, next, &len));
        if (i > 0 && (byte < 0x80 || byte > 0xBF)) {
            return 0;
        }
        bytes[i] = (unsigned char)byte;
        character = i > 0 ? character << 6 | ((uint32_t)byte & 0x3F) : character;
        next += len;
    }
    *out_count = wanted;
    return wanted > 0 && is_likely(character) ? next : 0;
}

/* Where the first sequence begins, or the length of the text. */
static size_t first_sequence(struct str text)
{
    for (size_t at = 0, len, count; at < text.len; at += len) {
        unsigned char bytes[4];
        len = 1;
        if ((unsigned char)text.ptr[at] >= 0x80) {
            if (sequence_at(text, at, bytes, &count) > 0) {
                return at;
            }
            character_at(text, at, &len);
        }
    }
    return text.len;
}

static bool repair_once(struct arena *arena, struct str text, struct str *out_text)
{
    struct buf repaired;
    size_t first = first_sequence(text);
    if (first == text.len) {
        return false;
    }
    buf_init(&repaired, arena);
    buf_add(&repaired, str_slice(text, 0, first));
    for (size_t at = first, len; at < text.len;) {
        unsigned char bytes[4];
        size_t count, end = (unsigned char)text.ptr[at] < 0x80 ? 0 : sequence_at(text, at, bytes, &count);
        if (end > 0) {
            buf_add(&repaired, (struct str){(const char *)bytes, count});
            at = end;
            continue;
        }
        character_at(text, at, &len);
        buf_add(&repaired, str_slice(text, at, at + len));
        at += len;
    }
    *out_text = buf_str(&repaired);
    return true;
}

static bool is_ascii(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* ---- other code pages ----------------------------------------------------------------------------------------- */

/* What French texts are written with, as two code pages have it that Windows-1252 is not: of DOS and of the old
 * Macintosh. */
struct page_letter {
    unsigned char byte;
    const char *letter;
};

static const struct page_letter page_850[] = {
    {0x80, "\u00C7"}, {0x81, "\u00FC"}, {0x82, "\u00E9"}, {0x83, "\u00E2"}, {0x84, "\u00E4"}, {0x85, "\u00E0"},
    {0x87, "\u00E7"}, {0x88, "\u00EA"}, {0x89, "\u00EB"}, {0x8A, "\u00E8"}, {0x8B, "\u00EF"}, {0x8C, "\u00EE"},
    {0x90, "\u00C9"}, {0x93, "\u00F4"}, {0x94, "\u00F6"}, {0x96, "\u00FB"}, {0x97, "\u00F9"}, {0xAE, "\u00AB"},
    {0xAF, "\u00BB"}, {0xB7, "\u00C0"}, {0xD2, "\u00CA"}, {0xD4, "\u00C8"}, {0xE2, "\u00D4"}, {0xF8, "\u00B0"},
    {0xFF, "\u00A0"}, {0, NULL}};
static const struct page_letter page_macintosh[] = {
    {0x82, "\u00C7"}, {0x83, "\u00C9"}, {0x88, "\u00E0"}, {0x89, "\u00E2"}, {0x8A, "\u00E4"}, {0x8D, "\u00E7"},
    {0x8E, "\u00E9"}, {0x8F, "\u00E8"}, {0x90, "\u00EA"}, {0x91, "\u00EB"}, {0x94, "\u00EE"}, {0x95, "\u00EF"},
    {0x99, "\u00F4"}, {0x9A, "\u00F6"}, {0x9D, "\u00F9"}, {0x9E, "\u00FB"}, {0x9F, "\u00FC"}, {0xA1, "\u00B0"},
    {0xC7, "\u00AB"}, {0xC8, "\u00BB"}, {0xC9, "\u2026"}, {0xCA, "\u00A0"}, {0xCB, "\u00C0"}, {0xCF, "\u0153"},
    {0xD0, "\u2013"}, {0xD5, "\u2019"}, {0xDB, "\u20AC"}, {0xE9, "\u00C8"}, {0xE5, "\u00C2"}, {0xE6, "\u00CA"},
    {0xEF, "\u00D4"}, {0, NULL}};

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Between two small letters stands what no word has there: a low quote, a dagger, a per mille, a capital with a
 * caron. Small letters with one stand in names, and a bullet in words that are of both genders. */
static bool is_out_of_place(struct str text, size_t at, size_t len, uint32_t character)
{
    static const uint32_t signs[] = {0x201A, 0x192, 0x201E, 0x2020, 0x2021, 0x2C6,
                                     0x2030, 0x160, 0x2039, 0x17D,  0x201D, 0x2122};
    if (at == 0 || at + len >= text.len || !is_small(text.ptr[at - 1]) || !is_small(text.ptr[at + len])) {
        return false;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (character == signs[i]) {
            return true;
        }
    }
    return false;
}

static bool has_out_of_place(struct str text)
{
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t character = character_at(text, at, &len);
        if (is_out_of_place(text, at, len, character)) {
            return true;
        }
    }
    return false;
}

static const char *letter_of(const struct page_letter *page, int byte)
{
    while (page->letter && page->byte != byte) {
        page++;
    }
    return page->letter;
}

/* False when the page does not have one of the characters, or another capital amid small letters. */
static bool repair_by_page(struct arena *arena, struct str text, const struct page_letter *page, struct str *out_text)
{
    struct buf repaired;
    buf_init(&repaired, arena);
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t character = character_at(text, at, &len);
        const char *letter = character < 0x80 ? NULL : letter_of(page, byte_of(character));
        bool is_inside = at > 0 && is_small(text.ptr[at - 1]) && at + len < text.len && is_small(text.ptr[at + len]);
        bool is_capital = letter && letter[0] == '\xc3' && (unsigned char)letter[1] < 0xa0;
        if (character >= 0x80 && (!letter || (is_inside && is_capital))) {
            return false;
        }
        if (letter) {
            buf_text(&repaired, letter);
        } else {
            buf_add(&repaired, str_slice(text, at, at + len));
        }
    }
    *out_text = buf_str(&repaired);
    return true;
}

struct str mojibake_repair(struct arena *arena, struct str text)
{
    struct str repaired = STR("");
    if (is_ascii(text)) {
        return repaired;
    }
    if (has_out_of_place(text) &&
        (repair_by_page(arena, text, page_850, &repaired) || repair_by_page(arena, text, page_macintosh, &repaired))) {
        return repaired;
    }
    bool found = repair_once(arena, text, &repaired);
    for (int round = 1; found && round < ROUNDS; round++) {
        struct str further;
        if (!repair_once(arena, repaired, &further)) {
            break;
        }
        repaired = further;
    }
    return found ? repaired : STR("");
}
