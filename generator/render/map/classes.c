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

/* A break at the first value that each bound does not exceed. */
static struct breaks breaks_at(const double *values, size_t n, const double *bounds, size_t count)
{
    struct breaks breaks = {.count = 1};
    for (size_t k = 0; k < count; k++) {
        size_t at = 0;
        while (at < n && values[at] < bounds[k]) {
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

/* ---- Methods that give bounds ---- */

static double mean_of(const double *values, size_t from, size_t to)
{
    double sum = 0;
    for (size_t i = from; i < to; i++) {
        sum += (values[i] - values[from]) / (double)(to - from);
    }
    return to > from ? values[from] + sum : 0;
}

/* The step of R's pretty(): 1, 2, 5 or 10 times a power of ten, so that about `classes` of them cover the range
 * (R_pretty in R's appl/pretty.c, with its default biases). */
static double pretty_step(double range, size_t classes)
{
    double cell = range / (double)classes, base = pow(10, floor(log10(cell))), step = base;
    step = 2 * base - cell < 1.5 * (cell - step) ? 2 * base : step;
    step = 5 * base - cell < 2.75 * (cell - step) ? 5 * base : step;
    return 10 * base - cell < 1.5 * (cell - step) ? 10 * base : step;
}

/* The multiples of a step, from an origin, strictly inside the range; the step grows until there is room for all. */
static size_t multiples(double low, double high, double origin, double step, double *out_bounds)
{
    static const double growth[] = {2, 2.5, 2};
    for (size_t round = 0;; round++) {
        double first = floor((low - origin) / step + 1e-9) + 1, last = ceil((high - origin) / step - 1e-9) - 1;
        if (last - first + 1 <= CLASSES_MAX - 1) {
            size_t count = 0;
            for (double k = first; k <= last; k++) {
                out_bounds[count++] = origin + k * step;
            }
            return count;
        }
        step *= growth[round % 3];
    }
}

static void nest(const double *values, size_t from, size_t to, size_t classes, double *bounds, size_t *count)
{
    if (classes < 2 || to - from < 2) {
        return;
    }
    double mean = mean_of(values, from, to);
    size_t at = from;
    while (at < to && values[at] < mean) {
        at++;
    }
    nest(values, from, at, classes / 2, bounds, count);
    bounds[(*count)++] = mean;
    nest(values, at, to, classes / 2, bounds, count);
}

/* Of zeros, which no progression leaves, the first class is made; the rest is divided. */
static size_t geometric(const double *values, size_t n, size_t classes, double *bounds)
{
    size_t first = 0, count = 0;
    while (first < n && values[first] <= 0) {
        first++;
    }
    if (first == n) {
        return 0;
    }
    if (first > 0) {
        bounds[count++] = values[first];
        classes--;
    }
    for (size_t k = 1; k < classes; k++) {
        bounds[count++] = values[first] * pow(values[n - 1] / values[first], (double)k / (double)classes);
    }
    return count;
}

static size_t deviations(const double *values, size_t n, size_t classes, double *bounds)
{
    double mean = mean_of(values, 0, n), sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (values[i] - mean) * (values[i] - mean);
    }
    double deviation = n > 1 ? sqrt(sum / (double)(n - 1)) : 0;
    double low = (values[0] - mean) / deviation, high = (values[n - 1] - mean) / deviation;
    size_t count = deviation > 0 ? multiples(low, high, 0, pretty_step(high - low, classes), bounds) : 0;
    for (size_t i = 0; i < count; i++) {
        bounds[i] = mean + bounds[i] * deviation;
    }
    return count;
}

/* Bounds of the methods that have some, as they are before rounding; ascending. */
static size_t bounds_of(const double *values, size_t n, enum classes_method method, size_t classes, double target,
                        double *bounds)
{
    double low = values[0], high = values[n - 1];
    size_t count = 0;
    switch (method) {
    case CLASSES_EQUAL:
        for (size_t k = 1; k < classes; k++) {
            bounds[count++] = low + (high - low) * (double)k / (double)classes;
        }
        return count;
    case CLASSES_DEVIATION:
        return deviations(values, n, classes, bounds);
    case CLASSES_NESTED_MEANS:
        nest(values, 0, n, classes >= 4 ? 4 : 2, bounds, &count);
        return count;
    case CLASSES_GEOMETRIC:
        return geometric(values, n, classes, bounds);
    case CLASSES_PRETTY:
        return high > low ? multiples(low, high, 0, pretty_step(high - low, classes), bounds) : 0;
    case CLASSES_TARGET:
        return high > low ? multiples(low, high, isnan(target) ? 0 : target, pretty_step(high - low, classes), bounds)
                          : 0;
    default:
        return 0;
    }
}

static struct breaks breaks_of(struct arena *scratch, const double *values, size_t n, enum classes_method method,
                               size_t classes)
{
    double bounds[CLASSES_MAX];
    if (method == CLASSES_QUANTILES) {
        return quantile_breaks(values, n, classes);
    }
    if (method == CLASSES_JENKS) {
        return jenks_breaks(scratch, values, n, classes);
    }
    return breaks_at(values, n, bounds, bounds_of(values, n, method, classes, NAN, bounds));
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

/* Methods of the whole distribution keep their bounds; the one nearest to the target becomes the target. */
static bool is_whole(enum classes_method method)
{
    return method == CLASSES_DEVIATION || method == CLASSES_NESTED_MEANS || method == CLASSES_GEOMETRIC ||
           method == CLASSES_PRETTY || method == CLASSES_TARGET;
}

static bool parts(const double *values, size_t n, double low, double high)
{
    for (size_t i = 0; i < n; i++) {
        if (values[i] >= low && values[i] < high) {
            return true;
        }
    }
    return false;
}

static size_t nearest_bound(const double *bounds, size_t count, double target)
{
    size_t nearest = 0;
    for (size_t i = 1; i < count; i++) {
        nearest = fabs(bounds[i] - target) < fabs(bounds[nearest] - target) ? i : nearest;
    }
    return nearest;
}

static void fill_whole(struct classes *classes, const double *values, size_t n, enum classes_method method,
                       size_t class_count, double target)
{
    double bounds[CLASSES_MAX] = {0};
    size_t count = class_count > 1 ? bounds_of(values, n, method, class_count, target, bounds) : 0;
    bool has_target = count > 0 && target > values[0] && target <= values[n - 1];
    bool is_exact = method == CLASSES_PRETTY || method == CLASSES_TARGET;
    size_t place = has_target ? nearest_bound(bounds, count, target) : count;
    if (has_target) {
        bounds[place] = target;
    }
    double below = -HUGE_VAL;
    for (size_t k = 0; k < count; k++) {
        bool is_needed = parts(values, n, below, bounds[k]) && parts(values, n, bounds[k], HUGE_VAL);
        if (!is_needed) {
            continue;
        }
        int decimals = decimals_of(bounds[k]);
        size_t at = 0;
        while (at < n && values[at] < bounds[k]) {
            at++;
        }
        if (k == place) {
            classes->has_target = true;
            classes->target = classes->count - 1;
            classes->target_decimals = decimals;
        }
        below = bounds[k];
        double bound = is_exact || k == place ? bounds[k] : round_between(values[at - 1], values[at], &decimals);
        add_bound(classes, bound, decimals);
    }
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
    } else if (value_count > 0 && is_whole(method)) {
        fill_whole(&classes, sorted, value_count, method, class_count, target);
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

static const char *const method_names[CLASSES_METHODS] = {
    [CLASSES_FIXED] = "fixed",         [CLASSES_JENKS] = "jenks",         [CLASSES_QUANTILES] = "quantiles",
    [CLASSES_EQUAL] = "equal",         [CLASSES_DEVIATION] = "deviation", [CLASSES_NESTED_MEANS] = "nested-means",
    [CLASSES_GEOMETRIC] = "geometric", [CLASSES_PRETTY] = "pretty",       [CLASSES_TARGET] = "target",
};

bool classes_method_parse(struct str name, enum classes_method *out_method)
{
    for (enum classes_method method = CLASSES_FIXED; method < CLASSES_METHODS; method++) {
        if (str_equal(name, str_from(method_names[method]))) {
            *out_method = method;
            return true;
        }
    }
    return false;
}
