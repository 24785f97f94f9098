#include "panel.h"

#include <assert.h>
#include <math.h>

#include "memory.h"

#define INSET_HEAD 44 /* px: name and value above an inset */

static const char *const panel_names[PANELS] = {
    [PANEL_MAINLAND] = "mainland", [PANEL_IDF] = "IDF",       [PANEL_GUADELOUPE] = "971",
    [PANEL_MARTINIQUE] = "972",    [PANEL_GUYANE] = "973",    [PANEL_REUNION] = "974",
    [PANEL_MAYOTTE] = "976",       [PANEL_LEGEND] = "legend", [PANEL_WHOLE] = "whole",
};

static const char *const styles[] = {
    "land",    "none",   "hatch",  "q1",    "q2",          "q3",          "q4",          "q5",     "b-dep",  "b-tile",
    "b-coast", "b-case", "b-reg",  "b-out", "ring",        "frame",       "axis",        "mute",   "strong", "label",
    "halo",    "circle", "leader", "pin",   "target-rule", "target-thin", "target-text", "f1",     "f2",     "f3",
    "f4",      "f5",     "f6",     "f7",    "symbol",      "in-bar",      "here",        "detail", "on-q1",  "on-q2",
    "on-q3",   "on-q4",  "on-q5",  "bold",  "d1",          "d2",          "d3",          "d4",     "d5",     "v11",
    "v12",     "v13",    "v21",    "v22",   "v23",         "v31",         "v32",         "v33",    NULL};
static const char *const numbers[] = {
    "map-mainland",    "map-idf-width",    "map-idf-height",   "map-idf-beside",    "map-idf-points",
    "map-inset-width", "map-inset-height", "map-margin",       "map-text",          "map-small",
    "map-name",        "map-legend",       "map-region-width", "map-region-height", "map-narrow",
    "map-locator",     "map-symbol",       "map-pitch",        "map-circle",        "map-circle-narrow",
    "map-outside-km",  "map-tile",         "map-tile-narrow",  "map-tile-region",   NULL};
const struct theme_needs map_needs = {.styles = styles, .numbers = numbers};

bool panel_parse(struct str name, enum panel *out_panel)
{
    for (enum panel panel = PANEL_MAINLAND; panel < PANELS; panel++) {
        if (str_equal(name, str_from(panel_names[panel]))) {
            *out_panel = panel;
            return true;
        }
    }
    return false;
}

static enum frame panel_frame(enum panel panel)
{
    return panel >= PANEL_GUADELOUPE && panel <= PANEL_MAYOTTE
               ? (enum frame)(FRAME_GUADELOUPE + (panel - PANEL_GUADELOUPE))
               : FRAME_MAINLAND;
}

size_t region_of_paris(const struct atlas *atlas)
{
    const struct territory *paris = atlas_department(atlas, STR("75"));
    return paris == NULL ? NO_TERRITORY : paris->region;
}

bool panel_shows(const struct map_context *context, enum panel panel, const struct territory *department)
{
    if (panel == PANEL_IDF) {
        return department->region == region_of_paris(context->atlas);
    }
    return department->frame == panel_frame(panel);
}

static struct extent panel_ground(const struct map_context *context, enum panel panel)
{
    struct extent ground = EXTENT_EMPTY;
    for (size_t i = 0; i < context->atlas->department_count; i++) {
        if (panel_shows(context, panel, &context->atlas->departments[i])) {
            extent_join(&ground, context->atlas->departments[i].extent);
        }
    }
    return ground.min_x > ground.max_x ? (struct extent){0, 0, 1, 1} : ground;
}

struct point panel_size(const struct theme *theme, enum panel panel)
{
    switch (panel) {
    case PANEL_MAINLAND:
        return (struct point){theme_number(theme, "map-mainland"), theme_number(theme, "map-mainland")};
    case PANEL_IDF:
        return (struct point){theme_number(theme, "map-idf-width"), theme_number(theme, "map-idf-height")};
    default:
        return (struct point){theme_number(theme, "map-inset-width"), theme_number(theme, "map-inset-height")};
    }
}

struct box panel_room(const struct theme *theme, enum panel panel)
{
    struct point size = panel_size(theme, panel);
    double margin = theme_number(theme, "map-margin"), strip = theme_number(theme, "map-text") + 12;
    if (panel == PANEL_MAINLAND) {
        return (struct box){margin, margin, size.x - margin, size.y - margin};
    }
    if (panel == PANEL_IDF) {
        return (struct box){8, 4, size.x - theme_number(theme, "map-idf-beside"), size.y - 8};
    }
    return (struct box){8, 4, size.x - 8, size.y - strip - 8};
}

