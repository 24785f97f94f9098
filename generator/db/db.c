#include "gencarto/db/db.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/cell.h"
#include "gencarto/base/file.h"

#define TEXT_OF(number) #number
#define SETTING(number) TEXT_OF(number)

struct db {
    sqlite3 *handle;
};

struct query {
    sqlite3_stmt *statement;
    const char *name; /* after the struct, in the same block */
    bool ready;       /* not stepped since the last reset */
    bool is_foreign;  /* the connection is behind the authorizer until it is freed */
    int64_t steps_left;
};

/* Memory: a journal or a temporary file could show rows about persons on the disk. A new file is written once, by one
 * process, and thrown away when that fails: no journal, no waiting for the disk. */
static const char SETTINGS_OF_ALL[] = "PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF;";
static const char SETTINGS_TO_WRITE[] =
    "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
    "PRAGMA cache_size=-65536; PRAGMA foreign_keys=ON;"
    "PRAGMA application_id=" SETTING(APPLICATION_ID) "; PRAGMA user_version=" SETTING(SCHEMA_VERSION) ";";
static const char SETTINGS_TO_READ[] = "PRAGMA query_only=ON; PRAGMA cache_size=-4096;";

/* The first use of a table function declares its columns by a CREATE TABLE, which the authorizer would refuse. */
static const char DECLARE_FUNCTIONS[] = "SELECT 1 FROM json_each('[]'), json_tree('[]')";

/* ---- Opening ---- */

static bool open_failed(struct error *err, enum error_kind kind, const char *path, sqlite3 *handle)
{
    return error_set(err, kind, "%s: %s", path, handle == NULL ? "out of memory" : sqlite3_errmsg(handle));
}

static bool handle_run(sqlite3 *handle, const char *path, const char *sql, struct error *err)
{
    int code = sqlite3_exec(handle, sql, NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        return true;
    }
    return open_failed(err, (code & 0xFF) == SQLITE_NOTADB ? ERROR_INPUT : ERROR_SYSTEM, path, handle);
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
        if (sqlite3_stricmp(function, denied_functions[i]) == 0) {
            return true;
        }
    }
    return false;
}

static int on_access(void *context, int action, const char *first, const char *second, const char *database,
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

static bool pragma_number(sqlite3 *handle, const char *path, const char *sql, int64_t *out_value, struct error *err)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(handle, sql, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
    }
    bool found = code == SQLITE_ROW;
    if (found) {
        *out_value = sqlite3_column_int64(statement, 0);
    } else if ((code & 0xFF) == SQLITE_NOTADB) {
        error_set(err, ERROR_INPUT, "%s: not an SQLite database; give a file made by `gencarto compile`", path);
    } else {
        open_failed(err, ERROR_SYSTEM, path, handle);
    }
    sqlite3_finalize(statement);
    return found;
}

