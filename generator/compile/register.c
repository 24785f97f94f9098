#include "register.h"

#include <assert.h>
#include <stdlib.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/text.h"

#define SLUG_MAX 96 /* bytes of the name's part: a folder name may have 255 */

/* A text and the training that has it, to group trainings by. */
struct keyed {
    struct str key;
    uint32_t training;
};

static int compare_keyed(const void *left, const void *right)
{
    const struct keyed *a = left;
    const struct keyed *b = right;
    int order = str_compare(a->key, b->key);
    return order != 0 ? order : (a->training > b->training) - (a->training < b->training);
}

static void sort_keyed(struct keyed *items, size_t count)
{
    if (count > 0) {
        qsort(items, count, sizeof *items, compare_keyed);
    }
}

/* Cut at a '-' or at the limit. */
static struct str shorten_slug(struct str slug)
{
    if (slug.len <= SLUG_MAX) {
        return slug;
    }
    size_t end = SLUG_MAX;
    while (end > SLUG_MAX / 2 && slug.ptr[end] != '-') {
        end--;
    }
    return str_slice(slug, 0, end);
}

/* Folded name and folded id, "-" between. */
static struct str make_slug(struct arena *arena, struct str name, struct str id)
{
    struct str first = shorten_slug(text_slug(arena, name));
    struct str second = text_slug(arena, id);
    if (second.len == 0) {
        second = str_format(arena, "%016llx", str_hash(id));
    }
    if (first.len == 0 || str_equal(first, second)) {
        return second;
    }
    return str_format(arena, "%.*s-%.*s", STR_ARGS(first), STR_ARGS(second));
}

static bool collision(const char *what, struct str slug, const struct training_row *a, const struct training_row *b,
                      struct error *err)
{
    return error_set(err, ERROR_INPUT,
                     "%.*s:%lld and %.*s:%lld: both %s become the address %.*s; expected ids that differ by more than "
                     "case, accents and signs",
                     STR_ARGS(a->file), (long long)a->line, STR_ARGS(b->file), (long long)b->line, what,
                     STR_ARGS(slug));
}

/* ---- Structures ---- */

static struct str structure_key(struct arena *arena, const struct training_row *row)
{
    return row->structure_id.len > 0 ? row->structure_id : text_slug(arena, row->structure_name);
}

static void first_of(struct str *known, struct str candidate)
{
    if (known->len == 0) {
        *known = candidate;
    }
}

static void make_structures(struct arena *arena, struct public_register *reg)
{
    const struct input *input = reg->input;
    struct keyed *keys = arena_array(arena, struct keyed, input->training_count);
    uint32_t *of_training = arena_array(arena, uint32_t, input->training_count);
    size_t count = 0;
    for (uint32_t i = 0; i < input->training_count; i++) {
        struct str key = structure_key(arena, &input->trainings[i]);
        of_training[i] = GEOGRAPHY_NONE;
        if (key.len > 0) {
            keys[count++] = (struct keyed){key, i};
        }
    }
    sort_keyed(keys, count);
    reg->structures = arena_array(arena, struct public_structure, count);
    uint32_t structures = 0;
    for (size_t i = 0; i < count; i++) {
        const struct training_row *row = &input->trainings[keys[i].training];
        if (i == 0 || !str_equal(keys[i].key, keys[i - 1].key)) {
            reg->structures[structures++] = (struct public_structure){.id = keys[i].key, .training = row};
        }
        struct public_structure *structure = &reg->structures[structures - 1];
        first_of(&structure->name, row->structure_name);
        first_of(&structure->legal_status, row->structure_status);
        first_of(&structure->siret, row->siret);
        of_training[keys[i].training] = structures - 1;
    }
    reg->geography.count[ENTITY_STRUCTURE] = structures;
    reg->geography.structure_of_training = of_training;
}

static void name_structures(struct arena *arena, struct public_register *reg)
{
    uint32_t count = reg->geography.count[ENTITY_STRUCTURE];
    struct str *codes = arena_array(arena, struct str, count);
    for (uint32_t i = 0; i < count; i++) {
        first_of(&reg->structures[i].name, reg->structures[i].id);
        reg->structures[i].slug = make_slug(arena, reg->structures[i].name, reg->structures[i].id);
        codes[i] = reg->structures[i].id;
    }
    reg->geography.codes[ENTITY_STRUCTURE] = codes;
}

