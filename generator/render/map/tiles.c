#include "gencarto/render/map/tiles.h"

#include <math.h>

#include "panel.h"
#include "shading.h"

struct tile {
    const char *code, *name;
    double column, row;
};

/* Neighbours stand beside each other where they can: found by annealing (places, shared borders and directions), then
 * Corsica and overseas set apart. A department's name is its code. */
static const char *const department_grid[] = {
    ".   .   .   .   .   .   62  .   .   .   .   .",  ".   .   .   .   76  60  80  59  .   .   .   .",
    ".   .   14  27  95  75  93  02  08  57  .   .",  "29  22  50  61  78  92  94  51  55  54  67  .",
    "56  35  53  72  28  91  77  10  52  88  68  .",  ".   44  49  37  41  45  89  21  70  90  .   .",
    ".   85  79  86  36  18  58  71  39  25  .   .",  ".   .   17  16  87  23  03  42  69  01  74  .",
    "971 .   33  24  46  19  63  43  07  38  73  .",  "972 .   40  47  82  12  15  48  26  05  .   .",
    "973 .   64  32  31  81  34  30  84  04  06  .",  "974 .   .   65  09  11  66  .   13  83  .   2B",
    "976 .   .   .   .   .   .   .   .   .   .   2A",
};
enum { DEPARTMENT_ROWS = sizeof department_grid / sizeof *department_grid, DEPARTMENT_COLUMNS = 12 };

static const struct tile region_tiles[] = {
    {"32", "HDF", 2, 0},   {"53", "BRE", 0, 1},   {"28", "NOR", 1, 1},   {"11", "IDF", 2, 1},   {"44", "GES", 3, 1},
    {"52", "PDL", 0, 2},   {"24", "CVL", 1, 2},   {"27", "BFC", 2, 2},   {"75", "NAQ", 1, 3},   {"84", "ARA", 2, 3},
    {"76", "OCC", 1, 4},   {"93", "PAC", 2, 4},   {"94", "COR", 4, 4},   {"01", "GUA", 0, 5.5}, {"02", "MTQ", 1, 5.5},
    {"03", "GUF", 2, 5.5}, {"04", "REU", 3, 5.5}, {"06", "MAY", 4, 5.5},
};
enum { REGION_TILES = sizeof region_tiles / sizeof *region_tiles, REGION_COLUMNS = 5 };

static bool find_department(struct arena *arena, struct str code, struct tile *out_tile)
{
    for (size_t row = 0; row < DEPARTMENT_ROWS; row++) {
        struct str line = str_from(department_grid[row]);
        for (size_t column = 0; column < DEPARTMENT_COLUMNS; column++) {
            struct str cell = str_trim(str_slice(line, 4 * column, 4 * column + 4));
            if (str_equal(cell, code)) {
                *out_tile = (struct tile){NULL, str_text(arena, code), (double)column, (double)row};
                return true;
            }
        }
    }
    return false;
}

static bool find_region(struct str code, struct tile *out_tile)
{
    for (size_t i = 0; i < REGION_TILES; i++) {
        if (str_equal(code, str_from(region_tiles[i].code))) {
            *out_tile = region_tiles[i];
            return true;
        }
    }
    return false;
}

struct str tiles_region_letters(struct str code)
{
    struct tile tile;
    return find_region(code, &tile) ? str_from(tile.name) : STR("");
}

struct grid {
    const struct map_context *context;
    const struct shading *shading;
    struct drawing *drawing;
    enum entity_kind kind;
    double pitch, size; /* of a tile; of its texts */
    bool has_values;
};

/* "26,3" of "26,3 %" */
static struct str number_of(struct str text)
{
    return str_slice(text, 0, str_find(text, STR("\u00A0"), 0));
}

