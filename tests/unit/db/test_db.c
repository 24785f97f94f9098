#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gencarto/base/file.h"
#include "gencarto/db/db.h"
#include "gencarto/db/rows.h"
#include "gencarto/db/scrub.h"

struct fixture {
    struct arena arena;
    struct error err;
    struct db *db;
    char folder[32];
};

static int start(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    arena_init(&f->arena);
    memcpy(f->folder, "/tmp/test-db-XXXXXX", 20);
    return mkdtemp(f->folder) == NULL;
}

static int stop(void **state)
{
    struct fixture *f = *state;
    db_close(f->db);
    unlink(file_join(&f->arena, f->folder, "a?b#c%.sqlite"));
    rmdir(f->folder);
    arena_clear(&f->arena);
    free(f);
    return 0;
}

static char *path_in(struct fixture *f)
{
    return file_join(&f->arena, f->folder, "a?b#c%.sqlite");
}

static void open_memory(struct fixture *f, const char *sql)
{
    assert_true(db_open(NULL, DB_MEMORY, &f->db, &f->err));
    assert_true(db_run(f->db, "fixture", str_from(sql), &f->err));
}

static void create_file(struct fixture *f, const char *sql)
{
    struct db *db = NULL;
    assert_true(db_open(path_in(f), DB_CREATE, &db, &f->err));
    assert_true(db_run(db, "fixture", str_from(sql), &f->err));
    db_close(db);
}

static struct query *prepare(struct fixture *f, const char *sql)
{
    struct query *query = NULL;
    if (!query_prepare(f->db, "q.sql", str_from(sql), &query, &f->err)) {
        fail_msg("%s", f->err.message);
    }
    return query;
}

static void assert_refused(struct fixture *f, const char *sql, const char *message)
{
    struct query *query = NULL;
    assert_false(query_prepare(f->db, "q.sql", str_from(sql), &query, &f->err));
    if (strstr(f->err.message, message) == NULL) {
        fail_msg("expected \"%s\", got \"%s\"", message, f->err.message);
    }
    f->err.kind = ERROR_NONE;
}

static void reads_typed_columns(void **state)
{
    struct fixture *f = *state;
    open_memory(f, "");
    struct query *query = prepare(f, "SELECT 4 AS a, 2.5 AS b, 'é' AS c, NULL AS d");
    bool row = false;
    assert_true(query_step(query, &row, &f->err) && row);
    assert_int_equal(query_columns(query), 4);
    assert_true(str_equal(query_column_name(query, 2), STR("c")));
    assert_int_equal(query_column(query, 0).integer, 4);
    assert_true(query_column(query, 1).real == 2.5);
    assert_true(str_equal(query_column(query, 2).text, STR("é")));
    assert_int_equal(query_column(query, 3).type, VALUE_NULL);
    assert_true(query_step(query, &row, &f->err) && !row);
    query_free(query);
}

static void binds_by_name_after_a_finished_run(void **state)
{
    struct fixture *f = *state;
    open_memory(f, "");
    struct query *query = prepare(f, "SELECT :code || :other");
    assert_int_equal(query_parameters(query), 2);
    assert_int_equal(query_parameter(query, "other"), 2);
    assert_int_equal(query_parameter(query, "absent"), 0);
    for (int i = 0; i < 2; i++) {
        bool row = false;
        query_bind(query, 1, VALUE_OF_TEXT(STR("x")));
        query_bind(query, 2, VALUE_OF_TEXT(((struct str){NULL, 0})));
        assert_true(query_step(query, &row, &f->err) && row);
        assert_true(str_equal(query_column(query, 0).text, STR("x")));
    }
    query_free(query);
}

static void tells_file_and_line_of_a_bad_query(void **state)
{
    struct fixture *f = *state;
    open_memory(f, "");
    assert_refused(f, "-- what\nSELECT\n  absent", "q.sql:3: no such column: absent");
    assert_refused(f, "-- only a comment\n", "q.sql:1: no statement");
    assert_refused(f, "SELECT 1;\n-- end\nSELECT 2;\n", "a second statement");
    query_free(prepare(f, "SELECT 1;\n-- end\n\n"));
}

static void tells_file_and_line_of_a_bad_script(void **state)
{
    struct fixture *f = *state;
    open_memory(f, "CREATE TABLE t (a INTEGER CHECK (a > 0)) STRICT;");
    assert_false(db_run(f->db, "s.sql", STR("INSERT INTO t VALUES (1);\n\nINSERT INTO t VALUES (0);"), &f->err));
    assert_non_null(strstr(f->err.message, "s.sql:3: CHECK constraint failed"));
}

static void creates_only_what_does_not_exist(void **state)
{
    struct fixture *f = *state;
    create_file(f, "CREATE TABLE t (a);");
    assert_false(db_open(path_in(f), DB_CREATE, &f->db, &f->err));
    assert_non_null(strstr(f->err.message, "exists already"));
}

