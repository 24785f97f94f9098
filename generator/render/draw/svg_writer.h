/* How the SVG writer spells things: numbers, attributes, shapes. svg.c puts the whole together. Internal to draw/. */
#ifndef GENERATOR_RENDER_DRAW_SVG_WRITER_H
#define GENERATOR_RENDER_DRAW_SVG_WRITER_H

#include "gencarto/render/draw/paint.h"
#include "style.h"

struct svg_writer {
    struct buf *out;
    struct arena *scratch;
    const struct drawing *drawing;
    const struct theme *theme;
    enum svg_use use;
    struct str page_path;
    bool scaled;
    size_t depth;                 /* of groups and links that are open */
    size_t text_depth;            /* of the open group that gives its texts their size and anchor; 0: none does */
    size_t filled_depth;          /* of the one that says how its paths are filled */
    struct written_style *styles; /* by name, a hash table */
    size_t style_count, style_room;
    size_t halo_count; /* of texts that have a halo of their own */
};

/* The attributes of some styles, and where in `out` they stand. */
struct written_style {
    struct str names;
    struct style style;
    size_t from, length; /* length 0: not yet written */
};

/* Finds or resolves them. */
struct written_style *svg_style_of(struct svg_writer *writer, struct str names);

/* ` name="value"`. */
void svg_attribute(struct svg_writer *writer, const char *name, struct str value);
void svg_length_attribute(struct svg_writer *writer, const char *name, double length);

/* Whether the rings of a path want the even-odd rule. */
bool svg_is_even_odd(const struct mark *mark);

/* A length in tenths of a pixel; one with its hundredths. */
void svg_length(struct svg_writer *writer, double length);
void svg_fine(struct svg_writer *writer, double length);

/* Class and presentation attributes of these styles; those and the mark's own attributes. */
void svg_style(struct svg_writer *writer, struct str names);
void svg_mark_attributes(struct svg_writer *writer, const struct mark *mark);
void svg_title(struct svg_writer *writer, struct str title);

/* Whole elements. */
void svg_path(struct svg_writer *writer, const struct mark *mark);
/* An outline that several marks draw: defined and drawn, then drawn again in another style. */
void svg_outline_shared(struct svg_writer *writer, const struct mark *mark, size_t number);
void svg_outline_again(struct svg_writer *writer, const struct mark *mark, size_t number);
void svg_rect(struct svg_writer *writer, const struct mark *mark);
void svg_circle(struct svg_writer *writer, const struct mark *mark);
void svg_text(struct svg_writer *writer, const struct mark *mark);

/* The size and anchor of a text, where it is not the group that has them. */
void svg_text_attributes(struct svg_writer *writer, const struct mark *mark);

#endif
