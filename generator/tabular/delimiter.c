#include "gencarto/tabular/delimiter.h"

#include <string.h>

struct delimiter delimiter_from(struct str text)
{
    struct delimiter delimiter = {{0}};
    if (text.len > 0 && text.len < DELIMITER_MOST) {
        memcpy(delimiter.bytes, text.ptr, text.len);
    }
    return delimiter;
}

struct str delimiter_text(const struct delimiter *delimiter)
{
    return str_from(delimiter->bytes);
}

bool delimiter_is_long(const struct delimiter *delimiter)
{
    return delimiter->bytes[0] != '\0' && delimiter->bytes[1] != '\0';
}

char delimiter_byte(const struct delimiter *delimiter)
{
    return delimiter_is_long(delimiter) ? DELIMITER_STAND_IN : delimiter->bytes[0];
}

/* ---- written by a person -------------------------------------------------------------------------------------- */

static int hexadecimal_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The number of a character after `prefix`: "\x1f", "U+00A7". */
static bool parse_number(struct str written, struct str prefix, unsigned *out_number)
{
    unsigned number = 0;
    if (!str_starts(written, prefix) || written.len == prefix.len || written.len > prefix.len + 5) {
        return false;
    }
    for (size_t i = prefix.len; i < written.len; i++) {
        int digit = hexadecimal_digit(written.ptr[i]);
        if (digit < 0) {
            return false;
        }
        number = number * 16 + (unsigned)digit;
    }
    *out_number = number;
    return true;
}

/* The character as UTF-8; up to U+FFFF. */
static struct delimiter of_character(unsigned number)
{
    struct delimiter delimiter = {{0}};
    char *bytes = delimiter.bytes;
    if (number < 0x80) {
        bytes[0] = (char)number;
    } else if (number < 0x800) {
        bytes[0] = (char)(0xc0 | number >> 6);
        bytes[1] = (char)(0x80 | (number & 0x3f));
    } else if (number < 0x10000) {
        bytes[0] = (char)(0xe0 | number >> 12);
        bytes[1] = (char)(0x80 | (number >> 6 & 0x3f));
        bytes[2] = (char)(0x80 | (number & 0x3f));
    }
    return delimiter;
}

/* The words for what is hard to write, or lost among others, on a command line; NULL for another. */
static const char *named(struct str written)
{
    static const struct {
        struct str name;
        const char *delimiter;
    } names[] = {{STR_INIT("tab"), "\t"},  {STR_INIT("\\t"), "\t"},      {STR_INIT("space"), " "},
                 {STR_INIT("comma"), ","}, {STR_INIT("semicolon"), ";"}, {STR_INIT("pipe"), "|"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal_ascii_case(written, names[i].name)) {
            return names[i].delimiter;
        }
    }
    return NULL;
}

bool delimiter_parse(struct str written, struct delimiter *out_delimiter)
{
    unsigned number;
    struct delimiter delimiter = delimiter_from(written);
    if (named(written)) {
        delimiter = delimiter_from(str_from(named(written)));
    } else if (parse_number(written, STR("\\x"), &number) || parse_number(written, STR("U+"), &number)) {
        delimiter = of_character(number);
    }
    struct str text = delimiter_text(&delimiter);
    if (text.len == 0 || strpbrk(delimiter.bytes, "\"'\r\n") || (unsigned char)text.ptr[0] > 0xf4) {
        return false;
    }
    *out_delimiter = delimiter;
    return true;
}

/* ---- stand-in ------------------------------------------------------------------------------------------------- */

size_t delimiter_replace(const struct delimiter *delimiter, struct buf *text, size_t from, bool is_last)
{
    struct str wanted = delimiter_text(delimiter);
    if (!delimiter_is_long(delimiter) || from == text->len) {
        return text->len;
    }
    char *to = text->ptr + from;
    const char *at = to, *end = text->ptr + text->len;
    while (at < end) {
        const char *found = memchr(at, wanted.ptr[0], (size_t)(end - at));
        size_t before = (size_t)((found ? found : end) - at);
        memmove(to, at, before);
        to += before;
        at += before;
        size_t left = (size_t)(end - at), compared = left < wanted.len ? left : wanted.len;
        if (left == 0) {
            break;
        }
        bool is_alike = memcmp(at, wanted.ptr, compared) == 0;
        if (is_alike && compared < wanted.len && !is_last) {
            break;
        }
        bool is_one = is_alike && compared == wanted.len;
        *to++ = is_one ? DELIMITER_STAND_IN : *at;
        at += is_one ? wanted.len : 1;
    }
    size_t next = (size_t)(to - text->ptr), left = (size_t)(end - at);
    memmove(to, at, left);
    text->len = next + left;
    return next;
}

void delimiter_restore(const struct delimiter *delimiter, struct str cell, struct buf *out)
{
    struct str part;
    for (bool is_first = true; str_split(&cell, DELIMITER_STAND_IN, &part); is_first = false) {
        if (!is_first) {
            buf_add(out, delimiter_text(delimiter));
        }
        buf_add(out, part);
    }
}

/* ---- single ones ---------------------------------------------------------------------------------------------- */

const struct delimiter_prior *delimiter_single(size_t i)
{
    static const struct delimiter_prior singles[DELIMITERS_SINGLE] = {
        {{";"}, 1.0, false},    {{","}, 1.0, false},    {{"\t"}, 1.0, false},   {{"|"}, 1.0, false},
        {{"\x1f"}, 1.0, false}, {{"\x1e"}, 1.0, false}, {{"\x01"}, 1.0, false}, {{"\x02"}, 1.0, false},
        {{"\x03"}, 1.0, false}, {{"\x1c"}, 1.0, false}, {{"\x1d"}, 1.0, false}, {{"^"}, 0.7, false},
        {{"~"}, 0.7, false},    {{"#"}, 0.6, true},     {{"!"}, 0.6, true},     {{"*"}, 0.6, true},
        {{"$"}, 0.6, true},     {{"%"}, 0.6, true},     {{"&"}, 0.6, true},     {{"@"}, 0.6, true},
        {{"="}, 0.6, true},     {{"\\"}, 0.6, true},    {{":"}, 0.5, true},     {{" "}, 0.4, true},
        {{"/"}, 0.35, true},    {{"+"}, 0.35, true},    {{"_"}, 0.35, true},    {{"-"}, 0.35, true},
    };
    return &singles[i];
}
