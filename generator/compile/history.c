#include "history.h"

#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "former.h"
#include "gencarto/base/period.h"

/* Quarters that were published together, from the same files. */
struct group {
    int first, end;  /* quarters of the calendar */
    int publication; /* the quarter that published them: end - 1, or a later one that was asked for then */
    bool is_frozen;  /* else of the present input */
};

struct counting {
    struct arena *arena, *exact;
    const struct count_request *request;
    const struct ledger *ledger;
    const struct hidden_ledger_release *frozen; /* [release] */
    struct history *history;
    uint32_t trainings;
    uint32_t **departments, **structures; /* [quarter][training] */
    uint32_t **leaves;                    /* [quarter][training] */
    struct str *structure_codes;          /* of the register and of former releases, sorted */
    uint32_t structure_count;
    int32_t **states; /* [table][training x category] cumulative, after the quarters that were added */
};

static uint32_t find_code(const struct str *codes, uint32_t count, struct str code)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (str_compare(codes[middle], code) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && str_equal(codes[low], code) ? low : GEOGRAPHY_NONE;
}

static const struct geography *present(const struct counting *c)
{
    return &c->request->reg->geography;
}

static uint32_t find_training(const struct counting *c, struct str code)
{
    return find_code(present(c)->codes[ENTITY_TRAINING], c->trainings, code);
}

/* --- where the trainings were --- */

static int compare_codes(const void *left, const void *right)
{
    return str_compare(*(const struct str *)left, *(const struct str *)right);
}

/* Those of the register and those of former releases, in the order of their codes: the order of what was decided
 * before does not depend on who left. */
static void list_structures(struct counting *c)
{
    uint32_t count = present(c)->count[ENTITY_STRUCTURE];
    size_t most = count;
    for (int q = 0; q < c->ledger->quarters; q++) {
        most += c->frozen[q].place_count;
    }
    c->structure_codes = arena_array(c->arena, struct str, most + 1);
    for (uint32_t i = 0; i < count; i++) {
        c->structure_codes[i] = present(c)->codes[ENTITY_STRUCTURE][i];
    }
    for (int q = 0; q < c->ledger->quarters; q++) {
        for (size_t i = 0; i < c->frozen[q].place_count; i++) {
            struct str code = c->frozen[q].places[i].structure;
            c->structure_codes[count] = code;
            count += code.len > 0;
        }
    }
    qsort(c->structure_codes, count, sizeof *c->structure_codes, compare_codes);
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || !str_equal(c->structure_codes[i], c->structure_codes[c->structure_count - 1])) {
            c->structure_codes[c->structure_count++] = c->structure_codes[i];
        }
    }
}

static uint32_t structure_index(const struct counting *c, struct str code)
{
    return find_code(c->structure_codes, c->structure_count, code);
}

/* As the register has it. */
static uint32_t present_structure(const struct counting *c, uint32_t training)
{
    uint32_t structure = present(c)->structure_of_training[training];
    return structure == GEOGRAPHY_NONE ? structure : structure_index(c, present(c)->codes[ENTITY_STRUCTURE][structure]);
}

static bool read_places(struct counting *c, int quarter, struct error *err)
{
    const struct hidden_ledger_release *release = &c->frozen[quarter];
    const char *path = c->ledger->releases[quarter].path;
    for (size_t i = 0; i < release->place_count; i++) {
        const struct hidden_ledger_place *place = &release->places[i];
        uint32_t training = find_training(c, place->training);
        uint32_t department =
            find_code(present(c)->codes[ENTITY_DEPARTMENT], present(c)->count[ENTITY_DEPARTMENT], place->department);
        if (training == GEOGRAPHY_NONE) {
            return error_set(err, ERROR_INPUT,
                             "%s: counts of training %.*s were published, and the register has it no more; keep its "
                             "row, with statut_label retiree",
                             path, STR_ARGS(place->training));
        }
        if (department == GEOGRAPHY_NONE) {
            return error_set(err, ERROR_INPUT, "%s: no such department: %.*s", path, STR_ARGS(place->department));
        }
        c->departments[quarter][training] = department;
        c->structures[quarter][training] = structure_index(c, place->structure);
    }
    return true;
}

