#include "gencarto/compile/ingest/reference.h"

#include <stdlib.h>

#include "gencarto/base/file.h"
#include "gencarto/base/parallel.h"
#include "gencarto/compile/ingest/insee_code.h"
#include "gencarto/compile/ingest/reference_file.h"
#include "gencarto/tabular/splitter.h"

/* ---- regions and departments ---------------------------------------------------------------------------------- */

/* The columns of both files, of departments with the last one. */
enum { CODE, NAME, NAME_LOCATIVE, NAME_OF, NAME_THE, SLUG, REGION_CODE };

struct territory_reading {
    const struct reference *regions; /* that departments name; NULL when regions are read */
    struct territory *items;
    size_t count;
};

static bool read_territory(void *context, const struct str *values)
{
    struct territory_reading *reading = context;
    reading->items[reading->count++] =
        (struct territory){.code = values[CODE],
                           .name = values[NAME],
                           .name_locative = values[NAME_LOCATIVE],
                           .name_of = values[NAME_OF],
                           .name_the = values[NAME_THE],
                           .slug = values[SLUG],
                           .region_code = reading->regions ? values[REGION_CODE] : STR("")};
    return !reading->regions || reference_region(reading->regions, values[REGION_CODE]) != NULL;
}

static int compare_territories(const void *a, const void *b)
{
    const struct territory *left = a, *right = b;
    return str_compare(left->code, right->code);
}

static bool read_territories(struct arena *arena, const char *path, const struct reference *regions,
                             struct territory **out_items, size_t *out_count, struct error *err)
{
    static const char *const columns[] = {"code", "name", "name_locative", "name_of", "name_the", "slug", NULL};
    static const char *const department_columns[] = {"code",     "name", "name_locative", "name_of",
                                                     "name_the", "slug", "region_code",   NULL};
    struct str text;
    if (!file_read(arena, path, &text, err)) {
        return false;
    }
    struct territory_reading reading = {.regions = regions,
                                        .items = arena_array(arena, struct territory, splitter_count_lines(text))};
    if (!reference_file_read(arena, path, text, regions ? department_columns : columns, read_territory, &reading,
                             err)) {
        return false;
    }
    if (reading.count > 0) {
        qsort(reading.items, reading.count, sizeof(reading.items[0]), compare_territories);
    }
    *out_items = reading.items;
    *out_count = reading.count;
    return true;
}

/* False when a code is no code of France. */
static bool make_department_slots(struct arena *arena, struct reference *reference)
{
    reference->department_slots = arena_array(arena, uint16_t, INSEE_DEPARTMENT_SLOTS);
    for (size_t i = 0; i < reference->department_count; i++) {
        size_t slot = insee_department_slot(reference->departments[i].code);
        if (i >= UINT16_MAX || slot == INSEE_SLOT_NONE) {
            return false;
        }
        reference->department_slots[slot] = (uint16_t)(i + 1);
    }
    return true;
}

/* ---- reading -------------------------------------------------------------------------------------------------- */

/* The postal codes are optional. */
static bool read_postal_codes(struct arena *arena, const char *folder, struct reference *reference, struct error *err)
{
    char *path = file_join(arena, folder, "codes_postaux.csv");
    return !file_exists(path) ||
           code_pairs_read(arena, path, "postal_code", "commune_code", &reference->postal_codes, err);
}

bool reference_read(struct arena *arena, const char *folder, struct reference *out_reference, struct error *err)
{
    struct reference reference = {0};
    if (!read_territories(arena, file_join(arena, folder, "regions.csv"), NULL, &reference.regions,
                          &reference.region_count, err) ||
        !read_territories(arena, file_join(arena, folder, "departements.csv"), &reference, &reference.departments,
                          &reference.department_count, err) ||
        !communes_read(arena, file_join(arena, folder, "communes.csv"), &reference.communes, err) ||
        !code_pairs_read(arena, file_join(arena, folder, "communes_anciennes.csv"), "old_code", "code",
                         &reference.aliases, err) ||
        !read_postal_codes(arena, folder, &reference, err)) {
        return false;
    }
    if (reference.communes.has_wrong_codes || !make_department_slots(arena, &reference)) {
        return error_set(err, ERROR_INPUT, "%s: a code of a commune or of a department is none of France's", folder);
    }
    *out_reference = reference;
    return true;
}

/* ---- finding -------------------------------------------------------------------------------------------------- */

static const struct territory *find(const struct territory *items, size_t count, struct str code)
{
    const struct territory key = {.code = code};
    return count > 0 ? bsearch(&key, items, count, sizeof(key), compare_territories) : NULL;
}

const struct territory *reference_department(const struct reference *reference, struct str code)
{
    if (!reference->department_slots) /* not read from files */
        return find(reference->departments, reference->department_count, code);
    size_t slot = insee_department_slot(code);
    uint16_t found = slot == INSEE_SLOT_NONE ? 0 : reference->department_slots[slot];
    return found > 0 ? &reference->departments[found - 1] : NULL;
}

const struct territory *reference_region(const struct reference *reference, struct str code)
{
    return find(reference->regions, reference->region_count, code);
}

const struct commune *reference_commune(const struct reference *reference, struct str code)
{
    const struct commune *commune = communes_find(&reference->communes, code);
    if (commune) {
        return commune;
    }
    struct code_pairs aliases = code_pairs_of(&reference->aliases, code);
    return aliases.count > 0 ? communes_find(&reference->communes, code_pair_commune(&aliases.items[0])) : NULL;
}

bool reference_is_commune(const struct reference *reference, struct str code)
{
    size_t slot = insee_commune_slot(code);
    return slot != INSEE_SLOT_NONE && communes_has(&reference->communes, slot);
}

/* The first two digits, three overseas; Corsica is cut at 20200. */
static const struct territory *department_of_digits(const struct reference *reference, struct str postal_code)
{
    if (postal_code.len != 5) {
        return NULL;
    }
    if (str_starts(postal_code, STR("20"))) {
        return reference_department(reference, str_compare(postal_code, STR("20200")) < 0 ? STR("2A") : STR("2B"));
    }
    bool overseas = str_starts(postal_code, STR("97")) || str_starts(postal_code, STR("98"));
    return reference_department(reference, str_slice(postal_code, 0, overseas ? 3 : 2));
}

const struct territory *reference_department_of_postal_code(const struct reference *reference, struct str postal_code)
{
    struct code_pairs pairs = code_pairs_of(&reference->postal_codes, postal_code);
    const struct territory *only = NULL;
    for (size_t i = 0; i < pairs.count; i++) {
        const struct commune *commune = reference_commune(reference, code_pair_commune(&pairs.items[i]));
        const struct territory *department =
            commune ? reference_department(reference, commune_department_code(commune)) : NULL;
        if (only && department && department != only) {
            return department_of_digits(reference, postal_code);
        }
        only = department ? department : only;
    }
    return only ? only : department_of_digits(reference, postal_code);
}
