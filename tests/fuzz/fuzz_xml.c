/* Differential: the quick way of reading and validating XML says what libxml2 says, or nothing. */
#include <stdlib.h>

#include "gencarto/base/text.h"
#include "gencarto/compile/ingest/programme.h"
#include "plain.h"
#include "schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void require_same_attributes(const struct attribute *a, const struct attribute *b)
{
    for (; a && b; a = a->next, b = b->next) {
        require(b->prefix.len == 0 && str_equal(a->name, b->name) && str_equal(a->value, b->value));
        require(a->line == b->line && a->column == b->column && a->offset == b->offset);
    }
    require(a == b);
}

static void require_same(const struct node *a, const struct node *b)
{
    require(a->kind == b->kind && b->prefix.len == 0 && str_equal(a->name, b->name) && str_equal(a->text, b->text));
    require(a->line == b->line && a->column == b->column && a->offset == b->offset);
    require_same_attributes(a->attributes, b->attributes);
    const struct node *child = a->first, *other = b->first;
    for (; child && other; child = child->next, other = other->next)
        require_same(child, other);
    require(child == other);
}

static void check_validity(struct arena *arena, struct str source, const struct node *root)
{
    struct node *grammar;
    struct error err = {0};
    require(plain_parse(arena, programme_schema(), &grammar));
    if (schema_accepts(arena, grammar, root)) {
        /* A processing instruction is not plain: libxml2 validates. */
        struct str general = str_format(arena, "%.*s<?general?>", STR_ARGS(source));
        require(document_validate("x", general, programme_schema(), &err));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct str source = {(const char *)data, size};
    struct node *root, *expected;
    struct error err = {0};
    arena_init(&arena);
    if (text_is_utf8(source, NULL) && plain_parse(&arena, source, &root) && !node_attribute(root, "xmlns")) {
        require(document_parse(&arena, "x", source, DOCUMENT_XHTML, &expected, &err)); /* by libxml2 alone */
        require_same(root, expected);
        check_validity(&arena, source, root);
    }
    arena_clear(&arena);
    return 0;
}