static bool check_identity(sqlite3 *handle, const char *path, struct error *err)
{
    int64_t application = 0, schema = 0;
    if (!pragma_number(handle, path, "PRAGMA application_id", &application, err) ||
        !pragma_number(handle, path, "PRAGMA user_version", &schema, err)) {
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
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static bool handle_open(const char *address, int flags, sqlite3 **out_handle, const char *path, struct error *err)
{
    if (sqlite3_open_v2(address, out_handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) == SQLITE_OK) {
        return true;
    }
    return open_failed(err, ERROR_SYSTEM, path, *out_handle);
}

static bool open_to_read(const char *path, enum db_mode mode, sqlite3 **out_handle, struct error *err)
{
    bool is_ours = mode == DB_READ;
    if (!file_exists(path)) {
        return error_set(err, ERROR_INPUT,
                         is_ours ? "%s: no such file; make it with `gencarto compile`" : "%s: no such file", path);
    }
    struct arena arena;
    arena_init(&arena);
    char *address = str_text(&arena, immutable_address(&arena, path));
    bool ok =
        handle_open(address, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, out_handle, path, err) &&
        (!is_ours || check_identity(*out_handle, path, err)) && handle_run(*out_handle, path, SETTINGS_OF_ALL, err) &&
        handle_run(*out_handle, path, SETTINGS_TO_READ, err) && handle_run(*out_handle, path, DECLARE_FUNCTIONS, err);
    if (ok) {
        sqlite3_set_authorizer(*out_handle, on_access, NULL);
    }
    arena_clear(&arena);
    return ok;
}

static bool open_to_write(const char *path, enum db_mode mode, sqlite3 **out_handle, struct error *err)
{
    bool in_memory = mode == DB_MEMORY;
    return (in_memory || file_reserve(path, err)) &&
           handle_open(in_memory ? ":memory:" : path, SQLITE_OPEN_READWRITE, out_handle, path, err) &&
           handle_run(*out_handle, path, SETTINGS_OF_ALL, err) && handle_run(*out_handle, path, SETTINGS_TO_WRITE, err);
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
    bool ok = reads ? open_to_read(name, mode, &db->handle, err) : open_to_write(name, mode, &db->handle, err);
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
    int code = sqlite3_close(db->handle);
    assert(code == SQLITE_OK && "queries are freed before their connection");
    (void)code;
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
    int offset = sqlite3_error_offset(db->handle);
    while (offset < 0 && *from != '\0' && strchr(" \t\r\n", *from) != NULL) {
        from++;
    }
    int line = line_at(whole, (from - whole) + (offset > 0 ? offset : 0));
    return error_set(err, ERROR_SYSTEM, "%s:%d: %s", name, line, sqlite3_errmsg(db->handle));
}

static bool statement_run(struct db *db, const char *name, const char *whole, const char **from, struct error *err)
{
    sqlite3_stmt *statement = NULL;
    const char *next = NULL;
    int code = sqlite3_prepare_v2(db->handle, *from, -1, &statement, &next);
    if (code != SQLITE_OK) {
        return statement_failed(db, name, whole, *from, err);
    }
    if (statement != NULL) {
        do {
            code = sqlite3_step(statement);
        } while (code == SQLITE_ROW);
    }
    bool ok = code == SQLITE_DONE || statement == NULL || statement_failed(db, name, whole, *from, err);
    sqlite3_finalize(statement);
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
        code = sqlite3_prepare_v2(db->handle, rest, -1, &second, &next);
        if (code == SQLITE_OK && second == NULL) {
            rest = next;
        }
    }
    bool alone = code == SQLITE_OK && second == NULL;
    sqlite3_finalize(second);
    return alone || error_set(err, ERROR_SYSTEM, "%s:%d: a second statement; one query a file", name,
                              line_at(whole, rest - whole) + (*rest == '\n'));
}

static bool prepare_text(struct db *db, const char *name, const char *sql, sqlite3_stmt **out_statement,
                         struct error *err)
{
    const char *rest = NULL;
    if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, out_statement, &rest) != SQLITE_OK) {
        return statement_failed(db, name, sql, sql, err);
    }
    if (*out_statement == NULL) {
        return error_set(err, ERROR_SYSTEM, "%s:1: no statement; expected one query", name);
    }
    return check_alone(db, name, sql, rest, err);
}

static struct query *query_new(sqlite3_stmt *statement, const char *name)
{
    size_t name_size = strlen(name) + 1;
    struct query *query = malloc(sizeof *query + name_size);
    if (query != NULL) {
        *query = (struct query){.statement = statement, .name = memcpy(query + 1, name, name_size), .ready = true};
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
        struct query *query = query_new(statement, name);
        ok = query != NULL || error_set(err, ERROR_SYSTEM, "out of memory");
        *out_query = ok ? query : *out_query;
    }
    if (!ok) {
        sqlite3_finalize(statement);
    }
    arena_clear(&arena);
    return ok;
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
    int answer = is_temporary ? SQLITE_DENY : on_access(NULL, action, first, second, database, trigger);
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
    int offset = sqlite3_error_offset(db->handle);
    size_t at = offset >= 0 ? (size_t)offset : first_token(sql);
    if (denial->is_denied) {
        struct str denied = str_from(denial->name);
        size_t found = denied.len > 0 ? str_find(sql, denied, first_token(sql)) : sql.len;
        at = found < sql.len ? found : at;
        snprintf(reason, sizeof reason,
                 "%s refused: a query of the input is one SELECT of the published tables, without clock or chance",
                 denied.len > 0 ? denial->name : "this is");
    } else {
        snprintf(reason, sizeof reason, "%s", sqlite3_errmsg(db->handle));
    }
    return foreign_failed(name, sql, at, reason, err);
}

static int on_progress(void *context)
{
    struct query *query = context;
    query->steps_left -= 1000;
    return query->steps_left < 0;
}

static void end_foreign(sqlite3 *handle)
{
    sqlite3_set_authorizer(handle, NULL, NULL);
    sqlite3_progress_handler(handle, 0, NULL, NULL);
}

