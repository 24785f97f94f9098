/* tests/tables/escapes.txt: every statement is refused, and the file and its folder stay as they were. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/file.h"
#include "gencarto/db/db.h"

static struct arena arena;
static char folder[] = "/tmp/test-escapes-XXXXXX";
static const char *path;

static int set_up(void **state)
{
    (void)state;
    struct error err = {0};
    struct db *db = NULL;
    arena_init(&arena);
    assert_non_null(mkdtemp(folder));
    path = file_join(&arena, folder, "public.sqlite");
    assert_true(db_open(path, DB_CREATE, &db, &err));
    assert_true(db_run(db, "fixture",
                       STR("CREATE TABLE t (value INTEGER); INSERT INTO t VALUES (1), (2); CREATE INDEX i ON t (value);"
                           "CREATE VIEW v AS SELECT value FROM t"),
                       &err));
    db_close(db);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    rmdir(folder);
    arena_clear(&arena);
    return 0;
}

/* With the folder in place of each @. */
static struct str written_out(struct str line)
{
    struct buf out;
    struct str part;
    buf_init(&out, &arena);
    for (bool first = true; str_split(&line, '@', &part); first = false) {
        if (!first) {
            buf_text(&out, folder);
            buf_byte(&out, '/');
        }
        buf_add(&out, part);
    }
    return buf_str(&out);
}

static bool gives_a_row(struct str sql)
{
    struct error err = {0};
    struct db *db = NULL;
    struct query *query = NULL;
    bool row = false;
    assert_true(db_open(path, DB_READ, &db, &err));
    bool passed = query_prepare(db, "q.sql", sql, &query, &err) && query_step(query, &row, &err);
    query_free(query);
    db_close(db);
    return passed;
}

static void every_escape_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    struct error err = {0};
    struct str before, after, rest, line, *names;
    size_t name_count, tried = 0;
    assert_true(file_read(&arena, path, &before, &err));
    assert_true(file_read(&arena, SOURCE_DIR "/tests/tables/escapes.txt", &rest, &err));
    while (rest.len > 0 && str_split(&rest, '\n', &line)) {
        if (line.len == 0 || line.ptr[0] == '#') {
            continue;
        }
        tried++;
        if (gives_a_row(written_out(line))) {
            fail_msg("allowed: %.*s", STR_ARGS(line));
        }
    }
    assert_true(tried >= 100);
    assert_true(file_read(&arena, path, &after, &err));
    assert_true(str_equal(before, after));
    assert_true(file_names(&arena, folder, &names, &name_count, &err));
    assert_int_equal(name_count, 1);
}

static void what_templates_need_is_allowed(void **state)
{
    (void)state;
    assert_true(
        gives_a_row(STR("SELECT value, lower('A'), round(1.5, 1) FROM t WHERE value IN (SELECT value FROM v)")));
    assert_true(gives_a_row(STR("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) "
                                "SELECT i, sum(i) OVER (ORDER BY i) FROM n")));
    assert_true(gives_a_row(STR("SELECT value FROM json_each('[1, 2]')")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_escape_is_refused_and_changes_nothing),
        cmocka_unit_test(what_templates_need_is_allowed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
