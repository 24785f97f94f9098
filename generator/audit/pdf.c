/* PDF (ISO 32000-1) as its bytes: objects, also those packed in streams; the text of pages through the fonts' ToUnicode
 * tables; everything else that is text, the metadata and the outline with it. */
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/number.h"
#include "outline.h"
#include "paper.h"
#include "reader.h"
#include "stream.h"

#define CODES 65536

struct object {
    size_t number;
    struct str dictionary; /* or whatever it is, up to its stream */
    struct str data;       /* of the stream, inflated */
};

struct pdf {
    struct arena *arena;
    struct object *objects;
    size_t count, capacity;
};

/* A font: what each code says. */
struct font {
    struct str name; /* in the resources: "f-0-0" */
    int code_bytes;
    uint16_t *characters; /* [code]: UTF-16, 0 where the table has none */
};

/* --- reading the file --- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static size_t skip_blanks(struct str text, size_t at)
{
    while (at < text.len && is_blank(text.ptr[at])) {
        at++;
    }
    return at;
}

static bool read_number(struct str text, size_t *at, size_t *out)
{
    size_t from = skip_blanks(text, *at), end = from, value = 0;
    while (end < text.len && is_digit(text.ptr[end]) && end - from < 18) {
        value = 10 * value + (size_t)(text.ptr[end++] - '0');
    }
    *at = end;
    *out = value;
    return end > from;
}

static void add_object(struct pdf *pdf, struct object object)
{
    *arena_push(pdf->arena, pdf->objects, pdf->count, pdf->capacity) = object;
}

/* "12 0 obj" ends at `at`: the number before. */
static size_t number_before(struct str text, size_t at)
{
    size_t value = 0, unit = 1;
    for (int words = 0; words < 2; words++) {
        while (at > 0 && is_blank(text.ptr[at - 1])) {
            at--;
        }
        value = 0;
        for (unit = 1; at > 0 && is_digit(text.ptr[at - 1]); unit *= 10) {
            value += unit * (size_t)(text.ptr[--at] - '0');
        }
    }
    return value;
}

static bool has_name(struct str dictionary, struct str name)
{
    return str_find(dictionary, name, 0) < dictionary.len;
}

static void read_object(struct pdf *pdf, struct str text, size_t at, size_t *out_end)
{
    size_t end = str_find(text, STR("endobj"), at);
    size_t stream = str_find(str_slice(text, at, end), STR("stream"), 0) + at;
    struct object object = {number_before(text, at), str_slice(text, at + 3, stream < end ? stream : end), {0}};
    if (stream < end) {
        size_t from = stream + 6 + (text.ptr[stream + 6] == '\r' ? 2 : 1);
        size_t to = str_find(text, STR("endstream"), from);
        object.data = str_slice(text, from, to);
        if (has_name(object.dictionary, STR("/FlateDecode")) &&
            !stream_inflate(pdf->arena, object.data, &object.data)) {
            object.data = STR("");
        }
        end = str_find(text, STR("endobj"), to);
    }
    add_object(pdf, object);
    *out_end = end;
}

/* An object stream: N pairs of number and place, then the objects from /First on. */
static void read_packed(struct pdf *pdf, const struct object *packed)
{
    size_t first = 0, at = str_find(packed->dictionary, STR("/First"), 0) + 6;
    size_t number, place, pair = 0, from, ignored;
    struct object pending = {0};
    read_number(packed->dictionary, &at, &first);
    while (pair < first && read_number(packed->data, &pair, &number) && read_number(packed->data, &pair, &place)) {
        from = first + place;
        size_t next = pair;
        size_t to = packed->data.len;
        if (next < first && read_number(packed->data, &next, &ignored) && read_number(packed->data, &next, &to)) {
            to += first;
        } else {
            to = packed->data.len;
        }
        pending = (struct object){number, str_slice(packed->data, from, to), {0}};
        add_object(pdf, pending);
    }
}

static void read_objects(struct pdf *pdf, struct str content)
{
    for (size_t at = str_find(content, STR(" obj"), 0); at < content.len; at = str_find(content, STR(" obj"), at)) {
        read_object(pdf, content, at + 1, &at);
    }
    for (size_t i = 0, count = pdf->count; i < count; i++) {
        struct object packed = pdf->objects[i];
        if (has_name(packed.dictionary, STR("/ObjStm"))) {
            read_packed(pdf, &packed);
        }
    }
}

