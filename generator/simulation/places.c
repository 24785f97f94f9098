#include "places.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/file.h"
#include "towns.h"

#define ILE_DE_FRANCE "11"

/* Rural departments that the programme does not reach: a map must show some. */
static const char *const without_training[] = {"05", "09", "15", "23", "48", "52", "70"};

/* --- reading: files of our own, plain comma-separated without quotes --- */

struct table {
    struct str *lines; /* without the header */
    size_t count;
};

static bool table_read(struct arena *arena, const char *folder, const char *name, struct str header,
                       struct table *out_table, struct error *err)
{
    const char *path = file_join(arena, folder, name);
    struct str content, line;
    if (!file_read(arena, path, &content, err))
        return false;
    size_t lines = 0;
    for (size_t i = 0; i < content.len; i++)
        lines += content.ptr[i] == '\n';
    *out_table = (struct table){arena_array(arena, struct str, lines + 1), 0};
    str_split(&content, '\n', &line);
    if (!str_starts(line, header))
        return error_set(err, ERROR_INPUT, "%s:1: the header must start with \"%.*s\"", path, STR_ARGS(header));
    while (content.len && str_split(&content, '\n', &line))
        if (line.len)
            out_table->lines[out_table->count++] = line;
    return true;
}

static void split(struct str line, struct str *out_cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!str_split(&line, ',', &out_cells[i]))
            out_cells[i] = STR("");
}

/* --- departments --- */

static uint32_t region_index(struct arena *arena, struct str **regions, size_t *count, struct str code)
{
    for (size_t i = 0; i < *count; i++)
        if (str_equal((*regions)[i], code))
            return (uint32_t)i;
    *regions = arena_grow(arena, *regions, *count * sizeof **regions, (*count + 1) * sizeof **regions);
    (*regions)[*count] = code;
    return (uint32_t)(*count)++;
}

static bool is_without_training(struct str code)
{
    for (size_t i = 0; i < sizeof without_training / sizeof *without_training; i++)
        if (str_equal(code, str_from(without_training[i])))
            return true;
    return false;
}

static void set_departments(struct arena *arena, struct places *places, const struct table *table)
{
    struct str *regions = NULL;
    places->departments = arena_array(arena, struct place_department, table->count);
    for (size_t i = 0; i < table->count; i++) {
        struct str cells[8]; /* code,name,name_locative,name_of,name_the,article,slug,region_code */
        split(table->lines[i], cells, 8);
        places->departments[places->department_count++] = (struct place_department){
            .code = cells[0],
            .region = region_index(arena, &regions, &places->region_count, cells[7]),
            .in_ile_de_france = str_equal(cells[7], STR(ILE_DE_FRANCE)),
            .without_training = is_without_training(cells[0]),
        };
    }
}

static int compare_department(const void *code, const void *department)
{
    return str_compare(*(const struct str *)code, ((const struct place_department *)department)->code);
}

/* NULL for the overseas collectivities, which are no departments. */
static struct place_department *find_department(const struct places *places, struct str code)
{
    return bsearch(&code, places->departments, places->department_count, sizeof *places->departments,
                   compare_department);
}

/* --- communes --- */

static int compare_town(const void *code, const void *town)
{
    return str_compare(*(const struct str *)code, str_from(((const struct town *)town)->code));
}

static void add_town(struct places *places, struct place_department *department, const struct place *place)
{
    const struct town *town = bsearch(&place->code, towns, town_count, sizeof *towns, compare_town);
    if (!town)
        return;
    if (!department->town_count)
        department->first_town = (uint32_t)places->town_count;
    department->town_count++;
    department->thousands += town->thousands;
    places->towns[places->town_count++] = (struct place_town){(uint32_t)(place - places->places), town->thousands};
}

/* The file is by commune code, which starts with the department's: communes of one department follow each other. */
static void set_places(struct arena *arena, struct places *places, const struct table *table)
{
    places->places = arena_array(arena, struct place, table->count);
    places->towns = arena_array(arena, struct place_town, town_count);
    for (size_t i = 0; i < table->count; i++) {
        struct str cells[5]; /* code,name,department_code,lon_deg,lat_deg */
        split(table->lines[i], cells, 5);
        struct place_department *department = find_department(places, cells[2]);
        if (!department)
            continue;
        if (!department->place_count)
            department->first_place = (uint32_t)places->place_count;
        department->place_count++;
        struct place *place = &places->places[places->place_count++];
        *place = (struct place){.code = cells[0],
                                .name = cells[1],
                                .lon_deg = cells[3],
                                .lat_deg = cells[4],
                                .department = (uint32_t)(department - places->departments)};
        add_town(places, department, place);
    }
}

static int compare_place(const void *code, const void *place)
{
    return str_compare(*(const struct str *)code, ((const struct place *)place)->code);
}

static void set_postal_codes(struct places *places, const struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        struct str cells[2]; /* postal_code,commune_code */
        split(table->lines[i], cells, 2);
        struct place *place =
            bsearch(&cells[1], places->places, places->place_count, sizeof *places->places, compare_place);
        if (place && !place->postal_code.len)
            place->postal_code = cells[0];
    }
}

static bool all_have_towns(const struct places *places, const char *folder, struct error *err)
{
    for (size_t i = 0; i < places->department_count; i++)
        if (!places->departments[i].thousands)
            return error_set(err, ERROR_INPUT, "%s/communes.csv: no known town of department %.*s", folder,
                             STR_ARGS(places->departments[i].code));
    return places->department_count > 0 || error_set(err, ERROR_INPUT, "%s/departements.csv: no department", folder);
}

bool places_read(struct arena *arena, const char *reference_folder, struct places *out_places, struct error *err)
{
    struct table departments, communes, postal_codes;
    struct places places = {0};
    if (!table_read(arena, reference_folder, "departements.csv", STR("code,name,"), &departments, err) ||
        !table_read(arena, reference_folder, "communes.csv", STR("code,name,department_code,lon_deg,lat_deg"),
                    &communes, err) ||
        !table_read(arena, reference_folder, "codes_postaux.csv", STR("postal_code,commune_code"), &postal_codes, err))
        return false;
    set_departments(arena, &places, &departments);
    set_places(arena, &places, &communes);
    set_postal_codes(&places, &postal_codes);
    if (!all_have_towns(&places, reference_folder, err))
        return false;
    *out_places = places;
    return true;
}

/* --- drawing --- */

uint32_t places_town(const struct places *places, uint32_t department, struct random_state *random)
{
    const struct place_department *where = &places->departments[department];
    int64_t place = (int64_t)random_below(random, (uint64_t)where->thousands);
    const struct place_town *town = &places->towns[where->first_town];
    while (place >= town->thousands)
        place -= (town++)->thousands;
    return town->place;
}

uint32_t places_commune(const struct places *places, uint32_t department, struct random_state *random)
{
    const struct place_department *where = &places->departments[department];
    return where->first_place + (uint32_t)random_below(random, where->place_count);
}
