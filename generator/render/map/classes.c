#include "gencarto/render/map/classes.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static int compare_values(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Breaks are places in the sorted values: a class begins at each. A break never parts equal values. */
struct breaks {
    size_t at[CLASSES_MAX];
    size_t count; /* the first is 0 */
};

static void breaks_add(struct breaks *breaks, const double *values, size_t at)
{
    bool parts = at > 0 && values[at - 1] < values[at];
    if (parts && breaks->at[breaks->count - 1] < at && breaks->count < CLASSES_MAX) {
        breaks->at[breaks->count++] = at;
    }
}

static struct breaks quantile_breaks(const double *values, size_t n, size_t classes)
{
    struct breaks breaks = {.count = 1};
    for (size_t k = 1; k < classes; k++) {
        size_t low = k * n / classes, high = low;
        while (low > 0 && !(values[low - 1] < values[low])) {
            low--;
        }
        while (high < n && high > 0 && !(values[high - 1] < values[high])) {
            high++;
        }
        size_t wanted = k * n / classes;
        breaks_add(&breaks, values, high < n && high - wanted < wanted - low ? high : low);
    }
    return breaks;
}

static struct breaks equal_breaks(const double *values, size_t n, size_t classes)
{
    struct breaks breaks = {.count = 1};
    for (size_t k = 1; k < classes; k++) {
        double bound = values[0] + (values[n - 1] - values[0]) * (double)k / (double)classes;
        size_t at = 0;
        while (at < n && values[at] < bound) {
            at++;
        }
        if (at < n) {
            breaks_add(&breaks, values, at);
        }
    }
    return breaks;
}

/* Sums of the values and of their squares before each place: the squared deviation of any run in two subtractions.
 * Values are taken from their mean, so that nothing is lost to cancellation. */
struct sums {
    double *plain, *square;
};

static struct sums sums_of(struct arena *scratch, const double *values, size_t n)
{
    struct sums sums = {arena_array(scratch, double, n + 1), arena_array(scratch, double, n + 1)};
    double mean = 0;
    for (size_t i = 0; i < n; i++) {
        mean += values[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        double v = values[i] - mean;
        sums.plain[i + 1] = sums.plain[i] + v;
        sums.square[i + 1] = sums.square[i] + v * v;
    }
    return sums;
}

static double deviation(const struct sums *sums, size_t from, size_t to)
{
    double sum = sums->plain[to] - sums->plain[from];
    return fmax(0, sums->square[to] - sums->square[from] - sum * sum / (double)(to - from));
}

static struct breaks jenks_breaks(struct arena *scratch, const double *values, size_t n, size_t classes)
{
    struct sums sums = sums_of(scratch, values, n);
    double *cost = arena_array(scratch, double, (classes + 1) * (n + 1));  /* of the first j values in k classes */
    size_t *start = arena_array(scratch, size_t, (classes + 1) * (n + 1)); /* where the last of these begins */
    size_t width = n + 1;
    for (size_t k = 0; k <= classes; k++) {
        for (size_t j = 0; j <= n; j++) {
            cost[k * width + j] = k == 0 && j == 0 ? 0 : HUGE_VAL;
            for (size_t i = 0; k > 0 && i < j; i++) {
                bool parts = i == 0 || values[i - 1] < values[i];
                double total = parts ? cost[(k - 1) * width + i] + deviation(&sums, i, j) : HUGE_VAL;
                if (total < cost[k * width + j]) {
                    cost[k * width + j] = total;
                    start[k * width + j] = i;
                }
            }
        }
    }
    size_t used = classes;
    while (used > 1 && cost[used * width + n] >= HUGE_VAL) {
        used--;
    }
    struct breaks breaks = {.count = used};
    for (size_t k = used, j = n; k > 0; k--) {
        j = start[k * width + j];
        breaks.at[k - 1] = j;
    }
    return breaks;
}

static struct breaks breaks_of(struct arena *scratch, const double *values, size_t n, enum classes_method method,
                               size_t classes)
{
    switch (method) {
    case CLASSES_QUANTILES:
        return quantile_breaks(values, n, classes);
    case CLASSES_EQUAL:
        return equal_breaks(values, n, classes);
    default:
        return jenks_breaks(scratch, values, n, classes);
    }
}

/* The roundest number above `low` and not above `high`: a multiple of 5, 2 or 1 times the largest power of ten. */
static double round_between(double low, double high, int *out_decimals)
{
    static const double steps[] = {5, 2, 1};
    for (int power = 12; power >= -12; power--) {
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            double scale = pow(10, abs(power));
            double multiple = power < 0 ? floor(high * scale / steps[i]) : floor(high / scale / steps[i]);
            double bound = power < 0 ? multiple * steps[i] / scale : multiple * steps[i] * scale;
            if (bound > low && bound <= high) {
                *out_decimals = power < 0 ? -power : 0;
                return bound;
            }
        }
    }
    *out_decimals = 9;
    return high;
}