static const struct object *find_object(const struct pdf *pdf, size_t number)
{
    for (size_t i = pdf->count; i > 0; i--) {
        if (pdf->objects[i - 1].number == number) {
            return &pdf->objects[i - 1];
        }
    }
    return NULL;
}

/* The object that `/Key 12 0 R` names; NULL where the key stands otherwise or not at all. */
static const struct object *follow(const struct pdf *pdf, struct str dictionary, struct str key)
{
    size_t number, at = str_find(dictionary, key, 0) + key.len;
    return at <= dictionary.len && read_number(dictionary, &at, &number) ? find_object(pdf, number) : NULL;
}

/* --- fonts --- */

static int hex_digit(char c)
{
    return is_digit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The next "<0041>" before `end`; *out_digits: how many. */
static bool next_code(struct str table, size_t *at, size_t end, unsigned *out_code, int *out_digits)
{
    size_t open = str_index(table, '<', *at);
    *out_code = 0;
    *out_digits = 0;
    if (open >= end) {
        return false;
    }
    for (*at = open + 1; *at < end && table.ptr[*at] != '>'; (*at)++) {
        int digit = hex_digit(table.ptr[*at]);
        if (digit >= 0 && ++*out_digits <= 4) {
            *out_code = *out_code * 16 + (unsigned)digit;
        }
    }
    return *out_digits > 0;
}

static void read_pairs(struct font *font, struct str table, size_t at, size_t end)
{
    unsigned code, character;
    int digits, ignored;
    while (next_code(table, &at, end, &code, &digits) && next_code(table, &at, end, &character, &ignored)) {
        font->code_bytes = digits > 2 ? 2 : 1;
        font->characters[code % CODES] = (uint16_t)character;
    }
}

static void read_ranges(struct font *font, struct str table, size_t at, size_t end)
{
    unsigned first, last, character;
    int digits;
    while (next_code(table, &at, end, &first, &digits) && next_code(table, &at, end, &last, &digits)) {
        font->code_bytes = digits > 2 ? 2 : 1;
        size_t open = skip_blanks(table, at + 1);
        bool is_list = open < end && table.ptr[open] == '[';
        for (unsigned code = first; code <= last && code < CODES; code++) {
            if ((code == first || is_list) && !next_code(table, &at, end, &character, &digits)) {
                return;
            }
            font->characters[code] = (uint16_t)(is_list ? character : character + code - first);
        }
    }
}

static void read_table(struct font *font, struct str table)
{
    static const struct {
        struct str begin, end;
        void (*read)(struct font *font, struct str table, size_t at, size_t end);
    } parts[] = {
        {STR_INIT("beginbfchar"), STR_INIT("endbfchar"), read_pairs},
        {STR_INIT("beginbfrange"), STR_INIT("endbfrange"), read_ranges},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        for (size_t at = str_find(table, parts[i].begin, 0); at < table.len;) {
            size_t end = str_find(table, parts[i].end, at);
            parts[i].read(font, table, at + parts[i].begin.len, end);
            at = str_find(table, parts[i].begin, end);
        }
    }
}

/* `/Font << /f-0-0 5 0 R >>` of a page's resources. */
static size_t read_fonts(const struct pdf *pdf, struct str resources, struct font *fonts, size_t most)
{
    size_t count = 0, number;
    size_t from = str_find(resources, STR("/Font"), 0) + 5;
    const struct object *apart = follow(pdf, resources, STR("/Font"));
    struct str list = apart != NULL ? apart->dictionary : str_slice(resources, from, resources.len);
    list = str_slice(list, 0, str_find(list, STR(">>"), 0));
    for (size_t at = str_index(list, '/', 0); at < list.len && count < most; at = str_index(list, '/', at)) {
        size_t end = at + 1;
        while (end < list.len && !is_blank(list.ptr[end]) && list.ptr[end] != '/') {
            end++;
        }
        struct font font = {str_slice(list, at + 1, end), 1, NULL};
        at = end;
        const struct object *object = read_number(list, &at, &number) ? find_object(pdf, number) : NULL;
        const struct object *table = object != NULL ? follow(pdf, object->dictionary, STR("/ToUnicode")) : NULL;
        if (table != NULL) {
            font.characters = arena_array(pdf->arena, uint16_t, CODES);
            read_table(&font, table->data);
            fonts[count++] = font;
        }
    }
    return count;
}

/* --- the text of a page --- */

#define FONTS_MAX 64

struct reading {
    struct font fonts[FONTS_MAX];
    size_t font_count;
    const struct font *font;
    struct buf *out;
};

static void write_character(struct buf *out, unsigned character)
{
    if (character < 0x80) {
        buf_byte(out, (char)character);
    } else if (character < 0x800) {
        buf_byte(out, (char)(0xc0 | character >> 6));
        buf_byte(out, (char)(0x80 | (character & 63)));
    } else {
        buf_byte(out, (char)(0xe0 | character >> 12));
        buf_byte(out, (char)(0x80 | (character >> 6 & 63)));
        buf_byte(out, (char)(0x80 | (character & 63)));
    }
}

/* The bytes of a shown string, code by code. */
static void write_string(struct reading *reading, const unsigned char *bytes, size_t len)
{
    const struct font *font = reading->font;
    if (len >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff) { /* UTF-16, of titles and alternative texts */
        for (size_t i = 2; i + 2 <= len; i += 2) {
            write_character(reading->out, (unsigned)bytes[i] << 8 | bytes[i + 1]);
        }
        return;
    }
    size_t step = font != NULL && font->code_bytes == 2 ? 2 : 1;
    for (size_t i = 0; i + step <= len; i += step) {
        unsigned code = step == 2 ? (unsigned)bytes[i] << 8 | bytes[i + 1] : bytes[i];
        unsigned character = font != NULL ? font->characters[code] : 0;
        write_character(reading->out, character != 0 ? character : code);
    }
}

static size_t read_hex(struct reading *reading, struct str data, size_t at, struct arena *scratch)
{
    size_t end = str_index(data, '>', at), len = 0;
    unsigned char *bytes = arena_alloc(scratch, end - at + 1);
    int high = -1;
    for (size_t i = at; i < end; i++) {
        int digit = hex_digit(data.ptr[i]);
        if (digit >= 0 && high >= 0) {
            bytes[len++] = (unsigned char)(high * 16 + digit);
            high = -1;
        } else if (digit >= 0) {
            high = digit;
        }
    }
    write_string(reading, bytes, len);
    return end + 1;
}

static size_t read_literal(struct reading *reading, struct str data, size_t at, struct arena *scratch)
{
    unsigned char *bytes = arena_alloc(scratch, data.len - at + 1);
    size_t len = 0;
    int depth = 1;
    for (; at < data.len; at++) {
        char c = data.ptr[at];
        if (c == '\\' && at + 1 < data.len) {
            char next = data.ptr[++at];
            if (is_digit(next) && at + 2 < data.len) {
                bytes[len++] =
                    (unsigned char)((next - '0') * 64 + (data.ptr[at + 1] - '0') * 8 + data.ptr[at + 2] - '0');
                at += 2;
            } else {
                bytes[len++] = (unsigned char)(next == 'n' ? '\n' : next);
            }
            continue;
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0) {
            break;
        }
        bytes[len++] = (unsigned char)c;
    }
    write_string(reading, bytes, len);
    return at + 1;
}

static void choose_font(struct reading *reading, struct str name)
{
    for (size_t i = 0; i < reading->font_count; i++) {
        if (str_equal(reading->fonts[i].name, name)) {
            reading->font = &reading->fonts[i];
        }
    }
}

/* Whatever moves to another place ends a line: what stands apart is not read as one number. */
static void on_operator(struct reading *reading, struct str word)
{
    static const struct str moves[] = {STR_INIT("Td"), STR_INIT("TD"), STR_INIT("Tm"),
                                       STR_INIT("T*"), STR_INIT("BT"), STR_INIT("ET")};
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (str_equal(word, moves[i]) && reading->out->len > 0 && reading->out->ptr[reading->out->len - 1] != '\n') {
            buf_byte(reading->out, '\n');
        }
    }
}

