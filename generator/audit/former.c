#include "former.h"

#include "gencarto/base/buf.h"
#include "gencarto/base/file.h"
#include "gencarto/base/number.h"

#define RELEASES "releases"

static struct str value_text_of(struct figures *figures, const struct figure *figure)
{
    return figure->is_shown ? figures_number_text(figures, figure->value) : STR("hidden");
}

/* Restated when they become known: outcomes of people by their situation. */
static bool is_restated(const struct figures *figures, struct str cell)
{
    size_t end = str_index(cell, '/', 0);
    const struct audit_indicator *indicator = figures_indicator(figures, str_slice(cell, 0, end));
    return indicator == NULL || !indicator->is_count || str_starts(cell, STR("situations")) ||
           str_find(cell, STR("/situation"), 0) < cell.len || figures_is_revised(figures, cell);
}

/* Of what `from` says of closed quarters, what `to` says otherwise. `place` names the former release. */
static void compare(struct figures *report, const struct figures *from, const struct figures *to, struct str last,
                    struct str place, bool from_is_former)
{
    for (size_t i = 0; i < from->slot_count; i++) {
        const struct figure *figure = &from->slots[i];
        struct figure other;
        struct str period;
        if (figure->cell.ptr == NULL || is_restated(report, figure->cell) || !figures_period(figure->cell, &period) ||
            str_compare(period, last) > 0 || !figures_look_up(to, figure->cell, &other) ||
            (other.is_shown == figure->is_shown && other.value == figure->value)) {
            continue;
        }
        bool is_stored =
            other.cell.ptr != figure->cell.ptr; /* else 0, as of what did not exist: to hide it tells nothing */
        if (!figure->is_shown && !is_stored) {
            continue;
        }
        struct str one = value_text_of(report, figure), two = value_text_of(report, &other);
        figures_fault(report, (struct audit_fault){STR("former-figure-changed"), place, figure->cell,
                                                   from_is_former ? two : one, from_is_former ? one : two});
    }
}

bool former_compare(struct figures *figures, const char *path, struct error *err)
{
    struct arena scratch;
    arena_init(&scratch);
    struct audit_report ignored = {.kept = 0};
    struct figures former = {.arena = &scratch, .report = &ignored};
    const char *database = file_is_folder(path) ? file_join(&scratch, path, DATABASE_PLACE) : path;
    bool ok = figures_load(&former, database, err);
    if (ok && former.period_count > 0) {
        struct str last = former.periods[former.period_count - 1];
        compare(figures, &former, figures, last, str_from(path), true);
        compare(figures, figures, &former, last, str_from(path), false);
        figures->report->former++;
    }
    arena_clear(&scratch);
    return ok;
}

/* --- the ledger --- */

/* "measure,breakdown,entity,within,count" of the release that the file is named after. A state stands where it is the
 * finest level, or names the places of a training; a quarter or a cause is a change of an earlier quarter. */
static void compare_state(struct figures *figures, struct str place, struct str period, struct str line)
{
    struct str measure, breakdown, entity, within, count;
    struct figure figure;
    int64_t state;
    if (!str_split(&line, ',', &measure) || !str_split(&line, ',', &breakdown) || !str_split(&line, ',', &entity) ||
        !str_split(&line, ',', &within) || !str_split(&line, ',', &count) ||
        !number_parse_int(str_trim(count), &state)) {
        return;
    }
    if (within.len > 0 && !str_starts(within, STR("department:"))) {
        return;
    }
    struct str cell = str_format(figures->arena, "%.*s_cumul/%.*s/%.*s/%.*s", STR_ARGS(measure), STR_ARGS(entity),
                                 STR_ARGS(period), STR_ARGS(breakdown));
    bool is_known = figures_look_up(figures, cell, &figure) && figures_has_period(figures, period);
    if (is_known && !is_restated(figures, cell) && (!figure.is_shown || figure.value != (double)state)) {
        figures_fault(figures,
                      (struct audit_fault){STR("ledger-not-followed"), place, cell, value_text_of(figures, &figure),
                                           figures_number_text(figures, (double)state)});
    }
}

static bool compare_release(struct figures *figures, const char *folder, struct str name, struct error *err)
{
    struct arena scratch;
    struct str rest, line;
    arena_init(&scratch);
    bool ok = file_read(&scratch, file_join(&scratch, folder, str_text(&scratch, name)), &rest, err);
    struct str place = str_format(figures->arena, RELEASES "/%.*s", STR_ARGS(name));
    while (ok && rest.len > 0 && str_split(&rest, '\n', &line)) {
        if (!str_starts(line, STR("#"))) {
            compare_state(figures, place, str_slice(name, 0, name.len - 4), line);
        }
    }
    figures->report->former += ok;
    arena_clear(&scratch);
    return ok;
}

bool ledger_compare(struct figures *figures, const char *input, struct error *err)
{
    const char *folder = file_join(figures->arena, input, RELEASES);
    struct str *names;
    size_t count = 0;
    bool ok = !file_is_folder(folder) || file_names(figures->arena, folder, &names, &count, err);
    for (size_t i = 0; ok && i < count; i++) {
        ok = !str_ends(names[i], STR(".csv")) || compare_release(figures, folder, names[i], err);
    }
    return ok;
}
