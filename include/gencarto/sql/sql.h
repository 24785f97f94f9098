/* The .sql files of generator/sql/, embedded at build: one query or script a file; and the catalogues (.xml) beside
 * them. */
#ifndef GENCARTO_SQL_SQL_H
#define GENCARTO_SQL_SQL_H

#include "gencarto/base/str.h"

struct sql_file {
    struct str name; /* path below generator/sql/ without ".sql": "schema/observation"; "catalogue.xml" */
    struct str text;
};

/* All files in byte order of their names. */
const struct sql_file *sql_files(size_t *out_count);

/* The text of one file; an unknown name is a bug. */
struct str sql_text(const char *name);

#endif
