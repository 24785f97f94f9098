#include "gencarto/compile/ingest/number_form.h"

#include "gencarto/base/number.h"
#include "gencarto/compile/ingest/field.h"

#define NUMBER_BYTES 64

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- units ---------------------------------------------------------------------------------------------------- */

static const struct str units[] = {STR_INIT("euros"), STR_INIT("euro"),   STR_INIT("eur"),   STR_INIT("€"),
                                   STR_INIT("k€"),    STR_INIT("heures"), STR_INIT("heure"), STR_INIT("h"),
                                   STR_INIT("mois"),  STR_INIT("places"), STR_INIT("place"), STR_INIT("ans"),
                                   STR_INIT("an"),    STR_INIT("pts"),    STR_INIT("/20")};
#define UNITS (sizeof(units) / sizeof(units[0]))

/* Only after a digit, or a blank after one: "F12h" is no number anyway; the euro may come before. Thousands of euros
 * are not a unit to drop. */
static struct str without_unit(struct str cell)
{
    if (str_starts(cell, STR("€"))) {
        return field_trim(str_slice(cell, STR("€").len, cell.len));
    }
    if (cell.len > 0 && is_digit(cell.ptr[cell.len - 1]) && str_index(cell, '/', 0) == cell.len) {
        return cell; /* all other units end with a sign or a letter */
    }
    for (size_t i = 0; i < UNITS; i++) {
        struct str end = str_slice(cell, cell.len - (units[i].len < cell.len ? units[i].len : cell.len), cell.len);
        if (str_equal_ascii_case(end, units[i]) && !str_equal(units[i], STR("k€"))) {
            struct str rest = field_trim(str_slice(cell, 0, cell.len - end.len));
            if (rest.len > 0 && is_digit(rest.ptr[rest.len - 1])) {
                return rest;
            }
        }
    }
    return cell;
}

/* ---- groups --------------------------------------------------------------------------------------------------- */

/* Digits in groups of three set apart by `groups`, the first of one to three, then maybe the other sign and decimals.
 * `out_groups`: signs between groups; `out_has_decimals`: the other sign. */
static bool is_grouped(struct str cell, char groups, int *out_groups, bool *out_has_decimals)
{
    char decimal = groups == '.' ? ',' : '.';
    size_t at = cell.len > 0 && (cell.ptr[0] == '-' || cell.ptr[0] == '+'), digits = 0;
    *out_groups = 0;
    *out_has_decimals = false;
    for (; at < cell.len && cell.ptr[at] != decimal; at++) {
        if (is_digit(cell.ptr[at])) {
            digits++;
        } else if (cell.ptr[at] == groups && (*out_groups > 0 ? digits == 3 : digits >= 1 && digits <= 3)) {
            ++*out_groups;
            digits = 0;
        } else {
            return false;
        }
    }
    if (*out_groups > 0 && digits != 3) {
        return false;
    }
    *out_has_decimals = at < cell.len;
    for (at++; at < cell.len; at++) {
        if (!is_digit(cell.ptr[at])) {
            return false;
        }
    }
    return *out_groups > 0;
}

static bool read_grouped(struct str cell, char groups, double *out_value)
{
    char plain[NUMBER_BYTES];
    size_t len = 0;
    if (cell.len >= NUMBER_BYTES) {
        return false;
    }
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] != groups) {
            plain[len++] = cell.ptr[i] == ',' ? '.' : cell.ptr[i];
        }
    }
    return number_parse_decimal((struct str){plain, len}, out_value);
}

bool number_form_read(struct str cell, struct number_form form, double *out_value, bool *out_has_unit)
{
    struct str number = without_unit(cell);
    const char signs[] = {'.', ','};
    *out_has_unit = number.len < cell.len;
    for (int i = 0; i < 2; i++) {
        int groups;
        bool has_decimals;
        if (is_grouped(number, signs[i], &groups, &has_decimals) &&
            (groups > 1 || has_decimals || form.groups == signs[i])) {
            return read_grouped(number, signs[i], out_value);
        }
    }
    return number_parse_french(number, out_value);
}

/* ---- the form of a column ------------------------------------------------------------------------------------- */

#define TRIPLES_ENOUGH 3 /* so many amounts all with three decimals are thousands */

/* One sign of a number: what it says of the column. */
static void count_sign(struct str number, char sign, int64_t *groups, int64_t *triples, int64_t *decimals)
{
    int count;
    bool has_decimals;
    char other = sign == '.' ? ',' : '.';
    if (is_grouped(number, sign, &count, &has_decimals) && number.ptr[0] != '0') {
        *(count > 1 || has_decimals ? groups : triples) += 1;
    } else if (str_index(number, sign, 0) < number.len && str_index(number, other, 0) == number.len) {
        ++*decimals;
    }
}

void number_form_count(struct number_counts *counts, struct str cell)
{
    if (number_form_is_silent(cell)) {
        return;
    }
    struct str number = without_unit(cell);
    count_sign(number, '.', &counts->point_groups, &counts->point_triples, &counts->point_decimals);
    count_sign(number, ',', &counts->comma_groups, &counts->comma_triples, &counts->comma_decimals);
}

struct number_form number_form_of(const struct number_counts *counts)
{
    bool point = counts->point_groups > 0 || counts->point_triples >= TRIPLES_ENOUGH;
    bool comma = counts->comma_groups > 0 || counts->comma_triples >= TRIPLES_ENOUGH;
    struct number_form form = {0};
    if (point && !comma && counts->point_decimals == 0) {
        form.groups = '.';
    } else if (comma && !point && counts->comma_decimals == 0) {
        form.groups = ',';
    }
    return form;
}
