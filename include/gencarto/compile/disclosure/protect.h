/* The protection: exact tables in, publishable tables out. Nothing after it sees an exact count of persons.
 *
 * Every protected count, flow and cumulative, is a multiple of the base and at least 0; a cumulative figure is the sum
 * of its flows; territories and categories add up exactly, at every level, in every quarter. Integers only: the same
 * tables and rule give the same result on every machine.
 *
 * Method: largest remainders from the top down, with carry over time (Hamilton's apportionment; the carry is that of
 * error diffusion). In quarter t a unit should get what takes its published cumulative to its exact one,
 *
 *     desired(t) = exact cumulative(t) - published cumulative(t - 1)
 *
 * so that errors never pile up. The country gets the nearest multiple of the base; what a unit got is shared out among
 * its parts in steps of the base, each step to the part that lacks most, ties in the order of codes. A part whose exact
 * cumulative is 0 takes a step only when nothing else can. A breakdown of one dimension is shared out the same way
 * within the totals: the country's categories first, then each region's and each department's, with both margins
 * fixed (its own total, and the category of the level above). A cross of two dimensions is shared out within its two
 * one-way margins at its finest level, and summed above. Structures are the sums of their trainings.
 *
 * Each published cumulative count of the country differs from the exact one by at most half a base for totals; of
 * other cells by little more than a base (tests/property measures it).
 */
#ifndef GENCARTO_COMPILE_DISCLOSURE_PROTECT_H
#define GENCARTO_COMPILE_DISCLOSURE_PROTECT_H

#include "gencarto/base/error.h"
#include "gencarto/compile/cube/tables.h"

struct protection_rule {
    int base;       /* every count is a multiple of it; at least 2 */
    struct str key; /* secret of a method that draws; not used by largest remainders, which draw nothing */
};

/* `out_protected` has the same tables as `exact`, in the arena. ERROR_DISCLOSURE when the list of tables cannot be
 * protected together: a breakdown at a level without its total, a cross without its margins, a level whose parent
 * level is missing, structures without trainings. */
bool protect(struct arena *arena, const struct published_tables *exact, const struct protection_rule *rule,
             struct published_tables *out_protected, struct error *err);

/* What the wall promises, checked on protected tables: multiples of the base, none negative, parts that add up.
 * ERROR_DISCLOSURE names the first cell that breaks a promise. */
bool protect_verify(const struct published_tables *tables, const struct protection_rule *rule, struct error *err);

#endif