static void writes_the_same_bytes_twice(void **state)
{
    struct fixture *f = *state;
    const char *sql = "CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES (1), ('x');";
    struct str first, second;
    create_file(f, sql);
    assert_true(file_read(&f->arena, path_in(f), &first, &f->err));
    unlink(path_in(f));
    create_file(f, sql);
    assert_true(file_read(&f->arena, path_in(f), &second, &f->err));
    assert_true(str_equal(first, second));
}

static void allows_nothing_but_reading(void **state)
{
    struct fixture *f = *state;
    create_file(f, "CREATE TABLE t (a); INSERT INTO t VALUES (1);");
    assert_true(db_open(path_in(f), DB_READ, &f->db, &f->err));
    query_free(prepare(f, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) "
                          "SELECT json_group_array(i), (SELECT a FROM t) FROM n, json_each('[1]')"));
    assert_refused(f, "DELETE FROM t", "not authorized");
    assert_refused(f, "ATTACH '/tmp/x.sqlite' AS x", "not authorized");
    assert_refused(f, "PRAGMA query_only=OFF", "not authorized");
    assert_refused(f, "SELECT load_extension('x')", "load_extension");
    assert_refused(f, "CREATE TEMP TABLE u (a)", "not authorized");
}

static void refuses_a_file_that_is_not_ours(void **state)
{
    struct fixture *f = *state;
    assert_false(db_open(path_in(f), DB_READ, &f->db, &f->err));
    assert_int_equal(f->err.kind, ERROR_INPUT);
    f->err.kind = ERROR_NONE;
    assert_true(file_write(path_in(f), STR("nom;prénom\nthis is a table and no database\n"), &f->err));
    assert_false(db_open(path_in(f), DB_READ, &f->db, &f->err));
    assert_int_equal(f->err.kind, ERROR_INPUT);
    assert_non_null(strstr(f->err.message, "not an SQLite database"));
}

static void refuses_another_schema_with_the_remedy(void **state)
{
    struct fixture *f = *state;
    create_file(f, "CREATE TABLE t (a); PRAGMA user_version=99;");
    assert_false(db_open(path_in(f), DB_READ, &f->db, &f->err));
    assert_int_equal(f->err.kind, ERROR_INPUT);
    assert_non_null(strstr(f->err.message, "schema number 99, this program reads"));
    f->err.kind = ERROR_NONE;
    unlink(path_in(f));
    create_file(f, "CREATE TABLE t (a); PRAGMA application_id=7;");
    assert_false(db_open(path_in(f), DB_READ, &f->db, &f->err));
    assert_non_null(strstr(f->err.message, "application_id 0x00000007"));
}

