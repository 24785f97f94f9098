/* Maps of shares and counts. */
#include "figure_map.h"
#include "gencarto/render/map/facets.h"
#include "gencarto/render/map/tiles.h"

bool figure_choropleth(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                       struct drawing *out, struct error *err)
{
    struct map_context map = map_context_of(context, arena);
    struct choropleth choropleth;
    double bounds[CLASSES_MAX - 1];
    enum panel panel;
    return map_panel_of(call, &panel, err) && map_shares(context, arena, call, bounds, &choropleth, err) &&
           choropleth_draw(&map, &choropleth, panel, out, NULL, err);
}

/* gen:of is department or region. */
static bool kind_of(const struct figure_call *call, enum entity_kind *out_kind, struct error *err)
{
    static const char *const names[] = {"department", "region"};
    size_t choice = 0;
    if (!map_choice(call, "of", names, 2, &choice, err))
        return false;
    *out_kind = choice == 1 ? ENTITY_REGION : ENTITY_DEPARTMENT;
    return true;
}

static bool is_narrow(const struct figure_call *call)
{
    return str_equal(call_text(call, "layout"), STR("narrow"));
}

bool figure_tiles(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                  struct drawing *out, struct error *err)
{
    struct map_context map = map_context_of(context, arena);
    struct choropleth choropleth;
    double bounds[CLASSES_MAX - 1];
    enum entity_kind kind;
    return kind_of(call, &kind, err) && map_shares(context, arena, call, bounds, &choropleth, err) &&
           tiles_draw(&map, &choropleth, kind, is_narrow(call) ? TILES_NARROW : TILES_WIDE, out, NULL, err);
}

/* Counts: the column `size` where there is one, coloured by the share in `value`; else `value`. */
static bool circles_of(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                       double bounds[CLASSES_MAX - 1], struct choropleth *shares, struct circles *out,
                       struct error *err)
{
    const struct figure_table *rows = NULL;
    struct chart_value largest;
    if (!(kind_of(call, &out->kind, err) && call_rows(call, "rows", &rows, err) &&
          call_number(call, "largest", &largest, err) && map_shares(context, arena, call, bounds, shares, err)))
        return false;
    out->id = shares->id;
    out->title = shares->title;
    out->description = shares->description;
    out->units = shares->units;
    out->unit_count = shares->unit_count;
    out->legend_title = call_text(call, "legend-count");
    out->secret = shares->words.secret;
    out->shares = map_column(rows, "size") < rows->column_count ? shares : NULL;
    out->frame = shares->frame;
    map_lock_scale(context, arena, call, out);
    out->largest = largest.present ? largest.value : out->largest;
    return true;
}

bool figure_circles(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                    struct drawing *out, struct error *err)
{
    struct map_context map = map_context_of(context, arena);
    struct choropleth shares;
    struct circles circles = {0};
    double bounds[CLASSES_MAX - 1];
    enum panel panel;
    return map_panel_of(call, &panel, err) && circles_of(context, arena, call, bounds, &shares, &circles, err) &&
           circles_draw(&map, &circles, panel, out, NULL, err);
}

bool figure_dorling(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                    struct drawing *out, struct error *err)
{
    struct map_context map = map_context_of(context, arena);
    struct choropleth shares;
    struct circles circles = {0};
    double bounds[CLASSES_MAX - 1];
    return circles_of(context, arena, call, bounds, &shares, &circles, err) &&
           dorling_draw(&map, &circles, is_narrow(call) ? DORLING_NARROW : DORLING_WIDE, out, NULL, err);
}

/* Rows in the order of their column `facet`: a new name begins a new map. */
bool figure_facets(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                   struct drawing *out, struct error *err)
{
    struct map_context map = map_context_of(context, arena);
    struct facets maps = {0};
    const struct figure_table *rows = NULL;
    double bounds[CLASSES_MAX - 1];
    size_t at;
    static const char *const names[] = {"facet"};
    if (!(call_rows(call, "rows", &rows, err) && call_columns(call, rows, names, 1, &at, err) &&
          map_shares(context, arena, call, bounds, &maps.map, err)))
        return false;
    struct facet *parts = arena_array(arena, struct facet, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++) {
        struct str name = table_text(arena, rows, i, at);
        if (maps.facet_count == 0 || !str_equal(parts[maps.facet_count - 1].name, name))
            parts[maps.facet_count++] = (struct facet){name, &maps.map.units[i], 0};
        parts[maps.facet_count - 1].unit_count++;
    }
    maps.facets = parts;
    return facets_draw(&map, &maps, is_narrow(call) ? FACETS_NARROW : FACETS_WIDE, out, err);
}
