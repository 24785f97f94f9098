/* The rows about persons, packed: 24 bytes each, whatever the export. Personal.
 *
 *     struct enrolment_row row = enrolment_at(&input->enrolments, i);
 *
 * A row is open (struct enrolment_row) where it is read and where it is used, and packed where ten million are kept.
 * What most rows have stands in struct enrolment_packed; what few have stands apart: the training that a redirected
 * learner left, and a day of registration that is neither the entry nor the first day of the file's quarter. What many
 * programmes do not tell at all, the bursaries, stands apart too: a byte a row where a file has their column.
 */
#ifndef GENCARTO_COMPILE_INGEST_ENROLMENT_TABLE_H
#define GENCARTO_COMPILE_INGEST_ENROLMENT_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "gencarto/base/arena.h"
#include "gencarto/base/date.h"

#define INDEX_NONE UINT32_MAX

enum sex { SEX_F, SEX_M, SEX_X, SEX_UNKNOWN };
enum ternary { TERNARY_YES, TERNARY_NO, TERNARY_UNKNOWN };
enum entry_situation { ENTRY_UNEMPLOYED, ENTRY_EMPLOYED, ENTRY_STUDENT, ENTRY_INACTIVE, ENTRY_UNKNOWN };
enum enrolment_status {
    ENROLMENT_REGISTERED,
    ENROLMENT_IN_TRAINING,
    ENROLMENT_FINISHED,
    ENROLMENT_DROPPED_OUT,
    ENROLMENT_REDIRECTED
};
enum outcome {
    OUTCOME_EMPLOYMENT,
    OUTCOME_TRAINING,
    OUTCOME_BUSINESS,
    OUTCOME_SEARCHING,
    OUTCOME_OTHER,
    OUTCOME_UNKNOWN
};

#define AGE_UNKNOWN   255
#define LEVEL_UNKNOWN 255

#define AID_UNKNOWN  UINT16_MAX /* the file does not tell, or nothing that can be read */
#define AID_MOST_EUR 20000      /* of one enrolment: what is above counts as unknown. aids.h relies on it */

/* Of residence: not told, and told but in no department of the reference. */
#define RESIDENCE_UNKNOWN   127
#define RESIDENCE_ELSEWHERE 126

struct enrolment_row {
    uint32_t learner;       /* number of the person, 0.. */
    uint32_t training;      /* index into trainings */
    uint32_t origin;        /* training left by a redirected learner, or INDEX_NONE */
    uint32_t file;          /* index into files */
    uint32_t line;          /* in its file */
    uint32_t session;       /* a hash of the session's name, of 25 bits, 0 when it has none */
    int32_t registered_day; /* day that makes the enrolment count: date_entree, else first day of the file's quarter */
    int32_t entry_day, exit_day;                                   /* DATE_NONE */
    uint8_t age;                                                   /* at entry, AGE_UNKNOWN */
    uint8_t level;                                                 /* at entry, 2019 nomenclature 0..8, LEVEL_UNKNOWN */
    uint8_t sex, entry_situation, neet, qpv, zrr, status, outcome; /* neet is derived (DATA.md), not the column */
    uint8_t residence; /* index into reference.departments, or RESIDENCE_... */
    uint16_t aid_eur;  /* bursary: AID_UNKNOWN, 0: none is told */
    uint16_t doubts;   /* what the checks of several rows found in it: a bit each (checks.h) */
};

#define ENROLMENT_LINE_BITS 30 /* more lines than a thousand million, of all files, are refused */
#define ENROLMENT_LINE_MASK ((UINT32_C(1) << ENROLMENT_LINE_BITS) - 1)

#define ENROLMENT_AID_CODES 1024 /* two bits in the row, eight beside it */

/* Days of a row are from 1925 to 2104; their number is counted from the day before, 0 is none. */
#define ENROLMENT_DAY_BASE (-16437)

#define ENROLMENT_TRAINING_BITS 22 /* a register of more than four million trainings is refused */
#define ENROLMENT_TRAINING_MASK ((UINT32_C(1) << ENROLMENT_TRAINING_BITS) - 1)
#define ENROLMENT_SESSION_BITS  25
#define ENROLMENT_SESSION_MASK  ((UINT32_C(1) << ENROLMENT_SESSION_BITS) - 1)

