#include "gencarto/compile/ingest/enrolment_parser.h"

#include <assert.h>
#include <math.h>

#include "gencarto/compile/ingest/checks.h"
#include "gencarto/compile/ingest/place.h"
#include "gencarto/compile/ingest/source.h"

#define NEET_AGE   26 /* under */
#define NEET_LEVEL 4  /* at most */
#define AGE_LEAST  10
#define AGE_MOST   99

#define EMPLOYED_LEAST 14
#define STUDENT_MOST   70
#define STAY_MOST_DAYS (6 * 366)

/* ---- cells ---------------------------------------------------------------------------------------------------- */

static uint32_t find_training(struct enrolment_parser *parser, struct row *row, int column, enum rule_name unknown)
{
    bool is_repaired;
    struct str id = row_cell(row, column);
    uint32_t training =
        id.len > 0 ? training_ids_find(parser->trainings, row->scratch, id, &is_repaired) : NAME_INDEX_NONE;
    if (training == NAME_INDEX_NONE) {
        row_report(row, unknown, column, NULL);
    } else if (is_repaired) {
        row_report(row, RULE_REFERENCE_REPAIRED, column, NULL);
    }
    return training;
}

static uint32_t read_origin(struct enrolment_parser *parser, struct row *row, uint32_t training)
{
    if (row_cell(row, ENROLMENT_ORIGIN).len == 0) {
        return INDEX_NONE;
    }
    uint32_t origin = find_training(parser, row, ENROLMENT_ORIGIN, RULE_ORIGIN_UNKNOWN);
    if (origin != NAME_INDEX_NONE && origin == training) {
        row_report(row, RULE_ORIGIN_SAME, ENROLMENT_ORIGIN, NULL);
        return INDEX_NONE;
    }
    return origin;
}

/* A hash of 25 bits: to tell the sessions of one person and training apart, never to name them. */
static uint32_t read_session(const struct row *row)
{
    struct str name = row_cell(row, ENROLMENT_SESSION);
    uint64_t hash = name.len > 0 && name.len <= STR_WORD_MOST ? str_word_hash(str_word_of(name)) : str_hash(name);
    uint32_t session = (uint32_t)(hash ^ hash >> 25 ^ hash >> 50) & 0x1ffffffu;
    return name.len == 0 ? 0 : session ? session : 1;
}

static uint8_t read_age(struct row *row)
{
    struct str cell = row_cell(row, ENROLMENT_AGE);
    if (cell.len == 2 && cell.ptr[0] >= '1' && cell.ptr[0] <= '9' && cell.ptr[1] >= '0' && cell.ptr[1] <= '9') {
        return (uint8_t)((cell.ptr[0] - '0') * 10 + (cell.ptr[1] - '0'));
    }
    int64_t age = row_count(row, ENROLMENT_AGE, 0, 1000);
    if (age >= 0 && (age < AGE_LEAST || age > AGE_MOST)) {
        row_report(row, RULE_AGE, ENROLMENT_AGE, "10 to 99");
    }
    return age >= AGE_LEAST && age <= AGE_MOST ? (uint8_t)age : AGE_UNKNOWN;
}

/* The vocabularies of oui and non have these indexes; TERNARY_YES is 0, TERNARY_NO 1. */
static uint8_t read_ternary(struct row *row, int column, struct vocabulary *vocabulary)
{
    return (uint8_t)row_index(row, column, vocabulary, RULE_BOOLEAN, TERNARY_UNKNOWN);
}

/* An empty cell tells of no bursary; only a file without the column leaves it unknown. */
static uint16_t read_aid(struct row *row)
{
    if (row->columns->fields[ENROLMENT_AID] < 0) {
        return AID_UNKNOWN;
    }
    struct str cell = row_cell(row, ENROLMENT_AID);
    int plain;
    if (cell.len == 0) {
        return 0;
    }
    if (row_plain_count(cell, &plain) && plain <= AID_MOST_EUR) {
        return (uint16_t)plain;
    }
    double aid_eur = row_number(row, ENROLMENT_AID, 0, AID_MOST_EUR);
    return isnan(aid_eur) ? AID_UNKNOWN : (uint16_t)lround(aid_eur);
}

