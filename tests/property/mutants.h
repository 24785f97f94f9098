/* Faults to plant in a simulated folder, at least one for each rule about what an input folder says: what to change, in
 * which row, and what else follows from it elsewhere. */
#ifndef GENCARTO_TESTS_PROPERTY_MUTANTS_H
#define GENCARTO_TESTS_PROPERTY_MUTANTS_H

#include "mutation.h"

/* Where the fault is: row NO_ROW is the file as a whole. */
struct fault {
    struct sheet *sheet;
    size_t row;
};

struct mutant {
    const char *rule;
    const char *file;
    const char *where;                                      /* of sheet_pick */
    const char *set;                                        /* "column=value|column=value" */
    const char *also;                                       /* rules of other rows that follow, set apart by blanks */
    bool (*make)(struct world *world, struct fault *fault); /* instead of `set`; false: no row fits */
    bool is_single;                                         /* the person has one enrolment, whose label runs long */
};

extern const struct mutant mutants[];
extern const size_t mutant_count;

/* Writes the simulated programme that faults are planted in. */
void mutants_simulate(const char *folder, int trainings);

/* Plants it; false: no row fits. */
bool mutant_plant(const struct mutant *mutant, struct world *world, struct fault *out_fault);

/* The line of its finding: 0 where the rule is about the file as a whole. */
int64_t mutant_line(const struct mutant *mutant, const struct fault *fault);

/* Is the rule one of the list, which blanks set apart? */
bool mutant_lists(const char *list, const char *rule);

#endif