struct enrolment_packed {
    uint32_t training : ENROLMENT_TRAINING_BITS, age : 8, has_origin : 1, has_registered_day : 1;
    union {
        struct {
            uint32_t sex : 2, neet : 2, qpv : 2, zrr : 2, status : 3, entry_situation : 3, outcome : 3, level : 4;
            uint32_t doubts : 11;
        };
        uint32_t codes; /* all of these: those of several columns add up */
    };
    uint32_t session : ENROLMENT_SESSION_BITS, residence : 7;
    uint32_t line : ENROLMENT_LINE_BITS; /* lines of all files counted on: file and line in one number */
    uint32_t aid_code : 2;               /* the upper bits of the code of its bursary */
    uint16_t entry_day, exit_day;
};

struct enrolment_origin {
    uint32_t place, training;
};

struct enrolment_table {
    size_t count;
    struct enrolment_packed *rows;
    uint32_t *learners;
    uint16_t *registered_days;        /* of the rows that have one of their own; NULL when none has */
    uint8_t *aid_codes;               /* of each row: the lower bits of the code of its bursary; NULL: there is none */
    uint16_t *aid_of_code;            /* by code: in euros, plus 1, 0: unknown */
    uint16_t *aids;                   /* the same by row where codes do not suffice, else NULL */
    struct enrolment_origin *origins; /* of the rows that have one, by place */
    size_t origin_count;
    size_t file_count;
    uint32_t *first_lines;  /* by file: lines before it, UINT32_MAX for one that is not read */
    uint32_t *first_places; /* by file: rows whose identifiers came before it; NULL: none came twice */
    int32_t *quarter_days;  /* by file: first day of the quarter in its name, DATE_NONE */
};

/* A bursary as it stands in a table, and back: 0 is unknown. */
static inline uint16_t enrolment_pack_aid(uint16_t aid_eur)
{
    return (uint16_t)(aid_eur + 1u);
}

/* A day as it stands in a row, and back. */
static inline uint16_t enrolment_pack_day(int32_t day)
{
    return day == DATE_NONE ? 0 : (uint16_t)(day - ENROLMENT_DAY_BASE);
}

static inline int32_t enrolment_unpack_day(uint16_t packed)
{
    return packed == 0 ? DATE_NONE : ENROLMENT_DAY_BASE + packed;
}

/* The level as it stands in a row. */
#define ENROLMENT_LEVEL_NONE 15 /* of four bits */
static inline unsigned enrolment_pack_level(uint8_t level)
{
    return level == LEVEL_UNKNOWN ? ENROLMENT_LEVEL_NONE : level;
}

/* The code of a bursary; where the table has codes. */
static inline unsigned enrolment_aid_code_at(const struct enrolment_table *table, size_t place)
{
    return table->aid_codes[place] | (unsigned)table->rows[place].aid_code << 8;
}

/* Does any file tell of bursaries? */
static inline bool enrolment_has_aids(const struct enrolment_table *table)
{
    return table->aids || table->aid_codes;
}

/* The row as it is kept, without learner, origin, registered day and bursary; `line` counts on from `lines_before`. */
void enrolment_pack(const struct enrolment_row *row, uint32_t lines_before, struct enrolment_packed *out_packed);

/* The row at a place below `count`. */
struct enrolment_row enrolment_at(const struct enrolment_table *table, size_t place);

/* The file of a line that counts on over all files. */
uint32_t enrolment_file_of_line(const struct enrolment_table *table, uint32_t line);

/* The file in which the identifier of a row first came: rows stand in that order. */
uint32_t enrolment_first_file_at(const struct enrolment_table *table, size_t place);

/* Parts of a row, for loops over all rows. */
uint32_t enrolment_file_at(const struct enrolment_table *table, size_t place);
uint32_t enrolment_origin_at(const struct enrolment_table *table, size_t place);
int32_t enrolment_registered_day_at(const struct enrolment_table *table, size_t place);
uint16_t enrolment_aid_at(const struct enrolment_table *table, size_t place);

/* The quarter of each packed day: an index of struct period, 0 of the day that is none. 65,536 of them, in the arena.
 */
const uint16_t *enrolment_quarters(struct arena *arena);

/* Rows that one thread looks at in one go, in loops over all of them; and how many such spans there are. */
#define ENROLMENT_SPAN 65536
size_t enrolment_span_count(const struct enrolment_table *table);
size_t enrolment_span_end(const struct enrolment_table *table, size_t span);

/* A table of these rows, in the arena: for tests and samples. Their files are numbered below `file_count`, and their
 * lines below 2^30 / file_count. */
struct enrolment_table enrolment_table_of(struct arena *arena, const struct enrolment_row *rows, size_t count,
                                          size_t file_count);

#endif
