#include "gencarto/xml/document.h"

#include <assert.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "document_tree.h"
#include "gencarto/base/buf.h"
#include "gencarto/base/text.h"

#define SOURCE_LIMIT  (16u << 20)
#define PARSE_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES)

/* ---- A cursor on the source that knows its line and column ---- */

struct cursor {
    struct str source;
    size_t at;
    int line, column; /* of `at` */
};

static struct cursor cursor_start(struct str source)
{
    struct cursor cursor = {source, 0, 1, 1};
    if (str_starts(source, STR("\xEF\xBB\xBF"))) {
        cursor.at = 3;
    }
    return cursor;
}

static void cursor_advance(struct cursor *cursor, size_t target)
{
    if (target > cursor->source.len) {
        target = cursor->source.len;
    }
    for (; cursor->at < target; cursor->at++) {
        unsigned char c = (unsigned char)cursor->source.ptr[cursor->at];
        if (c == '\n') {
            cursor->line++;
            cursor->column = 1;
        } else if ((c & 0xC0) != 0x80) {
            cursor->column++;
        }
    }
}

static bool cursor_sees(const struct cursor *cursor, struct str what)
{
    return str_starts(str_slice(cursor->source, cursor->at, cursor->source.len), what);
}

static void cursor_skip_past(struct cursor *cursor, struct str end)
{
    cursor_advance(cursor, str_find(cursor->source, end, cursor->at) + end.len);
}

/* Past a comment, a processing instruction or, with `cdata`, a CDATA section at the cursor; false when there is none.
 * The end is sought after the start: "<!-->" opens a comment and does not close it. */
static bool cursor_skip_section(struct cursor *cursor, bool cdata)
{
    static const struct {
        struct str start, end;
    } sections[] = {
        {STR_INIT("<!--"), STR_INIT("-->")},
        {STR_INIT("<?"), STR_INIT("?>")},
        {STR_INIT("<![CDATA["), STR_INIT("]]>")},
    };
    for (size_t i = 0; i < (cdata ? 3 : 2); i++) {
        if (cursor_sees(cursor, sections[i].start)) {
            cursor_advance(cursor, cursor->at + sections[i].start.len);
            cursor_skip_past(cursor, sections[i].end);
            return true;
        }
    }
    return false;
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void cursor_skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->source.len && blank(cursor->source.ptr[cursor->at])) {
        cursor_advance(cursor, cursor->at + 1);
    }
}

/* To the next '<' of a tag. */
static void cursor_skip_to_tag(struct cursor *cursor)
{
    for (;;) {
        cursor_advance(cursor, str_index(cursor->source, '<', cursor->at));
        if (cursor_skip_section(cursor, true)) {
            continue;
        }
        if (!cursor_sees(cursor, STR("<!"))) {
            return;
        }
        cursor_skip_past(cursor, STR(">")); /* the document type */
    }
}

/* ---- What is refused before libxml2 sees it ---- */

static enum error_kind refusal(enum document_kind kind)
{
    return kind == DOCUMENT_XHTML ? ERROR_OUTPUT : ERROR_INPUT;
}

static bool check_bytes(const char *name, struct str source, enum error_kind kind, struct error *err)
{
    if (source.len > SOURCE_LIMIT) {
        return error_set(err, kind, "%s: %zu bytes, above the limit of 16 MiB", name, source.len);
    }
    size_t valid = 0;
    bool utf8 = text_is_utf8(source, &valid);
    size_t nul = str_index(source, '\0', 0);
    if (utf8 && nul == source.len) {
        return true;
    }
    struct cursor cursor = cursor_start(source);
    cursor_advance(&cursor, nul < valid ? nul : valid);
    return error_set(err, kind, "%s:%d:%d: a byte that is not UTF-8 text; save the file as UTF-8", name, cursor.line,
                     cursor.column);
}

/* A document type may only be `<!DOCTYPE name>`: entities expand without bound, external ids fetch files. It can only
 * stand before the root, among comments and processing instructions. */
