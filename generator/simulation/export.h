/* One CSV file being written: rows of text cells, and, for a dirty copy, the dirt of real exports.
 *
 *     struct export export;
 *     export_open(&export, path, STR("a;b"), style);
 *     export_row(&export, cells, 2);
 *     return export_close(&export, err);           // asks once whether all went well
 */
#ifndef GENCARTO_SIMULATION_EXPORT_H
#define GENCARTO_SIMULATION_EXPORT_H

#include <stdio.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/error.h"

enum export_encoding { ENCODING_UTF_8, ENCODING_UTF_8_MARKED, ENCODING_WINDOWS_1252, ENCODING_UTF_16 };

struct export_style {
    enum export_encoding encoding;
    char delimiter;
    bool crlf;
};

#define EXPORT_PLAIN ((struct export_style){ENCODING_UTF_8, ';', false})

struct export
{
    char path[4096];
    struct export_style style;
    FILE *file;
    struct buf rows; /* not yet written, in UTF-8 */
    int failed;      /* errno of the first failure */
    int64_t row_count;
};

/* `folder`/`name`, which must not exist yet. */
void export_open(struct export *export, const char *folder, const char *name, struct export_style style);

/* Cells are quoted where they must be. */
void export_row(struct export *export, const struct str *cells, size_t count);

/* ERROR_SYSTEM when something could not be written. */
bool export_close(struct export *export, struct error *err);

#endif
