#include "gencarto/compile/ingest/enrolment_facts.h"

#define NEET_LEVEL 4 /* at most */

/* ---- facts ---------------------------------------------------------------------------------------------------- */

static const uint16_t of_status[] = {
    [ENROLMENT_REGISTERED] = FACT_REGISTERED,
    [ENROLMENT_IN_TRAINING] = 0,
    [ENROLMENT_FINISHED] = FACT_HAS_LEFT | FACT_HAS_ENDED,
    [ENROLMENT_DROPPED_OUT] = FACT_HAS_LEFT | FACT_HAS_ENDED,
    [ENROLMENT_REDIRECTED] = FACT_HAS_LEFT,
};

static const uint16_t of_situation[] = {
    [ENTRY_UNEMPLOYED] = FACT_SITUATION,
    [ENTRY_EMPLOYED] = FACT_SITUATION | FACT_NOT_NEET | FACT_EMPLOYED,
    [ENTRY_STUDENT] = FACT_SITUATION | FACT_NOT_NEET | FACT_STUDENT,
    [ENTRY_INACTIVE] = FACT_SITUATION,
    [ENTRY_UNKNOWN] = 0,
};

/* The youngest age at which a level of the 2019 nomenclature is within reach: years ahead are rare, not faults. */
static const uint8_t youngest_of_level[] = {[4] = 14, [5] = 16, [6] = 16, [7] = 16, [8] = 16};
#define LEVELS (sizeof(youngest_of_level) / sizeof(youngest_of_level[0]))

static uint32_t of_level(uint8_t level)
{
    uint32_t youngest = level < LEVELS ? youngest_of_level[level] : 0;
    uint32_t facts = level == LEVEL_UNKNOWN ? 0 : FACT_LEVEL | (level > NEET_LEVEL ? FACT_NOT_NEET : 0);
    return facts | youngest << FACT_YOUNGEST_SHIFT;
}

uint32_t enrolment_facts_of_code(enum enrolment_code code, uint8_t value)
{
    switch (code) {
    case CODE_STATUS:
        return of_status[value];
    case CODE_OUTCOME:
        return value == OUTCOME_UNKNOWN ? 0 : FACT_OUTCOME;
    case CODE_LEVEL:
        return of_level(value);
    case CODE_ENTRY_SITUATION:
        return of_situation[value];
    case CODE_NEET:
        return value == TERNARY_YES ? FACT_SAYS_NEET : value == TERNARY_NO ? FACT_SAYS_NOT_NEET : 0;
    default:
        return 0;
    }
}

static uint32_t facts_of_course(const struct enrolment_row *e)
{
    return enrolment_facts_of_code(CODE_STATUS, e->status) | enrolment_facts_of_code(CODE_OUTCOME, e->outcome);
}

static uint32_t facts_of_person(const struct enrolment_row *e)
{
    return enrolment_facts_of_age(e->age) | enrolment_facts_of_code(CODE_LEVEL, e->level) |
           enrolment_facts_of_code(CODE_ENTRY_SITUATION, e->entry_situation);
}

/* ---- faults --------------------------------------------------------------------------------------------------- */

unsigned enrolment_course_faults(const struct enrolment_row *e, int32_t received_day)
{
    return enrolment_faults_of_course(facts_of_course(e), e->entry_day, e->exit_day, received_day);
}

unsigned enrolment_person_faults(const struct enrolment_row *e)
{
    return enrolment_faults_of_person(facts_of_person(e), e->age);
}

uint8_t enrolment_derive_neet(const struct enrolment_row *e)
{
    return enrolment_neet_of_facts(facts_of_person(e));
}

/* ---- findings ------------------------------------------------------------------------------------------------- */

/* A fault without a detail is told by the cell of its column. */
static const struct {
    enum rule_name rule;
    enum enrolment_column column;
    struct str detail;
} findings_of[ENROLMENT_FAULTS] = {
    [FAULT_ENTRY_MISSING] = {RULE_ENTRY_MISSING, ENROLMENT_ENTRY_DAY, {NULL, 0}},
    [FAULT_ENTRY_FUTURE] = {RULE_FUTURE_ENTRY, ENROLMENT_ENTRY_DAY, {NULL, 0}},
    [FAULT_EXIT_MISSING] = {RULE_EXIT_MISSING, ENROLMENT_EXIT_DAY, {NULL, 0}},
    [FAULT_EXIT_BEFORE_ENTRY] = {RULE_DATES_REVERSED, ENROLMENT_EXIT_DAY,
                                 STR_INIT("date_sortie comes before date_entree")},
    [FAULT_STAY_TOO_LONG] = {RULE_STAY_TOO_LONG, ENROLMENT_EXIT_DAY, {NULL, 0}},
    [FAULT_EXIT_FUTURE] = {RULE_EXIT_FUTURE, ENROLMENT_EXIT_DAY, {NULL, 0}},
    [FAULT_EXIT_OPEN] = {RULE_EXIT_OPEN, ENROLMENT_EXIT_DAY, {NULL, 0}},
    [FAULT_OUTCOME_EARLY] = {RULE_OUTCOME_EARLY, ENROLMENT_OUTCOME,
                             STR_INIT("situation_3mois: given, but not finished")},
    [FAULT_AGE_AND_LEVEL] = {RULE_AGE_EDUCATION, ENROLMENT_LEVEL, {NULL, 0}},
    [FAULT_AGE_AND_SITUATION] = {RULE_AGE_SITUATION, ENROLMENT_ENTRY_SITUATION, {NULL, 0}},
};

void enrolment_report_faults(struct row *row, unsigned faults)
{
    for (int i = 0; i < ENROLMENT_FAULTS; i++) {
        if ((faults >> i & 1) == 0) {
            continue;
        }
        if (findings_of[i].detail.len > 0) {
            row_report_text(row, findings_of[i].rule, (int)findings_of[i].column, findings_of[i].detail);
        } else {
            row_report(row, findings_of[i].rule, (int)findings_of[i].column, NULL);
        }
    }
}