static bool find_places(struct counting *c, struct error *err)
{
    int quarters = c->request->calendar->quarters, frozen = c->ledger->quarters;
    c->departments = arena_array(c->arena, uint32_t *, (size_t)quarters);
    c->structures = arena_array(c->arena, uint32_t *, (size_t)quarters);
    for (int q = quarters; q-- > 0;) { /* backwards: where nobody was counted yet, the place is the next one */
        c->departments[q] = arena_array(c->arena, uint32_t, c->trainings + 1);
        c->structures[q] = arena_array(c->arena, uint32_t, c->trainings + 1);
        for (uint32_t t = 0; t < c->trainings; t++) {
            bool is_last = q == quarters - 1;
            c->departments[q][t] = is_last ? present(c)->parent[ENTITY_TRAINING][t] : c->departments[q + 1][t];
            c->structures[q][t] = is_last ? present_structure(c, t) : c->structures[q + 1][t];
        }
        if (q < frozen && !read_places(c, q, err)) {
            return false;
        }
    }
    return true;
}

/* A leaf for each place that a training had. */
static void make_leaves(struct counting *c, int quarters)
{
    struct geography *geography = &c->history->geography;
    size_t most = (size_t)c->trainings * (size_t)quarters;
    uint32_t *training_of = arena_array(c->arena, uint32_t, most + 1);
    uint32_t *parents = arena_array(c->arena, uint32_t, most + 1),
             *structures = arena_array(c->arena, uint32_t, most + 1);
    struct str *codes = arena_array(c->arena, struct str, most + 1);
    uint32_t count = 0;
    c->leaves = arena_array(c->arena, uint32_t *, (size_t)quarters);
    for (int q = 0; q < quarters; q++) {
        c->leaves[q] = arena_array(c->arena, uint32_t, c->trainings + 1);
    }
    for (uint32_t t = 0; t < c->trainings; t++) {
        uint32_t first = count;
        for (int q = 0; q < quarters; q++) {
            uint32_t leaf = first;
            while (leaf < count && (parents[leaf] != c->departments[q][t] || structures[leaf] != c->structures[q][t])) {
                leaf++;
            }
            if (leaf == count) {
                training_of[count] = t;
                parents[count] = c->departments[q][t];
                structures[count] = c->structures[q][t];
                codes[count++] = present(c)->codes[ENTITY_TRAINING][t];
            }
            c->leaves[q][t] = leaf;
        }
    }
    *geography = *present(c);
    geography->count[ENTITY_TRAINING] = count;
    geography->codes[ENTITY_TRAINING] = codes;
    geography->parent[ENTITY_TRAINING] = parents;
    geography->structure_of_training = structures;
    geography->count[ENTITY_STRUCTURE] = c->structure_count;
    geography->codes[ENTITY_STRUCTURE] = c->structure_codes;
    geography_link(geography, c->arena);
    c->history->training_of = training_of;
}

static void count_moved(struct counting *c, int quarters)
{
    c->history->moved = arena_array(c->arena, int64_t, (size_t)quarters);
    for (int q = 1; q < quarters; q++) {
        for (uint32_t t = 0; t < c->trainings; t++) {
            c->history->moved[q] += c->leaves[q][t] != c->leaves[q - 1][t];
        }
    }
}

/* --- counting as of a publication --- */

/* Tables of trainings alone: where these are is another matter. */
static void init_counts(struct counting *c, const struct geography *geography, int quarters,
                        struct published_tables *out)
{
    const struct count_request *request = c->request;
    struct published_cells *cells = arena_array(c->exact, struct published_cells, request->cell_count);
    size_t count = 0;
    for (size_t i = 0; i < request->cell_count; i++) {
        bool is_new = true;
        for (size_t k = 0; is_new && k < count; k++) {
            is_new =
                cells[k].measure != request->cells[i].measure || cells[k].dimensions != request->cells[i].dimensions;
        }
        if (is_new) {
            cells[count] = request->cells[i];
            cells[count++].level = ENTITY_TRAINING;
        }
    }
    tables_init(out, c->exact, geography, quarters, cells, count);
}

