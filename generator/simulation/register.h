/* The register of the simulated programme: structures, sites and trainings, and the life of each label. */
#ifndef GENCARTO_SIMULATION_REGISTER_H
#define GENCARTO_SIMULATION_REGISTER_H

#include "names.h"
#include "places.h"

#define INDEX_NONE UINT32_MAX

enum training_mode { MODE_ON_SITE, MODE_MIXED, MODE_ONLINE };
enum label_fate { LABEL_GRANTED, LABEL_RENEWED, LABEL_WITHDRAWN, LABEL_EXPIRED };

/* Committees: the first wave had one, the second three. */
enum committee { COMMITTEE_2016_02, COMMITTEE_2016_11, COMMITTEE_2017_02, COMMITTEE_2017_05, COMMITTEES };

struct structure {
    uint8_t status;  /* enum name_status */
    uint32_t rank;   /* among those of its status */
    uint32_t seat;   /* place */
    int32_t staying; /* trainings in force at the end */
};

struct site {
    uint32_t structure, place;
    struct str address;
};

struct training {
    uint32_t structure;
    uint32_t site;       /* INDEX_NONE when online-only */
    uint32_t place;      /* PLACE_NONE for some of the online-only */
    uint32_t department; /* of the site; unused when online-only */
    uint8_t family, mode, committee, fate, duration_months, exit_level, free_of_charge;
    bool reports; /* its structure answers: it has enrolments */
    int32_t label_first_day, label_last_day;
    int64_t places, budget_eur, granted_eur, paid_eur;
};

struct register_sizes {
    int64_t in_force, leaving, online, ile_de_france, reporting;
    int64_t by_committee[COMMITTEES]; /* all trainings, those that leave among the first */
    int64_t sites[2], structures[2];  /* new with the first wave, with the second */
};

struct training_register {
    struct register_sizes sizes;
    struct training *trainings; /* by committee */
    struct site *sites;
    struct structure *structures;
    size_t training_count, site_count, structure_count;
};

/* Builds it for `trainings` in force at the end of 2017. Places offered are set later, from the enrolments. */
void register_build(struct arena *arena, const struct places *places, int64_t trainings, struct random_state *random,
                    struct training_register *out_register);

#endif
