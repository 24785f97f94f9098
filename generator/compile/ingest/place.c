#include "gencarto/compile/ingest/place.h"

#include <math.h>

#include "gencarto/base/number.h"
#include "gencarto/base/text.h"
#include "gencarto/compile/ingest/field.h"
#include "gencarto/compile/ingest/identifiers.h"

#define PI              3.14159265358979323846
#define EARTH_RADIUS_KM 6371.0

/* ---- codes ---------------------------------------------------------------------------------------------------- */

/* "1053" -> "01053". */
static struct str with_zero(struct row *row, struct str code)
{
    return str_format(row->scratch, "0%.*s", STR_ARGS(code));
}

static bool digits_only(struct str code)
{
    for (size_t i = 0; i < code.len; i++) {
        if (code.ptr[i] < '0' || code.ptr[i] > '9') {
            return false;
        }
    }
    return code.len > 0;
}

/* The codes that the departments overseas had before 971 to 976, in files of the post and of the treasury: 9D is 974,
 * and the commune 411 of 9D is 97411. */
static struct str of_today_overseas(struct row *row, struct str code)
{
    static const char digits[] = {'1', '2', '3', '4', '\0', '6'}; /* of 9A to 9F */
    if ((code.len != 2 && code.len != 5) || code.ptr[0] != '9' || code.ptr[1] < 'A' || code.ptr[1] > 'F') {
        return STR("");
    }
    char digit = digits[code.ptr[1] - 'A'];
    if (digit == '\0' || (code.len == 5 && code.ptr[2] != digit)) {
        return STR("");
    }
    return code.len == 2 ? str_format(row->scratch, "97%c", digit)
                         : str_format(row->scratch, "97%.*s", STR_ARGS(str_slice(code, 2, code.len)));
}

/* A commune of Corsica written as before 1976: 20004 is 2A004 or 2B004, never both. */
static const struct commune *find_corsican(struct row *row, struct str code, const struct reference *reference,
                                           struct str *out_code)
{
    if (code.len != 5 || !digits_only(code) || !str_starts(code, STR("20"))) {
        return NULL;
    }
    struct str rest = str_slice(code, 2, 5);
    struct str south = str_format(row->scratch, "2A%.*s", STR_ARGS(rest));
    struct str north = str_format(row->scratch, "2B%.*s", STR_ARGS(rest));
    const struct commune *commune = reference_commune(reference, south);
    const struct commune *other = reference_commune(reference, north);
    *out_code = commune ? south : north;
    return commune && other ? NULL : commune ? commune : other;
}

/* A way to write the code of a commune otherwise, and the rule that tells of it. */
struct reading_of_code {
    struct str code;
    const struct commune *commune;
    enum rule_name rule;
};

static bool try_code(struct reading_of_code *reading, const struct reference *reference, struct str code,
                     enum rule_name rule)
{
    reading->code = code;
    reading->rule = rule;
    reading->commune = code.len > 0 ? reference_commune(reference, code) : NULL;
    return reading->commune != NULL;
}

/* The cell does not matter: what a spreadsheet, an old file or the post makes of a code. */
static bool try_otherwise(struct row *row, struct reading_of_code *reading, const struct reference *reference,
                          struct str code)
{
    if (code.len == 4 && try_code(reading, reference, with_zero(row, code), RULE_LEADING_ZERO)) {
        return true;
    }
    if (try_code(reading, reference, of_today_overseas(row, code), RULE_OVERSEAS_CODE)) {
        return true;
    }
    reading->rule = RULE_CORSICA_CODE;
    reading->commune = find_corsican(row, code, reference, &reading->code);
    return reading->commune != NULL;
}

/* ---- a name beside the code ------------------------------------------------------------------------------------- */

/* "75056 Paris", "974 - La Réunion", "Brest (29019)": the code comes first, or last. */
struct code_and_name {
    struct str code, name;
};

static bool is_mark(char c)
{
    return c == ' ' || c == '-' || c == ':' || c == '/' || c == ',' || c == '(' || c == ')' || c == '\t';
}

static struct str without_marks(struct str text)
{
    while (text.len > 0 && is_mark(text.ptr[0])) {
        text = str_slice(text, 1, text.len);
    }
    while (text.len > 0 && is_mark(text.ptr[text.len - 1])) {
        text.len--;
    }
    return text;
}

