/* Exports that were put into quotes once more, line by line, as a spreadsheet does that took each line for one cell:
 *
 *     "id,name,place"
 *     "1,""Martin, Eve"",Lyon"
 *
 * What is in the quotes is the line that was meant. Lines stay where they are, and those that are not wrapped as they
 * are. */
#ifndef GENCARTO_TABULAR_WRAPPED_LINE_H
#define GENCARTO_TABULAR_WRAPPED_LINE_H

#include "gencarto/base/buf.h"

/* Most lines are wrapped: all but the first, or nine in ten. */
bool wrapped_line_is_usual(struct str text);

/* Opens the wrapped lines of `text` from `from` on, where a line begins. Unless `is_last` is set, one that goes on
 * after the text stays. Gives the place where to go on. */
size_t wrapped_line_open(struct buf *text, size_t from, bool is_last);

#endif
