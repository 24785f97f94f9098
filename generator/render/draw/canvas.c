#include "gencarto/render/draw/canvas.h"

#include <math.h>

#include "cairo_library.h"
#include "path.h"
#include "style.h"
#include "typeset.h"

enum { NESTING_MAX = 32 };

struct canvas {
    struct arena arena;
    struct cairo cairo;
    const struct theme *theme;
    struct typeset *typeset;
};

bool canvas_open(const struct theme *theme, struct canvas **out_canvas, struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    struct canvas *canvas = arena_one(&arena, struct canvas);
    canvas->theme = theme;
    canvas->arena = arena; /* the struct lives in its own arena */
    if (!LIBRARY_OPEN(CAIRO_LIBRARY, CAIRO_FUNCTIONS, &canvas->cairo, err) ||
        !typeset_open(&canvas->arena, theme, &canvas->cairo, &canvas->typeset, err)) {
        canvas_close(canvas);
        return false;
    }
    *out_canvas = canvas;
    return true;
}

void canvas_close(struct canvas *canvas)
{
    if (!canvas)
        return;
    typeset_close(canvas->typeset);
    struct arena arena = canvas->arena;
    arena_clear(&arena);
}

double canvas_text_width(struct canvas *canvas, struct str text, double size_px, int weight)
{
    return typeset_text(canvas->typeset, NULL, TYPESET_MEASURE, text, 0, 0, size_px, weight);
}

double canvas_show_text(struct canvas *canvas, cairo_t *cr, double x, double y, struct str text, double size_px,
                        int weight)
{
    return typeset_text(canvas->typeset, cr, TYPESET_SHOW, text, x, y, size_px, weight);
}

/* ---- painting ---- */

struct painter {
    struct canvas *canvas;
    const struct cairo *cairo;
    cairo_t *cr;
    struct style stack[NESTING_MAX]; /* styles of the open groups, inherited */
    size_t depth;
};

static struct style inherit(const struct style *parent, struct style own)
{
    if (own.fill.kind == PAINT_UNSET)
        own.fill = parent->fill;
    if (own.stroke.kind == PAINT_UNSET)
        own.stroke = parent->stroke;
    if (own.stroke_width < 0)
        own.stroke_width = parent->stroke_width;
    if (own.font_weight == 0)
        own.font_weight = parent->font_weight;
    if (own.dash_count == 0) {
        own.dash_count = parent->dash_count;
        for (size_t i = 0; i < DASH_MAX; i++)
            own.dash[i] = parent->dash[i];
    }
    own.has_stroke_below = own.has_stroke_below || parent->has_stroke_below;
    own.has_round_lines = own.has_round_lines || parent->has_round_lines;
    return own;
}

static void set_colour(const struct cairo *cairo, cairo_t *cr, const struct colour *colour)
{
    cairo->set_source_rgb(cr, colour->rgb[0], colour->rgb[1], colour->rgb[2]);
}

/* Hatches the current path: its background, then lines clipped by it. */
static void fill_pattern(const struct cairo *cairo, cairo_t *cr, const struct pattern *pattern)
{
    double x0, y0, x1, y1;
    cairo->save(cr);
    cairo->clip_preserve(cr);
    set_colour(cairo, cr, pattern->background->fill.colour);
    cairo->fill(cr);
    /* The pattern's grid starts at the origin, as in SVG, and is turned around it. */
    cairo->rotate(cr, pattern->angle_deg * acos(-1) / 180);
    cairo->clip_extents(cr, &x0, &y0, &x1, &y1);
    set_colour(cairo, cr, pattern->lines->stroke.colour);
    /* Half of a line that lies on the edge of a tile is cut by it. */
    double width = pattern->lines->stroke_width / 2;
    for (double x = floor(x0 / pattern->size) * pattern->size; x < x1; x += pattern->size)
        cairo->rectangle(cr, x, y0, width, y1 - y0);
    cairo->fill(cr);
    cairo->restore(cr);
}

static void fill_path(const struct cairo *cairo, cairo_t *cr, const struct style *style)
{
    switch (style->fill.kind) {
    case PAINT_COLOUR:
        set_colour(cairo, cr, style->fill.colour);
        cairo->fill_preserve(cr);
        break;
    case PAINT_PATTERN: {
        cairo_path_t *path = cairo->copy_path(cr);
        fill_pattern(cairo, cr, style->fill.pattern);
        cairo->new_path(cr);
        cairo->append_path(cr, path);
        cairo->path_destroy(path);
        break;
    }
    case PAINT_NONE:
        break;
    case PAINT_UNSET:
        cairo->set_source_rgb(cr, 0, 0, 0);
        cairo->fill_preserve(cr);
        break;
    }
}

