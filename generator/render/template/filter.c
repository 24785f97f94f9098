#include "filter.h"

#include "gencarto/base/cell.h"
#include "gencarto/base/json.h"
#include "gencarto/base/nearest.h"
#include "gencarto/base/number.h"
#include "gencarto/base/text.h"
#include "html.h"

/* ---- What filters take ---- */

static const char *shown(const struct filter_input *input, struct value value)
{
    struct str text = value_text(input->arena, value);
    const char *quote = value.type == VALUE_TEXT ? "\"" : "";
    return str_format(input->arena, "%s%.*s%s", quote, (int)(text.len < 80 ? text.len : 80), text.ptr, quote).ptr;
}

static const char *wants(const struct filter_input *input, const char *what)
{
    return str_format(input->arena, "takes %s, found %s", what, shown(input, input->value)).ptr;
}

static const char *take_number(const struct filter_input *input, double *out_number)
{
    if (!value_is_number(input->value)) {
        return wants(input, "a number");
    }
    *out_number = value_number(input->value);
    return NULL;
}

/* A whole number as argument, `absent` when there is none. */
static const char *take_count(const struct filter_input *input, int most, int absent, int *out_count)
{
    if (input->argument_count == 0) {
        *out_count = absent;
        return NULL;
    }
    struct value argument = input->arguments[0];
    if (argument.type != VALUE_INT || argument.integer < 0 || argument.integer > most) {
        return str_format(input->arena, "takes a whole number from 0 to %d in parentheses, found %s", most,
                          shown(input, argument))
            .ptr;
    }
    *out_count = (int)argument.integer;
    return NULL;
}

static struct str text_of(const struct filter_input *input)
{
    return value_text(input->arena, input->value);
}

static struct str text_of_argument(const struct filter_input *input, size_t index)
{
    return value_text(input->arena, input->arguments[index]);
}

/* ---- Numbers ---- */

typedef void write_number(struct buf *out, double value, int decimals, enum language language);

static const char *apply_decimals(const struct filter_input *input, struct buf *out, int absent, write_number *write)
{
    double number = 0;
    int decimals = 0;
    const char *problem = take_number(input, &number);
    if (problem == NULL) {
        problem = take_count(input, 9, absent, &decimals);
    }
    if (problem == NULL) {
        write(out, number, decimals, input->set->language);
    }
    return problem;
}

static const char *apply_number(const struct filter_input *input, struct buf *out)
{
    return apply_decimals(input, out, 0, typography_number);
}

/* With as many decimals, at most two, as the value has: 3.5 months, 12 months. */
static const char *apply_quantity(const struct filter_input *input, struct buf *out)
{
    double number = 0;
    const char *problem = take_number(input, &number);
    if (problem == NULL) {
        int decimals = 0;
        while (decimals < 2 && number_round(number, decimals) != number_round(number, 2))
            decimals++;
        typography_number(out, number, decimals, input->set->language);
    }
    return problem;
}

static const char *apply_signed(const struct filter_input *input, struct buf *out)
{
    return apply_decimals(input, out, 0, typography_signed);
}

static const char *apply_percent(const struct filter_input *input, struct buf *out)
{
    return apply_decimals(input, out, 1, typography_percent);
}

static const char *apply_points(const struct filter_input *input, struct buf *out)
{
    return apply_decimals(input, out, 1, typography_points);
}

static const char *apply_euros(const struct filter_input *input, struct buf *out)
{
    double number = 0;
    const char *problem = take_number(input, &number);
    if (problem == NULL) {
        typography_euros(out, number, input->set->language);
    }
    return problem;
}

static const char *apply_plural(const struct filter_input *input, struct buf *out)
{
    double number = 0;
    const char *problem = take_number(input, &number);
    if (problem == NULL) {
        buf_add(out, text_of_argument(input, typography_plural(number, input->set->language) ? 1 : 0));
    }
    return problem;
}

/* ---- Dates ---- */

static const char *apply_date(const struct filter_input *input, struct buf *out)
{
    int32_t day = DATE_NONE;
    if (!date_parse(text_of(input), &day)) {
        return wants(input, "a date \"2017-12-31\"");
    }
    typography_date(out, day, input->set->language);
    return NULL;
}

/* Figures published elsewhere are dated as they were: "2015-12" is a month, "2016" a year. */
static const char *apply_published(const struct filter_input *input, struct buf *out)
{
    int32_t day = DATE_NONE;
    if (date_parse(text_of(input), &day)) {
        typography_date(out, day, input->set->language);
    } else {
        buf_add(out, text_of(input));
    }
    return NULL;
}

static const char *take_period(const struct filter_input *input, struct period *out_period)
{
    return period_parse(text_of(input), out_period) ? NULL : wants(input, "a quarter \"2017-T4\"");
}

static const char *apply_period(const struct filter_input *input, struct buf *out)
{
    struct period period = {0};
    const char *problem = take_period(input, &period);
    if (problem == NULL) {
        typography_period(out, period, input->set->language);
    }
    return problem;
}

static const char *apply_period_end(const struct filter_input *input, struct buf *out)
{
    struct period period = {0};
    const char *problem = take_period(input, &period);
    if (problem == NULL) {
        typography_period_end(out, period, input->set->language);
    }
    return problem;
}

