/* What changed between two public files, figure by figure.
 *
 *     struct difference difference;
 *     if (!difference_read(&arena, "2017-T3.sqlite", "2017-T4.sqlite", &difference, err)) return false;
 *     ... difference.changes: the most important first ...
 */
#ifndef GENCARTO_CONSULT_DIFFERENCE_H
#define GENCARTO_CONSULT_DIFFERENCE_H

#include <stdint.h>

#include "gencarto/base/error.h"
#include "gencarto/base/value.h"

/* The order is that of the changes. */
enum compared {
    COMPARED_FIGURE,
    COMPARED_TARGET,
    COMPARED_INDICATOR,
    COMPARED_PROGRAMME,
    COMPARED_TERRITORY,
    COMPARED_TRAINING,
    COMPARED_STRUCTURE,
    COMPARED_LABEL_EVENT,
    COMPARED_TABLES
};

/* "figure", "training"... */
extern const char *const compared_names[COMPARED_TABLES];

enum change_kind {
    CHANGE_OF_VALUE, /* something else than the flag of a figure changed */
    CHANGE_REMOVED,
    CHANGE_OF_FLAG, /* of a figure: its flag alone, such as a figure that is no longer provisional */
    CHANGE_ADDED,
    CHANGE_KINDS
};

struct changed_field {
    struct str column;
    struct value before, after;
};

struct change {
    enum compared table;
    enum change_kind kind;
    struct str key;               /* a cell id, or the key of the row: "2017-T4", "F012" */
    struct str name;              /* of the row, in words; may be empty */
    struct changed_field *fields; /* those that differ; of an added or removed figure its value, of such a row none */
    size_t field_count;
    int level; /* of a figure: 0 country, 1 region, 2 department, 3 structure, 4 training, then breakdowns of each */
    double relative; /* of a figure: |change| / the larger of the two, 0..1; points / 100 of a share */
};

struct difference {
    struct str old_release, new_release;
    int64_t counts[COMPARED_TABLES][CHANGE_KINDS];
    int64_t same[COMPARED_TABLES];
    struct change *changes; /* by table, then kind; figures by level and then the largest change, then by key */
    size_t change_count;
};

/* Everything lives in the arena. ERROR_INPUT when one is no public file of this schema. */
bool difference_read(struct arena *arena, const char *old_database, const char *new_database, struct difference *out,
                     struct error *err);

#endif
