/* What is looked at of a text to find its dialect: its beginning, parts spread over the rest, and the first lines with
 * marks of quoting that the beginning may not have. Each begins with a line. */
#ifndef GENCARTO_TABULAR_DIALECT_SAMPLE_H
#define GENCARTO_TABULAR_DIALECT_SAMPLE_H

#include "gencarto/base/str.h"

#define DIALECT_SAMPLE_BYTES (size_t)(64 * 1024)
#define DIALECT_LEAST_LINES  3
#define DIALECT_MOST_BYTES   (size_t)(4 * 1024 * 1024)
#define DIALECT_SPREAD       8
#define DIALECT_MARKS        6
#define DIALECT_PARTS        (1 + 2 * (DIALECT_SPREAD + DIALECT_MARKS))

/* Records looked at: of the beginning, and of each part further on. */
#define DIALECT_HEAD_RECORDS 100
#define DIALECT_PART_RECORDS 12
#define DIALECT_RECORDS      (DIALECT_HEAD_RECORDS + DIALECT_PARTS * DIALECT_PART_RECORDS)

struct dialect_sample {
    struct str parts[DIALECT_PARTS]; /* the beginning first */
    size_t count;                    /* 1 or more */
    bool is_whole;                   /* the beginning is all */
    bool is_unquoted;                /* it is known that none of " ' \ stands in them */
};

struct dialect_sample dialect_sample_of(struct str text);

/* Bytes of the beginning that are looked at: DIALECT_SAMPLE_BYTES, or as many as the first DIALECT_LEAST_LINES lines
 * take, those of a quoted cell counted as one, DIALECT_MOST_BYTES at most, also where the text ends before them. */
size_t dialect_sample_beginning(struct str text);

/* Adds the lines of one further part, from text around it, as long as there is room: what stands before the first line
 * end is dropped. Lines that are there already, as text around a long one gives them, are not added again. */
void dialect_sample_add_part(struct dialect_sample *sample, struct str text);

/* So too the lines of `text` with the first marks of quoting. */
void dialect_sample_add_marked(struct dialect_sample *sample, struct str text);

/* Does one of the parts hold the text? */
bool dialect_parts_hold(const struct str *parts, size_t count, struct str wanted);

#endif
