/* libxml2's tree of a document that is safe to read. Internal to xml/. */
#ifndef GENERATOR_XML_DOCUMENT_TREE_H
#define GENERATOR_XML_DOCUMENT_TREE_H

#include <libxml/tree.h>

#include "gencarto/base/error.h"
#include "gencarto/base/str.h"

/* Plain XML, refused as document_parse does: NULL then. The caller frees it (xmlFreeDoc). */
xmlDoc *document_tree_parse(const char *name, struct str source, struct error *err);

/* What libxml2 says of a fault, in one line; lives as long as `error`. */
struct str document_tree_message(const xmlError *error);

#endif
