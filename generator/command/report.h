/* What the check of an input found, for people and for programs. No value of a personal table is in it: findings do
 * not hold any. */
#ifndef GENCARTO_GENERATOR_COMMAND_REPORT_H
#define GENCARTO_GENERATOR_COMMAND_REPORT_H

#include "digest.h"
#include "gencarto/base/buf.h"
#include "gencarto/base/error.h"
#include "gencarto/compile/ingest/input.h"
#include "terminal.h"

/* "2 errors, 14 warnings, 1 note", or "no finding". */
void report_write_counts(struct buf *out, const struct findings *findings);

/* "; the first 1,000 are listed": of a rule that a file breaks more than FINDINGS_KEPT times. */
void report_write_kept(struct buf *out);

/* A few lines: for each rule how often, its first place and the remedy; errors first. */
void report_write_summary(struct buf *out, const char *folder, const struct input *input);

/* What a check gives to programs. `input` is NULL when it could not be read; `refusal` of kind ERROR_NONE when it is
 * accepted. Of each rule and file the first FINDINGS_KEPT findings are there; the counts are of all. */
struct report {
    const char *folder;
    const struct input *input;
    const struct error *refusal;
    const struct digest *digests; /* of each file of the input; NULL when they are not wanted */
    struct screen screen;         /* of whoever reads the text; zeros: a file or a program does */
};

typedef void report_writer(struct buf *out, const struct report *report);

/* For people: how the files were read, every rule that was broken in each file with its first places, then what a
 * screen shows: the rules, the files with their rows and findings, those to mend first, and the verdict. The input was
 * read. On a screen lines are broken at its edge, and the files that it has no room for are summed up. */
report_writer report_write_text;

/* The part of it about files: a line each. */
report_writer report_write_files;

/* In the form of Frictionless Data's report (valid, stats, tasks with errors: rowNumber, fieldNumber, type, message),
 * with members of our own for what it has no word for. Warnings and notes are `notices`. */
report_writer report_write_json;

/* SARIF 2.1.0 (OASIS): one run, its rules, a result for each finding, of the gravest as many as code hosts take. */
report_writer report_write_sarif;

/* JUnit XML: a suite for each file, a case for each rule that it breaks; errors are failures. */
report_writer report_write_junit;

/* Every rule with what mends it: for people the gravest first, as JSON in the order of the ids. */
void report_write_rules(struct buf *out);
void report_write_rules_json(struct buf *out);

/* "error", "warning", "note": as compilers and SARIF say. */
const char *report_severity_word(enum severity severity);

/* The rules that were broken, each once, errors first and then by id; in the arena. */
const struct rule **report_rules(struct arena *arena, const struct findings *findings, size_t *out_count);

/* The rows of all files together. */
struct input_file report_total(const struct input *input);

/* How often the rule was broken in all files. */
int64_t report_rule_total(const struct findings *findings, const struct rule *rule);

#endif
