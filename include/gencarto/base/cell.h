/* What a published figure is called: the cell id `indicator/entity/period/breakdown`, printed as data-cell on the
 * element that shows it: "part_femmes_cumul/region:76/2017-T4/". */
#ifndef GENCARTO_BASE_CELL_H
#define GENCARTO_BASE_CELL_H

#include "gencarto/base/buf.h"

enum entity_kind {
    ENTITY_COUNTRY = 0,
    ENTITY_REGION,
    ENTITY_DEPARTMENT,
    ENTITY_STRUCTURE,
    ENTITY_TRAINING,
    ENTITY_KINDS
};

/* "country", "region", "department", "structure", "training". */
const char *entity_kind_name(enum entity_kind kind);
bool entity_kind_parse(struct str name, enum entity_kind *out_kind);

/* How certain a value is: the flags of SDMX and Eurostat, and two of our own for shares that are so close to 0 or 100 %
 * of so few that the number would tell of each. With c, z, u, l and h there is no value. */
enum status {
    STATUS_NORMAL = 0,
    STATUS_PROVISIONAL,
    STATUS_REVISED,
    STATUS_CONFIDENTIAL,
    STATUS_NOT_APPLICABLE,
    STATUS_UNKNOWN,
    STATUS_FEW, /* "l", for low: very few of them, if any */
    STATUS_MOST /* "h", for high: nearly all of them, if not all */
};
#define STATUS_COUNT (STATUS_MOST + 1)

/* "", "p", "r", "c", "z", "u", "l", "h". */
const char *status_flag(enum status status);

/* The reverse; STATUS_NORMAL of any other text. */
enum status status_of_flag(struct str flag);

/* The code of the territory of what has no place: online-only trainings, or without a usable place. */
#define TERRITORY_NOT_LOCATED "ND"
#define COUNTRY_CODE          "FR"

/* Appends `s` with every byte outside [A-Za-z0-9._-] as %XX: the form of ids in cell ids and URLs. */
void cell_write_id(struct buf *out, struct str id);

/* "region:76": what of a cell id names the entity. */
void cell_write_entity(struct buf *out, enum entity_kind kind, struct str code);

/* The reverse; the code, without its encoding, is part of `text` or a new text in the arena. False when it has not this
 * form. */
bool cell_parse_entity(struct arena *arena, struct str text, enum entity_kind *out_kind, struct str *out_code);

/* Only `code` is encoded; the others are ASCII codes of our own. */
void cell_write(struct buf *out, struct str indicator, enum entity_kind kind, struct str code, struct str period,
                struct str breakdown);

struct cell_id {
    struct str indicator, code, period, breakdown; /* code without its encoding */
    enum entity_kind kind;
};

/* The reverse; without its last slash the breakdown is empty. `code` may be a new text in the arena
 * (cell_parse_entity); the others are parts of `text`. False when it has not this form: whether such a figure exists is
 * another question. */
bool cell_parse(struct arena *arena, struct str text, struct cell_id *out);

#endif
