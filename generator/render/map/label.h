/* Placing labels: deterministic, greedy, in the order of the calls. */
#ifndef RENDER_MAP_LABEL_H
#define RENDER_MAP_LABEL_H

#include "gencarto/render/map/map.h"

/* An area on a grid of small cells, with running sums: how much of any box it covers costs four look-ups. Only the part
 * of the drawing that holds the area has sums. */
struct mask {
    struct point size; /* of the drawing, in whole cells */
    double cell;
    size_t left, top, columns, rows; /* the part */
    int *sums;                       /* cells covered above and left of each of its grid corners */
    struct box covers;               /* the rectangle that holds the area */
};

struct mask mask_of(struct arena *arena, const struct subpath *subpaths, size_t count, struct point size, double cell);

/* 0..1: the part of the box that the area covers; outside the drawing nothing is covered. */
double mask_share(const struct mask *mask, struct box box);

/* What labels must not cover. */
struct obstacles {
    struct arena *arena;
    struct box *boxes;
    size_t count, capacity;
};

void obstacles_add(struct obstacles *obstacles, struct box box);
bool obstacles_meet(const struct obstacles *obstacles, struct box box);
void obstacles_add_line(struct obstacles *obstacles, struct point from, struct point to);

struct box box_around(struct point centre, double width, double height);
struct box box_grown(struct box box, double margin);
bool box_is_inside(struct box box, struct point size, double margin);

/* The centre nearest to `near` for a label of this size: wholly inside the area with `margin` to spare if it can be,
 * else with as much of it inside as can be; free of obstacles. The share inside is 0 when no place is free. */
struct point label_find(const struct mask *area, const struct obstacles *obstacles, struct point near, double width,
                        double height, double margin, double *out_share);

/* A label beside its place, with a leader. */
struct beside {
    struct box box;
    struct point leader; /* the leader's end */
    bool is_right;       /* of the place: the text starts at the leader, else it ends there */
    double length;
};

/* The nearest place for a label outside the area, free of obstacles, whose leader is shorter than `longest` and crosses
 * none of `texts`. False when there is none. */
bool label_find_beside(const struct mask *area, const struct obstacles *obstacles, const struct obstacles *texts,
                       struct point from, double width, double height, double longest, struct beside *out_beside);

#endif
