/* What all charts share: values, units, sizes.
 *
 * A chart is a pure function of plain data, theme, size and language to a drawing. Every word that it shows comes in
 * with the data; numbers are formatted here, by base/typography.h. The caller names the drawing afterwards (id, title,
 * description, style): these are sentences.
 *
 *     struct chart_setting setting = {arena, theme, CHART_WIDE, LANGUAGE_FR};
 *     struct drawing drawing;
 *     bullet_draw(&drawing, &data, &setting);
 *     drawing.id = STR("f1"); drawing.title = ...; drawing.description = ...;
 *     svg_paint(out, &drawing, theme, SVG_INLINE, page_path);
 *
 * No chart fails: no value at all, one point, zeros, confidential values and values far above the target all give a
 * drawing that says so.
 */
#ifndef GENCARTO_RENDER_CHART_CHART_H
#define GENCARTO_RENDER_CHART_CHART_H

#include "gencarto/base/cell.h"
#include "gencarto/base/typography.h"
#include "gencarto/render/draw/theme.h"

enum chart_size {
    CHART_WIDE,  /* a column of a page at least 720 pixels wide, the report */
    CHART_SLIM,  /* a third of a page: the wide layout, tighter */
    CHART_NARROW /* a phone: another layout, fewer texts */
};

struct chart_setting {
    struct arena *arena; /* the drawing and all its texts live here */
    const struct theme *theme;
    enum chart_size size;
    enum language language;
};

enum chart_quantity { QUANTITY_NUMBER, QUANTITY_PERCENT };

struct chart_unit {
    enum chart_quantity quantity;
    int decimals; /* of values; axes take what their steps need */
};

/* Zeroed, it is "no value". A confidential, not applicable or unknown value is not present, and `status` says which. */
struct chart_value {
    bool present;
    double value; /* finite */
    enum status status;
    struct str cell; /* id of the cell shown, written as data-cell; may be empty */
};

/* A row of the charts that compare two dates: dumbbell and slope. */
struct pair_row {
    struct str name;
    struct chart_value before, after;
    struct str href, link_title; /* may be empty */
    bool is_emphasised;
};

/* What stands in the place of a value that is not there, by why it is not: "secret", "sans objet", "n.d.". */
struct chart_words {
    struct str confidential, not_applicable, unknown;
};

/* The styles, numbers and colours that charts ask of the theme: check them once with theme_has. */
extern const struct theme_needs CHART_NEEDS;

#endif