/* ---- Sites ---- */

static bool is_placed(const struct training_row *row)
{
    return !str_equal(row->department_code, STR(TERRITORY_NOT_LOCATED));
}

/* What makes two trainings the same site: the structure and the commune, and the address where there is one. */
static struct str site_key(struct arena *arena, const struct training_row *row, struct str structure_id)
{
    struct str commune = row->commune_code.len > 0 ? row->commune_code : text_fold(arena, row->commune_name);
    struct str address = text_fold(arena, row->address);
    return str_format(arena, "%.*s\n%.*s\n%.*s\n%.*s", STR_ARGS(structure_id), STR_ARGS(row->department_code),
                      STR_ARGS(commune), STR_ARGS(address));
}

static struct str site_id(struct arena *arena, const struct training_row *row, struct str structure_id, struct str key)
{
    unsigned long long hash = str_hash(key);
    struct str place = row->commune_code.len > 0 ? row->commune_code : row->department_code;
    return str_format(arena, "%.*s%s%.*s-%08llx", STR_ARGS(structure_id), structure_id.len > 0 ? "-" : "",
                      STR_ARGS(place), (hash ^ hash >> 32) & 0xffffffffu);
}

static void add_to_site(struct public_site *site, const struct training_row *row)
{
    first_of(&site->name, row->site_name);
    bool has_point = row->lon_deg == row->lon_deg; /* not NaN */
    bool is_better = site->located == NULL || (site->located->point_is_commune && !row->point_is_commune);
    if (has_point && is_better) {
        site->located = row;
    }
}

/* Sites in the order of their ids. */
static bool make_sites(struct arena *arena, struct public_register *reg, struct error *err)
{
    const struct input *input = reg->input;
    struct keyed *keys = arena_array(arena, struct keyed, input->training_count);
    size_t count = 0;
    reg->site_of_training = arena_array(arena, uint32_t, input->training_count);
    for (uint32_t i = 0; i < input->training_count; i++) {
        uint32_t structure = reg->geography.structure_of_training[i];
        struct str id = structure == GEOGRAPHY_NONE ? STR("") : reg->structures[structure].id;
        reg->site_of_training[i] = GEOGRAPHY_NONE;
        if (is_placed(&input->trainings[i])) {
            struct str key = site_key(arena, &input->trainings[i], id);
            keys[count++] = (struct keyed){site_id(arena, &input->trainings[i], id, key), i};
        }
    }
    sort_keyed(keys, count);
    reg->sites = arena_array(arena, struct public_site, count);
    for (size_t i = 0; i < count; i++) {
        const struct training_row *row = &input->trainings[keys[i].training];
        uint32_t structure = reg->geography.structure_of_training[keys[i].training];
        struct str id = structure == GEOGRAPHY_NONE ? STR("") : reg->structures[structure].id;
        struct str key = site_key(arena, row, id);
        if (i == 0 || !str_equal(keys[i].key, keys[i - 1].key)) {
            reg->sites[reg->site_count++] =
                (struct public_site){.id = keys[i].key, .key = key, .structure = structure, .training = row};
        }
        struct public_site *site = &reg->sites[reg->site_count - 1];
        if (!str_equal(site->key, key)) {
            return collision("sites", site->id, site->training, row, err);
        }
        add_to_site(site, row);
        reg->site_of_training[keys[i].training] = (uint32_t)(reg->site_count - 1);
    }
    return true;
}

/* ---- Slugs ---- */

static bool slugs_differ(struct arena *arena, const struct public_register *reg, struct error *err)
{
    const struct input *input = reg->input;
    uint32_t structures = reg->geography.count[ENTITY_STRUCTURE];
    struct keyed *slugs = arena_array(arena, struct keyed, input->training_count + structures);
    for (uint32_t i = 0; i < input->training_count; i++) {
        slugs[i] = (struct keyed){reg->training_slugs[i], i};
    }
    sort_keyed(slugs, input->training_count);
    for (size_t i = 1; i < input->training_count; i++) {
        if (str_equal(slugs[i].key, slugs[i - 1].key)) {
            return collision("trainings", slugs[i].key, &input->trainings[slugs[i - 1].training],
                             &input->trainings[slugs[i].training], err);
        }
    }
    for (uint32_t i = 0; i < structures; i++) {
        slugs[i] = (struct keyed){reg->structures[i].slug, i};
    }
    sort_keyed(slugs, structures);
    for (size_t i = 1; i < structures; i++) {
        if (str_equal(slugs[i].key, slugs[i - 1].key)) {
            return collision("structures", slugs[i].key, reg->structures[slugs[i - 1].training].training,
                             reg->structures[slugs[i].training].training, err);
        }
    }
    return true;
}

