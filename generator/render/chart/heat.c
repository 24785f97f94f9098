#include "gencarto/render/chart/heat.h"

#include <math.h>

#include "key.h"
#include "rows.h"

enum { CLASS_MAX = 5 };

static const char *const AREAS[CLASS_MAX] = {"q1 cell", "q2 cell", "q3 cell", "q4 cell", "q5 cell"};
static const char *const TEXTS[CLASS_MAX] = {"on-q1 bold", "on-q2 bold", "on-q3 bold", "on-q4 bold", "on-q5 bold"};

/* Which of the five tones fewer classes take: far apart. */
static const int TONES[CLASS_MAX][CLASS_MAX] = {{1}, {1, 3}, {0, 2, 4}, {0, 1, 3, 4}, {0, 1, 2, 3, 4}};

static const double CELL = 26, CELL_MOST = 96, CELL_LEAST = 40, KEY_CELL = 44, LEADING = 15;

struct heat_frame {
    const struct heat_data *data;
    const struct chart_setting *setting;
    struct axis axis; /* its intervals are the classes */
    size_t first;     /* column shown */
    double width, left, cell;
    double key_height, head_height, top, pitch;
    double size;
    bool is_narrow;
    struct key_item items[3]; /* statuses that occur */
    size_t item_count;
};

/* ---- classes ---- */

static struct axis class_axis(const struct heat_data *data)
{
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (size_t i = 0; i < data->count; i++)
        for (size_t c = 0; c < data->column_count; c++)
            if (data->rows[i].values[c].present) {
                low = fmin(low, data->rows[i].values[c].value);
                high = fmax(high, data->rows[i].values[c].value);
            }
    if (low == high) /* one class, of that value */
        return (struct axis){.min = low, .max = low + 1, .step = 1, .intervals = 1};
    return low < high ? axis_cover(low, high, CLASS_MAX, part_whole(data->unit)) : (struct axis){0};
}

/* The class whose interval holds the value: from its lower bound on, the last one with its upper bound. */
static int tone_of(const struct axis *axis, double value)
{
    int rank = (int)floor((value - axis->min) / axis->step + 1e-9);
    rank = rank < 0 ? 0 : rank >= axis->intervals ? axis->intervals - 1 : rank;
    return TONES[axis->intervals - 1][rank];
}

/* ---- the frame ---- */

static bool occurs(const struct heat_data *data, enum status status)
{
    for (size_t i = 0; i < data->count; i++)
        for (size_t c = 0; c < data->column_count; c++) {
            const struct chart_value *value = &data->rows[i].values[c];
            enum status shown = value->status == STATUS_CONFIDENTIAL || value->status == STATUS_NOT_APPLICABLE
                                    ? value->status
                                    : STATUS_UNKNOWN;
            if (!value->present && shown == status)
                return true;
        }
    return false;
}

static void collect_items(struct heat_frame *frame)
{
    static const enum status STATUSES[] = {STATUS_CONFIDENTIAL, STATUS_NOT_APPLICABLE, STATUS_UNKNOWN};
    const struct heat_data *data = frame->data;
    for (size_t i = 0; i < 3; i++) {
        struct chart_value absent = {.status = STATUSES[i]};
        if (occurs(data, STATUSES[i]))
            frame->items[frame->item_count++] =
                (struct key_item){STATUSES[i] == STATUS_CONFIDENTIAL ? "hatched" : "none cell", KEY_BOX, 0,
                                  part_absent(&data->words, &absent)};
    }
}

static double names_width(const struct heat_frame *frame)
{
    double width = 0;
    for (size_t i = 0; i < frame->data->count; i++)
        width = fmax(width, part_width(frame->setting, frame->data->rows[i].name, frame->size,
                                       frame->data->rows[i].is_emphasised ? 600 : 400));
    return fmin(width, 0.4 * frame->width);
}

static double widest_value(const struct heat_frame *frame)
{
    double width = 0;
    struct chart_unit plain = {QUANTITY_NUMBER, frame->data->unit.decimals};
    for (size_t i = 0; i < frame->data->count; i++)
        for (size_t c = 0; c < frame->data->column_count; c++)
            if (frame->data->rows[i].values[c].present)
                width = fmax(width, part_width(frame->setting,
                                               part_number(frame->setting, plain, frame->data->rows[i].values[c].value,
                                                           plain.decimals),
                                               frame->size, 600));
    return width;
}

