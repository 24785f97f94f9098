/* Findings: what is wrong or odd in the input, row by row, without stopping the run.
 *
 * A finding names a rule, the place and the shape found. Rules (id, severity, messages, remedy) are one constant table
 * owned by the reader of the input. Findings about personal tables never hold a value: `detail` describes the shape.
 *
 * Ten million bad rows make no ten million findings: of each rule in each file the first FINDINGS_KEPT added are kept,
 * and all are counted. Whoever goes back to the rows may ask for the places of the others too (findings_keep_places),
 * and walks over all of them:
 *
 *     struct finding_walk walk = findings_walk(&findings, STR("a.csv"));
 *     while (findings_walk_to(&walk, line, &finding)) { ... }         // for each line, upwards
 */
#ifndef GENCARTO_BASE_FINDING_H
#define GENCARTO_BASE_FINDING_H

#include <stdint.h>

#include "gencarto/base/str.h"

enum severity { SEVERITY_INFO = 0, SEVERITY_WARNING, SEVERITY_ERROR /* the row is set aside */ };

/* "info", "warning", "error". */
const char *severity_name(enum severity severity);

struct rule {
    const char *id; /* "date", "unknown-training": stable, kebab case */
    enum severity severity;
    const char *message; /* one English line, what is wrong */
    const char *remedy;  /* one English line, how to mend it */
};

struct finding {
    const struct rule *rule;
    struct str file;   /* name inside the input folder */
    int64_t line;      /* 1-based; 0 when the finding is about the whole file */
    int column;        /* 1-based column of the table; 0 when about the whole row */
    struct str detail; /* what was found and what was expected */
};

struct finding_tally { /* of one rule in one file */
    const struct rule *rule;
    struct str file;
    int64_t count;   /* kept or not */
    uint32_t number; /* its index, by which places name it */
};

/* Of a finding that is counted only. */
struct finding_place {
    int64_t line;
    uint32_t tally; /* number of the tally */
    int column;
};

#define FINDINGS_KEPT 1000

struct findings {
    struct arena *arena;
    struct finding *items; /* those kept */
    size_t count, capacity;
    struct finding_tally *tallies;
    size_t tally_count, tally_capacity;
    uint32_t *slots; /* a hash table: index of the tally + 1, or 0; twice as many as tally_capacity */
    bool keeps_places;
    struct finding_place *places; /* of the errors and warnings that are not among the items */
    size_t place_count, place_capacity;
};

void findings_init(struct findings *findings, struct arena *arena);

/* From now on, before anything is added: the place of every error and warning is known in the end, 16 bytes each. */
void findings_keep_places(struct findings *findings);

/* Findings that will be appended to `whole`, and keep what it keeps. */
void findings_init_part(struct findings *part, struct arena *arena, const struct findings *whole);

/* Copies file and detail into the arena. */
void findings_add(struct findings *findings, const struct rule *rule, struct str file, int64_t line, int column,
                  struct str detail);

/* Adds what another reader found, of the following rows: the same as if all had been added here one by one. The text
 * is copied. Lines are raised by `line_offset`. */
void findings_append(struct findings *findings, const struct findings *more, int64_t line_offset);

/* All that were added, kept or not; of one rule in one file. */
size_t findings_count(const struct findings *findings, enum severity severity);
int64_t findings_total(const struct findings *findings, const struct rule *rule, struct str file);

/* By file, line, column, rule: the order in which they are reported. Tallies by file and rule. */
void findings_sort(struct findings *findings);

/* The findings of one file, line after line, after findings_sort. What was counted only has no detail. */
struct finding_walk {
    const struct findings *findings;
    struct str file;
    size_t item, place; /* the next ones */
};
struct finding_walk findings_walk(const struct findings *findings, struct str file);

/* The next finding of `line`, first those kept, each by column and rule; those of lines before it are passed over.
 * False when there is none left. */
bool findings_walk_to(struct finding_walk *walk, int64_t line, struct finding *out_finding);

#endif
