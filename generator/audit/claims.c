/* Numbers as they are shown somewhere, and what they claim: the figure of a cell, a count of persons. */
#include <math.h>

#include "figures.h"
#include "gencarto/base/buf.h"
#include "gencarto/base/number.h"

/* --- numbers --- */

/* The length of what may stand between two groups of three digits: a space, U+00A0 or U+202F. */
static size_t separator_length(struct str text)
{
    return str_starts(text, STR(" "))              ? 1
           : str_starts(text, STR("\xc2\xa0"))     ? 2
           : str_starts(text, STR("\xe2\x80\xaf")) ? 3
                                                   : 0;
}

static bool is_digit(struct str text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static size_t digits_length(struct str text)
{
    size_t len = 0;
    while (is_digit(text, len)) {
        len++;
    }
    return len;
}

bool figures_parse(struct str text, struct shown_number *out_number)
{
    struct str rest = str_trim(text);
    size_t sign = str_starts(rest, STR("+")) || str_starts(rest, STR("-")) ? 1
                  : str_starts(rest, STR("\xe2\x88\x92"))                  ? 3
                                                                           : 0;
    rest = str_slice(rest, sign, rest.len);
    size_t len = digits_length(rest);
    if (len == 0) {
        return false;
    }
    double value = 0;
    for (size_t i = 0; i < len; i++) {
        value = value * 10 + (rest.ptr[i] - '0');
    }
    rest = str_slice(rest, len, rest.len);
    for (size_t gap; len <= 3 && (gap = separator_length(rest)) > 0;) {
        struct str group = str_slice(rest, gap, rest.len);
        if (digits_length(group) != 3) {
            break;
        }
        value = value * 1000 + (group.ptr[0] - '0') * 100 + (group.ptr[1] - '0') * 10 + (group.ptr[2] - '0');
        rest = str_slice(group, 3, group.len);
    }
    *out_number = (struct shown_number){value, 0};
    if (rest.len > 0 && (rest.ptr[0] == ',' || rest.ptr[0] == '.')) {
        out_number->decimals = (int)digits_length(str_slice(rest, 1, rest.len));
        double unit = 1;
        for (int i = 1; i <= out_number->decimals; i++) {
            unit /= 10;
            out_number->value += (rest.ptr[i] - '0') * unit;
        }
    }
    return true;
}

/* --- claims --- */

struct str figures_number_text(struct figures *figures, double value)
{
    struct buf out;
    buf_init(&out, figures->arena);
    number_write(&out, value);
    return buf_str(&out);
}

void figures_length_fault(struct figures *figures, struct str place, struct str cell, struct str found,
                          struct str expected)
{
    figures_fault(figures, (struct audit_fault){STR("length-tells-other"), place, cell, found, expected});
}

void figures_measured(struct figures *figures)
{
    figures->report->lengths++;
    figures->report->kinds[figures->kind].numbers++;
}

bool figures_is_multiple(const struct figures *figures, double value)
{
    return fmod(value, (double)figures->base) == 0;
}

void figures_count(struct figures *figures, struct str rule, struct str place, struct str what,
                   struct shown_number number)
{
    figures->report->counted++;
    figures->report->kinds[figures->kind].numbers++;
    if (!figures_is_multiple(figures, number.value)) {
        figures_fault(figures,
                      (struct audit_fault){rule, place, what, figures_number_text(figures, number.value),
                                           str_format(figures->arena, "a multiple of %d", (int)figures->base)});
    }
}

bool figures_is_aim(const struct figures *figures, double value)
{
    for (size_t i = 0; i < figures->aim_count; i++) {
        if (figures->aims[i] == value) {
            return true;
        }
    }
    return false;
}

void figures_count_said(struct figures *figures, struct str place, struct str word, struct shown_number number,
                        struct str phrase)
{
    bool is_small = number.value > 0 && number.value < (double)figures->threshold;
    figures->report->counted++;
    figures->report->kinds[figures->kind].numbers++;
    if ((figures_is_multiple(figures, number.value) && !is_small) || known_has_text(&figures->known, phrase)) {
        return;
    }
    figures_fault(figures, (struct audit_fault){
                               STR("sentence-not-multiple"), place, word, figures_number_text(figures, number.value),
                               is_small ? STR("no count under the threshold")
                                        : str_format(figures->arena, "a multiple of %d", (int)figures->base)});
}

static bool agrees(const struct figure *figure, bool is_count, struct shown_number number)
{
    double room = is_count ? 0 : 0.5 * pow(10, -number.decimals) + 1e-9;
    return figure->is_shown && fabs(fabs(figure->value) - number.value) <= room;
}

/* A digit after no digit, and not a decimal. */
static bool begins_number(struct str text, size_t at)
{
    bool is_decimal = at > 1 && (text.ptr[at - 1] == ',' || text.ptr[at - 1] == '.') && is_digit(text, at - 2);
    return is_digit(text, at) && !is_decimal && (at == 0 || !is_digit(text, at - 1));
}

bool figures_parse_share(const struct figures *figures, struct str cell, struct str text,
                         struct shown_number *out_number)
{
    struct figure figure;
    struct shown_number number;
    bool found = false;
    for (size_t at = 0; at < text.len; at++) {
        if (!begins_number(text, at) || !figures_parse(str_slice(text, at, text.len), &number)) {
            continue;
        }
        if (!found) {
            *out_number = number;
            found = true;
        }
        if (figures_look_up(figures, cell, &figure) && agrees(&figure, false, number)) {
            *out_number = number;
            break;
        }
    }
    return found;
}

void figures_claim(struct figures *figures, struct str place, struct str cell, struct shown_number number)
{
    struct cell_parts parts;
    struct figure figure;
    figures->report->shown++;
    figures->report->kinds[figures->kind].numbers++;
    struct audit_fault fault = {STR("other-number"), place, cell, STR(""), STR("a figure of public.sqlite")};
    const struct audit_indicator *indicator =
        figures_split_cell(cell, &parts) ? figures_indicator(figures, parts.indicator) : NULL;
    if (indicator == NULL || !figures_look_up(figures, cell, &figure)) {
        fault.found = figures_number_text(figures, number.value);
        figures_fault(figures, fault);
        return;
    }
    if (indicator->is_count && !figures_is_multiple(figures, number.value)) {
        figures_count(figures, STR("shown-not-multiple"), place, cell, number);
    }
    /* "c, moins de 20 personnes", "fin 2016 : sans objet": the rule or the period, not a figure. */
    struct shown_number year;
    bool is_rule = !figure.is_shown && (number.value == (double)figures->share_minimum ||
                                        (figures_parse(parts.period, &year) && number.value == year.value));
    if (!is_rule && !agrees(&figure, indicator->is_count, number)) {
        fault.rule = figure.is_shown ? fault.rule : STR("hidden-told");
        fault.found = figures_number_text(figures, number.value);
        fault.expected = figure.is_shown ? figures_number_text(figures, figure.value) : STR("no value");
        figures_fault(figures, fault);
    }
}
