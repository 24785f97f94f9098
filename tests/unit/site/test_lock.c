// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gencarto/base/file.h"
#include "lock.h"

static struct arena arena;
static struct error err;
static char folder[] = "/tmp/gencarto-lock-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return mkdtemp(folder) == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(file_join(&arena, folder, "maps.lock"));
    arena_clear(&arena);
    return rmdir(folder);
}

static bool read_text(const char *text, struct map_locks *out_locks)
{
    err = (struct error){0};
    struct error writing = {0};
    assert_true(file_write(file_join(&arena, folder, "maps.lock"), str_from(text), &writing));
    return map_locks_read(&arena, folder, out_locks, &err);
}

static void without_a_file_nothing_is_locked(void **state)
{
    (void)state;
    struct map_locks locks = {NULL, 9};
    unlink(file_join(&arena, folder, "maps.lock"));
    assert_true(map_locks_read(&arena, folder, &locks, &err));
    assert_int_equal(locks.count, 0);
    assert_null(map_lock_find(&locks, STR("part-femmes")));
}

static void bounds_and_scales_have_names(void **state)
{
    (void)state;
    struct map_locks locks;
    assert_true(read_text("# of the maps\n\npart-femmes bounds 15 20  25.5 30\n apprenants largest 600 # circles\n"
                          "part-femmes largest 12",
                          &locks));
    const struct map_lock *women = map_lock_find(&locks, STR("part-femmes"));
    const struct map_lock *learners = map_lock_find(&locks, STR("apprenants"));
    assert_int_equal(locks.count, 2);
    assert_int_equal(women->bound_count, 4);
    assert_true(women->bounds[2] > 25.4 && women->bounds[2] < 25.6);
    assert_true(women->largest > 11.9 && women->largest < 12.1);
    assert_int_equal(learners->bound_count, 0);
    assert_true(learners->largest > 599.9);
}

static void faults_are_told_with_their_line(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"a bounds 1 2\na bounds 3", ":2: bounds of this name stand above"},
        {"a bounds", ":1: no such bounds"},
        {"a bounds 2 1", ":1: no such bounds"},
        {"a bounds 1 2 3 4 5 6", "at most 5"},
        {"a bounds 1 x", ":1: no such bounds"},
        {"\n\na", ":3: neither bounds nor largest"},
        {"a largest 0", ":1: no count above zero"},
        {"a largest 1\nb largest 2\na largest 3", ":3: a scale of this name stands above"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct map_locks locks;
        assert_false(read_text(cases[i][0], &locks));
        assert_int_equal(err.kind, ERROR_OUTPUT);
        if (strstr(err.message, cases[i][1]) == NULL) {
            fail_msg("%s says: %s", cases[i][0], err.message);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_file_nothing_is_locked),
        cmocka_unit_test(bounds_and_scales_have_names),
        cmocka_unit_test(faults_are_told_with_their_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