/* The rows of `input` in the places of the quarter. Gives the index in the register of each of its trainings. */
static const uint32_t *count_input(struct counting *c, const struct input *input, const struct group *group,
                                   struct published_tables *out)
{
    struct geography *geography = arena_one(c->exact, struct geography);
    uint32_t count = (uint32_t)input->training_count;
    uint32_t *parents = arena_array(c->exact, uint32_t, count + 1);
    uint32_t *structures = arena_array(c->exact, uint32_t, count + 1);
    uint32_t *trainings = arena_array(c->exact, uint32_t, count + 1);
    struct calendar calendar = *c->request->calendar;
    calendar.quarters = group->publication + 1;
    calendar.release = (struct period){calendar.first.index + group->publication};
    calendar.last_day = period_last_day(calendar.release);
    for (uint32_t i = 0; i < count; i++) {
        trainings[i] = find_training(c, input->trainings[i].id);
        if (trainings[i] != GEOGRAPHY_NONE) {
            uint32_t department = c->departments[group->first][trainings[i]];
            parents[i] = department;
            structures[i] = c->structures[group->first][trainings[i]];
            input->trainings[i].department_code = present(c)->codes[ENTITY_DEPARTMENT][department];
        }
    }
    *geography = *present(c);
    geography->count[ENTITY_TRAINING] = count;
    geography->parent[ENTITY_TRAINING] = parents;
    geography->structure_of_training = structures;
    init_counts(c, geography, calendar.quarters, out);
    struct releases releases = {.ledger = *c->ledger, .frozen = c->ledger->quarters};
    struct event_choice choice = {.file_release =
                                      releases.frozen == 0 ? NULL : former_file_releases(c->exact, input, &releases)};
    events_count(input, &calendar, &choice, out);
    return trainings;
}

/* --- adding up --- */

static int32_t *flow_at(const struct published_table *table, enum entity_kind level, uint32_t unit, int quarter, int c)
{
    return &tables_flow(table, level, unit, quarter)[c];
}

/* What a leaf counted, at every level that is published. */
static void add_flow(struct counting *c, struct published_table *table, uint32_t leaf, int quarter, int category,
                     int32_t flow)
{
    const struct geography *geography = &c->history->geography;
    uint32_t department = geography->parent[ENTITY_TRAINING][leaf];
    const uint32_t units[ENTITY_KINDS] = {
        [ENTITY_COUNTRY] = 0,
        [ENTITY_REGION] = geography->parent[ENTITY_DEPARTMENT][department],
        [ENTITY_DEPARTMENT] = department,
        [ENTITY_STRUCTURE] = geography->structure_of_training[leaf],
        [ENTITY_TRAINING] = leaf,
    };
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        if (tables_has_level(table, level) && units[level] != GEOGRAPHY_NONE) {
            *flow_at(table, (enum entity_kind)level, units[level], quarter, category) += flow;
        }
    }
}

/* The first quarter of a group takes what the files say now of all quarters up to it, less what was published. */
static int32_t count_of(const struct published_table *table, uint32_t unit, int quarter, int category, bool is_first)
{
    int32_t count = 0;
    for (int q = is_first ? 0 : quarter; unit != GEOGRAPHY_NONE && q <= quarter; q++) {
        count += *flow_at(table, ENTITY_TRAINING, unit, q, category);
    }
    return count;
}

/* `units`: of each training of the register its index in the counts. */
static void add_group(struct counting *c, const struct group *group, const struct published_tables *counts,
                      const uint32_t *units)
{
    for (size_t t = 0; t < counts->count; t++) {
        struct published_table *into = &c->history->exact.items[t];
        for (uint32_t i = 0; i < c->trainings * (uint32_t)into->categories; i++) {
            uint32_t training = i / (uint32_t)into->categories;
            int category = (int)(i % (uint32_t)into->categories);
            for (int q = group->first; q < group->end; q++) {
                bool is_first = q == group->first;
                int32_t flow = count_of(&counts->items[t], units[training], q, category, is_first);
                flow -= is_first ? c->states[t][i] : 0;
                c->states[t][i] += flow;
                if (flow != 0) {
                    add_flow(c, into, c->leaves[q][training], q, category, flow);
                }
            }
        }
    }
}

/* --- what became known of closed quarters --- */

