#include "plain.h"

#include <string.h>

#include "cursor.h"

#define SOURCE_MOST (1u << 20)
#define DEPTH_MOST  100 /* libxml2 allows 256 */

/* ---- characters ----------------------------------------------------------------------------------------------- */

/* No control character, no line end to be made one (CR), neither U+FFFE nor U+FFFF. */
static bool has_plain_characters(struct str source)
{
    for (size_t i = 0; i < source.len; i++) {
        unsigned char c = (unsigned char)source.ptr[i];
        if (c < ' ' && c != '\t' && c != '\n') {
            return false;
        }
    }
    return str_find(source, STR("\xEF\xBF\xBE"), 0) == source.len &&
           str_find(source, STR("\xEF\xBF\xBF"), 0) == source.len;
}

static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name_character(char c)
{
    return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* What a number of characters may stand for: none that is a blank or needs two surrogates. */
static bool is_plain_code(unsigned code)
{
    return code > ' ' && code < 0xFFFE && !(code >= 0xD800 && code < 0xE000);
}

/* As a digit of any base up to 16; 16: none. */
static unsigned digit_of(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *found = memchr(digits, c, sizeof digits - 1);
    return found ? (unsigned)(found - digits) % 16 : 16;
}

static unsigned number_of(struct str digits, unsigned base)
{
    unsigned code = 0;
    for (size_t i = 0; i < digits.len; i++) {
        unsigned digit = digit_of(digits.ptr[i]);
        if (digit >= base || code > 0xFFFF) {
            return 0;
        }
        code = code * base + digit;
    }
    return code;
}

/* The code point that `&reference;` stands for; 0: not plain. */
static unsigned code_of(struct str reference)
{
    static const struct {
        struct str name;
        char character;
    } own[] = {{STR_INIT("amp"), '&'},
               {STR_INIT("lt"), '<'},
               {STR_INIT("gt"), '>'},
               {STR_INIT("quot"), '"'},
               {STR_INIT("apos"), '\''}};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (str_equal(reference, own[i].name)) {
            return (unsigned char)own[i].character;
        }
    }
    bool is_hexadecimal = str_starts(reference, STR("#x"));
    if (!str_starts(reference, STR("#"))) {
        return 0;
    }
    unsigned code = is_hexadecimal ? number_of(str_slice(reference, 2, reference.len), 16)
                                   : number_of(str_slice(reference, 1, reference.len), 10);
    return is_plain_code(code) ? code : 0;
}

/* `written` with its references as characters, at the end of `out`. */
static bool add_characters(struct buf *out, struct str written)
{
    for (size_t at = 0; at < written.len;) {
        size_t reference = str_index(written, '&', at);
        buf_add(out, str_slice(written, at, reference));
        if (reference == written.len) {
            return true;
        }
        size_t end = str_index(written, ';', reference);
        unsigned code = code_of(str_slice(written, reference + 1, end));
        if (end == written.len || code == 0) {
            return false;
        }
        cursor_write_utf8(out, code);
        at = end + 1;
    }
    return true;
}

/* ---- elements ------------------------------------------------------------------------------------------------- */

struct plain {
    struct arena *arena;
    struct cursor cursor;
    struct buf text; /* of the run that goes on, or of an attribute */
};

static char character(const struct plain *p)
{
    return p->cursor.at < p->cursor.source.len ? p->cursor.source.ptr[p->cursor.at] : '\0';
}

static bool skip(struct plain *p, struct str what)
{
    bool is_there = cursor_sees(&p->cursor, what);
    if (is_there) {
        cursor_advance(&p->cursor, p->cursor.at + what.len);
    }
    return is_there;
}

static bool skip_comment(struct plain *p)
{
    if (!skip(p, STR("<!--"))) {
        return false;
    }
    cursor_skip_past(&p->cursor, STR("--"));
    return skip(p, STR(">"));
}

/* Before and after the root. */
static bool skip_comments(struct plain *p)
{
    cursor_skip_blanks(&p->cursor);
    while (cursor_sees(&p->cursor, STR("<!"))) {
        if (!skip_comment(p)) {
            return false;
        }
        cursor_skip_blanks(&p->cursor);
    }
    return true;
}

static bool read_name(struct plain *p, struct str *out_name)
{
    const struct cursor *cursor = &p->cursor;
    size_t end = cursor->at;
    if (!is_name_start(character(p))) {
        return false;
    }
    while (end < cursor->source.len && is_name_character(cursor->source.ptr[end])) {
        end++;
    }
    *out_name = str_copy(p->arena, str_slice(cursor->source, cursor->at, end));
    cursor_advance(&p->cursor, end);
    return true;
}

