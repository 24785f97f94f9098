#include "gencarto/render/chart/axis.h"

#include <math.h>
#include <stddef.h>

/* A power of ten as a double; exact for the exponents that figures need. */
static double power_of_ten(int exponent)
{
    return exponent < 0 ? 1 / pow(10, -exponent) : pow(10, exponent);
}

/* digits x 10^exponent, where digits / unit is the round number: a division keeps 0.3 the nearest double to 0.3. */
static double round_number(int digits, int unit, int exponent)
{
    return exponent < 0 ? digits / (unit * pow(10, -exponent)) : digits * pow(10, exponent) / unit;
}

static int decimals_of(double step)
{
    int decimals = 0;
    for (double scaled = step; decimals < 9 && fabs(scaled - nearbyint(scaled)) > 1e-6 * fabs(scaled); decimals++)
        scaled = step * power_of_ten(decimals + 1);
    return decimals;
}

static bool fits(double low, double high, double step, int max_intervals)
{
    return ceil(high / step - 1e-9) - floor(low / step + 1e-9) <= max_intervals;
}

/* The smallest of 1 2 2.5 5 x 10^k that covers low..high. */
static double round_step(double low, double high, int max_intervals, bool whole)
{
    static const int TENTHS[] = {10, 20, 25, 50};
    int exponent = (int)floor(log10((high - low) / max_intervals)) - 1;
    if (whole && exponent < 0)
        exponent = 0;
    for (;; exponent++)
        for (size_t i = 0; i < sizeof TENTHS / sizeof *TENTHS; i++) {
            double step = round_number(TENTHS[i], 10, exponent);
            bool allowed = !whole || step == floor(step);
            if (allowed && fits(low, high, step, max_intervals))
                return step;
        }
}

struct axis axis_cover(double low, double high, int max_intervals, bool whole)
{
    if (!(high > low))
        high = low + (whole ? 1 : fmax(fabs(low) / 10, 1));
    double step = round_step(low, high, max_intervals, whole);
    double first = floor(low / step + 1e-9), last = ceil(high / step - 1e-9);
    return (struct axis){.min = first * step,
                         .max = last * step,
                         .step = step,
                         .intervals = (int)(last - first),
                         .decimals = decimals_of(step)};
}

/* The smallest round number, with a round half, not below `least`. */
static double round_end(double least, bool whole)
{
    static const int TENTHS[] = {10, 12, 16, 20, 24, 30, 40, 50, 60, 80};
    if (!(least > 0))
        return 10;
    for (int exponent = (int)floor(log10(least)) - 1;; exponent++)
        for (size_t i = 0; i < sizeof TENTHS / sizeof *TENTHS; i++) {
            double end = round_number(TENTHS[i], 10, exponent);
            bool allowed = !whole || end / 2 == floor(end / 2);
            if (allowed && end >= least * (1 - 1e-9))
                return end;
        }
}

struct axis axis_bullet(double lowest, double least, bool whole)
{
    double end = round_end(lowest < 0 ? fmax(least, -lowest) : least, whole);
    if (lowest < 0)
        return (struct axis){.min = -end, .max = end, .step = end, .intervals = 2, .decimals = decimals_of(end)};
    return (struct axis){.min = 0, .max = end, .step = end / 2, .intervals = 2, .decimals = decimals_of(end / 2)};
}

double axis_number(const struct axis *axis, int i)
{
    double number = axis->min + i * axis->step;
    return fabs(number) < axis->step * 1e-9 ? 0 : number;
}

double axis_place(const struct axis *axis, double value, double from_px, double to_px)
{
    return from_px + (to_px - from_px) * (value - axis->min) / (axis->max - axis->min);
}
