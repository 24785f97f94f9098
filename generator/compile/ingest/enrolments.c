/* inscriptions*.csv: rows about persons. Nothing here keeps a name, an identifier or a text of a row. */
#include "gencarto/compile/ingest/place.h"
#include "gencarto/compile/ingest/readers.h"
#include "gencarto/compile/ingest/reception.h"

#define NEET_AGE   26 /* under */
#define NEET_LEVEL 4  /* at most */
#define UNKNOWN    255
#define AGE_LEAST  10
#define AGE_MOST   99

struct enrolments {
    struct reading *reading;
    struct vocabulary sexes, levels, situations, neets, qpvs, zrrs, statuses, outcomes;
    struct reception reception;
    struct name_index learners;
    uint32_t unnamed_learners;
    struct enrolment_row *rows;
    size_t count, capacity;
};

/* ---- cells ---------------------------------------------------------------------------------------------------- */

static uint32_t read_training(struct enrolments *enrolments, struct row *row)
{
    struct str id = row_cell(row, ENROLMENT_TRAINING);
    uint32_t training = id.len > 0 ? name_index_find(&enrolments->reading->trainings, id) : NAME_INDEX_NONE;
    if (training == NAME_INDEX_NONE) {
        row_report(row, RULE_UNKNOWN_TRAINING, ENROLMENT_TRAINING, NULL);
    }
    return training;
}

static uint32_t read_origin(struct enrolments *enrolments, struct row *row)
{
    struct str id = row_cell(row, ENROLMENT_ORIGIN);
    if (id.len == 0) {
        return INDEX_NONE;
    }
    uint32_t origin = name_index_find(&enrolments->reading->trainings, id);
    if (origin == NAME_INDEX_NONE) {
        row_report(row, RULE_ORIGIN_UNKNOWN, ENROLMENT_ORIGIN, NULL);
        return INDEX_NONE;
    }
    return origin;
}

static uint16_t read_residence(struct enrolments *enrolments, struct row *row)
{
    const struct reference *reference = &enrolments->reading->input->reference;
    const struct commune *commune = place_commune(row, ENROLMENT_RESIDENCE, reference);
    const struct territory *department = commune ? reference_department(reference, commune->department_code) : NULL;
    return department ? (uint16_t)(department - reference->departments) : UINT16_MAX;
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
    return age >= AGE_LEAST && age <= AGE_MOST ? (uint8_t)age : UNKNOWN;
}

/* The vocabularies of oui and non have these indexes; TERNARY_YES is 0, TERNARY_NO 1. */
static uint8_t read_ternary(struct row *row, int column, struct vocabulary *vocabulary)
{
    return (uint8_t)row_index(row, column, vocabulary, RULE_BOOLEAN, TERNARY_UNKNOWN);
}

/* ---- NEET ----------------------------------------------------------------------------------------------------- */

/* Yes when under 26, level at most 4, and without employment or inactive; no when one known fact excludes it. */
static uint8_t derive_neet(const struct enrolment_row *e)
{
    bool age_known = e->age != UNKNOWN, level_known = e->level != UNKNOWN;
    bool situation_known = e->entry_situation != ENTRY_UNKNOWN;
    bool situation_fits = e->entry_situation == ENTRY_UNEMPLOYED || e->entry_situation == ENTRY_INACTIVE;
    if ((age_known && e->age >= NEET_AGE) || (level_known && e->level > NEET_LEVEL) ||
        (situation_known && !situation_fits)) {
        return TERNARY_NO;
    }
    return age_known && level_known && situation_known ? TERNARY_YES : TERNARY_UNKNOWN;
}

