/* The quick way of reading a document that is plain: elements, attributes and texts with comments and XML's own
 * references, no more. Configuration, theme and catalogues are; for them libxml2, which takes longer to be loaded than
 * they to be read, is not even opened. What is not plain, faults before all, is left to libxml2, which names them.
 * Internal to xml/. */
#ifndef GENERATOR_XML_PLAIN_H
#define GENERATOR_XML_PLAIN_H

#include "gencarto/xml/document.h"

/* The tree that libxml2 would give, in the arena. `source` is UTF-8. False when the document is not plain, of which
 * nothing is told. Names have no prefix; a namespace may be declared by the root alone, and stays its attribute `xmlns`
 * here: whose document must not have one looks for it. */
bool plain_parse(struct arena *arena, struct str source, struct node **out_root);

#endif
