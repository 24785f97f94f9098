#include "gencarto/db/db.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/cell.h"
#include "gencarto/base/file.h"
#include "handle.h"

#define TEXT_OF(number) #number
#define SETTING(number) TEXT_OF(number)

/* Memory: a journal or a temporary file could show rows about persons on the disk. A new file is written once, by one
 * process, and thrown away when that fails: no journal, no waiting for the disk. */
static const char SETTINGS_OF_ALL[] = "PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF;";
static const char SETTINGS_TO_WRITE[] =
    "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
    "PRAGMA cache_size=-65536; PRAGMA foreign_keys=ON;"
    "PRAGMA application_id=" SETTING(APPLICATION_ID) "; PRAGMA user_version=" SETTING(SCHEMA_VERSION) ";";
static const char SETTINGS_TO_READ[] = "PRAGMA query_only=ON; PRAGMA cache_size=-4096;";

/* ---- Opening ---- */

static bool open_failed(struct error *err, enum error_kind kind, const char *path, const struct db *db)
{
    return error_set(err, kind, "%s: %s", path, db->handle == NULL ? "out of memory" : db->sqlite.errmsg(db->handle));
}

bool handle_run(const struct db *db, const char *path, const char *sql, struct error *err)
{
    int code = db->sqlite.exec(db->handle, sql, NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        return true;
    }
    return open_failed(err, (code & 0xFF) == SQLITE_NOTADB ? ERROR_INPUT : ERROR_SYSTEM, path, db);
}

/* Fails when the file exists: two runs never write into one file. */
static bool file_reserve(const char *path, struct error *err)
{
    int descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
    if (descriptor < 0 && errno == EEXIST) {
        return error_set(err, ERROR_SYSTEM, "%s: exists already; remove it or choose another name", path);
    }
    if (descriptor < 0) {
        return error_errno(err, "create", path);
    }
    close(descriptor);
    return true;
}

static bool pragma_number(const struct db *db, const char *path, const char *sql, int64_t *out_value, struct error *err)
{
    sqlite3_stmt *statement = NULL;
    int code = db->sqlite.prepare_v2(db->handle, sql, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        code = db->sqlite.step(statement);
    }
    bool found = code == SQLITE_ROW;
    if (found) {
        *out_value = db->sqlite.column_int64(statement, 0);
    } else if ((code & 0xFF) == SQLITE_NOTADB) {
        error_set(err, ERROR_INPUT, "%s: not an SQLite database; give a file made by `gencarto compile`", path);
    } else {
        open_failed(err, ERROR_SYSTEM, path, db);
    }
    db->sqlite.finalize(statement);
    return found;
}

static bool check_identity(const struct db *db, const char *path, struct error *err)
{
    int64_t application = 0, schema = 0;
    if (!pragma_number(db, path, "PRAGMA application_id", &application, err) ||
        !pragma_number(db, path, "PRAGMA user_version", &schema, err)) {
        return false;
    }
    if (application != APPLICATION_ID) {
        return error_set(err, ERROR_INPUT,
                         "%s: an SQLite database of another program (application_id 0x%08llx, expected 0x%08x); give "
                         "a file made by `gencarto compile`",
                         path, (unsigned long long)(application & 0xFFFFFFFF), (unsigned)APPLICATION_ID);
    }
    if (schema != SCHEMA_VERSION) {
        return error_set(err, ERROR_INPUT,
                         "%s: schema number %lld, this program reads %d; compile it again with this version, or use "
                         "the version that made it",
                         path, (long long)schema, SCHEMA_VERSION);
    }
    return true;
}

/* "file:" address of a path: '?' and '#' would end it. */
static struct str immutable_address(struct arena *arena, const char *path)
{
    struct buf out;
    buf_init(&out, arena);
    buf_text(&out, "file:");
    for (const char *c = path; *c != '\0'; c++) {
        if (strchr("?#%", *c) != NULL) {
            buf_format(&out, "%%%02X", (unsigned)*c);
        } else {
            buf_byte(&out, *c);
        }
    }
    buf_text(&out, "?immutable=1");
    return buf_str(&out);
}

