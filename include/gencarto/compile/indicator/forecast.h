/* Forecasts of a quarterly series by three simple methods, and how well each did on the past. Numbers only: no
 * database. Every result comes from + - * / and sqrt, which IEEE 754 rounds alike everywhere: the same series, the same
 * bits.
 *
 *     double y[] = {0, 610, 1705, 2250, 4585, 6200, 7680, 8600}; // the last quarter known is y[7]
 *     enum forecast_method method = forecast_choose(y, 8, trials);
 *     struct forecast_point next[2];
 *     forecast_make(method, y, 8, 2, next);                      // the two quarters to come
 *
 * The methods, from R. J. Hyndman and G. Athanasopoulos, "Forecasting: Principles and Practice", 3rd edition, 2021:
 * - pace (5.2, drift): the mean change of the last four quarters goes on;
 * - trend (8.2): Holt's linear trend, damped (E. S. Gardner and E. McKenzie, Management Science 31(10), 1985), with the
 *   smoothing of level and trend and the damping that left the smallest squared errors one quarter ahead, of a
 *   short grid;
 * - season (5.2, seasonal naive, of changes): each quarter changes as much as the same quarter a year before.
 */
#ifndef GENCARTO_COMPILE_INDICATOR_FORECAST_H
#define GENCARTO_COMPILE_INDICATOR_FORECAST_H

#include <stdbool.h>

enum forecast_method { FORECAST_PACE, FORECAST_TREND, FORECAST_SEASON, FORECAST_METHODS };

#define FORECAST_FIRST 5 /* values that every method needs: four changes */

struct forecast_point {
    double value, low, high; /* the interval should hold eight times in ten */
};

struct forecast_trial { /* of one method, from each past quarter that has FORECAST_FIRST values before it */
    int origins;
    double mean_error; /* mean absolute error one quarter ahead; 0 without origins */
    double deviation;  /* square root of the mean squared error */
};

/* The value `ahead` quarters after the last of `count`, at least FORECAST_FIRST, values. */
double forecast_value(enum forecast_method method, const double *values, int count, int ahead);

/* Tries a method on the first FORECAST_FIRST, FORECAST_FIRST + 1, ... count - 1 values, each against the next. */
struct forecast_trial forecast_try(enum forecast_method method, const double *values, int count);

/* The method of the smallest mean error, the first among equals; `out_trials` has FORECAST_METHODS. */
enum forecast_method forecast_choose(const double *values, int count, struct forecast_trial *out_trials);

/* The values h = 1 .. horizon quarters after the last. The interval is value +- t s sqrt(h (1 + h / 4)): s the root of
 * the mean squared error of all methods one quarter ahead (that of the chosen one alone would be too small, since it
 * was chosen for being small), t Student's quantile of 90 % with as many degrees of freedom as origins; the growth with
 * h is that of the drift of four changes, taken for all methods. False, and nothing written, without an origin. */
bool forecast_make(enum forecast_method method, const double *values, int count, int horizon,
                   struct forecast_point *out_points);

#endif
