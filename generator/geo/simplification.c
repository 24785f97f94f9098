#include "gencarto/geo/simplification.h"

#include <math.h>
#include <stdlib.h>

/* ---- Weighing: a heap of the inner points by the area of their triangle ---- */

struct weighing {
    const struct position *points;
    double *areas;         /* of each point, as it stands */
    size_t *before, *next; /* neighbours still there */
    size_t *heap, *place;  /* points by area; where each point is in the heap */
    size_t count;          /* of the heap */
};

/* Ties by place in the line: the same points go whatever the heap's history. */
static bool goes_first(const struct weighing *w, size_t a, size_t b)
{
    return w->areas[a] < w->areas[b] || (!(w->areas[b] < w->areas[a]) && a < b);
}

static void heap_put(struct weighing *w, size_t place, size_t point)
{
    w->heap[place] = point;
    w->place[point] = place;
}

static void heap_rise(struct weighing *w, size_t place)
{
    size_t point = w->heap[place];
    while (place > 0 && goes_first(w, point, w->heap[(place - 1) / 2])) {
        heap_put(w, place, w->heap[(place - 1) / 2]);
        place = (place - 1) / 2;
    }
    heap_put(w, place, point);
}

static void heap_sink(struct weighing *w, size_t place)
{
    size_t point = w->heap[place];
    for (size_t child = 2 * place + 1; child < w->count; child = 2 * place + 1) {
        child += child + 1 < w->count && goes_first(w, w->heap[child + 1], w->heap[child]);
        if (!goes_first(w, w->heap[child], point)) {
            break;
        }
        heap_put(w, place, w->heap[child]);
        place = child;
    }
    heap_put(w, place, point);
}

static double triangle_area(const struct weighing *w, size_t point)
{
    return fabs(position_turn(w->points[w->before[point]], w->points[point], w->points[w->next[point]])) / 2;
}

static size_t heap_take(struct weighing *w)
{
    size_t point = w->heap[0];
    w->count--;
    if (w->count > 0) {
        heap_put(w, 0, w->heap[w->count]);
        heap_sink(w, 0);
    }
    return point;
}

/* A point's area never falls below that of one already gone: the order of removal is the order of the areas. */
static void update(struct weighing *w, size_t point, size_t last, double floor)
{
    if (point == 0 || point == last) {
        return;
    }
    w->areas[point] = fmax(triangle_area(w, point), floor);
    heap_rise(w, w->place[point]);
    heap_sink(w, w->place[point]);
}

void simplification_weigh(struct arena *arena, struct line line, size_t keep, double *out_areas_m2)
{
    struct arena_mark mark = arena_save(arena);
    size_t last = line.count - 1;
    struct weighing w = {.points = line.points,
                         .areas = out_areas_m2,
                         .before = arena_array(arena, size_t, line.count),
                         .next = arena_array(arena, size_t, line.count),
                         .heap = arena_array(arena, size_t, line.count),
                         .place = arena_array(arena, size_t, line.count)};
    out_areas_m2[0] = out_areas_m2[last] = HUGE_VAL;
    for (size_t i = 1; i < last; i++) {
        w.before[i] = i - 1;
        w.next[i] = i + 1;
        w.areas[i] = triangle_area(&w, i);
        heap_put(&w, w.count++, i);
        heap_rise(&w, w.count - 1);
    }
    while (w.count > keep) {
        size_t gone = heap_take(&w);
        size_t before = w.before[gone], next = w.next[gone];
        w.next[before] = next;
        w.before[next] = before;
        update(&w, before, last, w.areas[gone]);
        update(&w, next, last, w.areas[gone]);
    }
    for (size_t i = 0; i < w.count; i++) {
        out_areas_m2[w.heap[i]] = HUGE_VAL;
    }
    arena_restore(arena, mark);
}

struct line simplification_filter(struct arena *arena, struct line line, const double *areas_m2, double tolerance_m2)
{
    size_t kept = 0;
    for (size_t i = 0; i < line.count; i++) {
        kept += areas_m2[i] >= tolerance_m2;
    }
    if (kept == line.count) {
        return line;
    }
    struct position *points = arena_array(arena, struct position, kept);
    size_t count = 0;
    for (size_t i = 0; i < line.count; i++) {
        if (areas_m2[i] >= tolerance_m2) {
            points[count++] = line.points[i];
        }
    }
    return (struct line){points, count};
}

