/* Turns the tree of a page into its program. Includes are compiled where they stand, so all names are resolved here. */
#include "element.h"

/* ---- Rows: gen:pages, gen:each, gen:one ---- */

/* Reads "row in query(...)" and brings the row in scope, on a frame of its own. */
static bool open_rows(struct compiler *c, const struct attribute *attribute, struct call **out_call)
{
    struct reader reader = value_reader(c, attribute);
    struct str name = reader_name(&reader);
    struct spot spot = value_spot(c, attribute);
    if (name.len == 0 || !reader_take_word(&reader, "in")) {
        return spot_error(c->err, &spot,
                          "found \"%.*s\", expected \"row in query(...)\"; gen:%.*s is a directive, on figures too",
                          STR_ARGS(attribute->value), STR_ARGS(attribute->name));
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
    const struct attribute *attribute = directive_find(node, "one");
    struct call *call = NULL;
    if (attribute == NULL) {
        return true;
    }
    if (!open_rows(c, attribute, &call)) {
        return false;
    }
    op_emit(c, (struct op){.code = OP_ONE, .call = call, .spot = call->spot});
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
    op_emit(c, (struct op){.code = OP_LET, .slot = variable, .value = assignment->value});
    scope_add(c, (struct binding){.name = assignment->name, .variable = variable});
    return true;
}

bool variables_compile(struct compiler *c, const struct node *node, const char *name)
{
    const struct attribute *attribute = directive_find(node, name);
    if (attribute == NULL) {
        return true;
    }
    struct reader reader = value_reader(c, attribute);
    return parse_assignments(&reader, take_variable, c->err);
}

/* ---- Conditions ---- */

static const struct attribute *condition_of(const struct node *node)
{
    const struct attribute *first = directive_find(node, "if");
    return first != NULL ? first : directive_find(node, "elseif");
}

/* Emits the jump over what stands under the condition. */
static bool compile_condition(struct compiler *c, const struct attribute *attribute, size_t *out_jump)
{
    struct op op = {.code = OP_IF, .spot = value_spot(c, attribute)};
    struct reader reader = value_reader(c, attribute);
    if (!parse_expression(&reader, &op.value, c->err) || !reader_finish(&reader, c->err)) {
        return false;
    }
    *out_jump = op_emit(c, op);
    return true;
}

static bool is_alternative(const struct node *node)
{
    return directive_find(node, "else") != NULL || directive_find(node, "elseif") != NULL;
}

/* The next element when it is a gen:else or gen:elseif with nothing but blanks before it. */
static const struct node *alternative_of(const struct node *node)
{
    const struct node *next = node->next;
    while (next != NULL && next->kind == NODE_TEXT && text_is_blank(next->text)) {
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
    bool ok = node_compile(c, alternative, out_last);
    op_land(c, exit);
    return ok;
}

/* gen:one, gen:let and gen:if around the element, in this order, then its alternatives. */
static bool compile_branches(struct compiler *c, const struct node *node, const struct node *alternative,
                             const struct node **out_last)
{
    const struct attribute *condition = condition_of(node);
    struct scope scope = scope_open(c);
    size_t jump = 0;
    if (!compile_one(c, node) || !variables_compile(c, node, "let") ||
        (condition != NULL && !compile_condition(c, condition, &jump)) || !element_write(c, node)) {
        return false;
    }
    scope_close(c, scope);
    if (alternative == NULL) {
        if (condition != NULL) {
            op_land(c, jump);
        }
        return true;
    }
    size_t exit = op_emit(c, (struct op){.code = OP_JUMP});
    op_land(c, jump);
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
    size_t loop = op_emit(c, (struct op){.code = OP_LOOP, .call = call, .spot = call->spot});
    if (!compile_branches(c, node, NULL, out_last)) {
        return false;
    }
    op_emit(c, (struct op){.code = OP_NEXT, .call = call, .spot = call->spot, .target = loop + 1});
    op_land(c, loop);
    scope_close(c, scope);
    if (alternative == NULL) {
        return true;
    }
    size_t exit = op_emit(c, (struct op){.code = OP_IF_EMPTY, .slot = call->frame});
    return compile_alternative(c, alternative, exit, out_last);
}

/* `*out_last` gets the last sibling that was compiled with it. */
bool node_compile(struct compiler *c, const struct node *node, const struct node **out_last)
{
    *out_last = node;
    const struct attribute *each = directive_find(node, "each");
    const struct node *alternative = alternative_of(node);
    struct spot spot = node_spot(c, node);
    if (!directives_check(c, node, false)) {
        return false;
    }
    if (directive_find(node, "else") != NULL && alternative != NULL) {
        struct spot at = node_spot(c, alternative);
        return spot_error(c->err, &at, "gen:else or gen:elseif after a gen:else");
    }
    if (alternative != NULL && each != NULL && condition_of(node) != NULL) {
        return spot_error(c->err, &spot, "gen:each with gen:if and gen:else; put the gen:if on a gen:block inside");
    }
    if (each != NULL) {
        return compile_loop(c, node, each, alternative, out_last);
    }
    return compile_branches(
        c, node, condition_of(node) != NULL || directive_find(node, "else") != NULL ? alternative : NULL, out_last);
}

bool children_compile(struct compiler *c, const struct node *parent)
{
    for (const struct node *node = parent->first; node != NULL; node = node->next) {
        if (node->kind == NODE_TEXT) {
            if (!text_compile(c, node)) {
                return false;
            }
            continue;
        }
        if (is_alternative(node)) {
            struct spot spot = node_spot(c, node);
            return spot_error(c->err, &spot, "gen:else without an element with gen:if or gen:each just before it");
        }
        if (!node_compile(c, node, &node)) {
            return false;
        }
    }
    return true;
}

/* ---- Pages ---- */

static bool compile_path(struct compiler *c, const struct node *root)
{
    const struct attribute *attribute = directive_find(root, "path");
    struct spot spot = node_spot(c, root);
    if (attribute == NULL) {
        return spot_error(c->err, &spot, "a page without gen:path, the place of its file");
    }
    struct op op = {.code = OP_PATH, .spot = value_spot(c, attribute)};
    struct reader reader = value_reader(c, attribute);
    c->in_path = true;
    bool ok = parse_parts(&reader, &op.parts, &op.part_count, c->err);
    c->in_path = false;
    op_emit(c, op);
    return ok;
}

static bool check_root(struct compiler *c, const struct node *root)
{
    static const char *const refused[] = {"each", "if", "elseif", "else"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        const struct attribute *attribute = directive_find(root, refused[i]);
        if (attribute != NULL) {
            struct spot spot = value_spot(c, attribute);
            return spot_error(c->err, &spot, "gen:%s on the root; use gen:pages, one page a row", refused[i]);
        }
    }
    return directives_check(c, root, true);
}

static bool compile_root(struct compiler *c, struct page *page, const struct node *root)
{
    const struct attribute *pages = directive_find(root, "pages");
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
    if (!compile_one(c, root) || !variables_compile(c, root, "let") || !compile_path(c, root)) {
        return false;
    }
    buf_add(&c->pending, c->xml ? STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") : STR("<!DOCTYPE html>\n"));
    if (!element_write(c, root)) {
        return false;
    }
    buf_byte(&c->pending, '\n');
    text_flush(c);
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