/* SQLite counts its memory under one lock, which every thread would wait for at each allocation. The setting must come
 * before any use; too late (another library opened a database), it changes nothing. */
static void stop_counting_memory(void)
{
    struct sqlite sqlite;
    struct error ignored = {0}; /* told by who opens a database */
    if (LIBRARY_OPEN(SQLITE_LIBRARY, SQLITE_FUNCTIONS, &sqlite, &ignored)) {
        sqlite.config(SQLITE_CONFIG_MEMSTATUS, 0);
    }
}

static bool handle_open(struct db *db, const char *address, int flags, const char *path, struct error *err)
{
    if (db->sqlite.open_v2(address, &db->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) ==
        SQLITE_OK) {
        return true;
    }
    return open_failed(err, ERROR_SYSTEM, path, db);
}

static bool open_to_read(struct db *db, const char *path, enum db_mode mode, struct error *err)
{
    bool is_ours = mode == DB_READ;
    if (!file_exists(path)) {
        return error_set(err, ERROR_INPUT,
                         is_ours ? "%s: no such file; make it with `gencarto compile`" : "%s: no such file", path);
    }
    struct arena arena;
    arena_init(&arena);
    char *address = str_text(&arena, immutable_address(&arena, path));
    bool ok = handle_open(db, address, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, path, err) &&
              (!is_ours || check_identity(db, path, err)) && handle_run(db, path, SETTINGS_OF_ALL, err) &&
              handle_run(db, path, SETTINGS_TO_READ, err) && handle_run(db, path, DECLARE_TABLE_FUNCTIONS, err);
    if (ok) {
        db->sqlite.set_authorizer(db->handle, db_on_access, NULL);
    }
    arena_clear(&arena);
    return ok;
}

static bool open_to_write(struct db *db, const char *path, enum db_mode mode, struct error *err)
{
    bool in_memory = mode == DB_MEMORY;
    return (in_memory || file_reserve(path, err)) &&
           handle_open(db, in_memory ? ":memory:" : path, SQLITE_OPEN_READWRITE, path, err) &&
           handle_run(db, path, SETTINGS_OF_ALL, err) && handle_run(db, path, SETTINGS_TO_WRITE, err);
}

bool db_open(const char *path, enum db_mode mode, struct db **out_db, struct error *err)
{
    static pthread_once_t configured = PTHREAD_ONCE_INIT;
    pthread_once(&configured, stop_counting_memory);
    struct db *db = calloc(1, sizeof *db);
    if (db == NULL) {
        return error_set(err, ERROR_SYSTEM, "out of memory");
    }
    const char *name = mode == DB_MEMORY ? ":memory:" : path;
    bool reads = mode == DB_READ || mode == DB_FOREIGN;
    bool ok = LIBRARY_OPEN(SQLITE_LIBRARY, SQLITE_FUNCTIONS, &db->sqlite, err) &&
              (reads ? open_to_read(db, name, mode, err) : open_to_write(db, name, mode, err));
    if (!ok) {
        db_close(db);
        return false;
    }
    *out_db = db;
    return true;
}

void db_close(struct db *db)
{
    if (db == NULL) {
        return;
    }
    if (db->handle != NULL) {
        int code = db->sqlite.close(db->handle);
        assert(code == SQLITE_OK && "queries are freed before their connection");
        (void)code;
    }
    free(db);
}

/* ---- Preparing ---- */

/* The line of byte `offset`, from 1. */
static int line_at(const char *sql, long offset)
{
    int line = 1;
    for (long i = 0; i < offset && sql[i] != '\0'; i++) {
        line += sql[i] == '\n';
    }
    return line;
}