/* The last columns whose cells leave the numbers room. */
static void fit_columns(struct heat_frame *frame)
{
    double room = frame->width - frame->left - 1, least = fmax(CELL_LEAST - 2, widest_value(frame) + 6);
    size_t count = frame->data->column_count, most = (size_t)fmax(1, floor(room / least));
    frame->first = count > most ? count - most : 0;
    frame->cell = count > 0 ? fmin(room / (double)(count - frame->first), CELL_MOST) : room;
}

static size_t wrap_head(const struct heat_frame *frame, size_t column, struct str lines[3])
{
    return part_wrap(frame->setting, frame->data->columns[column], frame->size, 400, frame->cell - 4, 3, lines);
}

static struct heat_frame make_frame(const struct heat_data *data, const struct chart_setting *setting)
{
    static const char *const WIDTHS[] = {"bars-wide", "bars-slim", "bars-narrow"};
    struct heat_frame frame = {.data = data, .setting = setting, .size = part_size(setting)};
    frame.is_narrow = setting->size == CHART_NARROW;
    frame.width = theme_number(setting->theme, WIDTHS[setting->size]);
    frame.axis = class_axis(data);
    frame.left = frame.is_narrow ? 1 : names_width(&frame) + 10;
    fit_columns(&frame);
    collect_items(&frame);
    double lines = 1;
    for (size_t c = frame.first; c < data->column_count; c++) {
        struct str unused[3];
        lines = fmax(lines, (double)wrap_head(&frame, c, unused));
    }
    frame.head_height = LEADING * lines + 6;
    frame.key_height = (frame.axis.intervals > 0 ? 56 : 0) +
                       key_height(setting, frame.items, frame.item_count, frame.width - 2) +
                       (frame.item_count > 0 ? 8 : 0);
    frame.top = frame.key_height + frame.head_height;
    frame.pitch = CELL + (frame.is_narrow ? 20 : 2);
    return frame;
}

/* ---- painting ---- */

static struct str bound_text(const struct heat_frame *frame, int i)
{
    struct chart_unit plain = {QUANTITY_NUMBER, 0};
    return part_number(frame->setting, i == frame->axis.intervals ? frame->data->unit : plain,
                       axis_number(&frame->axis, i), frame->axis.decimals);
}

/* Every cell has the same value: one box and its number. */
static void draw_one_class(struct drawing *out, const struct heat_frame *frame)
{
    drawing_rect(out, AREAS[TONES[0][0]], 1, 20, KEY_CELL, 12);
    drawing_text(out, "mute", 1, 46, ANCHOR_START, frame->size,
                 part_number(frame->setting, frame->data->unit, frame->axis.min, frame->data->unit.decimals));
}

/* Boxes in a row, bounds under their edges as long as they do not touch. */
static void draw_classes(struct drawing *out, const struct heat_frame *frame)
{
    int count = frame->axis.intervals;
    double widest = 0, written = -HUGE_VAL;
    for (int i = 0; i <= count; i++)
        widest = fmax(widest, part_width(frame->setting, bound_text(frame, i), frame->size, 400));
    double left = fmax(16, widest / 2) + 1;
    double cell = fmin(fmax(KEY_CELL, widest + 10), (frame->width - left - widest / 2 - 1) / count);
    drawing_text(out, "strong", 1, 12, ANCHOR_START, frame->size, frame->data->key_label);
    if (count == 1) {
        draw_one_class(out, frame);
        return;
    }
    for (int i = 0; i <= count; i++) {
        double x = left + cell * i, half = part_width(frame->setting, bound_text(frame, i), frame->size, 400) / 2;
        if (i < count)
            drawing_rect(out, AREAS[TONES[count - 1][i]], x, 20, cell, 12);
        if (x - half < written + 4)
            continue;
        drawing_text(out, "mute", x, 46, ANCHOR_MIDDLE, frame->size, bound_text(frame, i));
        written = x + half;
    }
}

static void draw_key(struct drawing *out, const struct heat_frame *frame)
{
    if (frame->axis.intervals > 0)
        draw_classes(out, frame);
    key_draw(out, frame->setting, frame->items, frame->item_count, 1, frame->axis.intervals > 0 ? 56 : 0,
             frame->width - 2);
}

