/* The order of rows. A list that goes by a count of persons must go on by what everybody sees where counts are equal:
 * by a name, by another figure; else the order would tell which of two equal counts is the larger one in truth. */
#ifndef GENCARTO_GENERATOR_AUDIT_ORDER_H
#define GENCARTO_GENERATOR_AUDIT_ORDER_H

#include "figures.h"

#define ORDER_COLUMNS_MAX 32
#define ORDER_ROWS_LEAST  6 /* of fewer, any order may look like one by a figure */
#define ORDER_PAGE_LEAST  12
#define ORDER_ROWS_MAX    2000

struct order_row {
    struct str fields[ORDER_COLUMNS_MAX]; /* texts as they are shown; "" where there is none */
};

struct order_rows {
    struct order_row *items; /* room for ORDER_ROWS_MAX, in the order in which they are shown */
    size_t count;
    bool are_counts[ORDER_COLUMNS_MAX]; /* [column]: counts of persons */
};

/* Faults are said of `place`. */
void order_judge(struct figures *figures, struct str place, const struct order_rows *rows);

/* The same of a file for machines: all its rows must stand in an order that one of its columns after another tells,
 * whether it goes by a count or not. */
void order_judge_whole(struct figures *figures, struct str place, const struct order_rows *rows);

/* A table of a page: of rows that nothing explains, those that nearly go by a count of persons, as they do in truth, or
 * that go by no column at all. A last row may stand apart ("À distance ou non localisé"). */
void order_judge_page(struct figures *figures, struct str place, const struct order_rows *rows);

#endif
