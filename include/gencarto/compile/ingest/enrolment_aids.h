/* The bursaries of a table while its rows are stored. A programme pays a few hundred different amounts: a row keeps the
 * code of its own, eight bits of it in an array of the table and two in the row. Beyond 1,023 amounts the table has an
 * array of amounts instead, two bytes a row.
 *
 *     struct enrolment_aids aids = {.arena = arena, .most = rows};
 *     enrolment_aids_learn(&aids, &table, &set);            // before rows with amounts of the set are put; one thread
 *     enrolment_aids_put(&aids, &table, place, aid);        // after the row itself; one thread a place
 *     enrolment_aid_at(&table, place)                       // of enrolment_table.h
 *
 * Amounts are packed (enrolment_pack_aid).
 */
#ifndef GENCARTO_COMPILE_INGEST_ENROLMENT_AIDS_H
#define GENCARTO_COMPILE_INGEST_ENROLMENT_AIDS_H

#include "gencarto/compile/ingest/enrolment_table.h"

#define AID_SET_WORDS ((AID_MOST_EUR + 2 + 63) / 64)

/* Amounts that occur. */
struct aid_set {
    uint64_t words[AID_SET_WORDS];
};

static inline void aid_set_add(struct aid_set *set, uint16_t aid)
{
    set->words[aid / 64] |= UINT64_C(1) << aid % 64;
}

struct enrolment_aids {
    struct arena *arena;
    size_t most;          /* rows of the table */
    struct aid_set known; /* that have codes */
    uint16_t *codes;      /* by amount; NULL until one is known */
    size_t count;         /* of codes, with that of the amount 0, which is unknown */
};

/* Gives codes to the amounts of the set that have none, or widens the table. */
void enrolment_aids_learn(struct enrolment_aids *aids, struct enrolment_table *table, const struct aid_set *set);

/* Nothing where no amount was ever learned. */
static inline void enrolment_aids_put(const struct enrolment_aids *aids, const struct enrolment_table *table,
                                      size_t place, uint16_t aid)
{
    if (table->aids) {
        table->aids[place] = aid;
    } else if (table->aid_codes) {
        table->aid_codes[place] = (uint8_t)(aids->codes[aid] & UINT8_MAX);
        table->rows[place].aid_code = aids->codes[aid] >> 8 & 3u;
    }
}

#endif
