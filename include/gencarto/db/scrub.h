/* A finished database file, made to hold nothing but its rows. */
#ifndef GENCARTO_DB_SCRUB_H
#define GENCARTO_DB_SCRUB_H

#include "gencarto/base/error.h"

/* Zeroes what the pages of a closed SQLite file hold besides their cells: bytes of rows that were moved or removed
 * while it was written. The file stays the same database (https://sqlite.org/fileformat2.html, "B-tree Pages");
 * PRAGMA secure_delete leaves what moved, and VACUUM copies the whole file to clear nearly as much. Free pages are not
 * cleared: a file that was only ever added to has none. ERROR_SYSTEM when it cannot be read or written, or is none. */
bool db_scrub(const char *path, struct error *err);

#endif
