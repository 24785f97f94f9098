/* What templates say of a map, read into the plain structs of map/: figure_share.c; classes and scales kept from
 * quarter to quarter: figure_lock.c. Internal to site/. */
#ifndef GENERATOR_RENDER_SITE_FIGURE_MAP_H
#define GENERATOR_RENDER_SITE_FIGURE_MAP_H

#include "figure.h"
#include "gencarto/render/map/choropleth.h"
#include "gencarto/render/map/circles.h"

struct map_context map_context_of(const struct figure_context *context, struct arena *arena);

/* gen:panel. */
bool map_panel_of(const struct figure_call *call, enum panel *out_panel, struct error *err);

/* The index of a column that may be there; column_count when it is not. */
size_t map_column(const struct figure_table *table, const char *name);

/* Rows of the table: code, name, path, value, status, cell; and, where they are there, second (another share), category
 * (its rank, from 1) and size (a count). */
bool map_units(const struct figure_context *context, struct arena *arena, const struct figure_call *call,
               const char *table, struct map_unit **out_units, size_t *out_count, struct error *err);

/* The texts of a composed map: gen:frame-title, -subtitle, -idf, -nowhere, and up to four notes "Label|Text". */
struct map_frame map_frame_of(struct arena *arena, const struct figure_call *call);

/* One of the names; the first when the attribute is not given. */
bool map_choice(const struct figure_call *call, const char *attribute, const char *const *names, size_t count,
                size_t *out_choice, struct error *err);

/* What choropleth, tiles, multiples and shaded circles have in common; `bounds` is kept by the choropleth. */
bool map_shares(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                double bounds[CLASSES_MAX - 1], struct choropleth *out, struct error *err);

/* gen:lock: bounds that are locked are used; of those that are not, the line to add is told. So the scale of circles.
 */
void map_lock_classes(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                      double bounds[CLASSES_MAX - 1], struct choropleth *shares);
void map_lock_scale(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                    struct circles *circles);

#endif
