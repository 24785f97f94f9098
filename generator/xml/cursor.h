/* A place in the source of a document that knows its line and column. Internal to xml/. */
#ifndef GENERATOR_XML_CURSOR_H
#define GENERATOR_XML_CURSOR_H

#include "gencarto/base/buf.h"

struct cursor {
    struct str source;
    size_t at;
    int line, column; /* of `at` */
};

/* At the first character: a byte order mark is none. */
struct cursor cursor_start(struct str source);

/* Forward to byte `target`, at most to the end. */
void cursor_advance(struct cursor *cursor, size_t target);

bool cursor_sees(const struct cursor *cursor, struct str what);

/* Past the next `end`. */
void cursor_skip_past(struct cursor *cursor, struct str end);

/* Past a comment, a processing instruction or, with `cdata`, a CDATA section at the cursor; false when there is none.
 * The end is sought after the start: "<!-->" opens a comment and does not close it. */
bool cursor_skip_section(struct cursor *cursor, bool cdata);

void cursor_skip_blanks(struct cursor *cursor);

/* To the next '<' of a tag. */
void cursor_skip_to_tag(struct cursor *cursor);

/* What XML calls a blank. */
bool cursor_is_blank(char c);

/* A code point below U+10000. */
void cursor_write_utf8(struct buf *out, unsigned c);

#endif
