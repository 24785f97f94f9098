#include "label.h"

#include <math.h>
#include <stdlib.h>

#define LABEL_GAP 5 /* px: two texts side by side do not read as one */

/* ---- Mask ---- */

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Where the outline crosses the middle of each row of cells: those of row r are x[starts[r]] to x[starts[r + 1] - 1].
 */
struct crossings {
    size_t *starts;
    double *x;
};

struct row_range {
    size_t first, end;
};

/* The rows whose middle the edge may cross. */
static struct row_range rows_of(struct point a, struct point b, double cell, size_t rows)
{
    double low = floor(fmin(a.y, b.y) / cell - 0.5), high = ceil(fmax(a.y, b.y) / cell + 0.5);
    if (high <= 0 || low >= (double)rows) {
        return (struct row_range){0, 0};
    }
    return (struct row_range){low <= 0 ? 0 : (size_t)low, high >= (double)rows ? rows : (size_t)high};
}

/* Counts the crossings of each row into starts[row + 1], or, with x, puts them where starts[row] says and moves that
 * on. */
static void visit_crossings(const struct subpath *subpaths, size_t count, double cell, size_t rows, size_t *starts,
                            double *x)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < subpaths[i].count; j++) {
            struct point a = subpaths[i].points[j], b = subpaths[i].points[(j + 1) % subpaths[i].count];
            struct row_range range = rows_of(a, b, cell, rows);
            for (size_t row = range.first; row < range.end; row++) {
                double y = ((double)row + 0.5) * cell;
                if ((a.y > y) == (b.y > y)) {
                    continue;
                }
                if (x == NULL) {
                    starts[row + 1]++;
                } else {
                    x[starts[row]++] = a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x);
                }
            }
        }
    }
}

static struct crossings crossings_of(struct arena *arena, const struct subpath *subpaths, size_t count, double cell,
                                     size_t rows)
{
    struct crossings crossings = {.starts = arena_array(arena, size_t, rows + 2)};
    visit_crossings(subpaths, count, cell, rows, crossings.starts, NULL);
    for (size_t row = 0; row < rows; row++) {
        crossings.starts[row + 1] += crossings.starts[row];
    }
    crossings.x = arena_array(arena, double, crossings.starts[rows]);
    size_t *next = arena_array(arena, size_t, rows + 1);
    for (size_t row = 0; row < rows; row++) {
        next[row] = crossings.starts[row];
    }
    visit_crossings(subpaths, count, cell, rows, next, crossings.x);
    for (size_t row = 0; row < rows; row++) {
        size_t from = crossings.starts[row];
        qsort(crossings.x + from, crossings.starts[row + 1] - from, sizeof *crossings.x, compare_numbers);
    }
    return crossings;
}

static struct box bounds_of(const struct subpath *subpaths, size_t count, struct point size)
{
    struct box box = {size.x, size.y, 0, 0};
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < subpaths[i].count; j++) {
            struct point p = subpaths[i].points[j];
            box = (struct box){fmin(box.x0, p.x), fmin(box.y0, p.y), fmax(box.x1, p.x), fmax(box.y1, p.y)};
        }
    }
    return box;
}

struct mask mask_of(struct arena *arena, const struct subpath *subpaths, size_t count, struct point size, double cell)
{
    struct mask mask = {.columns = (size_t)ceil(size.x / cell), .rows = (size_t)ceil(size.y / cell), .cell = cell};
    size_t width = mask.columns + 1;
    mask.sums = arena_array(arena, int, width *(mask.rows + 1));
    mask.covers = bounds_of(subpaths, count, size);
    struct crossings crossings = crossings_of(arena, subpaths, count, cell, mask.rows);
    for (size_t row = 0; row < mask.rows; row++) {
        const double *x = crossings.x + crossings.starts[row];
        size_t n = crossings.starts[row + 1] - crossings.starts[row], passed = 0;
        int covered = 0;
        for (size_t column = 0; column < mask.columns; column++) {
            while (passed < n && x[passed] < ((double)column + 0.5) * cell) {
                passed++;
            }
            covered += (int)(passed % 2);
            mask.sums[(row + 1) * width + column + 1] = mask.sums[row * width + column + 1] + covered;
        }
    }
    return mask;
}

static size_t clamp(double value, size_t high)
{
    return value <= 0 ? 0 : value >= (double)high ? high : (size_t)value;
}

double mask_share(const struct mask *mask, struct box box)
{
    size_t left = clamp(floor(box.x0 / mask->cell), mask->columns),
           right = clamp(ceil(box.x1 / mask->cell), mask->columns);
    size_t top = clamp(floor(box.y0 / mask->cell), mask->rows), bottom = clamp(ceil(box.y1 / mask->cell), mask->rows);
    size_t width = mask->columns + 1;
    double cells = (ceil(box.x1 / mask->cell) - floor(box.x0 / mask->cell)) *
                   (ceil(box.y1 / mask->cell) - floor(box.y0 / mask->cell));
    int covered = mask->sums[bottom * width + right] - mask->sums[top * width + right] -
                  mask->sums[bottom * width + left] + mask->sums[top * width + left];
    return cells > 0 ? covered / cells : 0;
}

