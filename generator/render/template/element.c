/* Compiles what stands in a page: text, tags, attributes, figures. */
#include "element.h"

#include "gencarto/base/nearest.h"
#include "gencarto/base/text.h"
#include "html.h"

#define MOST_INCLUSIONS 10000 /* includes that include each other twice would double at each level */

/* ---- Text ---- */

/* The spaces and apostrophes of what the designer wrote follow the page's language: no line of French begins with a
 * colon. Not in code, nor in files for machines. */
static struct str typeset(struct compiler *c, struct str text)
{
    if (c->xml || c->raw_spaces) {
        return text;
    }
    struct buf out;
    buf_init(&out, c->arena);
    typography_text(&out, text, c->set->language);
    return buf_str(&out);
}

/* In attributes only what people read. */
static bool is_read_by_people(struct str name)
{
    static const char *const names[] = {"alt", "aria-label", "content", "placeholder", "title"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal(name, str_from(names[i]))) {
            return true;
        }
    }
    return false;
}

static void typeset_parts(struct compiler *c, const struct part *parts, size_t count, const struct part **out_parts)
{
    struct part *copy = arena_array(c->arena, struct part, count);
    for (size_t i = 0; i < count; i++) {
        copy[i] = parts[i];
        if (copy[i].slot == NULL) {
            copy[i].literal = typeset(c, copy[i].literal);
        }
    }
    *out_parts = copy;
}

/* Runs of blanks with a line end become one line end: indentation costs bytes and means nothing. */
static void write_collapsed(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len;) {
        size_t end = i;
        bool line_end = false;
        while (end < text.len && byte_is_blank(text.ptr[end])) {
            line_end |= text.ptr[end++] == '\n';
        }
        bool repeats = line_end && out->len > 0 && out->ptr[out->len - 1] == '\n';
        if (line_end) {
            buf_add(out, repeats ? STR("") : STR("\n"));
        } else if (end > i) {
            buf_add(out, str_slice(text, i, end));
        } else {
            end = i + 1;
            while (end < text.len && !byte_is_blank(text.ptr[end])) {
                end++;
            }
            text_write_escaped(out, str_slice(text, i, end));
        }
        i = end;
    }
}

