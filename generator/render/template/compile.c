/* Turns the tree of a page into its program. Includes are compiled where they stand, so all names are resolved here. */
#include "gencarto/xml/document.h"

#include "compiler.h"
#include "html.h"
#include "nearest.h"

static const struct str GEN = STR_INIT("gen");

/* What may stand on any element; the order in which they work is that of write_element's callers. */
static const struct str DIRECTIVES[] = {
    STR_INIT("each"), STR_INIT("one"),     STR_INIT("let"),  STR_INIT("if"),     STR_INIT("elseif"), STR_INIT("else"),
    STR_INIT("attr"), STR_INIT("include"), STR_INIT("with"), STR_INIT("figure"), STR_INIT("jsonld"),
};

/* ---- Emitting ---- */

static void op_append(struct compiler *c, struct op op)
{
    if (c->op_count == c->op_capacity) {
        size_t capacity = c->op_capacity * 2 + 64;
        c->ops = arena_grow(c->arena, c->ops, c->op_capacity * sizeof *c->ops, capacity * sizeof *c->ops);
        c->op_capacity = capacity;
    }
    c->ops[c->op_count++] = op;
}

static void flush_text(struct compiler *c)
{
    if (c->pending.len > 0) {
        op_append(c, (struct op){.code = OP_TEXT, .text = str_copy(c->arena, buf_str(&c->pending))});
        buf_reset(&c->pending);
    }
}

/* Gives the index of the op. */
static size_t emit(struct compiler *c, struct op op)
{
    flush_text(c);
    op_append(c, op);
    return c->op_count - 1;
}

/* Jumps emitted at `op` go to what is emitted next. */
static void land_here(struct compiler *c, size_t op)
{
    flush_text(c);
    c->ops[op].target = c->op_count;
}

/* ---- Reading nodes ---- */

static const struct attribute *directive(const struct node *node, const char *name)
{
    for (const struct attribute *a = node->attributes; a != NULL; a = a->next) {
        if (str_equal(a->prefix, GEN) && str_equal(a->name, str_from(name))) {
            return a;
        }
    }
    return NULL;
}

static struct spot node_spot(const struct compiler *c, const struct node *node)
{
    return (struct spot){c->source, node->offset, 0};
}

static struct spot value_spot(const struct compiler *c, const struct attribute *attribute)
{
    return (struct spot){c->source, attribute->offset, 0};
}

static struct reader value_reader(struct compiler *c, const struct attribute *attribute)
{
    return reader_start(c, attribute->value, attribute->offset);
}

static bool all_blank(struct str text)
{
    return str_trim(text).len == 0;
}

static bool is_block(const struct node *node)
{
    return str_equal(node->prefix, GEN) && str_equal(node->name, STR("block"));
}

static bool reader_finish(struct reader *reader, struct error *err)
{
    if (reader_end(reader)) {
        return true;
    }
    struct spot spot = reader_spot(reader, reader->at);
    struct str rest = str_slice(reader->text, reader->at, reader->at + 20);
    return spot_error(err, &spot, "found \"%.*s\" after the end of the expression", STR_ARGS(rest));
}

/* What cannot work together on one element; each of them may stand on a gen:block around or inside. */
static const struct {
    const char *first, *second;
} EXCLUSIVE[] = {
    {"each", "one"},    {"figure", "include"}, {"figure", "jsonld"},
    {"figure", "attr"}, {"figure", "with"},    {"include", "jsonld"},
};

static bool check_pairs(struct compiler *c, const struct node *node)
{
    struct spot spot = node_spot(c, node);
    for (size_t i = 0; i < sizeof EXCLUSIVE / sizeof EXCLUSIVE[0]; i++) {
        if (directive(node, EXCLUSIVE[i].first) != NULL && directive(node, EXCLUSIVE[i].second) != NULL) {
            return spot_error(c->err, &spot, "gen:%s and gen:%s on one element; put one of them on a gen:block",
                              EXCLUSIVE[i].first, EXCLUSIVE[i].second);
        }
    }
    return directive(node, "with") == NULL || directive(node, "include") != NULL ||
           spot_error(c->err, &spot, "gen:with without gen:include; use gen:let");
}

