/* communes.csv: the communes of France, found by code.
 *
 * A run asks for the name or the place of a few hundred of the 35,000, so a commune is a line of the file, and its
 * parts are found in it when they are asked for. The file as it is shipped is checked line by line and stays as it is;
 * what somebody saved in another form is read as any CSV, into lines of the same form.
 */
#ifndef GENCARTO_COMPILE_INGEST_COMMUNES_H
#define GENCARTO_COMPILE_INGEST_COMMUNES_H

#include <stdint.h>

#include "gencarto/base/error.h"

/* Code, name, department, longitude, latitude; the character after the code parts them, a line feed ends them. */
struct commune {
    char code[5], separator;
};

struct communes {
    struct str lines;
    size_t count;
    uint32_t *slots;      /* by insee_commune_slot(): where in the lines, + 1; 0 where no commune is */
    bool has_wrong_codes; /* codes of another form: not to be used */
};

/* Columns code, name, department_code, lon_deg, lat_deg. ERROR_INPUT as reference_file_read. */
bool communes_read(struct arena *arena, const char *path, struct communes *out_communes, struct error *err);

/* NULL when no commune of today has the code. */
const struct commune *communes_find(const struct communes *communes, struct str code);

/* The first one, with NULL, or the one after; NULL at the end. */
const struct commune *communes_next(const struct communes *communes, const struct commune *commune);

struct str commune_code(const struct commune *commune);
struct str commune_name(const struct commune *commune);

/* Of an overseas collectivity (975...) no department of the reference. */
struct str commune_department_code(const struct commune *commune);

/* False when it is not known, or not whole: NaN. */
bool commune_point(const struct commune *commune, double *out_lon_deg, double *out_lat_deg);

#endif
