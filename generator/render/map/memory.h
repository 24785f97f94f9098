/* What a thread's maps compute once: the outlines seen from one place, as path data ready to be written, and the places
 * of labels. Internal to map/; the maps of one region or department are not kept, as each is drawn once or twice. */
#ifndef RENDER_MAP_MEMORY_H
#define RENDER_MAP_MEMORY_H

#include "label.h"
#include "view.h"

enum outline_kind { OUTLINE_LAND, OUTLINE_REGIONS, OUTLINE_ARCS };

/* All outlines of one view. */
struct ground;

/* Outlines of this view, kept in the arena. */
struct ground *ground_new(struct arena *arena, const struct view *view);

/* From now on the outlines of the view are kept: in the memory, or, without one, as long as the drawing. The view does
 * not change afterwards. */
void view_keep(const struct map_context *context, struct view *view);

struct arena *ground_arena(struct ground *ground);

/* Where the outline of a department or region is kept; NULL for any other territory. */
struct outline *ground_territory(struct ground *ground, const struct atlas *atlas, const struct territory *territory);

/* Where the land around two territories is kept, that of all regions, or the arcs of some kinds beside a region. */
struct outline *ground_outline(struct ground *ground, enum outline_kind kind, size_t a, size_t b);

/* Where the mask of the whole view is kept. */
struct mask *ground_mask(struct ground *ground, bool *out_is_made);

/* atlas_label_place, once for each territory and level. */
struct position label_place(const struct map_context *context, const struct territory *territory, enum level level,
                            double *out_radius_m);

#endif
