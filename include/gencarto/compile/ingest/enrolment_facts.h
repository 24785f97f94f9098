/* What the facts of one enrolment say of each other, whatever the cells they were read from.
 *
 *     if (enrolment_course_faults(&e, received_day) != 0) ...     // a bit for each fault, 1 << FAULT_...
 *     enrolment_report_faults(&row, faults);                      // the findings, in the order of the faults
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

/* Of status, days and outcome; `received_day` is when the file was received, or DATE_NONE. */
unsigned enrolment_course_faults(const struct enrolment_row *e, int32_t received_day);

/* Of age, level and situation. */
unsigned enrolment_person_faults(const struct enrolment_row *e);

void enrolment_report_faults(struct row *row, unsigned faults);

/* An enum ternary: neither in employment nor in training. Yes when under 26, level at most 4, and without employment or
 * inactive; no when one known fact excludes it. */
uint8_t enrolment_derive_neet(const struct enrolment_row *e);

#endif
