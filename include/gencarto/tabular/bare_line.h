/* A line without quotes, cut at its delimiters: nothing is copied.
 *
 *     struct bare_line line;
 *     bare_line_read(text, ';', true, &line);               // "F0001;Lyon\nF0002;Nice\n": 2 cells, 11 bytes
 *     bare_line_places(STR("a;b;;c"), STR(";;"), 0)         // 8: the fourth byte alone
 */
#ifndef GENCARTO_TABULAR_BARE_LINE_H
#define GENCARTO_TABULAR_BARE_LINE_H

#include "gencarto/tabular/records.h"

struct bare_line {
    struct str cells[RECORD_FIELDS]; /* in the text, with the blanks around them */
    size_t count;
    size_t len;       /* bytes of the line, its end with it */
    bool has_end;     /* LF, CR LF or CR */
    bool is_too_wide; /* it has more cells than these */
};

/* The line at the beginning of `text`. */
void bare_line_read(struct str text, char delimiter, struct bare_line *out_line);

/* Where `wanted`, which is not empty, begins in the block of `text` from `at` on: a bit for each of its bytes, the
 * first in the lowest. Those in the middle of another are among them. */
#define BARE_LINE_BLOCK 64
uint64_t bare_line_places(struct str text, struct str wanted, size_t at);

#endif
