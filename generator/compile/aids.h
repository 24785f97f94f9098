/* Bursaries as a table of whole numbers, which the protection rounds like any count.
 *
 * An amount is counted in units of AID_UNIT_EUR: what is published is a multiple of base x AID_UNIT_EUR (20,000 euros
 * with base 5), which no single bursary exceeds (AID_MOST_EUR). So an amount tells of one bursary what a count tells of
 * one person, and sums and differences of amounts are such multiples too.
 *
 *     units(region, t) = euros(region, t) / AID_UNIT_EUR, rounded half up, of cumulative amounts
 *
 * so that a quarter's rounding is taken back by the next one; the country is the sum of its regions.
 */
#ifndef GENCARTO_GENERATOR_COMPILE_AIDS_H
#define GENCARTO_GENERATOR_COMPILE_AIDS_H

#include "calendar.h"
#include "events.h"

#define AID_UNIT_EUR 4000

/* Adds the bursaries of the entries up to the last day of the release to the table of EVENT_AID, if there is one:
 * region and country, in the quarter of the entry. */
void aids_count(const struct input *input, const struct calendar *calendar, const struct event_choice *choice,
                struct published_tables *exact);

#endif
