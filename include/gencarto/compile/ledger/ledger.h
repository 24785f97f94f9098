/* The releases that are kept: what was published of each cell, in the folder `releases` of the input, one file a
 * release (ledger_file.h). Reading gives protected tables again; writing freezes those of a new release.
 *
 *     struct ledger ledger;
 *     ledger_open(arena, "input/gen/releases", (struct period){0}, &ledger, err) &&
 *         ledger_tables(arena, &ledger, &shown, &is_new, &revisions, err);
 *
 * A ledger without files has quarters 0. Frozen quarters follow each other without a gap.
 */
#ifndef GENCARTO_COMPILE_LEDGER_LEDGER_H
#define GENCARTO_COMPILE_LEDGER_LEDGER_H

#include "gencarto/compile/cube/revision.h"
#include "gencarto/compile/ledger/ledger_file.h"

#define LEDGER_FOLDER "releases"

struct ledger_release {
    struct period period;
    const char *path;
    struct ledger_file file;
};

struct ledger {
    int quarters;
    struct ledger_release *releases; /* [quarter] */
};

/* The quarters of the folder's files up to `last` (index 0: all), in order. ERROR_INPUT: a file that is no
 * release, a gap. */
bool ledger_periods(struct arena *arena, const char *folder, struct period last, struct period **out_periods,
                    size_t *out_count, struct error *err);

/* Reads the files of the folder up to `last` (index 0: all), in order. A missing folder is an empty ledger.
 * ERROR_INPUT: a file that is no release, a gap, a file that was changed, releases of several bases. */
bool ledger_open(struct arena *arena, const char *folder, struct period last, struct ledger *out_ledger,
                 struct error *err);

/* Is the line of this breakdown of the measure? */
bool ledger_line_is_of(const struct ledger_line *line, enum event measure, unsigned dimensions);

/* Does a release of the ledger publish this breakdown of the measure (0: its totals), at any level? */
bool ledger_publishes(const struct ledger *ledger, enum event measure, unsigned dimensions);

/* Fills tables of zeros, of at least the quarters of the ledger, with the published flows of the frozen ones, at all
 * levels, each release with the places that trainings had then; and gives the revisions. Trainings and structures that
 * their geography does not know any more count in the places above them. `out_new`, an element a table: none of these
 * releases published it, and its counts are zeros. ERROR_INPUT: a line that names what is not published, categories
 * that do not come to their total, a negative count. */
bool ledger_tables(struct arena *arena, const struct ledger *ledger, struct published_tables *shown, bool **out_new,
                   struct revisions *out_revisions, struct error *err);

/* The published flows of trainings that neither the geography of the tables nor the former one knows: what was counted
 * of them and is in no file any more. Fills tables of zeros above the trainings. False when there are none. */
bool ledger_gone(struct arena *arena, const struct ledger *ledger, const struct geography *former,
                 struct published_tables *gone);

/* Trainings whose place in the last frozen release is not that of the geography. */
int64_t ledger_moved_since(const struct ledger *ledger, const struct geography *geography);

/* The file of quarter `quarter` of protected tables: states, and those revisions that are of this release. `past` are
 * the flows as published before it (NULL: nothing was): what it changes in quarters of before is written too. The
 * file's release, base, method and received_day are the caller's. */
void ledger_list(struct arena *arena, const struct published_tables *shown, const struct published_tables *past,
                 int quarter, const struct revisions *revisions, struct ledger_file *out_file);

#endif
