/* The labels of the line chart: in the right margin, and inside the plot where they hide nothing. */
#include <math.h>

#include "line_frame.h"

/* The cost of a pixel of an annotation's rule under a label; a label that hides more than COST_MAX is left out. */
static const double WEIGHT_RULE = 3, COST_MAX = 12;

/* ---- blocks of lines of text ---- */

static double leading(double size)
{
    return size + 4;
}

static void block_add(const struct line_frame *frame, struct block *block, struct str text, const char *style,
                      double size)
{
    if (text.len == 0 || block->count == BLOCK_LINES)
        return;
    int weight = theme_weight(frame->setting->theme, str_from(style));
    block->lines[block->count] = text;
    block->styles[block->count] = style;
    block->sizes[block->count++] = size;
    block->width = fmax(block->width, part_width(frame->setting, text, size, weight));
    block->height += leading(size);
}

static void block_add_wrapped(const struct line_frame *frame, struct block *block, struct str text, const char *style,
                              double width)
{
    struct str lines[3];
    int weight = theme_weight(frame->setting->theme, str_from(style));
    size_t count = part_wrap(frame->setting, text, frame->size, weight, width, 3, lines);
    for (size_t i = 0; i < count; i++)
        block_add(frame, block, lines[i], style, frame->size);
}

static struct box block_box(const struct block *block, double x, double top, enum anchor anchor)
{
    double left = anchor == ANCHOR_END ? x - block->width : anchor == ANCHOR_MIDDLE ? x - block->width / 2 : x;
    return (struct box){left, top, left + block->width, top + block->height};
}

static void block_draw(struct line_frame *frame, const struct block *block, double x, double top, enum anchor anchor)
{
    for (size_t i = 0; i < block->count; i++) {
        double baseline = top + block->sizes[i] * 0.86 + 1;
        drawing_text(frame->out, block->styles[i], x, baseline, anchor, block->sizes[i], block->lines[i]);
        top += leading(block->sizes[i]);
    }
}

/* ---- the right margin: last value, target, forecast ---- */

static double margin_text_width(const struct line_frame *frame)
{
    return theme_number(frame->setting->theme, frame->is_narrow ? "line-margin-narrow" : "line-margin");
}

static struct block last_block(const struct line_frame *frame)
{
    struct block block = {0};
    const struct line_point *last = line_last_point(frame);
    if (!last)
        return block;
    const struct chart_value *value = &last->value;
    struct str text = part_value(frame->setting, frame->data->unit, value);
    if (frame->is_narrow && line_last_is_at_edge(frame) && value->status == STATUS_PROVISIONAL) {
        block_add(frame, &block,
                  part_number(frame->setting, frame->data->unit, value->value, frame->data->unit.decimals),
                  "strong halo", frame->big);
        block_add(frame, &block, STR("(p)"), "mute halo", frame->size);
    } else {
        block_add(frame, &block, text, "strong halo", frame->big);
    }
    if (last->is_partial)
        block_add_wrapped(frame, &block, frame->data->partial_label, "mute halo", margin_text_width(frame));
    if (!frame->is_narrow)
        block_add_wrapped(frame, &block, frame->data->end_note, "mute halo", margin_text_width(frame));
    return block;
}

static void ends_add(struct ends *ends, struct block block, double y, bool is_value)
{
    if (block.count == 0)
        return;
    size_t at = ends->count++;
    for (; at > 0 && ends->labels[at - 1].y > y; at--)
        ends->labels[at] = ends->labels[at - 1];
    ends->labels[at] = (struct end_label){block, y, 0, is_value};
}

struct ends line_ends_collect(const struct line_frame *frame)
{
    const struct line_data *data = frame->data;
    struct ends ends = {.count = 0};
    struct block target = {0}, forecast = {0};
    if (line_last_is_at_edge(frame))
        ends_add(&ends, last_block(frame), line_place_y(frame, line_last_point(frame)->value.value), true);
    if (data->target.present)
        block_add_wrapped(frame, &target, frame->is_narrow ? data->target_short_label : data->target_label,
                          "target-text halo", margin_text_width(frame));
    ends_add(&ends, target, data->target.present ? line_place_y(frame, data->target.value) : 0, false);
    if (data->forecast_count > 0) {
        block_add_wrapped(frame, &forecast, data->forecast_label, "mute halo", margin_text_width(frame));
        ends_add(&ends, forecast, line_place_y(frame, data->forecast[data->forecast_count - 1].middle), false);
    }
    return ends;
}

double line_ends_width(const struct ends *ends)
{
    double width = 0;
    for (size_t i = 0; i < ends->count; i++)
        width = fmax(width, ends->labels[i].block.width);
    return width;
}

