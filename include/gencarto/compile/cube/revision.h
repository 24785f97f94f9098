/* What releases changed of the quarters before them: shared by the protection, which makes it, and the ledger, which
 * keeps it. Protected: public. */
#ifndef GENCARTO_COMPILE_CUBE_REVISION_H
#define GENCARTO_COMPILE_CUBE_REVISION_H

#include "gencarto/compile/cube/tables.h"

/* Why the flow of a closed quarter is no longer what was published. */
enum revision_cause {
    CAUSE_LATE,       /* enrolments that were not known */
    CAUSE_CORRECTION, /* known ones that are described otherwise now */
    CAUSE_WITHDRAWAL, /* of trainings that left the register */
    CAUSE_METHOD,     /* counted by another method */
    CAUSE_BOUNDARY,   /* of trainings that changed department or region */
    CAUSES
};

/* "late", "correction", ... */
extern const char *const revision_cause_codes[CAUSES];

/* What a release changed in an earlier quarter of a cell, by one cause. */
struct revision {
    int release, quarter;   /* from the first quarter of the tables */
    enum entity_kind level; /* a region; with `names_only` a department, structure or training */
    uint32_t unit;
    enum event measure;
    unsigned dimensions; /* of the table: none, or one */
    int category;
    enum revision_cause cause;
    bool names_only; /* the main cause of what the release's own flow (quarter = release) holds of earlier quarters */
    bool is_main;    /* of the causes of this change; always with `names_only` */
    int32_t change;  /* a multiple of the base; 0 with `names_only` */
};

struct revisions {
    struct revision *items; /* by release, then in the order of the tables, units, quarters, categories, causes */
    size_t count, capacity;
};

/* Appends in the arena. */
void revisions_add(struct revisions *revisions, struct arena *arena, struct revision revision);

/* Sets is_main of each change: of its causes the one that changes most, the first of equals. */
void revisions_mark_main(struct revisions *revisions);

/* The changes of the country: those of all regions. In the arena. */
struct revisions revisions_of_country(struct arena *arena, const struct revisions *revisions);

#endif
