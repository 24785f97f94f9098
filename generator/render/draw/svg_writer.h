/* How the SVG writer spells things: numbers, attributes, shapes. svg.c puts the whole together. Internal to draw/. */
#ifndef GENERATOR_RENDER_DRAW_SVG_WRITER_H
#define GENERATOR_RENDER_DRAW_SVG_WRITER_H

#include "gencarto/render/draw/paint.h"
#include "style.h"

struct svg_writer {
    struct buf *out;
    const struct drawing *drawing;
    const struct theme *theme;
    enum svg_use use;
    struct str page_path;
    bool scaled;
    bool group_has_text; /* the group that is open gives its texts their size and anchor */
};

/* ` name="value"`. */
void svg_attribute(struct svg_writer *writer, const char *name, struct str value);
void svg_length_attribute(struct svg_writer *writer, const char *name, double length);

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