/* Each label's first line beside what it names; then pushed down until none overlap, then up from the foot. */
static void spread_ends(const struct line_frame *frame, struct ends *ends)
{
    const double gap = 4;
    for (size_t i = 0; i < ends->count; i++) {
        struct end_label *label = &ends->labels[i];
        label->top = fmax(2, label->y - leading(label->block.sizes[0]) / 2);
    }
    for (size_t i = 1; i < ends->count; i++) {
        struct end_label *above = &ends->labels[i - 1], *below = &ends->labels[i];
        double lack = above->top + above->block.height + gap - below->top;
        double up = fmax(0, fmin(lack / 2, above->top - 2));
        if (lack <= 0)
            continue;
        if (i == 1)
            above->top -= up;
        below->top = above->top + above->block.height + gap;
    }
    double limit = frame->out->height - 2;
    for (size_t i = ends->count; i > 0; i--) {
        struct end_label *label = &ends->labels[i - 1];
        label->top = fmin(label->top, limit - label->block.height);
        limit = label->top - gap;
    }
}

void line_ends_draw(struct line_frame *frame, struct ends *ends)
{
    spread_ends(frame, ends);
    for (size_t i = 0; i < ends->count; i++) {
        const struct end_label *label = &ends->labels[i];
        block_draw(frame, &label->block, frame->right + 12, label->top, ANCHOR_START);
        if (label->is_value)
            part_cell(frame->setting, &frame->out->marks[frame->out->count - label->block.count],
                      &line_last_point(frame)->value);
    }
}

/* ---- labels inside the plot ---- */

struct candidate {
    double x, top;
    enum anchor anchor;
    double cost; /* added: how much worse the place looks */
};

/* The cheapest place for the block; false, and nothing drawn, when every one hides too much. */
static bool block_place(struct line_frame *frame, const struct block *block, const struct candidate *candidates,
                        size_t count, double most, struct box *out_box)
{
    size_t best = 0;
    double best_cost = 1e9;
    for (size_t i = 0; i < count; i++) {
        struct box box = block_box(block, candidates[i].x, candidates[i].top, candidates[i].anchor);
        double cost = candidates[i].cost + placer_cost(&frame->placer, box);
        if (cost < best_cost) {
            best_cost = cost;
            best = i;
        }
    }
    if (best_cost > most)
        return false;
    const struct candidate *at = &candidates[best];
    *out_box = block_box(block, at->x, at->top, at->anchor);
    placer_add_box(&frame->placer, *out_box);
    block_draw(frame, block, at->x, at->top, at->anchor);
    return true;
}

enum { AROUND = 8, RING_MAX = 5 };

/* Beside the point, then `rings` lines further up and down. */
static bool label_around(struct line_frame *frame, const struct block *block, double x, double y, size_t rings,
                         double most)
{
    double h = block->height, r = theme_number(frame->setting->theme, "line-dot") + 3;
    const struct candidate near[AROUND] = {
        {x - r - 1, y - h - 2, ANCHOR_END, 0},   {x, y - h - r, ANCHOR_MIDDLE, 1},
        {x + r + 1, y + 2, ANCHOR_START, 2},     {x, y + r - 1, ANCHOR_MIDDLE, 2},
        {x + r + 1, y - h - 2, ANCHOR_START, 3}, {x - r - 1, y + 2, ANCHOR_END, 3},
        {x + r + 3, y - h / 2, ANCHOR_START, 3}, {x - r - 3, y - h / 2, ANCHOR_END, 4},
    };
    struct candidate places[AROUND * (RING_MAX + 1)];
    size_t count = 0;
    for (size_t ring = 0; ring <= rings; ring++)
        for (size_t i = 0; i < AROUND; i++) {
            bool is_above = near[i].top < y - h / 2 - 1;
            double shift = 12 * (double)ring * (is_above ? -1 : 1);
            places[count] = near[i];
            places[count].top += shift;
            places[count++].cost += 6 * (double)ring;
        }
    struct box unused;
    return block_place(frame, block, places, count, most, &unused);
}

static void label_last(struct line_frame *frame)
{
    const struct line_point *last = line_last_point(frame);
    if (!last || line_last_is_at_edge(frame))
        return;
    struct block block = last_block(frame);
    label_around(frame, &block, line_place_x(frame, last->period), line_place_y(frame, last->value.value), RING_MAX,
                 1e8);
}

static void label_points(struct line_frame *frame, bool ends_of_years)
{
    for (size_t i = 0; i < frame->data->point_count; i++) {
        const struct line_point *point = &frame->data->points[i];
        bool is_end = period_quarter(point->period) == 4;
        if (!point->value.present || !line_has_quarter(frame, point->period) || is_end != ends_of_years ||
            point == line_last_point(frame))
            continue;
        struct block block = {0};
        block_add(frame, &block, part_value(frame->setting, frame->data->unit, &point->value),
                  is_end ? "strong halo" : "mute halo", frame->size);
        label_around(frame, &block, line_place_x(frame, point->period), line_place_y(frame, point->value.value), 1,
                     COST_MAX);
    }
}