/* Totals of the country and of regions. */
static void init_closed(struct counting *c, struct published_tables *out)
{
    const struct count_request *request = c->request;
    struct published_cells *cells = arena_array(c->exact, struct published_cells, request->cell_count);
    size_t count = 0;
    for (size_t i = 0; i < request->cell_count; i++) {
        if (request->cells[i].dimensions == 0 && request->cells[i].level <= ENTITY_REGION) {
            cells[count++] = request->cells[i];
        }
    }
    tables_init(out, c->exact, present(c), request->calendar->quarters, cells, count);
}

/* Both counts of a training stand where it was when the last quarter was closed: a move changes nothing of them. */
static void add_closed(struct counting *c, const struct published_tables *counts, const uint32_t *units,
                       struct published_tables *out)
{
    int closed = c->ledger->quarters;
    init_closed(c, out);
    for (size_t t = 0; t < out->count; t++) {
        const struct published_table *into = &out->items[t];
        const struct published_table *from = tables_find(counts, into->measure, 0);
        for (uint32_t training = 0; training < c->trainings; training++) {
            uint32_t region = present(c)->parent[ENTITY_DEPARTMENT][c->departments[closed - 1][training]];
            for (int quarter = 0; units[training] != GEOGRAPHY_NONE && quarter < closed; quarter++) {
                int32_t flow = *flow_at(from, ENTITY_TRAINING, units[training], quarter, 0);
                *flow_at(into, ENTITY_COUNTRY, 0, quarter, 0) += flow;
                if ((into->levels & 1u << ENTITY_REGION) != 0) {
                    *flow_at(into, ENTITY_REGION, region, quarter, 0) += flow;
                }
            }
        }
    }
}

/* The last former publication and what came after it are compared. */
static void keep_closed(struct counting *c, const struct group *group, const struct published_tables *counts,
                        const uint32_t *units)
{
    int closed = c->ledger->quarters;
    if (closed > 0 && closed < c->request->calendar->quarters && group->end >= closed) {
        add_closed(c, counts, units, group->is_frozen ? &c->history->closed_then : &c->history->closed_now);
    }
}

static bool count_group(struct counting *c, const struct group *group, struct error *err)
{
    const struct compile_options *options = c->request->options;
    struct input former;
    struct published_tables counts;
    const struct input *input = c->request->input;
    if (group->is_frozen) {
        int32_t day = c->ledger->releases[group->first].file.received_day;
        const struct input_options wanted = {options->folder, options->config, options->reference, day, false};
        if (!input_read_with(c->exact, &wanted, &former, err)) {
            return false;
        }
        input = &former;
    }
    const uint32_t *trainings = count_input(c, input, group, &counts);
    uint32_t *units = arena_array(c->exact, uint32_t, c->trainings + 1);
    memset(units, 0xff, c->trainings * sizeof *units);
    for (uint32_t i = 0; i < (uint32_t)input->training_count; i++) {
        if (trainings[i] != GEOGRAPHY_NONE) {
            units[trainings[i]] = i;
        }
    }
    add_group(c, group, &counts, units);
    keep_closed(c, group, &counts, units);
    return true;
}

/* The quarters from `first` that were published together. */
static struct group group_from(const struct counting *c, int first)
{
    const struct ledger *ledger = c->ledger;
    int quarters = c->request->calendar->quarters;
    if (first >= ledger->quarters) {
        return (struct group){first, quarters, quarters - 1, false};
    }
    struct period by = ledger->releases[first].file.published_by;
    int end = first + 1;
    while (end < ledger->quarters && ledger->releases[end].file.published_by.index == by.index) {
        end++;
    }
    return (struct group){first, end, by.index - c->request->calendar->first.index, true};
}

/* Of each quarter the place of the trainings of which anybody was counted by then. */
static void list_places(struct counting *c, int quarters)
{
    const struct published_tables *exact = &c->history->exact;
    c->history->places = arena_array(c->arena, struct hidden_ledger_places, (size_t)quarters);
    bool *is_counted = arena_array(c->exact, bool, c->trainings + 1);
    for (int q = 0; q < quarters; q++) {
        uint32_t *departments = arena_array(c->arena, uint32_t, c->trainings + 1);
        for (uint32_t t = 0; t < c->trainings; t++) {
            uint32_t leaf = c->leaves[q][t];
            for (size_t i = 0; i < exact->count; i++) {
                const struct published_table *table = &exact->items[i];
                is_counted[t] = is_counted[t] || ((table->levels & 1u << ENTITY_TRAINING) != 0 &&
                                                  *flow_at(table, ENTITY_TRAINING, leaf, q, 0) != 0);
            }
            departments[t] = is_counted[t] ? c->departments[q][t] : GEOGRAPHY_NONE;
        }
        c->history->places[q] = (struct hidden_ledger_places){departments, c->structures[q], c->trainings,
                                                              present(c)->codes[ENTITY_TRAINING]};
    }
}

