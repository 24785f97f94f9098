#include <math.h>

#include "saying.h"

/* What there is to say of a series. */
struct facts {
    const struct words_point *last, *before; /* the last values; NULL without */
    const struct words_point *high, *low;
    size_t present;
};

static struct facts facts_of(const struct words_series *series)
{
    struct facts facts = {0};
    for (size_t i = 0; i < series->count; i++) {
        const struct words_point *point = &series->points[i];
        if (!point->value.present)
            continue;
        facts.present++;
        facts.before = facts.last;
        facts.last = point;
        if (!facts.high || point->value.value > facts.high->value.value)
            facts.high = point;
        if (!facts.low || point->value.value < facts.low->value.value)
            facts.low = point;
    }
    return facts;
}

/* True when the last quarter itself has no value. */
static bool is_absent(const struct words_series *series)
{
    return series->count > 0 && !series->points[series->count - 1].value.present;
}

static void add_level(struct saying *saying, const struct words_series *series, const struct facts *facts,
                      struct buf *out)
{
    if (is_absent(series)) {
        const struct words_point *point = &series->points[series->count - 1];
        saying_set(saying, "when", saying_when(saying, point->period));
        saying_set(saying, "why", saying_absence(saying, point->value.status));
        saying_sentence(saying, out, "series.absent");
    }
    if (!facts->last)
        return;
    saying_set(saying, "when", saying_when(saying, facts->last->period));
    saying_set(saying, "value", saying_value(saying, facts->last->value.value));
    const char *target = saying_target(saying, facts->last->value.value);
    saying_set(saying, "against", target ? saying_pattern(saying, target) : STR(""));
    saying_sentence(saying, out, "series.level");
}

static void add_change(struct saying *saying, const struct facts *facts, struct buf *out)
{
    if (!facts->before) {
        saying_sentence(saying, out, "series.first");
        return;
    }
    double change = facts->last->value.value - facts->before->value.value;
    double bound = saying_bound(saying, &facts->last->value, &facts->before->value);
    saying_set(saying, "since", saying_since(saying, facts->before->period));
    saying_set(saying, "before", saying_value(saying, facts->before->value.value));
    saying_set(saying, "change", saying_difference(saying, change));
    saying_set(saying, "bound", saying_difference(saying, bound));
    if (!saying_is_clear(saying, change, 0))
        saying_sentence(saying, out, "series.same");
    else if (!saying_is_clear(saying, change, bound))
        saying_sentence(saying, out, "series.unclear");
    else
        saying_sentence(saying, out, change > 0 ? "series.rise" : "series.fall");
}

static void add_extremes(struct saying *saying, const struct facts *facts, struct buf *out)
{
    if (facts->present < 3 || !(facts->high->value.value > facts->low->value.value))
        return;
    saying_set(saying, "high", saying_value(saying, facts->high->value.value));
    saying_set(saying, "low", saying_value(saying, facts->low->value.value));
    saying_set(saying, "high_when", saying_when(saying, facts->high->period));
    saying_set(saying, "low_when", saying_when(saying, facts->low->period));
    saying_sentence(saying, out, "series.extremes");
}

static void add_title(struct saying *saying, const struct words_series *series, struct buf *out)
{
    struct buf first, last;
    bool is_one = series->count == 1;
    buf_init(&first, saying->arena);
    buf_init(&last, saying->arena);
    typography_period(&first, series->points[0].period, saying->words->language);
    typography_period(&last, series->points[series->count - 1].period, saying->words->language);
    saying_set(saying, "first", buf_str(&first));
    saying_set(saying, "last", buf_str(&last));
    saying_sentence(saying, out, is_one ? "series.title.one" : "series.title");
}

static void add_reading(struct saying *saying, const struct facts *facts, struct buf *out)
{
    saying_set(saying, "when", saying_when(saying, facts->last->period));
    saying_set(saying, "value", saying_value(saying, facts->last->value.value));
    saying_set(saying, "against", STR(""));
    if (facts->before) {
        saying_set(saying, "before", saying_value(saying, facts->before->value.value));
        saying_set(saying, "before_when", saying_when(saying, facts->before->period));
        saying_set(saying, "against", saying_pattern(saying, "series.against"));
    }
    saying_sentence(saying, out, "series.reading");
}

bool words_series_say(const struct words *words, enum words_form form, const struct words_series *series,
                      struct arena *arena, struct str *out_text, struct error *err)
{
    struct saying saying;
    struct buf text;
    struct facts facts = facts_of(series);
    if (!saying_begin(&saying, words, &series->subject, arena, err))
        return false;
    buf_init(&text, arena);
    saying_set_where(&saying, series->where);
    if (form == WORDS_TITLE && series->count > 0) {
        add_title(&saying, series, &text);
    } else if (facts.present == 0) {
        saying_sentence(&saying, &text, "series.none");
    } else if (form == WORDS_READING) {
        add_reading(&saying, &facts, &text);
    } else {
        add_level(&saying, series, &facts, &text);
        add_change(&saying, &facts, &text);
        if (form == WORDS_ALTERNATIVE)
            add_extremes(&saying, &facts, &text);
    }
    *out_text = buf_str(&text);
    return !saying.failed;
}
