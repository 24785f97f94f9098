/* formations*.csv: the register of trainings. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/cell.h"
#include "gencarto/base/text.h"
#include "gencarto/compile/ingest/field.h"
#include "gencarto/compile/ingest/identifiers.h"
#include "gencarto/compile/ingest/place.h"
#include "gencarto/compile/ingest/readers.h"
#include "gencarto/compile/ingest/reception.h"

#define USUAL_ROWS    1024
#define NEAR_KM       10.0
#define FAR_KM        50.0
#define MONTHS_MOST   120.0
#define HOURS_MOST    20000.0
#define PLACES_MOST   100000
#define EUROS_MOST    1e9
#define MODE_DISTANCE "distance"

#define HOURS_A_MONTH_LEAST   5.0
#define HOURS_A_MONTH_MOST    220.0
#define SHORT_MONTHS          6.0
#define GRANT_SHARE           0.5
#define GRANT_MOST_WAVE_1_EUR 70000.0

struct trainings {
    struct reading *reading;
    struct vocabulary modes, label_statuses, levels, free_of_charge, job_families, structure_statuses;
    struct reception reception;
    struct buf rows; /* struct training_row each */
    size_t count;
    struct name_index structures; /* structure ids seen */
    struct str *structure_names;  /* the first name of each */
    size_t structure_capacity;
};

/* ---- codes ---------------------------------------------------------------------------------------------------- */

static struct str closed_code(struct row *row, int column, struct vocabulary *vocabulary)
{
    const struct vocabulary_form *form = row_code(row, column, vocabulary, RULE_UNKNOWN_VALUE);
    return form ? form->code : STR("");
}

/* The code whose page would have the address of this text: "web/mobile" is "Web, mobile". Empty when there is none. */
static struct str code_of_slug(struct arena *scratch, const struct vocabulary *vocabulary, struct str slug)
{
    for (size_t i = 0; i < vocabulary->form_count; i++) {
        if (str_equal(text_slug(scratch, vocabulary->forms[i].folded), slug)) {
            return vocabulary->forms[i].code;
        }
    }
    return STR("");
}

/* A text that the vocabulary has not got is its own code, and is kept to be the label of its term; job families are
 * few, so there it is "autre" when programme.xml has one. */
static struct str open_code(struct row *row, int column, struct vocabulary *vocabulary, struct str *out_text)
{
    const struct vocabulary_form *form = row_code(row, column, vocabulary, RULE_VOCABULARY);
    struct str cell = row_cell(row, column);
    if (form || cell.len == 0 || field_is_blank(row->scratch, cell)) {
        return form ? form->code : STR("");
    }
    if (column == TRAINING_JOB_FAMILY && (form = vocabulary_of_code(vocabulary, row->scratch, STR("autre"))) != NULL) {
        return form->code;
    }
    struct str slug = text_slug(row->arena, cell), code = code_of_slug(row->scratch, vocabulary, slug);
    if (slug.len == 0 || code.len > 0) {
        return code;
    }
    *out_text = text_nfc(row->arena, str_copy(row->arena, cell));
    return slug;
}

static struct str read_siret(struct row *row)
{
    struct str cell = row_cell(row, TRAINING_SIRET), written = cell;
    if (identifiers_is_siret(cell)) {
        return str_copy(row->arena, cell);
    }
    bool is_restored = identifiers_restore(row->scratch, cell, &written);
    struct str digits = field_compact(row->scratch, written);
    if (cell.len == 0 || field_is_blank(row->scratch, cell)) {
        return STR("");
    }
    struct str padded = str_format(row->scratch, "0%.*s", STR_ARGS(digits));
    if (!identifiers_is_siret(digits) && identifiers_is_siret(padded)) {
        row_report_repair(row, RULE_LEADING_ZERO, TRAINING_SIRET, padded);
        digits = padded;
    }
    if (identifiers_is_siret(digits)) {
        if (is_restored) {
            row_report_repair(row, RULE_CODE_NUMBER, TRAINING_SIRET, digits);
        }
        return str_copy(row->arena, digits);
    }
    if (identifiers_is_rounded(cell)) {
        row_report(row, RULE_SCIENTIFIC, TRAINING_SIRET, "14 digits");
    } else {
        row_report(row, RULE_SIRET, TRAINING_SIRET, "14 digits");
    }
    return STR("");
}

