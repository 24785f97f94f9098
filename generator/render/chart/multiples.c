#include "gencarto/render/chart/multiples.h"

#include <math.h>

#include "key.h"
#include "rows.h"

static const double PLOT = 84, GUTTER = 20, TITLE_LEADING = 14, FOOT = 30;

struct multiples_frame {
    const struct multiples_data *data;
    const struct chart_setting *setting;
    struct axis axis;
    size_t columns;
    double width, margin, panel, pitch_y, top, title_lines, size;
    bool has_values;
};

/* One panel: where its plot is. */
struct plot {
    const struct multiples_frame *frame;
    double left, right, top, bottom;
};

static void include(double *low, double *high, const struct chart_value *values, size_t count)
{
    for (size_t i = 0; values && i < count; i++)
        if (values[i].present) {
            *low = fmin(*low, values[i].value);
            *high = fmax(*high, values[i].value);
        }
}

static struct axis common_axis(const struct multiples_data *data)
{
    double low = 0, high = 0;
    for (size_t p = 0; p < data->count; p++)
        include(&low, &high, data->panels[p].values, data->quarter_count);
    include(&low, &high, data->reference, data->quarter_count);
    include(&low, &high, &data->target, 1);
    return axis_cover(low, high, 3, part_whole(data->unit));
}

static bool any_value(const struct multiples_data *data)
{
    for (size_t p = 0; p < data->count; p++)
        for (size_t i = 0; i < data->quarter_count; i++)
            if (data->panels[p].values[i].present)
                return true;
    return false;
}

/* As many columns as leave the fewest holes in the last row. */
static size_t column_count(size_t count, enum chart_size size)
{
    static const size_t MOST[] = {6, 3, 2}, LEAST[] = {4, 3, 2};
    size_t best = MOST[size];
    for (size_t columns = MOST[size]; columns >= LEAST[size]; columns--)
        if ((columns - count % columns) % columns < (best - count % best) % best)
            best = columns;
    return count < LEAST[size] || count > 8 || size != CHART_WIDE ? best : 4;
}

static struct multiples_frame make_frame(const struct multiples_data *data, const struct chart_setting *setting)
{
    static const char *const WIDTHS[] = {"bars-wide", "bars-slim", "bars-narrow"};
    struct multiples_frame frame = {.data = data, .setting = setting, .size = part_size(setting)};
    frame.width = theme_number(setting->theme, WIDTHS[setting->size]);
    frame.columns = column_count(data->count, setting->size);
    frame.has_values = any_value(data);
    frame.axis = common_axis(data);
    for (int i = 0; i <= frame.axis.intervals && frame.has_values; i++)
        frame.margin = fmax(frame.margin,
                            part_width(setting, part_tick(setting, data->unit, &frame.axis, i), frame.size, 400) + 6);
    frame.panel = (frame.width - frame.margin - GUTTER * (double)(frame.columns - 1)) / (double)frame.columns;
    frame.title_lines = 1;
    for (size_t p = 0; p < data->count; p++) {
        struct str lines[3];
        frame.title_lines = fmax(frame.title_lines, (double)part_wrap(setting, data->panels[p].name, frame.size, 600,
                                                                      frame.panel, 3, lines));
    }
    frame.pitch_y = TITLE_LEADING * frame.title_lines + 16 + PLOT + FOOT;
    return frame;
}

static struct plot panel_plot(const struct multiples_frame *frame, size_t index)
{
    double left = frame->margin + (frame->panel + GUTTER) * (double)(index % frame->columns);
    double top =
        frame->top + frame->pitch_y * (double)(index / frame->columns) + TITLE_LEADING * frame->title_lines + 16;
    return (struct plot){frame, left, left + frame->panel, top, top + PLOT};
}

static double place_x(const struct plot *plot, size_t quarter)
{
    size_t count = plot->frame->data->quarter_count;
    double share = count > 1 ? (double)quarter / (double)(count - 1) : 1;
    return plot->left + 6 + share * (plot->right - plot->left - 12);
}

static double place_y(const struct plot *plot, double value)
{
    return axis_place(&plot->frame->axis, value, plot->bottom, plot->top);
}

