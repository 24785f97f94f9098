#include "gencarto/render/draw/symbol.h"

/* SVG path data, centred on 0 0, for a disc of radius 10. Areas in square units: disc 314, square 310, triangles 262
 * (their corners reach far, so they look larger than they are), diamond 288, cross 277, pentagon 294. */
static const char *const PATHS[SYMBOL_COUNT] = {
    "M10 0C10 5.5 5.5 10 0 10C-5.5 10-10 5.5-10 0C-10-5.5-5.5-10 0-10C5.5-10 10-5.5 10 0z",
    "M-8.8-8.8h17.6v17.6h-17.6z",
    "M0-13.2L12.3 8.1h-24.6z",
    "M0-12l12 12-12 12-12-12z",
    "M0 13.2L12.3-8.1h-24.6z",
    "M-3.7-11.2h7.4v7.5h7.5v7.4h-7.5v7.5h-7.4v-7.5h-7.5v-7.4h7.5z",
    "M0-11.1L10.6-3.4 6.5 9h-13L-10.6-3.4z",
};

struct mark *symbol_draw(struct drawing *drawing, const char *style, int rank, double x, double y, double radius)
{
    if (rank % SYMBOL_COUNT == 0) {
        drawing_circle(drawing, style, x, y, radius);
        return &drawing->marks[drawing->count - 1];
    }
    struct mark *mark = drawing_add(drawing, MARK_CURVE, style);
    mark->text = str_from(PATHS[rank % SYMBOL_COUNT]);
    mark->x = x;
    mark->y = y;
    mark->scale = radius / 10;
    return mark;
}
