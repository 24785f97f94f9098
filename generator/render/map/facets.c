#include "gencarto/render/map/facets.h"
#include "gencarto/render/map/tiles.h"

#include <math.h>

#include "memory.h"
#include "panel.h"
#include "shading.h"

enum { WIDE_COLUMNS = 4, NARROW_COLUMNS = 2 };

static const double SQUARE = 16;

struct sheet {
    const struct map_context *context;
    const struct facets *facets;
    const struct shading *shading;
    struct drawing *drawing;
    struct ground *ground; /* the outlines, which all facets share */
    double width, size;    /* of a facet; of texts */
    double letters, pitch; /* of the squares: the size of their letters, from one to the next */
};

/* A square of the row below the mainland, with the region's letters. */
static void draw_square(const struct sheet *sheet, const struct map_unit *unit, struct point corner, size_t place)
{
    struct drawing *drawing = sheet->drawing;
    const char *style = str_format(drawing->arena, "%s b-tile", shading_style(sheet->shading, unit)).ptr;
    struct mark *rect = drawing_add(drawing, MARK_RECT, style);
    rect->x = corner.x + sheet->pitch * (double)place + (sheet->pitch - SQUARE) / 2;
    rect->y = corner.y;
    rect->width = rect->height = SQUARE;
    rect->title = unit->title;
    struct mark_attribute *attributes = arena_array(drawing->arena, struct mark_attribute, 2);
    attributes[0] = (struct mark_attribute){STR("data-territory"), unit->code};
    attributes[1] = (struct mark_attribute){STR("data-kind"), str_from(entity_kind_name(ENTITY_REGION))};
    rect->attributes = attributes;
    rect->attribute_count = 2;
    drawing_text(drawing, "mute", rect->x + SQUARE / 2, corner.y + SQUARE + sheet->letters + 2, ANCHOR_MIDDLE,
                 sheet->letters, tiles_region_letters(unit->code));
}

static void draw_facet(struct sheet *sheet, const struct facet *facet, double x, double y)
{
    const struct atlas *atlas = sheet->context->atlas;
    double map = sheet->width - 16, head = sheet->size + 8;
    struct drawing part;
    struct view view;
    panel_begin(sheet->context, PANEL_MAINLAND, (struct point){map, map}, (struct box){1, 1, map - 1, map - 1}, STR(""),
                &part, &view);
    view.level = LEVEL_LOCATOR;
    sheet->ground = sheet->ground == NULL ? ground_new(sheet->context->arena, &view) : sheet->ground;
    view.ground = sheet->ground;
    drawing_text(sheet->drawing, "strong", x, y + sheet->size, ANCHOR_START, sheet->size, facet->name);
    drawing_group_begin(&part, "b-dep");
    for (size_t i = 0; i < facet->unit_count; i++) {
        struct map_unit unit = facet->units[i];
        const struct territory *region = atlas_region(atlas, unit.code);
        unit.href = STR(""); /* too small to aim at; the table has the links */
        if (region != NULL && region->frame == FRAME_MAINLAND) {
            unit_draw(&part, &view, shading_style(sheet->shading, &unit), ENTITY_REGION, region, &unit);
        }
    }
    drawing_group_end(&part);
    panel_append(sheet->drawing, &part, x, y + head);
    for (size_t i = 0, place = 0; i < facet->unit_count; i++) {
        const struct territory *region = atlas_region(atlas, facet->units[i].code);
        if (region != NULL && region->frame != FRAME_MAINLAND) {
            draw_square(sheet, &facet->units[i], (struct point){x, y + head + map + 6}, place++);
        }
    }
}

bool facets_draw(const struct map_context *context, const struct facets *facets, enum facets_size size,
                 struct drawing *out_drawing, struct error *err)
{
    struct map_ledger ledger;
    for (size_t i = 0; i < facets->facet_count; i++) {
        const struct facet *facet = &facets->facets[i];
        if (!ledger_fill(context, ENTITY_REGION, facet->units, facet->unit_count, &ledger, err)) {
            return false;
        }
    }
    bool is_narrow = size == FACETS_NARROW;
    size_t columns = is_narrow ? NARROW_COLUMNS : WIDE_COLUMNS;
    struct shading shading = shading_make(context, &facets->map);
    double legend = theme_number(context->theme, "map-legend");
    double width =
        is_narrow ? theme_number(context->theme, "map-narrow") : theme_number(context->theme, "map-region-width");
    struct sheet sheet = {.context = context,
                          .facets = facets,
                          .shading = &shading,
                          .drawing = out_drawing,
                          .width = width / (double)columns,
                          .size = theme_number(context->theme, "map-text"),
                          .letters = is_narrow ? 10 : 12,
                          .pitch = is_narrow ? 27 : 32};
    double height = sheet.width - 16 + 6 + SQUARE + sheet.letters + 6 + sheet.size + 8 + 20;
    size_t rows = (facets->facet_count + columns - 1) / columns;
    drawing_init(out_drawing, context->arena, width, 0);
    for (size_t i = 0; i < facets->facet_count; i++) {
        draw_facet(&sheet, &facets->facets[i], sheet.width * (double)(i % columns), height * (double)(i / columns));
    }
    struct drawing key;
    drawing_init(&key, context->arena, legend, 0);
    key.height = shading_legend(context, &shading, LEGEND_BOXES, 0, &key);
    double x = is_narrow ? 0 : width + 32, y = is_narrow ? height * (double)rows + 4 : 0;
    panel_append(out_drawing, &key, x, y);
    out_drawing->width = is_narrow ? width : x + legend;
    out_drawing->height = fmax(height * (double)rows, y + key.height);
    out_drawing->id = facets->map.id;
    out_drawing->title = facets->map.title;
    out_drawing->description = facets->map.description;
    return true;
}
