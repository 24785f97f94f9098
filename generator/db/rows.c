#include "gencarto/db/rows.h"

#include <stdlib.h>

#include "handle.h"

/* What SQLite is handed with the module: it frees it with the module. */
struct source {
    const struct sqlite *sqlite;
    const struct row_list *rows;
    char *declaration; /* CREATE TABLE, of sqlite3_mprintf */
};

struct row_table {
    sqlite3_vtab base; /* first: SQLite sees only this */
    const struct sqlite *sqlite;
    const struct row_list *rows;
};

struct row_cursor {
    sqlite3_vtab_cursor base; /* first */
    const struct row_list *rows;
    size_t row;
};

static int on_connect(sqlite3 *handle, void *context, int argument_count, const char *const *arguments,
                      sqlite3_vtab **out_table, char **out_message)
{
    (void)argument_count, (void)arguments, (void)out_message;
    const struct source *source = context;
    int code = source->sqlite->declare_vtab(handle, source->declaration);
    struct row_table *table = code == SQLITE_OK ? calloc(1, sizeof *table) : NULL;
    if (table == NULL) {
        return code == SQLITE_OK ? SQLITE_NOMEM : code;
    }
    table->sqlite = source->sqlite;
    table->rows = source->rows;
    *out_table = &table->base;
    return SQLITE_OK;
}

static int on_disconnect(sqlite3_vtab *table)
{
    free(table);
    return SQLITE_OK;
}

/* There is one way to read: all rows, in their order. */
static int on_best_index(sqlite3_vtab *table, sqlite3_index_info *plan)
{
    (void)table, (void)plan;
    return SQLITE_OK;
}

static int on_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out_cursor)
{
    struct row_cursor *cursor = calloc(1, sizeof *cursor);
    if (cursor == NULL) {
        return SQLITE_NOMEM;
    }
    cursor->rows = ((struct row_table *)table)->rows;
    *out_cursor = &cursor->base;
    return SQLITE_OK;
}

static int on_close(sqlite3_vtab_cursor *cursor)
{
    free(cursor);
    return SQLITE_OK;
}

static int on_filter(sqlite3_vtab_cursor *cursor, int plan, const char *plan_text, int argument_count,
                     sqlite3_value **arguments)
{
    (void)plan, (void)plan_text, (void)argument_count, (void)arguments;
    ((struct row_cursor *)cursor)->row = 0;
    return SQLITE_OK;
}

static int on_next(sqlite3_vtab_cursor *cursor)
{
    ((struct row_cursor *)cursor)->row++;
    return SQLITE_OK;
}

static int on_eof(sqlite3_vtab_cursor *cursor)
{
    const struct row_cursor *at = (struct row_cursor *)cursor;
    return at->row >= at->rows->count;
}

static int on_column(sqlite3_vtab_cursor *cursor, sqlite3_context *result, int column)
{
    const struct row_cursor *at = (struct row_cursor *)cursor;
    const struct sqlite *sqlite = ((const struct row_table *)cursor->pVtab)->sqlite;
    const struct value *value = &at->rows->values[at->row * at->rows->columns + (size_t)column];
    switch (value->type) {
    case VALUE_INT:
        sqlite->result_int64(result, value->integer);
        break;
    case VALUE_REAL:
        sqlite->result_double(result, value->real);
        break;
    case VALUE_TEXT:
        sqlite->result_text(result, value->text.len == 0 ? "" : value->text.ptr, (int)value->text.len, SQLITE_STATIC);
        break;
    case VALUE_NULL:
        sqlite->result_null(result);
        break;
    }
    return SQLITE_OK;
}

static int on_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out_row)
{
    *out_row = (sqlite3_int64)((struct row_cursor *)cursor)->row;
    return SQLITE_OK;
}

/* No xCreate: the table is there under the name of the module, without CREATE VIRTUAL TABLE. */
static const sqlite3_module row_module = {
    .xConnect = on_connect,
    .xBestIndex = on_best_index,
    .xDisconnect = on_disconnect,
    .xOpen = on_open,
    .xClose = on_close,
    .xFilter = on_filter,
    .xNext = on_next,
    .xEof = on_eof,
    .xColumn = on_column,
    .xRowid = on_rowid,
};

static void source_free(void *context)
{
    struct source *source = context;
    source->sqlite->free(source->declaration);
    free(source);
}

static bool row_failed(struct db *db, const char *name, struct error *err)
{
    return error_set(err, ERROR_SYSTEM, "%s: %s", name, db->sqlite.errmsg(db->handle));
}

bool db_add_rows(struct db *db, const char *name, const char *columns, const struct row_list *rows, struct error *err)
{
    struct source *source = calloc(1, sizeof *source);
    if (source == NULL) {
        return error_set(err, ERROR_SYSTEM, "out of memory");
    }
    *source = (struct source){&db->sqlite, rows, db->sqlite.mprintf("CREATE TABLE rows (%s)", columns)};
    /* On failure too, SQLite frees the source. */
    return db->sqlite.create_module_v2(db->handle, name, &row_module, source, source_free) == SQLITE_OK ||
           row_failed(db, name, err);
}

bool db_drop_rows(struct db *db, const char *name, struct error *err)
{
    return db->sqlite.create_module_v2(db->handle, name, NULL, NULL, NULL) == SQLITE_OK || row_failed(db, name, err);
}