static bool check_doctype(const char *name, struct str source, enum error_kind kind, struct error *err)
{
    struct cursor cursor = cursor_start(source);
    do {
        cursor_skip_blanks(&cursor);
    } while (cursor_skip_section(&cursor, false));
    if (!cursor_sees(&cursor, STR("<!"))) {
        return true;
    }
    struct str declaration = str_slice(source, cursor.at, str_index(source, '>', cursor.at));
    struct str rest = declaration;
    bool plain = str_starts(rest, STR("<!DOCTYPE")) || str_starts(rest, STR("<!doctype"));
    rest = str_trim(str_slice(rest, 9, rest.len));
    for (size_t i = 0; i < rest.len; i++) {
        plain = plain && !blank(rest.ptr[i]) && rest.ptr[i] != '[' && rest.ptr[i] != '"' && rest.ptr[i] != '\'';
    }
    if (plain) {
        return true;
    }
    return error_set(err, kind,
                     "%s:%d:%d: a document type with declarations or an external id; only <!DOCTYPE html> alone is "
                     "allowed, write characters directly instead of declaring entities",
                     name, cursor.line, cursor.column);
}

/* ---- HTML's named entities ---- */

static void write_utf8(struct buf *out, unsigned c)
{
    if (c < 0x80) {
        buf_byte(out, (char)c);
    } else if (c < 0x800) {
        buf_byte(out, (char)(0xC0 | (c >> 6)));
        buf_byte(out, (char)(0x80 | (c & 0x3F)));
    } else {
        assert(c < 0x10000);
        buf_byte(out, (char)(0xE0 | (c >> 12)));
        buf_byte(out, (char)(0x80 | ((c >> 6) & 0x3F)));
        buf_byte(out, (char)(0x80 | (c & 0x3F)));
    }
}

/* The code point of `&name;`, or 0: XML's own five are left to the parser, as are unknown names, which it refuses. */
static unsigned entity_code(struct str name)
{
    static const struct str own[] = {STR_INIT("amp"), STR_INIT("lt"), STR_INIT("gt"), STR_INIT("quot"),
                                     STR_INIT("apos")};
    char text[16];
    if (name.len == 0 || name.len >= sizeof text) {
        return 0;
    }
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (str_equal(name, own[i])) {
            return 0;
        }
    }
    memcpy(text, name.ptr, name.len);
    text[name.len] = '\0';
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)text);
    return entity == NULL ? 0 : entity->value;
}

/* The source with `&eacute;` and its like as characters: no line moves. Comments and CDATA sections stay as they are.
 */
static struct str replace_entities(struct arena *arena, struct str source)
{
    struct cursor cursor = {source, 0, 1, 1};
    struct buf out;
    buf_init(&out, arena);
    buf_reserve(&out, source.len);
    while (cursor.at < source.len) {
        size_t at = cursor.at;
        if (source.ptr[at] == '<' && cursor_skip_section(&cursor, true)) {
            buf_add(&out, str_slice(source, at, cursor.at));
            continue;
        }
        struct str ahead = str_slice(source, at, at + 16);
        size_t end = source.ptr[at] == '&' ? str_index(ahead, ';', 0) : 0;
        unsigned code = end > 1 ? entity_code(str_slice(ahead, 1, end)) : 0;
        if (code != 0) {
            write_utf8(&out, code);
            cursor.at += end + 1;
        } else {
            buf_byte(&out, source.ptr[cursor.at++]);
        }
    }
    return buf_str(&out);
}

/* ---- Parsing ---- */

struct parse {
    const char *name;
    enum error_kind kind;
    struct error *err;
};

struct str document_tree_message(const xmlError *error)
{
    return str_trim(str_from(error->message == NULL ? "malformed XML" : error->message));
}

/* Prefixes need no declaration here, so faults of namespaces are none. */
static void on_fault(void *context, xmlErrorPtr error)
{
    xmlParserCtxtPtr parser = context;
    const struct parse *parse = parser->_private;
    if (error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE) {
        return;
    }
    struct str message = document_tree_message(error);
    error_set(parse->err, parse->kind, "%s:%d:%d: %.*s", parse->name, error->line, error->int2, STR_ARGS(message));
}

