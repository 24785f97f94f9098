/* A key above or below a chart: swatches with their words, in lines that wrap. Internal to chart/. */
#ifndef GENERATOR_RENDER_CHART_KEY_H
#define GENERATOR_RENDER_CHART_KEY_H

#include "part.h"

enum key_shape { KEY_BOX, KEY_DOT, KEY_LINE, KEY_TICK };

struct key_item {
    const char *style;
    enum key_shape shape;
    double radius; /* KEY_DOT */
    struct str name;
};

/* The height of the key in that width; 0 without items. */
double key_height(const struct chart_setting *setting, const struct key_item *items, size_t count, double width);

/* Draws it with its top left corner at x, y. */
void key_draw(struct drawing *out, const struct chart_setting *setting, const struct key_item *items, size_t count,
              double x, double y, double width);

#endif