/* Runs of quarters that follow each other; a quarter alone is a dot. */
static void draw_series(struct drawing *out, const struct plot *plot, const struct chart_value *values,
                        const char *style, const char *dot_style, struct placer *placer)
{
    size_t count = plot->frame->data->quarter_count;
    struct point *run = arena_array(plot->frame->setting->arena, struct point, count);
    for (size_t i = 0; i < count;) {
        size_t length = 0;
        for (; i < count && values[i].present; i++)
            run[length++] = (struct point){place_x(plot, i), place_y(plot, values[i].value)};
        for (size_t p = 1; p < length; p++)
            placer_add_line(placer, run[p - 1], run[p], dot_style ? 6 : 2);
        if (length > 1)
            drawing_polyline(out, style, run, length, false);
        else if (length == 1 && dot_style)
            drawing_circle(out, dot_style, run[0].x, run[0].y, 2.5);
        if (length == 0)
            i++;
    }
}

static void draw_scale(struct drawing *out, const struct plot *plot, bool has_numbers)
{
    const struct multiples_frame *frame = plot->frame;
    for (int i = 0; i <= frame->axis.intervals; i++) {
        double y = floor(place_y(plot, axis_number(&frame->axis, i))) + 0.5;
        drawing_line(out, axis_number(&frame->axis, i) == 0 ? "axis" : "grid", plot->left, y, plot->right, y);
        if (has_numbers)
            drawing_text(out, "mute", plot->left - 6, y + 4, ANCHOR_END, frame->size,
                         part_tick(frame->setting, frame->data->unit, &frame->axis, i));
    }
}

/* First and last quarter under a panel that has none below. */
static void draw_time(struct drawing *out, const struct plot *plot)
{
    const struct multiples_data *data = plot->frame->data;
    struct arena *arena = plot->frame->setting->arena;
    struct period last = {data->first.index + (int)data->quarter_count - 1};
    int first_year = period_year(data->first), last_year = period_year(last);
    double y = plot->bottom + 16;
    drawing_text(out, "mute", plot->left, y, ANCHOR_START, plot->frame->size, str_format(arena, "%d", first_year));
    if (last_year != first_year)
        drawing_text(out, "mute", plot->right, y, ANCHOR_END, plot->frame->size, str_format(arena, "%d", last_year));
}

static const struct chart_value *last_value(const struct multiples_data *data, const struct multiples_panel *panel,
                                            size_t *out_index)
{
    for (size_t i = data->quarter_count; i > 0; i--)
        if (panel->values[i - 1].present) {
            *out_index = i - 1;
            return &panel->values[i - 1];
        }
    return NULL;
}

/* Above or below its point, where it hides the lines least. */
static double place_label(const struct plot *plot, const struct placer *placer, struct mark *label, double x, double y)
{
    const struct multiples_frame *frame = plot->frame;
    double half = part_width(frame->setting, label->text, frame->size, 600) / 2, best = HUGE_VAL;
    double above = y - 8, below = y + 8 + frame->size * 0.75;
    const struct point places[] = {{x, above},        {x, below},        {x, above - 8},  {x, below + 8},
                                   {x - half, above}, {x - half, below}, {x, above - 18}, {x, below + 18}};
    struct point chosen = places[0];
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        label->x = fmax(plot->left + half, fmin(places[i].x, plot->right - half));
        label->y = places[i].y;
        double cost = (double)i + placer_cost(placer, theme_text_box(frame->setting->theme, label));
        if (cost < best) {
            best = cost;
            chosen = (struct point){label->x, label->y};
        }
    }
    label->x = chosen.x;
    label->y = chosen.y;
    return best;
}

static void draw_last(struct drawing *out, const struct plot *plot, const struct placer *placer,
                      const struct chart_value *value, size_t index)
{
    const struct multiples_frame *frame = plot->frame;
    double x = place_x(plot, index), y = place_y(plot, value->value);
    bool hollow = value->status == STATUS_PROVISIONAL;
    drawing_circle(out, hollow ? "dot-hollow" : "dot", x, y, hollow ? 3.5 : 4);
    struct mark *label =
        drawing_text(out, "strong halo", x, y, ANCHOR_MIDDLE, frame->size,
                     part_number(frame->setting, frame->data->unit, value->value, frame->data->unit.decimals));
    if (place_label(plot, placer, label, x, y) >= 1000) /* hidden everywhere: the link's name and the table say it */
        out->count--;
    else
        part_cell(frame->setting, label, value);
}

