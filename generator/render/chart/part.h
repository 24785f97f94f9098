/* What the charts are made of: texts of values, and placing labels. Internal to chart/. */
#ifndef GENERATOR_RENDER_CHART_PART_H
#define GENERATOR_RENDER_CHART_PART_H

#include "gencarto/render/chart/axis.h"
#include "gencarto/render/chart/chart.h"

/* ---- texts ---- */

/* "11 410", "24,0 %". */
struct str part_number(const struct chart_setting *setting, struct chart_unit unit, double value, int decimals);

/* The value with its flag when it is provisional or revised: "11 410 (p)". It must be present. */
struct str part_value(const struct chart_setting *setting, struct chart_unit unit, const struct chart_value *value);

/* A number of an axis; % stands on the last one only. */
struct str part_tick(const struct chart_setting *setting, struct chart_unit unit, const struct axis *axis, int i);

/* "+2,1" with its sign; the caller's words say the unit. */
struct str part_signed(const struct chart_setting *setting, double value, int decimals);

/* Why a value is not there. */
struct str part_absent(const struct chart_words *words, const struct chart_value *value);

double part_size(const struct chart_setting *setting); /* font size of ordinary labels, px */

double part_width(const struct chart_setting *setting, struct str text, double size_px, int weight);

/* Breaks at spaces and after hyphens into at most `max_lines` lines no wider than `width` where words allow. Gives
 * their number. */
size_t part_wrap(const struct chart_setting *setting, struct str text, double size_px, int weight, double width,
                 size_t max_lines, struct str *out_lines);

/* Writes data-cell on the mark. */
void part_cell(const struct chart_setting *setting, struct mark *mark, const struct chart_value *value);

/* True of counts: their axes have no fraction of a unit. */
bool part_whole(struct chart_unit unit);

/* ---- placing labels ---- */

struct line_obstacle {
    struct point a, b;
    double weight; /* cost of a pixel of this line under a label */
};

/* Moves places apart: `places` ascend; afterwards neighbours are at least `gap` from each other, as near to where they
 * were as least squares can (pool adjacent violators: Barlow, Bartholomew, Bremner and Brunk 1972), inside low..high
 * when they fit there. */
void part_spread(struct arena *arena, double *places, size_t count, double gap, double low, double high);

/* Labels already placed, and lines that they should not hide. */
struct placer {
    struct arena *arena;
    struct box bounds; /* labels stay inside */
    struct box *boxes;
    size_t box_count, box_capacity;
    struct line_obstacle *lines;
    size_t line_count, line_capacity;
};

void placer_init(struct placer *placer, struct arena *arena, struct box bounds);
void placer_add_box(struct placer *placer, struct box box);
void placer_add_line(struct placer *placer, struct point a, struct point b, double weight);

/* 0 where nothing is hidden; a thousand or more over another label or outside the bounds. */
double placer_cost(const struct placer *placer, struct box box);

/* The part of it that other labels make. */
double placer_box_cost(const struct placer *placer, struct box box);

/* The top of the first label below (x, y); HUGE_VAL when there is none. */
double placer_first_below(const struct placer *placer, double x, double y);

/* The cost of a leader line. */
double placer_leader_cost(const struct placer *placer, struct point a, struct point b);

#endif
