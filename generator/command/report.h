/* What the check of an input found, for people and for programs. No value of a personal table is in it: findings do
 * not hold any. */
#ifndef GENCARTO_GENERATOR_COMMAND_REPORT_H
#define GENCARTO_GENERATOR_COMMAND_REPORT_H

#include "gencarto/base/buf.h"
#include "gencarto/base/error.h"
#include "gencarto/compile/ingest/input.h"

/* "2 errors, 14 warnings, 1 note", or "no finding". */
void report_write_counts(struct buf *out, const struct findings *findings);

/* A few lines: for each rule how often, its first place and the remedy; errors first. */
void report_write_summary(struct buf *out, const char *folder, const struct input *input);

/* Files, rows, and every rule that was broken in each file with its first places. */
void report_write_text(struct buf *out, const char *folder, const struct input *input);

/* One JSON document with every finding. `input` is NULL when it could not be read; `refusal` of kind ERROR_NONE when
 * it is accepted. */
void report_write_json(struct buf *out, const char *folder, const struct input *input, const struct error *refusal);

#endif
