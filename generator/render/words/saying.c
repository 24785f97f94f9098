#include "saying.h"

#include <assert.h>
#include <math.h>

#include "gencarto/base/number.h"
#include "gencarto/base/text.h"

bool words_form_parse(struct str name, enum words_form *out_form)
{
    static const struct str NAMES[] = {STR_INIT("title"), STR_INIT("description"), STR_INIT("reading"),
                                       STR_INIT("alternative")};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (str_equal(name, NAMES[i])) {
            *out_form = (enum words_form)i;
            return true;
        }
    return false;
}

/* ---- patterns ---- */

void saying_set(struct saying *saying, const char *name, struct str value)
{
    size_t i = 0;
    while (i < saying->slot_count && !str_equal(saying->names[i], str_from(name)))
        i++;
    assert(i < SLOTS);
    if (i == saying->slot_count)
        saying->slot_count++;
    saying->names[i] = str_from(name);
    saying->values[i] = value;
}

static void fail(struct saying *saying, const struct pattern *pattern, const char *what, struct str found)
{
    if (!saying->failed)
        error_set(saying->err, ERROR_OUTPUT, "%s:%d: %s \"%.*s\"", saying->words->path, pattern->line, what,
                  STR_ARGS(found));
    saying->failed = true;
}

static void add_slot(struct saying *saying, const struct pattern *pattern, struct str name, struct buf *out)
{
    for (size_t i = 0; i < saying->slot_count; i++)
        if (str_equal(saying->names[i], name)) {
            buf_add(out, saying->values[i]);
            return;
        }
    fail(saying, pattern, "this pattern has no slot", name);
}

/* The part of "m|f|mp|fp" that the subject asks for; with fewer, the last one. */
static void add_agreement(const struct saying *saying, struct str forms, struct buf *out)
{
    struct str form = STR("");
    for (int i = 0; i <= saying->subject->agreement && forms.len > 0; i++)
        str_split(&forms, '|', &form);
    buf_add(out, form);
}

static void add_pattern(struct saying *saying, const struct pattern *pattern, struct buf *out)
{
    struct str text = pattern->text;
    for (size_t i = 0; i < text.len && !saying->failed; i++) {
        char close = text.ptr[i] == '{' ? '}' : text.ptr[i] == '[' ? ']' : 0;
        if (!close) {
            buf_byte(out, text.ptr[i]);
            continue;
        }
        size_t end = str_index(text, close, i);
        if (end == text.len) {
            fail(saying, pattern, "this pattern does not close", str_slice(text, i, text.len));
            return;
        }
        struct str inside = str_slice(text, i + 1, end);
        if (close == '}')
            add_slot(saying, pattern, inside, out);
        else
            add_agreement(saying, inside, out);
        i = end;
    }
}

struct str saying_pattern(struct saying *saying, const char *id)
{
    struct buf text, typed;
    buf_init(&text, saying->arena);
    buf_init(&typed, saying->arena);
    add_pattern(saying, words_pattern(saying->words, str_from(id)), &text);
    typography_text(&typed, buf_str(&text), saying->words->language);
    return buf_str(&typed);
}

void saying_set_where(struct saying *saying, struct str where)
{
    saying_set(saying, "where", where);
    struct str in = where.len > 0 ? saying_pattern(saying, "in") : STR("");
    saying_set(saying, "in", in.len > 0 ? str_format(saying->arena, "%.*s ", STR_ARGS(in)) : in);
}

void saying_sentence(struct saying *saying, struct buf *out, const char *id)
{
    if (out->len > 0)
        buf_byte(out, ' ');
    buf_add(out, text_capital(saying->arena, saying_pattern(saying, id)));
}

/* ---- values ---- */

struct str saying_value(struct saying *saying, double value)
{
    enum language language = saying->words->language;
    struct buf text;
    buf_init(&text, saying->arena);
    switch (saying->about->unit) {
    case WORDS_PERCENT:
        typography_percent(&text, value, saying->about->decimals, language);
        break;
    case WORDS_EUROS:
        typography_euros(&text, value, language);
        break;
    case WORDS_NUMBER:
        typography_number(&text, value, saying->about->decimals, language);
        break;
    }
    return buf_str(&text);
}

