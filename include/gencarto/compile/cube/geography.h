/* Who is part of whom among the entities that have figures: trainings in departments in regions in the country, and
 * trainings in structures. Public; shared by the tables, the protection and the measures.
 */
#ifndef GENCARTO_COMPILE_CUBE_GEOGRAPHY_H
#define GENCARTO_COMPILE_CUBE_GEOGRAPHY_H

#include <stdint.h>

#include "gencarto/base/cell.h"

#define GEOGRAPHY_NONE UINT32_MAX /* a training without structure */

struct geography {
    /* Entities of each kind in the byte order of their codes, which breaks ties; the country is one. */
    uint32_t count[ENTITY_KINDS];
    const struct str *codes[ENTITY_KINDS];

    /* parent[REGION], [DEPARTMENT] and [TRAINING]: index of the country, the region, the department. */
    const uint32_t *parent[ENTITY_KINDS];
    const uint32_t *structure_of_training; /* index or GEOGRAPHY_NONE */

    /* Made by geography_link: the children of parent p are children[kind][first_child[kind][p] .. first_child[kind][p +
     * 1]), in ascending order; `kind` is the children's. */
    const uint32_t *first_child[ENTITY_KINDS];
    const uint32_t *children[ENTITY_KINDS];
};

/* The kind that holds entities of `kind` on the way up to the country: region -> country, department -> region,
 * training -> department. Not for the country and structures. */
enum entity_kind geography_parent_kind(enum entity_kind kind);

/* Lists the children of each parent, from parent[], in the arena. */
void geography_link(struct geography *geography, struct arena *arena);

/* "region:76", as in cell ids. */
void geography_write_entity(struct buf *out, const struct geography *geography, enum entity_kind level, uint32_t unit);

/* Where a training is: "department:31+structure:S004", or "department:31" where `structure` is GEOGRAPHY_NONE. */
void geography_write_place(struct buf *out, const struct geography *geography, uint32_t department, uint32_t structure);

#endif
