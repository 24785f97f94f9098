/* Axes with round numbers. Source of the idea: Heckbert, "Nice numbers for graph labels", Graphics Gems (1990), with
 * the steps 1, 2, 2.5 and 5. */
#ifndef GENCARTO_RENDER_CHART_AXIS_H
#define GENCARTO_RENDER_CHART_AXIS_H

#include <stdbool.h>

struct axis {
    double min, max, step; /* min and max are multiples of step, max > min */
    int intervals;         /* (max - min) / step */
    int decimals;          /* that the numbers of the axis need */
};

/* The axis of at most `max_intervals` (2 or more) equal steps that covers low..high with the smallest round step.
 * `whole` keeps to whole numbers (counts). When low == high, or the order is wrong, one step above low is shown. */
struct axis axis_cover(double low, double high, int max_intervals, bool whole);

/* The axis of a bullet chart: three numbers, 0, half and end, where the end is the smallest round number (1 1.2 1.6
 * 2 2.4 3 4 5 6 8 x 10^k, so that its half is round too) not below `least`. Counts have a whole half; a `least` of 0 or
 * less ends at 10. With a negative `lowest` the three numbers are a negative end, 0 and the end. */
struct axis axis_bullet(double lowest, double least, bool whole);

/* Number i (0..intervals) of the axis, free of the noise of repeated addition. */
double axis_number(const struct axis *axis, int i);

/* Where `value` lies between from_px (min) and to_px (max); not clamped. */
double axis_place(const struct axis *axis, double value, double from_px, double to_px);

#endif
