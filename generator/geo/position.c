#include "gencarto/geo/position.h"

#include <math.h>

void extent_include(struct extent *extent, struct position position)
{
    /* Comparisons and not fmin, a call each: this is run for every point of every map. */
    extent->min_x = position.x < extent->min_x ? position.x : extent->min_x;
    extent->min_y = position.y < extent->min_y ? position.y : extent->min_y;
    extent->max_x = position.x > extent->max_x ? position.x : extent->max_x;
    extent->max_y = position.y > extent->max_y ? position.y : extent->max_y;
}

void extent_join(struct extent *extent, struct extent other)
{
    extent_include(extent, (struct position){other.min_x, other.min_y});
    extent_include(extent, (struct position){other.max_x, other.max_y});
}

bool extent_meets(struct extent a, struct extent b)
{
    return a.min_x <= b.max_x && b.min_x <= a.max_x && a.min_y <= b.max_y && b.min_y <= a.max_y;
}

bool extent_holds(struct extent outer, struct extent inner)
{
    return outer.min_x <= inner.min_x && inner.max_x <= outer.max_x && outer.min_y <= inner.min_y &&
           inner.max_y <= outer.max_y;
}

struct extent extent_of(const struct position *points, size_t count)
{
    struct extent extent = EXTENT_EMPTY;
    for (size_t i = 0; i < count; i++) {
        extent_include(&extent, points[i]);
    }
    return extent;
}

double position_turn(struct position a, struct position b, struct position c)
{
    return (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
}

double position_distance(struct position a, struct position b)
{
    return hypot(b.x - a.x, b.y - a.y);
}

double position_distance_to_segment(struct position p, struct position a, struct position b)
{
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    double t = square > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0;
    t = fmin(fmax(t, 0), 1);
    return position_distance(p, (struct position){a.x + t * dx, a.y + t * dy});
}