/* A code that a register gives: kept as it stands, a finding when it has not the form. */
static void check_code(struct row *row, int column, enum rule_name rule, bool (*is_right)(struct str))
{
    struct str cell = row_cell(row, column);
    struct str code;
    if (cell.len > 0 && identifiers_restore(row->scratch, cell, &code) && is_right(field_compact(row->scratch, code))) {
        row_report_repair(row, RULE_CODE_NUMBER, column, code);
    } else if (cell.len > 0 && !field_is_blank(row->scratch, cell) && !is_right(field_compact(row->scratch, cell))) {
        row_report(row, rule, column, NULL);
    }
}

/* Several certifications may stand in one cell, set apart by a comma, a slash or the like. */
static struct str read_rncp(struct row *row)
{
    struct str cell = row_cell(row, TRAINING_RNCP);
    for (size_t from = 0, to; from < cell.len; from = to + 1) {
        to = from;
        while (to < cell.len && !strchr(",;/|+", cell.ptr[to])) {
            to++;
        }
        struct str part = field_trim(str_slice(cell, from, to));
        if (part.len > 0 && !identifiers_is_rncp(field_compact(row->scratch, part)) &&
            !field_is_blank(row->scratch, cell)) {
            row_report(row, RULE_RNCP, TRAINING_RNCP, "RNCP and up to six digits");
            break;
        }
    }
    return row_text(row, TRAINING_RNCP);
}

static struct str read_url(struct row *row)
{
    struct str cell = row_cell(row, TRAINING_URL);
    if (cell.len > 0 && !field_is_web_address(cell)) {
        if (!field_is_blank(row->scratch, cell)) {
            row_report(row, RULE_URL, TRAINING_URL, "an address that begins with https:// or http://");
        }
        return STR("");
    }
    return row_id(row, TRAINING_URL);
}

/* ---- groups of columns ---------------------------------------------------------------------------------------- */

static void check_structure_name(struct trainings *trainings, struct row *row, const struct training_row *training)
{
    bool is_new;
    if (training->structure_id.len == 0) {
        return;
    }
    uint32_t number = name_index_add(&trainings->structures, training->structure_id, &is_new);
    if (number >= trainings->structure_capacity) {
        size_t capacity = trainings->structure_capacity > 0 ? trainings->structure_capacity * 2 : 256;
        trainings->structure_names =
            arena_grow(row->arena, trainings->structure_names, trainings->structure_capacity * sizeof(struct str),
                       capacity * sizeof(struct str));
        trainings->structure_capacity = capacity;
    }
    struct str *first = &trainings->structure_names[number];
    if (is_new || first->len == 0) {
        *first = training->structure_name;
    } else if (training->structure_name.len > 0 && !str_equal(*first, training->structure_name)) {
        row_report(row, RULE_STRUCTURE_NAMES, TRAINING_STRUCTURE_NAME, NULL);
    }
}

static void check_size(struct row *row, const struct training_row *training)
{
    double hours_a_month = training->duration_hours / training->duration_months; /* NaN and infinity fail both */
    if (training->duration_months > 0 && (hours_a_month < HOURS_A_MONTH_LEAST || hours_a_month > HOURS_A_MONTH_MOST)) {
        row_report(row, RULE_DURATION, TRAINING_DURATION_HOURS, NULL);
    }
    if (training->places == 0) {
        row_report(row, RULE_PLACES_ZERO, TRAINING_PLACES, NULL);
    }
}

