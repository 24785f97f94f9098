#include "gencarto/compile/ingest/enrolment_facts.h"

#define NEET_AGE   26 /* under */
#define NEET_LEVEL 4  /* at most */

#define EMPLOYED_LEAST 14
#define STUDENT_MOST   70
#define STAY_MOST_DAYS (6 * 366)

/* ---- status and days ------------------------------------------------------------------------------------------ */

static bool has_left(const struct enrolment_row *e)
{
    return e->status == ENROLMENT_FINISHED || e->status == ENROLMENT_DROPPED_OUT || e->status == ENROLMENT_REDIRECTED;
}

/* Is the day known, and after the other, which is known too? */
static bool is_after(int32_t day, int32_t other)
{
    return day != DATE_NONE && other != DATE_NONE && day > other;
}

static unsigned entry_faults(const struct enrolment_row *e, int32_t received_day)
{
    bool is_registered = e->status == ENROLMENT_REGISTERED;
    bool is_missing = e->entry_day == DATE_NONE && !is_registered;
    bool is_future = is_after(e->entry_day, received_day) && !is_registered;
    return (unsigned)is_missing << FAULT_ENTRY_MISSING | (unsigned)is_future << FAULT_ENTRY_FUTURE;
}

/* An exit that is to come belongs to the plan of who is still there. */
static unsigned exit_faults(const struct enrolment_row *e, int32_t received_day)
{
    bool left = has_left(e);
    if (e->exit_day == DATE_NONE) {
        return (unsigned)left << FAULT_EXIT_MISSING;
    }
    if (is_after(e->entry_day, e->exit_day)) {
        return 1u << FAULT_EXIT_BEFORE_ENTRY;
    }
    bool is_long = e->entry_day != DATE_NONE && e->exit_day - e->entry_day > STAY_MOST_DAYS;
    bool is_to_come = is_after(e->exit_day, received_day), entry_is_to_come = is_after(e->entry_day, received_day);
    bool is_future = left && is_to_come && !entry_is_to_come;
    bool is_open = !left && received_day != DATE_NONE && !is_to_come;
    return (unsigned)is_long << FAULT_STAY_TOO_LONG | (unsigned)is_future << FAULT_EXIT_FUTURE |
           (unsigned)is_open << FAULT_EXIT_OPEN;
}

unsigned enrolment_course_faults(const struct enrolment_row *e, int32_t received_day)
{
    bool is_early =
        e->outcome != OUTCOME_UNKNOWN && e->status != ENROLMENT_FINISHED && e->status != ENROLMENT_DROPPED_OUT;
    return entry_faults(e, received_day) | exit_faults(e, received_day) | (unsigned)is_early << FAULT_OUTCOME_EARLY;
}

/* ---- persons -------------------------------------------------------------------------------------------------- */

/* The youngest age at which a level of the 2019 nomenclature is within reach: years ahead are rare, not faults. */
static const uint8_t youngest_of_level[] = {[4] = 14, [5] = 16, [6] = 16, [7] = 16, [8] = 16};
#define LEVELS (sizeof(youngest_of_level) / sizeof(youngest_of_level[0]))

/* Employment begins at 14 (Code du travail, L4153-1 and after). */
unsigned enrolment_person_faults(const struct enrolment_row *e)
{
    if (e->age == AGE_UNKNOWN) {
        return 0;
    }
    bool is_young = e->level < LEVELS && e->age < youngest_of_level[e->level];
    bool is_odd = (e->entry_situation == ENTRY_EMPLOYED && e->age < EMPLOYED_LEAST) ||
                  (e->entry_situation == ENTRY_STUDENT && e->age > STUDENT_MOST);
    return (unsigned)is_young << FAULT_AGE_AND_LEVEL | (unsigned)is_odd << FAULT_AGE_AND_SITUATION;
}

uint8_t enrolment_derive_neet(const struct enrolment_row *e)
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
