/* A line without quotes, cut at its delimiters: nothing is copied.
 *
 *     struct bare_line line;
 *     bare_line_read(text, ';', &line);                     // "F0001;Lyon\nF0002;Nice\n": 2 cells, 11 bytes
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

#endif