static void stroke_path(const struct cairo *cairo, cairo_t *cr, const struct style *style)
{
    if (style->stroke.kind != PAINT_COLOUR)
        return;
    set_colour(cairo, cr, style->stroke.colour);
    cairo->set_line_width(cr, style->stroke_width < 0 ? 1 : style->stroke_width);
    cairo->set_dash(cr, style->dash, (int)style->dash_count, 0);
    cairo->set_line_join(cr, style->has_round_lines ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
    cairo->set_line_cap(cr, style->has_round_lines ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    cairo->stroke_preserve(cr);
}

static void paint_path(const struct cairo *cairo, cairo_t *cr, const struct style *style)
{
    if (style->has_stroke_below)
        stroke_path(cairo, cr, style);
    fill_path(cairo, cr, style);
    if (!style->has_stroke_below)
        stroke_path(cairo, cr, style);
    cairo->new_path(cr);
}

static void trace_subpaths(const struct cairo *cairo, cairo_t *cr, const struct mark *mark)
{
    for (size_t s = 0; s < mark->subpath_count; s++) {
        const struct subpath *subpath = &mark->subpaths[s];
        for (size_t i = 0; i < subpath->count; i++)
            (i == 0 ? cairo->move_to : cairo->line_to)(cr, subpath->points[i].x, subpath->points[i].y);
        if (subpath->closed)
            cairo->close_path(cr);
    }
    cairo->set_fill_rule(cr, mark->subpath_count > 1 ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
}

static void trace_curve(const struct cairo *cairo, cairo_t *cr, const struct mark *mark)
{
    double scale = mark->scale != 0 ? mark->scale : 1;
    struct path_reader reader = {.data = mark->text};
    struct path_step step;
    while (path_next(&reader, &step)) {
        double x[3], y[3];
        for (size_t i = 0; i < 3; i++) {
            x[i] = mark->x + scale * step.points[i].x;
            y[i] = mark->y + scale * step.points[i].y;
        }
        switch (step.kind) {
        case PATH_MOVE:
            cairo->move_to(cr, x[0], y[0]);
            break;
        case PATH_LINE:
            cairo->line_to(cr, x[0], y[0]);
            break;
        case PATH_CURVE:
            cairo->curve_to(cr, x[0], y[0], x[1], y[1], x[2], y[2]);
            break;
        case PATH_CLOSE:
            cairo->close_path(cr);
            break;
        }
    }
}

static void set_text(struct painter *painter, const struct mark *mark, const struct style *style)
{
    const struct cairo *cairo = painter->cairo;
    cairo_t *cr = painter->cr;
    struct typeset *typeset = painter->canvas->typeset;
    double size = mark->size_px, width = canvas_text_width(painter->canvas, mark->text, size, style->font_weight);
    double x = mark->x - (mark->anchor == ANCHOR_END ? width : mark->anchor == ANCHOR_MIDDLE ? width / 2 : 0);
    if (style->has_stroke_below) {
        typeset_text(typeset, cr, TYPESET_TRACE, mark->text, x, mark->y, size, style->font_weight);
        stroke_path(cairo, cr, style);
        cairo->new_path(cr);
    }
    if (style->fill.kind == PAINT_COLOUR)
        set_colour(cairo, cr, style->fill.colour);
    else
        cairo->set_source_rgb(cr, 0, 0, 0);
    typeset_text(typeset, cr, TYPESET_SHOW, mark->text, x, mark->y, size, style->font_weight);
}

static void begin_group(struct painter *painter, const struct mark *mark, const struct style *style)
{
    if (painter->depth + 1 < NESTING_MAX)
        painter->stack[++painter->depth] = *style;
    painter->cairo->save(painter->cr);
    painter->cairo->translate(painter->cr, mark->x, mark->y);
}

static void end_group(struct painter *painter)
{
    if (painter->depth > 0)
        painter->depth--;
    painter->cairo->restore(painter->cr);
}

static void paint_mark(struct painter *painter, const struct mark *mark)
{
    const struct cairo *cairo = painter->cairo;
    cairo_t *cr = painter->cr;
    struct style style = inherit(&painter->stack[painter->depth], style_resolve(painter->canvas->theme, mark->style));
    switch (mark->kind) {
    case MARK_GROUP_BEGIN:
    case MARK_LINK_BEGIN:
        begin_group(painter, mark, &style);
        return;
    case MARK_GROUP_END:
    case MARK_LINK_END:
        end_group(painter);
        return;
    case MARK_TEXT:
        set_text(painter, mark, &style);
        return;
    case MARK_PATH:
        trace_subpaths(cairo, cr, mark);
        break;
    case MARK_CURVE:
        trace_curve(cairo, cr, mark);
        break;
    case MARK_RECT:
        cairo->rectangle(cr, mark->x, mark->y, mark->width, mark->height);
        break;
    case MARK_CIRCLE:
        cairo->new_sub_path(cr);
        cairo->arc(cr, mark->x, mark->y, mark->radius, 0, 2 * acos(-1));
        break;
    }
    paint_path(cairo, cr, &style);
}

void canvas_paint(struct canvas *canvas, cairo_t *cr, const struct drawing *drawing)
{
    struct painter painter = {.canvas = canvas, .cairo = &canvas->cairo, .cr = cr};
    painter.stack[0].stroke_width = -1;
    for (size_t i = 0; i < drawing->count; i++)
        paint_mark(&painter, &drawing->marks[i]);
}

const struct theme *canvas_theme(const struct canvas *canvas)
{
    return canvas->theme;
}

const struct cairo *canvas_cairo(const struct canvas *canvas)
{
    return &canvas->cairo;
}
