/* The ledger of releases as text: one file a release, INPUT/releases/2017-T2.csv, sorted, made to be compared line by
 * line and kept under version control. It holds protected counts and nothing else, so that it may be shown to anyone:
 *
 *     # gencarto ledger 1; release 2017-T2; by 2017-T2; base 5; method 1; received 2017-06-30; moved 0; lines 3;
 *       digest 1f0e8a77c5d20b14                                                    (all on one line)
 *     measure,breakdown,entity,within,count
 *     apprenants,,training:F0012,department:31+structure:S004,15
 *     apprenants,,training:F0013,department:31,5
 *     apprenants,sexe:F,department:31,,5
 *
 * A line is a state, the cumulative count that the release published of a cell at its finest published level; zeros are
 * left out. Or it is a change of an earlier quarter: `within` is then that quarter, with the cause of a revision:
 * "2016-T4+late", or without one, of outcomes that became known and of what is published for the first time: "2017-T1"
 * ("2017-T1+department:31" of a training). Or it only names the main cause of what the flow of a cell below the regions
 * holds of earlier quarters: `within` is the cause, the count 0. Or it has no entity:
 * "accueils,origine,,,0" says that the release publishes that breakdown, of which all counts are 0. Codes are written
 * as in cell ids. `by` is the release that first published it, a later one where several were frozen at once.
 * `received` is the day of the last file that the release knew ("-": no file has a day); `moved` counts the trainings
 * that changed department or structure, or left the register, since the release before; the digest, of the lines from
 * the second on, finds what was changed by accident.
 */
#ifndef GENCARTO_COMPILE_LEDGER_LEDGER_FILE_H
#define GENCARTO_COMPILE_LEDGER_LEDGER_FILE_H

#include "gencarto/base/error.h"
#include "gencarto/base/period.h"

#define LEDGER_VERSION 1

struct ledger_line {
    struct str measure, breakdown, entity, within; /* as written */
    int64_t count;
};

struct ledger_file {
    struct period release;
    struct period published_by; /* the release itself, or a later one that was frozen with it */
    int base, method;
    int32_t received_day; /* DATE_NONE: no file has a day */
    int64_t trainings_moved;
    struct ledger_line *lines; /* in the order of the file: line i stands at line i + 3 */
    size_t count;
};

/* Sorts the lines and appends the file. */
void ledger_file_write(struct buf *out, struct ledger_file *file);

/* Reads what ledger_file_write wrote of that release, and nothing else: another header, an order, a count that is no
 * multiple of the base, a missing line or one that was changed is ERROR_INPUT, with the line and what to do. The lines
 * point into `text`. */
bool ledger_file_read(struct arena *arena, const char *path, struct str text, struct period release,
                      struct ledger_file *out_file, struct error *err);

/* What both kinds of ledgers share. */

/* "FOLDER/2017-T2.csv", in the arena. */
char *ledger_path(struct arena *arena, const char *folder, struct period release);

/* "release 2017-T2; by 2017-T2; base 5; method 1; received 2017-06-30" */
void ledger_header_write(struct buf *out, const struct ledger_file *file);

/* The values of a header line "NAME VALUE; NAME VALUE": names with the space after them, in order. False when the line
 * has others. */
bool ledger_header_split(struct str line, const char *const *names, size_t count, struct str *out_values);

/* Sixteen hexadecimal digits that tell whether the text was changed by accident. */
void ledger_digest_write(struct buf *out, struct str body);
bool ledger_digest_is(struct str body, struct str stated);

/* ERROR_INPUT at a line, with what to do about a ledger that is not as it was written. Always false. */
bool ledger_file_fault(const char *path, int64_t line, const char *what, struct error *err);

#endif
