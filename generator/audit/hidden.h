/* What an attacker learns of hidden counts: the sums between published figures are equations, counts are whole and not
 * negative, and zeros are shown, so that a hidden one is at least 1. First intervals are propagated through the
 * equations until they stand still; then, for each cell whose interval may still be too narrow, two linear programs
 * give its least and greatest value (GLPK's simplex). */
#ifndef GENCARTO_GENERATOR_AUDIT_HIDDEN_H
#define GENCARTO_GENERATOR_AUDIT_HIDDEN_H

#include <stdint.h>

#include "gencarto/base/error.h"
#include "gencarto/base/str.h"

struct hidden_term {
    uint32_t cell; /* index */
    double coefficient;
};

struct hidden_equation {
    uint32_t first_term, term_count;
    double constant; /* the terms come to it */
};

struct hidden_cell {
    struct str name;
    double low, high; /* what is known of it; before the attack: at least, at most (HUGE_VAL) */
};

struct hidden_system {
    struct hidden_cell *cells;
    size_t cell_count;
    struct hidden_equation *equations;
    size_t equation_count;
    struct hidden_term *terms;
    size_t term_count;
};

/* Narrows low and high of each cell as far as needed to tell whether it is safe: at least `threshold` - 1 between them,
 * and high at least `threshold` (or, of what corrections took away, low at most -`threshold`). *out_programs: linear
 * programs solved. ERROR_DISCLOSURE when the equations contradict each other, which published figures never do. */
bool hidden_attack(struct arena *arena, struct hidden_system *system, double threshold, int64_t *out_programs,
                   struct error *err);

bool hidden_is_safe(const struct hidden_cell *cell, double threshold);

#endif
