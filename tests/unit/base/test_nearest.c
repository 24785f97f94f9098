/* What a mistyped name was meant to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gencarto/base/nearest.h"

static void a_distance_counts_letters_added_dropped_changed_and_swapped(void **state)
{
    (void)state;
    assert_int_equal(nearest_distance(STR("build"), STR("build")), 0);
    assert_int_equal(nearest_distance(STR("build"), STR("biuld")), 1);
    assert_int_equal(nearest_distance(STR("build"), STR("buld")), 1);
    assert_int_equal(nearest_distance(STR("build"), STR("buildd")), 1);
    assert_int_equal(nearest_distance(STR("build"), STR("guild")), 1);
    assert_int_equal(nearest_distance(STR(""), STR("build")), 5);
}

static void a_long_text_is_near_to_nothing(void **state)
{
    (void)state;
    static const char text[NEAREST_LONGEST + 1];
    struct str longest = {text, NEAREST_LONGEST}, longer = {text, NEAREST_LONGEST + 1};
    assert_int_equal(nearest_distance(longest, longest), 0);
    assert_true(nearest_distance(longer, longer) == SIZE_MAX);
}

static void the_hint_names_the_nearest_or_nothing(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct nearest nearest = nearest_start(STR("sexee"));
    nearest_try(&nearest, STR("statut"));
    assert_string_equal(nearest_hint(&arena, &nearest), "");
    nearest_try(&nearest, STR("sexe"));
    assert_string_equal(nearest_hint(&arena, &nearest), "; did you mean sexe?");
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_distance_counts_letters_added_dropped_changed_and_swapped),
        cmocka_unit_test(a_long_text_is_near_to_nothing),
        cmocka_unit_test(the_hint_names_the_nearest_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