/* A line end or a tab in it would become a space. */
static bool read_value(struct plain *p, struct attribute *attribute)
{
    char quote = character(p);
    if (quote != '"' && quote != '\'') {
        return false;
    }
    cursor_advance(&p->cursor, p->cursor.at + 1);
    attribute->offset = p->cursor.at;
    size_t end = str_index(p->cursor.source, quote, p->cursor.at);
    struct str written = str_slice(p->cursor.source, p->cursor.at, end);
    buf_reset(&p->text);
    if (str_index(written, '<', 0) + str_index(written, '\n', 0) + str_index(written, '\t', 0) < 3 * written.len ||
        !add_characters(&p->text, written)) {
        return false;
    }
    attribute->value = str_copy(p->arena, buf_str(&p->text));
    cursor_advance(&p->cursor, end);
    return skip(p, (struct str){&quote, 1});
}

static bool is_allowed(const struct node *node, const struct attribute *attribute)
{
    bool is_root = node->parent == NULL;
    return !node_attribute(node, attribute->name.ptr) && (is_root || !str_equal(attribute->name, STR("xmlns")));
}

static bool read_attribute(struct plain *p, struct node *node, struct attribute *attribute)
{
    attribute->line = p->cursor.line;
    attribute->column = p->cursor.column;
    return read_name(p, &attribute->name) && skip(p, STR("=")) && read_value(p, attribute) &&
           is_allowed(node, attribute);
}

/* To the end of the start tag. */
static bool read_attributes(struct plain *p, struct node *node)
{
    struct attribute **next = &node->attributes;
    for (;;) {
        size_t from = p->cursor.at;
        cursor_skip_blanks(&p->cursor);
        if (!is_name_start(character(p))) {
            return true;
        }
        struct attribute *attribute = arena_one(p->arena, struct attribute);
        if (p->cursor.at == from || !read_attribute(p, node, attribute)) {
            return false;
        }
        *next = attribute;
        next = &attribute->next;
    }
}

static struct node *add_node(struct plain *p, enum node_kind kind, const struct cursor *place, struct node *parent,
                             struct node ***next)
{
    struct node *node = arena_one(p->arena, struct node);
    *node = (struct node){
        .kind = kind, .line = place->line, .column = place->column, .offset = place->at, .parent = parent};
    **next = node;
    *next = &node->next;
    return node;
}

static bool read_element(struct plain *p, struct node *node, int depth);

/* What stands before the next '<', at the end of the text. */
static bool add_piece(struct plain *p)
{
    size_t end = str_index(p->cursor.source, '<', p->cursor.at);
    struct str written = str_slice(p->cursor.source, p->cursor.at, end);
    cursor_advance(&p->cursor, end);
    return str_find(written, STR("]]>"), 0) == written.len && add_characters(&p->text, written);
}

/* To the next tag; comments do not end a text. */
static bool read_text(struct plain *p, struct node *parent, struct node ***next)
{
    const struct cursor begin = p->cursor;
    buf_reset(&p->text);
    bool is_plain = add_piece(p);
    while (is_plain && cursor_sees(&p->cursor, STR("<!--"))) {
        is_plain = skip_comment(p) && add_piece(p);
    }
    if (is_plain && p->text.len > 0) {
        add_node(p, NODE_TEXT, &begin, parent, next)->text = str_copy(p->arena, buf_str(&p->text));
    }
    return is_plain;
}

static bool read_end_tag(struct plain *p, const struct node *node)
{
    if (!skip(p, STR("</")) || !skip(p, node->name) || is_name_character(character(p))) {
        return false;
    }
    cursor_skip_blanks(&p->cursor);
    return skip(p, STR(">"));
}

static bool read_children(struct plain *p, struct node *parent, int depth)
{
    struct node **next = &parent->first;
    while (read_text(p, parent, &next)) {
        if (cursor_sees(&p->cursor, STR("</"))) {
            return read_end_tag(p, parent);
        }
        if (!read_element(p, add_node(p, NODE_ELEMENT, &p->cursor, parent, &next), depth + 1)) {
            return false;
        }
    }
    return false;
}

/* From its '<' to the end of its end tag. */
static bool read_element(struct plain *p, struct node *node, int depth)
{
    if (depth > DEPTH_MOST || !skip(p, STR("<")) || !read_name(p, &node->name) || !read_attributes(p, node)) {
        return false;
    }
    return skip(p, STR("/>")) || (skip(p, STR(">")) && read_children(p, node, depth));
}

static void skip_declaration(struct plain *p)
{
    if (!skip(p, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"))) {
        skip(p, STR("<?xml version=\"1.0\"?>"));
    }
}

bool plain_parse(struct arena *arena, struct str source, struct node **out_root)
{
    struct plain plain = {.arena = arena, .cursor = cursor_start(source)};
    struct node *root = NULL, **next = &root;
    if (source.len > SOURCE_MOST || !has_plain_characters(source)) {
        return false;
    }
    buf_init(&plain.text, NULL);
    skip_declaration(&plain);
    bool is_plain = skip_comments(&plain) &&
                    read_element(&plain, add_node(&plain, NODE_ELEMENT, &plain.cursor, NULL, &next), 0) &&
                    skip_comments(&plain) && plain.cursor.at == source.len;
    buf_clear(&plain.text);
    if (is_plain) {
        *out_root = root;
    }
    return is_plain;
}
