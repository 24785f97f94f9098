/* The reference data shipped in input/reference/: regions, departments, communes. Public. */
#ifndef GENCARTO_COMPILE_INGEST_REFERENCE_H
#define GENCARTO_COMPILE_INGEST_REFERENCE_H

#include "gencarto/base/error.h"

struct territory {
    struct str code, name, name_locative, name_of, name_the, slug;
    struct str region_code; /* of a department */
};

struct commune {
    struct str code, name, department_code;
    double lon_deg, lat_deg; /* NaN when unknown */
};

struct reference {
    struct territory *regions, *departments;
    size_t region_count, department_count;
    struct commune *communes; /* by code */
    size_t commune_count;
    struct commune_alias {
        struct str old_code, code;
    } *aliases; /* merged or renamed communes, by old code */
    size_t alias_count;
};

bool reference_read(struct arena *arena, const char *folder, struct reference *out_reference, struct error *err);

/* NULL when there is none. reference_commune follows the aliases. */
const struct territory *reference_department(const struct reference *reference, struct str code);
const struct territory *reference_region(const struct reference *reference, struct str code);
const struct commune *reference_commune(const struct reference *reference, struct str code);

#endif
