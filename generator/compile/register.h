/* The public register worked out of the rows of trainings: structures, sites, slugs, and the geography that the tables
 * of counts are made on. Nothing here is about a person. */
#ifndef GENCARTO_GENERATOR_COMPILE_REGISTER_H
#define GENCARTO_GENERATOR_COMPILE_REGISTER_H

#include "gencarto/compile/cube/geography.h"
#include "gencarto/compile/ingest/input.h"

struct public_structure {
    struct str id;   /* as published, else from the folded name */
    struct str name; /* the first that is not empty in the order of trainings, else the id */
    struct str legal_status, siret;
    struct str slug;
    const struct training_row *training; /* the first one, for messages */
};

struct public_site {
    struct str id;                       /* structure, commune and a hash of the address: it depends on no other row */
    struct str key;                      /* what the hash is of */
    uint32_t structure;                  /* index or GEOGRAPHY_NONE */
    struct str name;                     /* the first that is not empty */
    const struct training_row *training; /* the first one: address and commune */
    const struct training_row *located;  /* whose point is shown: one with a point of its own if there is one */
};

struct public_register {
    const struct input *input;
    struct geography geography;          /* trainings have the indexes of input->trainings */
    struct public_structure *structures; /* by id */
    struct public_site *sites;           /* by id */
    size_t site_count;
    uint32_t *site_of_training; /* index or GEOGRAPHY_NONE: online-only, or without a usable place */
    struct str *training_slugs;
};

/* ERROR_INPUT naming both rows when two slugs or two site ids collide. */
bool register_make(struct arena *arena, const struct input *input, struct public_register *out, struct error *err);

#endif
