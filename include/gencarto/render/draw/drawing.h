/* A drawing: a figure as a flat list of marks in plain structs, computed before anything is painted, so that a test can
 * check geometry and texts, and so that SVG, PNG and PDF show the same.
 *
 * Marks carry no colour, font weight or stroke width: they name a style of the theme ("bar", "grid", "q3", "b-dep"),
 * which gives the presentation attributes of the light theme and is the CSS class on pages. A name that is no style of
 * the theme is only a class. Lengths are pixels of the
 * drawing's own size; x grows to the right, y down. Texts are final: formatted, in the language of the page.
 */
#ifndef GENCARTO_RENDER_DRAW_DRAWING_H
#define GENCARTO_RENDER_DRAW_DRAWING_H

#include <stdint.h>

#include "gencarto/base/str.h"

struct point {
    double x, y;
};

struct box {
    double x0, y0, x1, y1; /* left, top, right, bottom */
};

enum mark_kind {
    MARK_GROUP_BEGIN, /* <g>: style, attributes, title */
    MARK_GROUP_END,
    MARK_LINK_BEGIN, /* <a>: href, title as accessible name */
    MARK_LINK_END,
    MARK_PATH,  /* subpaths of straight lines */
    MARK_CURVE, /* `text` is SVG path data, for symbols: M L H V C Z, absolute or relative */
    MARK_RECT,
    MARK_CIRCLE,
    MARK_TEXT
};

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct mark_attribute {
    struct str name, value; /* data-territory="31"; name is an attribute that may stand on any SVG element */
};

struct subpath {
    const struct point *points;
    size_t count;
    bool closed;
};

/* A path as SVG path data: in pixels, and in whole fifths of a pixel, of which svg_paint takes what it needs. */
struct path_text {
    struct str pixels, fifths;
};

struct mark {
    enum mark_kind kind;
    struct str style; /* one or more names of theme styles, separated by spaces: class attribute; may be empty */
    struct str title; /* <title> child: tooltip and accessible name; may be empty */
    struct str href;  /* MARK_LINK_BEGIN: site-rooted path or absolute address */
    const struct mark_attribute *attributes;
    size_t attribute_count;
    double x, y, width, height;     /* RECT; TEXT and CIRCLE use x, y; GROUP and CURVE are translated by x, y */
    double radius;                  /* CIRCLE */
    double scale;                   /* CURVE: factor on the path data; 0 stands for 1 */
    const struct subpath *subpaths; /* PATH; even-odd filled */
    size_t subpath_count;
    const struct path_text *path_text; /* PATH: the same as data, by path_text_of, where it is drawn often; else NULL */
    struct str text;                   /* TEXT; CURVE: path data */
    double size_px;                    /* TEXT: font size */
    enum anchor anchor;                /* TEXT */
};

struct drawing {
    struct arena *arena;
    double width, height;   /* the viewBox is 0 0 width height */
    struct str id;          /* unique on its page: prefix of every id inside */
    struct str title;       /* what it shows */
    struct str description; /* alternative text, from the data */
    bool has_links;         /* role="group" instead of role="img" */
    bool is_decorative;     /* aria-hidden: no title */
    struct str style;       /* class of the <svg> element: "wide", "narrow" */
    struct mark *marks;
    size_t count, capacity;
};

void drawing_init(struct drawing *drawing, struct arena *arena, double width, double height);

/* A static text of the program ("bar dot") or one that lives as long as the drawing may be given as style.
 *
 * Appends a zeroed mark of that kind and style; the caller fills in the rest. Valid until the next append. */
struct mark *drawing_add(struct drawing *drawing, enum mark_kind kind, const char *style);

void drawing_rect(struct drawing *drawing, const char *style, double x, double y, double width, double height);
void drawing_line(struct drawing *drawing, const char *style, double x1, double y1, double x2, double y2);
void drawing_polyline(struct drawing *drawing, const char *style, const struct point *points, size_t count,
                      bool closed);
void drawing_circle(struct drawing *drawing, const char *style, double x, double y, double radius);
struct mark *drawing_text(struct drawing *drawing, const char *style, double x, double y, enum anchor anchor,
                          double size_px, struct str text);
struct mark *drawing_group_begin(struct drawing *drawing, const char *style);
void drawing_group_end(struct drawing *drawing);

#endif
