/* Unicode text: validity, normal form, folding. utf8proc (Unicode 15) does the work. */
#ifndef GENCARTO_BASE_TEXT_H
#define GENCARTO_BASE_TEXT_H

#include "gencarto/base/buf.h"

/* Strict UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. `out_valid_len` (may be NULL) gets the length
 * of the longest valid beginning. */
bool text_is_utf8(struct str s, size_t *out_valid_len);

/* Normal form C. `s` is valid UTF-8; the result may be `s` itself. */
struct str text_nfc(struct arena *arena, struct str s);

/* Folded for comparison, of valid UTF-8: case folded, accents and marks dropped, ligatures opened (oe, ae, ss), each
 * run of what is neither letter nor digit (apostrophes, dashes, blanks, the middle dot) one space, trimmed.
 * "L’Haÿ-les-Roses " and "l'hay les roses" both fold to "l hay les roses". */
struct str text_fold(struct arena *arena, struct str s);

/* Folded and made an address: [a-z0-9] runs joined by '-': "Développeur·se web" -> "developpeur-se-web".
 * Nothing left gives the empty text. */
struct str text_slug(struct arena *arena, struct str s);

/* A key whose byte order is the alphabetical order: the folded text, a tab, and the text itself to break ties. */
struct str text_sort_key(struct arena *arena, struct str s);

/* All letters small; the first letter capital, the others as they are. Valid UTF-8; no language has exceptions. */
struct str text_lower(struct arena *arena, struct str s);
struct str text_capital(struct arena *arena, struct str s);

/* The number of code points of valid UTF-8. */
size_t text_length(struct str s);

/* With & < > and the double quotation mark as entities: for the text and the quoted attributes of XML and HTML. */
void text_write_escaped(struct buf *out, struct str text);

#endif
