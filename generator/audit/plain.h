/* What a reader, a screen reader or a search engine takes from HTML and SVG: texts without tags, references resolved,
 * and what only attributes say. */
#ifndef GENCARTO_GENERATOR_AUDIT_PLAIN_H
#define GENCARTO_GENERATOR_AUDIT_PLAIN_H

#include "gencarto/base/buf.h"

/* Appends the texts: elements that stand in a line join what is around them, others begin a line of their own, as each
 * attribute that is read out does. Character references are resolved, every kind of space is ' ', and characters that
 * nobody sees are dropped. The numbers beside an axis are left out. */
void plain_write(struct buf *out, struct str markup);

/* Appends the letters and digits of a text in small letters, and nothing else: a text that is broken up by signs. */
void plain_write_joined(struct buf *out, struct str text);

#endif
