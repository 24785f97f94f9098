/* Events of labels against each other and against the register; entries of learners against labels. */
#include <stdlib.h>

#include "gencarto/base/date.h"
#include "gencarto/base/parallel.h"
#include "gencarto/compile/ingest/checks.h"

#define TERM_DAYS_MOST (3 * 366 + 31) /* the longest label, and a month of delay */
#define DELAY_DAYS     31
#define RENEWALS_LEAST 5 /* of a wave, to know how long its labels last */

#define LABELLED  STR("labellisation")
#define RENEWED   STR("renouvellement")
#define WITHDRAWN STR("retrait")

static void report_event(struct input *input, enum rule_name rule, const struct label_row *label, const char *detail)
{
    findings_add(&input->findings, &rules[rule], input->files[label->file].name, label->line, 0, str_from(detail));
}

/* By training, then day; events of one day in the order of the files. */
static int compare_events(const void *a, const void *b)
{
    const struct label_row *first = *(const struct label_row *const *)a, *second = *(const struct label_row *const *)b;
    if (first->training != second->training) {
        return first->training < second->training ? -1 : 1;
    }
    if (first->day != second->day) {
        return first->day < second->day ? -1 : 1;
    }
    return (first > second) - (first < second); /* places in one array */
}

static const struct label_row **sorted_events(struct arena *scratch, const struct input *input)
{
    const struct label_row **events = arena_array(scratch, const struct label_row *, input->label_count + 1);
    for (size_t i = 0; i < input->label_count; i++) {
        events[i] = &input->labels[i];
    }
    if (input->label_count > 0) {
        qsort(events, input->label_count, sizeof(events[0]), compare_events);
    }
    return events;
}

/* ---- terms ---------------------------------------------------------------------------------------------------- */

static int compare_days(const void *a, const void *b)
{
    int32_t first = *(const int32_t *)a, second = *(const int32_t *)b;
    return (first > second) - (first < second);
}

/* Days from a label or renewal to the renewal that follows it; DATE_NONE at events that are none. */
static void measure_terms(const struct input *input, const struct label_row **events, int32_t *terms)
{
    int32_t last = DATE_NONE;
    for (size_t i = 0; i < input->label_count; i++) {
        bool is_first = i == 0 || events[i]->training != events[i - 1]->training;
        last = is_first ? input->trainings[events[i]->training].label_first_day : last;
        bool is_renewal = str_equal(events[i]->event, RENEWED);
        terms[i] = is_renewal && last != DATE_NONE ? events[i]->day - last : DATE_NONE;
        if (is_renewal || str_equal(events[i]->event, LABELLED)) {
            last = events[i]->day;
        }
    }
}

/* The median term of the trainings of a wave; TERM_DAYS_MOST when too few say it. Labels of a wave last equally long,
 * and most are renewed when they end. */
static int32_t term_of_wave(struct arena *scratch, const struct input *input, const struct label_row **events,
                            const int32_t *terms, struct str wave)
{
    struct arena_mark mark = arena_save(scratch);
    int32_t *known = arena_array(scratch, int32_t, input->label_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < input->label_count; i++) {
        if (terms[i] != DATE_NONE && str_equal(input->trainings[events[i]->training].wave, wave)) {
            known[count++] = terms[i];
        }
    }
    if (count > 0) {
        qsort(known, count, sizeof(known[0]), compare_days);
    }
    int32_t term = count >= RENEWALS_LEAST ? known[count / 2] + DELAY_DAYS : TERM_DAYS_MOST;
    arena_restore(scratch, mark);
    return term < TERM_DAYS_MOST ? term : TERM_DAYS_MOST;
}

static void check_renewals(struct arena *scratch, struct input *input, const struct label_row **events)
{
    int32_t *terms = arena_array(scratch, int32_t, input->label_count + 1), term = TERM_DAYS_MOST;
    struct str wave = STR("\n"); /* of no training */
    measure_terms(input, events, terms);
    for (size_t i = 0; i < input->label_count; i++) {
        const struct training_row *training = &input->trainings[events[i]->training];
        if (terms[i] == DATE_NONE) {
            continue;
        }
        if (!str_equal(training->wave, wave)) {
            wave = training->wave;
            term = term_of_wave(scratch, input, events, terms, wave);
        }
        bool is_in_time = training->label_last_day == DATE_NONE || events[i]->day <= training->label_last_day;
        if (terms[i] > term && is_in_time) {
            report_event(input, RULE_LABEL_GAP, events[i], "date: long after the label or renewal before it");
        }
    }
}

/* ---- order of events ------------------------------------------------------------------------------------------ */

static bool is_same_event(const struct label_row *a, const struct label_row *b)
{
    return a->training == b->training && a->day == b->day && str_equal(a->event, b->event);
}

