/* Places on the ground, and the rectangles that hold them. */
#ifndef GENCARTO_GEO_POSITION_H
#define GENCARTO_GEO_POSITION_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Metres east and north in a projected system; where said so, degrees: x the longitude, y the latitude. */
struct position {
    double x, y;
};

/* A line through positions, borrowed. */
struct line {
    const struct position *points;
    size_t count;
};

struct extent {
    double min_x, min_y, max_x, max_y;
};

/* Holds nothing: the start of extent_include. */
#define EXTENT_EMPTY ((struct extent){HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL})

void extent_include(struct extent *extent, struct position position);
void extent_join(struct extent *extent, struct extent other);
bool extent_meets(struct extent a, struct extent b);
bool extent_holds(struct extent outer, struct extent inner);
struct extent extent_of(const struct position *points, size_t count);

/* Twice the signed area of the triangle, positive when a, b, c turn counter-clockwise. */
double position_turn(struct position a, struct position b, struct position c);

double position_distance(struct position a, struct position b);

/* From `p` to the nearest place of the segment a b. */
double position_distance_to_segment(struct position p, struct position a, struct position b);

#endif
