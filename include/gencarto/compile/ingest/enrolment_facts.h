/* What the facts of one enrolment say of each other, whatever the cells they were read from.
 *
 *     if (enrolment_course_faults(&e, received_day) != 0) ...     // a bit for each fault, 1 << FAULT_...
 *     enrolment_report_faults(&row, faults);                      // the findings, in the order of the faults
 *
 * A code says what matters of it in a few bits, FACT_..., and a row's are those of all its codes: who reads the same
 * codes again and again keeps their facts beside them, and judges a row without asking each.
 */
#ifndef GENCARTO_COMPILE_INGEST_ENROLMENT_FACTS_H
#define GENCARTO_COMPILE_INGEST_ENROLMENT_FACTS_H

#include "gencarto/compile/ingest/enrolment_table.h"
#include "gencarto/compile/ingest/row.h"

enum enrolment_fault {
    FAULT_ENTRY_MISSING,
    FAULT_ENTRY_FUTURE,
    FAULT_EXIT_MISSING,
    FAULT_EXIT_BEFORE_ENTRY,
    FAULT_STAY_TOO_LONG,
    FAULT_EXIT_FUTURE,
    FAULT_EXIT_OPEN,
    FAULT_OUTCOME_EARLY,
    FAULT_AGE_AND_LEVEL,
    FAULT_AGE_AND_SITUATION,
    ENROLMENT_FAULTS
};

/* The columns of codes. */
enum enrolment_code {
    CODE_STATUS,
    CODE_OUTCOME,
    CODE_LEVEL,
    CODE_SEX,
    CODE_ENTRY_SITUATION,
    CODE_NEET,
    CODE_QPV,
    CODE_ZRR,
    ENROLMENT_CODES
};

/* What is not said has none of them. */
enum enrolment_fact {
    FACT_REGISTERED = 1 << 0, /* status: has not begun */
    FACT_HAS_LEFT = 1 << 1,
    FACT_HAS_ENDED = 1 << 2, /* an outcome may be told */
    FACT_OUTCOME = 1 << 3,   /* one is told */
    FACT_AGE = 1 << 4,
    FACT_LEVEL = 1 << 5,
    FACT_SITUATION = 1 << 6,
    FACT_NOT_NEET = 1 << 7, /* alone excludes it */
    FACT_SAYS_NEET = 1 << 8,
    FACT_SAYS_NOT_NEET = 1 << 9,
    FACT_EMPLOYED = 1 << 10,
    FACT_STUDENT = 1 << 11,
};
#define FACTS_OF_NEET_SHIFT 4 /* of the six that tell whether somebody is */
#define FACTS_OF_NEET_BITS  6
#define FACT_YOUNGEST_SHIFT 16 /* above: the youngest age at which the level is within reach */

/* Of one value of the column's enum; of the level, 0..8 or LEVEL_UNKNOWN. */
uint32_t enrolment_facts_of_code(enum enrolment_code code, uint8_t value);

#define NEET_AGE 26 /* under */

static inline uint32_t enrolment_facts_of_age(uint8_t age)
{
    return age == AGE_UNKNOWN ? 0 : (uint32_t)FACT_AGE | (age >= NEET_AGE ? (uint32_t)FACT_NOT_NEET : 0);
}

/* Of status, days and outcome; `received_day` is when the file was received, or DATE_NONE. */
unsigned enrolment_course_faults(const struct enrolment_row *e, int32_t received_day);

/* Of age, level and situation. */
unsigned enrolment_person_faults(const struct enrolment_row *e);

void enrolment_report_faults(struct row *row, unsigned faults);

/* An enum ternary: neither in employment nor in training. Yes when under 26, level at most 4, and without employment or
 * inactive; no when one known fact excludes it. */
uint8_t enrolment_derive_neet(const struct enrolment_row *e);

/* ---- the same, of facts --------------------------------------------------------------------------------------- */

/* Is the day known, and after the other, which is known too? DATE_NONE is before all days. */
static inline bool enrolment_is_after(int32_t day, int32_t other)
{
    return other != DATE_NONE && day > other;
}

#define ENROLMENT_STAY_MOST_DAYS (6 * 366)

/* An exit that is to come belongs to the plan of who is still there. */
static inline unsigned enrolment_exit_faults(uint32_t facts, int32_t entry_day, int32_t exit_day, int32_t received_day)
{
    bool has_left = facts & FACT_HAS_LEFT;
    if (exit_day == DATE_NONE) {
        return (unsigned)has_left << FAULT_EXIT_MISSING;
    }
    if (enrolment_is_after(entry_day, exit_day)) {
        return 1u << FAULT_EXIT_BEFORE_ENTRY;
    }
    bool is_long = entry_day != DATE_NONE && exit_day - entry_day > ENROLMENT_STAY_MOST_DAYS;
    bool is_to_come = enrolment_is_after(exit_day, received_day);
    bool is_future = has_left && is_to_come && !enrolment_is_after(entry_day, received_day);
    bool is_open = !has_left && received_day != DATE_NONE && !is_to_come;
    return (unsigned)is_long << FAULT_STAY_TOO_LONG | (unsigned)is_future << FAULT_EXIT_FUTURE |
           (unsigned)is_open << FAULT_EXIT_OPEN;
}

static inline unsigned enrolment_faults_of_course(uint32_t facts, int32_t entry_day, int32_t exit_day,
                                                  int32_t received_day)
{
    bool is_registered = facts & FACT_REGISTERED;
    bool is_missing = entry_day == DATE_NONE && !is_registered;
    bool is_future = enrolment_is_after(entry_day, received_day) && !is_registered;
    bool is_early = (facts & (FACT_OUTCOME | FACT_HAS_ENDED)) == FACT_OUTCOME;
    return (unsigned)is_missing << FAULT_ENTRY_MISSING | (unsigned)is_future << FAULT_ENTRY_FUTURE |
           (unsigned)is_early << FAULT_OUTCOME_EARLY | enrolment_exit_faults(facts, entry_day, exit_day, received_day);
}

#define ENROLMENT_EMPLOYED_LEAST 14 /* employment begins at 14 (Code du travail, L4153-1 and after) */
#define ENROLMENT_STUDENT_MOST   70

static inline unsigned enrolment_faults_of_person(uint32_t facts, uint8_t age)
{
    bool is_young = age < facts >> FACT_YOUNGEST_SHIFT;
    bool is_odd = ((facts & FACT_EMPLOYED) && age < ENROLMENT_EMPLOYED_LEAST) ||
                  ((facts & FACT_STUDENT) && age > ENROLMENT_STUDENT_MOST && age != AGE_UNKNOWN);
    return (unsigned)is_young << FAULT_AGE_AND_LEVEL | (unsigned)is_odd << FAULT_AGE_AND_SITUATION;
}

static inline uint8_t enrolment_neet_of_facts(uint32_t facts)
{
    const uint32_t all = FACT_AGE | FACT_LEVEL | FACT_SITUATION;
    return facts & FACT_NOT_NEET ? TERNARY_NO : (facts & all) == all ? TERNARY_YES : TERNARY_UNKNOWN;
}

#endif