static void read_description(struct trainings *trainings, struct row *row, struct training_row *training)
{
    training->title = row_text(row, TRAINING_TITLE);
    training->structure_id = row_id(row, TRAINING_STRUCTURE_ID);
    training->structure_name = row_text(row, TRAINING_STRUCTURE_NAME);
    training->structure_status =
        open_code(row, TRAINING_STRUCTURE_STATUS, &trainings->structure_statuses, &training->structure_status_text);
    training->siret = read_siret(row);
    training->mode = closed_code(row, TRAINING_MODE, &trainings->modes);
    training->job_family = open_code(row, TRAINING_JOB_FAMILY, &trainings->job_families, &training->job_family_text);
    training->exit_level = row_index(row, TRAINING_EXIT_LEVEL, &trainings->levels, RULE_LEVEL, 0);
    if (training->exit_level > 0 && training->exit_level < 3) {
        row_report(row, RULE_LEVEL, TRAINING_EXIT_LEVEL, "a training leads to level 3 to 8");
        training->exit_level = 0;
    }
    training->duration_months = row_number(row, TRAINING_DURATION_MONTHS, 0, MONTHS_MOST);
    training->duration_hours = row_number(row, TRAINING_DURATION_HOURS, 0, HOURS_MOST);
    training->places = row_count(row, TRAINING_PLACES, 0, PLACES_MOST);
    int free = row_index(row, TRAINING_FREE_OF_CHARGE, &trainings->free_of_charge, RULE_BOOLEAN, -1);
    training->free_of_charge = free < 0 ? -1 : free == 0;
    training->rncp = read_rncp(row);
    check_code(row, TRAINING_ROME, RULE_ROME, identifiers_is_rome);
    check_code(row, TRAINING_UAI, RULE_UAI, identifiers_is_uai);
    training->url = read_url(row);
    check_structure_name(trainings, row, training);
    check_size(row, training);
}

static void read_label(struct trainings *trainings, struct row *row, struct training_row *training)
{
    training->wave = row_id(row, TRAINING_WAVE);
    if (training->wave.len > 0 && !programme_has_wave(&trainings->reading->input->programme, training->wave)) {
        row_report(row, RULE_WAVE_UNDEFINED, TRAINING_WAVE, NULL);
    }
    training->label_status = closed_code(row, TRAINING_LABEL_STATUS, &trainings->label_statuses);
    training->label_first_day = row_date(row, TRAINING_LABEL_FIRST_DAY);
    training->label_last_day = row_date(row, TRAINING_LABEL_LAST_DAY);
    if (training->label_first_day != DATE_NONE && training->label_last_day != DATE_NONE &&
        training->label_last_day < training->label_first_day) {
        row_report(row, RULE_LABEL_REVERSED, TRAINING_LABEL_LAST_DAY, NULL);
    }
    bool has_ended =
        str_equal(training->label_status, STR("retiree")) || str_equal(training->label_status, STR("expiree"));
    if (has_ended && field_is_blank(row->scratch, row_cell(row, TRAINING_LABEL_LAST_DAY))) {
        row_report(row, RULE_LABEL_END_MISSING, TRAINING_LABEL_LAST_DAY, NULL);
    }
}

/* Seed funding covers half the budget of one session, of two when a session is shorter than six months, and in wave 1
 * at most 70,000 euros. A euro is lost in rounding. Comparisons with NaN are false. */
static void check_grant(struct row *row, const struct training_row *training)
{
    bool is_short = training->duration_months < SHORT_MONTHS;
    double cap_eur = training->session_budget_eur * GRANT_SHARE * (is_short ? 2 : 1);
    if (training->granted_eur > cap_eur + 1) {
        row_report(row, RULE_GRANT_ABOVE_CAP, TRAINING_GRANTED, "at most half the budget of a session");
    } else if (str_equal(training->wave, STR("1")) && training->granted_eur > GRANT_MOST_WAVE_1_EUR) {
        row_report(row, RULE_GRANT_ABOVE_CAP, TRAINING_GRANTED, "at most 70000 in wave 1");
    }
    if (training->paid_eur > 0 && isnan(training->granted_eur)) {
        row_report(row, RULE_PAID_WITHOUT_GRANT, TRAINING_PAID, NULL);
    }
}