static uint8_t read_neet(struct enrolments *enrolments, struct row *row, const struct enrolment_row *e)
{
    uint8_t derived = derive_neet(e), declared = read_ternary(row, ENROLMENT_NEET, &enrolments->neets);
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

static uint8_t read_status(struct enrolments *enrolments, struct row *row, const struct enrolment_row *e)
{
    int status = row_index(row, ENROLMENT_STATUS, &enrolments->statuses, RULE_STATUS_VALUE, -1);
    if (status >= 0) {
        return (uint8_t)status;
    }
    if (!row->is_set_aside) {
        row_report(row, RULE_STATUS_MISSING, ENROLMENT_STATUS, NULL);
    }
    return e->entry_day == DATE_NONE ? ENROLMENT_REGISTERED : ENROLMENT_IN_TRAINING;
}

static void check_dates(const struct enrolments *enrolments, struct row *row, const struct enrolment_row *e)
{
    const struct input *input = enrolments->reading->input;
    int32_t received = input->files[input->file_count].received_day;
    bool has_left =
        e->status == ENROLMENT_FINISHED || e->status == ENROLMENT_DROPPED_OUT || e->status == ENROLMENT_REDIRECTED;
    if (e->entry_day != DATE_NONE && e->exit_day != DATE_NONE && e->exit_day < e->entry_day) {
        row_report_text(row, RULE_DATES_REVERSED, ENROLMENT_EXIT_DAY, STR("date_sortie comes before date_entree"));
    }
    if (e->entry_day == DATE_NONE && e->status != ENROLMENT_REGISTERED) {
        row_report(row, RULE_ENTRY_MISSING, ENROLMENT_ENTRY_DAY, NULL);
    }
    if (has_left && e->exit_day == DATE_NONE) {
        row_report(row, RULE_EXIT_MISSING, ENROLMENT_EXIT_DAY, NULL);
    }
    if (received != DATE_NONE && e->entry_day != DATE_NONE && e->entry_day > received &&
        e->status != ENROLMENT_REGISTERED) {
        row_report(row, RULE_FUTURE_ENTRY, ENROLMENT_ENTRY_DAY, NULL);
    }
    if (e->outcome != OUTCOME_UNKNOWN && e->status != ENROLMENT_FINISHED && e->status != ENROLMENT_DROPPED_OUT) {
        row_report_text(row, RULE_OUTCOME_EARLY, ENROLMENT_OUTCOME, STR("situation_3mois: given, but not finished"));
    }
}

/* The day that makes it count: its own date, else its entry, else the quarter in the name of the file. */
static int32_t registered_day(const struct enrolments *enrolments, struct row *row, const struct enrolment_row *e)
{
    const struct input *input = enrolments->reading->input;
    int32_t day = row_date(row, ENROLMENT_REGISTERED_DAY);
    if (day != DATE_NONE || e->entry_day != DATE_NONE) {
        return day != DATE_NONE ? day : e->entry_day;
    }
    struct period quarter = source_quarter(input->files[input->file_count].name);
    if (quarter.index == 0) {
        row_report(row, RULE_NO_QUARTER, ENROLMENT_ENTRY_DAY, NULL);
        return DATE_NONE;
    }
    return period_first_day(quarter);
}

/* ---- rows ----------------------------------------------------------------------------------------------------- */

static void read_person(struct enrolments *enrolments, struct row *row, struct enrolment_row *e)
{
    e->residence = read_residence(enrolments, row);
    e->age = read_age(row);
    e->level = (uint8_t)row_index(row, ENROLMENT_LEVEL, &enrolments->levels, RULE_LEVEL, UNKNOWN);
    e->sex = (uint8_t)row_index(row, ENROLMENT_SEX, &enrolments->sexes, RULE_UNKNOWN_VALUE, SEX_UNKNOWN);
    e->entry_situation =
        (uint8_t)row_index(row, ENROLMENT_ENTRY_SITUATION, &enrolments->situations, RULE_UNKNOWN_VALUE, ENTRY_UNKNOWN);
    e->qpv = read_ternary(row, ENROLMENT_QPV, &enrolments->qpvs);
    e->zrr = read_ternary(row, ENROLMENT_ZRR, &enrolments->zrrs);
    e->neet = read_neet(enrolments, row, e);
}

static void read_course(struct enrolments *enrolments, struct row *row, struct enrolment_row *e)
{
    e->entry_day = row_date(row, ENROLMENT_ENTRY_DAY);
    e->exit_day = row_date(row, ENROLMENT_EXIT_DAY);
    e->status = read_status(enrolments, row, e);
    e->outcome = (uint8_t)row_index(row, ENROLMENT_OUTCOME, &enrolments->outcomes, RULE_UNKNOWN_VALUE, OUTCOME_UNKNOWN);
    if (!row->is_set_aside) {
        check_dates(enrolments, row, e);
    }
    if (!row->is_set_aside) {
        e->registered_day = registered_day(enrolments, row, e);
    }
}

/* Numbers of persons without a pseudonym count down from the top; they are put after the others at the end. */
static uint32_t read_learner(struct enrolments *enrolments, struct row *row)
{
    struct str pseudonym = row_cell(row, ENROLMENT_LEARNER);
    bool is_new;
    if (pseudonym.len == 0) {
        row_report(row, RULE_LEARNER_MISSING, ENROLMENT_LEARNER, NULL);
        return UINT32_MAX - enrolments->unnamed_learners++;
    }
    return name_index_add(&enrolments->learners, pseudonym, &is_new);
}

/* The replaced row stays in its place, without a training, until all files are read. */
static void keep(struct enrolments *enrolments, struct str id, const struct enrolment_row *e)
{
    struct input *input = enrolments->reading->input;
    uint32_t replaced = reception_keep(&enrolments->reception, id, input->file_count, enrolments->count);
    if (replaced != RECEPTION_NEW) {
        input->files[input->file_count].rows_replaced++;
        enrolments->rows[replaced].training = INDEX_NONE;
    }
    if (enrolments->count == enrolments->capacity) {
        size_t capacity = enrolments->capacity > 0 ? enrolments->capacity * 2 : 4096;
        enrolments->rows = arena_grow(enrolments->reading->arena, enrolments->rows, enrolments->count * sizeof(*e),
                                      capacity * sizeof(*e));
        enrolments->capacity = capacity;
    }
    enrolments->rows[enrolments->count++] = *e;
}

static void read_row(struct row *row, void *context)
{
    struct enrolments *enrolments = context;
    size_t file = enrolments->reading->input->file_count;
    struct str id = row_cell(row, ENROLMENT_ID);
    struct enrolment_row e = {.file = (uint16_t)file, .registered_day = DATE_NONE};
    if (id.len == 0) {
        row_report(row, RULE_ID_MISSING, ENROLMENT_ID, NULL);
        return;
    }
    if (reception_is_twice(&enrolments->reception, id, file)) {
        row_report(row, RULE_ID_DUPLICATE, ENROLMENT_ID, NULL);
        return;
    }
    e.training = read_training(enrolments, row);
    e.origin = read_origin(enrolments, row);
    read_course(enrolments, row, &e);
    read_person(enrolments, row, &e);
    if (!row->is_set_aside) {
        e.learner = read_learner(enrolments, row);
        keep(enrolments, id, &e);
    }
}

/* ---- the table ------------------------------------------------------------------------------------------------ */

static void init(struct enrolments *enrolments, struct reading *reading)
{
    const struct programme *programme = &reading->input->programme;
    *enrolments = (struct enrolments){.reading = reading};
    vocabulary_init(&enrolments->sexes, reading->arena, "sexe", programme);
    vocabulary_init(&enrolments->levels, reading->arena, "niveau_entree", programme);
    vocabulary_init(&enrolments->situations, reading->arena, "situation_entree", programme);
    vocabulary_init(&enrolments->neets, reading->arena, "neet", programme);
    vocabulary_init(&enrolments->qpvs, reading->arena, "qpv", programme);
    vocabulary_init(&enrolments->zrrs, reading->arena, "zrr", programme);
    vocabulary_init(&enrolments->statuses, reading->arena, "statut", programme);
    vocabulary_init(&enrolments->outcomes, reading->arena, "situation_3mois", programme);
    reception_init(&enrolments->reception);
    name_index_init(&enrolments->learners);
}

/* Drops replaced rows and numbers the learners that are left, 0.. in the order of their first row. */
static void finish(struct enrolments *enrolments)
{
    struct input *input = enrolments->reading->input;
    uint32_t named = enrolments->learners.count;
    struct buf numbers; /* uint32_t each: new number + 1 of a named learner */
    buf_init(&numbers, NULL);
    for (uint32_t i = 0, zero = 0; i < named; i++) {
        buf_add(&numbers, (struct str){(const char *)&zero, sizeof(zero)});
    }
    uint32_t *new_numbers = (uint32_t *)(void *)numbers.ptr, next = 0;
    size_t kept = 0;
    for (size_t i = 0; i < enrolments->count; i++) {
        struct enrolment_row e = enrolments->rows[i];
        if (e.training == INDEX_NONE) {
            continue;
        }
        if (e.learner >= named) {
            e.learner = next++;
        } else {
            if (new_numbers[e.learner] == 0) {
                new_numbers[e.learner] = ++next;
            }
            e.learner = new_numbers[e.learner] - 1;
        }
        enrolments->rows[kept++] = e;
    }
    buf_clear(&numbers);
    input->enrolments = enrolments->rows;
    input->enrolment_count = kept;
    input->learner_count = next;
}

bool readers_enrolments(struct reading *reading, struct error *err)
{
    struct enrolments *enrolments = arena_one(reading->arena, struct enrolments); /* the memos are large */
    init(enrolments, reading);
    size_t before = reading->input->file_count;
    bool ok = readers_each_row(reading, TABLE_ENROLMENTS, read_row, enrolments, err);
    if (ok) {
        finish(enrolments);
        reading->input->has_enrolments = reading->input->file_count > before;
    }
    reception_clear(&enrolments->reception);
    name_index_clear(&enrolments->learners);
    return ok;
}
