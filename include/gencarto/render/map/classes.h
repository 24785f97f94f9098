/* Class breaks of a choropleth.
 *
 * A class holds the values from its lower bound up to, not including, its upper one. Bounds are rounded to the roundest
 * number that leaves every value in its class, and one is the target where there is one: then the values below and
 * those from it on are classed apart, or the nearest bound moves there (deviation, nested means, geometric, pretty). A
 * class that would hold no value is joined to the next, but for fixed bounds.
 *
 *     struct classes classes = classes_make(arena, shares, n, CLASSES_JENKS, 5, 30, NULL, 0);
 *     size_t class = classes_of(&classes, 24.0);                 // 0 is the lowest
 */
#ifndef GENCARTO_RENDER_MAP_CLASSES_H
#define GENCARTO_RENDER_MAP_CLASSES_H

#include "gencarto/base/str.h"

enum { CLASSES_MAX = 6 };

enum classes_method {
    CLASSES_FIXED,        /* the bounds given */
    CLASSES_JENKS,        /* least sum of squared deviations inside the classes, exact by dynamic programming:
                             Fisher, "On grouping for maximum homogeneity" (1958) */
    CLASSES_QUANTILES,    /* as many values in each class, equal values together */
    CLASSES_EQUAL,        /* as wide an interval each */
    CLASSES_DEVIATION,    /* at the mean and whole, halved or doubled standard deviations from it (n - 1) */
    CLASSES_NESTED_MEANS, /* at the mean, and with four classes or more at the means of both halves */
    CLASSES_GEOMETRIC,    /* each class as many times as wide as the one below; of zeros a class of their own */
    CLASSES_PRETTY,       /* at multiples of 1, 2 or 5 times a power of ten: R's pretty() */
    CLASSES_TARGET,       /* the same multiples, counted from the target */
    CLASSES_METHODS
};

/* "fixed", "jenks", "quantiles", "equal", "deviation", "nested-means", "geometric", "pretty", "target". */
bool classes_method_parse(struct str name, enum classes_method *out_method);

struct classes {
    size_t count;                   /* 1..CLASSES_MAX; fewer than asked when there are fewer distinct values */
    double bounds[CLASSES_MAX - 1]; /* between the classes, ascending: count - 1 of them */
    int decimals;                   /* that the bounds need */
    size_t members[CLASSES_MAX];    /* how many values are in each */
    bool has_target;                /* one of the bounds is the target */
    size_t target;                  /* its place in bounds */
    int target_decimals;            /* that it alone needs */
};

/* `target` is not a number when there is none; one outside the values gives no bound, but for fixed bounds it is only
 * looked for among them. `fixed` (CLASSES_FIXED only) is ascending, at most CLASSES_MAX - 1 of them. Values are finite.
 */
struct classes classes_make(struct arena *scratch, const double *values, size_t value_count, enum classes_method method,
                            size_t class_count, double target, const double *fixed, size_t fixed_count);

size_t classes_of(const struct classes *classes, double value);

#endif