void panel_begin(const struct map_context *context, enum panel panel, struct point size, struct box into, struct str id,
                 struct drawing *out_drawing, struct view *out_view)
{
    drawing_init(out_drawing, context->arena, size.x, size.y);
    out_drawing->id = id;
    *out_view = view_fit(context->atlas, panel_frame(panel), panel_ground(context, panel), into, size);
    view_keep(context, out_view);
}

const struct map_unit *unit_find(const struct map_unit *units, size_t count, struct str code)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(units[i].code, code)) {
            return &units[i];
        }
    }
    return NULL;
}

bool unit_has_value(const struct map_unit *unit)
{
    return unit->status == STATUS_NORMAL || unit->status == STATUS_PROVISIONAL || unit->status == STATUS_REVISED;
}

void unit_text(struct drawing *drawing, const char *style, double x, double y, enum anchor anchor, double size_px,
               const struct map_unit *unit)
{
    struct mark *text = drawing_text(drawing, style, x, y, anchor, size_px, unit->text);
    text->attributes = attribute(drawing->arena, "data-cell", unit->cell);
    text->attribute_count = unit->cell.len > 0;
}

void unit_draw(struct drawing *drawing, const struct view *view, const char *style, enum entity_kind kind,
               const struct territory *territory, const struct map_unit *unit)
{
    struct outline outline = view_shape(drawing->arena, view, territory);
    if (outline.count == 0) {
        return;
    }
    if (unit->href.len > 0) {
        struct mark *link = drawing_add(drawing, MARK_LINK_BEGIN, "");
        link->href = unit->href;
        link->title = unit->title;
        drawing->has_links = true;
    }
    outline_draw(drawing, style, &outline);
    struct mark *path = &drawing->marks[drawing->count - 1];
    path->title = unit->href.len > 0 ? STR("") : unit->title;
    struct mark_attribute *attributes = arena_array(drawing->arena, struct mark_attribute, 2);
    attributes[0] = (struct mark_attribute){STR("data-territory"), territory->code};
    attributes[1] = (struct mark_attribute){STR("data-kind"), str_from(entity_kind_name(kind))};
    path->attributes = attributes;
    path->attribute_count = 2;
    if (unit->href.len > 0) {
        drawing_add(drawing, MARK_LINK_END, "");
    }
}

/* The outline of an overseas department is its area's. */
static void draw_overseas_coast(const struct map_context *context, struct drawing *drawing, const struct view *view,
                                enum panel panel)
{
    for (size_t i = 0; i < context->atlas->department_count; i++) {
        const struct territory *department = &context->atlas->departments[i];
        if (panel_shows(context, panel, department)) {
            view_territory(drawing, view, "b-coast", department);
        }
    }
}

static void draw_coast(const struct map_context *context, struct drawing *drawing, const struct view *view,
                       enum panel panel)
{
    if (panel >= PANEL_GUADELOUPE && panel <= PANEL_MAYOTTE) {
        draw_overseas_coast(context, drawing, view, panel);
        return;
    }
    unsigned outline = 1U << ARC_COAST | 1U << ARC_BORDER;
    if (panel == PANEL_IDF) {
        view_arcs(drawing, view, "b-coast", outline | 1U << ARC_REGION, region_of_paris(context->atlas));
    } else {
        view_arcs(drawing, view, "b-coast", outline, NO_TERRITORY);
    }
}

static void draw_scale_bar(const struct map_context *context, struct drawing *drawing, const struct view *view,
                           enum panel panel)
{
    if (panel == PANEL_MAINLAND) {
        view_scale_bar(drawing, context, view, 20, drawing->height - 22, ANCHOR_START, drawing->width / 5, "mute km");
    } else if (panel == PANEL_IDF) { /* labels stand in a column on the right */
        view_scale_bar(drawing, context, view, 8, drawing->height - 8, ANCHOR_START, drawing->width / 4, "mute");
    } else {
        view_scale_bar(drawing, context, view, drawing->width - 8, drawing->height - 8, ANCHOR_END, drawing->width / 4,
                       "mute");
    }
}

void panel_ground_plain(const struct map_context *context, struct drawing *drawing, const struct view *view,
                        enum panel panel)
{
    if (panel != PANEL_IDF) {
        view_land(drawing, view, NO_TERRITORY, NO_TERRITORY);
    }
    view_arcs(drawing, view, "b-out", 1U << ARC_DEPARTMENT,
              panel == PANEL_IDF ? region_of_paris(context->atlas) : NO_TERRITORY);
    draw_coast(context, drawing, view, panel);
    if (panel == PANEL_MAINLAND) {
        view_arcs(drawing, view, "b-reg", 1U << ARC_REGION, NO_TERRITORY);
    }
    draw_scale_bar(context, drawing, view, panel);
}

