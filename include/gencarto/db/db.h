/* SQLite in one place: connections, prepared queries, typed columns, the authorizer. The only user of sqlite3.h.
 *
 *     struct db *db = NULL;
 *     if (!db_open(path, DB_READ, &db, err)) return false;
 *     struct query *q = NULL;
 *     bool ok = query_prepare(db, "regions", sql, &q, err);
 *     if (ok) query_bind(q, 1, VALUE_OF_INT(4));
 *     for (bool row; ok && (ok = query_step(q, &row, err)) && row;)
 *         use(query_column(q, 0));              // text is valid until the next step
 *     query_free(q);
 *     db_close(db);
 *
 * temp_store is always MEMORY: nothing personal ever spills to disk.
 */
#ifndef GENCARTO_DB_DB_H
#define GENCARTO_DB_DB_H

#include "gencarto/base/error.h"
#include "gencarto/base/value.h"

struct db;
struct query;

enum db_mode {
    DB_CREATE,  /* a new file; an existing one is an error; no journal, not synchronous: nothing reads it before it is
                   whole */
    DB_MEMORY,  /* path is ignored */
    DB_FOREIGN, /* as DB_READ, a database of another program: no identity asked */
    DB_READ /* read only and immutable, behind an authorizer that allows nothing but SELECT, recursion, and functions
               without clock or chance (tests/tables/escapes.txt lists what is tried);
               application_id and user_version must be ours (SCHEMA_VERSION), else ERROR_INPUT */
};

bool db_open(const char *path, enum db_mode mode, struct db **out_db, struct error *err);
void db_close(struct db *db);

/* Runs a script of statements without parameters. `name` stands in error messages (the .sql file's name). */
bool db_run(struct db *db, const char *name, struct str sql, struct error *err);

/* Prepares one statement. An error says NAME:LINE and SQLite's message. */
bool query_prepare(struct db *db, const char *name, struct str sql, struct query **out_query, struct error *err);
void query_free(struct query *query);

/* Prepares a query that the owner of the input wrote, on a connection of any mode: one SELECT of the tables of the
 * file, behind the authorizer of DB_READ, which stays until query_free (nothing else may be prepared meanwhile);
 * temporary tables are refused too. ERROR_INPUT says NAME:LINE:COLUMN. Stepping it fails after QUERY_STEPS_MOST of
 * SQLite's steps. */
bool query_prepare_foreign(struct db *db, const char *name, struct str sql, struct query **out_query,
                           struct error *err);
#define QUERY_STEPS_MOST 100000000 /* a few seconds */

int query_parameters(const struct query *query); /* how many */
int query_parameter(const struct query *query,
                    const char *name); /* index of ":name" (given without colon), 0 if none */
struct str query_parameter_name(const struct query *query, int index); /* without its colon; empty for "?" */

/* index from 1. Text must stay valid until the query is reset or bound again. */
void query_bind(struct query *query, int index, struct value value);

/* False on failure. *out_row: whether a row is there to read. */
bool query_step(struct query *query, bool *out_row, struct error *err);

/* Runs a statement that gives no row, then resets it: for inserts in a loop. */
bool query_execute(struct query *query, struct error *err);

/* Ready to step again; bindings stay. */
void query_reset(struct query *query);

int query_columns(const struct query *query);
struct str query_column_name(const struct query *query, int column); /* from 0; valid as long as the query */

/* From 0; text is valid until the next step, reset or free. A blob is given as text: its bytes. */
struct value query_column(const struct query *query, int column);

/* True when EXPLAIN QUERY PLAN shows a scan of a whole table (not of a one-row table, a CTE or a table function):
 * what a query inside a row loop must not do. `out_detail` tells the plan's line, in the arena. */
bool query_scans(struct query *query, struct arena *arena, struct str *out_detail);

#define APPLICATION_ID 0x47434152 /* "GCAR" */
#define SCHEMA_VERSION 3

#endif
