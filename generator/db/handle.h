/* What the files of this folder share of SQLite. */
#ifndef GENCARTO_GENERATOR_DB_HANDLE_H
#define GENCARTO_GENERATOR_DB_HANDLE_H

#include "gencarto/db/db.h"
#include "sqlite_library.h"

struct db {
    struct sqlite sqlite;
    sqlite3 *handle;
};

struct query {
    const struct sqlite *sqlite; /* of its connection */
    sqlite3_stmt *statement;
    const char *name; /* after the struct, in the same block */
    bool ready;       /* not stepped since the last reset */
    bool is_foreign;  /* the connection is behind the authorizer until it is freed */
    int64_t steps_left;
};

/* The first use of a table function declares its columns by a CREATE TABLE, which the authorizer would refuse. */
#define DECLARE_TABLE_FUNCTIONS "SELECT 1 FROM json_each('[]'), json_tree('[]')"

/* Statements without rows or parameters; `path` stands in the message. */
bool handle_run(const struct db *db, const char *path, const char *sql, struct error *err);

/* Owns the statement. NULL without memory: the statement stays the caller's. */
struct query *query_new(const struct db *db, sqlite3_stmt *statement, const char *name);

/* The authorizer of readers: SELECT, recursion, and functions without clock or chance. No context. */
int db_on_access(void *context, int action, const char *first, const char *second, const char *database,
                 const char *trigger);

/* Takes the authorizer and the limit of steps of a foreign query off the connection. */
void query_end_foreign(const struct sqlite *sqlite, sqlite3 *handle);

#endif
