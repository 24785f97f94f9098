/* Cases of the charts that compare: grouped bars, dumbbell, slope, pyramid, waterfall, heat table, small multiples. The
 * data are simulated. test_chart.c draws them and says what must hold. */
#ifndef GENCARTO_TESTS_CHART_KINDS_H
#define GENCARTO_TESTS_CHART_KINDS_H

#include "gencarto/base/random.h"
#include "gencarto/render/chart/chart.h"

struct chart_case {
    const char *name;
    void (*draw)(struct drawing *out, const struct chart_setting *setting);
};

/* Both end with a NULL. */
extern const struct chart_case KIND_CASES[];
extern void (*const ANY_KINDS[])(struct drawing *out, const struct chart_setting *setting, struct random_state *random);

#endif
