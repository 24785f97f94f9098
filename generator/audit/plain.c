#include "plain.h"

#include "markup.h"

/* --- characters --- */

static const struct {
    struct str name, text;
} entities[] = {
    {STR_INIT("nbsp"), STR_INIT(" ")},   {STR_INIT("amp"), STR_INIT("&")},   {STR_INIT("lt"), STR_INIT("<")},
    {STR_INIT("gt"), STR_INIT(">")},     {STR_INIT("quot"), STR_INIT("\"")}, {STR_INIT("apos"), STR_INIT("'")},
    {STR_INIT("thinsp"), STR_INIT(" ")}, {STR_INIT("ensp"), STR_INIT(" ")},  {STR_INIT("emsp"), STR_INIT(" ")},
    {STR_INIT("shy"), STR_INIT("")},     {STR_INIT("zwj"), STR_INIT("")},    {STR_INIT("zwnj"), STR_INIT("")},
};

/* Spaces of any width, and what has no width: "" for what is dropped. */
static const struct {
    struct str bytes, text;
} blanks[] = {
    {STR_INIT("\xc2\xa0"), STR_INIT(" ")},     {STR_INIT("\xe2\x80\xaf"), STR_INIT(" ")},
    {STR_INIT("\xe2\x80\x82"), STR_INIT(" ")}, {STR_INIT("\xe2\x80\x83"), STR_INIT(" ")},
    {STR_INIT("\xe2\x80\x87"), STR_INIT(" ")}, {STR_INIT("\xe2\x80\x88"), STR_INIT(" ")},
    {STR_INIT("\xe2\x80\x89"), STR_INIT(" ")}, {STR_INIT("\xe2\x80\x8a"), STR_INIT(" ")},
    {STR_INIT("\xe2\x80\x8b"), STR_INIT("")},  {STR_INIT("\xe2\x80\x8c"), STR_INIT("")},
    {STR_INIT("\xe2\x80\x8d"), STR_INIT("")},  {STR_INIT("\xe2\x81\xa0"), STR_INIT("")},
    {STR_INIT("\xef\xbb\xbf"), STR_INIT("")},  {STR_INIT("\xc2\xad"), STR_INIT("")},
};

/* One code point, its spaces made ' '. */
static void write_character(struct buf *out, unsigned long point)
{
    char bytes[3];
    size_t len = point < 0x80 ? 1 : point < 0x800 ? 2 : 3;
    if (point == 0 || point > 0xffff) {
        buf_byte(out, '?');
        return;
    }
    bytes[0] = (char)(len == 1 ? point : len == 2 ? 0xc0 | point >> 6 : 0xe0 | point >> 12);
    bytes[len - 1] = (char)(len == 1 ? point : 0x80 | (point & 63));
    if (len == 3) {
        bytes[1] = (char)(0x80 | (point >> 6 & 63));
    }
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        if (str_equal((struct str){bytes, len}, blanks[i].bytes)) {
            buf_add(out, blanks[i].text);
            return;
        }
    }
    buf_add(out, (struct str){bytes, len});
}

/* "&#1203;" or "&#x4b3;" without its ends. */
static bool read_code(struct str name, unsigned long *out)
{
    bool is_hex = name.len > 2 && (name.ptr[1] == 'x' || name.ptr[1] == 'X');
    *out = 0;
    for (size_t i = is_hex ? 2 : 1; i < name.len; i++) {
        char c = name.ptr[i];
        int digit = c >= '0' && c <= '9'             ? c - '0'
                    : is_hex && c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : is_hex && c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                     : -1;
        if (digit < 0 || *out > 0x10ffff) {
            return false;
        }
        *out = *out * (is_hex ? 16 : 10) + (unsigned long)digit;
    }
    return name.len > (is_hex ? 2u : 1u) && name.ptr[0] == '#';
}

/* What stands at `at`, which is '&': the place after it. */
static size_t write_reference(struct buf *out, struct str text, size_t at)
{
    size_t end = str_index(text, ';', at);
    struct str name = end < text.len && end - at < 10 ? str_slice(text, at + 1, end) : STR("");
    unsigned long point;
    if (read_code(name, &point)) {
        write_character(out, point);
        return end + 1;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (str_equal(name, entities[i].name)) {
            buf_add(out, entities[i].text);
            return end + 1;
        }
    }
    buf_byte(out, '&');
    return at + 1;
}

static size_t write_blank(struct buf *out, struct str text, size_t at)
{
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        if (str_starts(str_slice(text, at, text.len), blanks[i].bytes)) {
            buf_add(out, blanks[i].text);
            return at + blanks[i].bytes.len;
        }
    }
    buf_byte(out, text.ptr[at]);
    return at + 1;
}

static bool may_be_blank(unsigned char c)
{
    return c == 0xc2 || c == 0xe2 || c == 0xef;
}

static void write_text(struct buf *out, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        while (at < text.len && text.ptr[at] != '&' && !may_be_blank((unsigned char)text.ptr[at])) {
            at++;
        }
        buf_add(out, str_slice(text, from, at));
        if (at < text.len) {
            at = text.ptr[at] == '&' ? write_reference(out, text, at) : write_blank(out, text, at);
        }
    }
}

/* --- elements --- */

/* Those that stand in a line: their text goes on with what is before. */
static bool is_in_line(struct str name)
{
    static const struct str names[] = {
        STR_INIT("a"),    STR_INIT("abbr"),  STR_INIT("b"),    STR_INIT("bdi"),  STR_INIT("data"),   STR_INIT("em"),
        STR_INIT("i"),    STR_INIT("mark"),  STR_INIT("s"),    STR_INIT("span"), STR_INIT("strong"), STR_INIT("small"),
        STR_INIT("sub"),  STR_INIT("sup"),   STR_INIT("time"), STR_INIT("var"),  STR_INIT("output"), STR_INIT("u"),
        STR_INIT("cite"), STR_INIT("tspan"), STR_INIT("q"),
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal(name, names[i])) {
            return true;
        }
    }
    return false;
}

/* What is read out, searched or shown on touch, beside the text. */
static void write_attributes(struct buf *out, struct str attributes)
{
    static const struct str names[] = {STR_INIT("alt"),     STR_INIT("title"),          STR_INIT("aria-label"),
                                       STR_INIT("content"), STR_INIT("placeholder"),    STR_INIT("label"),
                                       STR_INIT("summary"), STR_INIT("aria-valuetext"), STR_INIT("aria-description")};
    struct str value;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (markup_attribute(attributes, names[i], &value)) {
            buf_byte(out, '\n');
            write_text(out, value);
            buf_byte(out, '\n');
        }
    }
}

/* The numbers of an axis are muted in a page. */
static bool is_axis(const struct tag *tag)
{
    return str_equal(tag->name, STR("text")) && str_starts(tag->attributes, STR(" class=\"mute"));
}

void plain_write(struct buf *out, struct str markup)
{
    struct tag tag;
    size_t at = 0;
    bool is_shown = true;
    for (; markup_next_tag(markup, at, &tag); at = tag.to) {
        if (is_shown) {
            write_text(out, str_slice(markup, at, tag.from));
        }
        is_shown = tag.is_end || !is_axis(&tag);
        if (!is_in_line(tag.name)) {
            buf_byte(out, '\n');
        }
        if (!tag.is_end) {
            write_attributes(out, tag.attributes);
        }
    }
    write_text(out, str_slice(markup, at, markup.len));
}

void plain_write_joined(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) {
            buf_byte(out, c);
        } else if (c >= 'A' && c <= 'Z') {
            buf_byte(out, (char)(c - 'A' + 'a'));
        }
    }
}
