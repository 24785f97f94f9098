/* Where trainings are: maps of points, locators. */
#include <math.h>

#include "figure_map.h"
#include "gencarto/render/map/locator.h"
#include "gencarto/render/map/points.h"

/* The title of a training's symbol: its title, town and job family. */
static struct str training_title(struct arena *arena, struct str title, struct str untitled, struct str town,
                                 struct str family)
{
    struct buf text;
    buf_init(&text, arena);
    buf_add(&text, title.len > 0 ? title : untitled);
    if (town.len > 0)
        buf_format(&text, ", %.*s", STR_ARGS(town));
    if (family.len > 0)
        buf_format(&text, " (%.*s)", STR_ARGS(family));
    return buf_str(&text);
}

/* gen:rows: trainings as the view training_release gives them. */
static bool map_trainings(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                          struct points *points, struct error *err)
{
    enum { ID, DEPARTMENT, TOWN, LON, LAT, FAMILY, FAMILY_LABEL, TITLE, PATH, COLUMNS };
    static const char *const names[] = {"training_id",        "department_code",  "commune_name", "lon_deg", "lat_deg",
                                        "job_family_ordinal", "job_family_label", "title",        "path"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    if (!call_rows(call, "rows", &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    struct map_training *trainings = arena_array(arena, struct map_training, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++) {
        struct map_training *training = &trainings[i];
        struct position position = {table_number(rows, i, at[LON]), table_number(rows, i, at[LAT])};
        double family = table_number(rows, i, at[FAMILY]);
        training->id = table_text(arena, rows, i, at[ID]);
        training->department = table_text(arena, rows, i, at[DEPARTMENT]);
        training->town = table_text(arena, rows, i, at[TOWN]);
        training->is_located = !isnan(position.x) && !isnan(position.y);
        training->family = isnan(family) ? 0 : (int)family;
        training->title = training_title(arena, table_text(arena, rows, i, at[TITLE]), call_text(call, "untitled"),
                                         training->town, table_text(arena, rows, i, at[FAMILY_LABEL]));
        training->href = str_format(arena, "/%.*s", STR_ARGS(table_text(arena, rows, i, at[PATH])));
        training->position = position;
        if (training->is_located &&
            !projections_forward(context->projections, frame_of_department(training->department), &training->position,
                                 1, err))
            return false;
    }
    points->trainings = trainings;
    points->training_count = rows->row_count;
    return true;
}

/* gen:rows-areas, where it is given: the departments behind the points, with a share. */
static bool map_areas(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                      struct points *points, struct error *err)
{
    struct map_unit *units = NULL;
    if (!call_has_rows(call, "areas"))
        return true;
    if (!map_units(context, arena, call, "areas", &units, &points->unit_count, err))
        return false;
    for (size_t i = 0; i < points->unit_count; i++)
        template_label(context->templates, str_format(arena, "abrege.%.*s", STR_ARGS(units[i].code)),
                       &units[i].short_name);
    points->units = units;
    return true;
}

/* Rows of the table, where it is given: code, name, path of territories without a figure of their own. */
static bool map_places(struct arena *arena, const struct figure_call *call, const char *table,
                       const struct map_unit **out_units, size_t *out_count, struct error *err)
{
    enum { CODE, NAME, PATH, COLUMNS };
    static const char *const names[] = {"code", "name", "path"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    if (!call_has_rows(call, table))
        return true;
    if (!call_rows(call, table, &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    struct map_unit *units = arena_array(arena, struct map_unit, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++) {
        units[i].code = table_text(arena, rows, i, at[CODE]);
        units[i].name = table_text(arena, rows, i, at[NAME]);
        units[i].href = str_format(arena, "/%.*s", STR_ARGS(table_text(arena, rows, i, at[PATH])));
    }
    *out_units = units;
    *out_count = rows->row_count;
    return true;
}

/* gen:panel: a panel of France, or the mainland with gen:layout="narrow". */
static bool france_points(const struct map_context *map, struct arena *arena, const struct figure_call *call,
                          struct points *points, struct drawing *out, struct error *err)
{
    enum panel panel;
    if (!(map_panel_of(call, &panel, err) &&
          map_places(arena, call, "departments", &points->units, &points->unit_count, err) &&
          map_places(arena, call, "regions", &points->regions, &points->region_count, err)))
        return false;
    if (panel == PANEL_MAINLAND && str_equal(call_text(call, "layout"), STR("narrow")))
        return points_draw_france_narrow(map, points, out, err);
    return points_draw(map, points, panel, out, NULL, err);
}

/* gen:panel: France. Else gen:layout is wide or narrow, of gen:department or, without it, of gen:region; apart is the
 * map of the region's departments that gen:apart names. */
bool figure_points(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                   struct drawing *out, struct error *err)
{
    struct map_context map = map_context_of(context, arena);
    struct points points = {.id = call_text(call, "id"),
                            .title = call_text(call, "title"),
                            .description = call_text(call, "desc"),
                            .one = call_text(call, "count-one"),
                            .many = call_text(call, "count-many"),
                            .named = call_text(call, "row-title"),
                            .idf = call_text(call, "idf"),
                            .apart = call_text(call, "apart"),
                            .inset_hint = call_text(call, "inset-hint"),
                            .legend_title = call_text(call, "legend-title"),
                            .frame = map_frame_of(arena, call)};
    struct str layout = call_text(call, "layout"), department = call_text(call, "department");
    bool of_department = department.len > 0;
    if (!map_trainings(context, arena, call, &points, err))
        return false;
    if (call_text(call, "panel").len > 0)
        return france_points(&map, arena, call, &points, out, err);
    if (!map_areas(context, arena, call, &points, err))
        return false;
    if (str_equal(layout, STR("wide")))
        return of_department ? points_draw_department(&map, &points, department, out, NULL, err)
                             : points_draw_region(&map, &points, call_text(call, "region"), out, NULL, err);
    if (str_equal(layout, STR("narrow")))
        return of_department ? points_draw_department_narrow(&map, &points, department, out, NULL, err)
                             : points_draw_narrow(&map, &points, call_text(call, "region"), out, NULL, err);
    if (str_equal(layout, STR("apart")))
        return points_draw_apart(&map, &points, call_text(call, "region"), out, NULL, err);
    return call_error(call, err, "there is no layout \"%.*s\"; known: wide, narrow, apart", STR_ARGS(layout));
}

/* gen:region and, inside it, gen:department; gen:lon and gen:lat, in degrees, place a training. */
bool figure_locator(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                    struct drawing *out, struct error *err)
{
    struct map_context map = map_context_of(context, arena);
    struct locator locator = {.id = call_text(call, "id"),
                              .title = call_text(call, "title"),
                              .region = call_text(call, "region"),
                              .department = call_text(call, "department")};
    struct chart_value lon, lat;
    if (!call_number(call, "lon", &lon, err) || !call_number(call, "lat", &lat, err))
        return false;
    locator.has_point = lon.present && lat.present;
    locator.point = (struct position){lon.value, lat.value};
    if (locator.has_point &&
        !projections_forward(context->projections, frame_of_department(locator.department), &locator.point, 1, err))
        return false;
    return locator_draw(&map, &locator, out, err);
}