bool query_prepare_foreign(struct db *db, const char *name, struct str sql, struct query **out_query, struct error *err)
{
    struct arena arena;
    struct denial denial = {"", false};
    sqlite3_stmt *statement = NULL;
    const char *rest = NULL;
    if (!handle_run(db->handle, name, DECLARE_FUNCTIONS, err)) {
        return false;
    }
    arena_init(&arena);
    const char *text = str_text(&arena, sql);
    sqlite3_set_authorizer(db->handle, on_foreign_access, &denial);
    bool ok = sqlite3_prepare_v3(db->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, &rest) == SQLITE_OK ||
              prepare_failed(db, name, sql, &denial, err);
    size_t next = ok ? (size_t)(rest - text) : 0;
    struct str after = str_slice(sql, next, sql.len);
    ok = ok && (statement != NULL || foreign_failed(name, sql, 0, "no statement; expected one SELECT", err)) &&
         ((sqlite3_stmt_readonly(statement) && sqlite3_column_count(statement) > 0) ||
          foreign_failed(name, sql, first_token(sql), "no query; expected one SELECT", err)) &&
         (str_trim(str_slice(after, first_token(after), after.len)).len == 0 ||
          str_starts(str_slice(after, first_token(after), after.len), STR("--")) ||
          foreign_failed(name, sql, next + first_token(after), "a second statement; expected one SELECT", err)) &&
         (sqlite3_bind_parameter_count(statement) == 0 ||
          foreign_failed(name, sql, first_token(sql), "a parameter; nothing gives it a value", err));
    struct query *query = ok ? query_new(statement, name) : NULL;
    if (query != NULL) {
        query->is_foreign = true;
        query->steps_left = QUERY_STEPS_MOST;
        sqlite3_set_authorizer(db->handle, on_foreign_access, NULL);
        sqlite3_progress_handler(db->handle, 1000, on_progress, query);
        *out_query = query;
    } else {
        ok = ok && error_set(err, ERROR_SYSTEM, "out of memory");
        sqlite3_finalize(statement);
        end_foreign(db->handle);
    }
    arena_clear(&arena);
    return ok;
}

void query_free(struct query *query)
{
    if (query != NULL) {
        sqlite3 *handle = sqlite3_db_handle(query->statement);
        sqlite3_finalize(query->statement);
        if (query->is_foreign) {
            end_foreign(handle);
        }
        free(query);
    }
}

/* ---- Parameters ---- */

int query_parameters(const struct query *query)
{
    return sqlite3_bind_parameter_count(query->statement);
}

struct str query_parameter_name(const struct query *query, int index)
{
    struct str name = str_from(sqlite3_bind_parameter_name(query->statement, index));
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

static int bind_value(sqlite3_stmt *statement, int index, struct value value)
{
    switch (value.type) {
    case VALUE_INT:
        return sqlite3_bind_int64(statement, index, value.integer);
    case VALUE_REAL:
        return sqlite3_bind_double(statement, index, value.real);
    case VALUE_TEXT:
        return sqlite3_bind_text64(statement, index, value.text.len == 0 ? "" : value.text.ptr, value.text.len,
                                   SQLITE_STATIC, SQLITE_UTF8);
    case VALUE_NULL:
        break;
    }
    return sqlite3_bind_null(statement, index);
}

void query_bind(struct query *query, int index, struct value value)
{
    if (!query->ready) {
        query_reset(query);
    }
    int code = bind_value(query->statement, index, value);
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
                     query->is_foreign ? ":1:1" : "", sqlite3_errmsg(sqlite3_db_handle(query->statement)));
}

bool query_step(struct query *query, bool *out_row, struct error *err)
{
    query->ready = false;
    int code = sqlite3_step(query->statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        return step_failed(query, err);
    }
    *out_row = code == SQLITE_ROW;
    return true;
}

bool query_execute(struct query *query, struct error *err)
{
    int code = sqlite3_step(query->statement);
    bool ok = code == SQLITE_DONE || (code == SQLITE_ROW ? error_set(err, ERROR_SYSTEM, "%s: gives rows", query->name)
                                                         : step_failed(query, err));
    query_reset(query);
    return ok;
}

void query_reset(struct query *query)
{
    sqlite3_reset(query->statement); /* tells again the failure of the last step */
    query->ready = true;
}

int query_columns(const struct query *query)
{
    return sqlite3_column_count(query->statement);
}

struct str query_column_name(const struct query *query, int column)
{
    return str_from(sqlite3_column_name(query->statement, column));
}

struct value query_column(const struct query *query, int column)
{
    sqlite3_stmt *statement = query->statement;
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        return VALUE_OF_INT(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
        return VALUE_OF_REAL(sqlite3_column_double(statement, column));
    case SQLITE_NULL:
        return VALUE_OF_NULL;
    case SQLITE_BLOB: {
        const char *bytes = sqlite3_column_blob(statement, column);
        return VALUE_OF_TEXT(((struct str){bytes, (size_t)sqlite3_column_bytes(statement, column)}));
    }
    default:
        break;
    }
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return VALUE_OF_TEXT(((struct str){text, (size_t)sqlite3_column_bytes(statement, column)}));
}

