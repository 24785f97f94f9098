/* What an attacker learns of hidden counts: the sums between published figures are equations, counts are whole and not
 * negative, and where zeros are shown a hidden one is at least 1. What the definitions of two counts say of each
 * other are limits: equations with a cell for what they leave, which is 0 or more. First intervals are propagated
 * through the equations until they stand still, then through the limits as well; then, for each cell whose interval may
 * still be too narrow, two linear programs give its least and greatest value (GLPK's simplex).
 *
 * A limit that contradicts what is published does not hold there (files may tell of an exit without its entry), and is
 * left aside: who believed it would believe what is not so. */
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
    bool is_limit;   /* it may turn out not to hold */
};

enum hidden_kind {
    HIDDEN_COUNT,
    HIDDEN_REST, /* what a limit leaves: a difference that is not published, of no matter */
    HIDDEN_STOCK /* those who are present: what a limit leaves, published unless it is hidden */
};

struct hidden_cell {
    struct str name;
    double low, high; /* what is known of it; before the attack: at least, at most (HUGE_VAL) */
    enum hidden_kind kind;
};

struct hidden_system {
    struct hidden_cell *cells;
    size_t cell_count, cell_capacity;
    struct hidden_equation *equations;
    size_t equation_count, equation_capacity;
    struct hidden_term *terms;
    size_t term_count, term_capacity;
};

/* What an attack took, and left aside. */
struct hidden_report {
    int64_t programs; /* linear programs solved */
    int64_t limits;   /* that were used */
    int64_t refuted;  /* limits that do not hold */
};

/* Narrows low and high of each cell as far as needed to tell whether it is safe: at least `threshold` - 1 between them,
 * and high at least `threshold` (or, of what corrections took away, low at most -`threshold`). A stock is safe unless
 * it is known to be somebody, and fewer than `threshold`. ERROR_DISCLOSURE when the equations that are no limits
 * contradict each other, which published figures never do. */
bool hidden_attack(struct arena *arena, struct hidden_system *system, double threshold,
                   struct hidden_report *out_report, struct error *err);

bool hidden_is_safe(const struct hidden_cell *cell, double threshold);

#endif
