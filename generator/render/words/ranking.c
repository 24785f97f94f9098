#include <math.h>

#include "saying.h"

struct facts {
    const struct words_place *high, *low; /* the first of equals; NULL without a value */
    size_t present, hidden, tied_high, tied_low, reached;
};

static struct facts facts_of(const struct words_ranking *ranking)
{
    struct facts facts = {0};
    for (size_t i = 0; i < ranking->count; i++) {
        const struct words_place *place = &ranking->places[i];
        if (!place->value.present) {
            facts.hidden++;
            continue;
        }
        facts.present++;
        facts.reached += place->value.value >= ranking->subject.target;
        if (!facts.high || place->value.value > facts.high->value.value) {
            facts.high = place;
            facts.tied_high = 0;
        }
        if (!facts.low || place->value.value < facts.low->value.value) {
            facts.low = place;
            facts.tied_low = 0;
        }
        facts.tied_high += place->value.value == facts.high->value.value;
        facts.tied_low += place->value.value == facts.low->value.value;
    }
    return facts;
}

static struct str count_text(struct saying *saying, size_t count)
{
    struct buf text;
    buf_init(&text, saying->arena);
    typography_int(&text, (int64_t)count, saying->words->language);
    return buf_str(&text);
}

static void add_range(struct saying *saying, const struct facts *facts, struct buf *out)
{
    saying_set(saying, "value", saying_value(saying, facts->high->value.value));
    saying_set(saying, "high", saying_value(saying, facts->high->value.value));
    saying_set(saying, "low", saying_value(saying, facts->low->value.value));
    saying_set(saying, "high_name", facts->high->name);
    saying_set(saying, "low_name", facts->low->name);
    double spread = facts->high->value.value - facts->low->value.value;
    double bound = saying_bound(saying, &facts->high->value, &facts->low->value);
    saying_set(saying, "bound", saying_difference(saying, bound));
    if (facts->present == 1) {
        saying_sentence(saying, out, "ranking.one");
    } else if (!saying_is_clear(saying, spread, 0)) {
        saying_sentence(saying, out, "ranking.equal");
    } else {
        saying_sentence(saying, out, "ranking.range");
        if (!saying_is_clear(saying, spread, bound))
            saying_sentence(saying, out, "ranking.close");
    }
}

static void add_target(struct saying *saying, const struct facts *facts, struct buf *out)
{
    saying_set(saying, "target", saying_value(saying, saying->about->target));
    saying_set(saying, "reached", count_text(saying, facts->reached));
    saying_set(saying, "count", count_text(saying, facts->present));
    saying_sentence(saying, out,
                    facts->reached == 0                ? "ranking.target.none"
                    : facts->reached == facts->present ? "ranking.target.all"
                                                       : "ranking.target.some");
}

static void add_rest(struct saying *saying, const struct words_ranking *ranking, const struct facts *facts,
                     struct buf *out)
{
    if (ranking->reference.present) {
        saying_set(saying, "reference", saying_value(saying, ranking->reference.value));
        saying_sentence(saying, out, "ranking.reference");
    }
    if (facts->hidden > 0) {
        saying_set(saying, "hidden", count_text(saying, facts->hidden));
        bool many = typography_plural((double)facts->hidden, saying->words->language);
        saying_sentence(saying, out, many ? "ranking.hidden.many" : "ranking.hidden.one");
    }
}

static void add_reading(struct saying *saying, const struct facts *facts, struct buf *out)
{
    const struct words_place *high = facts->high;
    saying_set_where(saying, high->where.len > 0 ? high->where : high->name);
    saying_set(saying, "value", saying_value(saying, high->value.value));
    saying_sentence(saying, out, facts->tied_high > 1 ? "ranking.reading.tied" : "ranking.reading");
}

bool words_ranking_say(const struct words *words, enum words_form form, const struct words_ranking *ranking,
                       struct arena *arena, struct str *out_text, struct error *err)
{
    struct saying saying;
    struct buf text;
    struct facts facts = facts_of(ranking);
    if (!saying_begin(&saying, words, &ranking->subject, arena, err))
        return false;
    buf_init(&text, arena);
    saying_set(&saying, "when", saying_when(&saying, ranking->period));
    saying_set(&saying, "by", ranking->by);
    if (form == WORDS_TITLE) {
        saying_sentence(&saying, &text, "ranking.title");
    } else if (facts.present == 0) {
        saying_sentence(&saying, &text, "ranking.none");
    } else if (form == WORDS_READING) {
        add_reading(&saying, &facts, &text);
    } else {
        add_range(&saying, &facts, &text);
        if (ranking->subject.has_target)
            add_target(&saying, &facts, &text);
        if (form == WORDS_ALTERNATIVE || !ranking->subject.has_target)
            add_rest(&saying, ranking, &facts, &text);
    }
    *out_text = buf_str(&text);
    return !saying.failed;
}
