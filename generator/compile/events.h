/* Enrolments to events: when each measure counts whom. */
#ifndef GENCARTO_GENERATOR_COMPILE_EVENTS_H
#define GENCARTO_GENERATOR_COMPILE_EVENTS_H

#include "calendar.h"
#include "gencarto/compile/cube/cube.h"

/* Counts the events of all enrolments up to the last day of the release into an initialised cube, and finishes it:
 *   inscriptions       each enrolment, in the quarter of registered_day
 *   entrees            with an entry day, in its quarter
 *   apprenants         the first entry of each person: earliest entry day, then order of reception
 *   termines, abandons, reorientes   by status, in the quarter of the exit day; without one, never
 *   situations_3mois   completions, in the quarter of the exit day plus three months
 * Outcomes have the one dimension `situation`, the others all but that one. */
void events_count(const struct input *input, const struct calendar *calendar, struct cube *cube);

#endif