void panel_land(struct drawing *drawing, const struct view *view, enum panel panel)
{
    if (panel != PANEL_IDF) {
        view_land(drawing, view, NO_TERRITORY, NO_TERRITORY);
    }
}

void panel_areas(const struct map_context *context, struct drawing *drawing, const struct view *view, enum panel panel,
                 const char *common, const struct map_unit *units, const char *const *unit_styles, size_t count)
{
    drawing_group_begin(drawing, common);
    for (size_t i = 0; i < count; i++) {
        const struct territory *department = atlas_department(context->atlas, units[i].code);
        if (department != NULL && unit_styles[i] != NULL && panel_shows(context, panel, department)) {
            unit_draw(drawing, view, unit_styles[i], ENTITY_DEPARTMENT, department, &units[i]);
        }
    }
    for (size_t i = 0; i < context->atlas->department_count; i++) {
        const struct territory *department = &context->atlas->departments[i];
        if (panel_shows(context, panel, department) && unit_find(units, count, department->code) == NULL) {
            view_territory(drawing, view, "none", department);
        }
    }
    drawing_group_end(drawing);
}

void panel_lines(const struct map_context *context, struct drawing *drawing, const struct view *view, enum panel panel)
{
    draw_coast(context, drawing, view, panel);
    if (panel == PANEL_MAINLAND) {
        view_arcs_cased(drawing, view, "b-case", "b-reg", 1U << ARC_REGION, NO_TERRITORY);
    }
    draw_scale_bar(context, drawing, view, panel);
}

/* ---- Ledger ---- */

void names_add(struct arena *arena, struct map_names *names, struct str name)
{
    *arena_push(arena, names->names, names->count, names->capacity) = name;
}

bool ledger_fill(const struct map_context *context, enum entity_kind kind, const struct map_unit *units, size_t count,
                 struct map_ledger *out_ledger, struct error *err)
{
    struct map_ledger ledger = {0};
    const struct atlas *atlas = context->atlas;
    bool of_regions = kind == ENTITY_REGION;
    for (size_t i = 0; i < count; i++) {
        bool is_nowhere = str_equal(units[i].code, STR(TERRITORY_NOT_LOCATED));
        const struct territory *territory =
            of_regions ? atlas_region(atlas, units[i].code) : atlas_department(atlas, units[i].code);
        if (territory == NULL && !is_nowhere) {
            return error_set(err, ERROR_OUTPUT,
                             "map: %s %.*s has a figure and no boundary, so it would be visible nowhere; expected a "
                             "code of the boundaries' file, or %s",
                             entity_kind_name(kind), STR_ARGS(units[i].code), TERRITORY_NOT_LOCATED);
        }
        struct map_names *names = is_nowhere                               ? &ledger.nowhere
                                  : unit_has_value(&units[i])              ? &ledger.shown
                                  : units[i].status == STATUS_CONFIDENTIAL ? &ledger.secret
                                                                           : &ledger.empty;
        names_add(context->arena, names, units[i].name);
    }
    const struct territory *territories = of_regions ? atlas->regions : atlas->departments;
    for (size_t i = 0; i < (of_regions ? atlas->region_count : atlas->department_count); i++) {
        if (unit_find(units, count, territories[i].code) == NULL) {
            names_add(context->arena, &ledger.absent, territories[i].code);
        }
    }
    *out_ledger = ledger;
    return true;
}

/* ---- The composed map ---- */

struct mark *panel_append(struct drawing *drawing, const struct drawing *part, double x, double y)
{
    size_t at = drawing->count;
    struct mark *group = drawing_group_begin(drawing, "");
    group->x = x;
    group->y = y;
    for (size_t i = 0; i < part->count; i++) {
        *drawing_add(drawing, part->marks[i].kind, "") = part->marks[i];
    }
    drawing_group_end(drawing);
    drawing->has_links = drawing->has_links || part->has_links;
    return &drawing->marks[at];
}

static void append_panel(struct drawing *drawing, const struct drawing *panel, enum panel which, double x, double y)
{
    struct mark *group = panel_append(drawing, panel, x, y);
    group->attributes = attribute(drawing->arena, "data-inset", str_from(panel_names[which]));
    group->attribute_count = which >= PANEL_IDF && which <= PANEL_MAYOTTE ? 1 : 0;
}

/* Breaks a text at its spaces so that no line is wider; draws the lines and gives the y after the last. */
static double draw_paragraph(struct drawing *drawing, const struct theme *theme, const char *style, double x, double y,
                             double width, double size_px, double leading, struct str text)
{
    int weight = theme_weight(theme, str_from(style));
    while (text.len > 0) {
        size_t end = 0;
        for (size_t at = 0; at <= text.len; at = at + 1) {
            at = str_index(text, ' ', at);
            if (end > 0 && theme_text_width(theme, str_slice(text, 0, at), size_px, weight) > width) {
                break;
            }
            end = at;
        }
        drawing_text(drawing, style, x, y, ANCHOR_START, size_px, str_slice(text, 0, end));
        text = str_slice(text, end + 1, text.len);
        y += leading;
    }
    return y;
}

