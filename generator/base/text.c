#include "gencarto/base/text.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "gencarto/base/bytes.h"
#include "heap.h"

/* The code point at the start of `s`, which is not empty; its length, or 0 when the bytes are no UTF-8. */
static size_t decode(struct str s, utf8proc_int32_t *out_code_point)
{
    utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)s.ptr, (utf8proc_ssize_t)s.len, out_code_point);
    return len > 0 ? (size_t)len : 0;
}

static struct str encoded(utf8proc_int32_t code_point, char bytes[4])
{
    utf8proc_ssize_t len = utf8proc_encode_char(code_point, (utf8proc_uint8_t *)bytes);
    return (struct str){bytes, (size_t)len};
}

/* The length of the beginning whose bytes are all below `limit`, which is not below 0x80: ASCII is passed eight bytes
 * at a time. */
static size_t length_below(struct str s, unsigned char limit)
{
    size_t len = 0;
    while (s.len - len >= 8 && (bytes_eight(s.ptr + len) & BYTES_TOPS) == 0)
        len += 8;
    while (len < s.len && (unsigned char)s.ptr[len] < limit)
        len++;
    return len;
}

bool text_is_utf8(struct str s, size_t *out_valid_len)
{
    size_t at = 0;
    while (at < s.len) {
        utf8proc_int32_t code_point;
        size_t len = (unsigned char)s.ptr[at] < 0x80 ? 1 : decode(str_slice(s, at, s.len), &code_point);
        if (len == 0)
            break;
        at += len;
    }
    if (out_valid_len)
        *out_valid_len = at;
    return at == s.len;
}

/* Nothing below U+0300, whose first byte is 0xCC, combines or decomposes, nor do the dashes, quotation marks and other
 * signs of U+2010 to U+203F. */
static bool is_nfc(struct str s)
{
    for (size_t at = 0; (at += length_below(str_slice(s, at, s.len), 0xCC)) < s.len; at += 3)
        if (s.len - at < 3 || memcmp(s.ptr + at, "\xE2\x80", 2) != 0 || (unsigned char)s.ptr[at + 2] < 0x90)
            return false;
    return true;
}

struct str text_nfc(struct arena *arena, struct str s)
{
    if (is_nfc(s))
        return s;
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)s.ptr, (utf8proc_ssize_t)s.len, &mapped,
                                        UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    assert(len >= 0 && "text_nfc is for valid UTF-8");
    if (len < 0)
        return s;
    struct str result = str_copy(arena, (struct str){(const char *)mapped, (size_t)len});
    free(mapped);
    return result;
}

/* --- folding --- */

/* Words being joined: `separator` stands between them, nothing at the ends. */
struct words {
    struct buf text;
    char separator;
    bool pending; /* a sign was seen since the last letter */
};

static void end_word(struct words *words)
{
    words->pending = words->text.len > 0;
}

static void add_letters(struct words *words, struct str letters)
{
    if (words->pending)
        buf_byte(&words->text, words->separator);
    words->pending = false;
    buf_add(&words->text, letters);
}

/* What a byte is folded to, by itself: letters and digits of ASCII stand for themselves, in lower case; 0 for others.
 */
static const char ascii_folds[256] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8',
    ['9'] = '9', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h',
    ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q',
    ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z',
    ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i',
    ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r',
    ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z',
};

/* Folds as many characters of ASCII as `s` begins with. The text has room for `s`. */
static size_t fold_ascii(struct words *words, struct str s)
{
    char *to = words->text.ptr + words->text.len;
    const char *from = s.ptr, *end = s.ptr + s.len;
    while (from < end && (unsigned char)*from < 0x80) {
        char letter = ascii_folds[(unsigned char)*from];
        if (letter == '\0') {
            words->pending = to > words->text.ptr;
            from++;
            continue;
        }
        if (words->pending)
            *to++ = words->separator;
        words->pending = false;
        do {
            *to++ = letter;
            from++;
            letter = from < end ? ascii_folds[(unsigned char)*from] : '\0';
        } while (letter != '\0');
    }
    words->text.len = (size_t)(to - words->text.ptr);
    return (size_t)(from - s.ptr);
}

