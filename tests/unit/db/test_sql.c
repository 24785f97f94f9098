#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gencarto/base/file.h"
#include "gencarto/sql/sql.h"

static void embeds_each_file_byte_for_byte_in_order(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    size_t count = 0;
    const struct sql_file *files = sql_files(&count);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        struct error err = {0};
        struct str content = {NULL, 0};
        const char *ending = str_ends(files[i].name, STR(".xml")) ? "" : ".sql";
        struct str path = str_format(&arena, "generator/sql/%.*s%s", STR_ARGS(files[i].name), ending);
        assert_true(file_read(&arena, str_text(&arena, path), &content, &err));
        assert_true(str_equal(content, files[i].text));
        assert_true(str_equal(sql_text(str_text(&arena, files[i].name)), content));
        assert_true(i == 0 || str_compare(files[i - 1].name, files[i].name) < 0);
    }
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(embeds_each_file_byte_for_byte_in_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
