/* Elements and their directives as the compiler reads them, and what it emits. */
#include "element.h"

#include "gencarto/base/nearest.h"

static const struct str GEN = STR_INIT("gen");

/* What may stand on any element; the order in which they work is that of element_write's callers. */
static const struct str DIRECTIVES[] = {
    STR_INIT("each"), STR_INIT("one"),     STR_INIT("let"),  STR_INIT("if"),     STR_INIT("elseif"), STR_INIT("else"),
    STR_INIT("attr"), STR_INIT("include"), STR_INIT("with"), STR_INIT("figure"), STR_INIT("jsonld"),
};

/* ---- Emitting ---- */

static void op_append(struct compiler *c, struct op op)
{
    *arena_push(c->arena, c->ops, c->op_count, c->op_capacity) = op;
}

void text_flush(struct compiler *c)
{
    if (c->pending.len > 0) {
        op_append(c, (struct op){.code = OP_TEXT, .text = str_copy(c->arena, buf_str(&c->pending))});
        buf_reset(&c->pending);
    }
}

/* Gives the index of the op. */
size_t op_emit(struct compiler *c, struct op op)
{
    text_flush(c);
    op_append(c, op);
    return c->op_count - 1;
}

/* Jumps emitted at `op` go to what is emitted next. */
void op_land(struct compiler *c, size_t op)
{
    text_flush(c);
    c->ops[op].target = c->op_count;
}

/* ---- Reading nodes ---- */

bool directive_is(const struct attribute *attribute)
{
    return str_equal(attribute->prefix, GEN);
}

const struct attribute *directive_find(const struct node *node, const char *name)
{
    for (const struct attribute *a = node->attributes; a != NULL; a = a->next) {
        if (str_equal(a->prefix, GEN) && str_equal(a->name, str_from(name))) {
            return a;
        }
    }
    return NULL;
}

struct spot node_spot(const struct compiler *c, const struct node *node)
{
    return (struct spot){c->source, node->offset, 0};
}

struct spot value_spot(const struct compiler *c, const struct attribute *attribute)
{
    return (struct spot){c->source, attribute->offset, 0};
}

struct reader value_reader(struct compiler *c, const struct attribute *attribute)
{
    return reader_start(c, attribute->value, attribute->offset);
}

bool text_is_blank(struct str text)
{
    return str_trim(text).len == 0;
}

bool node_is_block(const struct node *node)
{
    return str_equal(node->prefix, GEN) && str_equal(node->name, STR("block"));
}

bool reader_finish(struct reader *reader, struct error *err)
{
    if (reader_end(reader)) {
        return true;
    }
    struct spot spot = reader_spot(reader, reader->at);
    struct str rest = str_slice(reader->text, reader->at, reader->at + 20);
    return spot_error(err, &spot, "found \"%.*s\" after the end of the expression", STR_ARGS(rest));
}

bool directive_known(struct str name)
{
    for (size_t i = 0; i < sizeof DIRECTIVES / sizeof DIRECTIVES[0]; i++) {
        if (str_equal(name, DIRECTIVES[i])) {
            return true;
        }
    }
    return false;
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
        if (directive_find(node, EXCLUSIVE[i].first) != NULL && directive_find(node, EXCLUSIVE[i].second) != NULL) {
            return spot_error(c->err, &spot, "gen:%s and gen:%s on one element; put one of them on a gen:block",
                              EXCLUSIVE[i].first, EXCLUSIVE[i].second);
        }
    }
    return directive_find(node, "with") == NULL || directive_find(node, "include") != NULL ||
           spot_error(c->err, &spot, "gen:with without gen:include; use gen:let");
}

/* Directives that nobody reads would be silently lost. A figure's element takes any. */
bool directives_check(struct compiler *c, const struct node *node, bool root)
{
    bool figure = directive_find(node, "figure") != NULL;
    for (const struct attribute *a = node->attributes; a != NULL; a = a->next) {
        bool known = !str_equal(a->prefix, GEN) || figure ||
                     (root && (str_equal(a->name, STR("pages")) || str_equal(a->name, STR("path"))));
        if (!known && !directive_known(a->name)) {
            struct nearest nearest = nearest_start(a->name);
            for (size_t i = 0; i < sizeof DIRECTIVES / sizeof DIRECTIVES[0]; i++) {
                nearest_try(&nearest, DIRECTIVES[i]);
            }
            struct spot spot = value_spot(c, a);
            return spot_error(c->err, &spot, "unknown directive gen:%.*s%s", STR_ARGS(a->name),
                              nearest_hint(c->arena, &nearest));
        }
    }
    return check_pairs(c, node);
}
