/* What the maps of France share: the size of each panel, the territories with their links, lines, insets' frames, and
 * the composed map. */
#ifndef RENDER_MAP_PANEL_H
#define RENDER_MAP_PANEL_H

#include "view.h"

/* An empty drawing of the panel's size, and its view. */
void panel_begin(const struct map_context *context, enum panel panel, struct str id, struct drawing *out_drawing,
                 struct view *out_view);

bool panel_shows(const struct map_context *context, enum panel panel, const struct territory *department);

/* The region of Paris, index in the atlas. */
size_t region_of_paris(const struct atlas *atlas);

/* Departments with their style, title and link; then neighbours' land below, coast, regions, scale bar. `styles` is
 * one for each unit. */
void panel_territories(const struct map_context *context, struct drawing *drawing, const struct view *view,
                       enum panel panel, const struct map_unit *units, const char *const *styles, size_t count);

/* The same without areas or links, for points and circles: lines on paper. */
void panel_ground_plain(const struct map_context *context, struct drawing *drawing, const struct view *view,
                        enum panel panel);

/* Which unit each list of the ledger holds. ERROR_OUTPUT for a unit that is no territory. */
bool ledger_fill(const struct map_context *context, enum entity_kind kind, const struct map_unit *units, size_t count,
                 struct map_ledger *out_ledger, struct error *err);

/* Appends to a list of the ledger. */
void names_add(struct arena *arena, struct map_names *names, struct str name);

bool unit_has_value(const struct map_unit *unit);

/* A department's area in its link, when the unit has one. */
void department_draw(struct drawing *drawing, const struct view *view, const char *style,
                     const struct territory *territory, const struct map_unit *unit);

/* The value of a unit as it is printed, with the id of its cell. */
void unit_text(struct drawing *drawing, const char *style, double x, double y, enum anchor anchor, double size_px,
               const struct map_unit *unit);

/* The unit of this code, or NULL. */
const struct map_unit *unit_find(const struct map_unit *units, size_t count, struct str code);

/* Draws one panel of a map of any kind: what the composed map calls. */
typedef bool panel_painter(const struct map_context *context, const void *map, enum panel panel,
                           struct drawing *out_drawing, struct error *err);

/* All panels at fixed places, with title, notes and source. Insets are named by `units`. */
bool panel_compose(const struct map_context *context, const void *map, panel_painter *paint,
                   const struct map_frame *frame, const struct map_unit *units, size_t unit_count, struct str id,
                   struct drawing *out_drawing, struct error *err);

#endif
