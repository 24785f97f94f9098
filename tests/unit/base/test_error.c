// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <errno.h>
#include <string.h>

#include "gencarto/base/error.h"
#include "gencarto/base/text.h"

static void first_failure_wins(void **state)
{
    (void)state;
    struct error err = {0};
    assert_false(error_set(&err, ERROR_INPUT, "%s:%d: first", "a.csv", 3));
    assert_false(error_set(&err, ERROR_SYSTEM, "second"));
    errno = EACCES;
    assert_false(error_errno(&err, "open", "x"));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_string_equal(err.message, "a.csv:3: first");
}

static void errno_is_told_after_the_path(void **state)
{
    (void)state;
    struct error err = {0};
    errno = EACCES;
    assert_false(error_errno(&err, "open", "input/gen"));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_string_equal(err.message, "open input/gen: Permission denied");
}

static void an_unknown_errno_is_told_by_number(void **state)
{
    (void)state;
    struct error err = {0};
    errno = 99999;
    error_errno(&err, "read", "x");
    assert_string_equal(err.message, "read x: error 99999");
}

/* Every length around the limit, with characters of two, three and four bytes across it. */
static void long_messages_are_cut_at_a_whole_character(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "é", "€", "𝄞"};
    for (size_t c = 0; c < 4; c++)
        for (size_t lead = 0; lead < 5; lead++) {
            char text[4096] = "";
            size_t len = lead, width = strlen(characters[c]);
            memset(text, 'x', lead);
            for (; len + width < sizeof text; len += width)
                memcpy(text + len, characters[c], width);
            struct error err = {0};
            error_set(&err, ERROR_INPUT, "%s", text);
            size_t kept = strlen(err.message);
            assert_true(text_is_utf8(str_from(err.message), NULL));
            assert_memory_equal(err.message, text, kept);
            assert_true(kept < sizeof err.message && kept + width > sizeof err.message - 1);
        }
}

static void a_message_that_just_fits_is_whole(void **state)
{
    (void)state;
    char text[sizeof((struct error *)0)->message];
    memset(text, 'x', sizeof text);
    memcpy(text + sizeof text - 4, "€", 4);
    struct error err = {0};
    error_set(&err, ERROR_INPUT, "%s", text);
    assert_string_equal(err.message, text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_failure_wins),
        cmocka_unit_test(errno_is_told_after_the_path),
        cmocka_unit_test(an_unknown_errno_is_told_by_number),
        cmocka_unit_test(long_messages_are_cut_at_a_whole_character),
        cmocka_unit_test(a_message_that_just_fits_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
