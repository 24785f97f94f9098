/* The audit: an attacker's reading of a published site. It sees what everybody sees, shares no code with the protection
 * or with what makes the pages, and looks for what the protection promises is not there:
 *
 *   - in public.sqlite: a count of persons that is negative or no multiple of the base, a share of anything else,
 *     territories, trainings, breakdowns or quarters that do not add up, a table nobody knows, freed pages and bytes
 *     that no row uses any more;
 *   - in pages and figures (HTML and SVG): an element with data-cell whose number is not the cell's, a column headed by
 *     a count, or a number before the word for learners or enrolments, that is no multiple; a bar, a point or a circle
 *     that tells another number than the cell's; titles, descriptions and alternative texts as sentences;
 *   - in texts of any file, attributes that are read out with them, a number beside a word for persons, on either side;
 *     an e-mail address, a telephone, a number of the social security, a bank account that are not the programme's;
 *   - what is not shown: comments, metadata, scripts and data of a page or figure, numbers in attributes, classes and
 *     ids that nothing refers to, names of its own in a head, a sheet or script that names a territory, files of a kind
 *     that nobody reads;
 *   - in CSV, JSON and GeoJSON, the same by the names of columns and keys; columns that datapackage.json does not
 *     declare, numbers that public.sqlite does not hold, registers in an order that no column explains; in PDF, the
 *     text of its pages, its outline and its metadata, streams inflated; in PNG, text chunks, metadata, and bytes
 *     after the picture;
 *   - sparklines, strips of ticks and lines: each must be explained by published figures of its own series;
 *   - shades of maps, tiles and tables: a darker one for no lesser figure, none for what is not shown; parts of a
 *     bar by their shares; circles of territories by one figure;
 *   - lists that go by a count: equal counts must follow the name, or another figure that is shown; tables of a page in
 *     an order that nearly is that of a count, or in one that no column explains;
 *   - hidden cells (status c): how narrow an interval what is published leaves of them, by propagation of intervals,
 *     then by linear programs, with the sums between figures and with what their definitions say of each other;
 *   - former releases: a closed quarter whose figures are not what they were;
 *   - in the name and the bytes of every file, and in what is inflated of it: the texts of `canaries`, one a line;
 *     pseudonyms, identifiers and free texts of the personal files of `input`, also backwards, encoded, hashed, cut or
 *     broken up; the hashes, sizes and rows of these files;
 *   - pictures and PDF pages beside the SVG file of the same name: each pixel that lies well inside what is drawn has
 *     its colour to the last bit, each line ends at a corner of the figure, each number is one of its texts;
 *   - what is broken besides: links, anchors, requests to others, the manifest, budgets of size.
 *
 * What it does not read: the shape of letters in pixels, shapes without an axis or a cell other than those,
 * the order of bars and of what is listed without a table, numbers in letters ("sept"), free texts of the
 * register, and what is drawn from the figures of public.sqlite by a rule of its own (forecasts).
 *
 *     struct audit_report report;
 *     if (!audit_run(&arena, &(struct audit_options){.output = "output"}, &report, err)) return false;
 *     ... report.disclosure_count is 0 when every attack failed, report.output_count when nothing is broken ...
 */
#ifndef GENCARTO_AUDIT_AUDIT_H
#define GENCARTO_AUDIT_AUDIT_H

#include <stdint.h>

#include "gencarto/base/error.h"

struct audit_options {
    const char *output;        /* folder of a site, with donnees/public.sqlite */
    const char *canaries;      /* file, or NULL */
    const char *input;         /* folder of the input with the personal files, to compare with; or NULL */
    const char *const *former; /* former releases: folders of sites, or public.sqlite files */
    size_t former_count;
};

enum audit_harm { AUDIT_DISCLOSURE, AUDIT_OUTPUT };

/* What can be wrong. */
struct audit_rule {
    const char *name; /* "count-not-multiple" */
    enum audit_harm harm;
    const char *meaning;
    const char *remedy;
};

/* In byte order of their names. */
extern const struct audit_rule audit_rules[];
extern const size_t audit_rule_count;

/* An unknown name is a bug. */
const struct audit_rule *audit_rule_of(struct str name);

struct audit_fault {
    struct str rule;  /* name of an audit_rule */
    struct str place; /* path below the folder, and a line where there are lines */
    struct str cell;  /* or column, word, element */
    struct str found, expected;
};

/* What was read of one kind of file. */
enum audit_kind {
    AUDIT_PAGES,
    AUDIT_FIGURES,
    AUDIT_TABLES,
    AUDIT_DOCUMENTS, /* JSON, GeoJSON, JSON-LD, feeds */
    AUDIT_REPORTS,   /* PDF */
    AUDIT_PICTURES,
    AUDIT_DATABASES,
    AUDIT_OTHERS,
    AUDIT_KINDS
};

struct audit_kind_read {
    int64_t files, bytes, numbers;
};

extern const char *const audit_kind_names[AUDIT_KINDS];

struct audit_report {
    struct audit_kind_read kinds[AUDIT_KINDS];
    int64_t files, bytes;
    int64_t cells;       /* figures of public.sqlite */
    int64_t shown;       /* numbers of other files compared with them */
    int64_t counted;     /* numbers of columns, keys and sentences that must be multiples */
    int64_t lengths;     /* bars, points and circles whose number was measured */
    int64_t pixels;      /* of pictures, compared with their figures */
    int64_t corners;     /* of PDF pages, looked for in their figures */
    int64_t orders;      /* lists that go by a figure, with equal ones */
    int64_t hidden;      /* cells that are hidden, each attacked */
    int64_t programs;    /* linear programs solved for that */
    int64_t definitions; /* limits of one count by another that follow from their definitions, used for that */
    int64_t refuted;     /* such limits that contradict what is published, left aside */
    int64_t former;      /* former releases compared */
    int64_t links;
    int64_t traces;             /* texts of personal files, and canaries, looked for in all bytes */
    struct audit_fault *faults; /* in the order of the files; at most AUDIT_FAULTS_MAX are kept */
    size_t fault_count;         /* all */
    size_t *rule_counts;        /* [audit_rules]: all of that rule, of which at most AUDIT_FAULTS_EACH are kept */
    size_t disclosure_count, output_count;
    size_t kept;
};

#define AUDIT_FAULTS_MAX  1000
#define AUDIT_FAULTS_EACH 100

/* Everything lives in the arena. ERROR_INPUT when the folder or its public.sqlite cannot be read as one of ours. */
bool audit_run(struct arena *arena, const struct audit_options *options, struct audit_report *out_report,
               struct error *err);

#endif
