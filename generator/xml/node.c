/* Reading the tree of a document. */
#include <string.h>

#include "gencarto/base/buf.h"
#include "gencarto/xml/document.h"

const struct str *node_attribute(const struct node *node, const char *name)
{
    for (const struct attribute *a = node->attributes; a != NULL; a = a->next) {
        if (a->prefix.len == 0 && str_equal(a->name, str_from(name))) {
            return &a->value;
        }
    }
    return NULL;
}

static const struct node *element_from(const struct node *node, const char *name)
{
    while (node != NULL && !(node->kind == NODE_ELEMENT && str_equal(node->name, str_from(name)))) {
        node = node->next;
    }
    return node;
}

const struct node *node_child(const struct node *node, const char *name)
{
    return element_from(node->first, name);
}

const struct node *node_sibling(const struct node *node, const char *name)
{
    return element_from(node->next, name);
}

/* Runs of blanks become one space; none at the start. */
static void add_folded(struct buf *out, const struct node *node)
{
    for (size_t i = 0; i < node->text.len; i++) {
        char c = node->text.ptr[i];
        if (strchr(" \t\r\n", c) == NULL) {
            buf_byte(out, c);
        } else if (out->len > 0 && out->ptr[out->len - 1] != ' ') {
            buf_byte(out, ' ');
        }
    }
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        add_folded(out, child);
    }
}

struct str node_text(struct arena *arena, const struct node *node)
{
    struct buf out;
    buf_init(&out, arena);
    add_folded(&out, node);
    return str_trim(buf_str(&out));
}
