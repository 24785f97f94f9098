/* The attributes and rows of maps: units, classes, words. */
#include <math.h>

#include "figure_map.h"
#include "gencarto/base/number.h"

struct map_context map_context_of(const struct figure_context *context, struct arena *arena)
{
    return (struct map_context){arena, context->atlas, context->theme, context->language, context->maps};
}

bool map_panel_of(const struct figure_call *call, enum panel *out_panel, struct error *err)
{
    struct str name;
    return call_need(call, "panel", &name, err) &&
           (panel_parse(name, out_panel) ||
            call_error(call, err,
                       "there is no panel \"%.*s\"; known: mainland, IDF, 971, 972, 973, 974, 976, legend, whole",
                       STR_ARGS(name)));
}

/* "24,0 %"; of a share that is not shown, the words of the attribute `secret` or `empty`. */
static struct str share_text(const struct figure_context *context, struct arena *arena, const struct figure_call *call,
                             struct chart_value value, const char *secret, const char *empty)
{
    if (!value.present)
        return call_text(call, value.status == STATUS_CONFIDENTIAL ? secret : empty);
    struct buf text;
    buf_init(&text, arena);
    typography_percent(&text, value.value, 1, context->language);
    return buf_str(&text);
}

size_t map_column(const struct figure_table *table, const char *name)
{
    size_t i = 0;
    while (i < table->column_count && !str_equal(table->columns[i], str_from(name)))
        i++;
    return i;
}

static double optional_number(const struct figure_table *table, size_t row, size_t column)
{
    return column < table->column_count ? table_number(table, row, column) : NAN;
}

bool map_units(const struct figure_context *context, struct arena *arena, const struct figure_call *call,
               const char *table, struct map_unit **out_units, size_t *out_count, struct error *err)
{
    enum { CODE, NAME, PATH, VALUE, STATUS, CELL, COLUMNS };
    static const char *const names[] = {"code", "name", "path", "value", "status", "cell"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    if (!call_rows(call, table, &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    struct map_unit *units = arena_array(arena, struct map_unit, rows->row_count);
    size_t second = map_column(rows, "second"), category = map_column(rows, "category"),
           size = map_column(rows, "size");
    for (size_t i = 0; i < rows->row_count; i++) {
        struct chart_value value = table_chart_value(rows, i, at[VALUE], at[STATUS]);
        struct map_unit *unit = &units[i];
        double rank = optional_number(rows, i, category);
        unit->second = optional_number(rows, i, second);
        unit->size = optional_number(rows, i, size);
        unit->category = rank >= 1 ? (size_t)rank : 0;
        unit->code = table_text(arena, rows, i, at[CODE]);
        unit->name = table_text(arena, rows, i, at[NAME]);
        unit->value = value.value;
        unit->status = value.status;
        unit->text = share_text(context, arena, call, value, "secret-mark", "empty-mark");
        unit->title = call_pattern(arena, call, "row-title", unit->name,
                                   share_text(context, arena, call, value, "secret", "empty"));
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
        .second = call_text(call, "legend-second"),
    };
}

struct map_frame map_frame_of(struct arena *arena, const struct figure_call *call)
{
    static const char *const names[] = {"note", "reading", "scope", "source"};
    struct map_note *notes = arena_array(arena, struct map_note, sizeof names / sizeof *names);
    struct map_frame frame = {.title = call_text(call, "frame-title"),
                              .subtitle = call_text(call, "frame-subtitle"),
                              .idf_name = call_text(call, "frame-idf"),
                              .nowhere_text = call_text(call, "frame-nowhere"),
                              .notes = notes};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str text = call_text(call, str_format(arena, "frame-%s", names[i]).ptr);
        size_t bar = str_index(text, '|', 0);
        if (text.len > 0)
            notes[frame.note_count++] = (struct map_note){str_slice(text, 0, bar), str_slice(text, bar + 1, text.len)};
    }
    return frame;
}

bool map_choice(const struct figure_call *call, const char *attribute, const char *const *names, size_t count,
                size_t *out_choice, struct error *err)
{
    struct str text = call_text(call, attribute);
    struct buf known;
    for (size_t i = 0; i < count; i++) {
        if (str_equal(text, str_from(names[i])) || (i == 0 && text.len == 0)) {
            *out_choice = i;
            return true;
        }
    }
    buf_init(&known, NULL);
    for (size_t i = 0; i < count; i++)
        buf_format(&known, "%s%s", i > 0 ? ", " : "", names[i]);
    call_error(call, err, "gen:%s is \"%.*s\"; known: %.*s", attribute, STR_ARGS(text), STR_ARGS(buf_str(&known)));
    buf_clear(&known);
    return false;
}

/* gen:method and gen:classes; with gen:bounds the bounds are fixed. */
static bool method_of(const struct figure_call *call, struct choropleth *choropleth, struct error *err)
{
    struct chart_value classes;
    struct str method = call_text(call, "method");
    if (!call_number(call, "classes", &classes, err))
        return false;
    choropleth->class_count = classes.present ? (size_t)classes.value : 5;
    choropleth->method = choropleth->fixed_count > 0 ? CLASSES_FIXED : CLASSES_JENKS;
    if (classes.present && (classes.value < 1 || classes.value > CLASSES_MAX))
        return call_error(call, err, "gen:classes is not a number from 1 to %d", CLASSES_MAX);
    if (method.len > 0 && choropleth->fixed_count == 0 && !classes_method_parse(method, &choropleth->method))
        return call_error(call, err,
                          "gen:method is \"%.*s\"; known: jenks, quantiles, equal, deviation, nested-means, geometric, "
                          "pretty, target, fixed",
                          STR_ARGS(method));
    if (choropleth->method == CLASSES_FIXED && choropleth->fixed_count == 0)
        return call_error(call, err, "gen:method=\"fixed\" wants gen:bounds");
    return true;
}

/* "Région active|Région en démarrage" */
static void categories_of(struct arena *arena, const struct figure_call *call, struct choropleth *choropleth)
{
    struct str rest = call_text(call, "categories"), part;
    struct str *names = arena_array(arena, struct str, CATEGORIES_MAX);
    while (rest.len > 0 && choropleth->category_count < CATEGORIES_MAX && str_split(&rest, '|', &part))
        names[choropleth->category_count++] = part;
    choropleth->categories = names;
}

bool map_shares(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                double bounds[CLASSES_MAX - 1], struct choropleth *out, struct error *err)
{
    static const char *const schemes[] = {"sequential", "diverging", "categories", "bivariate"};
    struct map_unit *units = NULL;
    struct chart_value target, labels;
    size_t scheme = 0;
    *out = (struct choropleth){.id = call_text(call, "id"), .words = words_of(call)};
    if (!(call_number(call, "target", &target, err) && call_number(call, "labels", &labels, err) &&
          map_choice(call, "scheme", schemes, 4, &scheme, err) && bounds_of(call, bounds, &out->fixed_count, err) &&
          method_of(call, out, err) && map_units(context, arena, call, "rows", &units, &out->unit_count, err)))
        return false;
    out->scheme = (enum choropleth_scheme)scheme;
    out->title = call_text(call, "title");
    out->description = call_text(call, "desc");
    out->units = units;
    out->frame = map_frame_of(arena, call);
    out->target = target.present ? target.value : NAN;
    out->labels = labels.present ? (size_t)labels.value : 0;
    out->fixed = bounds;
    out->has_histogram = str_equal(call_text(call, "histogram"), STR("1"));
    categories_of(arena, call, out);
    map_lock_classes(context, arena, call, bounds, out);
    return true;
}