static void label_milestones(struct line_frame *frame)
{
    for (size_t i = 0; i < frame->data->milestone_count; i++) {
        const struct line_milestone *milestone = &frame->data->milestones[i];
        if (!line_has_quarter(frame, milestone->period))
            continue;
        double x = line_place_x(frame, milestone->period), y = line_place_y(frame, milestone->value);
        struct block block = {0};
        struct box unused;
        block_add(frame, &block, frame->is_narrow ? milestone->short_label : milestone->label, "target-text halo",
                  frame->size);
        double h = block.height;
        const struct candidate places[] = {
            {x + 11, y - h / 2 + 1, ANCHOR_START, 0},
            {x - 11, y - h / 2 + 1, ANCHOR_END, 1},
            {x, y + 9, ANCHOR_MIDDLE, 2},
            {x, y - h - 8, ANCHOR_MIDDLE, 2},
            {x + 6, y + 9, ANCHOR_START, 3},
            {x - 6, y + 9, ANCHOR_END, 3},
            {x + 6, y - h - 8, ANCHOR_START, 3},
            {x - 6, y - h - 8, ANCHOR_END, 3},
        };
        block_place(frame, &block, places, sizeof places / sizeof *places, 900, &unused);
    }
}

/* Where the data line, or the foot of the plot, is at x. */
static double line_y_at(const struct line_frame *frame, double x)
{
    const struct line_data *data = frame->data;
    double y = frame->bottom, before_x = frame->left, before_y = frame->bottom;
    bool has_before = data->starts_at_zero;
    for (size_t i = 0; i < data->point_count; i++) {
        if (!data->points[i].value.present || !line_has_quarter(frame, data->points[i].period))
            continue;
        double at = line_place_x(frame, data->points[i].period),
               value = line_place_y(frame, data->points[i].value.value);
        if (has_before && x >= before_x - 0.01 && x <= at + 0.01)
            y = before_y + (value - before_y) * (x - before_x) / (at - before_x);
        before_x = at;
        before_y = value;
        has_before = true;
    }
    return y;
}

enum { ANNOTATION_PLACES = 24 };

/* Annotations hang from the top; where the line is in the way, lower, or to the left of their rule. */
static void draw_annotation(struct line_frame *frame, const struct line_annotation *annotation)
{
    double x = line_place_x(frame, (struct period){annotation->period.index - 1});
    struct block block = {0};
    if (frame->is_narrow) {
        block_add(frame, &block, annotation->short_label, "label halo", frame->size);
    } else {
        block_add(frame, &block, annotation->label[0], "strong halo", frame->size);
        block_add(frame, &block, annotation->label[1], "mute halo", frame->size);
    }
    struct candidate places[ANNOTATION_PLACES];
    double line = line_y_at(frame, x);
    for (size_t i = 0; i < ANNOTATION_PLACES; i++) {
        bool is_left = i >= ANNOTATION_PLACES / 2;
        double row = (double)(i % (ANNOTATION_PLACES / 2));
        double top = frame->top + 8 + 14 * row;
        double rule = placer_box_cost(&frame->placer, (struct box){x - 1, top, x + 1, top + block.height + 16});
        places[i] = (struct candidate){is_left ? x - 7 : x + 7, top, is_left ? ANCHOR_END : ANCHOR_START,
                                       row + (is_left ? 3 : 0) + rule};
    }
    struct box box;
    if (!block_place(frame, &block, places, ANNOTATION_PLACES, 100, &box))
        return;
    double foot = line > box.y1 && line < frame->bottom - 8 ? line - 8 : frame->bottom;
    foot = fmin(foot, placer_first_below(&frame->placer, x, box.y1) - 3);
    if (foot > frame->bottom - 4)
        foot = frame->bottom;
    drawing_line(frame->out, "leader", x, box.y0 + 2, x, foot);
}

static void draw_annotations(struct line_frame *frame)
{
    for (size_t i = 0; i < frame->data->annotation_count; i++)
        if (line_has_quarter(frame, frame->data->annotations[i].period))
            draw_annotation(frame, &frame->data->annotations[i]);
}

/* Before any label is placed: where the rules of annotations will be. */
static void reserve_rules(struct line_frame *frame)
{
    for (size_t i = 0; i < frame->data->annotation_count; i++) {
        const struct line_annotation *annotation = &frame->data->annotations[i];
        double x = line_place_x(frame, (struct period){annotation->period.index - 1});
        if (line_has_quarter(frame, annotation->period))
            placer_add_line(&frame->placer, (struct point){x, frame->top}, (struct point){x, line_y_at(frame, x)},
                            WEIGHT_RULE);
    }
}

