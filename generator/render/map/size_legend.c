#include "size_legend.h"

#include <math.h>

#define SMALLEST_RING 2 /* px: a smaller one would be a dot */

/* The largest 1, 2 or 5 times a power of ten that is not above. */
static double round_down(double value)
{
    double power = pow(10, floor(log10(value))), multiple = value / power;
    return power * (multiple >= 5 ? 5 : multiple >= 2 ? 2 : 1);
}

double size_legend_draw(const struct map_context *context, struct drawing *drawing, double x, double y, double unit,
                        double largest)
{
    double size = theme_number(context->theme, "map-text"), value = largest >= 1 ? round_down(largest) : 0;
    double reach = unit * sqrt(value), middle = x + reach + 1, foot = y + 2 * reach, lowest = foot;
    for (int i = 0; i < 3 && value >= 1 && unit * sqrt(value) >= SMALLEST_RING; i++) {
        double radius = unit * sqrt(value), top = foot - 2 * radius;
        struct buf text;
        buf_init(&text, context->arena);
        typography_int(&text, (int64_t)value, context->language);
        drawing_circle(drawing, "ring", middle, foot - radius, radius);
        double text_y = i == 0 ? top : fmax(top, lowest + size + 2);
        lowest = text_y;
        struct point points[] = {{middle, top}, {middle + reach + 8, text_y}, {middle + reach + 14, text_y}};
        drawing_polyline(drawing, "leader", points, 3, false);
        drawing_text(drawing, "label", middle + reach + 18, text_y + 4, ANCHOR_START, size, buf_str(&text));
        value = value >= 3 ? round_down(value / 3) : 0;
    }
    return fmax(foot, lowest + 4);
}
