#include "gencarto/render/chart/chart.h"

static const char *const STYLES[] = {
    "axis",       "bar",        "bar-light",  "bar-strong", "casing",     "dot",        "dot-hollow", "f1",
    "f2",         "f3",         "f4",         "f5",         "f6",         "f7",         "forecast-band",
    "forecast-line", "grid",    "halo",       "hatched",    "icon-data",  "icon-open",  "icon-paper", "icon-ring",
    "in-bar",     "in-stack-1", "in-stack-2", "in-stack-3", "in-stack-4", "in-stack-5", "in-stack-6", "in-stack-7",
    "ink",        "label",      "leader",     "line",       "mute",       "notch",      "notch-out",  "pace",
    "paper",      "peer",       "reference",  "stack-1",    "stack-2",    "stack-3",    "stack-4",    "stack-5",
    "stack-6",    "stack-7",    "strong",     "symbol",     "target-line", "target-mark", "target-text", "tick",
    "track",      "trajectory", NULL,
};

static const char *const NUMBERS[] = {
    "bars-narrow",   "bars-pitch",      "bars-pitch-narrow", "bars-slim",   "bars-thickness",    "bars-wide",
    "bullet-bar",    "bullet-height",   "bullet-notch",      "bullet-target", "bullet-track",    "bullet-width",
    "line-dot",      "line-height",     "line-height-narrow", "line-margin", "line-margin-narrow", "line-width",
    "line-width-narrow", "sparkline-height", "sparkline-width", "stack-thickness", "strip-height", "strip-width",
    "text",          "text-large",      "text-large-narrow", NULL,
};

const struct theme_needs CHART_NEEDS = {.styles = STYLES, .numbers = NUMBERS};