struct str saying_difference(struct saying *saying, double value)
{
    if (saying->about->unit != WORDS_PERCENT)
        return saying_value(saying, fabs(value));
    struct buf number;
    double printed = number_round(fabs(value), saying->about->decimals);
    buf_init(&number, saying->arena);
    typography_number(&number, printed, saying->about->decimals, saying->words->language);
    saying_set(saying, "n", buf_str(&number));
    return saying_pattern(saying, typography_plural(printed, saying->words->language) ? "points.many" : "points.one");
}

static struct str dated(struct saying *saying, struct period period, const char *flow, const char *end)
{
    struct buf text;
    buf_init(&text, saying->arena);
    if (saying->about->is_flow)
        typography_period(&text, period, saying->words->language);
    else
        typography_period_end(&text, period, saying->words->language);
    saying_set(saying, "period", buf_str(&text));
    return saying_pattern(saying, saying->about->is_flow ? flow : end);
}

struct str saying_when(struct saying *saying, struct period period)
{
    return dated(saying, period, "when.flow", "when.end");
}

struct str saying_since(struct saying *saying, struct period period)
{
    return dated(saying, period, "since.flow", "since.end");
}

struct str saying_absence(struct saying *saying, enum status status)
{
    return saying_pattern(saying, status == STATUS_CONFIDENTIAL     ? "absent.c"
                                  : status == STATUS_NOT_APPLICABLE ? "absent.z"
                                                                    : "absent.u");
}

const char *saying_target(struct saying *saying, double value)
{
    const struct words_subject *about = saying->about;
    if (!about->has_target)
        return NULL;
    double gap = number_round(value, about->decimals) - number_round(about->target, about->decimals);
    saying_set(saying, "target", saying_value(saying, about->target));
    saying_set(saying, "gap", saying_difference(saying, gap));
    return gap > 1e-9 ? "target.above" : gap < -1e-9 ? "target.below" : "target.met";
}

/* A share of n persons whose two counts are multiples of b is known to about 100 b / n points. */
static double share_error(const struct words_value *value, double base)
{
    return value->denominator > 0 ? 100 * base / value->denominator : 0;
}

double saying_bound(const struct saying *saying, const struct words_value *a, const struct words_value *b)
{
    const struct words_subject *about = saying->about;
    double rounding = about->unit == WORDS_PERCENT
                          ? share_error(a, about->rounding_base) + share_error(b, about->rounding_base)
                          : about->rounding_base;
    return fmax(rounding, about->noise);
}

bool saying_is_clear(const struct saying *saying, double difference, double bound)
{
    return number_round(fabs(difference), saying->about->decimals) >
           number_round(bound, saying->about->decimals) + 1e-9;
}

/* ---- the subject ---- */

static const struct str CUMULATIVE = STR_INIT("_cumul");

static struct str measure_of(struct str indicator)
{
    return str_ends(indicator, CUMULATIVE) ? str_slice(indicator, 0, indicator.len - CUMULATIVE.len) : indicator;
}

bool words_know(const struct words *words, struct str indicator)
{
    return words_subject_of(words, measure_of(indicator)) != NULL;
}

bool saying_begin(struct saying *saying, const struct words *words, const struct words_subject *about,
                  struct arena *arena, struct error *err)
{
    *saying = (struct saying){.words = words, .about = about, .arena = arena, .err = err};
    struct str id = measure_of(about->code);
    saying->subject = words_subject_of(words, id);
    if (!saying->subject)
        return error_set(err, ERROR_OUTPUT, "%s: there is no <subject id=\"%.*s\">", words->path, STR_ARGS(id));
    saying_set(saying, "subject", saying->subject->text);
    if (id.len < about->code.len)
        saying_set(saying, "subject", saying_pattern(saying, "cumulative"));
    return !saying->failed;
}
