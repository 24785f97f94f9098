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

struct commune {
    const char *line; /* code, name, department, longitude, latitude; the character after the code parts them */
};

struct communes {
    struct commune *items;
    size_t count;
    uint16_t *slots;      /* by insee_commune_slot(): index + 1, 0 where no commune is */
    bool has_wrong_codes; /* codes of another form, or more communes than can be found: not to be used */
};

/* Columns code, name, department_code, lon_deg, lat_deg. ERROR_INPUT as reference_file_read. */
bool communes_read(struct arena *arena, const char *path, struct communes *out_communes, struct error *err);

/* NULL when no commune of today has the code. */
const struct commune *communes_find(const struct communes *communes, struct str code);

struct str commune_code(const struct commune *commune);
struct str commune_name(const struct commune *commune);

/* Of an overseas collectivity (975...) no department of the reference. */
struct str commune_department_code(const struct commune *commune);

/* False when it is not known, or not whole: NaN. */
bool commune_point(const struct commune *commune, double *out_lon_deg, double *out_lat_deg);

#endif