/* ---- NEET ----------------------------------------------------------------------------------------------------- */

/* Yes when under 26, level at most 4, and without employment or inactive; no when one known fact excludes it. */
static uint8_t derive_neet(const struct enrolment_row *e)
{
    bool age_known = e->age != AGE_UNKNOWN, level_known = e->level != LEVEL_UNKNOWN;
    bool situation_known = e->entry_situation != ENTRY_UNKNOWN;
    bool situation_fits = e->entry_situation == ENTRY_UNEMPLOYED || e->entry_situation == ENTRY_INACTIVE;
    if ((age_known && e->age >= NEET_AGE) || (level_known && e->level > NEET_LEVEL) ||
        (situation_known && !situation_fits)) {
        return TERNARY_NO;
    }
    return age_known && level_known && situation_known ? TERNARY_YES : TERNARY_UNKNOWN;
}

static uint8_t read_neet(struct enrolment_parser *parser, struct row *row, const struct enrolment_row *e)
{
    uint8_t derived = derive_neet(e), declared = read_ternary(row, ENROLMENT_NEET, &parser->neets);
    if (derived == TERNARY_UNKNOWN) {
        return declared;
    }
    if (declared != TERNARY_UNKNOWN && declared != derived) {
        row_report_text(row, RULE_NEET_DIFFERS, ENROLMENT_NEET,
                        derived == TERNARY_YES ? STR("neet: the facts say oui") : STR("neet: the facts say non"));
    }
    return derived;
}

/* ---- status and dates ----------------------------------------------------------------------------------------- */

static uint8_t read_status(struct enrolment_parser *parser, struct row *row, const struct enrolment_row *e)
{
    int status = row_index(row, ENROLMENT_STATUS, &parser->statuses, RULE_STATUS_VALUE, -1);
    if (status >= 0) {
        return (uint8_t)status;
    }
    if (!row->is_set_aside) {
        row_report(row, RULE_STATUS_MISSING, ENROLMENT_STATUS, NULL);
    }
    return e->entry_day == DATE_NONE ? ENROLMENT_REGISTERED : ENROLMENT_IN_TRAINING;
}

static bool has_left(const struct enrolment_row *e)
{
    return e->status == ENROLMENT_FINISHED || e->status == ENROLMENT_DROPPED_OUT || e->status == ENROLMENT_REDIRECTED;
}

static void check_entry(struct row *row, int32_t received_day, const struct enrolment_row *e)
{
    if (e->entry_day == DATE_NONE && e->status != ENROLMENT_REGISTERED) {
        row_report(row, RULE_ENTRY_MISSING, ENROLMENT_ENTRY_DAY, NULL);
    }
    if (received_day != DATE_NONE && e->entry_day != DATE_NONE && e->entry_day > received_day &&
        e->status != ENROLMENT_REGISTERED) {
        row_report(row, RULE_FUTURE_ENTRY, ENROLMENT_ENTRY_DAY, NULL);
    }
}

