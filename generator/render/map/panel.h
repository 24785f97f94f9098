/* What the maps of France share: the size of each panel, the territories with their links, lines, insets' frames, and
 * the composed map. */
#ifndef RENDER_MAP_PANEL_H
#define RENDER_MAP_PANEL_H

#include "view.h"

/* The panel's usual size, and what of it the territories fill. */
struct point panel_size(const struct theme *theme, enum panel panel);
struct box panel_room(const struct theme *theme, enum panel panel);

/* An empty drawing of this size, and the view that fits the panel's ground into `into`. */
void panel_begin(const struct map_context *context, enum panel panel, struct point size, struct box into, struct str id,
                 struct drawing *out_drawing, struct view *out_view);

bool panel_shows(const struct map_context *context, enum panel panel, const struct territory *department);

/* The region of Paris, index in the atlas. */
size_t region_of_paris(const struct atlas *atlas);

/* A map of areas, in this order: neighbours' land below; departments with their style, title and link; coast, regions,
 * scale bar. `styles` is one for each unit; a unit whose style is NULL is left out. `common`
 * is the style of all. */
void panel_land(struct drawing *drawing, const struct view *view, enum panel panel);
void panel_areas(const struct map_context *context, struct drawing *drawing, const struct view *view, enum panel panel,
                 const char *common, const struct map_unit *units, const char *const *styles, size_t count);
void panel_lines(const struct map_context *context, struct drawing *drawing, const struct view *view, enum panel panel);

/* A ground without areas or links, for circles: lines on paper. */
void panel_ground_plain(const struct map_context *context, struct drawing *drawing, const struct view *view,
                        enum panel panel);

/* Which unit each list of the ledger holds. ERROR_OUTPUT for a unit that is no territory. */
bool ledger_fill(const struct map_context *context, enum entity_kind kind, const struct map_unit *units, size_t count,
                 struct map_ledger *out_ledger, struct error *err);

/* Appends to a list of the ledger. */
void names_add(struct arena *arena, struct map_names *names, struct str name);

bool unit_has_value(const struct map_unit *unit);

/* The area of a department or region in its link, when the unit has one. */
void unit_draw(struct drawing *drawing, const struct view *view, const char *style, enum entity_kind kind,
               const struct territory *territory, const struct map_unit *unit);

/* The value of a unit as it is printed, with the id of its cell. */
void unit_text(struct drawing *drawing, const char *style, double x, double y, enum anchor anchor, double size_px,
               const struct map_unit *unit);

/* The unit of this code, or NULL. */
const struct map_unit *unit_find(const struct map_unit *units, size_t count, struct str code);

/* Draws one panel of a map of any kind: what the composed map calls. */
typedef bool panel_painter(const struct map_context *context, const void *map, enum panel panel,
                           struct drawing *out_drawing, struct error *err);

/* One drawing in a group of another, moved there. */
struct mark *panel_append(struct drawing *drawing, const struct drawing *part, double x, double y);

/* All panels at fixed places, with title, notes and source. Insets are named by `units`. */
bool panel_compose(const struct map_context *context, const void *map, panel_painter *paint,
                   const struct map_frame *frame, const struct map_unit *units, size_t unit_count, struct str id,
                   struct drawing *out_drawing, struct error *err);

#endif
