#include "protection.h"

#include <stdlib.h>
#include <string.h>

#define SEX  (1u << DIMENSION_SEX)
#define NEET (1u << DIMENSION_NEET)

#define CELLS_OF(measure)                                                                                              \
    {ENTITY_COUNTRY, measure, 0}, {ENTITY_REGION, measure, 0}, {ENTITY_DEPARTMENT, measure, 0},                        \
        {ENTITY_TRAINING, measure, 0}, {ENTITY_STRUCTURE, measure, 0}, {ENTITY_COUNTRY, measure, SEX},                 \
        {ENTITY_REGION, measure, SEX}, {ENTITY_DEPARTMENT, measure, SEX}, {ENTITY_COUNTRY, measure, NEET},             \
        {ENTITY_REGION, measure, NEET}, {ENTITY_DEPARTMENT, measure, NEET},                                            \
        {ENTITY_COUNTRY, measure, 1u << DIMENSION_AGE}, {ENTITY_REGION, measure, 1u << DIMENSION_AGE},                 \
        {ENTITY_COUNTRY, measure, SEX | NEET},                                                                         \
    {                                                                                                                  \
        ENTITY_REGION, measure, SEX | NEET                                                                             \
    }

const struct published_cells published_list[] = {
    CELLS_OF(EVENT_LEARNER),
    CELLS_OF(EVENT_DROPOUT),
    {ENTITY_COUNTRY, EVENT_OUTCOME, 0},
    {ENTITY_COUNTRY, EVENT_OUTCOME, 1u << DIMENSION_OUTCOME},
    {ENTITY_REGION, EVENT_OUTCOME, 0},
    {ENTITY_REGION, EVENT_OUTCOME, 1u << DIMENSION_OUTCOME},
    {ENTITY_COUNTRY, EVENT_LEARNER, 1u << DIMENSION_RESIDENCE},
    {ENTITY_REGION, EVENT_LEARNER, 1u << DIMENSION_RESIDENCE},
    {ENTITY_COUNTRY, EVENT_ARRIVAL, 0},
    {ENTITY_COUNTRY, EVENT_ARRIVAL, 1u << DIMENSION_ORIGIN},
    {ENTITY_REGION, EVENT_ARRIVAL, 0},
};
const size_t published_list_count = sizeof published_list / sizeof *published_list;

static uint32_t below(struct random_state *state, uint32_t bound)
{
    return (uint32_t)random_below(state, bound);
}

static const struct str *make_codes(struct arena *arena, char letter, uint32_t count)
{
    struct str *codes = arena_array(arena, struct str, count);
    for (uint32_t i = 0; i < count; i++) {
        codes[i] = str_format(arena, "%c%05u", letter, i);
    }
    return codes;
}

/* `most` children at most for each parent, at least one in all. */
static void make_children(struct arena *arena, struct random_state *state, struct geography *geography,
                          enum entity_kind kind, uint32_t most)
{
    uint32_t parents = geography->count[geography_parent_kind(kind)];
    uint32_t *parent = arena_array(arena, uint32_t, (size_t)parents * most + 1);
    uint32_t count = 0;
    for (uint32_t p = 0; p < parents; p++) {
        uint32_t children = kind == ENTITY_TRAINING ? below(state, most + 1) : 1 + below(state, most);
        for (uint32_t i = 0; i < children; i++) {
            parent[count++] = p;
        }
    }
    if (count == 0) {
        parent[count++] = 0;
    }
    geography->count[kind] = count;
    geography->parent[kind] = parent;
}

static void make_geography(struct arena *arena, struct random_state *state, struct programme_size size,
                           struct geography *out)
{
    *out = (struct geography){.count = {[ENTITY_COUNTRY] = 1}};
    uint32_t *country = arena_array(arena, uint32_t, size.regions);
    out->parent[ENTITY_REGION] = country;
    out->count[ENTITY_REGION] = size.regions;
    make_children(arena, state, out, ENTITY_DEPARTMENT, size.departments_each);
    make_children(arena, state, out, ENTITY_TRAINING, size.trainings_each);
    out->count[ENTITY_STRUCTURE] = 1 + out->count[ENTITY_TRAINING] / 3;
    uint32_t *structures = arena_array(arena, uint32_t, out->count[ENTITY_TRAINING]);
    for (uint32_t i = 0; i < out->count[ENTITY_TRAINING]; i++) {
        structures[i] = below(state, 10) == 0 ? GEOGRAPHY_NONE : below(state, out->count[ENTITY_STRUCTURE]);
    }
    out->structure_of_training = structures;
    static const char letters[ENTITY_KINDS] = {'F', 'r', 'd', 's', 't'};
    for (unsigned kind = 0; kind < ENTITY_KINDS; kind++) {
        out->codes[kind] = make_codes(arena, letters[kind], out->count[kind]);
    }
    geography_link(out, arena);
}

/* Skewed, so that some values are rare and some trainings large. */
static uint8_t skewed(struct random_state *state, int count)
{
    int value = 0;
    while (value < count - 1 && below(state, 100) < 35) {
        value++;
    }
    return (uint8_t)value;
}

/* As the pipeline counts: outcomes and arrivals by nothing but what became of them, or where they came from. */
static bool has_dimension(enum event event, unsigned dimension)
{
    return event == EVENT_OUTCOME   ? dimension == DIMENSION_OUTCOME
           : event == EVENT_ARRIVAL ? dimension == DIMENSION_ORIGIN
                                    : dimension != DIMENSION_OUTCOME && dimension != DIMENSION_ORIGIN;
}

void random_programme(struct arena *arena, uint64_t seed, struct programme_size size, struct random_programme *out)
{
    struct random_state state;
    random_seed(&state, seed);
    make_geography(arena, &state, size, &out->geography);
    out->quarters = size.quarters;
    cube_init(&out->cube, arena);
    uint32_t trainings = out->geography.count[ENTITY_TRAINING];
    for (int i = 0; i < size.events; i++) {
        static const enum event events[] = {EVENT_LEARNER, EVENT_LEARNER, EVENT_LEARNER, EVENT_LEARNER,
                                            EVENT_DROPOUT, EVENT_DROPOUT, EVENT_OUTCOME, EVENT_ARRIVAL};
        enum event event = events[below(&state, sizeof events / sizeof *events)];
        uint32_t training = below(&state, 1 + below(&state, trainings)); /* the first ones are larger */
        uint8_t values[DIMENSIONS];
        for (unsigned d = 0; d < DIMENSIONS; d++) {
            values[d] = has_dimension(event, d) ? skewed(&state, cube_dimensions[d].value_count) : DIMENSION_ABSENT;
        }
        cube_add(&out->cube, event, training, (uint16_t)below(&state, (uint32_t)size.quarters), values);
    }
}