static void tells_scans_from_searches(void **state)
{
    struct fixture *f = *state;
    open_memory(f, "CREATE TABLE t (k INTEGER PRIMARY KEY, a, b); INSERT INTO t VALUES (1,1,1),(2,2,2),(3,3,3);"
                   "CREATE INDEX i ON t (b); CREATE TABLE one (x); INSERT INTO one VALUES (1);"
                   "CREATE TABLE w (p, q, PRIMARY KEY (p, q)) WITHOUT ROWID; INSERT INTO w VALUES (1,1),(2,2);"
                   "CREATE VIEW v AS SELECT a, b FROM t;");
    static const struct {
        const char *sql;
        bool scans;
    } cases[] = {
        {"SELECT a FROM t WHERE k = :k", false},
        {"SELECT a FROM t WHERE b = :b ORDER BY a", false},
        {"SELECT x FROM one", false},
        {"SELECT x, a FROM one JOIN t ON t.k = one.x", false},
        {"SELECT value FROM json_each(:j)", false},
        {"WITH c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 5) SELECT i, a FROM c JOIN t ON k = i", false},
        {"SELECT q FROM w WHERE p = 1", false},
        {"SELECT 1", false},
        {"SELECT max(k) FROM t", false},
        {"SELECT a FROM t", true},
        {"SELECT a FROM t AS alias WHERE a = :a", true},
        {"SELECT a FROM v WHERE a = 2", true},
        {"SELECT a FROM v WHERE b = 2", false},
        {"SELECT count(*) FROM t", true},
        {"SELECT p FROM w WHERE q = 1", true},
        {"SELECT x FROM one WHERE x IN (SELECT a FROM t)", true},
        {"SELECT u.a FROM t JOIN t AS u ON u.a = t.a WHERE t.k = 1", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct query *query = prepare(f, cases[i].sql);
        struct str detail = STR("");
        if (query_scans(query, &f->arena, &detail) != cases[i].scans) {
            fail_msg("%s: expected %d (%.*s)", cases[i].sql, cases[i].scans, STR_ARGS(detail));
        }
        assert_true((detail.len > 0) == cases[i].scans);
        query_free(query);
    }
}

static bool file_holds(struct fixture *f, const char *text)
{
    struct str content;
    assert_true(file_read(&f->arena, path_in(f), &content, &f->err));
    return str_find(content, str_from(text), 0) < content.len;
}

static void scrubbing_leaves_the_rows_and_nothing_else(void **state)
{
    struct fixture *f = *state;
    create_file(f, "PRAGMA secure_delete = OFF; CREATE TABLE t (x TEXT) STRICT;"
                   "INSERT INTO t VALUES ('kept'), ('removed-long-ago'), ('kept too'); DELETE FROM t WHERE rowid = 2;");
    assert_true(file_holds(f, "removed-long-ago"));
    assert_true(db_scrub(path_in(f), &f->err));
    assert_false(file_holds(f, "removed-long-ago"));
    assert_true(file_holds(f, "kept too"));
    assert_true(db_open(path_in(f), DB_READ, &f->db, &f->err));
    struct query *query = prepare(f, "SELECT group_concat(x, '+') FROM t");
    bool row = false;
    assert_true(query_step(query, &row, &f->err) && row);
    assert_true(str_equal(query_column(query, 0).text, STR("kept+kept too")));
    query_free(query);
}

static void scrubbing_refuses_what_is_no_database(void **state)
{
    struct fixture *f = *state;
    assert_true(file_write(path_in(f), STR("SQLite format 3, so it says"), &f->err));
    assert_false(db_scrub(path_in(f), &f->err));
    assert_int_equal(f->err.kind, ERROR_SYSTEM);
}

static void reads_rows_of_the_program_as_a_table(void **state)
{
    struct fixture *f = *state;
    const struct value values[] = {VALUE_OF_TEXT(STR("é")), VALUE_OF_INT(-3),   VALUE_OF_TEXT(STR("")),
                                   VALUE_OF_NULL,           VALUE_OF_REAL(0.5), VALUE_OF_INT(INT64_MAX)};
    struct row_list rows = {values, 2, 0};
    open_memory(f, "CREATE TABLE t (x ANY, y ANY) STRICT");
    assert_true(db_add_rows(f->db, "pair", "x, y", &rows, &f->err));
    struct query *insert = prepare(f, "INSERT INTO t SELECT x, y FROM pair");
    assert_true(query_execute(insert, &f->err)); /* none yet */
    rows.count = 3;
    assert_true(query_execute(insert, &f->err));
    rows.count = 1;
    assert_true(query_execute(insert, &f->err));
    query_free(insert);
    struct query *query =
        prepare(f, "SELECT group_concat(quote(x) || quote(y), ' ') FROM (SELECT * FROM t ORDER BY rowid)");
    bool row = false;
    assert_true(query_step(query, &row, &f->err) && row);
    assert_string_equal(str_text(&f->arena, query_column(query, 0).text), "'é'-3 ''NULL 0.59223372036854775807 'é'-3");
    query_free(query);
}

static void rows_of_the_program_are_gone_once_dropped(void **state)
{
    struct fixture *f = *state;
    const struct value values[] = {VALUE_OF_INT(1)};
    const struct row_list rows = {values, 1, 1};
    struct query *query = NULL;
    open_memory(f, "");
    assert_true(db_add_rows(f->db, "one", "x", &rows, &f->err));
    assert_true(db_run(f->db, "reads", STR("SELECT x FROM one"), &f->err));
    assert_false(db_run(f->db, "writes", STR("DELETE FROM one"), &f->err));
    assert_true(db_drop_rows(f->db, "one", &f->err));
    assert_false(query_prepare(f->db, "gone", STR("SELECT x FROM one"), &query, &f->err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_typed_columns, start, stop),
        cmocka_unit_test_setup_teardown(binds_by_name_after_a_finished_run, start, stop),
        cmocka_unit_test_setup_teardown(tells_file_and_line_of_a_bad_query, start, stop),
        cmocka_unit_test_setup_teardown(tells_file_and_line_of_a_bad_script, start, stop),
        cmocka_unit_test_setup_teardown(creates_only_what_does_not_exist, start, stop),
        cmocka_unit_test_setup_teardown(writes_the_same_bytes_twice, start, stop),
        cmocka_unit_test_setup_teardown(allows_nothing_but_reading, start, stop),
        cmocka_unit_test_setup_teardown(refuses_a_file_that_is_not_ours, start, stop),
        cmocka_unit_test_setup_teardown(refuses_another_schema_with_the_remedy, start, stop),
        cmocka_unit_test_setup_teardown(tells_scans_from_searches, start, stop),
        cmocka_unit_test_setup_teardown(reads_rows_of_the_program_as_a_table, start, stop),
        cmocka_unit_test_setup_teardown(rows_of_the_program_are_gone_once_dropped, start, stop),
        cmocka_unit_test_setup_teardown(scrubbing_leaves_the_rows_and_nothing_else, start, stop),
        cmocka_unit_test_setup_teardown(scrubbing_refuses_what_is_no_database, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
