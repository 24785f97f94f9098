/* The ledger of releases under a suppression: one file a release, INPUT/releases/2017-T2.csv, of what was shown and
 * what was hidden. It holds nothing that the site did not show, and is made to be compared line by line:
 *
 *     # gencarto suppression ledger 1; release 2017-T2; by 2017-T2; base 5; method 1; received 2017-06-30; lines 3;
 *       digest 1f0e8a77c5d20b14                                                    (all on one line)
 *     measure,breakdown,entity,place,flow,cumulative
 *     ,,training:F0012,department:31+structure:S004,,
 *     apprenants,,training:F0012,department:31+structure:S004,c,c
 *     apprenants,sexe:F,department:31,,c,15
 *
 * A line is one figure, flow and cumulative, of every level; `c` is hidden, what is 0 twice is left out. A line without
 * a measure says where a training of which anybody was counted was in that release. The exact counts behind a `c` are
 * in no ledger: they are counted again from the files that the release knew, and must give the same lines.
 */
#ifndef GENCARTO_COMPILE_LEDGER_HIDDEN_LEDGER_H
#define GENCARTO_COMPILE_LEDGER_HIDDEN_LEDGER_H

#include "gencarto/compile/cube/tables.h"
#include "gencarto/compile/ledger/ledger.h"

/* Where a training was. */
struct hidden_ledger_place {
    struct str training, department, structure; /* codes; structure empty without one */
};

struct hidden_ledger_release {
    struct str body; /* the lines, as they stand in the file */
    struct hidden_ledger_place *places;
    size_t place_count;
};

/* Reads the files of the folder up to `last` (index 0: all), in order; of `out_ledger` the lines stay empty.
 * ERROR_INPUT as ledger_open, and a ledger of rounded counts. */
bool hidden_ledger_open(struct arena *arena, const char *folder, struct period last, struct ledger *out_ledger,
                        struct hidden_ledger_release **out_releases, struct error *err);

/* The lines of a quarter of protected tables, with the place of each training in it ([training], index of a department
 * and of a structure, of their geography; GEOGRAPHY_NONE: nobody was counted there, or no structure). */
struct hidden_ledger_places {
    const uint32_t *departments, *structures;
    uint32_t count;
    const struct str *codes;
};

struct str hidden_ledger_list(struct arena *arena, const struct published_tables *shown, int quarter,
                              const struct hidden_ledger_places *places, int64_t *out_lines);

/* The whole file; of `file` all but the lines is written. */
void hidden_ledger_write(struct buf *out, const struct ledger_file *file, struct str body, int64_t lines);

#endif
