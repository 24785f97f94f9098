/* Rows of the program as a table: one INSERT ... SELECT writes them four times as fast as a statement a row.
 *
 *     struct row_list rows = {.columns = 2};
 *     if (!db_add_rows(db, "pair", "name TEXT, size INTEGER", &rows, err)) return false;
 *     ... rows.values = values; rows.count = 100; ...       // 200 values, row after row
 *     bool ok = db_run(db, "insert/pairs", STR("INSERT INTO t SELECT name, size FROM pair"), err);
 *     ok = db_drop_rows(db, "pair", err) && ok;
 */
#ifndef GENCARTO_DB_ROWS_H
#define GENCARTO_DB_ROWS_H

#include "gencarto/db/db.h"

struct row_list {
    const struct value *values; /* columns x count, borrowed while a query reads them */
    size_t columns, count;
};

/* Makes a read-only table `name` of this connection, until db_drop_rows; `columns` as in a CREATE TABLE. Each query
 * reads what `rows` holds when it begins. `rows` stays the caller's and outlives the table. */
bool db_add_rows(struct db *db, const char *name, const char *columns, const struct row_list *rows, struct error *err);
bool db_drop_rows(struct db *db, const char *name, struct error *err);

#endif
