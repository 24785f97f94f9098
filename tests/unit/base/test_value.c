// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "gencarto/base/value.h"

/* In the order of SQLite. */
static const struct value ordered[] = {
    {.type = VALUE_NULL},
    {.type = VALUE_REAL, .real = -1e300},
    {.type = VALUE_INT, .integer = INT64_MIN},
    {.type = VALUE_INT, .integer = -2},
    {.type = VALUE_REAL, .real = -1.5},
    {.type = VALUE_INT, .integer = -1},
    {.type = VALUE_REAL, .real = 0},
    {.type = VALUE_REAL, .real = 0.5},
    {.type = VALUE_INT, .integer = 1},
    {.type = VALUE_REAL, .real = 9007199254740992.0},
    {.type = VALUE_INT, .integer = INT64_C(9007199254740993)},
    {.type = VALUE_INT, .integer = INT64_MAX},
    {.type = VALUE_REAL, .real = 9223372036854775808.0},
    {.type = VALUE_TEXT, .text = STR_INIT("")},
    {.type = VALUE_TEXT, .text = STR_INIT("10")},
    {.type = VALUE_TEXT, .text = STR_INIT("9")},
    {.type = VALUE_TEXT, .text = STR_INIT("é")},
};

static void compares_as_sqlite(void **state)
{
    (void)state;
    int count = sizeof ordered / sizeof *ordered;
    for (int i = 0; i < count; i++)
        for (int j = 0; j < count; j++) {
            int order = value_compare(ordered[i], ordered[j]);
            if ((order > 0) - (order < 0) != (i > j) - (i < j))
                fail_msg("values %d and %d compare as %d", i, j, order);
        }
    assert_int_equal(value_compare(VALUE_OF_INT(2), VALUE_OF_REAL(2.0)), 0);
    assert_int_equal(value_compare(VALUE_OF_INT(INT64_MIN), VALUE_OF_REAL(-0x1p63)), 0);
}

static void texts_are_machine_forms(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_true(str_equal(value_text(&arena, VALUE_OF_NULL), STR("")));
    assert_true(str_equal(value_text(&arena, VALUE_OF_INT(-11410)), STR("-11410")));
    assert_true(str_equal(value_text(&arena, VALUE_OF_REAL(24.0)), STR("24")));
    assert_true(str_equal(value_text(&arena, VALUE_OF_REAL(0.1)), STR("0.1")));
    assert_true(str_equal(value_text(&arena, VALUE_OF_TEXT(STR("Ain"))), STR("Ain")));
    arena_clear(&arena);
}

static void numbers_are_ints_and_reals(void **state)
{
    (void)state;
    assert_true(value_is_number(VALUE_OF_INT(1)) && value_is_number(VALUE_OF_REAL(1)));
    assert_false(value_is_number(VALUE_OF_NULL) || value_is_number(VALUE_OF_TEXT(STR("1"))));
    assert_true(value_number(VALUE_OF_INT(3)) == 3.0 && value_number(VALUE_OF_REAL(2.5)) == 2.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_as_sqlite),
        cmocka_unit_test(texts_are_machine_forms),
        cmocka_unit_test(numbers_are_ints_and_reals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
