#include "gencarto/compile/ingest/field.h"

#include <string.h>

#include "gencarto/base/text.h"

#define SHAPE_CHARACTERS 40

/* U+00A0, U+202F, U+2009, U+200B, U+FEFF. */
static const struct str blanks[] = {
    STR_INIT(" "),           STR_INIT("\t"),           STR_INIT("\r"),           STR_INIT("\n"),
    STR_INIT("\xc2\xa0"),    STR_INIT("\xe2\x80\xaf"), STR_INIT("\xe2\x80\x89"), STR_INIT("\xe2\x80\x8b"),
    STR_INIT("\xef\xbb\xbf")};
#define BLANK_COUNT (sizeof(blanks) / sizeof(blanks[0]))

static size_t leading_blank(struct str s)
{
    for (size_t i = 0; i < BLANK_COUNT; i++) {
        if (str_starts(s, blanks[i])) {
            return blanks[i].len;
        }
    }
    return 0;
}

static size_t trailing_blank(struct str s)
{
    for (size_t i = 0; i < BLANK_COUNT; i++) {
        if (str_ends(s, blanks[i])) {
            return blanks[i].len;
        }
    }
    return 0;
}

static bool may_be_blank(char c)
{
    return (unsigned char)c <= ' ' || (unsigned char)c >= 0x80;
}

struct str field_trim(struct str field)
{
    size_t len;
    while (field.len > 0 && may_be_blank(field.ptr[0]) && (len = leading_blank(field)) > 0) {
        field = str_slice(field, len, field.len);
    }
    while (field.len > 0 && may_be_blank(field.ptr[field.len - 1]) && (len = trailing_blank(field)) > 0) {
        field.len -= len;
    }
    return field;
}

bool field_is_blank(struct arena *scratch, struct str field)
{
    static const char *const ways[] = {"nc",
                                       "n c",
                                       "nr",
                                       "n r",
                                       "n d",
                                       "nan",
                                       "vide",
                                       "neant",
                                       "nd",
                                       "na",
                                       "n a",
                                       "ns",
                                       "nsp",
                                       "inconnu",
                                       "inconnue",
                                       "null",
                                       "none",
                                       "non renseigne",
                                       "non renseignee",
                                       "non communique",
                                       "non communiquee",
                                       "non connu",
                                       "non connue",
                                       "non precise",
                                       "non precisee",
                                       "non disponible",
                                       "non applicable",
                                       "sans reponse",
                                       "a completer",
                                       "a preciser",
                                       "a renseigner",
                                       "sans objet"};
    if (field.len > 40) {
        return false;
    }
    struct arena_mark mark = arena_save(scratch);
    struct str folded = text_fold(scratch, field);
    /* "n/a" may keep its sign: compare without. */
    struct str plain = str_copy(scratch, folded);
    for (size_t i = 0; i < plain.len; i++) {
        if (strchr("/.-'_?", plain.ptr[i])) {
            ((char *)(uintptr_t)plain.ptr)[i] = ' ';
        }
    }
    plain = str_trim(plain);
    bool is_blank = plain.len == 0;
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]) && !is_blank; i++) {
        is_blank = str_equal(plain, str_from(ways[i]));
    }
    arena_restore(scratch, mark);
    return is_blank;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xC0;
}

void field_write_shape(struct buf *out, struct str field)
{
    int written = 0;
    for (size_t i = 0; i < field.len; i++) {
        unsigned char c = (unsigned char)field.ptr[i];
        if (c >= 0x80 && c < 0xC0) {
            continue; /* the rest of a character */
        }
        if (written++ == SHAPE_CHARACTERS) {
            buf_text(out, "...");
            return;
        }
        buf_byte(out, is_digit((char)c) ? '9' : is_letter((char)c) ? 'A' : c < ' ' ? ' ' : (char)c);
    }
}

bool field_has_two_numbers(struct str field)
{
    int numbers = 0;
    bool in_number = false;
    for (size_t i = 0; i < field.len; i++) {
        bool digit = is_digit(field.ptr[i]);
        numbers += digit && !in_number;
        in_number = digit;
    }
    return numbers >= 2;
}

bool field_is_web_address(struct str field)
{
    struct str scheme = STR("https://");
    if (!str_equal_ascii_case(str_slice(field, 0, 8), scheme)) {
        scheme = STR("http://");
        if (!str_equal_ascii_case(str_slice(field, 0, 7), scheme)) {
            return false;
        }
    }
    for (size_t i = 0; i < field.len; i++) {
        if ((unsigned char)field.ptr[i] <= ' ' || strchr("\"<>\\^`{}\x7f", field.ptr[i])) {
            return false;
        }
    }
    return field.len > scheme.len && (is_letter(field.ptr[scheme.len]) || is_digit(field.ptr[scheme.len]));
}

struct str field_compact(struct arena *arena, struct str field)
{
    struct buf compact;
    buf_init(&compact, arena);
    for (size_t i = 0; i < field.len; i++) {
        char c = field.ptr[i];
        if (is_digit(c) || (c >= 'A' && c <= 'Z')) {
            buf_byte(&compact, c);
        } else if (c >= 'a' && c <= 'z') {
            buf_byte(&compact, (char)(c - 'a' + 'A'));
        } else if (strchr(" .-\t", c) == NULL && (unsigned char)c < 0x80) {
            return field; /* another sign: no code */
        }
    }
    return buf_str(&compact);
}
