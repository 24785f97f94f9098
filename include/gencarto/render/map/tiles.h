/* A tile grid: every department, or every region, as a square of the same size near its place. Small territories count
 * as much as large ones, and Île-de-France and overseas need no inset. */
#ifndef GENCARTO_RENDER_MAP_TILES_H
#define GENCARTO_RENDER_MAP_TILES_H

#include "gencarto/render/map/choropleth.h"

enum tiles_size { TILES_WIDE, TILES_NARROW };

/* "GUA" of Guadeloupe's code; empty for no region. */
struct str tiles_region_letters(struct str code);

/* Colours, classes, words and legend are the choropleth's (its frame and labels are not used); `kind` says whether its
 * units are departments or regions. Each tile has the territory's short name (a department's code, of a region the
 * letters of ISO 3166-2) and, where there is room, its value without the unit. The legend stands beside the grid, and
 * below it on a phone. ERROR_OUTPUT when a unit has no tile, so that its value would be visible nowhere. */
bool tiles_draw(const struct map_context *context, const struct choropleth *map, enum entity_kind kind,
                enum tiles_size size, struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err);

#endif