static void name_trainings(struct arena *arena, struct public_register *reg)
{
    const struct input *input = reg->input;
    struct str *codes = arena_array(arena, struct str, input->training_count);
    reg->training_slugs = arena_array(arena, struct str, input->training_count);
    for (size_t i = 0; i < input->training_count; i++) {
        const struct training_row *row = &input->trainings[i];
        struct str title = row->title.len > 0 ? row->title : STR("formation");
        reg->training_slugs[i] = make_slug(arena, title, row->id);
        codes[i] = row->id;
        assert(i == 0 || str_compare(codes[i - 1], codes[i]) < 0);
    }
    reg->geography.count[ENTITY_TRAINING] = (uint32_t)input->training_count;
    reg->geography.codes[ENTITY_TRAINING] = codes;
}

/* ---- Territories ---- */

static int compare_codes(const void *left, const void *right)
{
    return str_compare(*(const struct str *)left, *(const struct str *)right);
}

/* The codes of the territories and ND, in byte order. */
static void list_territories(struct arena *arena, const struct territory *territories, size_t count,
                             enum entity_kind kind, struct geography *geography)
{
    struct str *codes = arena_array(arena, struct str, count + 1);
    for (size_t i = 0; i < count; i++) {
        codes[i] = territories[i].code;
    }
    codes[count] = STR(TERRITORY_NOT_LOCATED);
    qsort(codes, count + 1, sizeof *codes, compare_codes);
    geography->count[kind] = (uint32_t)(count + 1);
    geography->codes[kind] = codes;
}

static uint32_t index_of(const struct geography *geography, enum entity_kind kind, struct str code)
{
    const struct str *found =
        bsearch(&code, geography->codes[kind], geography->count[kind], sizeof code, compare_codes);
    assert(found != NULL);
    return (uint32_t)(found - geography->codes[kind]);
}

static void make_geography(struct arena *arena, struct public_register *reg)
{
    static const struct str country = STR_INIT(COUNTRY_CODE);
    const struct reference *reference = &reg->input->reference;
    struct geography *geography = &reg->geography;
    geography->count[ENTITY_COUNTRY] = 1;
    geography->codes[ENTITY_COUNTRY] = &country;
    list_territories(arena, reference->regions, reference->region_count, ENTITY_REGION, geography);
    list_territories(arena, reference->departments, reference->department_count, ENTITY_DEPARTMENT, geography);
    geography->parent[ENTITY_REGION] = arena_array(arena, uint32_t, geography->count[ENTITY_REGION]);
    uint32_t *of_department = arena_array(arena, uint32_t, geography->count[ENTITY_DEPARTMENT]);
    for (uint32_t i = 0; i < geography->count[ENTITY_DEPARTMENT]; i++) {
        struct str code = geography->codes[ENTITY_DEPARTMENT][i];
        bool is_located = !str_equal(code, STR(TERRITORY_NOT_LOCATED));
        struct str region = is_located ? reference_department(reference, code)->region_code : code;
        of_department[i] = index_of(geography, ENTITY_REGION, region);
    }
    geography->parent[ENTITY_DEPARTMENT] = of_department;
    uint32_t *of_training = arena_array(arena, uint32_t, geography->count[ENTITY_TRAINING]);
    for (uint32_t i = 0; i < geography->count[ENTITY_TRAINING]; i++) {
        of_training[i] = index_of(geography, ENTITY_DEPARTMENT, reg->input->trainings[i].department_code);
    }
    geography->parent[ENTITY_TRAINING] = of_training;
    geography_link(geography, arena);
}

bool register_make(struct arena *arena, const struct input *input, struct public_register *out, struct error *err)
{
    struct public_register reg = {.input = input};
    name_trainings(arena, &reg);
    make_structures(arena, &reg);
    name_structures(arena, &reg);
    make_geography(arena, &reg);
    if (!make_sites(arena, &reg, err) || !slugs_differ(arena, &reg, err)) {
        return false;
    }
    *out = reg;
    return true;
}
