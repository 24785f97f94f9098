/* What HTML says of elements, attributes and addresses. */
#ifndef GENCARTO_RENDER_TEMPLATE_HTML_H
#define GENCARTO_RENDER_TEMPLATE_HTML_H

#include "gencarto/base/buf.h"

#include "program.h"

enum element_kind {
    ELEMENT_NORMAL,
    ELEMENT_VOID,    /* no content, no end tag */
    ELEMENT_RAW,     /* content is neither text nor elements */
    ELEMENT_SPACED,  /* blanks matter */
    ELEMENT_REFUSED, /* `out_why` tells */
};

enum element_kind element_kind(struct str name, const char **out_why);

/* ATTRIBUTE_REFUSED only when `has_slot`, or always; `out_why` then tells. */
enum attribute_kind attribute_kind(struct str name, bool has_slot, const char **out_why);

/* < as \u003c, for script elements; texts and attributes are escaped by text_write_escaped. */
void write_json_in_element(struct buf *out, struct str json);

/* Percent-encodes all but letters, digits and - . _ ~ / @ : a slot inside an address. */
void write_address_part(struct buf *out, struct str text);

/* True for http, https, mailto and relative addresses, without blanks, controls and backslashes. */
bool address_allowed(struct str address);

/* `address` starts with '/': the way to it from the page at `page_path` (without '/' at its start). An address that
 * ends with '/' names the index.html there. */
void write_relative_address(struct buf *out, struct str page_path, struct str address);

#endif
