#include "gencarto/compile/cube/cube.h"

#include <assert.h>
#include <string.h>

const struct dimension_description cube_dimensions[DIMENSIONS] = {
    [DIMENSION_SEX] = {"sexe", 4, {"F", "M", "X", "inconnu"}},
    [DIMENSION_NEET] = {"neet", 3, {"oui", "non", "inconnu"}},
    [DIMENSION_QPV] = {"qpv", 3, {"oui", "non", "indetermine"}},
    [DIMENSION_ZRR] = {"zrr", 3, {"oui", "non", "indetermine"}},
    [DIMENSION_AGE] = {"age", 5, {"moins_26", "26_30", "31_49", "50_plus", "inconnu"}},
    [DIMENSION_OUTCOME] = {"situation",
                           7,
                           {"emploi", "formation", "creation", "recherche", "autre", "inconnu", "non_echue"}},
    [DIMENSION_RESIDENCE] = {"residence",
                             5,
                             {"meme_departement", "meme_region", "autre_region", "sans_lieu", "inconnu"}},
    [DIMENSION_ORIGIN] = {"origine",
                          5,
                          {"meme_structure", "meme_departement", "meme_region", "autre_region", "sans_lieu"}},
    [DIMENSION_AID] = {"bourse", 3, {"oui", "non", "inconnu"}},
};

const char *const cube_event_codes[EVENT_KINDS] = {
    [EVENT_ENROLMENT] = "inscriptions",   [EVENT_ENTRY] = "entrees",    [EVENT_LEARNER] = "apprenants",
    [EVENT_COMPLETION] = "termines",      [EVENT_DROPOUT] = "abandons", [EVENT_REDIRECTION] = "reorientes",
    [EVENT_OUTCOME] = "situations_3mois", [EVENT_ARRIVAL] = "accueils", [EVENT_AID] = "bourses_montant",
};

bool cube_event_parse(struct str code, enum event *out_event)
{
    for (unsigned e = 0; e < EVENT_KINDS; e++) {
        if (str_equal(code, str_from(cube_event_codes[e]))) {
            *out_event = (enum event)e;
            return true;
        }
    }
    return false;
}

/* Of a value in a key: DIMENSION_ABSENT is all of them. */
#define VALUE_BITS 4
_Static_assert(DIMENSIONS *VALUE_BITS <= 64, "the values of a cell are one number");

/* Everything but the count: what makes two events the same cell. */
struct cell_key {
    uint64_t place; /* event, quarter, training */
    uint64_t values;
};

static struct cell_key key_of(const struct cube_cell *cell)
{
    struct cell_key key = {(uint64_t)cell->event << 48 | (uint64_t)cell->quarter << 32 | cell->training, 0};
    for (size_t d = 0; d < DIMENSIONS; d++) {
        key.values = key.values << VALUE_BITS | (cell->values[d] & ((1u << VALUE_BITS) - 1));
    }
    return key;
}

/* The finalizer of splitmix64 over both halves. */
static uint64_t key_hash(struct cell_key key)
{
    uint64_t h = key.place * 0x9e3779b97f4a7c15u ^ key.values;
    h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
    h = (h ^ h >> 27) * 0x94d049bb133111ebu;
    return h ^ h >> 31;
}

static bool key_equal(struct cell_key a, struct cell_key b)
{
    return a.place == b.place && a.values == b.values;
}

void cube_init(struct cube *cube, struct arena *arena)
{
    *cube = (struct cube){.arena = arena};
}

/* The slot that holds the key, or the empty one where it belongs. */
static uint32_t *find_slot(const struct cube *cube, struct cell_key key)
{
    size_t mask = cube->slot_count - 1;
    for (size_t i = key_hash(key) & mask;; i = (i + 1) & mask) {
        if (cube->slots[i] == 0 || key_equal(key_of(&cube->cells[cube->slots[i] - 1]), key)) {
            return &cube->slots[i];
        }
    }
}

static void grow(struct cube *cube)
{
    size_t capacity = cube->capacity == 0 ? 1024 : cube->capacity * 2;
    cube->cells =
        arena_grow(cube->arena, cube->cells, cube->capacity * sizeof *cube->cells, capacity * sizeof *cube->cells);
    cube->capacity = capacity;
    cube->slot_count = capacity * 2;
    cube->slots = arena_array(cube->arena, uint32_t, cube->slot_count);
    for (size_t i = 0; i < cube->count; i++) {
        *find_slot(cube, key_of(&cube->cells[i])) = (uint32_t)(i + 1);
    }
}

void cube_add(struct cube *cube, enum event event, uint32_t training, uint16_t quarter,
              const uint8_t values[DIMENSIONS])
{
    if (cube->count == cube->capacity) {
        grow(cube);
    }
    struct cube_cell cell = {.training = training, .quarter = quarter, .event = (uint8_t)event, .count = 1};
    memcpy(cell.values, values, sizeof cell.values);
    uint32_t *slot = find_slot(cube, key_of(&cell));
    if (*slot != 0) {
        cube->cells[*slot - 1].count++;
        return;
    }
    cube->cells[cube->count++] = cell;
    assert(cube->count < UINT32_MAX);
    *slot = (uint32_t)cube->count;
}

void cube_clear(struct cube *cube)
{
    cube->count = 0;
    if (cube->slot_count > 0) {
        memset(cube->slots, 0, cube->slot_count * sizeof *cube->slots);
    }
}