static void read_text(struct reading *reading, struct str data, struct arena *scratch)
{
    for (size_t at = 0; at < data.len;) {
        char c = data.ptr[at];
        if (c == '(') {
            at = read_literal(reading, data, at + 1, scratch);
        } else if (c == '<' && at + 1 < data.len && data.ptr[at + 1] != '<') {
            at = read_hex(reading, data, at + 1, scratch);
        } else if (c == '<') {
            at += 2; /* of a dictionary */
        } else if (is_blank(c) || c == '[' || c == ']' || c == '>') {
            at++;
        } else {
            size_t from = at++;
            while (at < data.len && !is_blank(data.ptr[at]) && strchr("/[]<>()", data.ptr[at]) == NULL) {
                at++;
            }
            struct str word = str_slice(data, from, at);
            if (c == '/') {
                choose_font(reading, str_slice(word, 1, word.len));
            } else {
                on_operator(reading, word);
            }
        }
    }
}

static void read_content(const struct pdf *pdf, struct str resources, struct str data, struct buf *out)
{
    struct reading reading = {.out = out};
    struct arena scratch;
    arena_init(&scratch);
    reading.font_count = read_fonts(pdf, resources, reading.fonts, FONTS_MAX);
    read_text(&reading, data, &scratch);
    buf_byte(out, '\n');
    arena_clear(&scratch);
}

