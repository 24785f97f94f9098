/* The rows of one person against each other: each thread has the persons of a range of numbers. */
#include "gencarto/base/parallel.h"
#include "gencarto/compile/ingest/checks.h"

#define AGE_SLACK_DAYS (3 * 366) /* ages are whole years, and some exports give the first one again and again */
#define DAYS_OF_YEAR   365.25
#define OVERLAP_DAYS   15 /* the last days of one training and the first of another are no fault */

#define ROWS_OF_PERSON 64 /* more are of a pseudonym that is none */

struct person_row {
    struct enrolment_packed *row;
    uint32_t origin;
};

/* ---- pairs ---------------------------------------------------------------------------------------------------- */

static bool has_left(const struct enrolment_packed *row)
{
    return row->status >= ENROLMENT_FINISHED;
}

/* Without the name of a session its first day tells it. */
static bool is_same_session(const struct enrolment_packed *a, const struct enrolment_packed *b)
{
    bool has_name = a->session != 0 && b->session != 0;
    return a->training == b->training &&
           (has_name ? a->session == b->session : a->entry_day != 0 && a->entry_day == b->entry_day);
}

/* `a` entered before `b`, or on the same day. Only two stays that have both ended are certain to overlap: an exit that
 * was not told is not an overlap. */
static bool is_overlap(const struct enrolment_packed *a, const struct enrolment_packed *b)
{
    return a->entry_day != 0 && b->entry_day != 0 && has_left(a) && a->exit_day != 0 &&
           b->entry_day + OVERLAP_DAYS < a->exit_day && (b->exit_day == 0 || b->exit_day > b->entry_day + OVERLAP_DAYS);
}

static bool differs(const struct enrolment_packed *a, const struct enrolment_packed *b)
{
    bool sexes = (a->sex == SEX_F && b->sex == SEX_M) || (a->sex == SEX_M && b->sex == SEX_F);
    if (a->age == AGE_UNKNOWN || b->age == AGE_UNKNOWN || a->entry_day == 0 || b->entry_day == 0) {
        return sexes;
    }
    double gap_days = ((int)b->age - (int)a->age) * DAYS_OF_YEAR - (double)(b->entry_day - a->entry_day);
    return sexes || gap_days > AGE_SLACK_DAYS || gap_days < -AGE_SLACK_DAYS;
}

/* ---- a person ------------------------------------------------------------------------------------------------- */

static void check_pairs(const struct person_row *rows, size_t count)
{
    for (size_t j = 1; j < count; j++) {
        struct enrolment_packed *row = rows[j].row;
        for (size_t i = 0; i < j; i++) {
            if (is_same_session(rows[i].row, row)) {
                row->doubts |= DOUBT_LEARNER_TWICE;
            } else if (is_overlap(rows[i].row, row)) {
                row->doubts |= DOUBT_SESSIONS_OVERLAP;
            }
        }
        if (differs(rows[0].row, row)) {
            row->doubts |= DOUBT_LEARNER_DIFFERS;
        }
    }
}

/* Another training, entered not before the one that was left. */
static bool is_target(const struct enrolment_packed *left, const struct person_row *other)
{
    const struct enrolment_packed *row = other->row;
    return row->training != left->training && (other->origin == left->training || row->entry_day == 0 ||
                                               left->entry_day == 0 || row->entry_day >= left->entry_day);
}

static void check_redirections(const struct person_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct enrolment_packed *row = rows[i].row;
        bool has_target = false, has_origin = false;
        for (size_t j = 0; j < count; j++) {
            has_target = has_target || (j != i && is_target(row, &rows[j]));
            has_origin = has_origin || (j != i && rows[j].row->training == rows[i].origin &&
                                        rows[j].row->status == ENROLMENT_REDIRECTED);
        }
        if (row->status == ENROLMENT_REDIRECTED && !has_target) {
            row->doubts |= DOUBT_REDIRECTED_NOWHERE;
        }
        if (rows[i].origin != INDEX_NONE && !has_origin) {
            row->doubts |= DOUBT_ORIGIN_WITHOUT_REDIRECTION;
        }
    }
}