/* Directives that nobody reads would be silently lost. A figure's element takes any. */
static bool check_directives(struct compiler *c, const struct node *node, bool root)
{
    bool figure = directive(node, "figure") != NULL;
    for (const struct attribute *a = node->attributes; a != NULL; a = a->next) {
        bool known = !str_equal(a->prefix, GEN) || figure ||
                     (root && (str_equal(a->name, STR("pages")) || str_equal(a->name, STR("path"))));
        struct nearest nearest = nearest_start(a->name);
        for (size_t i = 0; i < sizeof DIRECTIVES / sizeof DIRECTIVES[0]; i++) {
            known = known || str_equal(a->name, DIRECTIVES[i]);
            nearest_try(&nearest, DIRECTIVES[i]);
        }
        if (!known) {
            struct spot spot = value_spot(c, a);
            return spot_error(c->err, &spot, "unknown directive gen:%.*s%s", STR_ARGS(a->name),
                              nearest_hint(c->arena, &nearest));
        }
    }
    return check_pairs(c, node);
}

/* ---- Rows: gen:pages, gen:each, gen:one ---- */

/* Reads "row in query(...)" and brings the row in scope, on a frame of its own. */
static bool open_rows(struct compiler *c, const struct attribute *attribute, struct call **out_call)
{
    struct reader reader = value_reader(c, attribute);
    struct str name = reader_name(&reader);
    struct spot spot = value_spot(c, attribute);
    if (name.len == 0 || !reader_take_word(&reader, "in")) {
        return spot_error(c->err, &spot, "found \"%.*s\", expected \"row in query(...)\"", STR_ARGS(attribute->value));
    }
    if (!parse_call(&reader, out_call, c->err) || !reader_finish(&reader, c->err)) {
        return false;
    }
    (*out_call)->frame = c->frame++;
    if (c->set->frame_count < c->frame) {
        c->set->frame_count = c->frame;
    }
    scope_add(c, (struct binding){.name = name, .call = *out_call});
    return true;
}

static bool compile_one(struct compiler *c, const struct node *node)
{
    const struct attribute *attribute = directive(node, "one");
    struct call *call = NULL;
    if (attribute == NULL) {
        return true;
    }
    if (!open_rows(c, attribute, &call)) {
        return false;
    }
    emit(c, (struct op){.code = OP_ONE, .call = call, .spot = call->spot});
    return true;
}

/* ---- Variables ---- */

static bool take_variable(struct compiler *c, const struct assignment *assignment)
{
    if (str_index(assignment->name, '-', 0) < assignment->name.len ||
        str_index(assignment->name, ':', 0) < assignment->name.len) {
        return spot_error(c->err, &assignment->spot, "%.*s cannot be a variable; use letters, digits and _",
                          STR_ARGS(assignment->name));
    }
    size_t variable = c->variable++;
    if (c->set->variable_count < c->variable) {
        c->set->variable_count = c->variable;
    }
    emit(c, (struct op){.code = OP_LET, .slot = variable, .value = assignment->value});
    scope_add(c, (struct binding){.name = assignment->name, .variable = variable});
    return true;
}

static bool compile_variables(struct compiler *c, const struct node *node, const char *name)
{
    const struct attribute *attribute = directive(node, name);
    if (attribute == NULL) {
        return true;
    }
    struct reader reader = value_reader(c, attribute);
    return parse_assignments(&reader, take_variable, c->err);
}

/* ---- Text ---- */

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Runs of blanks with a line end become one line end: indentation costs bytes and means nothing. */
static void write_collapsed(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len;) {
        size_t end = i;
        bool line_end = false;
        while (end < text.len && blank(text.ptr[end])) {
            line_end |= text.ptr[end++] == '\n';
        }
        bool repeats = line_end && out->len > 0 && out->ptr[out->len - 1] == '\n';
        if (line_end) {
            buf_add(out, repeats ? STR("") : STR("\n"));
        } else if (end > i) {
            buf_add(out, str_slice(text, i, end));
        } else {
            end = i + 1;
            while (end < text.len && !blank(text.ptr[end])) {
                end++;
            }
            write_text(out, str_slice(text, i, end));
        }
        i = end;
    }
}