static void read_money(struct row *row, struct training_row *training)
{
    training->session_budget_eur = row_number(row, TRAINING_BUDGET, 0, EUROS_MOST);
    training->granted_eur = row_number(row, TRAINING_GRANTED, 0, EUROS_MOST);
    training->paid_eur = row_number(row, TRAINING_PAID, 0, EUROS_MOST);
    if (training->paid_eur > training->granted_eur) { /* false with NaN */
        row_report(row, RULE_PAID_ABOVE_GRANTED, TRAINING_PAID, NULL);
    }
    check_grant(row, training);
}

/* ---- place ---------------------------------------------------------------------------------------------------- */

/* The point of the site, else of the commune. */
static void read_point(struct row *row, const struct commune *commune, struct training_row *training)
{
    training->lon_deg = training->lat_deg = NAN;
    bool has_point = place_point(row, TRAINING_LONGITUDE, TRAINING_LATITUDE, &training->lon_deg, &training->lat_deg);
    if (!has_point && commune) {
        training->point_is_commune = commune_point(commune, &training->lon_deg, &training->lat_deg);
    }
}

/* The commune decides; what else says the department must agree with it. Puts the postal code right. */
static const struct territory *read_department(struct row *row, const struct commune *commune,
                                               const struct reference *reference, struct training_row *training)
{
    const struct territory *postal =
        place_department_of_postal_code(row, TRAINING_POSTAL_CODE, reference, &training->postal_code);
    bool has_code = row_cell(row, TRAINING_DEPARTMENT_CODE).len > 0;
    const struct territory *given =
        has_code ? place_department(row, TRAINING_DEPARTMENT_CODE, reference, RULE_NOT_LOCATED) : NULL;
    const struct territory *own = commune ? reference_department(reference, commune_department_code(commune)) : NULL;
    const struct territory *department = own ? own : postal ? postal : given;
    if (department && postal && postal != department) {
        row_report(row, RULE_COMMUNE_DEPARTMENT, TRAINING_POSTAL_CODE, NULL);
    } else if (department && given && given != department) {
        row_report(row, RULE_COMMUNE_DEPARTMENT, TRAINING_DEPARTMENT_CODE, NULL);
    }
    return department;
}

/* NaN where the point of the commune is not known. */
static double distance_from(const struct commune *commune, const struct training_row *training)
{
    double lon_deg, lat_deg;
    return commune_point(commune, &lon_deg, &lat_deg)
               ? place_distance_km(training->lon_deg, training->lat_deg, lon_deg, lat_deg)
               : NAN;
}

/* By the communes whose point is known: the nearest one is of another department, and those of the training's own are
 * farther by more than their usual distance. */
static bool is_in_another_department(const struct reference *reference, const struct training_row *training,
                                     const struct territory *department)
{
    double own = HUGE_VAL, other = HUGE_VAL;
    const struct commune *commune = NULL;
    while ((commune = communes_next(&reference->communes, commune)) != NULL) {
        double distance = distance_from(commune, training);
        if (isfinite(distance)) {
            double *nearest = str_equal(commune_department_code(commune), department->code) ? &own : &other;
            *nearest = distance < *nearest ? distance : *nearest;
        }
    }
    return own > other + NEAR_KM;
}

/* A point near its commune needs no search. */
static void check_point(struct row *row, const struct commune *commune, const struct territory *department,
                        const struct training_row *training, const struct reference *reference)
{
    if (!isfinite(training->lon_deg) || training->point_is_commune || department == NULL) {
        return;
    }
    double distance = commune == NULL ? NAN : distance_from(commune, training);
    if (distance > FAR_KM) {
        row_report(row, RULE_COORDINATES_FAR, TRAINING_LONGITUDE, NULL);
    } else if (!(distance < NEAR_KM) && is_in_another_department(reference, training, department)) {
        row_report(row, RULE_COORDINATES_DEPARTMENT, TRAINING_LONGITUDE, NULL);
    }
}