/* A code begins with a digit, and a mark stands between it and the name. False when no end of the cell is such. */
static bool split_code(struct str cell, struct code_and_name *out)
{
    struct str text = without_marks(cell);
    size_t end = 0, from = text.len;
    while (end < text.len && !is_mark(text.ptr[end])) {
        end++;
    }
    while (from > 0 && !is_mark(text.ptr[from - 1])) {
        from--;
    }
    bool is_first = end < text.len && text.ptr[0] >= '0' && text.ptr[0] <= '9';
    bool is_last = from > 0 && text.ptr[from] >= '0' && text.ptr[from] <= '9';
    if (is_first) {
        *out = (struct code_and_name){str_slice(text, 0, end), without_marks(str_slice(text, end, text.len))};
    } else if (is_last) {
        *out = (struct code_and_name){str_slice(text, from, text.len), without_marks(str_slice(text, 0, from))};
    }
    return (is_first || is_last) && out->name.len > 0;
}

/* ---- communes ------------------------------------------------------------------------------------------------- */

/* "Saint-Étienne (42)" and "SAINT ETIENNE" are one name, "st" is "saint". */
static struct str key_of_name(struct arena *scratch, struct str name)
{
    struct str rest = text_fold(scratch, str_slice(name, 0, str_index(name, '(', 0))), word;
    struct buf key;
    buf_init(&key, scratch);
    while (rest.len > 0 && str_split(&rest, ' ', &word)) {
        if (str_equal(word, STR("cedex")) || digits_only(word)) {
            continue;
        }
        buf_add(&key, str_equal(word, STR("st")) ? STR("saint") : str_equal(word, STR("ste")) ? STR("sainte") : word);
    }
    return buf_str(&key);
}

/* Most registers write the name as the reference does. */
static bool is_name_of(struct arena *scratch, const struct commune *commune, struct str name)
{
    struct str own = commune_name(commune);
    return str_equal(own, name) || str_equal(key_of_name(scratch, own), key_of_name(scratch, name));
}

/* Paris, Lyon, Marseille: a postal code of theirs leads to the city and to one arrondissement. */
static bool has_arrondissements(struct str commune)
{
    return str_equal(commune, STR("75056")) || str_equal(commune, STR("69123")) || str_equal(commune, STR("13055"));
}

/* The only commune of a postal code (an arrondissement comes before its city), or the one of that name among its
 * communes. */
static const struct commune *find_by_postal_code(struct row *row, struct str code, int name_column,
                                                 const struct reference *reference)
{
    struct str name = name_column >= 0 ? key_of_name(row->scratch, row_cell(row, name_column)) : STR("");
    const struct commune *only = NULL, *city = NULL, *named = NULL;
    size_t count = 0;
    struct code_pairs pairs = code_pairs_of(&reference->postal_codes, code);
    for (size_t i = 0; i < pairs.count; i++) {
        struct str commune_of_pair = code_pair_commune(&pairs.items[i]);
        const struct commune *commune = reference_commune(reference, commune_of_pair);
        if (has_arrondissements(commune_of_pair)) {
            city = commune;
        } else {
            only = commune;
            count++;
        }
        if (commune && name.len > 0 && str_equal(key_of_name(row->scratch, commune_name(commune)), name)) {
            named = commune;
        }
    }
    return named ? named : count == 1 ? only : count == 0 ? city : NULL;
}

/* A code that a commune had before 1968, when Seine and Seine-et-Oise were divided, is a postal code of today more
 * likely: 75001 was Alfortville's. */
static bool is_of_former_department(const struct reading_of_code *reading)
{
    return reading->commune && digits_only(reading->code) &&
           !str_starts(reading->code, commune_department_code(reading->commune)) &&
           !str_starts(reading->code, STR("20")) && !str_starts(reading->code, STR("97"));
}

/* The commune of the name among those of a postal code; NULL when there is none. */
static const struct commune *find_named(struct row *row, struct str code, struct str wanted,
                                        const struct reference *reference)
{
    struct str name = key_of_name(row->scratch, wanted);
    struct code_pairs pairs = code_pairs_of(&reference->postal_codes, code);
    for (size_t i = 0; i < pairs.count && name.len > 0; i++) {
        const struct commune *commune = reference_commune(reference, code_pair_commune(&pairs.items[i]));
        if (commune && str_equal(key_of_name(row->scratch, commune_name(commune)), name)) {
            return commune;
        }
    }
    return NULL;
}

