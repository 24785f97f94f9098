/* The theme's styles, resolved: what svg.c writes and canvas.c paints. Internal to draw/. */
#ifndef GENERATOR_RENDER_DRAW_STYLE_H
#define GENERATOR_RENDER_DRAW_STYLE_H

#include <stdint.h>

#include "gencarto/render/draw/theme.h"

struct colour {
    struct str name, light, dark; /* "#1f5286" */
    struct str contrast;          /* name of the colour that takes its place when more contrast is wanted; or empty */
    double rgb[3];                /* of light, 0..1 */
    int line;
};

enum paint_kind { PAINT_UNSET = 0, PAINT_NONE, PAINT_COLOUR, PAINT_PATTERN };

struct paint {
    enum paint_kind kind;
    const struct colour *colour;
    const struct pattern *pattern;
};

enum { DASH_MAX = 4 };

struct style {
    struct str name;
    struct paint fill, stroke;
    double stroke_width; /* below 0: not set */
    double dash[DASH_MAX];
    size_t dash_count;
    int font_weight;       /* 0: not set */
    bool has_stroke_below; /* paint-order="stroke": the halo of texts */
    bool has_round_lines;  /* round joins and caps */
    int line;
};

/* Parallel lines `size` apart. */
struct pattern {
    struct str name;
    double size, angle_deg;
    const struct style *background, *lines;
    int line;
};

struct named_number {
    struct str name;
    double value;
    int line;
};

struct font {
    struct str family;
    char *path;
    int weight;
    int line;
};

enum { WIDTH_TABLE_SIZE = 0x2600, WEIGHT_COUNT = 2 };

struct theme {
    struct colour *colours; /* each table in the order of its names */
    size_t colour_count;
    struct style *styles;
    size_t style_count;
    struct pattern *patterns;
    size_t pattern_count;
    struct named_number *numbers;
    size_t number_count;
    struct font *fonts; /* in the order of the file: the first family is the face, the others stand in for it */
    size_t font_count;
    const char *path;              /* of theme.xml */
    float *advances[WEIGHT_COUNT]; /* by code point, in em; regular and semi-bold */
};

/* All styles named in `names` (separated by spaces), later over earlier; unknown names are only classes. */
struct style style_resolve(const struct theme *theme, struct str names);

const struct colour *theme_colour(const struct theme *theme, struct str name);

/* The advance widths of the fonts' characters into theme->advances, with FreeType. */
bool font_read_widths(struct arena *arena, struct theme *theme, struct error *err);

/* The code point at byte *at of valid UTF-8; moves *at past it. */
uint32_t font_decode(struct str text, size_t *at);

#endif
