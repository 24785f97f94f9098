/* What one dialect makes of a sample, and how well that explains it.
 *
 * Q = P x T, after van den Burg, Nazabal and Sutton (2019), for each delimiter, quote and escape.
 *
 * P, the row patterns: the sum over the widths k of (w_k / W)^2 (max(alpha, L_k - 1) / L_k), where L_k is the number of
 * cells, w_k the weight of the records that have as many, and W of all. A record weighs 1; one above the first or below
 * the last of the commonest width, as titles and footnotes are, a quarter. The square (the paper divides by the
 * number of widths) lets one bad record in a thousand pass for what it is.
 * T, the types: the mean over the cells of how well a cell looks like something.
 * P loses by the share of records that break the grammar of quotes, gains by cells that keep it, and loses where a
 * delimiter is rare by nature. Characters that are in every text, as blanks and colons are, cut one only when the cells
 * are facts (numbers, dates, codes, addresses) or quoted, and the lines are none by themselves.
 *
 *     dialect_score_read(&candidate, &sample, 0, sample.count, DIALECT_RECORDS, &record, &reading);
 *     dialect_score_pattern(&candidate, &reading, &prior);
 *     dialect_score_types(&candidate, &reading, &prior);
 */
#ifndef GENCARTO_TABULAR_DIALECT_SCORE_H
#define GENCARTO_TABULAR_DIALECT_SCORE_H

#include "gencarto/tabular/dialect.h"
#include "gencarto/tabular/dialect_sample.h"
#include "gencarto/tabular/tolerant.h"

/* What one candidate makes of the sample. */
struct dialect_reading {
    size_t records;
    size_t broken, quoted;
    size_t worded;               /* records with quotes in bare cells as texts have them */
    size_t running;              /* records that go over several lines */
    bool is_too_wide;            /* the first record of several cells has above RECORD_FIELDS, and is not read */
    size_t later, padded;        /* cells after the first that are not empty, and those with a blank before them */
    bool has_single;             /* a cell begins with ' */
    size_t doubled, backslashed; /* records with such quotes inside quotes */
    double types;                /* sum over the cells, and their numbers: read with types */
    size_t cells, filled, facts;
    size_t widths[DIALECT_RECORDS]; /* last: only those of the records are set */
};

/* Of the parts from `from` to `to`, exclusive, whose delimiter is the candidate's byte. The types are those of the
 * first `typed` records. `record` is scratch. */
void dialect_score_read(const struct dialect_candidate *candidate, const struct dialect_sample *sample, size_t from,
                        size_t to, size_t typed, struct tolerant_record *record, struct dialect_reading *out_reading);

/* Adds the types of a line without quotes, whose end is not with it, to a reading without types. */
void dialect_score_line(struct dialect_reading *reading, struct str line, char delimiter);

/* Fills the pattern, the width, padding and counts; the types are not looked at: -1. */
void dialect_score_pattern(struct dialect_candidate *candidate, const struct dialect_reading *reading,
                           const struct delimiter_prior *prior);

/* The types and the score, of a reading with types. */
void dialect_score_types(struct dialect_candidate *candidate, const struct dialect_reading *reading,
                         const struct delimiter_prior *prior);

/* No candidate scores more than its pattern, nor, of a delimiter that is not of texts,
 * less than this share of it; nor a pattern more than this times its prior. */
#define DIALECT_PATTERN_MOST       1.0  /* where no cell is quoted */
#define DIALECT_PATTERN_QUOTED     1.25 /* where one may be */
#define DIALECT_TYPES_LEAST        0.199
#define DIALECT_PATTERN_ONE_COLUMN 0.1 /* times the above: where it cuts nothing */

#endif
