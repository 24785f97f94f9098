/* Writing JSON: one value or one text at a time; brackets, commas and colons are the caller's.
 *
 *     json_write_text(&out, STR("nom"));           // "nom"
 *     buf_byte(&out, ':');
 *     json_write_value(&out, query_column(q, 0));  // null, 12, 0.5, "Île-de-France"
 */
#ifndef GENCARTO_BASE_JSON_H
#define GENCARTO_BASE_JSON_H

#include "gencarto/base/buf.h"
#include "gencarto/base/value.h"

/* A JSON string: quotes, backslashes and control characters are escaped, bytes that are no UTF-8 become U+FFFD. */
void json_write_text(struct buf *out, struct str text);

/* null, a number in its shortest form, or a string. A real number is finite. */
void json_write_value(struct buf *out, struct value value);

#endif
