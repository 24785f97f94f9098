/* Does a query read a whole table? SQLite says how it would run. */
#include <string.h>

#include "handle.h"

static sqlite3_stmt *prepare_with(const struct query *query, struct arena *arena, const char *before)
{
    struct str sql = str_format(arena, "%s %s", before, query->sqlite->sql(query->statement));
    sqlite3_stmt *statement = NULL;
    query->sqlite->prepare_v2(query->sqlite->db_handle(query->statement), sql.ptr, (int)sql.len, &statement, NULL);
    return statement;
}

static struct str column_text(const struct query *query, sqlite3_stmt *statement, int column)
{
    return str_from((const char *)query->sqlite->column_text(statement, column));
}

/* The first line of the plan that reads a whole table, were it big. An automatic index reads the table to build it.
 * The plan names aliases, so the table itself is found in the program. */
static bool plan_suspects(const struct query *query, struct arena *arena, struct str *out_detail)
{
    sqlite3_stmt *plan = prepare_with(query, arena, "EXPLAIN QUERY PLAN");
    bool found = false;
    while (!found && query->sqlite->step(plan) == SQLITE_ROW) {
        struct str line = column_text(query, plan, 3);
        bool scan = str_starts(line, STR("SCAN ")) && !str_starts(line, STR("SCAN CONSTANT ROW")) &&
                    str_find(line, STR("VIRTUAL TABLE"), 0) == line.len;
        found = scan || str_find(line, STR(" AUTOMATIC "), 0) < line.len;
        if (found) {
            *out_detail = str_copy(arena, line);
        }
    }
    query->sqlite->finalize(plan);
    return found;
}

/* The name of the table whose b-tree, or whose index's, has this root page; empty when it has at most one row. */
static struct str big_table_at(const struct query *query, struct arena *arena, int64_t root_page)
{
    sqlite3 *handle = query->sqlite->db_handle(query->statement);
    sqlite3_stmt *statement = NULL;
    struct str table = STR("");
    query->sqlite->prepare_v2(handle, "SELECT tbl_name FROM sqlite_schema WHERE rootpage = ?", -1, &statement, NULL);
    query->sqlite->bind_int64(statement, 1, root_page);
    if (query->sqlite->step(statement) == SQLITE_ROW) {
        table = str_copy(arena, column_text(query, statement, 0));
    }
    query->sqlite->finalize(statement);
    if (table.len == 0) {
        return table;
    }
    char *sql = query->sqlite->mprintf("SELECT 1 FROM \"%w\" LIMIT 1 OFFSET 1", table.ptr);
    query->sqlite->prepare_v2(handle, sql, -1, &statement, NULL);
    bool big = query->sqlite->step(statement) == SQLITE_ROW;
    query->sqlite->finalize(statement);
    query->sqlite->free(sql);
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
    while (!found && query->sqlite->step(program) == SQLITE_ROW) {
        struct str code = column_text(query, program, 1);
        size_t cursor = (size_t)query->sqlite->column_int64(program, 2);
        bool opens = str_equal(code, STR("OpenRead")) || str_equal(code, STR("ReopenIdx"));
        if (opens) {
            cursor_opens(&pages, arena, cursor, query->sqlite->column_int64(program, 3));
        } else if (str_starts(code, STR("Open"))) {
            cursor_opens(&pages, arena, cursor, 0); /* a temporary table */
        } else if ((str_equal(code, STR("Rewind")) || str_equal(code, STR("Last")) || str_equal(code, STR("Count"))) &&
                   cursor < pages.count && pages.roots[cursor] != 0) {
            *out_table = big_table_at(query, arena, pages.roots[cursor]);
            found = out_table->len > 0;
        }
    }
    query->sqlite->finalize(program);
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
