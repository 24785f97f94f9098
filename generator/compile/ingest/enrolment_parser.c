#include "gencarto/compile/ingest/enrolment_parser.h"

#include <assert.h>
#include <math.h>

#include "gencarto/compile/ingest/checks.h"
#include "gencarto/compile/ingest/enrolment_facts.h"
#include "gencarto/compile/ingest/place.h"
#include "gencarto/compile/ingest/source.h"

#define AGE_LEAST 10
#define AGE_MOST  99
#define AGE_READ  9999 /* a year of birth is an age that cannot be, not a number out of range */

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

uint32_t enrolment_session_of(struct str name)
{
    uint64_t hash = name.len > 0 && name.len <= STR_WORD_MOST ? str_word_hash(str_word_of(name)) : str_hash(name);
    uint32_t session = (uint32_t)(hash ^ hash >> 25 ^ hash >> 50) & ENROLMENT_SESSION_MASK;
    return name.len == 0 ? 0 : session ? session : 1;
}

static uint8_t read_age(struct row *row)
{
    struct str cell = row_cell(row, ENROLMENT_AGE);
    if (cell.len == 2 && cell.ptr[0] >= '1' && cell.ptr[0] <= '9' && cell.ptr[1] >= '0' && cell.ptr[1] <= '9') {
        return (uint8_t)((cell.ptr[0] - '0') * 10 + (cell.ptr[1] - '0'));
    }
    int64_t age = row_count(row, ENROLMENT_AGE, 0, AGE_READ);
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

static uint8_t read_neet(struct enrolment_parser *parser, struct row *row, const struct enrolment_row *e)
{
    uint8_t derived = enrolment_derive_neet(e), declared = read_ternary(row, ENROLMENT_NEET, &parser->neets);
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

/* ---- rows ----------------------------------------------------------------------------------------------------- */

/* A code that the reference knows as it stands says its department itself. */
static uint8_t read_residence(struct row *row, const struct reference *reference)
{
    struct str code = row_cell(row, ENROLMENT_RESIDENCE);
    if (reference_is_commune(reference, code)) {
        code = str_slice(code, 0, str_starts(code, STR("97")) ? 3 : 2);
    } else {
        code = place_department_of_commune(row, ENROLMENT_RESIDENCE, reference);
        if (code.len == 0) {
            return RESIDENCE_UNKNOWN;
        }
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
    enrolment_report_faults(row, enrolment_person_faults(e));
}

static void read_course(struct enrolment_parser *parser, struct row *row, const struct input_file *file,
                        struct enrolment_row *e)
{
    e->entry_day = row_date(row, ENROLMENT_ENTRY_DAY);
    e->exit_day = row_date(row, ENROLMENT_EXIT_DAY);
    e->status = read_status(parser, row, e);
    e->outcome = (uint8_t)row_index(row, ENROLMENT_OUTCOME, &parser->outcomes, RULE_UNKNOWN_VALUE, OUTCOME_UNKNOWN);
    if (!row->is_set_aside) {
        enrolment_report_faults(row, enrolment_course_faults(e, file->received_day));
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
    e.session = enrolment_session_of(row_cell(row, ENROLMENT_SESSION));
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