/* `from`: the start of the statement within `whole`. SQLite knows the place of most faults of syntax and names. */
static bool statement_failed(struct db *db, const char *name, const char *whole, const char *from, struct error *err)
{
    int offset = db->sqlite.error_offset(db->handle);
    while (offset < 0 && *from != '\0' && strchr(" \t\r\n", *from) != NULL) {
        from++;
    }
    int line = line_at(whole, (from - whole) + (offset > 0 ? offset : 0));
    return error_set(err, ERROR_SYSTEM, "%s:%d: %s", name, line, db->sqlite.errmsg(db->handle));
}

static bool statement_run(struct db *db, const char *name, const char *whole, const char **from, struct error *err)
{
    sqlite3_stmt *statement = NULL;
    const char *next = NULL;
    int code = db->sqlite.prepare_v2(db->handle, *from, -1, &statement, &next);
    if (code != SQLITE_OK) {
        return statement_failed(db, name, whole, *from, err);
    }
    if (statement != NULL) {
        do {
            code = db->sqlite.step(statement);
        } while (code == SQLITE_ROW);
    }
    bool ok = code == SQLITE_DONE || statement == NULL || statement_failed(db, name, whole, *from, err);
    db->sqlite.finalize(statement);
    *from = next;
    return ok;
}

bool db_run(struct db *db, const char *name, struct str sql, struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    const char *whole = str_text(&arena, sql);
    const char *from = whole;
    bool ok = true;
    while (ok && *from != '\0') {
        ok = statement_run(db, name, whole, &from, err);
    }
    arena_clear(&arena);
    return ok;
}

/* What follows the first statement must be blanks and comments. */
static bool check_alone(struct db *db, const char *name, const char *whole, const char *rest, struct error *err)
{
    sqlite3_stmt *second = NULL;
    const char *next = rest;
    int code = SQLITE_OK;
    while (code == SQLITE_OK && second == NULL && *rest != '\0') {
        code = db->sqlite.prepare_v2(db->handle, rest, -1, &second, &next);
        if (code == SQLITE_OK && second == NULL) {
            rest = next;
        }
    }
    bool alone = code == SQLITE_OK && second == NULL;
    db->sqlite.finalize(second);
    return alone || error_set(err, ERROR_SYSTEM, "%s:%d: a second statement; one query a file", name,
                              line_at(whole, rest - whole) + (*rest == '\n'));
}

static bool prepare_text(struct db *db, const char *name, const char *sql, sqlite3_stmt **out_statement,
                         struct error *err)
{
    const char *rest = NULL;
    if (db->sqlite.prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, out_statement, &rest) != SQLITE_OK) {
        return statement_failed(db, name, sql, sql, err);
    }
    if (*out_statement == NULL) {
        return error_set(err, ERROR_SYSTEM, "%s:1: no statement; expected one query", name);
    }
    return check_alone(db, name, sql, rest, err);
}

struct query *query_new(const struct db *db, sqlite3_stmt *statement, const char *name)
{
    size_t name_size = strlen(name) + 1;
    struct query *query = malloc(sizeof *query + name_size);
    if (query != NULL) {
        *query = (struct query){
            .sqlite = &db->sqlite, .statement = statement, .name = memcpy(query + 1, name, name_size), .ready = true};
    }
    return query;
}

bool query_prepare(struct db *db, const char *name, struct str sql, struct query **out_query, struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    sqlite3_stmt *statement = NULL;
    bool ok = prepare_text(db, name, str_text(&arena, sql), &statement, err);
    if (ok) {
        struct query *query = query_new(db, statement, name);
        ok = query != NULL || error_set(err, ERROR_SYSTEM, "out of memory");
        *out_query = ok ? query : *out_query;
    }
    if (!ok) {
        db->sqlite.finalize(statement);
    }
    arena_clear(&arena);
    return ok;
}

void query_free(struct query *query)
{
    if (query != NULL) {
        sqlite3 *handle = query->sqlite->db_handle(query->statement);
        query->sqlite->finalize(query->statement);
        if (query->is_foreign) {
            query_end_foreign(query->sqlite, handle);
        }
        free(query);
    }
}