/* The label of a guide: beside one of its points, joined to it by an elbow. */
struct elbow {
    struct box box;
    struct point on_guide;
    bool is_below;
};

static double elbow_cost(const struct line_frame *frame, const struct elbow *elbow)
{
    double text_y = elbow->is_below ? elbow->box.y0 + 8 : elbow->box.y1 - 8;
    double gap = elbow->is_below ? 5 : -5;
    double edge = elbow->is_below ? elbow->box.x0 : elbow->box.x1;
    /* Near the data line it would be unclear which of the two is named. */
    double unclear = fmax(0, 16 - fabs(line_y_at(frame, elbow->on_guide.x) - elbow->on_guide.y));
    return unclear + placer_cost(&frame->placer, elbow->box) +
           placer_leader_cost(&frame->placer, (struct point){elbow->on_guide.x, elbow->on_guide.y + gap},
                              (struct point){elbow->on_guide.x, text_y}) +
           placer_leader_cost(&frame->placer, (struct point){elbow->on_guide.x, text_y}, (struct point){edge, text_y});
}

/* A point `share` of the way along the guide. */
static bool guide_point(const struct line_frame *frame, const struct line_guide *guide, double share,
                        struct point *out_point)
{
    if (guide->count < 2)
        return false;
    double at = share * (double)(guide->count - 1), whole = floor(at), part = at - whole;
    size_t i = (size_t)whole;
    const struct line_point *a = &guide->points[i], *b = &guide->points[i + 1 < guide->count ? i + 1 : i];
    if (!a->value.present || !b->value.present)
        return false;
    double x0 = line_place_x(frame, a->period), y0 = line_place_y(frame, a->value.value);
    double x1 = line_place_x(frame, b->period), y1 = line_place_y(frame, b->value.value);
    *out_point = (struct point){x0 + part * (x1 - x0), y0 + part * (y1 - y0)};
    return out_point->x >= frame->left && out_point->x <= frame->right;
}

static struct elbow make_elbow(const struct block *block, struct point on_guide, bool is_below, double reach)
{
    double x = is_below ? on_guide.x + 11 : on_guide.x - 11 - block->width;
    double y = is_below ? on_guide.y + reach : on_guide.y - reach - block->height;
    return (struct elbow){{x, y, x + block->width, y + block->height}, on_guide, is_below};
}

static void draw_elbow(struct line_frame *frame, const struct block *block, const struct elbow *elbow)
{
    double text_y = elbow->is_below ? elbow->box.y0 + 8 : elbow->box.y1 - 8;
    double start = elbow->on_guide.y + (elbow->is_below ? 4 : -4);
    double end = elbow->is_below ? elbow->box.x0 - 3 : elbow->box.x1 + 3;
    struct point corners[] = {{elbow->on_guide.x, start}, {elbow->on_guide.x, text_y}, {end, text_y}};
    drawing_polyline(frame->out, "leader", corners, 3, false);
    block_draw(frame, block, elbow->box.x0, elbow->box.y0, ANCHOR_START);
    placer_add_box(&frame->placer, elbow->box);
}

static void label_guide(struct line_frame *frame, const struct line_guide *guide, const char *style)
{
    static const double SHARES[] = {0.4, 0.5, 0.3, 0.6, 0.2, 0.7, 0.8, 0.12, 0.9},
                        REACHES[] = {16, 9, 26, 38, 52, 68, 86};
    struct block block = {0};
    for (size_t i = 0; i < 2; i++)
        block_add(frame, &block, frame->is_narrow ? guide->short_label[i] : guide->label[i], style, frame->size);
    struct elbow best = {0};
    double best_cost = 1e9;
    for (size_t s = 0; block.count > 0 && s < sizeof SHARES / sizeof *SHARES; s++)
        for (size_t r = 0; r < sizeof REACHES / sizeof *REACHES; r++)
            for (int below = 0; below <= 1; below++) {
                struct point on_guide;
                if (!guide_point(frame, guide, SHARES[s], &on_guide))
                    continue;
                struct elbow elbow = make_elbow(&block, on_guide, below == 1, REACHES[r]);
                double cost = elbow_cost(frame, &elbow) + (double)s + (double)r;
                if (cost < best_cost) {
                    best_cost = cost;
                    best = elbow;
                }
            }
    if (best_cost < 60)
        draw_elbow(frame, &block, &best);
}

void line_labels_draw(struct line_frame *frame)
{
    reserve_rules(frame);
    label_last(frame);
    label_points(frame, true);
    label_milestones(frame);
    draw_annotations(frame);
    label_guide(frame, &frame->data->pace, "mute halo");
    label_guide(frame, &frame->data->trajectory, "target-text halo");
    if (!frame->is_narrow && line_pitch(frame) >= theme_number(frame->setting->theme, "line-pitch-labelled"))
        label_points(frame, false);
}
