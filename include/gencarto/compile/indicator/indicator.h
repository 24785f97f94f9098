/* From protected tables and the public register to observations.
 *
 * The catalogue (generator/sql/catalogue.sql) says what each indicator is; counts are written from the protected
 * tables; every other indicator is one query of generator/sql/indicator/, run in the order of the names. To add an
 * indicator: one entry of the catalogue, one .sql file.
 *
 *     indicator_catalogue(db, err)                          // needs the schema
 *         && indicator_published(db, arena, &cells, &count, err)
 *         ... counting and protecting those cells ...
 *         && indicator_prepare(db, err)                     // needs the register
 *         && indicator_breakdowns(db, &protected_tables, err)
 *         && indicator_counts(db, &protected_tables, periods, err)
 *         && indicator_derive(db, err)
 *         && indicator_add(db, added, added_count, err)     // of the input folder
 *         && indicator_targets(db, err);                    // needs `target` and the temporary target_point
 */
#ifndef GENCARTO_COMPILE_INDICATOR_INDICATOR_H
#define GENCARTO_COMPILE_INDICATOR_INDICATOR_H

#include "gencarto/compile/cube/tables.h"
#include "gencarto/db/db.h"

/* The codes of the catalogue, in its order; known since the build, so no database is needed. */
const struct str *indicator_codes(size_t *out_count);

/* Fills `indicator` and `published`. */
bool indicator_catalogue(struct db *db, struct error *err);

/* Publishes a breakdown ("sexe") at a level, and at those above it; or no more, nor at those below it. A cross goes and
 * comes with its two breakdowns. What a measure does not have is not opened. */
bool indicator_open(struct db *db, enum entity_kind level, struct str dimensions, struct error *err);
bool indicator_close(struct db *db, enum entity_kind level, struct str dimensions, struct error *err);

/* Publishes nothing of bursaries where no file tells of any, and no amounts of them where counts are exact. */
bool indicator_limit_aids(struct db *db, bool are_told, bool is_exact, struct error *err);

/* No longer publishes a breakdown of one measure, at any level. */
bool indicator_withdraw(struct db *db, enum event measure, unsigned dimensions, struct error *err);

/* The list of `published`, in the arena. ERROR_INPUT when it names an unknown level, measure or dimension. */
bool indicator_published(struct db *db, struct arena *arena, struct published_cells **out_cells, size_t *out_count,
                         struct error *err);

/* Makes the temporary tables of prepare/ that the register alone tells: traits, labels in force. Needs the register. */
bool indicator_prepare(struct db *db, struct error *err);

/* Fills `breakdown`: '' and the values of all dimensions of the tables, then those of the traits of the register, in
 * the order of display. Needs indicator_prepare. */
bool indicator_breakdowns(struct db *db, const struct published_tables *tables, struct error *err);

/* Writes flows and cumulative counts of protected tables as observations, in the order of their key. `periods` are the
 * codes of the tables' quarters; those of the last one are provisional. Of structures and trainings only what differs
 * from 0 or from the quarter before is written. With them go the sums by trait of the register that trait_counts.sql
 * lists. Needs indicator_prepare. */
bool indicator_counts(struct db *db, const struct published_tables *tables, const struct str *periods,
                      struct error *err);

/* Runs the queries of the derived indicators. Needs indicator_prepare. */
bool indicator_derive(struct db *db, struct error *err);

/* An indicator that the input folder adds: what the catalogue says of the others, and its query. */
struct added_indicator {
    struct str code;
    struct str name, sql;                    /* of the file, for messages, and its text */
    struct str unit, direction, periodicity; /* codes of the catalogue */
    int decimals;
    bool is_personal;
    struct str label, label_en, short_label, definition, numerator, denominator, scope, unknown, source, notes;
};

/* Adds the indicators to the catalogue and runs their queries on what is published so far: SELECT alone, of the tables
 * of public.sqlite, behind the authorizer. A query gives entity_kind, entity_code, period_code, breakdown (or not: the
 * total) and value; of a share numerator and denominator instead, whose quotient is rounded once, half away from zero.
 * Counts of persons must be multiples of the base; a share of persons under the minimum is not shown. ERROR_INPUT says
 * file, line and column, or file and row of the result. */
bool indicator_add(struct db *db, const struct added_indicator *indicators, size_t count, struct error *err);

/* Fills `trajectory` and `target_progress`. */
bool indicator_targets(struct db *db, struct error *err);

#endif