/* ---- Parameters ---- */

int query_parameters(const struct query *query)
{
    return query->sqlite->bind_parameter_count(query->statement);
}

struct str query_parameter_name(const struct query *query, int index)
{
    struct str name = str_from(query->sqlite->bind_parameter_name(query->statement, index));
    return str_starts(name, STR("?")) ? STR("") : str_slice(name, 1, name.len);
}

int query_parameter(const struct query *query, const char *name)
{
    int count = query_parameters(query);
    for (int i = 1; i <= count; i++) {
        if (str_equal(query_parameter_name(query, i), str_from(name))) {
            return i;
        }
    }
    return 0;
}

static int bind_value(const struct query *query, int index, struct value value)
{
    switch (value.type) {
    case VALUE_INT:
        return query->sqlite->bind_int64(query->statement, index, value.integer);
    case VALUE_REAL:
        return query->sqlite->bind_double(query->statement, index, value.real);
    case VALUE_TEXT:
        return query->sqlite->bind_text64(query->statement, index, value.text.len == 0 ? "" : value.text.ptr,
                                          value.text.len, SQLITE_STATIC, SQLITE_UTF8);
    case VALUE_NULL:
        break;
    }
    return query->sqlite->bind_null(query->statement, index);
}

void query_bind(struct query *query, int index, struct value value)
{
    if (!query->ready) {
        query_reset(query);
    }
    int code = bind_value(query, index, value);
    assert(code == SQLITE_OK && "the index of a parameter, and a text below SQLite's limit");
    (void)code;
}

/* ---- Rows ---- */

static bool step_failed(const struct query *query, struct error *err)
{
    if (query->is_foreign && query->steps_left < 0) {
        return error_set(err, ERROR_INPUT, "%s:1:1: it takes more than %d steps", query->name, QUERY_STEPS_MOST);
    }
    return error_set(err, query->is_foreign ? ERROR_INPUT : ERROR_SYSTEM, "%s%s: %s", query->name,
                     query->is_foreign ? ":1:1" : "",
                     query->sqlite->errmsg(query->sqlite->db_handle(query->statement)));
}

bool query_step(struct query *query, bool *out_row, struct error *err)
{
    query->ready = false;
    int code = query->sqlite->step(query->statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        return step_failed(query, err);
    }
    *out_row = code == SQLITE_ROW;
    return true;
}

bool query_execute(struct query *query, struct error *err)
{
    int code = query->sqlite->step(query->statement);
    bool ok = code == SQLITE_DONE || (code == SQLITE_ROW ? error_set(err, ERROR_SYSTEM, "%s: gives rows", query->name)
                                                         : step_failed(query, err));
    query_reset(query);
    return ok;
}

void query_reset(struct query *query)
{
    query->sqlite->reset(query->statement); /* tells again the failure of the last step */
    query->ready = true;
}

int query_columns(const struct query *query)
{
    return query->sqlite->column_count(query->statement);
}

struct str query_column_name(const struct query *query, int column)
{
    return str_from(query->sqlite->column_name(query->statement, column));
}

/* The value is looked up once, not at each question; only the thread of the connection reads it. */
struct value query_column(const struct query *query, int column)
{
    sqlite3_value *value = query->sqlite->column_value(query->statement, column);
    const char *bytes = NULL;
    switch (query->sqlite->value_type(value)) {
    case SQLITE_INTEGER:
        return VALUE_OF_INT(query->sqlite->value_int64(value));
    case SQLITE_FLOAT:
        return VALUE_OF_REAL(query->sqlite->value_double(value));
    case SQLITE_NULL:
        return VALUE_OF_NULL;
    case SQLITE_BLOB:
        bytes = query->sqlite->value_blob(value);
        break;
    default:
        bytes = (const char *)query->sqlite->value_text(value);
    }
    return VALUE_OF_TEXT(((struct str){bytes, (size_t)query->sqlite->value_bytes(value)}));
}
