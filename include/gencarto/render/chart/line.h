/* A line by quarter, with its target, the way to it and what happened meanwhile.
 *
 * Time runs in equal quarters from `first` to `last`; a value stands at the end of its quarter. Quarters without a
 * value break the line; confidential ones leave their flag on the axis. Labels are placed where they hide nothing;
 * those that find no place are left out, except the last value and the target, in the order: last value, ends of years,
 * milestones, annotations, guides, other values. CHART_NARROW shows the short texts, and values only at the ends of
 * years. A revised value has a ring around its dot, and an open diamond where it was first published.
 */
#ifndef GENCARTO_RENDER_CHART_LINE_H
#define GENCARTO_RENDER_CHART_LINE_H

#include "gencarto/render/chart/chart.h"

struct line_point {
    struct period period;
    struct chart_value value;
    struct chart_value published; /* what was first published for the quarter, where it was revised since */
    bool is_partial;              /* the quarter was not over when its data came: its line is dashed, its dot hollow */
};

/* A dashed line: the pace required, or the target's trajectory. */
struct line_guide {
    const struct line_point *points;     /* at the ends of quarters, from the quarter before `first` on */
    size_t count;                        /* 0: not drawn */
    struct str label[2], short_label[2]; /* two lines, either may be empty */
};

/* A vertical rule at the beginning of a quarter: a call for projects. */
struct line_annotation {
    struct period period;
    struct str label[2]; /* "1er appel à projets", "171 formations labellisées" */
    struct str short_label;
};

/* A diamond at the end of a quarter: an intermediate target. */
struct line_milestone {
    struct period period;
    double value;
    struct str label, short_label;
};

struct line_interval {
    struct period period;
    double low, middle, high;
};

struct line_data {
    struct chart_unit unit;
    struct str unit_label;           /* above the axis: "apprenants (cumul)" */
    struct str quarter_prefix;       /* "T" before the quarter's number */
    struct period first, last;       /* of the axis; last not before first */
    bool starts_at_zero;             /* a cumulative figure: the line starts at 0 at the beginning of `first` */
    const struct line_point *points; /* by period */
    size_t point_count;
    struct str end_note;      /* under the last value: "+1 410 sur la cible" */
    struct str partial_label; /* there too when the last quarter is partial: "trimestre incomplet" */
    struct chart_value target;
    struct str target_label, target_short_label; /* "cible fin 2017 : 10 000", "cible 10 000" */
    struct line_guide trajectory, pace;
    const struct line_annotation *annotations;
    size_t annotation_count;
    const struct line_milestone *milestones;
    size_t milestone_count;
    const struct line_interval *forecast; /* by period, after the last value, or from a past one on */
    size_t forecast_count;
    struct str forecast_label;
    struct str empty_label; /* in the middle when no value is present */
};

void line_draw(struct drawing *out, const struct line_data *data, const struct chart_setting *setting);

#endif
