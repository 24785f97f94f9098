#include "gencarto/render/draw/drawing.h"

#include <string.h>

void drawing_init(struct drawing *drawing, struct arena *arena, double width, double height)
{
    *drawing = (struct drawing){.arena = arena, .width = width, .height = height};
}

struct mark *drawing_add(struct drawing *drawing, enum mark_kind kind, const char *style)
{
    struct mark *mark = arena_push(drawing->arena, drawing->marks, drawing->count, drawing->capacity);
    *mark = (struct mark){.kind = kind, .style = str_from(style)};
    return mark;
}

void drawing_rect(struct drawing *drawing, const char *style, double x, double y, double width, double height)
{
    struct mark *mark = drawing_add(drawing, MARK_RECT, style);
    mark->x = x;
    mark->y = y;
    mark->width = width;
    mark->height = height;
}

void drawing_line(struct drawing *drawing, const char *style, double x1, double y1, double x2, double y2)
{
    drawing_polyline(drawing, style, (struct point[]){{x1, y1}, {x2, y2}}, 2, false);
}

void drawing_polyline(struct drawing *drawing, const char *style, const struct point *points, size_t count, bool closed)
{
    struct point *copy = arena_array(drawing->arena, struct point, count);
    if (count > 0)
        memcpy(copy, points, count * sizeof *copy);
    struct subpath *subpath = arena_one(drawing->arena, struct subpath);
    *subpath = (struct subpath){copy, count, closed};
    struct mark *mark = drawing_add(drawing, MARK_PATH, style);
    mark->subpaths = subpath;
    mark->subpath_count = 1;
}

void drawing_circle(struct drawing *drawing, const char *style, double x, double y, double radius)
{
    struct mark *mark = drawing_add(drawing, MARK_CIRCLE, style);
    mark->x = x;
    mark->y = y;
    mark->radius = radius;
}

struct mark *drawing_text(struct drawing *drawing, const char *style, double x, double y, enum anchor anchor,
                          double size_px, struct str text)
{
    struct mark *mark = drawing_add(drawing, MARK_TEXT, style);
    mark->x = x;
    mark->y = y;
    mark->anchor = anchor;
    mark->size_px = size_px;
    mark->text = text;
    return mark;
}

struct mark *drawing_group_begin(struct drawing *drawing, const char *style)
{
    return drawing_add(drawing, MARK_GROUP_BEGIN, style);
}

void drawing_group_end(struct drawing *drawing)
{
    drawing_add(drawing, MARK_GROUP_END, "");
}
