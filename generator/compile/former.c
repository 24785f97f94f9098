#include "former.h"

#include <string.h>

#include "events.h"
#include "gencarto/compile/cube/geography.h"

struct recount {
    struct arena *arena;
    const struct count_request *request;
    const struct releases *releases;
    struct input input; /* as the last frozen release knew it */
    struct public_register former_reg;
    struct calendar calendar;
};

const int *former_file_releases(struct arena *arena, const struct input *input, const struct releases *releases)
{
    int *result = arena_array(arena, int, input->file_count + 1);
    for (size_t i = 0; i < input->file_count; i++) {
        int release = 0;
        while (release < releases->frozen &&
               releases->ledger.releases[release].file.received_day < input->files[i].known_day) {
            release++;
        }
        result[i] = release;
    }
    return result;
}

/* --- the same place in the present register --- */

static uint32_t find_code(const struct geography *geography, enum entity_kind level, struct str code)
{
    uint32_t low = 0, high = geography->count[level];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (str_compare(geography->codes[level][middle], code) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < geography->count[level] && str_equal(geography->codes[level][low], code);
    return found ? low : GEOGRAPHY_NONE;
}

/* Copies flows by the codes of their units. */
static void translate(const struct published_tables *from, struct published_tables *to)
{
    for (size_t t = 0; t < from->count; t++) {
        for (unsigned k = 0; k < ENTITY_KINDS; k++) {
            enum entity_kind level = (enum entity_kind)k;
            const struct published_table *table = &from->items[t];
            for (uint32_t unit = 0; tables_has_level(table, k) && unit < from->geography->count[k]; unit++) {
                uint32_t now = find_code(to->geography, level, from->geography->codes[k][unit]);
                size_t bytes = (size_t)table->quarters * (size_t)table->categories * sizeof(int32_t);
                if (now != GEOGRAPHY_NONE) {
                    memcpy(tables_flow(&to->items[t], level, now, 0), tables_flow(table, level, unit, 0), bytes);
                }
            }
        }
    }
}

/* --- one factor changed at a time --- */

/* Totals and single breakdowns, down to `finest`. */
static void init_changes(const struct recount *recount, const struct geography *geography, enum entity_kind finest,
                         int quarters, struct published_tables *out)
{
    struct published_cells *cells = arena_array(recount->arena, struct published_cells, recount->request->cell_count);
    size_t count = 0;
    for (size_t i = 0; i < recount->request->cell_count; i++) {
        const struct published_cells *cell = &recount->request->cells[i];
        bool is_single = (cell->dimensions & (cell->dimensions - 1)) == 0;
        if (is_single && cell->measure != EVENT_OUTCOME && cell->measure != EVENT_AID && cell->level <= finest &&
            (cell->dimensions == 0 || cell->level <= ENTITY_REGION)) {
            cells[count++] = *cell;
        }
    }
    tables_init(out, recount->arena, geography, quarters, cells, count);
}

/* Rows whose identifier came in a file that the last release did not know. */
static void count_late(const struct recount *recount, const struct calendar *calendar, struct former *out)
{
    bool *is_new = arena_array(recount->arena, bool, recount->request->input->file_count + 1);
    const int *file_release = former_file_releases(recount->arena, recount->request->input, recount->releases);
    for (size_t i = 0; i < recount->request->input->file_count; i++) {
        is_new[i] = file_release[i] >= recount->releases->frozen;
        out->has_changes[CAUSE_LATE] = out->has_changes[CAUSE_LATE] || is_new[i];
    }
    init_changes(recount, &recount->request->reg->geography, ENTITY_TRAINING, calendar->quarters,
                 &out->changes[CAUSE_LATE]);
    if (out->has_changes[CAUSE_LATE]) {
        events_count(recount->request->input, calendar, &(struct event_choice){file_release, is_new, NULL},
                     &out->changes[CAUSE_LATE]);
    }
}

/* The former geography with the trainings where they stand now; where those stood that left. */
static bool place_as_now(const struct recount *recount, struct geography *out, bool *out_is_gone, bool *out_is_moved)
{
    const struct geography *former = &recount->former_reg.geography, *now = &recount->request->reg->geography;
    uint32_t count = former->count[ENTITY_TRAINING];
    uint32_t *parents = arena_array(recount->arena, uint32_t, count),
             *structures = arena_array(recount->arena, uint32_t, count);
    bool any_gone = false;
    *out = *former;
    *out_is_moved = false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t same = find_code(now, ENTITY_TRAINING, former->codes[ENTITY_TRAINING][i]);
        parents[i] = former->parent[ENTITY_TRAINING][i];
        structures[i] = GEOGRAPHY_NONE;
        out_is_gone[i] = same == GEOGRAPHY_NONE;
        if (same != GEOGRAPHY_NONE) {
            struct str place = now->codes[ENTITY_DEPARTMENT][now->parent[ENTITY_TRAINING][same]];
            uint32_t department = find_code(former, ENTITY_DEPARTMENT, place);
            parents[i] = department == GEOGRAPHY_NONE ? parents[i] : department;
            *out_is_moved = *out_is_moved || parents[i] != former->parent[ENTITY_TRAINING][i];
        }
        any_gone = any_gone || out_is_gone[i];
    }
    out->parent[ENTITY_TRAINING] = parents;
    out->structure_of_training = structures;
    return any_gone;
}

static void subtract(struct published_tables *from, const struct published_tables *less)
{
    for (size_t t = 0; t < from->count; t++) {
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            const struct published_table *table = &from->items[t];
            size_t cells = (size_t)from->geography->count[level] * (size_t)table->quarters * (size_t)table->categories;
            for (size_t i = 0; tables_has_level(table, level) && i < cells; i++) {
                table->flows[level][i] -= less->items[t].flows[level][i];
            }
        }
    }
}