/* ---- The query plan ---- */

static sqlite3_stmt *prepare_with(const struct query *query, struct arena *arena, const char *before)
{
    struct str sql = str_format(arena, "%s %s", before, sqlite3_sql(query->statement));
    sqlite3_stmt *statement = NULL;
    sqlite3_prepare_v2(sqlite3_db_handle(query->statement), sql.ptr, (int)sql.len, &statement, NULL);
    return statement;
}

static struct str column_text(sqlite3_stmt *statement, int column)
{
    return str_from((const char *)sqlite3_column_text(statement, column));
}

/* The first line of the plan that reads a whole table, were it big. An automatic index reads the table to build it.
 * The plan names aliases, so the table itself is found in the program. */
static bool plan_suspects(const struct query *query, struct arena *arena, struct str *out_detail)
{
    sqlite3_stmt *plan = prepare_with(query, arena, "EXPLAIN QUERY PLAN");
    bool found = false;
    while (!found && sqlite3_step(plan) == SQLITE_ROW) {
        struct str line = column_text(plan, 3);
        bool scan = str_starts(line, STR("SCAN ")) && !str_starts(line, STR("SCAN CONSTANT ROW")) &&
                    str_find(line, STR("VIRTUAL TABLE"), 0) == line.len;
        found = scan || str_find(line, STR(" AUTOMATIC "), 0) < line.len;
        if (found) {
            *out_detail = str_copy(arena, line);
        }
    }
    sqlite3_finalize(plan);
    return found;
}

/* The name of the table whose b-tree, or whose index's, has this root page; empty when it has at most one row. */
static struct str big_table_at(const struct query *query, struct arena *arena, int64_t root_page)
{
    sqlite3 *handle = sqlite3_db_handle(query->statement);
    sqlite3_stmt *statement = NULL;
    struct str table = STR("");
    sqlite3_prepare_v2(handle, "SELECT tbl_name FROM sqlite_schema WHERE rootpage = ?", -1, &statement, NULL);
    sqlite3_bind_int64(statement, 1, root_page);
    if (sqlite3_step(statement) == SQLITE_ROW) {
        table = str_copy(arena, column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    if (table.len == 0) {
        return table;
    }
    char *sql = sqlite3_mprintf("SELECT 1 FROM \"%w\" LIMIT 1 OFFSET 1", table.ptr);
    sqlite3_prepare_v2(handle, sql, -1, &statement, NULL);
    bool big = sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    sqlite3_free(sql);
    return big ? table : STR("");
}

struct cursor_pages {
    int64_t *roots; /* root page that each cursor reads */
    size_t count;
};

static void cursor_opens(struct cursor_pages *pages, struct arena *arena, size_t cursor, int64_t root)
{
    if (cursor >= pages->count) {
        pages->roots =
            arena_grow(arena, pages->roots, pages->count * sizeof *pages->roots, (cursor + 1) * sizeof *pages->roots);
        pages->count = cursor + 1;
    }
    pages->roots[cursor] = root;
}

/* Whether the program starts at the first or last entry of a big table: what a scan does and a search does not. */
static bool program_reads_whole_table(const struct query *query, struct arena *arena, struct str *out_table)
{
    sqlite3_stmt *program = prepare_with(query, arena, "EXPLAIN");
    struct cursor_pages pages = {NULL, 0};
    bool found = false;
    while (!found && sqlite3_step(program) == SQLITE_ROW) {
        struct str code = column_text(program, 1);
        size_t cursor = (size_t)sqlite3_column_int64(program, 2);
        bool opens = str_equal(code, STR("OpenRead")) || str_equal(code, STR("ReopenIdx"));
        if (opens) {
            cursor_opens(&pages, arena, cursor, sqlite3_column_int64(program, 3));
        } else if (str_starts(code, STR("Open"))) {
            cursor_opens(&pages, arena, cursor, 0); /* a temporary table */
        } else if ((str_equal(code, STR("Rewind")) || str_equal(code, STR("Last")) || str_equal(code, STR("Count"))) &&
                   cursor < pages.count && pages.roots[cursor] != 0) {
            *out_table = big_table_at(query, arena, pages.roots[cursor]);
            found = out_table->len > 0;
        }
    }
    sqlite3_finalize(program);
    return found;
}

bool query_scans(struct query *query, struct arena *arena, struct str *out_detail)
{
    struct str line, table;
    if (!plan_suspects(query, arena, &line) || !program_reads_whole_table(query, arena, &table)) {
        return false;
    }
    *out_detail = str_format(arena, "%.*s (table %.*s)", STR_ARGS(line), STR_ARGS(table));
    return true;
}
