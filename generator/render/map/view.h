/* From the ground to the drawing: scale, clipped outlines, scale bars. */
#ifndef RENDER_MAP_VIEW_H
#define RENDER_MAP_VIEW_H

#include "gencarto/render/map/map.h"

/* A path of a map. */
struct outline {
    const struct subpath *subpaths;
    size_t count;
    const struct path_text *text; /* NULL where the outline is not kept */
    bool is_made;
};

void outline_draw(struct drawing *drawing, const char *style, const struct outline *outline);

struct view {
    const struct atlas *atlas;
    enum frame frame;
    enum level level;
    double scale;          /* pixels per metre */
    struct point origin;   /* the drawing's place of the ground's 0 0 */
    struct extent window;  /* the ground that the drawing shows */
    struct ground *ground; /* where its outlines are kept: view_keep; NULL: nowhere */
};

/* The ground centred in `into`; `size` is the whole drawing's, to clip what leaves it. */
struct view view_fit(const struct atlas *atlas, enum frame frame, struct extent ground, struct box into,
                     struct point size);

struct point view_point(const struct view *view, struct position position);

/* The rings of a territory as one path. One outside the window gives nothing: the count is then 0. */
struct outline view_shape(struct arena *arena, const struct view *view, const struct territory *territory);
void view_territory(struct drawing *drawing, const struct view *view, const char *style,
                    const struct territory *territory);

/* Which arcs: a set of kinds, each 1 << ARC_...; those beside `region` only, or all with NO_TERRITORY. */
void view_arcs(struct drawing *drawing, const struct view *view, const char *style, unsigned kinds, size_t region);

/* The arcs with what `keeps` holds for on one side only. */
void view_outline(struct drawing *drawing, const struct view *view, const char *style,
                  bool (*keeps)(const void *filter, const struct territory *department), const void *filter);

/* The same twice: a broad line, and on it a narrow one. */
void view_arcs_cased(struct drawing *drawing, const struct view *view, const char *casing, const char *style,
                     unsigned kinds, size_t region);

/* All land, in one path so that no seam shows: abroad; with a region, the other regions; with a department as well, the
 * other departments of the region. NO_TERRITORY stands for none. */
void view_land(struct drawing *drawing, const struct view *view, size_t region, size_t department);

/* All regions, as one path. */
void view_regions(struct drawing *drawing, const struct view *view, const char *style);

/* A scale bar of a round length, its right or left end at x; the text, in that style, stands above. True on the whole
 * panel: the projections' scale errors are below 0.3 %. */
void view_scale_bar(struct drawing *drawing, const struct map_context *context, const struct view *view, double x,
                    double y, enum anchor anchor, double longest, const char *style);

struct mark_attribute *attribute(struct arena *arena, const char *name, struct str value);

#endif