/* Counts the former rows once with the former places (of the chosen trainings), once with the present ones. */
static void count_places(const struct recount *recount, const int *file_release, struct former *out)
{
    struct geography as_now;
    bool *is_gone = arena_array(recount->arena, bool, recount->former_reg.geography.count[ENTITY_TRAINING] + 1);
    int quarters = recount->calendar.quarters;
    bool any_gone = place_as_now(recount, &as_now, is_gone, &out->has_changes[CAUSE_BOUNDARY]);
    out->has_changes[CAUSE_WITHDRAWAL] = any_gone;
    struct event_choice all = {.file_release = file_release};
    if (out->has_changes[CAUSE_BOUNDARY]) {
        struct published_tables before, moved;
        init_changes(recount, &recount->former_reg.geography, ENTITY_DEPARTMENT, quarters, &before);
        init_changes(recount, &as_now, ENTITY_DEPARTMENT, quarters, &moved);
        events_count(&recount->input, &recount->calendar, &all, &before);
        events_count(&recount->input, &recount->calendar, &all, &moved);
        subtract(&moved, &before);
        init_changes(recount, &recount->request->reg->geography, ENTITY_DEPARTMENT, quarters,
                     &out->changes[CAUSE_BOUNDARY]);
        translate(&moved, &out->changes[CAUSE_BOUNDARY]);
    }
    if (any_gone) {
        struct published_tables none, gone;
        init_changes(recount, &recount->former_reg.geography, ENTITY_DEPARTMENT, quarters, &none);
        init_changes(recount, &recount->former_reg.geography, ENTITY_DEPARTMENT, quarters, &gone);
        all.trainings = is_gone;
        events_count(&recount->input, &recount->calendar, &all, &gone);
        subtract(&none, &gone);
        init_changes(recount, &recount->request->reg->geography, ENTITY_DEPARTMENT, quarters,
                     &out->changes[CAUSE_WITHDRAWAL]);
        translate(&none, &out->changes[CAUSE_WITHDRAWAL]);
    }
}

/* Trainings that the register lost without a trace: what was published of them is what is known. */
static void count_gone(const struct recount *recount, int quarters, struct former *out)
{
    struct published_tables gone;
    struct published_tables *withdrawn = &out->changes[CAUSE_WITHDRAWAL];
    tables_init(&gone, recount->arena, &recount->request->reg->geography, quarters, recount->request->cells,
                recount->request->cell_count);
    if (!ledger_gone(recount->arena, &recount->releases->ledger, &recount->former_reg.geography, &gone)) {
        return;
    }
    if (!out->has_changes[CAUSE_WITHDRAWAL]) {
        init_changes(recount, &recount->request->reg->geography, ENTITY_DEPARTMENT, recount->calendar.quarters,
                     withdrawn);
        out->has_changes[CAUSE_WITHDRAWAL] = true;
    }
    for (size_t t = 0; t < gone.count; t++) {
        const struct published_table *table = &gone.items[t];
        const struct published_table *into = tables_find(withdrawn, table->measure, table->dimensions);
        for (unsigned k = 0; k < ENTITY_STRUCTURE; k++) {
            enum entity_kind level = (enum entity_kind)k;
            for (uint32_t unit = 0; tables_has_level(table, k) && unit < gone.geography->count[k]; unit++) {
                for (int i = 0; i < recount->calendar.quarters * table->categories; i++) {
                    int32_t flow = tables_flow(table, level, unit, 0)[i];
                    tables_flow(&out->known.items[t], level, unit, 0)[i] += flow;
                    if (flow != 0 && into != NULL && tables_has_level(into, k)) {
                        tables_flow(into, level, unit, 0)[i] -= flow;
                    }
                }
            }
        }
    }
}

/* --- all --- */

static bool read_former(struct recount *recount, struct error *err)
{
    const struct compile_options *options = recount->request->options;
    const struct ledger_release *last = &recount->releases->ledger.releases[recount->releases->frozen - 1];
    const struct input_options wanted = {options->folder, options->config, options->reference, last->file.received_day,
                                         false};
    return input_read_with(recount->arena, &wanted, &recount->input, err) &&
           register_make(recount->arena, &recount->input, &recount->former_reg, err);
}

bool former_count(struct arena *arena, const struct count_request *request, const struct releases *releases,
                  struct former *out, struct error *err)
{
    const struct calendar *calendar = request->calendar;
    struct recount recount = {.arena = arena, .request = request, .releases = releases, .calendar = *calendar};
    *out = (struct former){0};
    recount.calendar.quarters = releases->frozen;
    recount.calendar.release = (struct period){calendar->first.index + releases->frozen - 1};
    recount.calendar.last_day = period_last_day(recount.calendar.release);
    if (!read_former(&recount, err)) {
        return false;
    }
    struct published_tables counted;
    const int *file_release = former_file_releases(arena, &recount.input, releases);
    tables_init(&counted, arena, &recount.former_reg.geography, releases->frozen, request->cells, request->cell_count);
    events_count(&recount.input, &recount.calendar, &(struct event_choice){.file_release = file_release}, &counted);
    tables_init(&out->known, arena, &request->reg->geography, calendar->quarters, request->cells, request->cell_count);
    translate(&counted, &out->known);
    count_late(&recount, calendar, out);
    count_places(&recount, file_release, out);
    count_gone(&recount, calendar->quarters, out);
    return true;
}