/* An exit that is to come belongs to the plan of who is still there. */
static void check_exit(struct row *row, int32_t received_day, const struct enrolment_row *e)
{
    if (e->exit_day == DATE_NONE) {
        if (has_left(e)) {
            row_report(row, RULE_EXIT_MISSING, ENROLMENT_EXIT_DAY, NULL);
        }
        return;
    }
    if (e->entry_day != DATE_NONE && e->exit_day < e->entry_day) {
        row_report_text(row, RULE_DATES_REVERSED, ENROLMENT_EXIT_DAY, STR("date_sortie comes before date_entree"));
        return;
    }
    if (e->entry_day != DATE_NONE && e->exit_day - e->entry_day > STAY_MOST_DAYS) {
        row_report(row, RULE_STAY_TOO_LONG, ENROLMENT_EXIT_DAY, NULL);
    }
    bool is_to_come = received_day != DATE_NONE && e->exit_day > received_day;
    bool entry_is_to_come = received_day != DATE_NONE && e->entry_day != DATE_NONE && e->entry_day > received_day;
    if (has_left(e) && is_to_come && !entry_is_to_come) {
        row_report(row, RULE_EXIT_FUTURE, ENROLMENT_EXIT_DAY, NULL);
    } else if (!has_left(e) && received_day != DATE_NONE && !is_to_come) {
        row_report(row, RULE_EXIT_OPEN, ENROLMENT_EXIT_DAY, NULL);
    }
}

static void check_course(struct row *row, int32_t received_day, const struct enrolment_row *e)
{
    check_entry(row, received_day, e);
    check_exit(row, received_day, e);
    if (e->outcome != OUTCOME_UNKNOWN && e->status != ENROLMENT_FINISHED && e->status != ENROLMENT_DROPPED_OUT) {
        row_report_text(row, RULE_OUTCOME_EARLY, ENROLMENT_OUTCOME, STR("situation_3mois: given, but not finished"));
    }
}

/* The day that makes it count: its own date, else its entry, else the quarter in the name of the file. */
static int32_t registered_day(struct row *row, struct str file, const struct enrolment_row *e)
{
    int32_t day = row_date(row, ENROLMENT_REGISTERED_DAY);
    if (day != DATE_NONE || e->entry_day != DATE_NONE) {
        return day != DATE_NONE ? day : e->entry_day;
    }
    struct period quarter = source_quarter(file);
    if (quarter.index == 0) {
        row_report(row, RULE_NO_QUARTER, ENROLMENT_ENTRY_DAY, NULL);
        return DATE_NONE;
    }
    return period_first_day(quarter);
}

/* ---- person --------------------------------------------------------------------------------------------------- */

/* The youngest age at which a level of the 2019 nomenclature is within reach: years ahead are rare, not faults. */
static const uint8_t youngest_of_level[] = {[4] = 14, [5] = 16, [6] = 16, [7] = 16, [8] = 16};
#define LEVELS (sizeof(youngest_of_level) / sizeof(youngest_of_level[0]))

/* Employment begins at 14 (Code du travail, L4153-1 and after). */
static void check_age(struct row *row, const struct enrolment_row *e)
{
    if (e->age == AGE_UNKNOWN) {
        return;
    }
    if (e->level < LEVELS && e->age < youngest_of_level[e->level]) {
        row_report(row, RULE_AGE_EDUCATION, ENROLMENT_LEVEL, NULL);
    }
    if ((e->entry_situation == ENTRY_EMPLOYED && e->age < EMPLOYED_LEAST) ||
        (e->entry_situation == ENTRY_STUDENT && e->age > STUDENT_MOST)) {
        row_report(row, RULE_AGE_SITUATION, ENROLMENT_ENTRY_SITUATION, NULL);
    }
}

/* ---- rows ----------------------------------------------------------------------------------------------------- */

/* A code that the reference knows as it stands says its department itself. */
static uint8_t read_residence(struct row *row, const struct reference *reference)
{
    struct str code = row_cell(row, ENROLMENT_RESIDENCE);
    if (reference_is_commune(reference, code)) {
        code = str_slice(code, 0, str_starts(code, STR("97")) ? 3 : 2);
    } else {
        const struct commune *home = place_commune(row, ENROLMENT_RESIDENCE, -1, reference);
        if (home == NULL) {
            return RESIDENCE_UNKNOWN;
        }
        code = commune_department_code(home);
    }
    const struct territory *department = reference_department(reference, code);
    return department != NULL && department - reference->departments < RESIDENCE_ELSEWHERE
               ? (uint8_t)(department - reference->departments)
               : RESIDENCE_ELSEWHERE;
}

