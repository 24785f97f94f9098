/* Maps of a region or a department with its trainings: what the wide and the narrow drawing, and the labels, share.
 * Internal to map/. */
#ifndef RENDER_MAP_FOCUS_H
#define RENDER_MAP_FOCUS_H

#include "gencarto/render/map/points.h"
#include "label.h"
#include "panel.h"
#include "town.h"

/* What the map shows. */
struct focus {
    const struct atlas *atlas;
    const struct territory *territory;
    size_t region;                      /* of the territory */
    const struct territory *department; /* NULL when the territory is a region */
    struct str apart;                   /* codes of its departments that have a map of their own */
    bool is_apart;                      /* this is that map */
};

/* Whether the department is part of it; a filter of towns_of and ledger_trainings. */
bool focus_keeps(const void *focus, const struct territory *department);

/* ERROR_OUTPUT when the atlas has no such territory. */
bool focus_on_region(const struct map_context *context, struct str code, struct str apart, struct focus *out_focus,
                     struct error *err);
bool focus_on_department(const struct map_context *context, struct str code, struct focus *out_focus,
                         struct error *err);

/* How large the map may be, and which towns are discs. */
struct sheet {
    double width, height, margin;
    size_t rosette_max;
};

struct sheet sheet_wide(const struct theme *theme);
struct sheet sheet_narrow(const struct theme *theme);

/* As wide as the sheet; as high as the territory needs, up to its limit. */
struct view focus_view(const struct map_context *context, const struct focus *focus, const struct sheet *sheet,
                       struct drawing *out_drawing);

struct plan {
    const struct map_context *context;
    const struct points *points;
    const struct focus *focus;
    struct drawing *drawing;
    const struct view *view;
    struct point size;
    struct towns towns;
    struct obstacles taken, texts; /* all that labels avoid; of it, what leaders must not cross */
    struct text_label *labels;
    size_t label_count;
    double small, text, name;
};

/* The ground that it covers; the same as a mask of the drawing. */
struct extent focus_extent(const struct focus *focus);
struct mask focus_mask(const struct plan *p, double step);

/* Land around, the departments with their links, the outline of what it shows. */
void focus_draw_ground(const struct plan *p);

void focus_draw_leader(const struct plan *p, struct point from, struct point to);

/* ---- Labels: places are found first, texts drawn last ---- */

/* How a department's name and value are set: one below the other, so with the short name, the name on two lines, or all
 * on one. */
enum label_form { FORM_STACKED, FORM_SHORT, FORM_NAME_IN_TWO, FORM_ONE_LINE, LABEL_FORMS };

/* A label that has its place; leaders are drawn first, then symbols, then texts. */
struct text_label {
    enum label_form form;
    struct str lines[2];         /* the name, the second part of it */
    const struct map_unit *unit; /* NULL for a town */
    struct point centre;
    double width, height;
    bool has_leader;
    struct point from;
    struct beside beside;
};

/* The box that holds all symbols of the town. */
struct box town_box(const struct plan *p, const struct town *town);

/* Room in p->labels is the caller's matter: one a town, one a department. */
void focus_place_town(struct plan *p, const struct town *town);
void focus_place_units(struct plan *p, const struct mask *territory);
void focus_draw_label(const struct plan *p, const struct text_label *label);

#endif