static bool serves(const struct reference *reference, struct str code, const struct commune *commune)
{
    struct code_pairs pairs = code_pairs_of(&reference->postal_codes, code);
    for (size_t i = 0; i < pairs.count; i++) {
        if (reference_commune(reference, code_pair_commune(&pairs.items[i])) == commune) {
            return true;
        }
    }
    return false;
}

static bool is_postal_code(const struct reference *reference, struct str code)
{
    return code_pairs_of(&reference->postal_codes, code).count > 0;
}

/* The postal code of the row, where its table has one. */
static struct str postal_code_of(struct row *row)
{
    return row->table == &tables[TABLE_TRAININGS] ? field_compact(row->scratch, row_cell(row, TRAINING_POSTAL_CODE))
                                                  : STR("");
}

/* The code of a commune, of today or before, is also a postal code, which the row says otherwise: by the name of the
 * commune, or by the same code as postal code. Not where the row's postal code is one of that commune: 13005 with the
 * postal code 13400 is Aubagne, whatever the name. */
static const struct commune *meant_by_postal_code(struct row *row, const struct reading_of_code *reading,
                                                  int name_column, const struct reference *reference)
{
    struct str name = name_column >= 0 ? row_cell(row, name_column) : STR("");
    if (!digits_only(reading->code) || is_name_of(row->scratch, reading->commune, name) ||
        serves(reference, postal_code_of(row), reading->commune)) {
        return NULL;
    }
    const struct commune *named = find_named(row, reading->code, name, reference);
    bool is_former = !str_equal(commune_code(reading->commune), reading->code);
    return named || !is_former || !str_equal(postal_code_of(row), reading->code)
               ? named
               : find_by_postal_code(row, reading->code, name_column, reference);
}

/* A former code that is also a postal code of other communes, where neither a name nor a postal code decides. */
static bool is_ambiguous(struct row *row, const struct reading_of_code *reading, int name_column,
                         const struct reference *reference)
{
    const struct commune *commune = reading->commune;
    struct str name = name_column >= 0 ? row_cell(row, name_column) : STR("");
    bool is_former = digits_only(reading->code) && !str_equal(commune_code(commune), reading->code);
    return is_former && is_postal_code(reference, reading->code) && !serves(reference, reading->code, commune) &&
           !is_name_of(row->scratch, commune, name) && !serves(reference, postal_code_of(row), commune);
}

static void report_ambiguous(struct row *row, int column, const struct reading_of_code *reading,
                             const struct reference *reference)
{
    struct code_pairs pairs = code_pairs_of(&reference->postal_codes, reading->code);
    const char *name = row->table->columns[column].name;
    if (row->table->personal) {
        row_report_text(
            row, RULE_COMMUNE_AMBIGUOUS, column,
            str_format(row->scratch, "%s: a former code of a commune, and the postal code of another", name));
        return;
    }
    row_report_text(row, RULE_COMMUNE_AMBIGUOUS, column,
                    str_format(row->scratch,
                               "%s: \"%.*s\" was the code of what is %.*s (%.*s) today, which is used; it is also the "
                               "postal code of %.*s",
                               name, STR_ARGS(reading->code), STR_ARGS(commune_code(reading->commune)),
                               STR_ARGS(commune_name(reading->commune)), STR_ARGS(code_pair_commune(&pairs.items[0]))));
}

/* The code as a spreadsheet may have left it. */
static struct str code_of_cell(struct row *row, int column)
{
    struct str cell = row_cell(row, column), code;
    if (!identifiers_restore(row->scratch, cell, &code)) {
        return cell;
    }
    row_report_repair(row, RULE_CODE_NUMBER, column, code);
    return code;
}

