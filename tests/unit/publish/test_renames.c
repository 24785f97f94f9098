/* A file system that cannot exchange two folders: renameat2 is wrapped at link time, renameat fails when told to. */
#include "place.h"

#include <errno.h>
#include <stdio.h>

#include "gencarto/publish/publish.h"

int __wrap_renameat2(int old_folder, const char *old_name, int new_folder, const char *new_name, unsigned flags);
int __wrap_renameat(int old_folder, const char *old_name, int new_folder, const char *new_name);
int __real_renameat(int old_folder, const char *old_name, int new_folder, const char *new_name);

static int renames_before_failure;

int __wrap_renameat2(int old_folder, const char *old_name, int new_folder, const char *new_name, unsigned flags)
{
    (void)old_folder, (void)old_name, (void)new_folder, (void)new_name, (void)flags;
    errno = EINVAL;
    return -1;
}

int __wrap_renameat(int old_folder, const char *old_name, int new_folder, const char *new_name)
{
    if (renames_before_failure-- == 0) {
        errno = EIO;
        return -1;
    }
    return __real_renameat(old_folder, old_name, new_folder, new_name);
}

static bool publish(struct place *place, const char *content, struct publish_summary *out_summary, struct error *err)
{
    struct publication *publication = NULL;
    bool done = publish_open(path_in(place, "site"), "gencarto 0.1.0", &publication, err) &&
                publish_add(publication, STR("index.html"), str_from(content), err) &&
                publish_commit(publication, STR("2017-T4"), out_summary, err);
    publish_close(publication);
    return done;
}

static void two_renames_replace_the_site(void **state)
{
    struct place *place = *state;
    struct publish_summary summary;
    struct error err = {0};
    renames_before_failure = 100;
    assert_true(publish(place, "one", &summary, &err));
    put(place, "site/stale.html", "stale");
    assert_true(publish(place, "two", &summary, &err));
    assert_content(place, "site/index.html", "two");
    assert_int_equal(summary.removed, 1);
    assert_false(is_there(place, ".site.staging"));
}

static void a_failed_rename_leaves_the_former_site(void **state)
{
    struct place *place = *state;
    struct publish_summary summary;
    struct error err = {0};
    renames_before_failure = 100;
    assert_true(publish(place, "one", &summary, &err));
    for (int renames = 0; renames < 2; renames++) {
        struct error failure = {0};
        renames_before_failure = renames;
        assert_false(publish(place, "two", &summary, &failure));
        assert_int_equal(failure.kind, ERROR_SYSTEM);
        assert_content(place, "site/index.html", "one");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_renames_replace_the_site, place_enter, place_leave),
        cmocka_unit_test_setup_teardown(a_failed_rename_leaves_the_former_site, place_enter, place_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
