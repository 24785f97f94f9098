/* What a thread needs to run programs. */
#ifndef GENCARTO_RENDER_TEMPLATE_WORKER_H
#define GENCARTO_RENDER_TEMPLATE_WORKER_H

#include "program.h"

/* The rows of one loop. Values are borrowed from the statement, or from `texts` when the loop looks ahead. */
struct frame {
    struct value *values;
    int64_t index; /* from 1; 0: no row */
    bool last;     /* known only when the loop looks ahead */
    struct query *query;
    struct value *next;     /* the row after, when the loop looks ahead */
    struct buf texts[2];    /* of the even and of the odd rows, when the loop looks ahead */
    struct arena_mark mark; /* where the memory of a row starts */
};

struct path_record {
    unsigned long long hash;
    size_t page;
    int64_t row; /* of gen:pages, from 0 */
};

struct template_worker {
    const struct template_set *set;
    void *figure_context;
    struct db *db;
    struct query **statements;
    struct value **kept_rows; /* of queries without parameters that gen:one asked, by the number of the query */
    struct query *json_valid;
    struct frame *frames;
    struct value *variables;
    struct arena run;  /* lasts as long as the worker */
    struct arena page; /* given back after each page */
    struct buf out, path, attribute;
    struct path_record *paths;
    size_t path_count, path_capacity;
};

/* The value; texts last as long as the row, the variable or the page's memory. */
bool evaluate(struct template_worker *worker, const struct expression *expression, struct value *out,
              struct error *err);

/* Null, 0 and the empty text are false. */
bool value_is_true(struct value value);

/* What stands before the filters. */
const struct expression *expression_root(const struct expression *expression);

/* "row.column" of an expression, or "the value". */
struct str expression_name(const struct expression *expression);

#endif
