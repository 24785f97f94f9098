#include "gencarto/render/chart/stack.h"

#include <math.h>

#include "part.h"

static const char *const PART_STYLES[STACK_PARTS_MAX] = {"stack-1", "stack-2", "stack-3", "stack-4",
                                                         "stack-5", "stack-6", "stack-7"};
static const char *const TEXT_STYLES[STACK_PARTS_MAX] = {"in-stack-1", "in-stack-2", "in-stack-3", "in-stack-4",
                                                         "in-stack-5", "in-stack-6", "in-stack-7"};

/* The part that is striped: in grey it would look like the first and the third. */
enum { STRIPED = 4 };

struct stack_frame {
    double width, left, right;
    double top, pitch, thickness, size;
    bool names_above_bars; /* narrow, several rows */
    bool has_direct_names;
    double key_top;
};

struct shares {
    bool known;
    double exact[STACK_PARTS_MAX];   /* 0..1 */
    double percent[STACK_PARTS_MAX]; /* rounded so that they add up to 100 */
};

/* Largest remainders: the parts with the largest fractions take the units that rounding down left over; the first of
 * equals wins. */
static void round_to_hundred(struct shares *shares, size_t count, int decimals)
{
    double unit = 1, left = 100, remainder[STACK_PARTS_MAX];
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    left *= unit;
    for (size_t i = 0; i < count; i++) {
        double exact = 100 * unit * shares->exact[i];
        shares->percent[i] = floor(exact + 1e-9);
        remainder[i] = exact - shares->percent[i];
        left -= shares->percent[i];
    }
    for (; left > 0.5; left--) {
        size_t best = 0;
        for (size_t i = 1; i < count; i++)
            if (remainder[i] > remainder[best] + 1e-12)
                best = i;
        shares->percent[best]++;
        remainder[best] = -1;
    }
    for (size_t i = 0; i < count; i++)
        shares->percent[i] /= unit;
}

static struct shares row_shares(const struct stack_data *data, const struct stack_row *row)
{
    struct shares shares = {.known = true};
    double total = 0;
    for (size_t i = 0; i < data->part_count; i++) {
        shares.known = shares.known && row->values[i].present;
        total += row->values[i].present ? row->values[i].value : 0;
    }
    shares.known = shares.known && total > 0;
    for (size_t i = 0; shares.known && i < data->part_count; i++)
        shares.exact[i] = row->values[i].value / total;
    if (shares.known)
        round_to_hundred(&shares, data->part_count, data->decimals);
    return shares;
}

static const char *part_style(const struct stack_data *data, size_t part)
{
    return part == data->unknown ? "hatched" : PART_STYLES[part];
}

static const char *text_style(const struct stack_data *data, size_t part)
{
    return part == data->unknown ? "strong" : TEXT_STYLES[part];
}

/* Direct labels above the first row's parts, when each name is narrower than its part. */
static bool names_fit(const struct stack_data *data, const struct stack_frame *frame,
                      const struct chart_setting *setting)
{
    if (data->row_count == 0)
        return false;
    struct shares shares = row_shares(data, &data->rows[0]);
    bool fits = shares.known;
    for (size_t i = 0; fits && i < data->part_count; i++)
        fits = part_width(setting, data->part_names[i], frame->size, 400) + 8 <=
               shares.exact[i] * (frame->right - frame->left);
    return fits;
}

static struct stack_frame make_frame(const struct stack_data *data, const struct chart_setting *setting)
{
    static const char *const WIDTHS[] = {"bars-wide", "bars-slim", "bars-narrow"};
    struct stack_frame frame = {.size = part_size(setting)};
    frame.width = theme_number(setting->theme, WIDTHS[setting->size]);
    frame.thickness = theme_number(setting->theme, "stack-thickness");
    frame.right = frame.width - 1;
    double names = 0;
    for (size_t i = 0; i < data->row_count; i++)
        names = fmax(names, part_width(setting, data->rows[i].name, frame.size, 400));
    frame.names_above_bars = names > 0 && setting->size != CHART_WIDE;
    frame.left = names > 0 && !frame.names_above_bars ? fmin(names, 0.4 * frame.width) + 10 : 1;
    frame.pitch = frame.thickness + (frame.names_above_bars ? 26 : 8);
    frame.has_direct_names = names_fit(data, &frame, setting);
    frame.top = frame.has_direct_names ? frame.size + 8 : 1;
    frame.key_top = frame.top + frame.pitch * (double)data->row_count + 8;
    return frame;
}

static void draw_part(struct drawing *out, const struct stack_data *data, const struct chart_value *value, size_t part,
                      double x0, double x1, double top, double percent, const struct stack_frame *frame,
                      const struct chart_setting *setting)
{
    struct chart_unit unit = {QUANTITY_PERCENT, data->decimals};
    if (!(x1 > x0))
        return;
    drawing_rect(out, part_style(data, part), x0, top, x1 - x0, frame->thickness);
    part_cell(setting, &out->marks[out->count - 1], value);
    struct str text = part_number(setting, unit, percent, data->decimals);
    double width = part_width(setting, text, frame->size, 600) + 8;
    if (width > x1 - x0)
        return;
    if (part == data->unknown || part == STRIPED) /* the lines do not run through the number */
        drawing_rect(out, "paper", (x0 + x1 - width) / 2, top + 5, width, frame->thickness - 10);
    drawing_text(out, text_style(data, part), (x0 + x1) / 2, top + frame->thickness / 2 + 4.3, ANCHOR_MIDDLE,
                 frame->size, text);
}

