#include "place.h"

#include "gencarto/publish/staging.h"

static struct staging staging_of(struct place *place, const char *name)
{
    struct staging staging = STAGING_CLOSED;
    struct error err = {0};
    if (!staging_open(&staging, path_in(place, name), &err))
        fail_msg("%s", err.message);
    return staging;
}

static void the_folder_stands_beside_its_target_and_is_private(void **state)
{
    struct place *place = *state;
    struct staging staging = staging_of(place, "a/b/site/");
    assert_string_equal(staging.name, "site");
    assert_int_equal(status_of(place, "a/b/.site.staging").st_mode & 07777, 0700);
    staging_close(&staging);
    assert_true(is_there(place, "a/b"));
    assert_false(is_there(place, "a/b/.site.staging"));
}

static void a_second_one_of_the_same_target_is_busy(void **state)
{
    struct place *place = *state;
    struct staging staging = staging_of(place, "site"), second = STAGING_CLOSED;
    struct error err = {0};
    assert_false(staging_open(&second, path_in(place, "site/"), &err));
    assert_int_equal(err.kind, ERROR_BUSY);
    assert_non_null(strstr(err.message, "another run"));
    staging_close(&second);
    assert_true(is_there(place, ".site.staging"));
    struct staging other = staging_of(place, "other");
    staging_close(&other);
    staging_close(&staging);
    struct staging third = staging_of(place, "site");
    staging_close(&third);
}

static void what_a_dead_run_left_is_taken_over(void **state)
{
    struct place *place = *state;
    make_folder(place, ".site.staging");
    make_folder(place, ".site.staging/deep");
    put(place, ".site.staging/deep/file", "x");
    struct staging staging = staging_of(place, "site");
    struct error err = {0};
    assert_true(is_there(place, ".site.staging/deep/file"));
    assert_true(staging_empty(&staging, &err));
    assert_false(is_there(place, ".site.staging/deep"));
    put(place, ".site.staging/new", "x");
    staging_close(&staging);
    assert_false(is_there(place, ".site.staging"));
}

static void emptying_does_not_follow_links(void **state)
{
    struct place *place = *state;
    make_folder(place, "precious");
    put(place, "precious/file", "x");
    make_folder(place, ".site.staging");
    assert_int_equal(symlink(path_in(place, "precious"), path_in(place, ".site.staging/link")), 0);
    struct staging staging = staging_of(place, "site");
    staging_close(&staging);
    assert_true(is_there(place, "precious/file"));
    assert_false(is_there(place, ".site.staging"));
}

static void a_link_in_its_place_is_refused(void **state)
{
    struct place *place = *state;
    make_folder(place, "precious");
    put(place, "precious/file", "x");
    assert_int_equal(symlink(path_in(place, "precious"), path_in(place, ".site.staging")), 0);
    struct staging staging = STAGING_CLOSED;
    struct error err = {0};
    assert_false(staging_open(&staging, path_in(place, "site"), &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_true(is_there(place, "precious/file"));
}

static void a_target_without_a_name_is_the_callers_mistake(void **state)
{
    (void)state;
    static const char *const targets[] = {"", "/", "//", ".", "..", "a/..", "a/./"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct staging staging = STAGING_CLOSED;
        struct error err = {0};
        assert_false(staging_open(&staging, targets[i], &err));
        assert_int_equal(err.kind, ERROR_USAGE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_folder_stands_beside_its_target_and_is_private, place_enter, place_leave),
        cmocka_unit_test_setup_teardown(a_second_one_of_the_same_target_is_busy, place_enter, place_leave),
        cmocka_unit_test_setup_teardown(what_a_dead_run_left_is_taken_over, place_enter, place_leave),
        cmocka_unit_test_setup_teardown(emptying_does_not_follow_links, place_enter, place_leave),
        cmocka_unit_test_setup_teardown(a_link_in_its_place_is_refused, place_enter, place_leave),
        cmocka_unit_test(a_target_without_a_name_is_the_callers_mistake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
