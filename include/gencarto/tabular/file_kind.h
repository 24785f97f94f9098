/* Files that are no CSV whatever their names say: spreadsheets, documents, archives, web pages, images, data for
 * programs. Told by how they begin, with what to do about it. */
#ifndef GENCARTO_TABULAR_FILE_KIND_H
#define GENCARTO_TABULAR_FILE_KIND_H

#include "gencarto/base/error.h"
#include "gencarto/base/str.h"

/* ERROR_INPUT when `beginning`, the first bytes of the file or all of it, is not that of a text that may be CSV. */
bool file_kind_check_is_text(const char *name, struct str beginning, struct error *err);

#endif
