#include "gencarto/compile/ingest/place.h"

#include <math.h>

#include "gencarto/base/number.h"
#include "gencarto/compile/ingest/field.h"

#define PI              3.14159265358979323846
#define EARTH_RADIUS_KM 6371.0

/* "1053" -> "01053" when only that code exists. */
static struct str with_zero(struct row *row, struct str code)
{
    return str_format(row->scratch, "0%.*s", STR_ARGS(code));
}

const struct commune *place_commune(struct row *row, int column, const struct reference *reference)
{
    struct str cell = row_cell(row, column), code = cell;
    if (cell.len == 0) {
        return NULL;
    }
    const struct commune *commune = reference_commune(reference, code);
    if (!commune) {
        code = field_compact(row->scratch, cell);
        commune = reference_commune(reference, code);
    }
    if (!commune && code.len == 4) {
        code = with_zero(row, code);
        commune = reference_commune(reference, code);
        if (commune) {
            row_report(row, RULE_LEADING_ZERO, column, NULL);
        }
    }
    if (!commune) {
        if (!field_is_blank(row->scratch, cell)) {
            row_report(row, RULE_COMMUNE_UNKNOWN, column, "an INSEE code such as 28214 or 2A004");
        }
        return NULL;
    }
    if (!str_equal(commune->code, code)) {
        row_report(row, RULE_COMMUNE_MERGED, column, NULL);
    }
    return commune;
}

const struct territory *place_department_of_postal_code(struct row *row, int column, const struct reference *reference)
{
    struct str cell = row_cell(row, column);
    if (cell.len == 0) {
        return NULL;
    }
    struct str code = field_compact(row->scratch, cell);
    if (code.len == 4) {
        code = with_zero(row, code);
        row_report(row, RULE_LEADING_ZERO, column, NULL);
    }
    int64_t digits;
    const struct territory *department =
        number_parse_int(code, &digits) ? reference_department_of_postal_code(reference, code) : NULL;
    if (!department && !field_is_blank(row->scratch, cell)) {
        row_report(row, RULE_POSTAL_CODE, column, "five digits, such as 28240 or 97400");
    }
    return department;
}

const struct territory *place_department(struct row *row, int column, const struct reference *reference,
                                         enum rule_name rule)
{
    struct str cell = row_cell(row, column);
    if (cell.len == 0) {
        return NULL;
    }
    struct str code = field_compact(row->scratch, cell);
    const struct territory *department = reference_department(reference, code);
    if (!department && code.len == 1) {
        department = reference_department(reference, with_zero(row, code));
        if (department) {
            row_report(row, RULE_LEADING_ZERO, column, NULL);
        }
    }
    if (!department && !field_is_blank(row->scratch, cell)) {
        row_report(row, rule, column, "a department code such as 07, 2A or 974");
    }
    return department;
}

/* ---- points --------------------------------------------------------------------------------------------------- */

/* Boxes around the parts of France, in degrees: generous by a few kilometres, apart from each other even swapped. */
static const struct {
    double west, south, east, north;
} boxes[] = {
    {-5.3, 41.2, 9.8, 51.3},      /* metropolitan France with Corsica */
    {-61.9, 15.7, -60.9, 16.6},   /* Guadeloupe */
    {-61.3, 14.3, -60.7, 15.0},   /* Martinique */
    {-54.7, 2.0, -51.5, 6.0},     /* Guyane */
    {55.1, -21.5, 55.9, -20.8},   /* La Réunion */
    {44.9, -13.1, 45.4, -12.5},   /* Mayotte */
    {-56.5, 46.7, -56.0, 47.2},   /* Saint-Pierre-et-Miquelon */
    {-63.2, 17.8, -62.7, 18.2},   /* Saint-Martin, Saint-Barthélemy */
    {163.4, -22.9, 168.2, -19.4}, /* Nouvelle-Calédonie */
    {-154.8, -28.0, -134.3, -7.8} /* Polynésie française */
};

static bool is_in_france(double lon_deg, double lat_deg)
{
    for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++) {
        if (lon_deg >= boxes[i].west && lon_deg <= boxes[i].east && lat_deg >= boxes[i].south &&
            lat_deg <= boxes[i].north) {
            return true;
        }
    }
    return false;
}

/* French and machine forms, with or without a degree sign. */
static bool parse_degrees(struct str cell, double *out_degrees)
{
    if (str_ends(cell, STR("°"))) {
        cell = field_trim(str_slice(cell, 0, cell.len - 2));
    }
    return (number_parse_decimal(cell, out_degrees) || number_parse_french(cell, out_degrees)) &&
           isfinite(*out_degrees);
}

bool place_point(struct row *row, int lon_column, int lat_column, double *out_lon_deg, double *out_lat_deg)
{
    struct str lon_cell = row_cell(row, lon_column), lat_cell = row_cell(row, lat_column);
    double lon, lat;
    if (lon_cell.len == 0 && lat_cell.len == 0) {
        return false;
    }
    bool has_lon = parse_degrees(lon_cell, &lon), has_lat = parse_degrees(lat_cell, &lat);
    if (!has_lon || !has_lat || fabs(lon) > 180 || fabs(lat) > 180 || (fabs(lat) > 90 && fabs(lon) > 90)) {
        if (!field_is_blank(row->scratch, lon_cell) || !field_is_blank(row->scratch, lat_cell)) {
            row_report(row, RULE_COORDINATES, has_lon ? lat_column : lon_column, "decimal degrees");
        }
        return false;
    }
    if (!is_in_france(lon, lat)) {
        if (!is_in_france(lat, lon)) {
            row_report(row, RULE_COORDINATES_OUTSIDE, lon_column, NULL);
            return false;
        }
        row_report(row, RULE_COORDINATES_SWAPPED, lon_column, NULL);
        double swapped = lon;
        lon = lat;
        lat = swapped;
    }
    *out_lon_deg = lon;
    *out_lat_deg = lat;
    return true;
}

double place_distance_km(double lon_a_deg, double lat_a_deg, double lon_b_deg, double lat_b_deg)
{
    double radian = PI / 180, half_lat = (lat_b_deg - lat_a_deg) * radian / 2,
           half_lon = (lon_b_deg - lon_a_deg) * radian / 2;
    double chord = sin(half_lat) * sin(half_lat) +
                   cos(lat_a_deg * radian) * cos(lat_b_deg * radian) * sin(half_lon) * sin(half_lon);
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord < 1 ? chord : 1));
}
