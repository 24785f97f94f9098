/* The releases of a publication: what was frozen, what is new, and what the new one changes in the quarters before it.
 */
#ifndef GENCARTO_GENERATOR_COMPILE_RELEASES_H
#define GENCARTO_GENERATOR_COMPILE_RELEASES_H

#include "gencarto/compile/cube/revision.h"
#include "gencarto/compile/disclosure/protect.h"
#include "gencarto/compile/disclosure/suppress.h"
#include "gencarto/compile/ledger/hidden_ledger.h"
#include "publish_releases.h"
#include "request.h"

struct history;

struct releases {
    struct ledger ledger;          /* of a suppression without its lines */
    int frozen;                    /* quarters of the calendar that the ledger holds: the first ones */
    struct published_tables shown; /* their flows; zeros after them */
    bool *is_new;                  /* [table] not published by any of them */
    struct published_tables protected_counts;
    struct suppression_report suppression;       /* when the configuration asks for one */
    struct hidden_ledger_release *hidden_ledger; /* [frozen]: then the ledger is of this kind */
    struct history *history;                     /* and what was counted when */
    struct published_tables leaves;              /* protected: of the history's geography, where it adds up */
    struct revisions revisions;
    int64_t trainings_moved; /* since the last frozen release */
};

/* Reads the ledger of the input folder, if options say where it is, and lets the calendar begin where it does. With
 * `refreeze` the release itself is not taken from it. */
bool releases_open(struct arena *arena, const struct compile_options *options, bool suppresses, bool refreeze,
                   struct calendar *calendar, struct releases *out_releases, struct error *err);

/* The lines of a quarter in the ledger of a suppression, as made now. */
struct str releases_hidden_lines(struct arena *arena, const struct releases *releases, int quarter, int64_t *out_lines);

/* Counts the input, protects the quarters that are not frozen, and finds what they revise: fills protected_counts and
 * revisions. Exact counts live no longer than this. ERROR_INPUT: a ledger of another base, a large revision of a closed
 * quarter that programme.xml does not explain; of a suppression, a frozen quarter that the files do not give again. */
bool releases_protect(struct arena *arena, const struct count_request *request, struct releases *releases,
                      struct error *err);

/* Rows of `release` and `revision`. */
bool releases_publish(struct db *db, const struct input *input, const struct calendar *calendar,
                      const struct releases *releases, struct error *err);

#endif