/* What fold_unicode makes of U+00C0 to U+00FF; nothing of the two signs among them. */
static const struct str latin[64] = {
    STR_INIT("a"), STR_INIT("a"), STR_INIT("a"),  STR_INIT("a"),  STR_INIT("a"), STR_INIT("a"), STR_INIT("ae"),
    STR_INIT("c"), STR_INIT("e"), STR_INIT("e"),  STR_INIT("e"),  STR_INIT("e"), STR_INIT("i"), STR_INIT("i"),
    STR_INIT("i"), STR_INIT("i"), STR_INIT("d"),  STR_INIT("n"),  STR_INIT("o"), STR_INIT("o"), STR_INIT("o"),
    STR_INIT("o"), STR_INIT("o"), STR_INIT(""),   STR_INIT("o"),  STR_INIT("u"), STR_INIT("u"), STR_INIT("u"),
    STR_INIT("u"), STR_INIT("y"), STR_INIT("th"), STR_INIT("ss"), STR_INIT("a"), STR_INIT("a"), STR_INIT("a"),
    STR_INIT("a"), STR_INIT("a"), STR_INIT("a"),  STR_INIT("ae"), STR_INIT("c"), STR_INIT("e"), STR_INIT("e"),
    STR_INIT("e"), STR_INIT("e"), STR_INIT("i"),  STR_INIT("i"),  STR_INIT("i"), STR_INIT("i"), STR_INIT("d"),
    STR_INIT("n"), STR_INIT("o"), STR_INIT("o"),  STR_INIT("o"),  STR_INIT("o"), STR_INIT("o"), STR_INIT(""),
    STR_INIT("o"), STR_INIT("u"), STR_INIT("u"),  STR_INIT("u"),  STR_INIT("u"), STR_INIT("y"), STR_INIT("th"),
    STR_INIT("y"),
};

/* The character at the start of `s`, beyond ASCII: a letter of latin[], OE, a no-break space, a French quotation mark,
 * or a dash or quotation mark of U+2010 to U+201F. Its bytes; 0 when it is another. */
static size_t fold_french(struct words *words, struct str s)
{
    unsigned char first = (unsigned char)s.ptr[0], second = s.len > 1 ? (unsigned char)s.ptr[1] : 0;
    struct str letters = STR("");
    size_t length = 2;
    if (first == 0xC3) {
        letters = latin[second & 0x3F];
    } else if (first == 0xC5 && (second == 0x92 || second == 0x93)) {
        letters = STR("oe");
    } else if (first == 0xE2 && second == 0x80 && s.len > 2 && ((unsigned char)s.ptr[2] & 0xF0) == 0x90) {
        length = 3;
    } else if (first != 0xC2 || (second != 0xA0 && second != 0xAB && second != 0xBB)) {
        return 0;
    }
    if (letters.len > 0)
        add_letters(words, letters);
    else
        end_word(words);
    return length;
}

/* Most texts: each character stands for itself, without a look at Unicode's tables. False when one is of another kind;
 * a mark that combines with the letter before is. */
static bool fold_simple(struct words *words, struct str s)
{
    while (s.len > 0) {
        size_t length = fold_ascii(words, s);
        if (length == 0)
            length = fold_french(words, s);
        if (length == 0)
            return false;
        s = str_slice(s, length, s.len);
    }
    return true;
}

/* Letters that Unicode does not decompose, once case is folded. */
static const struct {
    utf8proc_int32_t code_point;
    struct str letters;
} opened[] = {
    {0x00DF, STR_INIT("ss")}, {0x00E6, STR_INIT("ae")}, {0x00F0, STR_INIT("d")}, {0x00F8, STR_INIT("o")},
    {0x00FE, STR_INIT("th")}, {0x0111, STR_INIT("d")},  {0x0127, STR_INIT("h")}, {0x0131, STR_INIT("i")},
    {0x0142, STR_INIT("l")},  {0x0153, STR_INIT("oe")},
};

