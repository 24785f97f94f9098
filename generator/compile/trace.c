#include "gencarto/compile/trace.h"

#include <string.h>

#include "calendar.h"
#include "events.h"
#include "former.h"
#include "register.h"

#define CUMULATIVE STR("_cumul")

/* What a cell wants of the events it counts. */
struct wanted {
    enum event event;
    enum entity_kind kind;
    uint32_t unit; /* index of the entity */
    int first_quarter, last_quarter;
    uint8_t values[DIMENSIONS]; /* DIMENSION_ABSENT: any */
};

struct tracing {
    const struct input *input;
    const struct calendar *calendar;
    const struct geography *geography;
    struct wanted wanted;
    struct buf places;
};

/* --- the cell --- */

static bool find_unit(const struct geography *geography, const struct cell_id *cell, uint32_t *out)
{
    for (uint32_t i = 0; i < geography->count[cell->kind]; i++)
        if (str_equal(geography->codes[cell->kind][i], cell->code)) {
            *out = i;
            return true;
        }
    return false;
}

/* "sexe:F" */
static bool find_value(struct str part, uint8_t values[DIMENSIONS])
{
    struct str dimension;
    if (!str_split(&part, ':', &dimension))
        return false;
    for (int d = 0; d < DIMENSIONS; d++)
        for (int v = 0; v < cube_dimensions[d].value_count; v++)
            if (str_equal(dimension, str_from(cube_dimensions[d].code)) &&
                str_equal(part, str_from(cube_dimensions[d].values[v]))) {
                values[d] = (uint8_t)v;
                return true;
            }
    return false;
}

static bool find_values(struct str breakdown, uint8_t values[DIMENSIONS])
{
    struct str part;
    memset(values, DIMENSION_ABSENT, DIMENSIONS);
    while (breakdown.len > 0 && str_split(&breakdown, '+', &part))
        if (!find_value(part, values))
            return false;
    return true;
}

static bool read_wanted(struct tracing *tracing, const struct cell_id *cell, struct error *err)
{
    struct wanted *wanted = &tracing->wanted;
    bool is_cumulative = str_ends(cell->indicator, CUMULATIVE);
    struct str measure = str_slice(cell->indicator, 0, cell->indicator.len - (is_cumulative ? CUMULATIVE.len : 0));
    struct period period;
    wanted->kind = cell->kind;
    if (!cube_event_parse(measure, &wanted->event) || !find_values(cell->breakdown, wanted->values))
        return error_set(err, ERROR_USAGE, "%.*s: no row is counted in it", STR_ARGS(cell->indicator));
    if (!period_parse(cell->period, &period) || !find_unit(tracing->geography, cell, &wanted->unit))
        return error_set(err, ERROR_USAGE, "%.*s, %.*s: not of this input", STR_ARGS(cell->code),
                         STR_ARGS(cell->period));
    wanted->last_quarter = period.index - tracing->calendar->first.index;
    wanted->first_quarter = is_cumulative ? 0 : wanted->last_quarter;
    return true;
}

/* --- the rows --- */

static uint32_t unit_of(const struct geography *geography, enum entity_kind kind, uint32_t training)
{
    uint32_t department = geography->parent[ENTITY_TRAINING][training];
    switch (kind) {
    case ENTITY_TRAINING:
        return training;
    case ENTITY_STRUCTURE:
        return geography->structure_of_training[training];
    case ENTITY_DEPARTMENT:
        return department;
    case ENTITY_REGION:
        return geography->parent[ENTITY_DEPARTMENT][department];
    default:
        return 0;
    }
}

static void keep_if_wanted(void *context, size_t place, enum event event, uint32_t training, int quarter,
                           const uint8_t values[DIMENSIONS])
{
    struct tracing *tracing = context;
    const struct wanted *wanted = &tracing->wanted;
    bool counts = event == wanted->event && quarter >= wanted->first_quarter && quarter <= wanted->last_quarter &&
                  unit_of(tracing->geography, wanted->kind, training) == wanted->unit;
    for (int d = 0; counts && d < DIMENSIONS; d++)
        counts = wanted->values[d] == DIMENSION_ABSENT || wanted->values[d] == values[d];
    uint32_t kept = (uint32_t)place;
    if (counts)
        buf_add(&tracing->places, (struct str){(const char *)&kept, sizeof kept});
}

/* --- what is said of them --- */

static void count_files(struct arena *arena, const struct input *input, struct trace *trace)
{
    int64_t *rows = arena_array(arena, int64_t, input->file_count + 1);
    for (int64_t i = 0; i < trace->rows; i++)
        rows[enrolment_file_at(&input->enrolments, trace->places[i])]++;
    trace->files = arena_array(arena, struct trace_file, input->file_count);
    for (uint32_t f = 0; f < input->file_count; f++)
        if (rows[f] > 0)
            trace->files[trace->file_count++] = (struct trace_file){f, rows[f]};
}

/* Place of the first finding about a line, or about a later one; they are sorted. */
static size_t first_finding(const struct findings *findings, struct str file, int64_t line)
{
    size_t low = 0, high = findings->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(findings->items[middle].file, file);
        if (order < 0 || (order == 0 && findings->items[middle].line < line))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_finding(struct trace *trace, const struct rule *rule)
{
    size_t at = 0;
    while (at < trace->finding_count && trace->findings[at].rule != rule)
        at++;
    if (at == trace->finding_count)
        trace->findings[trace->finding_count++] = (struct trace_finding){.rule = rule};
    trace->findings[at].rows++;
}

static void count_findings(struct arena *arena, const struct input *input, struct trace *trace)
{
    size_t rule_count;
    input_rules(&rule_count);
    trace->findings = arena_array(arena, struct trace_finding, rule_count);
    for (int64_t i = 0; i < trace->rows; i++) {
        struct enrolment_row row = enrolment_at(&input->enrolments, trace->places[i]);
        struct str file = input->files[row.file].name;
        const struct finding *items = input->findings.items;
        for (size_t f = first_finding(&input->findings, file, row.line);
             f < input->findings.count && items[f].line == row.line && str_equal(items[f].file, file); f++)
            add_finding(trace, items[f].rule);
    }
}

bool trace_cell(struct arena *arena, const struct input *input, const struct compile_options *options,
                const struct cell_id *cell, struct trace *out, struct error *err)
{
    struct calendar calendar;
    struct public_register reg;
    struct releases releases;
    if (!calendar_make(arena, input, options->release, &calendar, err) || !register_make(arena, input, &reg, err) ||
        !releases_open(arena, options, input->programme.suppresses, false, &calendar, &releases, err))
        return false;
    struct tracing tracing = {.input = input, .calendar = &calendar, .geography = &reg.geography};
    if (!read_wanted(&tracing, cell, err))
        return false;
    struct event_choice choice = {0};
    if (releases.frozen > 0)
        choice.file_release = former_file_releases(arena, input, &releases);
    buf_init(&tracing.places, arena);
    events_visit(input, &calendar, &reg.geography, &choice, keep_if_wanted, &tracing);
    *out = (struct trace){.rows = (int64_t)(tracing.places.len / sizeof *out->places),
                          .places = (uint32_t *)(void *)tracing.places.ptr};
    count_files(arena, input, out);
    count_findings(arena, input, out);
    return true;
}
