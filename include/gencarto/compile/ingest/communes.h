/* communes.csv: the communes of France, found by code.
 *
 * A run asks whether there is a commune for every person, and for the name or the place of a few hundred of the 35,000:
 * so a commune is a bit, and a line of the file, whose parts are found when they are asked for. The file as it is
 * shipped is checked line by line and stays as it is; what somebody saved in another form or order is read as any CSV,
 * into lines of the same form.
 */
#ifndef GENCARTO_COMPILE_INGEST_COMMUNES_H
#define GENCARTO_COMPILE_INGEST_COMMUNES_H

#include <stdint.h>

#include "gencarto/base/error.h"

/* Code, name, department, longitude, latitude; the character after the code parts them, a line feed ends them. */
struct commune {
    char code[5], separator;
};

#define COMMUNES_TOGETHER 16 /* slots that share a number of `known`, and the place of their first line */

struct communes {
    struct str lines; /* by insee_commune_slot() of their codes, each once */
    size_t count;
    uint16_t *known;      /* a bit of each slot: there is a commune */
    uint32_t *firsts;     /* where in the lines */
    bool has_wrong_codes; /* codes of another form: not to be used */
};

/* Columns code, name, department_code, lon_deg, lat_deg. ERROR_INPUT as reference_file_read. */
bool communes_read(struct arena *arena, const char *path, struct communes *out_communes, struct error *err);

/* A commune of today has the code of the slot. */
static inline bool communes_has(const struct communes *communes, size_t slot)
{
    return communes->known[slot / COMMUNES_TOGETHER] >> slot % COMMUNES_TOGETHER & 1;
}

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
