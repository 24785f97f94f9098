/* The SQL files and catalogues of generator/sql/, embedded at build. Constant data, in byte order of the names.
 *
 *     struct str schema;
 *     if (!sql_find("schema/territory.sql", &schema)) ...
 */
#ifndef GENCARTO_SQL_SQL_H
#define GENCARTO_SQL_SQL_H

#include "gencarto/base/str.h"

struct sql_file {
    struct str name; /* path below generator/sql/: "schema/territory.sql" */
    struct str text; /* followed by a NUL that is not counted */
};

extern const struct sql_file sql_files[];
extern const size_t sql_file_count;

/* The text of the file named so; false when there is none. */
bool sql_find(const char *name, struct str *out_text);

#endif
