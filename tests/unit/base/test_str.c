// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "gencarto/base/str.h"

static const struct str nothing = {NULL, 0};

static void compares_bytes(void **state)
{
    (void)state;
    assert_true(str_equal(STR("abc"), STR("abc")));
    assert_false(str_equal(STR("abc"), STR("abd")));
    assert_false(str_equal(STR("abc"), STR("ab")));
    assert_true(str_equal(nothing, STR("")));
    assert_true(str_compare(STR("a"), STR("b")) < 0);
    assert_true(str_compare(STR("ab"), STR("a")) > 0);
    assert_true(str_compare(STR("é"), STR("z")) > 0);
    assert_true(str_compare(nothing, STR("a")) < 0);
    assert_int_equal(str_compare(nothing, nothing), 0);
}

static void ignores_the_case_of_ascii_letters_only(void **state)
{
    (void)state;
    assert_true(str_equal_ascii_case(STR("Date_Debut"), STR("date_debut")));
    assert_false(str_equal_ascii_case(STR("É"), STR("é")));
    assert_false(str_equal_ascii_case(STR("[a"), STR("{a")));
}

static void finds_beginnings_and_ends(void **state)
{
    (void)state;
    assert_true(str_starts(STR("region:76"), STR("region:")));
    assert_false(str_starts(STR("reg"), STR("region")));
    assert_true(str_ends(STR("a.csv"), STR(".csv")));
    assert_false(str_ends(STR("csv"), STR(".csv")));
    assert_true(str_starts(nothing, nothing));
}

static void clamps_slices(void **state)
{
    (void)state;
    assert_true(str_equal(str_slice(STR("abcdef"), 2, 4), STR("cd")));
    assert_true(str_equal(str_slice(STR("abcdef"), 4, 99), STR("ef")));
    assert_true(str_equal(str_slice(STR("abcdef"), 99, 99), STR("")));
    assert_true(str_equal(str_slice(STR("abcdef"), 5, 2), STR("")));
    assert_true(str_equal(str_slice(nothing, 1, 2), STR("")));
}

static void trims_ascii_blanks_at_both_ends(void **state)
{
    (void)state;
    assert_true(str_equal(str_trim(STR(" \t a b\r\n")), STR("a b")));
    assert_true(str_equal(str_trim(STR("   ")), STR("")));
    assert_true(str_equal(str_trim(nothing), STR("")));
}

static void finds_bytes_and_texts(void **state)
{
    (void)state;
    assert_int_equal(str_index(STR("a,b,c"), ',', 2), 3);
    assert_int_equal(str_index(STR("abc"), ',', 0), 3);
    assert_int_equal(str_index(STR("abc"), 'a', 99), 3);
    assert_int_equal(str_find(STR("un deux un"), STR("un"), 1), 8);
    assert_int_equal(str_find(STR("abc"), STR("abcd"), 0), 3);
    assert_int_equal(str_find(STR("abc"), STR(""), 1), 1);
    assert_int_equal(str_find(nothing, STR("a"), 0), 0);
}

static void splits_into_every_part(void **state)
{
    (void)state;
    struct str rest = STR("a,,b,"), part;
    const char *expected[] = {"a", "", "b", ""};
    for (int i = 0; i < 4; i++) {
        assert_true(str_split(&rest, ',', &part));
        assert_true(str_equal(part, str_from(expected[i])));
    }
    assert_false(str_split(&rest, ',', &part));
    assert_false(str_split(&rest, ',', &part));
}

static void splits_an_empty_text_into_one_empty_part(void **state)
{
    (void)state;
    struct str texts[] = {STR(""), nothing};
    for (int i = 0; i < 2; i++) {
        struct str part = STR("untouched");
        assert_true(str_split(&texts[i], ',', &part));
        assert_int_equal(part.len, 0);
        assert_false(str_split(&texts[i], ',', &part));
    }
}

static void copies_end_with_a_nul(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct str copy = str_copy(&arena, str_slice(STR("abcdef"), 0, 3));
    assert_string_equal(copy.ptr, "abc");
    assert_string_equal(str_text(&arena, nothing), "");
    struct str formatted = str_format(&arena, "%s:%d", "region", 76);
    assert_true(str_equal(formatted, STR("region:76")));
    assert_int_equal(formatted.ptr[formatted.len], 0);
    arena_clear(&arena);
}

/* Values of the FNV reference: http://www.isthe.com/chongo/tech/comp/fnv/ */
static void hashes_as_fnv_1a(void **state)
{
    (void)state;
    assert_true(str_hash(STR("")) == 0xcbf29ce484222325ULL);
    assert_true(str_hash(STR("a")) == 0xaf63dc4c8601ec8cULL);
    assert_true(str_hash(STR("foobar")) == 0x85944171f73967e8ULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_bytes),
        cmocka_unit_test(ignores_the_case_of_ascii_letters_only),
        cmocka_unit_test(finds_beginnings_and_ends),
        cmocka_unit_test(clamps_slices),
        cmocka_unit_test(trims_ascii_blanks_at_both_ends),
        cmocka_unit_test(finds_bytes_and_texts),
        cmocka_unit_test(splits_into_every_part),
        cmocka_unit_test(splits_an_empty_text_into_one_empty_part),
        cmocka_unit_test(copies_end_with_a_nul),
        cmocka_unit_test(hashes_as_fnv_1a),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