bool history_count(struct arena *arena, struct arena *exact_arena, const struct count_request *request,
                   const struct ledger *ledger, const struct hidden_ledger_release *frozen, struct history *out,
                   struct error *err)
{
    int quarters = request->calendar->quarters;
    struct counting c = {.arena = arena,
                         .exact = exact_arena,
                         .request = request,
                         .ledger = ledger,
                         .frozen = frozen,
                         .history = out,
                         .trainings = request->reg->geography.count[ENTITY_TRAINING]};
    *out = (struct history){0};
    list_structures(&c);
    if (!find_places(&c, err)) {
        return false;
    }
    make_leaves(&c, quarters);
    count_moved(&c, quarters);
    tables_init(&out->exact, exact_arena, &out->geography, quarters, request->cells, request->cell_count);
    c.states = arena_array(exact_arena, int32_t *, out->exact.count);
    for (size_t t = 0; t < out->exact.count; t++) {
        c.states[t] = arena_array(exact_arena, int32_t, (size_t)c.trainings * (size_t)out->exact.items[t].categories);
    }
    bool ok = true;
    for (int first = 0; ok && first < quarters;) {
        struct group group = group_from(&c, first);
        ok = count_group(&c, &group, err);
        first = group.end;
    }
    list_places(&c, quarters);
    return ok;
}

/* --- back to the register --- */

static void show_cell(const struct published_table *leaf, size_t from, struct published_table *table,
                      enum entity_kind level, size_t into)
{
    uint8_t hidden = table->hidden[level][into] | leaf->hidden[level][from];
    int32_t flow = table->flows[level][into] + leaf->flows[level][from];
    int32_t sum = table->sums[level][into] + leaf->sums[level][from];
    table->hidden[level][into] = hidden;
    table->flows[level][into] = (hidden & TABLE_HIDDEN_FLOW) != 0 ? 0 : flow;
    table->sums[level][into] = (hidden & TABLE_HIDDEN_SUM) != 0 ? 0 : sum;
}

/* Where a unit of the history stands in the register; GEOGRAPHY_NONE: a structure that left it. */
static uint32_t shown_unit(const struct history *history, const struct geography *geography, enum entity_kind level,
                           uint32_t unit)
{
    switch (level) {
    case ENTITY_TRAINING:
        return history->training_of[unit];
    case ENTITY_STRUCTURE:
        return find_code(geography->codes[level], geography->count[level], history->geography.codes[level][unit]);
    default:
        return unit;
    }
}

static void show_level(struct arena *arena, const struct history *history, const struct published_table *leaves,
                       const struct geography *geography, enum entity_kind level, struct published_table *table)
{
    size_t block = (size_t)leaves->quarters * (size_t)leaves->categories;
    size_t cells = geography->count[level] * block;
    table->flows[level] = arena_array(arena, int32_t, cells);
    table->sums[level] = arena_array(arena, int32_t, cells);
    table->hidden[level] = arena_array(arena, uint8_t, cells);
    for (uint32_t unit = 0; unit < history->geography.count[level]; unit++) {
        uint32_t into = shown_unit(history, geography, level, unit);
        for (size_t i = 0; into != GEOGRAPHY_NONE && i < block; i++) {
            show_cell(leaves, unit * block + i, table, level, into * block + i);
        }
    }
}

void history_show(struct arena *arena, const struct history *history, const struct published_tables *leaves,
                  const struct geography *geography, struct published_tables *out)
{
    *out = *leaves;
    out->geography = geography;
    out->items = arena_array(arena, struct published_table, leaves->count);
    for (size_t t = 0; t < leaves->count; t++) {
        out->items[t] = leaves->items[t];
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            if (tables_has_level(&leaves->items[t], level)) {
                show_level(arena, history, &leaves->items[t], geography, (enum entity_kind)level, &out->items[t]);
            }
        }
    }
}