bool text_compile(struct compiler *c, const struct node *node)
{
    struct reader reader = reader_start(c, node->text, node->offset);
    const struct part *parts = NULL;
    size_t count = 0;
    if (!parse_parts(&reader, &parts, &count, c->err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (parts[i].slot != NULL) {
            op_emit(c, (struct op){
                           .code = OP_SLOT, .value = parts[i].slot, .spot = parts[i].slot->spot, .machine = c->xml});
        } else if (c->raw_spaces) {
            text_write_escaped(&c->pending, parts[i].literal);
        } else {
            write_collapsed(&c->pending, typeset(c, parts[i].literal));
        }
    }
    return true;
}

/* ---- Attributes ---- */

static void write_name(struct buf *out, struct str prefix, struct str name)
{
    if (prefix.len > 0) {
        buf_add(out, prefix);
        buf_byte(out, ':');
    }
    buf_add(out, name);
}

/* Literal text that needs nothing at run time. */
static bool attribute_is_fixed(enum attribute_kind kind, const struct part *parts, size_t count)
{
    if (count > 1 || (count == 1 && parts[0].slot != NULL)) {
        return false;
    }
    return kind != ATTRIBUTE_URL || count == 0 || !str_starts(parts[0].literal, STR("/"));
}

static bool write_fixed_attribute(struct compiler *c, enum attribute_kind kind, struct str name, struct str value,
                                  const struct spot *spot)
{
    if (kind == ATTRIBUTE_URL && !address_allowed(value)) {
        return spot_error(c->err, spot,
                          "address \"%.*s\": expected http, https, mailto or a relative one, without blanks",
                          STR_ARGS(value));
    }
    buf_byte(&c->pending, ' ');
    buf_add(&c->pending, name);
    if (kind != ATTRIBUTE_BOOLEAN) {
        buf_add(&c->pending, STR("=\""));
        text_write_escaped(&c->pending, value);
        buf_byte(&c->pending, '"');
    }
    return true;
}

static bool compile_attribute_parts(struct compiler *c, struct str name, const struct part *parts, size_t count,
                                    struct spot spot)
{
    const char *why = NULL;
    bool has_slot = count > 1 || (count == 1 && parts[0].slot != NULL);
    enum attribute_kind kind = c->xml ? ATTRIBUTE_PLAIN : attribute_kind(name, has_slot, &why);
    if (kind == ATTRIBUTE_REFUSED) {
        return spot_error(c->err, &spot, "attribute %.*s%s: %s", STR_ARGS(name), has_slot ? " with a slot" : "", why);
    }
    if (attribute_is_fixed(kind, parts, count)) {
        return write_fixed_attribute(c, kind, name, count == 0 ? STR("") : parts[0].literal, &spot);
    }
    op_emit(
        c,
        (struct op){
            .code = OP_ATTRIBUTE, .attribute = kind, .text = name, .parts = parts, .part_count = count, .spot = spot});
    return true;
}

static bool compile_attribute(struct compiler *c, const struct attribute *attribute)
{
    if (directive_is(attribute) || (!c->xml && str_equal(attribute->prefix, STR("xml")))) {
        return true;
    }
    struct buf name;
    buf_init(&name, c->arena);
    write_name(&name, attribute->prefix, attribute->name);
    struct reader reader = value_reader(c, attribute);
    const struct part *parts = NULL;
    size_t count = 0;
    if (!parse_parts(&reader, &parts, &count, c->err)) {
        return false;
    }
    if (is_read_by_people(buf_str(&name))) {
        typeset_parts(c, parts, count, &parts);
    }
    return compile_attribute_parts(c, buf_str(&name), parts, count, value_spot(c, attribute));
}

/* gen:attr: an attribute that is one expression. */
static bool take_attribute(struct compiler *c, const struct assignment *assignment)
{
    struct part *part = arena_one(c->arena, struct part);
    part->slot = assignment->value;
    return compile_attribute_parts(c, assignment->name, part, 1, assignment->spot);
}

static bool compile_attributes(struct compiler *c, const struct node *node)
{
    const struct attribute *more = directive_find(node, "attr");
    for (const struct attribute *a = node->attributes; a != NULL; a = a->next) {
        if (!compile_attribute(c, a)) {
            return false;
        }
    }
    if (more == NULL) {
        return true;
    }
    struct reader reader = value_reader(c, more);
    return parse_assignments(&reader, take_attribute, c->err);
}

/* ---- Figures and structured data ---- */

static bool compile_figure_input(struct compiler *c, const struct attribute *attribute, struct figure_input *input)
{
    struct reader reader = value_reader(c, attribute);
    struct call *call = NULL;
    input->name = attribute->name;
    bool table = str_equal(attribute->name, STR("rows")) || str_starts(attribute->name, STR("rows-"));
    if (!table) {
        bool parsed = parse_parts(&reader, &input->parts, &input->part_count, c->err);
        if (parsed) {
            typeset_parts(c, input->parts, input->part_count, &input->parts);
        }
        return parsed;
    }
    if (attribute->name.len > 5) {
        input->name = str_slice(attribute->name, 5, attribute->name.len);
    }
    bool ok = parse_call(&reader, &call, c->err) && reader_finish(&reader, c->err);
    input->call = call;
    return ok;
}

/* The host's markup stands in place of the whole element. */
static bool compile_figure(struct compiler *c, const struct node *node, const struct attribute *kind)
{
    struct spot spot = node_spot(c, node);
    size_t count = 0;
    for (const struct attribute *a = node->attributes; a != NULL; a = a->next, count++) {
    }
    struct figure_input *inputs = arena_array(c->arena, struct figure_input, count);
    struct figure *figure = arena_one(c->arena, struct figure);
    *figure = (struct figure){kind->value, inputs, 0};
    for (const struct attribute *a = node->attributes; a != NULL; a = a->next) {
        if (!directive_is(a)) {
            struct spot at = value_spot(c, a);
            return spot_error(c->err, &at, "%.*s on a figure, which replaces its element; write gen:%.*s or wrap it",
                              STR_ARGS(a->name), STR_ARGS(a->name));
        }
        if (!directive_known(a->name) && !compile_figure_input(c, a, &inputs[figure->input_count++])) {
            return false;
        }
    }
    op_emit(c, (struct op){.code = OP_FIGURE, .figure = figure, .spot = spot});
    return true;
}

static bool compile_json(struct compiler *c, const struct node *node, const struct attribute *attribute)
{
    struct reader reader = value_reader(c, attribute);
    struct call *call = NULL;
    const struct str *type = node_attribute(node, "type");
    struct spot spot = node_spot(c, node);
    if (type == NULL || !str_equal(*type, STR("application/ld+json")) || !str_equal(node->name, STR("script"))) {
        return spot_error(c->err, &spot, "gen:jsonld stands on a script element of type application/ld+json only");
    }
    if (!parse_call(&reader, &call, c->err) || !reader_finish(&reader, c->err)) {
        return false;
    }
    if (call->query->column_count != 1) {
        return spot_error(c->err, &call->spot, "%s gives %d columns, gen:jsonld wants one of JSON text",
                          call->query->file, call->query->column_count);
    }
    op_emit(c, (struct op){.code = OP_JSON, .call = call, .spot = call->spot});
    return true;
}

/* ---- Elements ---- */

static const struct include *include_find(struct compiler *c, const struct attribute *attribute)
{
    for (size_t i = 0; i < c->set->include_count; i++) {
        if (str_equal(c->set->includes[i].name, attribute->value)) {
            return &c->set->includes[i];
        }
    }
    struct nearest nearest = nearest_start(attribute->value);
    for (size_t i = 0; i < c->set->include_count; i++) {
        nearest_try(&nearest, c->set->includes[i].name);
    }
    struct spot spot = value_spot(c, attribute);
    spot_error(c->err, &spot, "unknown include %.*s; it would be %s/includes/%.*s.xhtml%s", STR_ARGS(attribute->value),
               c->set->folder, STR_ARGS(attribute->value), nearest_hint(c->arena, &nearest));
    return NULL;
}

static bool include_is_open(const struct compiler *c, const struct include *include)
{
    const struct source *source = c->source;
    while (source != NULL && source->file != include->file) {
        source = source->included_by == NULL ? NULL : source->included_by->source;
    }
    return source != NULL;
}

static bool compile_include(struct compiler *c, const struct node *node, const struct attribute *attribute)
{
    const struct include *include = include_find(c, attribute);
    if (include == NULL || !variables_compile(c, node, "with")) {
        return false;
    }
    struct spot *by = arena_one(c->arena, struct spot);
    *by = value_spot(c, attribute);
    if (include_is_open(c, include)) {
        return spot_error(c->err, by, "include %.*s includes itself", STR_ARGS(include->name));
    }
    if (++c->inclusions > MOST_INCLUSIONS) {
        return spot_error(c->err, by, "more than %d inclusions in one page", MOST_INCLUSIONS);
    }
    struct source *source = arena_one(c->arena, struct source);
    *source = (struct source){include->file, include->text, by};
    const struct source *caller = c->source;
    const struct node *last = NULL;
    c->source = source;
    bool ok = node_compile(c, include->root, &last);
    c->source = caller;
    return ok;
}

/* Script: the text as it is; braces are text, and what would end the element is refused. */
static bool compile_raw(struct compiler *c, const struct node *node)
{
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        struct spot spot = node_spot(c, child);
        if (child->kind != NODE_TEXT) {
            return spot_error(c->err, &spot, "an element inside %.*s", STR_ARGS(node->name));
        }
        if (str_find(child->text, STR("</"), 0) < child->text.len ||
            str_find(child->text, STR("<!--"), 0) < child->text.len) {
            return spot_error(c->err, &spot, "\"</\" or \"<!--\" inside %.*s; put the code in a file of assets/",
                              STR_ARGS(node->name));
        }
        buf_add(&c->pending, child->text);
    }
    return true;
}

