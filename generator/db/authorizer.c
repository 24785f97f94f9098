/* What a query may do: that of a template, and that of the owner of the input. */
#include <stdio.h>
#include <string.h>

#include "handle.h"

/* Extensions, the clock, chance, and what differs between connections or libraries: the same file gives the same. */
static const char *const denied_functions[] = {
    "load_extension",
    "fts3_tokenizer",
    "sqlite_log",
    "random",
    "randomblob",
    "current_timestamp",
    "current_date",
    "current_time",
    "date",
    "time",
    "datetime",
    "julianday",
    "strftime",
    "unixepoch",
    "timediff",
    "last_insert_rowid",
    "changes",
    "total_changes",
    "sqlite_version",
    "sqlite_source_id",
    "sqlite_compileoption_used",
    "sqlite_compileoption_get",
};

static bool is_denied(const char *function)
{
    for (size_t i = 0; i < sizeof denied_functions / sizeof *denied_functions; i++) {
        if (str_equal_ascii_case(str_from(function), str_from(denied_functions[i]))) {
            return true;
        }
    }
    return false;
}

int db_on_access(void *context, int action, const char *first, const char *second, const char *database,
                 const char *trigger)
{
    (void)context, (void)first, (void)database, (void)trigger;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return is_denied(second) ? SQLITE_DENY : SQLITE_OK;
    default:
        return SQLITE_DENY;
    }
}

/* ---- Queries of the owner of the input ---- */

struct denial { /* what the authorizer refused first */
    char name[64];
    bool is_denied;
};

static int on_foreign_access(void *context, int action, const char *first, const char *second, const char *database,
                             const char *trigger)
{
    struct denial *denial = context;
    bool is_temporary = action == SQLITE_READ && database != NULL && strcmp(database, "temp") == 0;
    int answer = is_temporary ? SQLITE_DENY : db_on_access(NULL, action, first, second, database, trigger);
    if (answer != SQLITE_OK && denial != NULL && !denial->is_denied) {
        const char *name = action == SQLITE_FUNCTION ? second : first;
        denial->is_denied = true;
        snprintf(denial->name, sizeof denial->name, "%s", name == NULL ? "" : name);
    }
    return answer;
}

/* Where the first statement begins: past blanks and comments of lines. */
static size_t first_token(struct str sql)
{
    size_t at = 0;
    while (at < sql.len) {
        if (strchr(" \t\r\n", sql.ptr[at]) != NULL) {
            at++;
        } else if (str_starts(str_slice(sql, at, sql.len), STR("--"))) {
            at = str_index(sql, '\n', at);
        } else {
            break;
        }
    }
    return at < sql.len ? at : 0;
}

static bool foreign_failed(const char *name, struct str sql, size_t offset, const char *reason, struct error *err)
{
    int line = 1, column = 1;
    for (size_t i = 0; i < offset && i < sql.len; i++) {
        bool ends = sql.ptr[i] == '\n';
        line += ends;
        /* Bytes that go on a character of UTF-8 are no column. */
        column = ends ? 1 : column + ((sql.ptr[i] & 0xC0) != 0x80);
    }
    return error_set(err, ERROR_INPUT, "%s:%d:%d: %s", name, line, column, reason);
}

static bool prepare_failed(struct db *db, const char *name, struct str sql, const struct denial *denial,
                           struct error *err)
{
    char reason[256];
    int offset = db->sqlite.error_offset(db->handle);
    size_t at = offset >= 0 ? (size_t)offset : first_token(sql);
    if (denial->is_denied) {
        struct str denied = str_from(denial->name);
        size_t found = denied.len > 0 ? str_find(sql, denied, first_token(sql)) : sql.len;
        at = found < sql.len ? found : at;
        snprintf(reason, sizeof reason,
                 "%s refused: a query of the input is one SELECT of the published tables, without clock or chance",
                 denied.len > 0 ? denial->name : "this is");
    } else {
        snprintf(reason, sizeof reason, "%s", db->sqlite.errmsg(db->handle));
    }
    return foreign_failed(name, sql, at, reason, err);
}

static int on_progress(void *context)
{
    struct query *query = context;
    query->steps_left -= 1000;
    return query->steps_left < 0;
}

void query_end_foreign(const struct sqlite *sqlite, sqlite3 *handle)
{
    sqlite->set_authorizer(handle, NULL, NULL);
    sqlite->progress_handler(handle, 0, NULL, NULL);
}

bool query_prepare_foreign(struct db *db, const char *name, struct str sql, struct query **out_query, struct error *err)
{
    struct arena arena;
    struct denial denial = {"", false};
    sqlite3_stmt *statement = NULL;
    const char *rest = NULL;
    if (!handle_run(db, name, DECLARE_TABLE_FUNCTIONS, err)) {
        return false;
    }
    arena_init(&arena);
    const char *text = str_text(&arena, sql);
    db->sqlite.set_authorizer(db->handle, on_foreign_access, &denial);
    bool ok = db->sqlite.prepare_v3(db->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, &rest) == SQLITE_OK ||
              prepare_failed(db, name, sql, &denial, err);
    size_t next = ok ? (size_t)(rest - text) : 0;
    struct str after = str_slice(sql, next, sql.len);
    ok = ok && (statement != NULL || foreign_failed(name, sql, 0, "no statement; expected one SELECT", err)) &&
         ((db->sqlite.stmt_readonly(statement) && db->sqlite.column_count(statement) > 0) ||
          foreign_failed(name, sql, first_token(sql), "no query; expected one SELECT", err)) &&
         (str_trim(str_slice(after, first_token(after), after.len)).len == 0 ||
          str_starts(str_slice(after, first_token(after), after.len), STR("--")) ||
          foreign_failed(name, sql, next + first_token(after), "a second statement; expected one SELECT", err)) &&
         (db->sqlite.bind_parameter_count(statement) == 0 ||
          foreign_failed(name, sql, first_token(sql), "a parameter; nothing gives it a value", err));
    struct query *query = ok ? query_new(db, statement, name) : NULL;
    if (query != NULL) {
        query->is_foreign = true;
        query->steps_left = QUERY_STEPS_MOST;
        db->sqlite.set_authorizer(db->handle, on_foreign_access, NULL);
        db->sqlite.progress_handler(db->handle, 1000, on_progress, query);
        *out_query = query;
    } else {
        ok = ok && error_set(err, ERROR_SYSTEM, "out of memory");
        db->sqlite.finalize(statement);
        query_end_foreign(&db->sqlite, db->handle);
    }
    arena_clear(&arena);
    return ok;
}
