#include "figure_setting.h"

#include <math.h>

struct chart_setting call_setting(const struct figure_context *context, struct arena *arena,
                                  const struct figure_call *call)
{
    struct str layout = call_text(call, "layout");
    return (struct chart_setting){
        .arena = arena,
        .theme = context->theme,
        .size = str_equal(layout, STR("narrow")) ? CHART_NARROW
                : str_equal(layout, STR("slim")) ? CHART_SLIM
                                                 : CHART_WIDE,
        .language = context->language,
    };
}

struct chart_unit call_unit(const struct figure_call *call)
{
    bool percent = str_equal(call_text(call, "percent"), STR("1"));
    struct str decimals = call_text(call, "decimals");
    bool said = decimals.len == 1 && decimals.ptr[0] >= '0' && decimals.ptr[0] <= '9';
    return (struct chart_unit){percent ? QUANTITY_PERCENT : QUANTITY_NUMBER, said      ? decimals.ptr[0] - '0'
                                                                             : percent ? 1
                                                                                       : 0};
}

struct str call_number_text(struct arena *arena, struct chart_value value, struct chart_unit unit,
                            enum language language)
{
    struct buf text;
    buf_init(&text, arena);
    int decimals = value.value == floor(value.value) ? 0 : unit.decimals;
    if (unit.quantity == QUANTITY_PERCENT)
        typography_percent(&text, value.value, decimals, language);
    else
        typography_number(&text, value.value, decimals, language);
    return buf_str(&text);
}

struct str call_labelled(struct arena *arena, const struct figure_call *call, const char *pattern,
                         struct chart_value value, struct chart_unit unit, enum language language)
{
    if (!value.present)
        return STR("");
    return call_pattern(arena, call, pattern, call_number_text(arena, value, unit, language), STR(""));
}

bool call_words(const struct figure_call *call, struct chart_words *out_words, struct error *err)
{
    struct chart_words words = {0};
    if (!call_need(call, "secret", &words.confidential, err) || !call_need(call, "absent", &words.unknown, err))
        return false;
    words.not_applicable = call_text(call, "void");
    if (words.not_applicable.len == 0)
        words.not_applicable = words.unknown;
    *out_words = words;
    return true;
}

struct str call_href(struct arena *arena, struct str path)
{
    return path.len > 0 ? str_format(arena, "/%.*s", STR_ARGS(path)) : STR("");
}

struct str call_row_title(struct arena *arena, const struct figure_call *call, struct str name, struct str text)
{
    struct str title = call_pattern(arena, call, "row-title", name, text);
    return title.len > 0 ? title : name;
}

struct period call_period(struct str code)
{
    struct period period = {0};
    period_parse(code, &period);
    return period;
}
