/* Where a published figure comes from, as its public file tells: definition, computation, parts, past values.
 *
 * It reads public.sqlite and nothing else, so that whatever it says may be told to anybody.
 *
 *     struct explanation explanation;
 *     if (!explanation_read(&arena, "public.sqlite", cell, &explanation, err)) return false;
 *     ... explained_value(&explanation.tables[EXPLAINED_FIGURE], 0, "value") ...
 */
#ifndef GENCARTO_CONSULT_EXPLANATION_H
#define GENCARTO_CONSULT_EXPLANATION_H

#include "gencarto/base/error.h"
#include "gencarto/base/value.h"

/* The rows of a query, by the names of its columns. The queries (generator/sql/consult/explain/NAME.sql) say what
 * each column holds. */
struct explained_table {
    const char *name;
    struct str *columns;
    size_t column_count;
    struct value *values; /* row by row */
    size_t row_count;
};

enum explained {
    EXPLAINED_FIGURE,      /* one row: the value, its indicator, its entity, its quarter, the programme */
    EXPLAINED_INPUTS,      /* published figures that it is computed from, with their part in it */
    EXPLAINED_TERRITORIES, /* the same figure of the parts of its entity, which add up to it */
    EXPLAINED_BREAKDOWNS,  /* the same figure by each published breakdown of the same entity */
    EXPLAINED_HISTORY,     /* the same figure in each quarter of this publication */
    EXPLAINED_RELEASES,    /* the same figure as each release gave it, and why it changed */
    EXPLAINED_TARGETS,     /* targets that it is compared with */
    EXPLAINED_SOURCES,     /* files that were read for it */
    EXPLAINED_FINDINGS,    /* rules that rows of these files broke */
    EXPLAINED_TABLES
};

struct explanation {
    struct str cell;       /* its id, as on the pages */
    struct str query_name; /* of the query that computes it, "indicator/part_femmes"; empty: a count of rows */
    struct str query_text;
    struct explained_table tables[EXPLAINED_TABLES];
};

/* Everything lives in the arena. ERROR_INPUT when `database` is no public file; ERROR_USAGE when `cell` is no cell id
 * or names no published figure, with what comes near. */
bool explanation_read(struct arena *arena, const char *database, struct str cell, struct explanation *out,
                      struct error *err);

/* The value of a column in a row; the name of a column that is not there is a bug. */
struct value explained_value(const struct explained_table *table, size_t row, const char *column);

/* Its text; empty of anything else. */
struct str explained_text(const struct explained_table *table, size_t row, const char *column);

#endif
