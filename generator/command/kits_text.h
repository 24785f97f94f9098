/* A table written in the dialect of another: cells, delimiter, quotes, line ends, encoding. */
#ifndef GENCARTO_GENERATOR_COMMAND_KITS_TEXT_H
#define GENCARTO_GENERATOR_COMMAND_KITS_TEXT_H

#include "gencarto/base/buf.h"
#include "gencarto/tabular/dialect.h"

/* One cell, quoted when it must be; the delimiter before it unless it is the first of its line. */
void kits_text_cell(struct buf *out, const struct dialect *dialect, struct str cell, bool is_first);
void kits_text_end_line(struct buf *out, const struct dialect *dialect);

/* The lines of a table as the dialect has them, once they are all there: where its columns are of a fixed width, each
 * cell is padded to the longest of its column, and a ruler tells where they begin. Else the text itself. */
struct str kits_text_align(struct arena *arena, struct str text, const struct dialect *dialect);

/* What the bytes of a text in the encoding begin with, if the dialect's do. */
void kits_text_sign(struct buf *out, const struct dialect *dialect);

/* The bytes of `text` in the encoding; what it has not got is '?', a typographic apostrophe "'". */
bool kits_text_encode(struct buf *out, struct str text, const struct dialect *dialect, struct error *err);

#endif
