/* A figure that stands alone: its drawing under a title and over its notes, as one drawing, for files that are taken
 * away. What the page says around a figure is then in the SVG, the PNG and the PDF alike. */
#ifndef GENCARTO_RENDER_DRAW_SHEET_H
#define GENCARTO_RENDER_DRAW_SHEET_H

#include "gencarto/render/draw/theme.h"

struct sheet_note {
    struct str label, text; /* "Note :", its words */
};

struct sheet_words {
    struct str title, subtitle;
    const struct sheet_note *notes;
    size_t note_count;
};

/* `figure` and the words must outlive `out`, which takes the names of the figure (id, title, description). */
void sheet_compose(struct drawing *out, struct arena *arena, const struct theme *theme, const struct drawing *figure,
                   const struct sheet_words *words);

/* The styles and numbers that it asks of the theme. */
extern const struct theme_needs SHEET_NEEDS;

#endif