static void draw_row(struct drawing *out, const struct stack_data *data, size_t index, const struct stack_frame *frame,
                     const struct chart_setting *setting)
{
    const struct stack_row *row = &data->rows[index];
    double y = frame->top + frame->pitch * (double)index, top = frame->names_above_bars ? y + 18 : y;
    struct shares shares = row_shares(data, row);
    if (frame->names_above_bars)
        drawing_text(out, "label", frame->left, y + 13, ANCHOR_START, frame->size, row->name);
    else if (row->name.len > 0)
        drawing_text(out, "label", frame->left - 10, top + frame->thickness / 2 + 4.3, ANCHOR_END, frame->size,
                     row->name);
    if (!shares.known) {
        drawing_rect(out, "track", frame->left, top, frame->right - frame->left, frame->thickness);
        drawing_text(out, "mute", frame->left + 6, top + frame->thickness / 2 + 4.3, ANCHOR_START, frame->size,
                     row->absent_label);
        return;
    }
    double from = 0, width = frame->right - frame->left;
    for (size_t i = 0; i < data->part_count; i++) {
        double to = i + 1 == data->part_count ? 1 : from + shares.exact[i];
        draw_part(out, data, &row->values[i], i, frame->left + from * width, frame->left + to * width, top,
                  shares.percent[i], frame, setting);
        from = to;
    }
}

static void draw_direct_names(struct drawing *out, const struct stack_data *data, const struct stack_frame *frame)
{
    struct shares shares = row_shares(data, &data->rows[0]);
    double from = frame->left;
    for (size_t i = 0; i < data->part_count; i++) {
        drawing_text(out, "label", from + 1, frame->size, ANCHOR_START, frame->size, data->part_names[i]);
        from += shares.exact[i] * (frame->right - frame->left);
    }
}

/* The key: swatch, name and, when there is one row, its percentage; columns as wide as the widest entry. */
struct key {
    size_t columns;
    double column_width, line_height;
    bool has_percent;
};

static struct key make_key(const struct stack_data *data, const struct stack_frame *frame,
                           const struct chart_setting *setting)
{
    double widest = 0;
    struct key key = {.line_height = 22, .has_percent = data->row_count == 1};
    for (size_t i = 0; i < data->part_count; i++)
        widest = fmax(widest, part_width(setting, data->part_names[i], frame->size, 400));
    struct chart_unit unit = {QUANTITY_PERCENT, data->decimals};
    double percent = part_width(setting, part_number(setting, unit, 100, data->decimals), frame->size, 600);
    key.column_width = 24 + widest + 24 + (key.has_percent ? percent + 12 : 0);
    key.columns = (size_t)fmax(1, floor((frame->right - frame->left + 24) / key.column_width));
    if (key.columns > data->part_count && data->part_count > 0)
        key.columns = data->part_count;
    return key;
}

static double key_height(const struct stack_data *data, const struct key *key)
{
    size_t lines = (data->part_count + key->columns - 1) / key->columns;
    return key->line_height * (double)lines;
}

static void draw_key(struct drawing *out, const struct stack_data *data, const struct stack_frame *frame,
                     const struct key *key, const struct chart_setting *setting)
{
    struct chart_unit unit = {QUANTITY_PERCENT, data->decimals};
    struct shares shares = data->row_count == 1 ? row_shares(data, &data->rows[0]) : (struct shares){0};
    for (size_t i = 0; i < data->part_count; i++) {
        double x = frame->left + key->column_width * (double)(i % key->columns);
        double y = frame->key_top + key->line_height * (double)(i / key->columns);
        drawing_rect(out, part_style(data, i), x + 0.5, y + 1.5, 15, 13);
        drawing_text(out, "label", x + 24, y + 12.3, ANCHOR_START, frame->size, data->part_names[i]);
        if (shares.known)
            drawing_text(out, "strong", x + key->column_width - 24, y + 12.3, ANCHOR_END, frame->size,
                         part_number(setting, unit, shares.percent[i], data->decimals));
    }
}

void stack_draw(struct drawing *out, const struct stack_data *data, const struct chart_setting *setting)
{
    struct stack_frame frame = make_frame(data, setting);
    struct key key = make_key(data, &frame, setting);
    double height = frame.has_direct_names ? frame.key_top - 8 : frame.key_top + key_height(data, &key);
    drawing_init(out, setting->arena, frame.width, height);
    if (frame.has_direct_names)
        draw_direct_names(out, data, &frame);
    for (size_t i = 0; i < data->row_count; i++)
        draw_row(out, data, i, &frame, setting);
    if (!frame.has_direct_names)
        draw_key(out, data, &frame, &key, setting);
}
