#include "label.h"

#include <math.h>
#include <stdlib.h>

#define LEADER_GAP  4 /* px from a leader to its text */
#define LEADER_DROP 8 /* px from the top of the text to its leader */
#define LABEL_GAP   5 /* px: two texts side by side do not read as one */

/* ---- Mask ---- */

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Where the outline crosses the middle of each row of the mask's part: those of row r are x[starts[r]] to
 * x[starts[r + 1] - 1]. */
struct crossings {
    size_t *starts;
    double *x;
};

struct row_range {
    size_t first, end;
};

/* The rows whose middle the edge may cross. */
static struct row_range rows_of(const struct mask *mask, struct point a, struct point b)
{
    size_t rows = mask->rows;
    double low = floor(fmin(a.y, b.y) / mask->cell - 0.5) - (double)mask->top;
    double high = ceil(fmax(a.y, b.y) / mask->cell + 0.5) - (double)mask->top;
    if (high <= 0 || low >= (double)rows) {
        return (struct row_range){0, 0};
    }
    return (struct row_range){low <= 0 ? 0 : (size_t)low, high >= (double)rows ? rows : (size_t)high};
}

/* Counts the crossings of each row into starts[row + 1], or, with x, puts them where starts[row] says and moves that
 * on. */
static void visit_crossings(const struct mask *mask, const struct subpath *subpaths, size_t count, size_t *starts,
                            double *x)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < subpaths[i].count; j++) {
            struct point a = subpaths[i].points[j], b = subpaths[i].points[(j + 1) % subpaths[i].count];
            struct row_range range = rows_of(mask, a, b);
            for (size_t row = range.first; row < range.end; row++) {
                double y = ((double)(mask->top + row) + 0.5) * mask->cell;
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

static struct crossings crossings_of(struct arena *arena, const struct mask *mask, const struct subpath *subpaths,
                                     size_t count)
{
    size_t rows = mask->rows;
    struct crossings crossings = {.starts = arena_array(arena, size_t, rows + 2)};
    visit_crossings(mask, subpaths, count, crossings.starts, NULL);
    for (size_t row = 0; row < rows; row++) {
        crossings.starts[row + 1] += crossings.starts[row];
    }
    crossings.x = arena_array(arena, double, crossings.starts[rows]);
    size_t *next = arena_array(arena, size_t, rows + 1);
    for (size_t row = 0; row < rows; row++) {
        next[row] = crossings.starts[row];
    }
    visit_crossings(mask, subpaths, count, next, crossings.x);
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

static size_t clamp(double value, size_t high)
{
    return value <= 0 ? 0 : value >= (double)high ? high : (size_t)value;
}

/* The drawing in whole cells, and of it the part that holds the area. */
static struct mask empty_mask(const struct subpath *subpaths, size_t count, struct point size, double cell)
{
    double columns = ceil(size.x / cell), rows = ceil(size.y / cell);
    struct mask mask = {
        .size = {columns * cell, rows * cell}, .cell = cell, .covers = bounds_of(subpaths, count, size)};
    mask.left = clamp(floor(mask.covers.x0 / cell), (size_t)columns);
    mask.top = clamp(floor(mask.covers.y0 / cell), (size_t)rows);
    size_t right = clamp(ceil(mask.covers.x1 / cell), (size_t)columns);
    size_t bottom = clamp(ceil(mask.covers.y1 / cell), (size_t)rows);
    mask.columns = right > mask.left ? right - mask.left : 0;
    mask.rows = bottom > mask.top ? bottom - mask.top : 0;
    return mask;
}

struct mask mask_of(struct arena *arena, const struct subpath *subpaths, size_t count, struct point size, double cell)
{
    struct mask mask = empty_mask(subpaths, count, size, cell);
    size_t width = mask.columns + 1;
    mask.sums = arena_array(arena, int, width *(mask.rows + 1));
    struct crossings crossings = crossings_of(arena, &mask, subpaths, count);
    for (size_t row = 0; row < mask.rows; row++) {
        const double *x = crossings.x + crossings.starts[row];
        size_t n = crossings.starts[row + 1] - crossings.starts[row], passed = 0;
        int covered = 0;
        for (size_t column = 0; column < mask.columns; column++) {
            while (passed < n && x[passed] < ((double)(mask.left + column) + 0.5) * cell) {
                passed++;
            }
            covered += (int)(passed % 2);
            mask.sums[(row + 1) * width + column + 1] = mask.sums[row * width + column + 1] + covered;
        }
    }
    return mask;
}

double mask_share(const struct mask *mask, struct box box)
{
    double x0 = floor(box.x0 / mask->cell), x1 = ceil(box.x1 / mask->cell);
    double y0 = floor(box.y0 / mask->cell), y1 = ceil(box.y1 / mask->cell);
    size_t left = clamp(x0 - (double)mask->left, mask->columns), right = clamp(x1 - (double)mask->left, mask->columns);
    size_t top = clamp(y0 - (double)mask->top, mask->rows), bottom = clamp(y1 - (double)mask->top, mask->rows);
    size_t width = mask->columns + 1;
    double cells = (x1 - x0) * (y1 - y0);
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

static bool boxes_meet(struct box a, struct box b)
{
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

bool box_is_inside(struct box box, struct point size, double margin)
{
    return box.x0 >= margin && box.y0 >= margin && box.x1 <= size.x - margin && box.y1 <= size.y - margin;
}

void obstacles_add(struct obstacles *obstacles, struct box box)
{
    *arena_push(obstacles->arena, obstacles->boxes, obstacles->count, obstacles->capacity) = box;
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

/* Of pixels, which are neither huge nor tiny: much quicker than hypot. */
static double distance_of(double dx, double dy)
{
    return sqrt(dx * dx + dy * dy);
}

struct point label_find(const struct mask *area, const struct obstacles *obstacles, struct point near, double width,
                        double height, double margin, double *out_share)
{
    struct point best = near, size = area->size;
    double best_share = 0, best_distance = HUGE_VAL;
    for (double y = fmax(area->covers.y0, height / 2); y <= area->covers.y1; y += area->cell) {
        for (double x = fmax(area->covers.x0, width / 2); x <= area->covers.x1; x += area->cell) {
            double distance = distance_of(x - near.x, y - near.y);
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
    beside.leader = (struct point){beside.is_right ? beside.box.x0 - LEADER_GAP : beside.box.x1 + LEADER_GAP,
                                   beside.box.y0 + LEADER_DROP};
    beside.length = distance_of(beside.leader.x - from.x, beside.leader.y - from.y);
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
    struct point size = area->size;
    double nearest = longest;
    for (double y = 8; y < size.y; y += 4) {
        if (fabs(y - height / 2 + LEADER_DROP - from.y) >= nearest) {
            continue;
        }
        for (double x = 8; x < size.x; x += 4) {
            if (fabs(x - from.x) - width / 2 - LEADER_GAP >= nearest) {
                continue;
            }
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
