/* Enrolments to events: when each measure counts whom. */
#ifndef GENCARTO_GENERATOR_COMPILE_EVENTS_H
#define GENCARTO_GENERATOR_COMPILE_EVENTS_H

#include "calendar.h"
#include "gencarto/compile/cube/tables.h"

/* Which rows are counted, and what they are counted as known. All members may be NULL. */
struct event_choice {
    /* [file] the release (quarter of the calendar) that first knew its rows: a person counts where the first of them
     * that knew of an entry counted it. NULL: as if one release knew everything. */
    const int *file_release;
    const bool *first_files; /* [file] only rows whose identifier first came there */
    const bool *trainings;   /* [training] only rows of these */
};

/* Counts the events of all enrolments up to the last day of the release into exact tables of zeros:
 *   inscriptions       each enrolment, in the quarter of registered_day
 *   entrees            with an entry day, in its quarter
 *   apprenants         the first entry of each person: earliest entry day, then order of reception; in the release
 *                      that first knows of one, and it stays there whatever is learned later
 *
 *   termines, abandons, reorientes   by status, in the quarter of the exit day; without one, never
 *
 *   situations_3mois   completions, in the quarter of the exit day, by what is known three months later; not due until
 *                      these are over
 *
 *   accueils           entries of those redirected, by where the training they left is
 *
 *   bursaries          of the entries, as amounts (aids.h)
 *
 * What happened before the first quarter counts in it. Outcomes have the one dimension `situation`, arrivals `origine`,
 * the others all but these. They go through a cube of limited size, so that memory does not grow with the enrolments.
 */
void events_count(const struct input *input, const struct calendar *calendar, const struct event_choice *choice,
                  struct published_tables *exact);

/* Does the row at this place count? */
bool event_is_chosen(const struct event_choice *choice, const struct enrolment_table *table, size_t place);

/* One event: row `place` counts in `event`, in that quarter (from the first of the calendar), with these values. */
typedef void event_visitor(void *context, size_t place, enum event event, uint32_t training, int quarter,
                           const uint8_t values[DIMENSIONS]);

/* The events that events_count counts, one by one in the order of the rows; EVENT_AID of an entry with a bursary. */
void events_visit(const struct input *input, const struct calendar *calendar, const struct geography *geography,
                  const struct event_choice *choice, event_visitor *visit, void *context);

#endif
