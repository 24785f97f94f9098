/* The reference data shipped in input/reference/: regions, departments, communes. Public. */
#ifndef GENCARTO_COMPILE_INGEST_REFERENCE_H
#define GENCARTO_COMPILE_INGEST_REFERENCE_H

#include "gencarto/compile/ingest/code_pairs.h"
#include "gencarto/compile/ingest/communes.h"

struct territory {
    struct str code, name, name_locative, name_of, name_the, slug;
    struct str region_code; /* of a department */
};

struct reference {
    struct territory *regions, *departments; /* by code */
    size_t region_count, department_count;
    uint16_t *department_slots; /* by insee_department_slot(): index + 1, 0 where no department is */
    struct communes communes;
    struct code_pairs aliases; /* merged or renamed communes, by old code */
    struct code_pairs postal_codes;
};

/* Reads regions.csv, departements.csv, communes.csv, communes_anciennes.csv and, when it exists, codes_postaux.csv of
 * `folder`. ERROR_INPUT naming the file when one is absent, lacks a column or refers to an unknown territory. */
bool reference_read(struct arena *arena, const char *folder, struct reference *out_reference, struct error *err);

/* NULL when there is none. reference_commune follows the aliases. */
const struct territory *reference_department(const struct reference *reference, struct str code);
const struct territory *reference_region(const struct reference *reference, struct str code);
const struct commune *reference_commune(const struct reference *reference, struct str code);

/* Is it the code of a commune of today, as it stands? Then place_commune has nothing to say about it. */
bool reference_is_commune(const struct reference *reference, struct str code);

/* The department where all communes of the postal code stand; of a code that is not listed, the one its digits say
 * ("20" is 2A below 20200, else 2B). NULL when it cannot be said. */
const struct territory *reference_department_of_postal_code(const struct reference *reference, struct str postal_code);

#endif
