/* The rows of one person against each other. */
#include <stdlib.h>

#include "gencarto/base/date.h"

#include "gencarto/compile/ingest/checks.h"

#define AGE_UNKNOWN    255
#define AGE_SLACK_DAYS (3 * 366) /* ages are whole years, and some exports give the first one again and again */
#define DAYS_OF_YEAR   365.25
#define OVERLAP_DAYS   15 /* the last days of one training and the first of another are no fault */

/* ---- pairs ---------------------------------------------------------------------------------------------------- */

static bool has_left(const struct enrolment_row *row)
{
    return row->status >= ENROLMENT_FINISHED;
}

/* Without the name of a session its first day tells it. */
static bool is_same_session(const struct enrolment_row *a, const struct enrolment_row *b)
{
    bool has_name = a->session != 0 && b->session != 0;
    return a->training == b->training &&
           (has_name ? a->session == b->session : a->entry_day != DATE_NONE && a->entry_day == b->entry_day);
}

/* `a` entered before `b`, or on the same day. Only two stays that have both ended are certain to overlap: an exit that
 * was not told is not an overlap. */
static bool is_overlap(const struct enrolment_row *a, const struct enrolment_row *b)
{
    return a->entry_day != DATE_NONE && b->entry_day != DATE_NONE && has_left(a) && a->exit_day != DATE_NONE &&
           b->entry_day + OVERLAP_DAYS < a->exit_day &&
           (b->exit_day == DATE_NONE || b->exit_day > b->entry_day + OVERLAP_DAYS);
}

static bool differs(const struct enrolment_row *a, const struct enrolment_row *b)
{
    bool sexes = (a->sex == SEX_F && b->sex == SEX_M) || (a->sex == SEX_M && b->sex == SEX_F);
    if (a->age == AGE_UNKNOWN || b->age == AGE_UNKNOWN || a->entry_day == DATE_NONE || b->entry_day == DATE_NONE) {
        return sexes;
    }
    double gap_days = (b->age - a->age) * DAYS_OF_YEAR - (double)(b->entry_day - a->entry_day);
    return sexes || gap_days > AGE_SLACK_DAYS || gap_days < -AGE_SLACK_DAYS;
}

/* ---- a person ------------------------------------------------------------------------------------------------- */

static void check_pairs(struct enrolment_row *const *rows, size_t count)
{
    for (size_t j = 1; j < count; j++) {
        struct enrolment_row *row = rows[j];
        for (size_t i = 0; i < j; i++) {
            if (is_same_session(rows[i], row)) {
                row->doubts |= DOUBT_LEARNER_TWICE;
            } else if (is_overlap(rows[i], row)) {
                row->doubts |= DOUBT_SESSIONS_OVERLAP;
            }
        }
        if (differs(rows[0], row)) {
            row->doubts |= DOUBT_LEARNER_DIFFERS;
        }
    }
}

/* Another training, entered not before the one that was left. */
static bool is_target(const struct enrolment_row *left, const struct enrolment_row *row)
{
    return row->training != left->training && (row->origin == left->training || row->entry_day == DATE_NONE ||
                                               left->entry_day == DATE_NONE || row->entry_day >= left->entry_day);
}

static void check_redirections(struct enrolment_row *const *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct enrolment_row *row = rows[i];
        bool has_target = false, has_origin = false;
        for (size_t j = 0; j < count; j++) {
            has_target = has_target || (j != i && is_target(row, rows[j]));
            has_origin =
                has_origin || (j != i && rows[j]->training == row->origin && rows[j]->status == ENROLMENT_REDIRECTED);
        }
        if (row->status == ENROLMENT_REDIRECTED && !has_target) {
            row->doubts |= DOUBT_REDIRECTED_NOWHERE;
        }
        if (row->origin != INDEX_NONE && !has_origin) {
            row->doubts |= DOUBT_ORIGIN_WITHOUT_REDIRECTION;
        }
    }
}

static void check_person(struct enrolment_row *const *rows, size_t count)
{
    check_pairs(rows, count);
    if (!(rows[0]->doubts & DOUBT_NO_PSEUDONYM)) {
        check_redirections(rows, count);
    }
}

/* ---- all persons ---------------------------------------------------------------------------------------------- */

static int compare_entries(const void *a, const void *b)
{
    const struct enrolment_row *first = *(struct enrolment_row *const *)a, *second = *(struct enrolment_row *const *)b;
    if (first->entry_day != second->entry_day) {
        return first->entry_day < second->entry_day ? -1 : 1;
    }
    return (first > second) - (first < second); /* places in one array */
}

static uint32_t learner_of(const struct enrolment_row *row)
{
    return row->learner;
}

#define ROWS_OF_PERSON 64 /* more are of a pseudonym that is none */

void checks_learners(struct arena *scratch, struct input *input)
{
    struct row_groups groups = checks_group(scratch, input, input->learner_count, learner_of);
    struct enrolment_row *rows[ROWS_OF_PERSON];
    for (uint32_t learner = 0; learner < input->learner_count; learner++) {
        uint32_t from = groups.starts[learner], to = groups.starts[learner + 1];
        size_t count = to - from < ROWS_OF_PERSON ? to - from : ROWS_OF_PERSON;
        for (size_t i = 0; i < count; i++) {
            rows[i] = &input->enrolments[groups.order[from + i]];
        }
        if (count > 1) {
            qsort(rows, count, sizeof(rows[0]), compare_entries);
        }
        if (count > 0) {
            check_person(rows, count);
        }
    }
}