static bool has_content(const struct node *node)
{
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child->kind == NODE_ELEMENT || !text_is_blank(child->text)) {
            return true;
        }
    }
    return false;
}

static bool compile_content(struct compiler *c, const struct node *node, enum element_kind kind)
{
    const struct attribute *include = directive_find(node, "include"), *json = directive_find(node, "jsonld");
    struct spot spot = node_spot(c, node);
    if ((include != NULL || json != NULL) && has_content(node)) {
        return spot_error(c->err, &spot, "content in an element that gen:%s fills",
                          include != NULL ? "include" : "jsonld");
    }
    if (include != NULL) {
        return compile_include(c, node, include);
    }
    if (json != NULL) {
        return compile_json(c, node, json);
    }
    if (kind == ELEMENT_RAW) {
        return compile_raw(c, node);
    }
    bool outside = c->raw_spaces;
    c->raw_spaces |= kind == ELEMENT_SPACED;
    bool ok = children_compile(c, node);
    c->raw_spaces = outside;
    return ok;
}

/* HTML drops a line end just after <pre>, XHTML does not. */
static bool starts_with_line_end(const struct node *node)
{
    return node->first != NULL && node->first->kind == NODE_TEXT && str_starts(node->first->text, STR("\n"));
}

static void write_end_tag(struct compiler *c, const struct node *node)
{
    buf_add(&c->pending, STR("</"));
    write_name(&c->pending, node->prefix, node->name);
    buf_byte(&c->pending, '>');
}

