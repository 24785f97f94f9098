/* The audit: an attacker's reading of a published site. It sees what everybody sees, shares no code with the protection
 * or with what makes the pages, and looks for what the protection promises is not there:
 *
 *   - in public.sqlite: a count of persons that is negative or no multiple of the base, a share of anything else,
 *     territories, trainings, breakdowns or quarters that do not add up, a table nobody knows;
 *   - in pages and figures (HTML and SVG): an element with data-cell whose number is not the cell's, a column headed by
 *     a count, or a number before the word for learners or enrolments, that is no multiple;
 *   - in CSV, JSON and GeoJSON: the same by the names of columns and keys;
 *   - in the bytes of every file: the texts of `canaries`, one a line, which the input holds and no output may.
 *
 * What it does not read: the pixels of PNG files, lengths and areas drawn in figures, compressed streams of PDF.
 *
 *     struct audit_report report;
 *     if (!audit_run(&arena, &(struct audit_options){.output = "output"}, &report, err)) return false;
 *     ... report.fault_count is 0 when every attack failed ...
 */
#ifndef GENCARTO_AUDIT_AUDIT_H
#define GENCARTO_AUDIT_AUDIT_H

#include <stdint.h>

#include "gencarto/base/error.h"

struct audit_options {
    const char *output;   /* folder of a site, with donnees/public.sqlite */
    const char *canaries; /* file, or NULL */
};

struct audit_fault {
    struct str rule;  /* "count-not-multiple" */
    struct str place; /* path below the folder, and a line where there are lines */
    struct str cell;  /* or column, or word */
    struct str found, expected;
};

struct audit_report {
    int64_t files, bytes;
    int64_t cells;   /* figures of public.sqlite */
    int64_t shown;   /* numbers of other files compared with them */
    int64_t counted; /* numbers of columns, keys and sentences that must be multiples */
    int64_t canaries;
    struct audit_fault *faults; /* in the order of the files; at most AUDIT_FAULTS_MAX are kept */
    size_t fault_count;         /* all */
    size_t kept;
};

#define AUDIT_FAULTS_MAX 1000

/* Everything lives in the arena. ERROR_INPUT when the folder or its public.sqlite cannot be read as one of ours. */
bool audit_run(struct arena *arena, const struct audit_options *options, struct audit_report *out_report,
               struct error *err);

#endif