static const struct commune *find_commune(struct row *row, int column, int name_column, struct str cell,
                                          const struct reference *reference)
{
    struct reading_of_code reading = {cell, reference_commune(reference, cell), RULES};
    if (!reading.commune) {
        reading.code = field_compact(row->scratch, cell);
        reading.commune = reference_commune(reference, reading.code);
    }
    bool may_be_postal = is_of_former_department(&reading);
    if (may_be_postal || (!reading.commune && !try_otherwise(row, &reading, reference, reading.code))) {
        struct str code = field_compact(row->scratch, cell);
        code = code.len == 4 ? with_zero(row, code) : code;
        const struct commune *commune =
            digits_only(code) ? find_by_postal_code(row, code, name_column, reference) : NULL;
        if (commune || !may_be_postal) {
            reading =
                (struct reading_of_code){commune ? commune_code(commune) : code, commune, RULE_POSTAL_CODE_AS_COMMUNE};
        }
    }
    const struct commune *meant =
        reading.commune && reading.rule == RULES ? meant_by_postal_code(row, &reading, name_column, reference) : NULL;
    if (meant) {
        reading = (struct reading_of_code){commune_code(meant), meant, RULE_POSTAL_CODE_AS_COMMUNE};
    }
    if (!reading.commune) {
        return NULL;
    }
    if (reading.rule != RULES) {
        row_report_repair(row, reading.rule, column, reading.code);
    } else if (is_ambiguous(row, &reading, name_column, reference)) {
        report_ambiguous(row, column, &reading, reference);
        return reading.commune;
    }
    if (!str_equal(commune_code(reading.commune), reading.code)) {
        bool is_corsican = str_starts(reading.code, STR("20")) && commune_code(reading.commune).ptr[1] != '0';
        row_report_repair(row, is_corsican ? RULE_CORSICA_CODE : RULE_COMMUNE_MERGED, column,
                          commune_code(reading.commune));
    }
    return reading.commune;
}

/* The commune of that name that has the code, or that the code serves as postal code; NULL. */
static const struct commune *commune_of_both(struct row *row, const struct code_and_name *both,
                                             const struct reference *reference)
{
    const struct commune *commune = reference_commune(reference, both->code);
    bool has_name = commune && is_name_of(row->scratch, commune, both->name);
    return has_name ? commune : find_named(row, both->code, both->name, reference);
}

/* Where nothing else could be made of the cell. */
static const struct commune *find_beside_name(struct row *row, int column, struct str cell,
                                              const struct reference *reference)
{
    struct code_and_name both;
    const struct commune *commune = split_code(cell, &both) ? commune_of_both(row, &both, reference) : NULL;
    if (commune) {
        row_report_repair(row, RULE_CODE_BESIDE_NAME, column, commune_code(commune));
    }
    return commune;
}

const struct commune *place_commune(struct row *row, int column, int name_column, const struct reference *reference)
{
    struct str cell = code_of_cell(row, column);
    if (cell.len == 0) {
        return NULL;
    }
    const struct commune *commune = find_commune(row, column, name_column, cell, reference);
    commune = commune ? commune : find_beside_name(row, column, cell, reference);
    if (!commune && !field_is_blank(row->scratch, cell)) {
        row_report(row, RULE_COMMUNE_UNKNOWN, column, "an INSEE code such as 28214 or 2A004");
    }
    return commune;
}

/* The department that all communes of a postal code are in; empty when they are in several, or fewer than two. */
static struct str shared_department(const struct reference *reference, struct str code)
{
    struct code_pairs pairs = code_pairs_of(&reference->postal_codes, code);
    struct str department = STR("");
    for (size_t i = 0; i < pairs.count; i++) {
        const struct commune *commune = reference_commune(reference, code_pair_commune(&pairs.items[i]));
        struct str own = commune ? commune_department_code(commune) : STR("");
        if (pairs.count < 2 || own.len == 0 || (i > 0 && !str_equal(own, department))) {
            return STR("");
        }
        department = own;
    }
    return department;
}

struct str place_department_of_commune(struct row *row, int column, const struct reference *reference)
{
    struct str code = field_compact(row->scratch, row_cell(row, column));
    struct str department = STR("");
    if (code.len == 4 && digits_only(code) && !reference_commune(reference, with_zero(row, code))) {
        code = with_zero(row, code);
    }
    if (digits_only(code) && !reference_commune(reference, code)) {
        department = shared_department(reference, code);
    }
    if (department.len > 0) {
        row_report_repair(row, RULE_POSTAL_CODE_AS_COMMUNE, column, department);
        return department;
    }
    const struct commune *commune = place_commune(row, column, -1, reference);
    return commune ? commune_department_code(commune) : STR("");
}