static void draw_heads(struct drawing *out, const struct heat_frame *frame)
{
    for (size_t c = frame->first; c < frame->data->column_count; c++) {
        struct str lines[3];
        size_t count = wrap_head(frame, c, lines);
        double x = frame->left + frame->cell * ((double)(c - frame->first) + 0.5);
        for (size_t i = 0; i < count; i++)
            drawing_text(out, "mute", x, frame->top - 6 - LEADING * (double)(count - 1 - i), ANCHOR_MIDDLE, frame->size,
                         lines[i]);
    }
}

static void draw_cell(struct drawing *out, const struct heat_frame *frame, const struct chart_value *value, double x,
                      double y)
{
    struct chart_unit plain = {QUANTITY_NUMBER, frame->data->unit.decimals};
    double middle = x + frame->cell / 2, base = y + CELL / 2 + 4.3;
    struct mark *mark;
    if (value->present) {
        int tone = tone_of(&frame->axis, value->value);
        drawing_rect(out, AREAS[tone], x, y, frame->cell, CELL);
        mark = drawing_text(out, TEXTS[tone], middle, base, ANCHOR_MIDDLE, frame->size,
                            part_number(frame->setting, plain, value->value, plain.decimals));
    } else {
        struct str sign = part_absent(&frame->data->signs, value);
        bool is_secret = value->status == STATUS_CONFIDENTIAL;
        double width = part_width(frame->setting, sign, frame->size, 400) + 6;
        drawing_rect(out, is_secret ? "hatched" : "none cell", x, y, frame->cell, CELL);
        if (is_secret) /* the hatch does not run through the sign */
            drawing_rect(out, "paper", middle - width / 2, y + 5, width, CELL - 10);
        mark = drawing_text(out, "mute", middle, base, ANCHOR_MIDDLE, frame->size, sign);
    }
    part_cell(frame->setting, mark, value);
}

static void draw_row(struct drawing *out, const struct heat_frame *frame, size_t index)
{
    const struct heat_row *row = &frame->data->rows[index];
    struct rows_link link = {.href = row->href, .title = row->link_title};
    double y = frame->top + frame->pitch * (double)index, top = frame->is_narrow ? y + 18 : y;
    rows_begin(out, &link);
    struct str lines[2];
    size_t count = part_wrap(frame->setting, row->name, frame->size, row->is_emphasised ? 600 : 400,
                             frame->is_narrow ? frame->width - 2 : frame->left - 10, frame->is_narrow ? 1 : 2, lines);
    for (size_t i = 0; i < count; i++)
        drawing_text(out, row->is_emphasised ? "strong" : "label", frame->is_narrow ? 1 : frame->left - 10,
                     frame->is_narrow ? y + 13 : top + CELL / 2 + 4.3 + 12.5 * ((double)i - (double)(count - 1) / 2),
                     frame->is_narrow ? ANCHOR_START : ANCHOR_END, frame->size, lines[i]);
    for (size_t c = frame->first; c < frame->data->column_count; c++)
        draw_cell(out, frame, &row->values[c], frame->left + frame->cell * (double)(c - frame->first), top);
    rows_end(out, &link);
}

void heat_draw(struct drawing *out, const struct heat_data *data, const struct chart_setting *setting)
{
    struct heat_frame frame = make_frame(data, setting);
    bool is_empty = data->count == 0 || data->column_count == 0, is_cut = frame.first > 0 && data->cut_label.len > 0;
    double bottom = frame.top + frame.pitch * (double)data->count;
    drawing_init(out, setting->arena, frame.width, is_empty ? 60 : bottom + (is_cut ? 20 : 2));
    if (is_empty) {
        drawing_text(out, "mute", frame.width / 2, 34, ANCHOR_MIDDLE, frame.size, data->empty_label);
        return;
    }
    draw_key(out, &frame);
    draw_heads(out, &frame);
    for (size_t i = 0; i < data->count; i++)
        draw_row(out, &frame, i);
    if (is_cut)
        drawing_text(out, "mute", 1, bottom + 14, ANCHOR_START, frame.size, data->cut_label);
}