static void check_person(const struct person_row *rows, size_t count)
{
    check_pairs(rows, count);
    if (!(rows[0].row->doubts & DOUBT_NO_PSEUDONYM)) {
        check_redirections(rows, count);
    }
}

/* ---- persons -------------------------------------------------------------------------------------------------- */

struct learners {
    struct input *input;
    size_t ranges;
    struct arena *scratch; /* of each range */
};

/* The rows of a range of persons: those of person `from` + n are order[starts[n]] .. order[starts[n + 1] - 1], in their
 * own order. */
struct persons {
    uint32_t from, count;
    uint32_t *starts, *order;
};

/* A counting sort: the counts are two places ahead, so that dealing moves each start to the next one's. */
static struct persons group_rows(struct arena *scratch, const struct enrolment_table *table, uint32_t from, uint32_t to)
{
    struct persons persons = {.from = from, .count = to - from};
    size_t rows = 0;
    persons.starts = arena_array(scratch, uint32_t, (size_t)persons.count + 2);
    for (size_t i = 0; i < table->count; i++) {
        uint32_t person = table->learners[i] - from;
        if (person < persons.count) {
            persons.starts[person + 2]++;
            rows++;
        }
    }
    persons.order = arena_array(scratch, uint32_t, rows + 1);
    for (size_t i = 2; i < (size_t)persons.count + 2; i++) {
        persons.starts[i] += persons.starts[i - 1];
    }
    for (size_t i = 0; i < table->count; i++) {
        uint32_t person = table->learners[i] - from;
        if (person < persons.count) {
            persons.order[persons.starts[person + 1]++] = (uint32_t)i;
        }
    }
    return persons;
}

/* By entry day; rows of one day, and those without one, in their own order. */
static void sort_rows(struct person_row *rows, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct person_row row = rows[i];
        size_t at = i;
        while (at > 0 && rows[at - 1].row->entry_day > row.row->entry_day) {
            rows[at] = rows[at - 1];
            at--;
        }
        rows[at] = row;
    }
}

/* Nothing to hold against each other, and no other row that it must have. */
static bool is_alone(const struct persons *persons, uint32_t person, const struct enrolment_table *table)
{
    uint32_t from = persons->starts[person];
    if (persons->starts[person + 1] - from != 1) {
        return persons->starts[person + 1] == from;
    }
    const struct enrolment_packed *row = &table->rows[persons->order[from]];
    return row->status != ENROLMENT_REDIRECTED && !row->has_origin;
}

static void check_range(void *context, size_t range, int worker)
{
    const struct learners *learners = context;
    const struct enrolment_table *table = &learners->input->enrolments;
    uint64_t all = learners->input->learner_count;
    struct person_row rows[ROWS_OF_PERSON];
    (void)worker;
    struct persons persons = group_rows(&learners->scratch[range], table, (uint32_t)(all * range / learners->ranges),
                                        (uint32_t)(all * (range + 1) / learners->ranges));
    for (uint32_t person = 0; person < persons.count; person++) {
        if (is_alone(&persons, person, table)) {
            continue;
        }
        uint32_t from = persons.starts[person], to = persons.starts[person + 1];
        size_t count = to - from < ROWS_OF_PERSON ? to - from : ROWS_OF_PERSON;
        for (size_t i = 0; i < count; i++) {
            uint32_t place = persons.order[from + i];
            rows[i] = (struct person_row){&table->rows[place], enrolment_origin_at(table, place)};
        }
        sort_rows(rows, count);
        check_person(rows, count);
    }
}

void checks_learners(struct arena *scratch, struct input *input)
{
    int workers = parallel_processors();
    size_t ranges = input->learner_count < ENROLMENT_SPAN ? 1 : (size_t)workers;
    struct learners learners = {input, ranges, arena_array(scratch, struct arena, ranges)};
    for (size_t i = 0; i < ranges; i++) {
        arena_init_private(&learners.scratch[i]);
    }
    parallel_for(ranges, workers, check_range, &learners);
    for (size_t i = 0; i < ranges; i++) {
        arena_clear(&learners.scratch[i]);
    }
}
