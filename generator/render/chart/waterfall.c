#include "gencarto/render/chart/waterfall.h"

#include <math.h>

#include "rows.h"

static const double BODY = 16, GAP = 5;

/* A row with where its bar stands. */
struct step {
    const struct waterfall_row *row;
    double from, to; /* of the sum */
};

struct steps {
    struct step *items;
    size_t count;
    double low, high;
};

static void add_step(struct steps *steps, const struct waterfall_row *row, double from, double to)
{
    steps->items[steps->count++] = (struct step){row, from, to};
    steps->low = fmin(steps->low, fmin(from, to));
    steps->high = fmax(steps->high, fmax(from, to));
}

/* Half of the last digit printed: less than that is rounding. */
static double half_digit(int decimals)
{
    return 0.5 * pow(10, -decimals) + 1e-9;
}

/* The row of what the parts before a total do not explain. */
static const struct waterfall_row *rest_row(const struct waterfall_data *data, struct arena *arena, double rest)
{
    struct waterfall_row *row = arena_one(arena, struct waterfall_row);
    *row = (struct waterfall_row){data->rest_label, {.present = true, .value = rest}, false};
    return row;
}

static struct steps make_steps(const struct waterfall_data *data, struct arena *arena)
{
    struct steps steps = {arena_array(arena, struct step, 2 * data->count + 1), 0, 0, 0};
    double sum = 0;
    for (size_t i = 0; i < data->count; i++) {
        const struct waterfall_row *row = &data->rows[i];
        if (!row->value.present) {
            add_step(&steps, row, sum, sum);
        } else if (!row->is_total) {
            add_step(&steps, row, sum, sum + row->value.value);
            sum += row->value.value;
        } else {
            double rest = row->value.value - sum;
            if (i > 0 && fabs(rest) > half_digit(data->decimals))
                add_step(&steps, rest_row(data, arena, rest), sum, row->value.value);
            add_step(&steps, row, 0, row->value.value);
            sum = row->value.value;
        }
    }
    return steps;
}

static struct str step_text(const struct waterfall_data *data, const struct chart_setting *setting,
                            const struct step *step)
{
    const struct chart_value *value = &step->row->value;
    if (!value->present)
        return part_absent(&data->words, value);
    if (step->row->is_total && !data->has_signed_totals)
        return part_value(setting, data->unit, value);
    if (!data->in_points)
        return part_signed(setting, value->value, data->decimals);
    struct buf text;
    buf_init(&text, setting->arena);
    typography_points(&text, value->value, data->decimals, setting->language);
    return buf_str(&text);
}

static struct rows_frame make_frame(const struct waterfall_data *data, const struct steps *steps,
                                    const struct chart_setting *setting)
{
    struct rows_name *names = arena_array(setting->arena, struct rows_name, steps->count);
    double room = 0, size = part_size(setting);
    for (size_t i = 0; i < steps->count; i++) {
        names[i] = (struct rows_name){steps->items[i].row->name, steps->items[i].row->is_total};
        room = fmax(room, part_width(setting, step_text(data, setting, &steps->items[i]), size, 600));
    }
    struct axis axis = axis_cover(steps->low, steps->high, 5, part_whole(data->unit) && data->decimals == 0);
    struct rows_wish wish = {.body = BODY, .beyond = room + GAP};
    struct rows_frame frame = rows_frame_make(setting, names, steps->count, data->unit, axis, wish);
    for (size_t i = 0; i < data->count; i++)
        frame.has_values = frame.has_values || data->rows[i].value.present;
    return frame;
}

static void draw_step(struct drawing *out, const struct waterfall_data *data, const struct step *step,
                      const struct rows_frame *frame, size_t index)
{
    const struct chart_value *value = &step->row->value;
    double from = rows_place(frame, step->from), to = rows_place(frame, step->to), top = rows_body_top(frame, index);
    const char *style = step->row->is_total ? "bar-strong" : step->to >= step->from ? "rise" : "fall";
    drawing_group_begin(out, "");
    rows_draw_name(out, frame, index);
    if (value->present)
        drawing_rect(out, style, fmin(from, to), top, fabs(to - from), BODY);
    struct mark *mark =
        drawing_text(out,
                     step->row->is_total ? "strong halo"
                     : value->present    ? "label halo"
                                         : "mute halo",
                     fmax(fmax(from, to), step->row->is_total ? rows_place(frame, 0) : 0) + GAP, top + BODY / 2 + 4.3,
                     ANCHOR_START, frame->size, step_text(data, frame->setting, step));
    part_cell(frame->setting, mark, value);
    drawing_group_end(out);
}

/* A thin line down from where a sum stands to the next row that begins there. */
static void draw_joint(struct drawing *out, const struct rows_frame *frame, const struct steps *steps, size_t index)
{
    double x = rows_place(frame, steps->items[index].to);
    drawing_line(out, "joint", x, rows_body_top(frame, index) + BODY, x, rows_body_top(frame, index + 1));
}

void waterfall_draw(struct drawing *out, const struct waterfall_data *data, const struct chart_setting *setting)
{
    struct steps steps = make_steps(data, setting->arena);
    struct rows_frame frame = make_frame(data, &steps, setting);
    drawing_init(out, setting->arena, frame.width, rows_height(&frame));
    if (data->count == 0) {
        drawing_text(out, "mute", frame.width / 2, out->height / 2, ANCHOR_MIDDLE, frame.size, data->empty_label);
        return;
    }
    rows_draw_axis(out, &frame);
    for (size_t i = 0; i + 1 < steps.count && !frame.is_narrow; i++)
        draw_joint(out, &frame, &steps, i);
    for (size_t i = 0; i < steps.count; i++)
        draw_step(out, data, &steps.items[i], &frame, i);
}
