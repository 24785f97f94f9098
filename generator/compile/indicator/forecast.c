#include "gencarto/compile/indicator/forecast.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#define SEASON 4 /* quarters in a year, and changes of the last pace */

/* ---- The methods: the value `ahead` quarters after values[count - 1] ---- */

static double pace(const double *values, int count, int ahead)
{
    return values[count - 1] + ahead * (values[count - 1] - values[count - 1 - SEASON]) / SEASON;
}

static double season(const double *values, int count, int ahead)
{
    double value = values[count - 1];
    for (int h = 0; h < ahead; h++) {
        int year_ago = count - SEASON + h % SEASON;
        value += values[year_ago] - values[year_ago - 1];
    }
    return value;
}

struct damping {
    double level, trend, damp; /* alpha, beta, phi */
};

struct holt {
    double level, trend;
    double squares; /* sum of the squared errors one quarter ahead */
};

static struct holt smooth(const double *values, int count, struct damping by)
{
    struct holt state = {values[0], values[1] - values[0], 0};
    for (int i = 1; i < count; i++) {
        double expected = state.level + by.damp * state.trend;
        double error = values[i] - expected;
        double level = expected + by.level * error;
        state.trend = by.damp * state.trend + by.level * by.trend * error;
        state.level = level;
        state.squares += error * error;
    }
    return state;
}

static const double level_grid[] = {0.4, 0.6, 0.8, 1.0};
static const double trend_grid[] = {0.1, 0.3, 0.5, 0.8};
static const double damp_grid[] = {0.8, 0.9, 0.98};
#define LENGTH(grid) (sizeof(grid) / sizeof *(grid))

/* The first of the grid with the smallest squared errors. */
static struct damping best_damping(const double *values, int count)
{
    struct damping best = {level_grid[0], trend_grid[0], damp_grid[0]};
    double least = smooth(values, count, best).squares;
    for (size_t i = 0; i < LENGTH(level_grid) * LENGTH(trend_grid) * LENGTH(damp_grid); i++) {
        struct damping by = {level_grid[i / LENGTH(damp_grid) / LENGTH(trend_grid)],
                             trend_grid[i / LENGTH(damp_grid) % LENGTH(trend_grid)], damp_grid[i % LENGTH(damp_grid)]};
        double squares = smooth(values, count, by).squares;
        if (squares < least) {
            least = squares;
            best = by;
        }
    }
    return best;
}

static double trend(const double *values, int count, int ahead)
{
    struct damping by = best_damping(values, count);
    struct holt state = smooth(values, count, by);
    double damp = 1, sum = 0;
    for (int h = 0; h < ahead; h++) {
        damp *= by.damp;
        sum += damp;
    }
    return state.level + sum * state.trend;
}

double forecast_value(enum forecast_method method, const double *values, int count, int ahead)
{
    assert(count >= FORECAST_FIRST);
    static double (*const methods[FORECAST_METHODS])(const double *, int, int) = {
        [FORECAST_PACE] = pace, [FORECAST_TREND] = trend, [FORECAST_SEASON] = season};
    return methods[method](values, count, ahead);
}

/* ---- The past ---- */

struct forecast_trial forecast_try(enum forecast_method method, const double *values, int count)
{
    struct forecast_trial trial = {0, 0, 0};
    for (int known = FORECAST_FIRST; known < count; known++) {
        double error = forecast_value(method, values, known, 1) - values[known];
        trial.mean_error += error < 0 ? -error : error;
        trial.deviation += error * error;
        trial.origins++;
    }
    if (trial.origins > 0) {
        trial.mean_error /= trial.origins;
        trial.deviation = sqrt(trial.deviation / trial.origins);
    }
    return trial;
}

enum forecast_method forecast_choose(const double *values, int count, struct forecast_trial *out_trials)
{
    enum forecast_method best = FORECAST_PACE;
    for (unsigned m = 0; m < FORECAST_METHODS; m++) {
        out_trials[m] = forecast_try((enum forecast_method)m, values, count);
        if (out_trials[m].mean_error < out_trials[best].mean_error) {
            best = (enum forecast_method)m;
        }
    }
    return best;
}

/* Student's quantile of 90 %, by degrees of freedom from 1; the normal one beyond the table. */
static double student(int freedom)
{
    static const double quantiles[] = {3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372,
                                       1.363, 1.356, 1.350, 1.345, 1.341, 1.337, 1.333, 1.330, 1.328, 1.325,
                                       1.323, 1.321, 1.319, 1.318, 1.316, 1.315, 1.314, 1.313, 1.311, 1.310};
    return freedom <= (int)LENGTH(quantiles) ? quantiles[freedom - 1] : 1.282;
}

/* Of all methods together: the deviation of the chosen one alone is too small, since it was chosen for that. */
static double pooled_deviation(const double *values, int count)
{
    double squares = 0;
    for (unsigned m = 0; m < FORECAST_METHODS; m++) {
        double deviation = forecast_try((enum forecast_method)m, values, count).deviation;
        squares += deviation * deviation;
    }
    return sqrt(squares / FORECAST_METHODS);
}

bool forecast_make(enum forecast_method method, const double *values, int count, int horizon,
                   struct forecast_point *out_points)
{
    if (count <= FORECAST_FIRST) {
        return false;
    }
    double unit = student(count - FORECAST_FIRST) * pooled_deviation(values, count);
    for (int h = 1; h <= horizon; h++) {
        double value = forecast_value(method, values, count, h);
        double margin = unit * sqrt(h * (1 + h / (double)SEASON));
        out_points[h - 1] = (struct forecast_point){value, value - margin, value + margin};
    }
    return true;
}
