/* Where a row is: communes, departments and points, with the repairs that exports need. */
#ifndef GENCARTO_COMPILE_INGEST_PLACE_H
#define GENCARTO_COMPILE_INGEST_PLACE_H

#include "gencarto/compile/ingest/reference.h"
#include "gencarto/compile/ingest/row.h"

/* The commune of a cell with an INSEE code; NULL when empty or unknown (finding). Put right, with a finding each: a
 * lost leading zero, a merged commune, 20 for 2A or 2B, the old codes of the overseas departments, a postal code that
 * serves one commune only, or one of the name in `name_column` (-1: there is none), what a spreadsheet made of a code,
 * the commune's own name beside it.
 * A former code that is also a postal code is what the name or the postal code of the row says, else the finding says
 * both readings. */
const struct commune *place_commune(struct row *row, int column, int name_column, const struct reference *reference);

/* The code of the department of the same; a postal code may serve several communes of one department. Empty when there
 * is none. Lives as long as the reference. */
struct str place_department_of_commune(struct row *row, int column, const struct reference *reference);

/* Is it the name of another commune of the department? False for a name that no commune has: a hamlet, a former
 * commune. */
bool place_is_other_commune(struct arena *scratch, const struct commune *commune, struct str name,
                            const struct reference *reference);

/* The department of a cell with a postal code or with a department code; NULL when empty or unknown (finding). The
 * postal code as it is put right lives in the row's arena; `*out_code` stays where the cell has none. */
const struct territory *place_department_of_postal_code(struct row *row, int column, const struct reference *reference,
                                                        struct str *out_code);
const struct territory *place_department(struct row *row, int column, const struct reference *reference,
                                         enum rule_name rule);

/* The point of two cells in decimal degrees: false when there is none to use (findings). Swapped coordinates are put
 * right. */
bool place_point(struct row *row, int lon_column, int lat_column, double *out_lon_deg, double *out_lat_deg);

/* Great-circle distance on a sphere of 6371 km (haversine). */
double place_distance_km(double lon_a_deg, double lat_a_deg, double lon_b_deg, double lat_b_deg);

#endif
