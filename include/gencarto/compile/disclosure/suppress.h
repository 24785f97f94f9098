/* Suppression: exact tables in, tables with hidden cells out, for owners who may not round.
 *
 * What is shown is exact. Hidden is a flow of 1 to base - 1, a category that leaves 1 to base - 1 for the others of its
 * unit, and whatever else would give one of these away: in other tables and levels, as a difference of cumulative
 * figures, in an earlier or later release: the flow of a quarter is what its release adds to the one before, late rows
 * and corrections too, so that it may be negative; -1 to -(base - 1) is hidden as 1 to base - 1 is. Zeros of
 * learners are published, so that a hidden count of them is known to be at least 1; of the other measures, totals of
 * the country and of regions, a 0 may be hidden like another count.
 *
 * Guarantee: whoever has every published figure of every release, and knows that counts are whole and not negative,
 * can bound no hidden flow or cumulative count more closely than base - 1 apart, with an upper bound of at least base
 * (or a lower one of at most -base). It holds for the tables of all measures together: the equations between them, and
 * what the definitions of two measures or breakdowns say of each other (suppress_limits.h: who learns has entered,
 * nobody leaves who did not enter, who is 26 or older is no NEET), in each quarter and up to it. Of those who are
 * present, entries less exits, the same holds where they are 1 to base - 1. Proved by other counts that keep all of
 * this and print the same (suppress_pattern.h).
 *
 * Outside it: someone who knows other figures, a person of the cell, say; and what crosses that are not published
 * (a breakdown by region with one by sex, say) could take from their margins.
 */
#ifndef GENCARTO_COMPILE_DISCLOSURE_SUPPRESS_H
#define GENCARTO_COMPILE_DISCLOSURE_SUPPRESS_H

#include "gencarto/base/error.h"
#include "gencarto/compile/cube/tables.h"

/* Number of the method of counting and hiding: another one hides others. */
#define SUPPRESSION_METHOD 2

/* Hidden counts of at least that many times the threshold are large. */
#define SUPPRESSION_LARGE 20

enum suppression_reason {
    SUPPRESSION_NONE,
    SUPPRESSION_THRESHOLD,  /* 1 to base - 1 */
    SUPPRESSION_COMPLEMENT, /* the other categories of its unit come to 1 to base - 1 */
    SUPPRESSION_SECONDARY,  /* keeps another one from being computed in its quarter */
    SUPPRESSION_LATER,      /* lets cumulative figures be published again */
    SUPPRESSION_REASONS
};

struct suppression_report {
    int64_t flows[ENTITY_KINDS][SUPPRESSION_REASONS]; /* hidden flows by level and rule; [SUPPRESSION_NONE]: shown */
    int64_t sums[ENTITY_KINDS][2];                    /* cumulative figures: shown, hidden; neither counts zeros */
    int64_t large[ENTITY_KINDS];                      /* hidden flows of at least SUPPRESSION_LARGE bases */
    int64_t linear_programs;
};

/* `out_protected` has the same tables as `exact`, in the arena, with `hidden` set. ERROR_DISCLOSURE when the list of
 * tables cannot be protected together (protect.h), or no pattern was found. */
bool suppress(struct arena *arena, const struct published_tables *exact, int base,
              struct published_tables *out_protected, struct suppression_report *out_report, struct error *err);

#endif
