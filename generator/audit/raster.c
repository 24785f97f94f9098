#include "raster.h"

#include <math.h>
#include <stdlib.h>

#define UNSURE        (-9)
#define EDGE          0.95 /* pixels on both sides of an edge that may be mixed, its place rounded to a tenth */
#define CROSSINGS_MAX 4096
#define INK_DISTANCE  96  /* in a colour, between ink and what is under it */
#define INK_EACH      1.5 /* pixels of ink that a letter or digit leaves at least */

struct canvas {
    size_t width, height;
    int32_t *colours; /* [y * width + x], or UNSURE */
};

/* --- painting --- */

static long clamp(double value, size_t most)
{
    return value < 0 ? 0 : value > (double)most ? (long)most : (long)value;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct crossing {
    double x;
    int winding;
};

static int compare_crossings(const void *a, const void *b)
{
    return compare_doubles(&((const struct crossing *)a)->x, &((const struct crossing *)b)->x);
}

/* Where the edges of a shape cross the middle of a row. */
static size_t find_crossings(const struct outline *outline, const struct outline_shape *shape, double y,
                             struct crossing *out)
{
    const struct outline_point *points = outline->points + shape->first_point;
    size_t count = 0, start = 0;
    for (size_t i = 1; i <= shape->point_count; i++) {
        bool closes = i == shape->point_count || points[i].starts;
        struct outline_point from = points[i - 1], to = closes ? points[start] : points[i];
        if ((from.y <= y) != (to.y <= y) && count < CROSSINGS_MAX) {
            double x = from.x + (y - from.y) * (to.x - from.x) / (to.y - from.y);
            out[count++] = (struct crossing){x, to.y > from.y ? 1 : -1};
        }
        start = closes ? i : start;
    }
    qsort(out, count, sizeof *out, compare_crossings);
    return count;
}

static void fill(struct canvas *canvas, const struct outline *outline, const struct outline_shape *shape,
                 int32_t colour, struct crossing *crossings)
{
    double top = (double)canvas->height, bottom = 0;
    for (size_t i = 0; i < shape->point_count; i++) {
        top = fmin(top, outline->points[shape->first_point + i].y);
        bottom = fmax(bottom, outline->points[shape->first_point + i].y);
    }
    for (long row = clamp(top - 1, canvas->height); row < clamp(bottom + 2, canvas->height); row++) {
        size_t count = find_crossings(outline, shape, (double)row + 0.5, crossings);
        int winding = 0;
        for (size_t i = 0; i + 1 < count; i++) {
            winding = shape->is_even_odd ? 1 - winding : winding + crossings[i].winding;
            for (long x = clamp(crossings[i].x + 0.5, canvas->width);
                 winding != 0 && x < clamp(crossings[i + 1].x + 0.5, canvas->width); x++) {
                canvas->colours[(size_t)row * canvas->width + (size_t)x] = colour;
            }
        }
    }
}

static double distance(double x, double y, struct outline_point from, struct outline_point to)
{
    double dx = to.x - from.x, dy = to.y - from.y, length = dx * dx + dy * dy;
    double part = length > 0 ? fmin(1, fmax(0, ((x - from.x) * dx + (y - from.y) * dy) / length)) : 0;
    return hypot(x - from.x - part * dx, y - from.y - part * dy);
}

/* Along a segment: `colour` within `sure` of it, unsure up to `unsure`. */
static void draw_segment(struct canvas *canvas, struct outline_point from, struct outline_point to, double sure,
                         double unsure, int32_t colour)
{
    long bottom = clamp(fmax(from.y, to.y) + unsure + 1, canvas->height);
    long right = clamp(fmax(from.x, to.x) + unsure + 1, canvas->width);
    for (long y = clamp(fmin(from.y, to.y) - unsure, canvas->height); y < bottom; y++) {
        for (long x = clamp(fmin(from.x, to.x) - unsure, canvas->width); x < right; x++) {
            double away = distance((double)x + 0.5, (double)y + 0.5, from, to);
            int32_t *pixel = &canvas->colours[(size_t)y * canvas->width + (size_t)x];
            *pixel = away <= sure ? colour : away <= unsure ? UNSURE : *pixel;
        }
    }
}

static void draw_edges(struct canvas *canvas, const struct outline *outline, const struct outline_shape *shape,
                       double sure, double unsure, int32_t colour)
{
    const struct outline_point *points = outline->points + shape->first_point;
    size_t start = 0;
    for (size_t i = 1; i <= shape->point_count; i++) {
        bool closes = i == shape->point_count || points[i].starts;
        if (!closes || shape->fill != OUTLINE_NONE) {
            draw_segment(canvas, points[i - 1], closes ? points[start] : points[i], sure, unsure, colour);
        }
        start = closes ? i : start;
    }
}

static void paint_shape(struct canvas *canvas, const struct outline *outline, const struct outline_shape *shape,
                        struct crossing *crossings)
{
    if (shape->fill != OUTLINE_NONE && shape->point_count > 2) {
        fill(canvas, outline, shape, shape->fill == OUTLINE_PATTERN ? UNSURE : shape->fill, crossings);
        draw_edges(canvas, outline, shape, -1, EDGE, UNSURE);
    }
    if (shape->stroke != OUTLINE_NONE) {
        bool is_sure = !shape->is_dashed && shape->stroke != OUTLINE_PATTERN;
        double half = shape->width / 2;
        /* Ends and corners reach farther than the line is wide, by the cap and the mitre. */
        draw_edges(canvas, outline, shape, -1, half * M_SQRT2 + EDGE, UNSURE);
        draw_edges(canvas, outline, shape, is_sure ? half - EDGE : -1, -1, shape->stroke);
    }
}

/* --- texts --- */

struct box {
    long left, top, right, bottom;
};

static struct box box_of(const struct canvas *canvas, const struct outline_text *text)
{
    struct outline_box box = outline_text_box(text);
    return (struct box){clamp(box.left, canvas->width), clamp(box.top, canvas->height),
                        clamp(box.right + 1, canvas->width), clamp(box.bottom + 1, canvas->height)};
}

static void paint_text(struct canvas *canvas, const struct outline_text *text)
{
    struct box box = box_of(canvas, text);
    for (long y = box.top; y < box.bottom; y++) {
        for (long x = box.left; x < box.right; x++) {
            canvas->colours[(size_t)y * canvas->width + (size_t)x] = UNSURE;
        }
    }
}

static const unsigned char *pixel_at(const struct raster *raster, long x, long y)
{
    return raster->pixels + 3 * ((size_t)y * raster->width + (size_t)x);
}

static int colour_distance(const unsigned char *pixel, int32_t colour)
{
    return abs(pixel[0] - (colour >> 16 & 255)) + abs(pixel[1] - (colour >> 8 & 255)) + abs(pixel[2] - (colour & 255));
}

static size_t count_letters(struct str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        count += (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    return count;
}

/* Does the picture have about as much ink there as the letters need? */
static bool has_ink(const struct raster *raster, const struct canvas *canvas, const struct outline_text *text)
{
    struct box box = box_of(canvas, text);
    size_t ink = 0;
    for (long y = box.top; y < box.bottom; y++) {
        for (long x = box.left; x < box.right; x++) {
            ink += colour_distance(pixel_at(raster, x, y), text->fill) <= INK_DISTANCE;
        }
    }
    return (double)ink >= INK_EACH * (double)count_letters(text->text);
}

/* --- comparison --- */

static void paint(struct canvas *canvas, const struct outline *outline, struct crossing *crossings)
{
    size_t text = 0;
    for (size_t i = 0; i <= outline->shape_count; i++) {
        for (; text < outline->text_count && outline->texts[text].shapes_before <= i; text++) {
            paint_text(canvas, &outline->texts[text]);
        }
        if (i < outline->shape_count) {
            paint_shape(canvas, outline, &outline->shapes[i], crossings);
        }
    }
}

void raster_compare(const struct raster *raster, const struct outline *outline, struct raster_difference *out)
{
    struct arena scratch;
    arena_init(&scratch);
    struct canvas canvas = {raster->width, raster->height,
                            arena_array(&scratch, int32_t, raster->width * raster->height)};
    *out = (struct raster_difference){.missing_label = {NULL, 0}};
    for (size_t i = 0; i < canvas.width * canvas.height; i++) {
        canvas.colours[i] = 0xffffff;
    }
    paint(&canvas, outline, arena_array(&scratch, struct crossing, CROSSINGS_MAX));
    for (size_t i = 0; i < canvas.width * canvas.height; i++) {
        bool differs = canvas.colours[i] != UNSURE && colour_distance(raster->pixels + 3 * i, canvas.colours[i]) > 0;
        if (differs && out->pixels++ == 0) {
            out->x = i % canvas.width;
            out->y = i / canvas.width;
        }
        out->certain += canvas.colours[i] != UNSURE;
    }
    for (size_t i = 0; i < outline->text_count && out->missing_label.len == 0; i++) {
        if (!has_ink(raster, &canvas, &outline->texts[i])) {
            out->missing_label = outline->texts[i].text;
        }
    }
    arena_clear(&scratch);
}
