/* The cube: counts of events by their dimensions. Exact, personal: it never leaves compile/.
 *
 * An event is something that happened to one enrolment (or, for LEARNER, one person) in a training in a quarter. A
 * dimension that an event does not have is DIMENSION_ABSENT; "unknown" is a value of a dimension like any other.
 */
#ifndef GENCARTO_COMPILE_CUBE_CUBE_H
#define GENCARTO_COMPILE_CUBE_CUBE_H

#include <stdint.h>

#include "gencarto/base/arena.h"
#include "gencarto/base/cell.h"
#include "gencarto/base/str.h"

enum event {
    EVENT_ENROLMENT,   /* inscriptions: in the quarter it was registered */
    EVENT_ENTRY,       /* entrees */
    EVENT_LEARNER,     /* apprenants: a person's first entry */
    EVENT_COMPLETION,  /* termines: in the quarter of exit */
    EVENT_DROPOUT,     /* abandons */
    EVENT_REDIRECTION, /* reorientes */
    EVENT_OUTCOME,     /* situations_3mois: a completion by its outcome three months later, in the quarter of exit */
    EVENT_ARRIVAL,     /* accueils: an entry of somebody redirected from another training */
    EVENT_AID,         /* bourses_montant: no events but bursaries of entries, in units of money (compile/aids.h) */
    EVENT_KINDS
};

enum dimension {
    DIMENSION_SEX,
    DIMENSION_NEET,
    DIMENSION_QPV,
    DIMENSION_ZRR,
    DIMENSION_AGE,
    DIMENSION_OUTCOME,
    DIMENSION_RESIDENCE, /* where the person lives, seen from the training's place */
    DIMENSION_ORIGIN,    /* of an arrival: the training left, seen from the one entered */
    DIMENSION_AID,       /* whether a bursary is told of */
    DIMENSIONS
};
#define DIMENSION_ABSENT 0xff

struct dimension_description {
    const char *code; /* "sexe": in breakdown codes and CSV */
    int value_count;
    const char *values[8]; /* "F", "M", "X", "inconnu" */
};

/* The dimensions and their values, in the order of enum dimension; measure codes of events ("inscriptions"). */
extern const struct dimension_description cube_dimensions[DIMENSIONS];
extern const char *const cube_event_codes[EVENT_KINDS];

/* The event of a measure's code; false when there is none. */
bool cube_event_parse(struct str code, enum event *out_event);

struct cube_cell {
    uint32_t training; /* index */
    uint16_t quarter;  /* 0.. from the first quarter of the cube */
    uint8_t event;
    uint8_t values[DIMENSIONS];
    uint32_t count;
};

struct cube {
    struct arena *arena;
    struct cube_cell *cells; /* in the order of their first event: whoever reads them only adds up */
    size_t count, capacity;
    uint32_t *slots; /* hash table of cell indexes + 1 */
    size_t slot_count;
};

void cube_init(struct cube *cube, struct arena *arena);

/* Adds one event. */
void cube_add(struct cube *cube, enum event event, uint32_t training, uint16_t quarter,
              const uint8_t values[DIMENSIONS]);

/* Empties it, keeping the room. */
void cube_clear(struct cube *cube);

#endif
