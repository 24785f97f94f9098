/* What a figure of the site draws, as plain geometry in the units of its SVG file: what its picture and its PDF must
 * draw too. Reads what our own writer makes: paths of straight lines, rectangles, circles, texts, groups. */
#ifndef GENCARTO_GENERATOR_AUDIT_OUTLINE_H
#define GENCARTO_GENERATOR_AUDIT_OUTLINE_H

#include <stdint.h>

#include "gencarto/base/str.h"

#define OUTLINE_NONE    (-1) /* nothing is painted */
#define OUTLINE_PATTERN (-2) /* of two colours */

struct outline_point {
    double x, y;
    bool starts;     /* a part of its shape */
    bool is_pattern; /* its shape is filled with a pattern */
};

struct outline_shape {
    size_t first_point, point_count;
    int32_t fill, stroke; /* 0xrrggbb, or one of those above */
    double width;         /* of the stroke */
    bool is_dashed, is_even_odd;
    bool is_round; /* of a circle: its points stand around it */
};

struct outline_text {
    double x, y, size, halo;
    double anchor; /* what part of the text stands before x: 0, 0.5, 1 */
    struct str text;
    int32_t fill;
    size_t shapes_before; /* how many shapes it is painted over */
};

struct outline_box {
    double left, top, right, bottom;
};

struct outline {
    struct arena *arena;
    double width, height;
    struct outline_point *points;
    struct outline_shape *shapes;
    struct outline_text *texts;
    size_t point_count, shape_count, text_count;
    size_t point_capacity, shape_capacity, text_capacity;
    bool is_known; /* false: it draws something that is not read here */
};

/* Everything lives in the arena; texts are slices of `svg`. */
void outline_read(struct arena *arena, struct str svg, struct outline *out);

/* Where the text may have ink: at least as large as with the widest letters. */
struct outline_box outline_text_box(const struct outline_text *text);

#endif
