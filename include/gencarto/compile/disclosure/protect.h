/* The protection: exact tables in, publishable tables out. Nothing after it sees an exact count of persons.
 *
 * Every protected count is a multiple of the base; cumulative counts are at least 0; a cumulative figure is the sum of
 * its flows; territories and categories add up exactly, at every level, in every quarter. A flow is below 0 only where
 * corrections took more out of the truth than events brought. Integers only: the same tables and rule give the same
 * result on every machine.
 *
 * Method: controlled rounding of linked tables, release after release, with carry. The state of a cell, S(t), is its
 * published cumulative count. In quarter t a cell should get what takes its state to its exact cumulative count as it
 * is known then, exact(t) - S(t - 1), so that errors never pile up; its flow S(t) - S(t - 1) holds late data and
 * corrections of earlier quarters too. Quarters that were published before keep their states (struct protection_past).
 * Totals come first: a start by largest remainders, then a search of single steps over all trainings at once, which
 * weighs the squared errors of training, structure, department, region and country, cumulative and flow, with a steeper
 * cost in the tail and a steeper one yet near the greatest errors that are wanted (board.c has the numbers). Each
 * breakdown is then fitted to the rounded totals at its finest level, and each cross to its two rounded breakdowns;
 * these move once more along with it where both get better, being fitted without a look at it they may leave it no good
 * place. Cells that the search leaves far off are then taken one by one. What is counted in two tables (completions,
 * and their outcomes) is one cell.
 *
 * A cell whose exact flow is 0 moves only where sums leave nothing else. A cell nobody was ever counted in shows 0 in
 * all totals. The draws are SipHash-2-4 of a counter under (key, release, table): without the key nobody can tell
 * whether a training of two persons shows 0 or a base. The search has a fixed number of moves, and integer costs; the
 * measures, which share no counts, are protected by threads of their own.
 *
 * tests/bench/protection.c measures the errors, and what the counts tell of one person.
 */
#ifndef GENCARTO_COMPILE_DISCLOSURE_PROTECT_H
#define GENCARTO_COMPILE_DISCLOSURE_PROTECT_H

#include "gencarto/base/error.h"
#include "gencarto/base/period.h"
#include "gencarto/compile/cube/tables.h"

#define PROTECTION_BASE_MAX 100

#define PROTECTION_METHOD 1 /* number of the method of counting and protecting: another one gives other figures */

struct protection_rule {
    int base;            /* every count is a multiple of it; 2 .. PROTECTION_BASE_MAX */
    struct str key;      /* secret; empty: the draws come from the names of releases and tables alone */
    struct period first; /* the first quarter of the tables: names the releases */
};

/* What was published before, in the first quarters of the tables. Both have the shape of the exact tables; a territory
 * has the counts it had with the trainings of then, so trainings need not add up to departments and structures. */
struct protection_past {
    int quarters;                         /* 0: nothing was */
    const struct published_tables *shown; /* flows as published: kept as they are */
    const struct published_tables *known; /* exact flows, by the quarter of the event, as known at the last of them */
    const bool *is_new; /* [table] it was not published before: its past is made up to fit what was; NULL: none */
};

/* Can the list of tables be protected together? The same holds for a suppression (suppress.h). */
bool protect_check(const struct published_tables *exact, struct error *err);

/* `out_protected` has the same tables as `exact`, in the arena. `exact`: flows by the quarter of the event, as known
 * now; `past` may be NULL. Outcomes by situation are the one table that is restated: what becomes known of completions
 * of a past quarter changes their categories in that quarter, never their total. A training that changed place takes
 * its state along, in the first quarter that is new. ERROR_DISCLOSURE when the list of tables cannot be protected
 * together: a breakdown at a level without its total, a cross without its margins, a level whose parent level is
 * missing, structures without trainings. */
bool protect(struct arena *arena, const struct published_tables *exact, const struct protection_rule *rule,
             const struct protection_past *past, struct published_tables *out_protected, struct error *err);

/* What the wall promises, checked on protected tables: multiples of the base, no cumulative count negative, parts that
 * add up; in the first `past_quarters` trainings may have stood elsewhere, and are not added up. ERROR_DISCLOSURE names
 * the first cell that breaks a promise. */
bool protect_verify(const struct published_tables *tables, const struct protection_rule *rule, int past_quarters,
                    struct error *err);

#endif
