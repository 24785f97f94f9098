/* Standard output and error. Both are written whole texts at a time, so that a full disk shows at once. */
#ifndef GENCARTO_GENERATOR_COMMAND_TERMINAL_H
#define GENCARTO_GENERATOR_COMMAND_TERMINAL_H

#include "gencarto/base/buf.h"
#include "gencarto/base/error.h"
#include "gencarto/base/value.h"

/* To standard output. A reader who went away (a closed pipe) is no failure. */
bool terminal_print(struct str text, struct error *err);

/* To standard error; what cannot be written there cannot be told. */
void terminal_tell(struct str text);

bool terminal_is_interactive(void); /* standard error is a terminal that can rewrite a line */

/* What a person sees of standard output at once, in characters; zeros when it is no terminal. */
struct screen {
    size_t columns, rows;
};
struct screen terminal_screen(void);

#define TERMINAL_COLUMNS 80 /* where it is none, for what is broken into lines all the same */

/* `text` on one line, without what could move the cursor: control characters become spaces. What is no UTF-8 (names of
 * files may be none) and what no XML may hold (U+FFFE, U+FFFF) becomes U+FFFD. */
void terminal_write_plain(struct buf *out, struct str text);

/* A delimiter: "tab", "space", "comma" (it would be lost among others), "none" when there is none, and what cannot be
 * seen as "U+001F". */
void terminal_write_delimiter(struct buf *out, struct str delimiter);

/* "12,345"; "1 page", "12,345 pages". */
void terminal_write_count(struct buf *out, int64_t count);
void terminal_write_plural(struct buf *out, int64_t count, const char *singular);

/* The words of `text` in lines of at most TERMINAL_COLUMNS and a line end; the lines after the first are indented.
 * Control characters become spaces. */
void terminal_write_wrapped(struct buf *out, struct str text, size_t indent);

/* The same in `columns`, of which `used` stand already in the first line; 0 is one line however long. */
void terminal_write_folded(struct buf *out, struct str text, size_t used, size_t indent, size_t columns);

/* Characters, as near to columns as the languages of the program need. */
size_t terminal_width(struct str text);

/* Up to the column `width` of what began at byte `start` of `out`; one space at least. */
void terminal_write_pad(struct buf *out, size_t start, size_t width);

#endif
