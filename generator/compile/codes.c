/* Codes in the input that only the catalogue and the list of territories can tell. */
#include "gencarto/base/nearest.h"
#include "gencarto/compile/indicator/indicator.h"
#include "gencarto/compile/ingest/rules.h"
#include "gencarto/compile/pipeline.h"

struct catalogue {
    const struct str *codes;
    size_t count;
    const struct programme *programme; /* whose indicators are in it too */
};

static bool has_indicator(const struct catalogue *catalogue, struct str code)
{
    const struct programme *programme = catalogue->programme;
    for (size_t i = 0; i < catalogue->count; i++) {
        if (str_equal(catalogue->codes[i], code)) {
            return true;
        }
    }
    for (size_t i = 0; i < programme->indicator_count; i++) {
        if (str_equal(programme->indicators[i].code, code)) {
            return true;
        }
    }
    return false;
}

/* "; did you mean apprenants_cumul?", or nothing. */
static const char *hint_of(struct arena *arena, const struct catalogue *catalogue, struct str code)
{
    const struct programme *programme = catalogue->programme;
    struct nearest nearest = nearest_start(code);
    for (size_t i = 0; i < catalogue->count; i++) {
        nearest_try(&nearest, catalogue->codes[i]);
    }
    for (size_t i = 0; i < programme->indicator_count; i++) {
        nearest_try(&nearest, programme->indicators[i].code);
    }
    return nearest_hint(arena, &nearest);
}

/* ---- targets -------------------------------------------------------------------------------------------------- */

static bool has_territory(const struct reference *reference, struct str entity)
{
    size_t colon = str_index(entity, ':', 0);
    struct str kind = str_slice(entity, 0, colon), code = str_slice(entity, colon + 1, entity.len);
    if (str_equal(code, STR(TERRITORY_NOT_LOCATED)) || str_equal(kind, STR("country"))) {
        return true;
    }
    return str_equal(kind, STR("region")) ? reference_region(reference, code) != NULL
                                          : reference_department(reference, code) != NULL;
}

static bool check_target(struct arena *arena, const struct input *input, const struct catalogue *catalogue,
                         const struct programme_target *target, struct error *err)
{
    const struct programme *programme = catalogue->programme;
    if (!has_indicator(catalogue, target->indicator)) {
        return error_set(err, ERROR_INPUT,
                         "%.*s:%d: indicateur \"%.*s\": no indicator has this code%s (the page indicateurs/ of a "
                         "site lists them; an <indicateur> adds one)",
                         STR_ARGS(programme->path), target->line, STR_ARGS(target->indicator),
                         hint_of(arena, catalogue, target->indicator));
    }
    return has_territory(&input->reference, target->entity) ||
           error_set(err, ERROR_INPUT,
                     "%.*s:%d: territoire \"%.*s\": no region or department has this code; expected FR, region:76 or "
                     "departement:31",
                     STR_ARGS(programme->path), target->line, STR_ARGS(target->entity));
}

/* ---- figures published elsewhere ------------------------------------------------------------------------------ */

static void check_reference(struct arena *arena, struct input *input, const struct catalogue *catalogue,
                            const struct reference_row *figure)
{
    if (figure->code.len == 0 || has_indicator(catalogue, figure->code)) {
        return;
    }
    struct str detail = str_format(arena, "code_indicateur: found \"%.*s\", the code of no indicator%s",
                                   STR_ARGS(str_slice(figure->code, 0, 60)), hint_of(arena, catalogue, figure->code));
    findings_add(&input->findings, &rules[RULE_UNKNOWN_VALUE], figure->file, figure->line, figure->code_field, detail);
}

static bool has_codes(const struct input *input)
{
    bool found = input->programme.target_count > 0;
    for (size_t i = 0; i < input->reference_count && !found; i++) {
        found = input->references[i].code.len > 0;
    }
    return found;
}

bool compile_check(struct arena *arena, struct input *input, struct error *err)
{
    struct catalogue catalogue = {.programme = &input->programme};
    if (!has_codes(input)) {
        return true;
    }
    catalogue.codes = indicator_codes(&catalogue.count);
    for (size_t i = 0; i < input->reference_count; i++) {
        check_reference(arena, input, &catalogue, &input->references[i]);
    }
    findings_sort(&input->findings);
    bool ok = true;
    for (size_t i = 0; ok && i < input->programme.target_count; i++) {
        ok = check_target(arena, input, &catalogue, &input->programme.targets[i], err);
    }
    return ok;
}