static void check_event(struct input *input, const struct label_row *event, int32_t withdrawn_day)
{
    const struct training_row *training = &input->trainings[event->training];
    bool is_withdrawal = str_equal(event->event, WITHDRAWN);
    if (training->label_first_day != DATE_NONE && event->day < training->label_first_day) {
        report_event(input, RULE_LABEL_EVENT_BEFORE_START, event, "date: before date_label");
    } else if (!is_withdrawal && withdrawn_day != DATE_NONE && event->day > withdrawn_day) {
        report_event(input, RULE_LABEL_EVENT_AFTER_END, event, "date: after the withdrawal");
    } else if (!is_withdrawal && training->label_last_day != DATE_NONE && event->day > training->label_last_day + 1) {
        report_event(input, RULE_LABEL_EVENT_AFTER_END, event, "date: after date_fin_label");
    }
}

static void check_order(struct input *input, const struct label_row **events)
{
    int32_t withdrawn_day = DATE_NONE;
    for (size_t i = 0; i < input->label_count; i++) {
        if (i == 0 || events[i]->training != events[i - 1]->training) {
            withdrawn_day = DATE_NONE;
        }
        bool is_twice = i > 0 && is_same_event(events[i], events[i - 1]);
        if (is_twice) {
            report_event(input, RULE_LABEL_EVENT_TWICE, events[i], "formation_id, date and evenement of another row");
        } else {
            check_event(input, events[i], withdrawn_day);
        }
        if (str_equal(events[i]->event, WITHDRAWN) && withdrawn_day == DATE_NONE) {
            withdrawn_day = events[i]->day;
        }
    }
}

/* ---- withdrawals ---------------------------------------------------------------------------------------------- */

/* First withdrawal of each training, by index; DATE_NONE. */
static int32_t *withdrawals(struct arena *scratch, const struct input *input)
{
    int32_t *days = arena_array(scratch, int32_t, input->training_count + 1);
    for (size_t i = 0; i < input->training_count; i++) {
        days[i] = DATE_NONE;
    }
    for (size_t i = 0; i < input->label_count; i++) {
        const struct label_row *label = &input->labels[i];
        int32_t *day = &days[label->training];
        if (str_equal(label->event, WITHDRAWN) && (*day == DATE_NONE || label->day < *day)) {
            *day = label->day;
        }
    }
    return days;
}

/* The register and the history of labels tell one story: only trainings whose history is told. */
static void check_withdrawals(struct arena *scratch, struct input *input)
{
    int32_t *days = withdrawals(scratch, input);
    bool *has_history = arena_array(scratch, bool, input->training_count + 1);
    for (size_t i = 0; i < input->label_count; i++) {
        has_history[input->labels[i].training] = true;
    }
    for (size_t i = 0; i < input->training_count; i++) {
        const struct training_row *training = &input->trainings[i];
        bool is_withdrawn = str_equal(training->label_status, STR("retiree"));
        if (!has_history[i] || training->label_status.len == 0 || is_withdrawn == (days[i] != DATE_NONE)) {
            continue;
        }
        checks_report_training(input, RULE_LABEL_WITHDRAWAL, training,
                               is_withdrawn ? STR("statut_label: retiree, but no event retrait")
                                            : STR("statut_label: not retiree, but an event retrait"));
    }
}

void checks_labels(struct arena *scratch, struct input *input)
{
    const struct label_row **events = sorted_events(scratch, input);
    check_order(input, events);
    check_renewals(scratch, input, events);
    check_withdrawals(scratch, input);
}

/* ---- entries -------------------------------------------------------------------------------------------------- */

/* What of a training the entries are held against, as packed days; 0: not known. */
struct window {
    uint16_t first_day, last_day, withdrawn_day;
};

struct windows {
    struct enrolment_table *table;
    struct window *items; /* by training */
};

/* A day beyond those of rows is before or after all of them. */
static uint16_t window_day(int32_t day)
{
    int32_t first = ENROLMENT_DAY_BASE + 1, last = ENROLMENT_DAY_BASE + UINT16_MAX;
    return enrolment_pack_day(day == DATE_NONE ? day : day < first ? first : day > last ? last : day);
}

static void check_windows(void *context, size_t span, int worker)
{
    const struct windows *windows = context;
    (void)worker;
    for (size_t i = span * ENROLMENT_SPAN; i < enrolment_span_end(windows->table, span); i++) {
        struct enrolment_packed *row = &windows->table->rows[i];
        const struct window *window = &windows->items[row->training];
        if (row->entry_day == 0) {
            continue;
        }
        if (row->entry_day < window->first_day) {
            row->doubts |= DOUBT_BEFORE_LABEL;
        } else if (window->withdrawn_day != 0 && row->entry_day > window->withdrawn_day) {
            row->doubts |= DOUBT_AFTER_WITHDRAWAL;
        } else if (window->last_day != 0 && row->entry_day > window->last_day) {
            row->doubts |= DOUBT_AFTER_LABEL;
        }
    }
}

void checks_label_windows(struct arena *scratch, struct input *input)
{
    const int32_t *withdrawn = withdrawals(scratch, input);
    struct windows windows = {&input->enrolments, arena_array(scratch, struct window, input->training_count + 1)};
    for (size_t i = 0; i < input->training_count; i++) {
        const struct training_row *training = &input->trainings[i];
        windows.items[i] = (struct window){window_day(training->label_first_day), window_day(training->label_last_day),
                                           window_day(withdrawn[i])};
    }
    parallel_for(enrolment_span_count(windows.table), parallel_processors(), check_windows, &windows);
}
