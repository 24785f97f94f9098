#include "figure.h"

#include <math.h>

#include "gencarto/base/number.h"
#include "gencarto/render/map/choropleth.h"
#include "gencarto/render/map/circles.h"
#include "gencarto/render/map/facets.h"
#include "gencarto/render/map/locator.h"
#include "gencarto/render/map/points.h"
#include "gencarto/render/map/tiles.h"

static struct map_context map_context_of(const struct figure_context *context, struct arena *arena)
{
    return (struct map_context){arena, context->atlas, context->theme, context->language};
}

static bool panel_of(const struct figure_call *call, enum panel *out_panel, struct error *err)
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

/* The index of a column that may be there; row_count of columns when it is not. */
static size_t column_of(const struct figure_table *table, const char *name)
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

/* Rows of the table: code, name, path, value, status, cell; and, where they are there, second (another share), category
 * (its rank, from 1) and size (a count). */
static bool share_units(const struct figure_context *context, struct arena *arena, const struct figure_call *call,
                        const char *table, struct map_unit **out_units, size_t *out_count, struct error *err)
{
    enum { CODE, NAME, PATH, VALUE, STATUS, CELL, COLUMNS };
    static const char *const names[] = {"code", "name", "path", "value", "status", "cell"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    if (!call_rows(call, table, &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    struct map_unit *units = arena_array(arena, struct map_unit, rows->row_count);
    size_t second = column_of(rows, "second"), category = column_of(rows, "category"), size = column_of(rows, "size");
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

/* The texts of a composed map: gen:frame-title, -subtitle, -idf, -nowhere, and up to four notes "Label|Text". */
static struct map_frame frame_of(struct arena *arena, const struct figure_call *call)
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

/* One of the names; the first when the attribute is not given. */
static bool choice_of(const struct figure_call *call, const char *attribute, const char *const *names, size_t count,
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

/* ---- gen:lock ---- */

enum { CROWDED_PERCENT = 75 }; /* of all in one class: the map says little */

/* "maps.lock: " and what is to be said of the name. */
static void warn(struct figure_context *context, const char *before, struct str name, const char *after)
{
    buf_format(&context->warnings, "maps.lock: %s%.*s%s\n", before, STR_ARGS(name), after);
}

static void write_bounds(struct buf *out, const struct classes *classes)
{
    for (size_t i = 0; i + 1 < classes->count; i++) {
        buf_byte(out, ' ');
        number_write(out, classes->bounds[i]);
    }
}

/* The lowest or the highest class holds nothing, or one holds nearly all. */
static void check_classes(struct figure_context *context, struct arena *arena, struct str name,
                          const struct classes *classes)
{
    size_t n = 0, most = 0;
    for (size_t i = 0; i < classes->count; i++) {
        n += classes->members[i];
        most = classes->members[i] > most ? classes->members[i] : most;
    }
    const char *fault = n == 0                                      ? NULL
                        : classes->members[0] == 0                  ? "the lowest class is empty"
                        : classes->members[classes->count - 1] == 0 ? "the highest class is empty"
                        : 100 * most > CROWDED_PERCENT * n
                            ? str_format(arena, "one class holds %zu of %zu", most, n).ptr
                            : NULL;
    if (fault)
        warn(context, "the bounds of ", name, str_format(arena, " no longer fit: %s", fault).ptr);
}

/* Circles of counts alone have no classes. */
static bool has_shares(const struct figure_call *call)
{
    bool is_circles = str_equal(call->kind, STR("circles")) || str_equal(call->kind, STR("dorling"));
    for (size_t i = 0; is_circles && i < call->table_count; i++)
        if (str_equal(call->tables[i].name, STR("rows")))
            return column_of(&call->tables[i], "size") < call->tables[i].column_count;
    return true;
}

/* Bounds that are locked are used; of those that are not, the line to add is told. */
static void lock_classes(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                         double bounds[CLASSES_MAX - 1], struct choropleth *shares)
{
    struct str name = call_text(call, "lock");
    if (name.len == 0 || !has_shares(call) || shares->scheme == SCHEME_CATEGORIES || shares->scheme == SCHEME_BIVARIATE)
        return;
    struct map_context map = map_context_of(context, arena);
    const struct map_lock *lock = map_lock_find(context->locks, name);
    bool is_locked = lock != NULL && lock->bound_count > 0;
    for (size_t i = 0; is_locked && i < lock->bound_count; i++)
        bounds[i] = lock->bounds[i];
    if (is_locked) {
        shares->fixed_count = lock->bound_count;
        shares->method = CLASSES_FIXED;
    }
    struct classes classes = choropleth_classes(&map, shares);
    if (is_locked) {
        check_classes(context, arena, name, &classes);
    } else if (classes.count > 1 && shares->fixed_count == 0) {
        struct buf line;
        buf_init(&line, arena);
        write_bounds(&line, &classes);
        buf_byte(&line, '\0');
        warn(context, "to keep the classes of this quarter, add: ", name, str_format(arena, " bounds%s", line.ptr).ptr);
    }
}

static void lock_scale(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                       struct circles *circles)
{
    struct str name = call_text(call, "lock");
    const struct map_lock *lock = name.len == 0 ? NULL : map_lock_find(context->locks, name);
    double largest = circles_largest(circles);
    struct buf count;
    buf_init(&count, arena);
    number_write(&count, ceil(largest));
    buf_byte(&count, '\0');
    if (lock != NULL && lock->largest > 0) {
        circles->largest = lock->largest;
        if (largest > lock->largest || largest < lock->largest / 4)
            warn(context, "the scale of ", name,
                 str_format(arena, " no longer fits: the largest count is %s", count.ptr).ptr);
    } else if (name.len > 0 && largest > 0) {
        warn(context, "to keep the circles of this quarter, add: ", name,
             str_format(arena, " largest %s", count.ptr).ptr);
    }
}

/* What choropleth, tiles, multiples and shaded circles have in common; `bounds` is kept by the choropleth. */
static bool shares_of(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                      double bounds[CLASSES_MAX - 1], struct choropleth *out, struct error *err)
{
    static const char *const schemes[] = {"sequential", "diverging", "categories", "bivariate"};
    struct map_unit *units = NULL;
    struct chart_value target, labels;
    size_t scheme = 0;
    *out = (struct choropleth){.id = call_text(call, "id"), .words = words_of(call)};
    if (!(call_number(call, "target", &target, err) && call_number(call, "labels", &labels, err) &&
          choice_of(call, "scheme", schemes, 4, &scheme, err) && bounds_of(call, bounds, &out->fixed_count, err) &&
          method_of(call, out, err) && share_units(context, arena, call, "rows", &units, &out->unit_count, err)))
        return false;
    out->scheme = (enum choropleth_scheme)scheme;
    out->title = call_text(call, "title");
    out->description = call_text(call, "desc");
    out->units = units;
    out->frame = frame_of(arena, call);
    out->target = target.present ? target.value : NAN;
    out->labels = labels.present ? (size_t)labels.value : 0;
    out->fixed = bounds;
    out->has_histogram = str_equal(call_text(call, "histogram"), STR("1"));
    categories_of(arena, call, out);
    lock_classes(context, arena, call, bounds, out);
    return true;
}

bool figure_choropleth(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                       struct drawing *out, struct error *err)
{
    struct map_context map = map_context_of(context, arena);
    struct choropleth choropleth;
    double bounds[CLASSES_MAX - 1];
    enum panel panel;
    return panel_of(call, &panel, err) && shares_of(context, arena, call, bounds, &choropleth, err) &&
           choropleth_draw(&map, &choropleth, panel, out, NULL, err);
}

/* gen:of is department or region. */
static bool kind_of(const struct figure_call *call, enum entity_kind *out_kind, struct error *err)
{
    static const char *const names[] = {"department", "region"};
    size_t choice = 0;
    if (!choice_of(call, "of", names, 2, &choice, err))
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
    return kind_of(call, &kind, err) && shares_of(context, arena, call, bounds, &choropleth, err) &&
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
          call_number(call, "largest", &largest, err) && shares_of(context, arena, call, bounds, shares, err)))
        return false;
    out->id = shares->id;
    out->title = shares->title;
    out->description = shares->description;
    out->units = shares->units;
    out->unit_count = shares->unit_count;
    out->legend_title = call_text(call, "legend-count");
    out->secret = shares->words.secret;
    out->shares = column_of(rows, "size") < rows->column_count ? shares : NULL;
    out->frame = shares->frame;
    lock_scale(context, arena, call, out);
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
    return panel_of(call, &panel, err) && circles_of(context, arena, call, bounds, &shares, &circles, err) &&
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
          shares_of(context, arena, call, bounds, &maps.map, err)))
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

static bool has_table(const struct figure_call *call, const char *name)
{
    for (size_t i = 0; i < call->table_count; i++)
        if (str_equal(call->tables[i].name, str_from(name)))
            return true;
    return false;
}

/* gen:rows-areas, where it is given: the departments behind the points, with a share. */
static bool map_areas(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                      struct points *points, struct error *err)
{
    struct map_unit *units = NULL;
    if (!has_table(call, "areas"))
        return true;
    if (!share_units(context, arena, call, "areas", &units, &points->unit_count, err))
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
    if (!has_table(call, table))
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
    if (!(panel_of(call, &panel, err) &&
          map_places(arena, call, "departments", &points->units, &points->unit_count, err) &&
          map_places(arena, call, "regions", &points->regions, &points->region_count, err)))
        return false;
    if (panel == PANEL_MAINLAND && str_equal(call_text(call, "layout"), STR("narrow")))
        return points_draw_france_narrow(map, points, out, err);
    return points_draw(map, points, panel, out, NULL, err);
}

/* gen:panel: France. Else gen:layout is wide or narrow, of gen:department or, without it, of gen:region. */
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
                            .idf_hint = call_text(call, "idf-hint"),
                            .legend_title = call_text(call, "legend-title"),
                            .frame = frame_of(arena, call)};
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
    return call_error(call, err, "there is no layout \"%.*s\"; known: wide, narrow", STR_ARGS(layout));
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
