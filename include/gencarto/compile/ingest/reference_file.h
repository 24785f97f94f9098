/* A CSV file of the reference data, row by row, in whatever form and order of columns somebody saved it: UTF-8, commas,
 * quotation marks where needed. */
#ifndef GENCARTO_COMPILE_INGEST_REFERENCE_FILE_H
#define GENCARTO_COMPILE_INGEST_REFERENCE_FILE_H

#include "gencarto/base/error.h"

#define REFERENCE_COLUMNS 8

/* Takes the values of the columns that were asked for, in that order; they live as long as the arena and the text.
 * False: the row names an unknown territory, or a number is none. */
typedef bool reference_row_reader(void *context, const struct str *values);

/* `columns` are the names of at most REFERENCE_COLUMNS, the last one followed by NULL; `text` is what stands in the
 * file at `path`. ERROR_INPUT naming file and line: no such column, a row that the reader refuses, no CSV. */
bool reference_file_read(struct arena *arena, const char *path, struct str text, const char *const *columns,
                         reference_row_reader *read_row, void *context, struct error *err);

#endif