bool place_is_other_commune(struct arena *scratch, const struct commune *commune, struct str name,
                            const struct reference *reference)
{
    if (str_equal(name, commune_name(commune))) {
        return false;
    }
    struct arena_mark mark = arena_save(scratch);
    struct str key = key_of_name(scratch, name), own = key_of_name(scratch, commune_name(commune));
    bool is_other = false;
    if (key.len > 0 && !str_equal(key, own) && str_find(own, key, 0) == own.len && str_find(key, own, 0) == key.len) {
        const struct commune *one = NULL;
        while (!is_other && (one = communes_next(&reference->communes, one)) != NULL) {
            is_other = str_equal(commune_department_code(one), commune_department_code(commune)) &&
                       str_equal(key_of_name(scratch, commune_name(one)), key);
        }
    }
    arena_restore(scratch, mark);
    return is_other;
}

/* ---- departments ---------------------------------------------------------------------------------------------- */

const struct territory *place_department_of_postal_code(struct row *row, int column, const struct reference *reference,
                                                        struct str *out_code)
{
    struct str cell = code_of_cell(row, column);
    if (cell.len == 0) {
        return NULL;
    }
    struct code_and_name both;
    struct str code = field_compact(row->scratch, cell);
    if (!digits_only(code) && split_code(cell, &both) && commune_of_both(row, &both, reference)) {
        code = both.code;
        row_report_repair(row, RULE_CODE_BESIDE_NAME, column, code);
    } else if (code.len == 4 && digits_only(code)) {
        code = with_zero(row, code);
        row_report_repair(row, RULE_LEADING_ZERO, column, code);
    }
    const struct territory *department =
        digits_only(code) ? reference_department_of_postal_code(reference, code) : NULL;
    if (department) {
        *out_code = str_copy(row->arena, code);
    } else if (!field_is_blank(row->scratch, cell)) {
        row_report(row, RULE_POSTAL_CODE, column, "five digits, such as 28240 or 97400");
    }
    return department;
}

static const struct territory *department_named(struct row *row, struct str name, const struct reference *reference)
{
    struct str key = text_fold(row->scratch, name);
    for (size_t i = 0; i < reference->department_count && key.len > 2; i++) {
        if (str_equal(text_fold(row->scratch, reference->departments[i].name), key)) {
            return &reference->departments[i];
        }
    }
    return NULL;
}

/* "7" and "007" are 07, "9D" is 974, "Ardèche" and "07 - Ardèche" are 07. */
static const struct territory *find_department(struct row *row, struct str cell, const struct reference *reference,
                                               enum rule_name *out_rule)
{
    struct str code = field_compact(row->scratch, cell);
    const struct territory *department = reference_department(reference, code);
    *out_rule = RULES;
    if (!department && (code.len == 1 || (code.len == 3 && code.ptr[0] == '0'))) {
        *out_rule = RULE_LEADING_ZERO;
        department = reference_department(reference, code.len == 1 ? with_zero(row, code) : str_slice(code, 1, 3));
    }
    if (!department && code.len == 2) {
        *out_rule = RULE_OVERSEAS_CODE;
        department = reference_department(reference, of_today_overseas(row, code));
    }
    if (!department) {
        *out_rule = RULE_DEPARTMENT_NAME;
        department = department_named(row, cell, reference);
    }
    struct code_and_name both;
    if (!department && split_code(cell, &both)) {
        *out_rule = RULE_CODE_BESIDE_NAME;
        department = reference_department(reference, both.code);
        department = department && department == department_named(row, both.name, reference) ? department : NULL;
    }
    return department;
}

const struct territory *place_department(struct row *row, int column, const struct reference *reference,
                                         enum rule_name rule)
{
    const struct territory *department = reference_department(reference, row_cell(row, column));
    if (department) {
        return department;
    }
    struct str cell = code_of_cell(row, column);
    enum rule_name repair;
    if (cell.len == 0) {
        return NULL;
    }
    department = find_department(row, cell, reference, &repair);
    if (department && repair != RULES) {
        row_report_repair(row, repair, column, department->code);
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
