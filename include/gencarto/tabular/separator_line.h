/* The first line "sep=;" by which Excel is told the delimiter, and which is no record. */
#ifndef GENCARTO_TABULAR_SEPARATOR_LINE_H
#define GENCARTO_TABULAR_SEPARATOR_LINE_H

#include "gencarto/tabular/delimiter.h"

/* Reads it at the beginning of a text: as Excel writes it, in quotes where all cells are, or with delimiters after it
 * where a spreadsheet wrote it again. `*out_len`: bytes of the first line without its end, whatever it is. False when
 * it is another line. */
bool separator_line_read(struct str text, struct delimiter *out_delimiter, size_t *out_len);

#endif
