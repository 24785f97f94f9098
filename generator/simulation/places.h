/* Real communes, as the simulated programme uses them: departments, their towns, and a town drawn by its weight. */
#ifndef GENCARTO_SIMULATION_PLACES_H
#define GENCARTO_SIMULATION_PLACES_H

#include "gencarto/base/error.h"
#include "gencarto/base/random.h"

#define PLACE_NONE UINT32_MAX

struct place {
    struct str code, name, postal_code; /* postal_code: the first */
    struct str lon_deg, lat_deg;        /* as written in the file, empty when unknown */
    uint32_t department;
};

struct place_department {
    struct str code;
    uint32_t region; /* index, in the order of first appearance by department code */
    bool in_ile_de_france;
    bool without_training;             /* one of the few where the programme has none */
    uint32_t first_place, place_count; /* run of the places, which are by department */
    uint32_t first_town, town_count;   /* run of the towns */
    int64_t thousands;                 /* of its towns, never 0 */
};

struct place_town {
    uint32_t place;
    int64_t thousands;
};

struct places {
    struct place *places;
    struct place_department *departments; /* by code */
    struct place_town *towns;             /* by department */
    size_t place_count, department_count, town_count, region_count;
};

/* Reads departements.csv, communes.csv and codes_postaux.csv. Texts live in the arena. */
bool places_read(struct arena *arena, const char *reference_folder, struct places *out_places, struct error *err);

/* A town of the department, the larger the likelier. */
uint32_t places_town(const struct places *places, uint32_t department, struct random_state *random);

/* Any commune of the department, all alike. */
uint32_t places_commune(const struct places *places, uint32_t department, struct random_state *random);

#endif