/* The page's own resources, or those it refers to. */
static struct str resources_of(const struct pdf *pdf, struct str dictionary)
{
    const struct object *apart = follow(pdf, dictionary, STR("/Resources"));
    return apart != NULL ? apart->dictionary : dictionary;
}

/* The operators of all pages, one after another, and the height that the first one says. */
static void read_operators(const struct pdf *pdf, struct buf *out, double *out_height_pt)
{
    *out_height_pt = 0;
    for (size_t i = 0; i < pdf->count; i++) {
        struct str dictionary = pdf->objects[i].dictionary;
        size_t box = str_find(dictionary, STR("/MediaBox"), 0), number;
        if (box < dictionary.len && *out_height_pt == 0) {
            struct str inside =
                str_slice(dictionary, str_index(dictionary, '[', box) + 1, str_index(dictionary, ']', box));
            inside = str_trim(inside);
            size_t last = inside.len;
            while (last > 0 && !is_blank(inside.ptr[last - 1])) {
                last--;
            }
            number_parse_decimal(str_slice(inside, last, inside.len), out_height_pt);
        }
        size_t at = str_find(dictionary, STR("/Contents"), 0) + 9;
        if (at > dictionary.len) {
            continue;
        }
        at +=
            skip_blanks(dictionary, at) < dictionary.len && dictionary.ptr[skip_blanks(dictionary, at)] == '[' ? 2 : 0;
        const struct object *content = read_number(dictionary, &at, &number) ? find_object(pdf, number) : NULL;
        if (content != NULL) {
            buf_add(out, content->data);
            buf_byte(out, '\n');
        }
    }
}

static void compare_figure(struct figures *figures, const struct pdf *pdf, struct str place, struct str text)
{
    struct outline outline;
    struct buf operators;
    double height_pt;
    if (figures->twin.len == 0) {
        return;
    }
    outline_read(pdf->arena, figures->twin, &outline);
    buf_init(&operators, NULL);
    read_operators(pdf, &operators, &height_pt);
    if (outline.is_known && operators.len > 0) {
        paper_compare(figures, place, buf_str(&operators), height_pt, text, &outline);
    } else {
        figures_fault(figures, (struct audit_fault){STR("picture-of-other"), place, STR("the page"),
                                                    STR("none, or another"), STR("what its SVG file draws")});
    }
    buf_clear(&operators);
}

static void read_pages(const struct pdf *pdf, struct buf *out)
{
    for (size_t i = 0; i < pdf->count; i++) {
        const struct object *object = &pdf->objects[i];
        struct str resources = resources_of(pdf, object->dictionary);
        if (has_name(object->dictionary, STR("/Subtype /Form")) || has_name(object->dictionary, STR("/Subtype/Form"))) {
            read_content(pdf, resources, object->data, out);
        }
        size_t at = str_find(object->dictionary, STR("/Contents"), 0) + 9, number;
        if (at > object->dictionary.len) {
            continue;
        }
        at = skip_blanks(object->dictionary, at);
        bool is_list = at < object->dictionary.len && object->dictionary.ptr[at] == '[';
        at += is_list;
        while (read_number(object->dictionary, &at, &number)) {
            const struct object *content = find_object(pdf, number);
            if (content != NULL) {
                read_content(pdf, resources, content->data, out);
            }
            size_t after = str_index(object->dictionary, 'R', at) + 1;
            at = is_list ? after : object->dictionary.len;
        }
    }
}

