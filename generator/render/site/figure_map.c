#include "figure.h"

#include <math.h>

#include "gencarto/base/number.h"
#include "gencarto/render/map/choropleth.h"

static struct map_context map_context_of(const struct figure_context *context, struct arena *arena)
{
    return (struct map_context){arena, context->atlas, context->theme, context->language};
}

static bool panel_of(const struct figure_call *call, enum panel *out_panel, struct error *err)
{
    struct str name;
    return call_need(call, "panel", &name, err) &&
           (panel_parse(name, out_panel) ||
            call_error(call, err, "there is no panel \"%.*s\"; known: mainland, IDF, 971, 972, 973, 974, 976, legend",
                       STR_ARGS(name)));
}

/* "24,0 %", or the words for a share that is not shown. */
static struct str share_text(const struct figure_context *context, struct arena *arena, const struct figure_call *call,
                             struct chart_value value)
{
    if (!value.present)
        return call_text(call, value.status == STATUS_CONFIDENTIAL ? "secret" : "empty");
    struct buf text;
    buf_init(&text, arena);
    typography_percent(&text, value.value, 1, context->language);
    return buf_str(&text);
}

/* gen:rows: code, name, path, value, status, cell. */
static bool share_units(const struct figure_context *context, struct arena *arena, const struct figure_call *call,
                        struct map_unit **out_units, size_t *out_count, struct error *err)
{
    enum { CODE, NAME, PATH, VALUE, STATUS, CELL, COLUMNS };
    static const char *const names[] = {"code", "name", "path", "value", "status", "cell"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    if (!call_rows(call, "rows", &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    struct map_unit *units = arena_array(arena, struct map_unit, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++) {
        struct chart_value value = table_chart_value(rows, i, at[VALUE], at[STATUS]);
        struct map_unit *unit = &units[i];
        unit->code = table_text(arena, rows, i, at[CODE]);
        unit->name = table_text(arena, rows, i, at[NAME]);
        unit->value = value.value;
        unit->status = value.status;
        unit->text = share_text(context, arena, call, value);
        unit->title = str_format(arena, "%.*s : %.*s", STR_ARGS(unit->name), STR_ARGS(unit->text));
        unit->href = str_format(arena, "/%.*s", STR_ARGS(table_text(arena, rows, i, at[PATH])));
        unit->cell = table_text(arena, rows, i, at[CELL]);
    }
    *out_units = units;
    *out_count = rows->row_count;
    return true;
}

/* "15 20 25 30" */
static bool bounds_of(const struct figure_call *call, double bounds[CLASSES_MAX - 1], size_t *out_count,
                      struct error *err)
{
    struct str rest = call_text(call, "bounds"), part;
    size_t count = 0;
    while (rest.len > 0 && str_split(&rest, ' ', &part)) {
        if (count == CLASSES_MAX - 1 || !number_parse_decimal(part, &bounds[count]) ||
            (count > 0 && bounds[count] <= bounds[count - 1]))
            return call_error(call, err, "gen:bounds is not a list of at most %d ascending numbers", CLASSES_MAX - 1);
        count++;
    }
    *out_count = count;
    return true;
}

static struct choropleth_words words_of(const struct figure_call *call)
{
    return (struct choropleth_words){
        .title = call_text(call, "legend-title"),
        .unit = call_text(call, "legend-unit"),
        .below = call_text(call, "legend-below"),
        .between = call_text(call, "legend-between"),
        .above = call_text(call, "legend-above"),
        .target = call_text(call, "legend-target"),
        .secret = call_text(call, "legend-secret"),
        .empty = call_text(call, "legend-empty"),
    };
}

bool figure_choropleth(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                       struct drawing *out, struct error *err)
{
    struct map_context map = map_context_of(context, arena);
    struct choropleth choropleth = {.id = call_text(call, "id"), .words = words_of(call), .class_count = 5};
    struct map_unit *units = NULL;
    struct chart_value target, labels;
    double bounds[CLASSES_MAX - 1];
    enum panel panel;
    if (!(panel_of(call, &panel, err) && call_number(call, "target", &target, err) &&
          call_number(call, "labels", &labels, err) && bounds_of(call, bounds, &choropleth.fixed_count, err) &&
          share_units(context, arena, call, &units, &choropleth.unit_count, err)))
        return false;
    choropleth.title = call_text(call, "title");
    choropleth.description = call_text(call, "desc");
    choropleth.units = units;
    choropleth.target = target.present ? target.value : NAN;
    choropleth.labels = labels.present ? (size_t)labels.value : 0;
    choropleth.fixed = bounds;
    choropleth.method = choropleth.fixed_count > 0 ? CLASSES_FIXED : CLASSES_JENKS;
    return choropleth_draw(&map, &choropleth, panel, out, NULL, err);
}
