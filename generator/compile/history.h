/* What each release added, counted exactly: for a suppression, whose figures are exact and never revised.
 *
 * The cumulative count of a cell in a release is what the files tell that were known when it was published; its flow is
 * that less the one of the release before: the events of the quarter, and what came late of earlier ones or was
 * corrected. So nothing that was published is computed again from newer files, and the difference between two releases
 * is a flow, protected like any other. Quarters that were frozen together were published together, from one state of
 * the files.
 *
 * What a training counted stays where it was counted: after a move its new events count in the new place. Each place of
 * a training is a leaf of the geography here.
 */
#ifndef GENCARTO_GENERATOR_COMPILE_HISTORY_H
#define GENCARTO_GENERATOR_COMPILE_HISTORY_H

#include "gencarto/compile/ledger/hidden_ledger.h"
#include "request.h"

struct history {
    struct geography geography;          /* of leaves; departments and above as in the register, more structures */
    const uint32_t *training_of;         /* [leaf]: of the register */
    struct published_tables exact;       /* on this geography */
    struct hidden_ledger_places *places; /* [quarter]: where each training was */
    int64_t *moved;                      /* [quarter]: trainings that are elsewhere than in the quarter before */
    /* Of the closed quarters, by the quarter of the event, totals of the country and of regions: as the last former
     * publication knew them, and as they are known now. No tables when all quarters are closed, or none. Exact. */
    struct published_tables closed_then, closed_now;
};

/* Reads the input again for each former publication, those of `ledger`, with `frozen` its lines ([release]). Exact
 * counts live in `exact_arena`, all else in `arena`.
 * ERROR_INPUT: a training that was counted then has left the register, or as input_read_with. */
bool history_count(struct arena *arena, struct arena *exact_arena, const struct count_request *request,
                   const struct ledger *ledger, const struct hidden_ledger_release *frozen, struct history *out,
                   struct error *err);

/* Protected tables of the leaves as tables of the register's geography: a training is the sum of its leaves, hidden
 * where one of them is. In the arena. */
void history_show(struct arena *arena, const struct history *history, const struct published_tables *leaves,
                  const struct geography *geography, struct published_tables *out);

#endif