static void read_person(struct enrolment_parser *parser, struct row *row, struct enrolment_row *e)
{
    e->residence = read_residence(row, parser->reference);
    e->age = read_age(row);
    e->level = (uint8_t)row_index(row, ENROLMENT_LEVEL, &parser->levels, RULE_LEVEL, LEVEL_UNKNOWN);
    e->sex = (uint8_t)row_index(row, ENROLMENT_SEX, &parser->sexes, RULE_UNKNOWN_VALUE, SEX_UNKNOWN);
    e->entry_situation =
        (uint8_t)row_index(row, ENROLMENT_ENTRY_SITUATION, &parser->situations, RULE_UNKNOWN_VALUE, ENTRY_UNKNOWN);
    e->qpv = read_ternary(row, ENROLMENT_QPV, &parser->qpvs);
    e->zrr = read_ternary(row, ENROLMENT_ZRR, &parser->zrrs);
    e->neet = read_neet(parser, row, e);
    e->aid_eur = read_aid(row);
    check_age(row, e);
}

static void read_course(struct enrolment_parser *parser, struct row *row, const struct input_file *file,
                        struct enrolment_row *e)
{
    e->entry_day = row_date(row, ENROLMENT_ENTRY_DAY);
    e->exit_day = row_date(row, ENROLMENT_EXIT_DAY);
    e->status = read_status(parser, row, e);
    e->outcome = (uint8_t)row_index(row, ENROLMENT_OUTCOME, &parser->outcomes, RULE_UNKNOWN_VALUE, OUTCOME_UNKNOWN);
    if (!row->is_set_aside) {
        check_course(row, file->received_day, e);
    }
    if (!row->is_set_aside) {
        e->registered_day = registered_day(row, file->name, e);
    }
}
bool enrolment_parse(struct enrolment_parser *parser, struct row *row, const struct input_file *file,
                     struct enrolment_row *out_enrolment)
{
    struct enrolment_row e = {.registered_day = DATE_NONE,
                              .line = row->record->line < UINT32_MAX ? (uint32_t)row->record->line : UINT32_MAX};
    if (row_cell(row, ENROLMENT_ID).len == 0) {
        row_report(row, RULE_ID_MISSING, ENROLMENT_ID, NULL);
        return false;
    }
    e.training = find_training(parser, row, ENROLMENT_TRAINING, RULE_UNKNOWN_TRAINING);
    e.origin = read_origin(parser, row, e.training);
    e.session = read_session(row);
    read_course(parser, row, file, &e);
    read_person(parser, row, &e);
    if (row_cell(row, ENROLMENT_LEARNER).len == 0 && !row->is_set_aside) {
        row_report(row, RULE_LEARNER_MISSING, ENROLMENT_LEARNER, NULL);
        e.doubts = DOUBT_NO_PSEUDONYM;
    }
    *out_enrolment = e;
    return !row->is_set_aside;
}

void enrolment_parser_init(struct enrolment_parser *parser, struct arena *arena, const struct input *input,
                           const struct training_ids *trainings)
{
    const struct programme *programme = &input->programme;
    parser->reference = &input->reference;
    parser->trainings = trainings;
    vocabulary_init(&parser->sexes, arena, "sexe", programme);
    vocabulary_init(&parser->levels, arena, "niveau_entree", programme);
    vocabulary_init(&parser->situations, arena, "situation_entree", programme);
    vocabulary_init(&parser->neets, arena, "neet", programme);
    vocabulary_init(&parser->qpvs, arena, "qpv", programme);
    vocabulary_init(&parser->zrrs, arena, "zrr", programme);
    vocabulary_init(&parser->statuses, arena, "statut", programme);
    vocabulary_init(&parser->outcomes, arena, "situation_3mois", programme);
}