/* ---- Boxes ---- */

struct box box_around(struct point centre, double width, double height)
{
    return (struct box){centre.x - width / 2, centre.y - height / 2, centre.x + width / 2, centre.y + height / 2};
}

struct box box_grown(struct box box, double margin)
{
    return (struct box){box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin};
}

bool boxes_meet(struct box a, struct box b)
{
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

bool box_is_inside(struct box box, struct point size, double margin)
{
    return box.x0 >= margin && box.y0 >= margin && box.x1 <= size.x - margin && box.y1 <= size.y - margin;
}

void obstacles_add(struct obstacles *obstacles, struct box box)
{
    if (obstacles->count == obstacles->capacity) {
        size_t capacity = obstacles->capacity == 0 ? 32 : 2 * obstacles->capacity;
        obstacles->boxes =
            arena_grow(obstacles->arena, obstacles->boxes, obstacles->capacity * sizeof box, capacity * sizeof box);
        obstacles->capacity = capacity;
    }
    obstacles->boxes[obstacles->count++] = box;
}

bool obstacles_meet(const struct obstacles *obstacles, struct box box)
{
    for (size_t i = 0; i < obstacles->count; i++) {
        if (boxes_meet(obstacles->boxes[i], box)) {
            return true;
        }
    }
    return false;
}

void obstacles_add_line(struct obstacles *obstacles, struct point from, struct point to)
{
    int steps = 1 + (int)(hypot(to.x - from.x, to.y - from.y) / 6);
    for (int i = 0; i <= steps; i++) {
        double t = (double)i / steps;
        struct point p = {from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)};
        obstacles_add(obstacles, box_around(p, 4, 4));
    }
}

/* ---- Labels ---- */

struct point label_find(const struct mask *area, const struct obstacles *obstacles, struct point near, double width,
                        double height, double margin, double *out_share)
{
    struct point best = near, size = {(double)area->columns * area->cell, (double)area->rows * area->cell};
    double best_share = 0, best_distance = HUGE_VAL;
    for (double y = fmax(area->covers.y0, height / 2); y <= area->covers.y1; y += area->cell) {
        for (double x = fmax(area->covers.x0, width / 2); x <= area->covers.x1; x += area->cell) {
            double distance = hypot(x - near.x, y - near.y);
            if (best_share >= 1 && distance >= best_distance) {
                continue;
            }
            struct box box = box_around((struct point){x, y}, width, height);
            double share = mask_share(area, box_grown(box, margin));
            share = share >= 1 ? 1 : floor(10 * share) / 10;
            bool is_better = share > best_share || (share >= best_share && distance < best_distance);
            if (share > 0 && is_better && box_is_inside(box, size, 2) &&
                !obstacles_meet(obstacles, box_grown(box, LABEL_GAP))) {
                best = (struct point){x, y};
                best_share = share;
                best_distance = distance;
            }
        }
    }
    *out_share = best_share;
    return best;
}

static struct beside beside_at(struct point from, struct point centre, double width, double height)
{
    struct beside beside = {.box = box_around(centre, width, height), .is_right = centre.x > from.x};
    beside.leader = (struct point){beside.is_right ? beside.box.x0 - 4 : beside.box.x1 + 4, beside.box.y0 + 8};
    beside.length = hypot(beside.leader.x - from.x, beside.leader.y - from.y);
    return beside;
}

static bool leader_is_free(const struct obstacles *texts, struct point from, struct point to)
{
    int steps = 1 + (int)(hypot(to.x - from.x, to.y - from.y) / 5);
    for (int i = 0; i <= steps; i++) {
        double t = (double)i / steps;
        struct point p = {from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)};
        if (obstacles_meet(texts, box_around(p, 6, 6))) {
            return false;
        }
    }
    return true;
}

bool label_find_beside(const struct mask *area, const struct obstacles *obstacles, const struct obstacles *texts,
                       struct point from, double width, double height, double longest, struct beside *out_beside)
{
    struct point size = {(double)area->columns * area->cell, (double)area->rows * area->cell};
    double nearest = longest;
    for (double y = 8; y < size.y; y += 4) {
        for (double x = 8; x < size.x; x += 4) {
            struct beside beside = beside_at(from, (struct point){x, y}, width, height);
            bool is_beside = beside.is_right ? beside.leader.x > from.x + 8 : beside.leader.x < from.x - 8;
            if (is_beside && beside.length < nearest && box_is_inside(beside.box, size, 4) &&
                mask_share(area, box_grown(beside.box, 6)) <= 0 &&
                !obstacles_meet(obstacles, box_grown(beside.box, 8)) && leader_is_free(texts, from, beside.leader)) {
                nearest = beside.length;
                *out_beside = beside;
            }
        }
    }
    return nearest < longest;
}