static const char *apply_period_code(const struct filter_input *input, struct buf *out)
{
    struct period period = {0};
    const char *problem = take_period(input, &period);
    if (problem == NULL) {
        period_write(out, period);
    }
    return problem;
}

/* ---- Texts ---- */

static const char *apply_label(const struct filter_input *input, struct buf *out)
{
    struct str id = text_of(input), text;
    if (input->argument_count == 1) {
        struct str prefix = text_of_argument(input, 0);
        id = str_format(input->arena, "%.*s.%.*s", STR_ARGS(prefix), STR_ARGS(id));
    }
    if (!template_label(input->set, id, &text)) {
        return str_format(input->arena, "finds no label \"%.*s\" in %s; add <label id=\"%.*s\"> there", STR_ARGS(id),
                          input->set->label_file, STR_ARGS(id))
            .ptr;
    }
    buf_add(out, text);
    return NULL;
}

static const char *apply_lower(const struct filter_input *input, struct buf *out)
{
    buf_add(out, text_lower(input->arena, text_of(input)));
    return NULL;
}

static const char *apply_capital(const struct filter_input *input, struct buf *out)
{
    buf_add(out, text_capital(input->arena, text_of(input)));
    return NULL;
}

static const char *apply_typo(const struct filter_input *input, struct buf *out)
{
    typography_text(out, text_of(input), input->set->language);
    return NULL;
}

static const char *apply_id(const struct filter_input *input, struct buf *out)
{
    cell_write_id(out, text_of(input));
    return NULL;
}

static const char *apply_slug(const struct filter_input *input, struct buf *out)
{
    buf_add(out, text_slug(input->arena, text_of(input)));
    return NULL;
}

static const char *apply_json(const struct filter_input *input, struct buf *out)
{
    struct buf json;
    buf_init(&json, input->arena);
    json_write_text(&json, text_of(input));
    write_json_in_element(out, buf_str(&json));
    return NULL;
}

/* Length in bytes of the first `count` code points. */
static size_t bytes_of(struct str text, int count)
{
    size_t end = 0;
    for (; end < text.len; end++) {
        bool starts = ((unsigned char)text.ptr[end] & 0xC0) != 0x80;
        if (starts && count-- == 0) {
            break;
        }
    }
    return end;
}

/* At most so many characters, the ellipsis included, cut after a whole word where there is one. */
static const char *apply_truncate(const struct filter_input *input, struct buf *out)
{
    int most = 0;
    const char *problem = take_count(input, 10000, 0, &most);
    struct str text = text_of(input);
    if (problem != NULL || text_length(text) <= (size_t)most) {
        buf_add(out, problem == NULL ? text : STR(""));
        return problem;
    }
    size_t end = most > 0 ? bytes_of(text, most - 1) : 0, word = end;
    while (word > 0 && text.ptr[word] != ' ') {
        word--;
    }
    buf_add(out, str_trim(str_slice(text, 0, word > 0 ? word : end)));
    buf_text(out, "\xE2\x80\xA6");
    return NULL;
}

/* ---- The table ---- */

static const struct filter FILTERS[] = {
    {.name = STR_INIT("number"), .most = 1, .apply = apply_number},
    {.name = STR_INIT("quantity"), .apply = apply_quantity},
    {.name = STR_INIT("signed"), .most = 1, .apply = apply_signed},
    {.name = STR_INIT("percent"), .most = 1, .apply = apply_percent},
    {.name = STR_INIT("points"), .most = 1, .apply = apply_points},
    {.name = STR_INIT("euros"), .apply = apply_euros},
    {.name = STR_INIT("plural"), .least = 2, .most = 2, .apply = apply_plural},
    {.name = STR_INIT("date"), .apply = apply_date},
    {.name = STR_INIT("published"), .apply = apply_published},
    {.name = STR_INIT("period"), .apply = apply_period},
    {.name = STR_INIT("period_end"), .apply = apply_period_end},
    {.name = STR_INIT("period_code"), .apply = apply_period_code},
    {.name = STR_INIT("label"), .most = 1, .apply = apply_label},
    {.name = STR_INIT("or"), .most = 1, .apply = NULL},
    {.name = STR_INIT("lower"), .apply = apply_lower},
    {.name = STR_INIT("capital"), .apply = apply_capital},
    {.name = STR_INIT("typo"), .apply = apply_typo},
    {.name = STR_INIT("json"), .apply = apply_json},
    {.name = STR_INIT("id"), .apply = apply_id},
    {.name = STR_INIT("slug"), .apply = apply_slug},
    {.name = STR_INIT("truncate"), .least = 1, .most = 1, .apply = apply_truncate},
};

const struct filter *filter_find(struct str name)
{
    for (size_t i = 0; i < sizeof FILTERS / sizeof FILTERS[0]; i++) {
        if (str_equal(FILTERS[i].name, name)) {
            return &FILTERS[i];
        }
    }
    return NULL;
}

const char *filter_hint(struct arena *arena, struct str name)
{
    struct nearest nearest = nearest_start(name);
    for (size_t i = 0; i < sizeof FILTERS / sizeof FILTERS[0]; i++) {
        nearest_try(&nearest, FILTERS[i].name);
    }
    return nearest_hint(arena, &nearest);
}
