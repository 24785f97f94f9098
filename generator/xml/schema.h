/* The quick way of validating: a RELAX NG schema of the simple kind, in which the order of elements never matters,
 * asked for a yes. What it does not say yes to is left to libxml2, which names the faults. Internal to xml/.
 *
 * Simple is a schema whose elements hold attributes, each optional or not, and either a text or a list of values, or
 * elements one kind after the other's like (interleave, or zeroOrMore of a choice) or of one kind; of datatypes string,
 * token and numbers. Where a schema is not, no document is accepted here. */
#ifndef GENERATOR_XML_SCHEMA_H
#define GENERATOR_XML_SCHEMA_H

#include "gencarto/xml/document.h"

/* True only when the document is valid. `schema` and `root` are trees of plain_parse (plain.h). */
bool schema_accepts(struct arena *scratch, const struct node *schema, const struct node *root);

#endif
