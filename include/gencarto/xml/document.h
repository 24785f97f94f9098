/* XML read safely, as a tree of plain structs, with line numbers. The only user of libxml2.
 *
 * Refused with an error that names file and line: malformed XML, a document type with an internal subset or an external
 * id (entity expansion), a file above 16 MiB, nesting above 256. `<!DOCTYPE html>` alone is allowed. Nothing is ever
 * fetched from a network or another file.
 */
#ifndef GENCARTO_XML_DOCUMENT_H
#define GENCARTO_XML_DOCUMENT_H

#include "gencarto/base/error.h"
#include "gencarto/base/str.h"

struct attribute {
    struct str prefix; /* as written: "gen" of gen:each, "xml" of xml:lang; else empty */
    struct str name;
    struct str value;
    int line, column;       /* of its name; columns count characters from 1 */
    size_t offset;          /* byte of the source where the value starts, for document_place */
    struct attribute *next; /* in the order of the file */
};

enum node_kind { NODE_ELEMENT, NODE_TEXT };

struct node {
    enum node_kind kind;
    struct str prefix; /* of an element, as written */
    struct str name;   /* of an element */
    struct str text;   /* of a text node, entities resolved */
    int line, column;  /* of '<', or of the first character of the text */
    size_t offset;     /* byte of the source there, for document_place */
    struct attribute *attributes;
    struct node *parent, *first, *next;
};

enum document_kind {
    DOCUMENT_XML,  /* plain XML: programme.xml, theme.xml, catalogues */
    DOCUMENT_XHTML /* HTML's named entities (&nbsp;, &eacute; ...) are known as well */
};

/* Parses `source`; `name` stands in error messages. The tree lives in the arena; comments and processing instructions
 * are dropped. ERROR_INPUT for DOCUMENT_XML, ERROR_OUTPUT for DOCUMENT_XHTML. */
bool document_parse(struct arena *arena, const char *name, struct str source, enum document_kind kind,
                    struct node **out_root, struct error *err);

/* A RELAX NG schema made ready to validate by. Given back by document_schema_free. */
struct document_schema;

/* Reads a schema in its XML form; `name` stands in error messages. ERROR_INPUT when it is none. */
bool document_schema_read(struct arena *arena, const char *name, struct str source, struct document_schema **out_schema,
                          struct error *err);
void document_schema_free(struct document_schema *schema); /* NULL: nothing */

/* Validates `source`. The first fault of each line is told, at most ten of them in the message, each "NAME:LINE: ...".
 */
bool document_validate(const char *name, struct str source, const struct document_schema *schema, struct error *err);

struct place {
    int line, column;
};

/* Where byte `index` of a text or of an attribute's value stands in the source; `offset` is the node's or the
 * attribute's. Counts references (&amp;), CDATA marks and comments that the text no longer shows. */
struct place document_place(struct str source, size_t offset, size_t index);

/* The attribute's value (one without prefix), or NULL when absent. */
const struct str *node_attribute(const struct node *node, const char *name);

/* First child element named `name`, or NULL; the next sibling element named so. */
const struct node *node_child(const struct node *node, const char *name);
const struct node *node_sibling(const struct node *node, const char *name);

/* All text below the node, blanks at both ends trimmed and inner runs folded to one space. */
struct str node_text(struct arena *arena, const struct node *node);

#endif