/* Cannot be reached past check_doctype; should it be, nothing expands. */
static void on_entity_declaration(void *context, const xmlChar *name, int type, const xmlChar *public_id,
                                  const xmlChar *system_id, xmlChar *content)
{
    (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
    xmlParserCtxtPtr parser = context;
    xmlStopParser(parser);
}

static xmlDoc *parse_checked(const char *name, struct str source, enum error_kind kind, struct error *err)
{
    xmlInitParser();
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (parser == NULL) {
        error_set(err, ERROR_SYSTEM, "%s: out of memory", name);
        return NULL;
    }
    struct parse parse = {name, kind, err};
    parser->_private = &parse;
    parser->sax->serror = on_fault;
    parser->sax->entityDecl = on_entity_declaration;
    xmlDoc *tree = xmlCtxtReadMemory(parser, source.ptr, (int)source.len, NULL, "UTF-8", PARSE_OPTIONS);
    bool whole = parser->wellFormed && err->kind == ERROR_NONE;
    xmlFreeParserCtxt(parser);
    if (!whole || tree == NULL || xmlDocGetRootElement(tree) == NULL) {
        error_set(err, kind, "%s: not an XML document", name);
        xmlFreeDoc(tree);
        return NULL;
    }
    return tree;
}

static bool source_check(const char *name, struct str source, enum error_kind kind, struct error *err)
{
    return check_bytes(name, source, kind, err) && check_doctype(name, source, kind, err);
}

xmlDoc *document_tree_parse(const char *name, struct str source, struct error *err)
{
    bool is_safe = source_check(name, source, ERROR_INPUT, err);
    return is_safe ? parse_checked(name, source, ERROR_INPUT, err) : NULL;
}

/* ---- From libxml2's tree to ours, the cursor walking along the source ---- */

struct builder {
    struct arena *arena;
    struct cursor cursor;
};

/* Undeclared prefixes stay in libxml2's names. */
static void set_names(struct arena *arena, const xmlNs *space, const xmlChar *written, struct str *out_prefix,
                      struct str *out_name)
{
    struct str name = str_copy(arena, str_from((const char *)written));
    size_t colon = str_index(name, ':', 0);
    if (space != NULL && space->prefix != NULL) {
        *out_prefix = str_copy(arena, str_from((const char *)space->prefix));
    } else if (colon < name.len) {
        *out_prefix = str_slice(name, 0, colon);
        name = str_slice(name, colon + 1, name.len);
    }
    *out_name = name;
}

static struct attribute *build_attribute(struct builder *b, const xmlAttr *from)
{
    struct attribute *attribute = arena_one(b->arena, struct attribute);
    set_names(b->arena, from->ns, from->name, &attribute->prefix, &attribute->name);
    xmlChar *value = xmlNodeListGetString(from->doc, from->children, 1);
    attribute->value = str_copy(b->arena, str_from((const char *)value));
    xmlFree(value);
    return attribute;
}

static bool declares_namespace(struct str name)
{
    return str_equal(name, STR("xmlns")) || str_starts(name, STR("xmlns:"));
}

/* The name at the cursor, which moves past it. */
static struct str scan_name(struct cursor *cursor)
{
    size_t end = cursor->at;
    while (end < cursor->source.len && !blank(cursor->source.ptr[end]) &&
           strchr("=/>", cursor->source.ptr[end]) == NULL) {
        end++;
    }
    struct str name = str_slice(cursor->source, cursor->at, end);
    cursor_advance(cursor, end);
    return name;
}

/* The cursor goes from '<' past the '>' of the start tag. True when the tag closes itself. */
static bool build_start_tag(struct builder *b, struct node *node, const xmlNode *from)
{
    struct cursor *cursor = &b->cursor;
    struct attribute **next = &node->attributes;
    const xmlAttr *given = from->properties;
    cursor_advance(cursor, cursor->at + 1);
    scan_name(cursor);
    for (;;) {
        cursor_skip_blanks(cursor);
        if (cursor->at >= cursor->source.len || cursor_sees(cursor, STR(">"))) {
            cursor_advance(cursor, cursor->at + 1);
            return false;
        }
        if (cursor_sees(cursor, STR("/"))) {
            cursor_advance(cursor, cursor->at + 2);
            return true;
        }
        int line = cursor->line, column = cursor->column;
        struct str name = scan_name(cursor);
        size_t quote = cursor->at + strcspn(cursor->source.ptr + cursor->at, "\"'");
        cursor_advance(cursor, quote + 1);
        size_t offset = cursor->at;
        cursor_advance(cursor, str_index(cursor->source, cursor->source.ptr[quote], offset) + 1);
        if (given != NULL && !declares_namespace(name)) {
            *next = build_attribute(b, given);
            (*next)->line = line;
            (*next)->column = column;
            (*next)->offset = offset;
            next = &(*next)->next;
            given = given->next;
        }
    }
}

static void place_here(const struct builder *b, struct node *node)
{
    node->line = b->cursor.line;
    node->column = b->cursor.column;
    node->offset = b->cursor.at;
}

static struct node *build_text(struct builder *b, const xmlNode *from)
{
    struct node *node = arena_one(b->arena, struct node);
    node->kind = NODE_TEXT;
    node->text = str_copy(b->arena, str_from((const char *)from->content));
    place_here(b, node);
    return node;
}

static void append_text(struct arena *arena, struct node *node, const xmlNode *from)
{
    struct str more = str_from((const char *)from->content);
    node->text = str_format(arena, "%.*s%.*s", STR_ARGS(node->text), STR_ARGS(more));
}

static struct node *build_element(struct builder *b, const xmlNode *from);

static void build_children(struct builder *b, struct node *parent, const xmlNode *from)
{
    struct node **next = &parent->first;
    struct node *text = NULL; /* the run of text that goes on, across comments */
    for (const xmlNode *child = from->children; child != NULL; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            *next = build_element(b, child);
            text = NULL;
        } else if (child->type != XML_TEXT_NODE && child->type != XML_CDATA_SECTION_NODE) {
            continue;
        } else if (text != NULL) {
            append_text(b->arena, text, child);
            continue;
        } else {
            *next = text = build_text(b, child);
        }
        (*next)->parent = parent;
        next = &(*next)->next;
    }
}