/* An online-only training is nowhere, whatever the address of its head office. */
static void read_place(struct trainings *trainings, struct row *row, struct training_row *training)
{
    const struct reference *reference = &trainings->reading->input->reference;
    training->site_name = row_text(row, TRAINING_SITE_NAME);
    training->address = row_text(row, TRAINING_ADDRESS);
    training->postal_code = row_id(row, TRAINING_POSTAL_CODE);
    training->commune_name = row_text(row, TRAINING_COMMUNE_NAME);
    const struct commune *commune = place_commune(row, TRAINING_COMMUNE_CODE, TRAINING_COMMUNE_NAME, reference);
    training->commune_code = commune ? commune_code(commune) : STR("");
    if (commune && place_is_other_commune(row->scratch, commune, training->commune_name, reference)) {
        row_report(row, RULE_COMMUNE_NAME, TRAINING_COMMUNE_NAME, NULL);
    }
    if (commune && training->commune_name.len == 0) {
        training->commune_name = commune_name(commune);
    }
    read_point(row, commune, training);
    const struct territory *department = read_department(row, commune, reference, training);
    if (str_equal(training->mode, STR(MODE_DISTANCE))) {
        training->lon_deg = training->lat_deg = NAN;
        training->point_is_commune = false;
        department = NULL;
    } else if (!department) {
        row_report(row, RULE_NOT_LOCATED, TRAINING_COMMUNE_CODE, NULL);
    }
    check_point(row, commune, department, training, reference);
    training->department_code = department ? department->code : STR(TERRITORY_NOT_LOCATED);
    training->region_code = department ? department->region_code : STR(TERRITORY_NOT_LOCATED);
}

/* ---- rows ----------------------------------------------------------------------------------------------------- */

static struct training_row *rows_of(const struct trainings *trainings)
{
    return (struct training_row *)(void *)trainings->rows.ptr;
}

static void keep(struct trainings *trainings, const struct training_row *training)
{
    struct input *input = trainings->reading->input;
    uint32_t replaced = reception_keep(&trainings->reception, training->id, input->file_count, trainings->count);
    if (replaced != RECEPTION_NEW) {
        input->files[input->file_count].rows_replaced++;
        rows_of(trainings)[replaced] = *training;
        return;
    }
    buf_add(&trainings->rows, (struct str){(const char *)training, sizeof(*training)});
    trainings->count++;
}

static void read_row(struct row *row, void *context)
{
    struct trainings *trainings = context;
    const struct input *input = trainings->reading->input;
    struct training_row training = {
        .id = row_id(row, TRAINING_ID), .file = input->files[input->file_count].name, .line = row->record->line};
    if (training.id.len == 0) {
        row_report(row, RULE_ID_MISSING, TRAINING_ID, NULL);
        return;
    }
    uint32_t first = reception_first(&trainings->reception, training.id, input->file_count);
    if (first != RECEPTION_NEW) {
        row_report_twice(row, TRAINING_ID, rows_of(trainings)[first].line);
        return;
    }
    read_description(trainings, row, &training);
    read_label(trainings, row, &training);
    read_money(row, &training);
    read_place(trainings, row, &training);
    if (!row->is_set_aside) {
        keep(trainings, &training);
    }
}

static int compare_ids(const void *a, const void *b)
{
    return str_compare(((const struct training_row *)a)->id, ((const struct training_row *)b)->id);
}

static bool is_sorted(const struct training_row *rows, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (compare_ids(&rows[i - 1], &rows[i]) > 0) {
            return false;
        }
    }
    return true;
}

/* ---- terms ---------------------------------------------------------------------------------------------------- */