static int decimals_of(double value)
{
    int decimals = 0;
    for (double scale = 1; decimals < 6 && fabs(value * scale - round(value * scale)) > 1e-9 * scale; decimals++) {
        scale *= 10;
    }
    return decimals;
}

static void add_bound(struct classes *classes, double bound, int decimals)
{
    classes->bounds[classes->count - 1] = bound;
    classes->count++;
    classes->decimals = decimals > classes->decimals ? decimals : classes->decimals;
}

static void add_breaks(struct classes *classes, const double *values, const struct breaks *breaks)
{
    for (size_t k = 1; k < breaks->count; k++) {
        int decimals = 0;
        double bound = round_between(values[breaks->at[k] - 1], values[breaks->at[k]], &decimals);
        add_bound(classes, bound, decimals);
    }
}

/* How many of the classes go below the target: by count of values, at least one on each side. */
static size_t classes_below(size_t below, size_t n, size_t classes)
{
    size_t share = (size_t)floor((double)(classes * below) / (double)n + 0.5);
    return share < 1 ? 1 : share > classes - 1 ? classes - 1 : share;
}

static void fill_in(struct classes *classes, struct arena *scratch, const double *values, size_t n,
                    enum classes_method method, size_t class_count, double target)
{
    size_t below = 0;
    while (below < n && values[below] < target) {
        below++;
    }
    bool splits = !isnan(target) && below > 0 && below < n && class_count > 1;
    if (!splits) {
        struct breaks all = breaks_of(scratch, values, n, method, class_count);
        add_breaks(classes, values, &all);
        return;
    }
    size_t under = classes_below(below, n, class_count);
    struct breaks low = breaks_of(scratch, values, below, method, under);
    struct breaks high = breaks_of(scratch, values + below, n - below, method, class_count - under);
    add_breaks(classes, values, &low);
    classes->has_target = true;
    classes->target = classes->count - 1;
    classes->target_decimals = decimals_of(target);
    add_bound(classes, target, decimals_of(target));
    add_breaks(classes, values + below, &high);
}

static void use_fixed(struct classes *classes, double target, const double *fixed, size_t fixed_count)
{
    assert(fixed_count < CLASSES_MAX);
    for (size_t i = 0; i < fixed_count; i++) {
        if (!isnan(target) && fabs(fixed[i] - target) <= 0) {
            classes->has_target = true;
            classes->target = i;
            classes->target_decimals = decimals_of(target);
        }
        add_bound(classes, fixed[i], decimals_of(fixed[i]));
    }
}

struct classes classes_make(struct arena *scratch, const double *values, size_t value_count, enum classes_method method,
                            size_t class_count, double target, const double *fixed, size_t fixed_count)
{
    assert(class_count >= 1 && class_count <= CLASSES_MAX);
    struct arena_mark mark = arena_save(scratch);
    struct classes classes = {.count = 1};
    double *sorted = arena_array(scratch, double, value_count);
    for (size_t i = 0; i < value_count; i++) {
        sorted[i] = values[i];
    }
    qsort(sorted, value_count, sizeof *sorted, compare_values);
    if (method == CLASSES_FIXED) {
        use_fixed(&classes, target, fixed, fixed_count);
    } else if (value_count > 0) {
        fill_in(&classes, scratch, sorted, value_count, method, class_count, target);
    }
    for (size_t i = 0; i < value_count; i++) {
        classes.members[classes_of(&classes, values[i])]++;
    }
    arena_restore(scratch, mark);
    return classes;
}

size_t classes_of(const struct classes *classes, double value)
{
    size_t class = 0;
    while (class + 1 < classes->count && value >= classes->bounds[class]) {
        class ++;
    }
    return class;
}
