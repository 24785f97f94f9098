/* SQLite's file format (https://sqlite.org/fileformat2.html) read as bytes: no table is passed over, whatever it is
 * called, and nothing that a query would not show. */
#ifndef GENCARTO_GENERATOR_AUDIT_PAGES_H
#define GENCARTO_GENERATOR_AUDIT_PAGES_H

#include "gencarto/base/str.h"

struct pages_value {
    bool is_text; /* or a blob: what stands on the page of its record */
    bool is_real; /* else whole */
    struct str text;
    double number;
};

typedef void pages_on_value(void *context, const struct pages_value *value);

/* The bytes of each page, 0 when it is no database of whole pages. */
size_t pages_size(struct str database);

/* Every value of every row of every table and index. */
void pages_read_values(struct str database, pages_on_value *found, void *context);

/* Bytes that are not 0 and that no row uses. */
size_t pages_count_leftover(struct str database);

/* Whole pages that no row uses. */
size_t pages_count_free(struct str database);

/* Whether the file is as long as its header says, and what its header leaves unused is 0. */
bool pages_is_whole(struct str database);

#endif