static int compare_terms(const void *a, const void *b)
{
    const struct programme_term *one = a, *other = b;
    int order = str_compare(one->vocabulary, other->vocabulary);
    return order != 0 ? order : str_compare(one->code, other->code);
}

static void add_term(struct programme_term *terms, size_t *count, const char *vocabulary, struct str code,
                     struct str text)
{
    for (size_t i = 0; i < *count; i++) {
        if (str_equal(terms[i].code, code) && str_equal(terms[i].vocabulary, str_from(vocabulary))) {
            return;
        }
    }
    if (text.len > 0) {
        terms[(*count)++] = (struct programme_term){.vocabulary = str_from(vocabulary), .code = code, .label_fr = text};
    }
}

/* What the register says and programme.xml has not got becomes terms too, after those of programme.xml and by their
 * codes: the label is the text of the first training that has it. */
static void add_terms_of_register(struct arena *arena, const struct training_row *rows, size_t count,
                                  struct programme *programme)
{
    size_t unknown = 0, own = programme->term_count, total = own;
    for (size_t i = 0; i < count; i++) {
        unknown += (rows[i].job_family_text.len > 0) + (size_t)(rows[i].structure_status_text.len > 0);
    }
    if (unknown == 0) {
        return;
    }
    struct programme_term *terms = arena_array(arena, struct programme_term, own + unknown);
    if (own > 0) {
        memcpy(terms, programme->terms, own * sizeof(terms[0]));
    }
    for (size_t i = 0; i < count; i++) {
        add_term(terms, &total, "famille_metier", rows[i].job_family, rows[i].job_family_text);
        add_term(terms, &total, "structure_statut", rows[i].structure_status, rows[i].structure_status_text);
    }
    qsort(terms + own, total - own, sizeof(terms[0]), compare_terms);
    programme->terms = terms;
    programme->term_count = total;
}

static void init(struct trainings *trainings, struct reading *reading)
{
    const struct programme *programme = &reading->input->programme;
    *trainings = (struct trainings){.reading = reading};
    buf_init(&trainings->rows, NULL);
    buf_reserve(&trainings->rows, USUAL_ROWS * sizeof(struct training_row)); /* what is not used is never touched */
    vocabulary_init(&trainings->modes, reading->arena, "modalite", programme);
    vocabulary_init(&trainings->label_statuses, reading->arena, "statut_label", programme);
    vocabulary_init(&trainings->levels, reading->arena, "niveau_sortie", programme);
    vocabulary_init(&trainings->free_of_charge, reading->arena, "gratuite", programme);
    vocabulary_init(&trainings->job_families, reading->arena, "famille_metier", programme);
    vocabulary_init(&trainings->structure_statuses, reading->arena, "structure_statut", programme);
    reception_init(&trainings->reception);
    name_index_init(&trainings->structures);
}

static void finish(struct trainings *trainings)
{
    struct reading *reading = trainings->reading;
    struct training_row *rows = buf_settle(&trainings->rows, reading->arena);
    if (!is_sorted(rows, trainings->count)) {
        qsort(rows, trainings->count, sizeof(rows[0]), compare_ids);
    }
    struct arena scratch;
    arena_init(&scratch);
    for (size_t i = 0; i < trainings->count; i++) {
        training_ids_add(&reading->trainings, &scratch, rows[i].id);
    }
    arena_clear(&scratch);
    training_ids_seal(&reading->trainings);
    add_terms_of_register(reading->arena, rows, trainings->count, &reading->input->programme);
    reading->input->trainings = rows;
    reading->input->training_count = trainings->count;
}

bool readers_trainings(struct reading *reading, struct error *err)
{
    struct trainings *trainings = arena_one(reading->arena, struct trainings); /* the memos are large */
    init(trainings, reading);
    bool ok = readers_each_row(reading, TABLE_TRAININGS, read_row, trainings, err);
    if (ok) {
        finish(trainings);
    }
    buf_clear(&trainings->rows);
    reception_clear(&trainings->reception);
    name_index_clear(&trainings->structures);
    return ok;
}