static struct node *build_element(struct builder *b, const xmlNode *from)
{
    cursor_skip_to_tag(&b->cursor);
    struct node *node = arena_one(b->arena, struct node);
    node->kind = NODE_ELEMENT;
    place_here(b, node);
    set_names(b->arena, from->ns, from->name, &node->prefix, &node->name);
    if (!build_start_tag(b, node, from)) {
        build_children(b, node, from);
        cursor_skip_to_tag(&b->cursor);
        cursor_skip_past(&b->cursor, STR(">"));
    }
    return node;
}

bool document_parse(struct arena *arena, const char *name, struct str source, enum document_kind kind,
                    struct node **out_root, struct error *err)
{
    if (!source_check(name, source, refusal(kind), err)) {
        return false;
    }
    struct str plain = kind == DOCUMENT_XHTML ? replace_entities(arena, source) : source;
    xmlDoc *tree = parse_checked(name, plain, refusal(kind), err);
    if (tree == NULL) {
        return false;
    }
    /* NUL-terminated for the scanning functions. */
    struct builder builder = {arena, cursor_start(str_copy(arena, source))};
    *out_root = build_element(&builder, xmlDocGetRootElement(tree));
    xmlFreeDoc(tree);
    return true;
}

/* ---- Places ---- */

/* How many bytes of the text the reference at the cursor ("&...;") stands for. */
static size_t reference_length(struct str reference)
{
    unsigned code = entity_code(reference);
    if (reference.len > 1 && reference.ptr[0] == '#') {
        bool hex = reference.ptr[1] == 'x';
        for (size_t i = hex ? 2 : 1; i < reference.len && code < 0x110000; i++) {
            char c = reference.ptr[i];
            unsigned digit = (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
            code = code * (hex ? 16 : 10) + digit;
        }
    }
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

struct place document_place(struct str source, size_t offset, size_t index)
{
    struct cursor cursor = cursor_start(source);
    cursor_advance(&cursor, offset);
    for (size_t done = 0; cursor.at < source.len;) {
        if (cursor_sees(&cursor, STR("<![CDATA["))) {
            cursor_advance(&cursor, cursor.at + 9);
        } else if (cursor_sees(&cursor, STR("]]>"))) {
            cursor_advance(&cursor, cursor.at + 3);
        } else if (cursor_skip_section(&cursor, false)) {
            continue;
        } else if (cursor_sees(&cursor, STR("\r\n"))) {
            cursor_advance(&cursor, cursor.at + 1);
        } else if (done >= index) {
            break;
        } else if (source.ptr[cursor.at] == '&') {
            size_t end = str_index(source, ';', cursor.at);
            done += reference_length(str_slice(source, cursor.at + 1, end));
            cursor_advance(&cursor, end + 1);
        } else {
            cursor_advance(&cursor, cursor.at + 1);
            done++;
        }
    }
    return (struct place){cursor.line, cursor.column};
}