/* ---- Crossings: segments sorted by their left end, each compared with those that begin before it ends ---- */

struct segment {
    struct position a, b;
    double left, right;
    size_t line, index; /* of the segment in its line */
};

static int compare_segments(const void *a, const void *b)
{
    const struct segment *s = a, *t = b;
    if (s->left != t->left) {
        return s->left < t->left ? -1 : 1;
    }
    if (s->line != t->line) {
        return s->line < t->line ? -1 : 1;
    }
    return (s->index > t->index) - (s->index < t->index);
}

static bool same_position(struct position a, struct position b)
{
    return !(a.x < b.x) && !(b.x < a.x) && !(a.y < b.y) && !(b.y < a.y);
}

/* Segments that meet at a common end meet nowhere else, unless one lies on the other. */
static bool segments_cross(const struct segment *s, const struct segment *t)
{
    bool aa = same_position(s->a, t->a), ab = same_position(s->a, t->b);
    bool ba = same_position(s->b, t->a), bb = same_position(s->b, t->b);
    if ((aa && bb) || (ab && ba)) {
        return true;
    }
    double to_a = position_turn(s->a, s->b, t->a), to_b = position_turn(s->a, s->b, t->b);
    double from_a = position_turn(t->a, t->b, s->a), from_b = position_turn(t->a, t->b, s->b);
    if (aa || ab || ba || bb) {
        struct position common = aa || ab ? s->a : s->b;
        struct position p = aa || ab ? s->b : s->a, q = aa || ba ? t->b : t->a;
        bool is_flat = fabs(position_turn(common, p, q)) <= 0;
        return is_flat && (p.x - common.x) * (q.x - common.x) + (p.y - common.y) * (q.y - common.y) > 0;
    }
    if (fabs(to_a) <= 0 && fabs(to_b) <= 0) {
        return fmax(s->left, t->left) <= fmin(s->right, t->right) &&
               fmax(fmin(s->a.y, s->b.y), fmin(t->a.y, t->b.y)) <= fmin(fmax(s->a.y, s->b.y), fmax(t->a.y, t->b.y));
    }
    return to_a * to_b <= 0 && from_a * from_b <= 0;
}

static struct segment *segments_of(struct arena *arena, const struct line *lines, size_t count, size_t *out_count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += lines[i].count > 0 ? lines[i].count - 1 : 0;
    }
    struct segment *segments = arena_array(arena, struct segment, total);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j + 1 < lines[i].count; j++) {
            struct position a = lines[i].points[j], b = lines[i].points[j + 1];
            segments[n++] = (struct segment){a, b, fmin(a.x, b.x), fmax(a.x, b.x), i, j};
        }
    }
    qsort(segments, n, sizeof *segments, compare_segments);
    *out_count = n;
    return segments;
}

size_t simplification_crossings(struct arena *scratch, const struct line *lines, size_t count, bool *out_crosses)
{
    struct arena_mark mark = arena_save(scratch);
    size_t n = 0, marked = 0;
    struct segment *segments = segments_of(scratch, lines, count, &n);
    for (size_t i = 0; i < count; i++) {
        out_crosses[i] = false;
    }
    for (size_t i = 0; i < n; i++) {
        double low = fmin(segments[i].a.y, segments[i].b.y), high = fmax(segments[i].a.y, segments[i].b.y);
        for (size_t j = i + 1; j < n && segments[j].left <= segments[i].right; j++) {
            if (fmax(segments[j].a.y, segments[j].b.y) < low || fmin(segments[j].a.y, segments[j].b.y) > high) {
                continue;
            }
            if (segments_cross(&segments[i], &segments[j])) {
                out_crosses[segments[i].line] = out_crosses[segments[j].line] = true;
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        marked += out_crosses[i];
    }
    arena_restore(scratch, mark);
    return marked;
}
