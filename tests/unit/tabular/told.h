/* A file as the reader gives it, in one line of text.
 *
 * "1h[a/b]2d!o1[...]": line, part, '!' when it is ragged, the fault and its cell, the cells; "?" a failure, "refused"
 * when it is not read at all. Parts: p above the table, h its header, d its rows, t totals, n notes, r rulers. Faults:
 * s a stray quote, q one in quotes, o one that is open, x another delimiter, y another quote. */
#ifndef GENCARTO_TESTS_TABULAR_TOLD_H
#define GENCARTO_TESTS_TABULAR_TOLD_H

#include "gencarto/tabular/reader.h"

/* Writes the bytes to `path` and reads them. The text lives in the arena. `out_found` is untouched when refused. */
const char *told(struct arena *arena, const char *path, struct str bytes, const struct reader_options *options,
                 struct reader_summary *out_found, struct error *err);

#endif
