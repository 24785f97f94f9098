/* JSON (RFC 8259) of any shape: each number under its key. */
#include "gencarto/base/number.h"
#include "order.h"
#include "plain.h"
#include "prose.h"
#include "reader.h"

#define DEPTH_MAX 64

struct document {
    struct figures *figures;
    struct str place, text;
    struct str key;      /* of the value that is read */
    bool is_of_register; /* its numbers are facts: they need not be multiples, but public.sqlite has them */
    bool is_free;        /* it describes files: the numbers of such keys are its own, as sizes are */
};

static bool is_number_byte(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/* The end of the text that begins after the quote at `at`. */
static size_t text_end(struct str text, size_t at)
{
    for (at++; at < text.len && text.ptr[at] != '"'; at++) {
        at += text.ptr[at] == '\\';
    }
    return at < text.len ? at : text.len;
}

static bool is_of_count(const struct figures *figures, struct str key)
{
    const struct audit_indicator *indicator = figures_indicator(figures, key);
    return indicator != NULL ? indicator->is_count : prose_is_of_persons(key);
}

/* What manifest.json and a data package say in numbers. */
static bool is_of_files(struct str key)
{
    static const struct str keys[] = {STR_INIT("size"),    STR_INIT("bytes"),     STR_INIT("minimum"),
                                      STR_INIT("maximum"), STR_INIT("minLength"), STR_INIT("maxLength")};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (str_equal(key, keys[i])) {
            return true;
        }
    }
    return false;
}

static void read_number(const struct document *document, struct str text)
{
    struct figures *figures = document->figures;
    struct shown_number number;
    double value;
    if (!number_parse_decimal(text, &value) || !figures_parse(text, &number)) {
        return;
    }
    if (is_of_count(figures, document->key)) {
        figures_count(figures, STR("key-not-multiple"), document->place, document->key, number);
    } else if (!(document->is_free && is_of_files(document->key)) &&
               (document->is_free || !known_has_number(&figures->known, value) ||
                (!document->is_of_register && figures->base > 1 && !figures_is_multiple(figures, value)))) {
        figures_fault(figures, (struct audit_fault){STR("unexplained-number"), document->place, document->key, text,
                                                    STR("a number of public.sqlite")});
    }
}

/* A text that is a number under a key for persons is one: "femmes": "7". */
static void read_text(const struct document *document, struct str text)
{
    if (is_of_count(document->figures, document->key)) {
        read_number(document, str_trim(text));
    }
}

static void read_values(struct document *document)
{
    struct str text = document->text;
    for (size_t at = 0; at < text.len;) {
        char c = text.ptr[at];
        if (c == '"') {
            size_t end = text_end(text, at);
            struct str inside = str_slice(text, at + 1, end);
            size_t after = end + 1;
            while (after < text.len && (text.ptr[after] == ' ' || text.ptr[after] == '\n')) {
                after++;
            }
            if (after < text.len && text.ptr[after] == ':') {
                document->key = inside;
            } else {
                read_text(document, inside);
            }
            at = end + 1;
        } else if (c == '-' || (c >= '0' && c <= '9')) {
            size_t from = at;
            while (at < text.len && is_number_byte(text.ptr[at])) {
                at++;
            }
            read_number(document, str_slice(text, from, at));
        } else {
            at++;
        }
    }
}

/* --- order --- */

struct list {
    struct order_rows rows;
    struct str keys[ORDER_COLUMNS_MAX]; /* of the members, each a column */
    size_t key_count;
};

static struct str *field_of(struct list *list, struct str key)
{
    struct order_row *row = &list->rows.items[list->rows.count];
    for (size_t i = 0; i < list->key_count; i++) {
        if (str_equal(list->keys[i], key)) {
            return &row->fields[i];
        }
    }
    if (list->key_count == ORDER_COLUMNS_MAX) {
        return NULL;
    }
    list->keys[list->key_count++] = key;
    return &row->fields[list->key_count - 1];
}

/* The members of the object at `at`, at any depth, that are texts or numbers: the place after it. */
static size_t read_row(struct str text, size_t at, struct list *list)
{
    struct str key = STR("");
    bool is_value = false;
    for (size_t depth = 0; at < text.len; at++) {
        char c = text.ptr[at];
        size_t from = at, to = at;
        depth += c == '{' || c == '[';
        if ((c == '}' || c == ']') && --depth == 0) {
            return at + 1;
        }
        if (c == '"') {
            from++;
            to = at = text_end(text, at);
        } else if (is_value && is_number_byte(c)) {
            while (at + 1 < text.len && is_number_byte(text.ptr[at + 1])) {
                at++;
            }
            to = at + 1;
        }
        if (to > from && is_value) {
            struct str *field = field_of(list, key);
            if (field != NULL) {
                *field = str_slice(text, from, to);
            }
        } else if (to > from) {
            key = str_slice(text, from, to);
        }
        is_value = c == ':' || (is_value && (c == '[' || c == ' '));
    }
    return text.len;
}

/* Lists of objects: what stands before what must be told by their members. */
static void read_orders(const struct document *document)
{
    struct arena scratch;
    struct str text = document->text;
    arena_init(&scratch);
    for (size_t at = str_index(text, '[', 0); at < text.len; at = str_index(text, '[', at + 1)) {
        struct arena_mark mark = arena_save(&scratch);
        struct list list = {.rows = {.items = arena_array(&scratch, struct order_row, ORDER_ROWS_MAX)}};
        for (size_t next = at + 1; next < text.len && list.rows.count < ORDER_ROWS_MAX; list.rows.count++) {
            while (next < text.len && (text.ptr[next] == ',' || text.ptr[next] == '\n' || text.ptr[next] == ' ')) {
                next++;
            }
            if (next == text.len || text.ptr[next] != '{') {
                break;
            }
            next = read_row(text, next, &list);
        }
        order_judge_whole(document->figures, document->place, &list.rows);
        arena_restore(&scratch, mark);
    }
    arena_clear(&scratch);
}

void read_json(struct figures *figures, struct str place, struct str content)
{
    bool is_manifest = str_equal(place, STR("manifest.json")); /* checked against the files themselves */
    struct document document = {.figures = figures, .place = place, .text = content, .key = {NULL, 0}};
    struct buf plain;
    document.is_of_register = str_ends(place, STR(".geojson")) || str_ends(place, STR(".topojson")) ||
                              str_ends(place, STR("datapackage.json")) || str_ends(place, STR(".jsonld"));
    document.is_free = is_manifest || str_ends(place, STR("datapackage.json"));
    read_values(&document);
    if (!is_manifest) {
        buf_init(&plain, NULL);
        plain_write(&plain, content);
        read_prose(figures, place, buf_str(&plain));
        read_identity(figures, place, buf_str(&plain));
        buf_clear(&plain);
        if (!document.is_free) {
            read_orders(&document);
        }
    }
}