static bool write_tag(struct compiler *c, const struct node *node)
{
    const char *why = NULL;
    enum element_kind kind = c->xml ? ELEMENT_NORMAL : element_kind(node->name, &why);
    struct spot spot = node_spot(c, node);
    if (kind == ELEMENT_REFUSED) {
        return spot_error(c->err, &spot, "element %.*s: %s", STR_ARGS(node->name), why);
    }
    if (node->prefix.len > 0 && !c->xml) {
        return spot_error(c->err, &spot, "element %.*s:%.*s: HTML has no prefixes; gen:block is the only one here",
                          STR_ARGS(node->prefix), STR_ARGS(node->name));
    }
    buf_byte(&c->pending, '<');
    write_name(&c->pending, node->prefix, node->name);
    if (!compile_attributes(c, node)) {
        return false;
    }
    bool content =
        has_content(node) || directive_find(node, "include") != NULL || directive_find(node, "jsonld") != NULL;
    if (kind == ELEMENT_VOID && content) {
        return spot_error(c->err, &spot, "content in %.*s, which has none", STR_ARGS(node->name));
    }
    if (kind == ELEMENT_VOID || (c->xml && node->first == NULL && !content)) {
        buf_add(&c->pending, c->xml ? STR("/>") : STR(">"));
        return true;
    }
    buf_byte(&c->pending, '>');
    if (kind == ELEMENT_SPACED && starts_with_line_end(node)) {
        buf_byte(&c->pending, '\n');
    }
    if (!compile_content(c, node, kind)) {
        return false;
    }
    write_end_tag(c, node);
    return true;
}

static bool write_block(struct compiler *c, const struct node *node)
{
    for (const struct attribute *a = node->attributes; a != NULL; a = a->next) {
        if (!directive_is(a) || str_equal(a->name, STR("attr"))) {
            struct spot spot = value_spot(c, a);
            return spot_error(c->err, &spot, "attribute %.*s on gen:block, which writes no tag", STR_ARGS(a->name));
        }
    }
    return compile_content(c, node, ELEMENT_NORMAL);
}

bool element_write(struct compiler *c, const struct node *node)
{
    const struct attribute *figure = directive_find(node, "figure");
    if (figure != NULL) {
        return compile_figure(c, node, figure);
    }
    return node_is_block(node) ? write_block(c, node) : write_tag(c, node);
}