/* --- the rest: titles, alternative texts, outline, metadata --- */

/* The strings of an object. */
static void write_strings(struct buf *out, struct str dictionary)
{
    struct arena scratch;
    arena_init(&scratch);
    struct reading reading = {.out = out};
    read_text(&reading, dictionary, &scratch);
    buf_byte(out, '\n');
    arena_clear(&scratch);
}

/* --- what no page shows --- */

static void remains_fault(struct figures *figures, struct str place, struct str what, const char *found)
{
    figures_fault(figures, (struct audit_fault){STR("unknown-bytes"), place, what, str_from(found), STR("none")});
}

static bool is_referred_to(const struct pdf *pdf, struct str content, size_t number)
{
    struct str text = str_format(pdf->arena, " %zu 0 R", number);
    for (size_t i = 0; i < pdf->count; i++) {
        struct str dictionary = pdf->objects[i].dictionary;
        for (size_t at = str_find(dictionary, str_slice(text, 1, text.len), 0); at < dictionary.len;
             at = str_find(dictionary, str_slice(text, 1, text.len), at + 1)) {
            if (at == 0 || !is_digit(dictionary.ptr[at - 1])) {
                return true;
            }
        }
    }
    return str_find(content, text, 0) < content.len; /* the trailer's */
}

/* Objects that nothing leads to, things that are not pages, packings that are not read here, bytes after the end. */
static void check_remains(struct figures *figures, const struct pdf *pdf, struct str place, struct str content)
{
    static const struct str names[] = {
        STR_INIT("/EmbeddedFile"), STR_INIT("/JavaScript"),      STR_INIT("/AcroForm"),
        STR_INIT("/RichMedia"),    STR_INIT("/ASCII85Decode"),   STR_INIT("/ASCIIHexDecode"),
        STR_INIT("/LZWDecode"),    STR_INIT("/RunLengthDecode"), STR_INIT("/Crypt")};
    for (size_t i = 0; i < pdf->count; i++) {
        const struct object *object = &pdf->objects[i];
        bool is_of_file = has_name(object->dictionary, STR("/XRef")) || has_name(object->dictionary, STR("/ObjStm")) ||
                          has_name(object->dictionary, STR("/Linearized"));
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            if (has_name(object->dictionary, names[k])) {
                remains_fault(figures, place, names[k], "an object of that kind");
            }
        }
        if (!is_of_file && !is_referred_to(pdf, content, object->number)) {
            remains_fault(figures, place, str_format(figures->arena, "object %zu", object->number),
                          "an object that nothing leads to");
        }
    }
    size_t end = 0;
    for (size_t at = str_find(content, STR("%%EOF"), 0); at < content.len; at = str_find(content, STR("%%EOF"), end)) {
        end = at + 5;
    }
    if (str_trim(str_slice(content, end, content.len)).len > 0) {
        remains_fault(figures, place, STR("after the end"), "bytes");
    }
}

static bool is_picture_data(struct str dictionary)
{
    return has_name(dictionary, STR("/Image")) || has_name(dictionary, STR("/Length1")) ||
           has_name(dictionary, STR("/FontFile")) || has_name(dictionary, STR("/XRef"));
}

void read_report(struct figures *figures, struct str place, struct str content)
{
    struct arena scratch;
    struct buf text;
    arena_init(&scratch);
    buf_init(&text, NULL);
    struct pdf pdf = {.arena = &scratch};
    read_objects(&pdf, content);
    read_pages(&pdf, &text);
    compare_figure(figures, &pdf, place, buf_str(&text));
    check_remains(figures, &pdf, place, content);
    for (size_t i = 0; i < pdf.count; i++) {
        write_strings(&text, pdf.objects[i].dictionary);
        if (!is_picture_data(pdf.objects[i].dictionary)) {
            traces_find(figures->traces, figures, place, pdf.objects[i].data);
        }
    }
    read_prose(figures, place, buf_str(&text));
    traces_find(figures->traces, figures, place, buf_str(&text));
    if (pdf.count == 0 || !str_starts(content, STR("%PDF-"))) {
        figures_fault(figures, (struct audit_fault){STR("unknown-bytes"), place, STR("the file"), STR("no object"),
                                                    STR("a PDF document")});
    }
    buf_clear(&text);
    arena_clear(&scratch);
}