/* Why a panel has no value: the reason of its last quarter. */
static void draw_absence(struct drawing *out, const struct plot *plot, const struct multiples_panel *panel)
{
    const struct multiples_frame *frame = plot->frame;
    struct str lines[3];
    struct chart_value unknown = {0};
    const struct chart_value *why =
        frame->data->quarter_count > 0 ? &panel->values[frame->data->quarter_count - 1] : &unknown;
    size_t count =
        part_wrap(frame->setting, part_absent(&frame->data->words, why), frame->size, 400, frame->panel - 8, 3, lines);
    for (size_t i = 0; i < count; i++)
        drawing_text(out, "mute halo", (plot->left + plot->right) / 2,
                     (plot->top + plot->bottom) / 2 + 15 * ((double)i - (double)(count - 1) / 2) + 4, ANCHOR_MIDDLE,
                     frame->size, lines[i]);
}

static void draw_target(struct drawing *out, const struct plot *plot, struct placer *placer)
{
    double y = place_y(plot, plot->frame->data->target.value);
    drawing_line(out, "target-thin", plot->left, y, plot->right, y);
    placer_add_line(placer, (struct point){plot->left, y}, (struct point){plot->right, y}, 4);
}

static void draw_panel(struct drawing *out, const struct multiples_frame *frame, size_t index)
{
    const struct multiples_data *data = frame->data;
    const struct multiples_panel *panel = &data->panels[index];
    struct rows_link link = {.href = panel->href, .title = panel->link_title};
    struct plot plot = panel_plot(frame, index);
    struct str lines[3];
    size_t count = part_wrap(frame->setting, panel->name, frame->size, 600, frame->panel, 3, lines), last_index = 0;
    const struct chart_value *last = last_value(data, panel, &last_index);
    rows_begin(out, &link);
    for (size_t i = 0; i < count; i++)
        drawing_text(out, "strong", plot.left, plot.top - 20 - TITLE_LEADING * (double)(count - 1 - i), ANCHOR_START,
                     frame->size, lines[i]);
    struct placer placer;
    placer_init(&placer, frame->setting->arena,
                (struct box){plot.left - 1, plot.top - 16, plot.right + 1, plot.bottom - 1});
    draw_scale(out, &plot, index % frame->columns == 0 && frame->has_values);
    if (data->target.present)
        draw_target(out, &plot, &placer);
    if (data->reference && last)
        draw_series(out, &plot, data->reference, "reference", NULL, &placer);
    draw_series(out, &plot, panel->values, "line-thin", "dot", &placer);
    if (last)
        draw_last(out, &plot, &placer, last, last_index);
    else
        draw_absence(out, &plot, panel);
    if (index + frame->columns >= data->count)
        draw_time(out, &plot);
    rows_end(out, &link);
}

static size_t collect_key(const struct multiples_data *data, struct key_item items[3])
{
    size_t count = 0;
    items[count++] = (struct key_item){"line-thin", KEY_LINE, 0, data->own_label};
    if (data->reference)
        items[count++] = (struct key_item){"reference", KEY_LINE, 0, data->reference_label};
    if (data->target.present)
        items[count++] = (struct key_item){"target-thin", KEY_LINE, 0, data->target_label};
    return count;
}

void multiples_draw(struct drawing *out, const struct multiples_data *data, const struct chart_setting *setting)
{
    struct multiples_frame frame = make_frame(data, setting);
    struct key_item items[3];
    size_t item_count = collect_key(data, items), rows = (data->count + frame.columns - 1) / frame.columns;
    frame.top = key_height(setting, items, item_count, frame.width) + 12;
    drawing_init(out, setting->arena, frame.width,
                 data->count == 0 ? 60 : frame.top + frame.pitch_y * (double)rows - FOOT + 24);
    if (data->count == 0) {
        drawing_text(out, "mute", frame.width / 2, 34, ANCHOR_MIDDLE, frame.size, data->empty_label);
        return;
    }
    key_draw(out, setting, items, item_count, 0, 0, frame.width);
    for (size_t p = 0; p < data->count; p++)
        draw_panel(out, &frame, p);
}