static bool letter_or_number(utf8proc_int32_t code_point)
{
    utf8proc_category_t category = utf8proc_category(code_point);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

static void fold_code_point(struct words *words, utf8proc_int32_t code_point)
{
    for (size_t i = 0; i < sizeof opened / sizeof *opened; i++)
        if (opened[i].code_point == code_point) {
            add_letters(words, opened[i].letters);
            return;
        }
    /* U+02BC, a modifier letter by its category, is typed for an apostrophe. */
    if (!letter_or_number(code_point) || code_point == 0x02BC) {
        end_word(words);
        return;
    }
    char bytes[4];
    add_letters(words, encoded(code_point, bytes));
}

static void fold_unicode(struct words *words, struct str s)
{
    enum { FEW = 256 };
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                      UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)s.ptr;
    utf8proc_ssize_t len = (utf8proc_ssize_t)s.len;
    utf8proc_int32_t few[FEW], *many = NULL;
    utf8proc_ssize_t count = utf8proc_decompose(bytes, len, few, FEW, options);
    if (count > FEW) {
        many = heap_grow(NULL, (size_t)count * sizeof *many);
        count = utf8proc_decompose(bytes, len, many, count, options);
    }
    assert(count >= 0 && "folding is for valid UTF-8");
    for (utf8proc_ssize_t i = 0; i < count; i++)
        fold_code_point(words, many ? many[i] : few[i]);
    free(many);
}

static struct str joined_words(struct arena *arena, struct str s, char separator)
{
    struct words words = {.text = {.arena = arena, .ptr = arena_alloc(arena, s.len), .capacity = s.len},
                          .separator = separator};
    if (!fold_simple(&words, s)) {
        words.text.len = 0;
        words.pending = false;
        fold_unicode(&words, s);
    }
    return buf_str(&words.text);
}

struct str text_fold(struct arena *arena, struct str s)
{
    return joined_words(arena, s, ' ');
}

struct str text_slug(struct arena *arena, struct str s)
{
    struct str folded = joined_words(arena, s, '-');
    if (length_below(folded, 0x80) == folded.len)
        return folded;
    /* What is left of other alphabets counts as a sign. */
    struct words words = {.separator = '-'};
    buf_init(&words.text, arena);
    buf_reserve(&words.text, folded.len);
    while (folded.len > 0) {
        size_t length = fold_ascii(&words, folded);
        if (length == 0)
            end_word(&words);
        folded = str_slice(folded, length > 0 ? length : 1, folded.len);
    }
    return buf_str(&words.text);
}

struct str text_sort_key(struct arena *arena, struct str s)
{
    struct buf key;
    buf_init(&key, arena);
    buf_add(&key, text_fold(arena, s));
    buf_byte(&key, '\t'); /* before the space between words, and allowed in XML and CSV */
    buf_add(&key, s);
    return buf_str(&key);
}

struct str text_lower(struct arena *arena, struct str s)
{
    struct buf out;
    buf_init(&out, arena);
    buf_reserve(&out, s.len);
    while (s.len > 0) {
        utf8proc_int32_t code_point;
        size_t length = decode(s, &code_point);
        if (length == 0)
            break;
        char bytes[4];
        buf_add(&out, encoded(utf8proc_tolower(code_point), bytes));
        s = str_slice(s, length, s.len);
    }
    return buf_str(&out);
}

struct str text_capital(struct arena *arena, struct str s)
{
    utf8proc_int32_t code_point;
    size_t length = s.len > 0 ? decode(s, &code_point) : 0;
    if (length == 0)
        return s;
    char bytes[4];
    struct buf out;
    buf_init(&out, arena);
    buf_add(&out, encoded(utf8proc_toupper(code_point), bytes));
    buf_add(&out, str_slice(s, length, s.len));
    return buf_str(&out);
}

size_t text_length(struct str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return count;
}

static const char *const entities[UCHAR_MAX + 1] = {
    ['&'] = "&amp;",
    ['<'] = "&lt;",
    ['>'] = "&gt;",
    ['"'] = "&quot;",
};

/* Spans without special characters are appended whole. */
void text_write_escaped(struct buf *out, struct str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *entity = entities[(unsigned char)text.ptr[i]];
        if (entity == NULL)
            continue;
        buf_add(out, str_slice(text, from, i));
        buf_text(out, entity);
        from = i + 1;
    }
    buf_add(out, str_slice(text, from, text.len));
}
