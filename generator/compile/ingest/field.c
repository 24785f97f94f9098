#include "gencarto/compile/ingest/field.h"

#include <assert.h>
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

/* The ways to write nothing, folded; they begin with one of BLANK_LETTERS. */
#define BLANK_LETTERS "aAiInNsSvV"
#define BLANK_BYTES   40
static const struct str blank_words[] = {STR_INIT("nc"),
                                         STR_INIT("n c"),
                                         STR_INIT("nr"),
                                         STR_INIT("n r"),
                                         STR_INIT("n d"),
                                         STR_INIT("nan"),
                                         STR_INIT("vide"),
                                         STR_INIT("neant"),
                                         STR_INIT("nd"),
                                         STR_INIT("na"),
                                         STR_INIT("n a"),
                                         STR_INIT("ns"),
                                         STR_INIT("nsp"),
                                         STR_INIT("inconnu"),
                                         STR_INIT("inconnue"),
                                         STR_INIT("null"),
                                         STR_INIT("none"),
                                         STR_INIT("non renseigne"),
                                         STR_INIT("non renseignee"),
                                         STR_INIT("non communique"),
                                         STR_INIT("non communiquee"),
                                         STR_INIT("non connu"),
                                         STR_INIT("non connue"),
                                         STR_INIT("non precise"),
                                         STR_INIT("non precisee"),
                                         STR_INIT("non disponible"),
                                         STR_INIT("non applicable"),
                                         STR_INIT("sans reponse"),
                                         STR_INIT("a completer"),
                                         STR_INIT("a preciser"),
                                         STR_INIT("a renseigner"),
                                         STR_INIT("sans objet")};

bool field_is_blank(struct arena *scratch, struct str field)
{
    char first = field.len > 0 ? field.ptr[0] : ' ';
    bool is_word = (first >= '0' && first <= '9') || (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
    if (field.len > BLANK_BYTES || (is_word && !strchr(BLANK_LETTERS, first))) {
        return false;
    }
    struct arena_mark mark = arena_save(scratch);
    struct str folded = text_fold(scratch, field); /* "n/a" is "n a" */
    bool is_blank = folded.len == 0;
    for (size_t i = 0; i < sizeof(blank_words) / sizeof(blank_words[0]) && !is_blank; i++) {
        assert(strchr(BLANK_LETTERS, blank_words[i].ptr[0]));
        is_blank = str_equal(folded, blank_words[i]);
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