static void draw_tile(const struct grid *grid, const struct map_unit *unit, const struct tile *tile)
{
    struct drawing *drawing = grid->drawing;
    double x = tile->column * grid->pitch + 0.5, y = tile->row * grid->pitch + 0.5, side = grid->pitch - 2;
    const char *style = shading_style(grid->shading, unit);
    struct text_styles texts = text_styles_on(style);
    bool is_linked = unit->href.len > 0;
    if (is_linked) {
        struct mark *link = drawing_add(drawing, MARK_LINK_BEGIN, "");
        link->href = unit->href;
        link->title = unit->title;
        drawing->has_links = true;
    }
    struct mark *rect = drawing_add(drawing, MARK_RECT, str_format(drawing->arena, "%s b-tile", style).ptr);
    rect->x = x;
    rect->y = y;
    rect->width = rect->height = side;
    rect->title = is_linked ? STR("") : unit->title;
    struct mark_attribute *attributes = arena_array(drawing->arena, struct mark_attribute, 2);
    attributes[0] = (struct mark_attribute){STR("data-territory"), unit->code};
    attributes[1] = (struct mark_attribute){STR("data-kind"), str_from(entity_kind_name(grid->kind))};
    rect->attributes = attributes;
    rect->attribute_count = 2;
    struct str value = number_of(unit->text);
    bool fits = grid->has_values && unit_has_value(unit) && grid->shading->map->scheme != SCHEME_CATEGORIES &&
                theme_text_width(grid->context->theme, value, grid->size, 400) <= side - 4;
    double middle = y + side / 2 + 0.36 * grid->size;
    drawing_text(drawing, texts.strong, x + side / 2, fits ? middle - 0.62 * grid->size : middle, ANCHOR_MIDDLE,
                 grid->size, str_from(tile->name));
    if (fits) {
        struct mark *text = drawing_text(drawing, texts.plain, x + side / 2, middle + 0.62 * grid->size, ANCHOR_MIDDLE,
                                         grid->size, value);
        text->attributes = attribute(drawing->arena, "data-cell", unit->cell);
        text->attribute_count = unit->cell.len > 0;
    }
    if (is_linked) {
        drawing_add(drawing, MARK_LINK_END, "");
    }
}

static bool draw_tiles(const struct grid *grid, struct error *err)
{
    const struct choropleth *map = grid->shading->map;
    for (size_t i = 0; i < map->unit_count; i++) {
        const struct map_unit *unit = &map->units[i];
        struct tile tile;
        if (str_equal(unit->code, STR(TERRITORY_NOT_LOCATED))) {
            continue;
        }
        bool is_found = grid->kind == ENTITY_REGION ? find_region(unit->code, &tile)
                                                    : find_department(grid->context->arena, unit->code, &tile);
        if (!is_found) {
            return error_set(err, ERROR_OUTPUT, "tiles: %s %.*s has a figure and no tile; it would be visible nowhere",
                             entity_kind_name(grid->kind), STR_ARGS(unit->code));
        }
        draw_tile(grid, unit, &tile);
    }
    return true;
}

/* The legend as a drawing of its own, put in a group. */
static double append_legend(const struct map_context *context, const struct shading *shading, struct drawing *drawing,
                            double x, double y)
{
    struct drawing legend;
    drawing_init(&legend, context->arena, theme_number(context->theme, "map-legend"), 0);
    double height = shading_legend(context, shading, LEGEND_BOXES, 0, &legend);
    panel_append(drawing, &legend, x, y);
    return height;
}

bool tiles_draw(const struct map_context *context, const struct choropleth *map, enum entity_kind kind,
                enum tiles_size size, struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err)
{
    struct map_ledger ledger;
    struct shading shading = shading_make(context, map);
    bool of_regions = kind == ENTITY_REGION, is_narrow = size == TILES_NARROW;
    double columns = of_regions ? REGION_COLUMNS : DEPARTMENT_COLUMNS, rows = of_regions ? 6.5 : DEPARTMENT_ROWS;
    const char *pitch = is_narrow ? "map-tile-narrow" : of_regions ? "map-tile-region" : "map-tile";
    double legend = theme_number(context->theme, "map-legend");
    struct grid grid = {context,
                        &shading,
                        out_drawing,
                        kind,
                        theme_number(context->theme, pitch),
                        theme_number(context->theme, "map-small"),
                        !is_narrow || of_regions};
    if (is_narrow && of_regions) {
        grid.pitch = floor(legend / columns);
    }
    double width = columns * grid.pitch, height = rows * grid.pitch;
    if (!ledger_fill(context, kind, map->units, map->unit_count, &ledger, err)) {
        return false;
    }
    drawing_init(out_drawing, context->arena, is_narrow ? fmax(width, legend) : width + 32 + legend, height);
    drawing_group_begin(out_drawing, "");
    if (!draw_tiles(&grid, err)) {
        return false;
    }
    drawing_group_end(out_drawing);
    double x = is_narrow ? 0 : width + 32, y = is_narrow ? height + 16 : 0;
    double below = y + append_legend(context, &shading, out_drawing, x, y);
    out_drawing->height = fmax(height, below);
    out_drawing->id = map->id;
    out_drawing->title = map->title;
    out_drawing->description = map->description;
    if (out_ledger != NULL) {
        *out_ledger = ledger;
    }
    return true;
}