struct composition {
    const struct map_context *context;
    const struct map_frame *frame;
    const struct map_unit *units;
    size_t unit_count;
    struct drawing *drawing;
    double margin, gap, text, name;
};

/* A framed, named inset: name, value, then the panel. */
static void draw_inset(const struct composition *c, const struct drawing *panel, enum panel which, double x, double y)
{
    struct drawing *drawing = c->drawing;
    double padding = c->gap / 2;
    const struct map_unit *unit = unit_find(c->units, c->unit_count, str_from(panel_names[which]));
    struct str name = which == PANEL_IDF ? c->frame->idf_name : unit == NULL ? STR("") : unit->name;
    drawing_text(drawing, "strong", x + padding, y + padding + 11, ANCHOR_START, c->name, name);
    if (unit != NULL && which != PANEL_IDF) {
        unit_text(drawing, "label", x + padding, y + padding + 27, ANCHOR_START, c->text, unit);
    }
    append_panel(drawing, panel, which, x, y + INSET_HEAD);
    drawing_rect(drawing, "frame", x, y, panel->width, panel->height + INSET_HEAD);
}

static double draw_notes(const struct composition *c, double y)
{
    for (size_t i = 0; i < c->frame->note_count; i++) {
        struct buf text;
        buf_init(&text, c->context->arena);
        buf_add(&text, c->frame->notes[i].label);
        buf_byte(&text, ' ');
        buf_add(&text, c->frame->notes[i].text);
        y = draw_paragraph(c->drawing, c->context->theme, "mute", c->margin, y, c->drawing->width - 2 * c->margin,
                           c->text, 16, buf_str(&text)) +
            4;
    }
    return y;
}

bool panel_compose(const struct map_context *context, const void *map, panel_painter *paint,
                   const struct map_frame *frame, const struct map_unit *units, size_t unit_count, struct str id,
                   struct drawing *out_drawing, struct error *err)
{
    struct drawing panels[PANELS];
    for (enum panel panel = PANEL_MAINLAND; panel <= PANEL_LEGEND; panel++) {
        if (!paint(context, map, panel, &panels[panel], err)) {
            return false;
        }
    }
    const struct theme *theme = context->theme;
    bool is_sheet = frame->title.len > 0; /* without a title it stands in a page, which has its own margins */
    double margin = is_sheet ? 24 : 1, gap = 16, inset = panels[PANEL_GUADELOUPE].width;
    double width = 2 * margin + 5 * inset + 4 * gap, side = margin + panels[PANEL_MAINLAND].width + gap;
    width = fmax(width, side + fmax(panels[PANEL_LEGEND].width, panels[PANEL_IDF].width) + margin);
    drawing_init(out_drawing, context->arena, width, 0);
    out_drawing->id = id;
    struct composition c = {context,
                            frame,
                            units,
                            unit_count,
                            out_drawing,
                            margin,
                            gap,
                            theme_number(theme, "map-text"),
                            theme_number(theme, "map-name")};
    double y = is_sheet ? 36 : 0;
    y = draw_paragraph(out_drawing, theme, "strong", margin, y, width - 2 * margin, 16, 24, frame->title);
    y = draw_paragraph(out_drawing, theme, "mute", margin, y, width - 2 * margin, 14, 20, frame->subtitle);
    y += is_sheet ? 4 : 0;
    append_panel(out_drawing, &panels[PANEL_MAINLAND], PANEL_MAINLAND, margin, y);
    append_panel(out_drawing, &panels[PANEL_LEGEND], PANEL_LEGEND, side, y + 8);
    double below = y + 8 + panels[PANEL_LEGEND].height + 24;
    draw_inset(&c, &panels[PANEL_IDF], PANEL_IDF, side, below);
    below += panels[PANEL_IDF].height + INSET_HEAD + 28;
    draw_paragraph(out_drawing, theme, "label", side, below, width - side - margin, c.text, 16, frame->nowhere_text);
    y += panels[PANEL_MAINLAND].height + gap;
    double step = (width - 2 * margin - inset) / 4;
    for (enum panel panel = PANEL_GUADELOUPE; panel <= PANEL_MAYOTTE; panel++) {
        draw_inset(&c, &panels[panel], panel, margin + step * (double)(panel - PANEL_GUADELOUPE), y);
    }
    y += panels[PANEL_GUADELOUPE].height + INSET_HEAD + (is_sheet ? 32 : 1);
    out_drawing->height = draw_notes(&c, y) + (is_sheet ? 12 : 0);
    return true;
}
