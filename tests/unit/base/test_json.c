// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "gencarto/base/json.h"

static void assert_written(struct value value, const char *expected)
{
    struct buf out;
    buf_init(&out, NULL);
    json_write_value(&out, value);
    buf_byte(&out, '\0');
    assert_string_equal(out.ptr, expected);
    buf_clear(&out);
}

static void numbers_are_written_in_their_shortest_form(void **state)
{
    (void)state;
    assert_written(VALUE_OF_NULL, "null");
    assert_written(VALUE_OF_INT(INT64_MIN), "-9223372036854775808");
    assert_written(VALUE_OF_REAL(24.0), "24");
    assert_written(VALUE_OF_REAL(-0.0), "0");
    assert_written(VALUE_OF_REAL(-123456789012345.0), "-123456789012345");
    assert_written(VALUE_OF_REAL(999999999999999.9), "999999999999999.9");
    assert_written(VALUE_OF_REAL(0.1), "0.1");
    assert_written(VALUE_OF_REAL(1e21), "1e+21");
}

static void quotes_backslashes_and_controls_are_escaped(void **state)
{
    (void)state;
    assert_written(VALUE_OF_TEXT(STR("")), "\"\"");
    assert_written(VALUE_OF_TEXT(STR("a\"b\\c/d\n\x7F")), "\"a\\\"b\\\\c/d\\u000a\\u007f\"");
}

static void text_stays_and_what_is_no_utf8_is_replaced(void **state)
{
    (void)state;
    assert_written(VALUE_OF_TEXT(STR("Île « 1 »")), "\"Île « 1 »\"");
    assert_written(VALUE_OF_TEXT(STR("a\xE9"
                                     "b\xC3")),
                   "\"a\\ufffdb\\ufffd\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_written_in_their_shortest_form),
        cmocka_unit_test(quotes_backslashes_and_controls_are_escaped),
        cmocka_unit_test(text_stays_and_what_is_no_utf8_is_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