static bool compile_text(struct compiler *c, const struct node *node)
{
    struct reader reader = reader_start(c, node->text, node->offset);
    const struct part *parts = NULL;
    size_t count = 0;
    if (!parse_parts(&reader, &parts, &count, c->err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (parts[i].slot != NULL) {
            emit(c,
                 (struct op){.code = OP_SLOT, .value = parts[i].slot, .spot = parts[i].slot->spot, .machine = c->xml});
        } else if (c->raw_spaces) {
            write_text(&c->pending, parts[i].literal);
        } else {
            write_collapsed(&c->pending, parts[i].literal);
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
        write_attribute_text(&c->pending, value);
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
    emit(c,
         (struct op){
             .code = OP_ATTRIBUTE, .attribute = kind, .text = name, .parts = parts, .part_count = count, .spot = spot});
    return true;
}

static bool compile_attribute(struct compiler *c, const struct attribute *attribute)
{
    if (str_equal(attribute->prefix, GEN) || (!c->xml && str_equal(attribute->prefix, STR("xml")))) {
        return true;
    }
    struct buf name;
    buf_init(&name, c->arena);
    write_name(&name, attribute->prefix, attribute->name);
    struct reader reader = value_reader(c, attribute);
    const struct part *parts = NULL;
    size_t count = 0;
    return parse_parts(&reader, &parts, &count, c->err) &&
           compile_attribute_parts(c, buf_str(&name), parts, count, value_spot(c, attribute));
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
    const struct attribute *more = directive(node, "attr");
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
        return parse_parts(&reader, &input->parts, &input->part_count, c->err);
    }
    if (attribute->name.len > 5) {
        input->name = str_slice(attribute->name, 5, attribute->name.len);
    }
    bool ok = parse_call(&reader, &call, c->err) && reader_finish(&reader, c->err);
    input->call = call;
    return ok;
}

static bool is_directive(struct str name)
{
    for (size_t i = 0; i < sizeof DIRECTIVES / sizeof DIRECTIVES[0]; i++) {
        if (str_equal(name, DIRECTIVES[i])) {
            return true;
        }
    }
    return false;
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
        if (!str_equal(a->prefix, GEN)) {
            struct spot at = value_spot(c, a);
            return spot_error(c->err, &at, "%.*s on a figure, which replaces its element; write gen:%.*s or wrap it",
                              STR_ARGS(a->name), STR_ARGS(a->name));
        }
        if (!is_directive(a->name) && !compile_figure_input(c, a, &inputs[figure->input_count++])) {
            return false;
        }
    }
    emit(c, (struct op){.code = OP_FIGURE, .figure = figure, .spot = spot});
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
    emit(c, (struct op){.code = OP_JSON, .call = call, .spot = call->spot});
    return true;
}

/* ---- Elements ---- */

static bool compile_children(struct compiler *c, const struct node *parent);

static const struct include *include_find(struct compiler *c, const struct attribute *attribute)
{
    struct nearest nearest = nearest_start(attribute->value);
    for (size_t i = 0; i < c->set->include_count; i++) {
        if (str_equal(c->set->includes[i].name, attribute->value)) {
            return &c->set->includes[i];
        }
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

static bool compile_node(struct compiler *c, const struct node *node, const struct node **out_last);

static bool compile_include(struct compiler *c, const struct node *node, const struct attribute *attribute)
{
    const struct include *include = include_find(c, attribute);
    if (include == NULL || !compile_variables(c, node, "with")) {
        return false;
    }
    struct spot *by = arena_one(c->arena, struct spot);
    *by = value_spot(c, attribute);
    if (include_is_open(c, include)) {
        return spot_error(c->err, by, "include %.*s includes itself", STR_ARGS(include->name));
    }
    struct source *source = arena_one(c->arena, struct source);
    *source = (struct source){include->file, include->text, by};
    const struct source *caller = c->source;
    const struct node *last = NULL;
    c->source = source;
    bool ok = compile_node(c, include->root, &last);
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
        if (child->kind == NODE_ELEMENT || !all_blank(child->text)) {
            return true;
        }
    }
    return false;
}

static bool compile_content(struct compiler *c, const struct node *node, enum element_kind kind)
{
    const struct attribute *include = directive(node, "include"), *json = directive(node, "jsonld");
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
    bool ok = compile_children(c, node);
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
    bool content = has_content(node) || directive(node, "include") != NULL || directive(node, "jsonld") != NULL;
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
        if (!str_equal(a->prefix, GEN) || str_equal(a->name, STR("attr"))) {
            struct spot spot = value_spot(c, a);
            return spot_error(c->err, &spot, "attribute %.*s on gen:block, which writes no tag", STR_ARGS(a->name));
        }
    }
    return compile_content(c, node, ELEMENT_NORMAL);
}

static bool write_element(struct compiler *c, const struct node *node)
{
    const struct attribute *figure = directive(node, "figure");
    if (figure != NULL) {
        return compile_figure(c, node, figure);
    }
    return is_block(node) ? write_block(c, node) : write_tag(c, node);
}

/* ---- Conditions ---- */

static const struct attribute *condition_of(const struct node *node)
{
    const struct attribute *first = directive(node, "if");
    return first != NULL ? first : directive(node, "elseif");
}

/* Emits the jump over what stands under the condition. */
static bool compile_condition(struct compiler *c, const struct attribute *attribute, size_t *out_jump)
{
    struct op op = {.code = OP_IF, .spot = value_spot(c, attribute)};
    struct reader reader = value_reader(c, attribute);
    if (!parse_expression(&reader, &op.value, c->err) || !reader_finish(&reader, c->err)) {
        return false;
    }
    *out_jump = emit(c, op);
    return true;
}

static bool is_alternative(const struct node *node)
{
    return directive(node, "else") != NULL || directive(node, "elseif") != NULL;
}

/* The next element when it is a gen:else or gen:elseif with nothing but blanks before it. */
static const struct node *alternative_of(const struct node *node)
{
    const struct node *next = node->next;
    while (next != NULL && next->kind == NODE_TEXT && all_blank(next->text)) {
        next = next->next;
    }
    return next != NULL && next->kind == NODE_ELEMENT && is_alternative(next) ? next : NULL;
}

/* ---- An element with its directives ---- */

struct scope {
    size_t bindings, frame, variable;
    bool in_rows;
};

static struct scope scope_open(const struct compiler *c)
{
    return (struct scope){c->binding_count, c->frame, c->variable, c->in_rows};
}

static void scope_close(struct compiler *c, struct scope scope)
{
    c->binding_count = scope.bindings;
    c->frame = scope.frame;
    c->variable = scope.variable;
    c->in_rows = scope.in_rows;
}

static bool compile_alternative(struct compiler *c, const struct node *alternative, size_t exit,
                                const struct node **out_last)
{
    bool ok = compile_node(c, alternative, out_last);
    land_here(c, exit);
    return ok;
}

/* gen:one, gen:let and gen:if around the element, in this order, then its alternatives. */
static bool compile_branches(struct compiler *c, const struct node *node, const struct node *alternative,
                             const struct node **out_last)
{
    const struct attribute *condition = condition_of(node);
    struct scope scope = scope_open(c);
    size_t jump = 0;
    if (!compile_one(c, node) || !compile_variables(c, node, "let") ||
        (condition != NULL && !compile_condition(c, condition, &jump)) || !write_element(c, node)) {
        return false;
    }
    scope_close(c, scope);
    if (alternative == NULL) {
        if (condition != NULL) {
            land_here(c, jump);
        }
        return true;
    }
    size_t exit = emit(c, (struct op){.code = OP_JUMP});
    land_here(c, jump);
    return compile_alternative(c, alternative, exit, out_last);
}

/* gen:each; its gen:else is for no rows. */
static bool compile_loop(struct compiler *c, const struct node *node, const struct attribute *each,
                         const struct node *alternative, const struct node **out_last)
{
    struct scope scope = scope_open(c);
    struct call *call = NULL;
    if (!open_rows(c, each, &call)) {
        return false;
    }
    c->in_rows = true;
    size_t loop = emit(c, (struct op){.code = OP_LOOP, .call = call, .spot = call->spot});
    if (!compile_branches(c, node, NULL, out_last)) {
        return false;
    }
    emit(c, (struct op){.code = OP_NEXT, .call = call, .spot = call->spot, .target = loop + 1});
    land_here(c, loop);
    scope_close(c, scope);
    if (alternative == NULL) {
        return true;
    }
    size_t exit = emit(c, (struct op){.code = OP_IF_EMPTY, .slot = call->frame});
    return compile_alternative(c, alternative, exit, out_last);
}

/* `*out_last` gets the last sibling that was compiled with it. */
static bool compile_node(struct compiler *c, const struct node *node, const struct node **out_last)
{
    *out_last = node;
    const struct attribute *each = directive(node, "each");
    const struct node *alternative = alternative_of(node);
    struct spot spot = node_spot(c, node);
    if (!check_directives(c, node, false)) {
        return false;
    }
    if (directive(node, "else") != NULL && alternative != NULL) {
        struct spot at = node_spot(c, alternative);
        return spot_error(c->err, &at, "gen:else or gen:elseif after a gen:else");
    }
    if (alternative != NULL && each != NULL && condition_of(node) != NULL) {
        return spot_error(c->err, &spot, "gen:each with gen:if and gen:else; put the gen:if on a gen:block inside");
    }
    if (each != NULL) {
        return compile_loop(c, node, each, alternative, out_last);
    }
    return compile_branches(c, node, condition_of(node) != NULL || directive(node, "else") != NULL ? alternative : NULL,
                            out_last);
}

static bool compile_children(struct compiler *c, const struct node *parent)
{
    for (const struct node *node = parent->first; node != NULL; node = node->next) {
        if (node->kind == NODE_TEXT) {
            if (!compile_text(c, node)) {
                return false;
            }
            continue;
        }
        if (is_alternative(node)) {
            struct spot spot = node_spot(c, node);
            return spot_error(c->err, &spot, "gen:else without an element with gen:if or gen:each just before it");
        }
        if (!compile_node(c, node, &node)) {
            return false;
        }
    }
    return true;
}

/* ---- Pages ---- */

static bool compile_path(struct compiler *c, const struct node *root)
{
    const struct attribute *attribute = directive(root, "path");
    struct spot spot = node_spot(c, root);
    if (attribute == NULL) {
        return spot_error(c->err, &spot, "a page without gen:path, the place of its file");
    }
    struct op op = {.code = OP_PATH, .spot = value_spot(c, attribute)};
    struct reader reader = value_reader(c, attribute);
    c->in_path = true;
    bool ok = parse_parts(&reader, &op.parts, &op.part_count, c->err);
    c->in_path = false;
    emit(c, op);
    return ok;
}

static bool check_root(struct compiler *c, const struct node *root)
{
    static const char *const refused[] = {"each", "if", "elseif", "else"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        const struct attribute *attribute = directive(root, refused[i]);
        if (attribute != NULL) {
            struct spot spot = value_spot(c, attribute);
            return spot_error(c->err, &spot, "gen:%s on the root; use gen:pages, one page a row", refused[i]);
        }
    }
    return check_directives(c, root, true);
}

static bool compile_root(struct compiler *c, struct page *page, const struct node *root)
{
    const struct attribute *pages = directive(root, "pages");
    struct call *rows = NULL;
    if (!check_root(c, root)) {
        return false;
    }
    if (pages != NULL) {
        if (!open_rows(c, pages, &rows)) {
            return false;
        }
        c->in_rows = true;
        page->rows = rows;
    }
    if (!compile_one(c, root) || !compile_variables(c, root, "let") || !compile_path(c, root)) {
        return false;
    }
    buf_add(&c->pending, c->xml ? STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") : STR("<!DOCTYPE html>\n"));
    if (!write_element(c, root)) {
        return false;
    }
    buf_byte(&c->pending, '\n');
    flush_text(c);
    return true;
}

bool page_compile(struct template_set *set, struct page *page, const struct node *root, struct error *err)
{
    struct compiler compiler = {.set = set, .arena = set->arena, .err = err, .source = &page->source};
    compiler.xml = !str_equal(root->name, STR("html"));
    buf_init(&compiler.pending, NULL);
    bool ok = compile_root(&compiler, page, root);
    buf_clear(&compiler.pending);
    page->ops = compiler.ops;
    page->op_count = compiler.op_count;
    return ok;
}
