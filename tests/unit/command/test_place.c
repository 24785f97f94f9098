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
#include "place.h"

static bool apart(const char *input, const char *output)
{
    struct error err = {0};
    bool done = place_check_apart(input, output, &err);
    assert_int_equal(err.kind, done ? ERROR_NONE : ERROR_USAGE);
    return done;
}

static void input_and_output_in_each_other_are_refused(void **state)
{
    (void)state;
    assert_true(apart("input/reference", "output"));
    assert_true(apart("input/reference", "input/reference-site"));
    assert_true(apart("input/reference", "no/such/folder"));
    assert_true(apart("no/input", "no/output"));
    assert_false(apart("input/reference", "input/reference"));
    assert_false(apart("input/reference", "input/reference/"));
    assert_false(apart("input/reference/", "input/../input/reference/site/deep"));
    assert_false(apart("input/reference", "input"));
    assert_false(apart("input/reference", "/"));
    assert_false(apart("no/input", "no/input/site"));
    assert_false(apart(SOURCE_DIR "/input/reference", "input/reference/site"));
    assert_false(apart(".", "output"));
}

static void a_link_does_not_hide_where_a_folder_is(void **state)
{
    (void)state;
    char folder[] = "/tmp/gencarto-place-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct arena arena;
    arena_init(&arena);
    const char *link = file_join(&arena, folder, "link");
    assert_int_equal(symlink(SOURCE_DIR "/input", link), 0);
    assert_false(apart("input/reference", file_join(&arena, link, "reference/site")));
    assert_true(apart("input/reference", file_join(&arena, link, "site")));
    assert_int_equal(unlink(link), 0);
    assert_int_equal(rmdir(folder), 0);
    arena_clear(&arena);
}

/* The working folder of a test is the project's. */
static void what_is_shipped_is_found_here(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    static const struct command render = {.default_output = "output"};
    struct invocation invocation = {.command = &render};
    struct error err = {0};
    const char *found = NULL;
    struct atlas_source boundaries = {0};
    assert_true(place_templates(&arena, &invocation, &found, &err));
    assert_string_equal(found, "templates");
    assert_true(place_reference(&arena, &found, &err));
    assert_string_equal(found, "input/reference");
    assert_true(place_boundaries(&arena, &invocation, &boundaries, &err));
    assert_string_equal(boundaries.file, "input/reference/boundaries.topojson");
    assert_string_equal(boundaries.cache, ".output.cache");
    invocation.values[OPTION_OUTPUT] = (struct option_value){.given = true, .text = "/a/site/"};
    assert_true(place_boundaries(&arena, &invocation, &boundaries, &err));
    assert_string_equal(boundaries.cache, "/a/.site.cache");
    arena_clear(&arena);
}

static void what_is_asked_for_must_be_there(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct invocation invocation = {0};
    invocation.values[OPTION_TEMPLATES] = (struct option_value){.given = true, .text = "templates/pages"};
    invocation.values[OPTION_BOUNDARIES] = (struct option_value){.given = true, .text = "no-such-file"};
    struct error templates = {0}, boundaries = {0};
    const char *found = NULL;
    struct atlas_source source = {0};
    assert_false(place_templates(&arena, &invocation, &found, &templates));
    assert_int_equal(templates.kind, ERROR_USAGE);
    assert_string_equal(templates.message,
                        "--templates templates/pages: no theme.xml there; give a folder of templates");
    assert_false(place_boundaries(&arena, &invocation, &source, &boundaries));
    assert_string_equal(boundaries.message, "--boundaries no-such-file: no such file");
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(input_and_output_in_each_other_are_refused),
        cmocka_unit_test(a_link_does_not_hide_where_a_folder_is),
        cmocka_unit_test(what_is_shipped_is_found_here),
        cmocka_unit_test(what_is_asked_for_must_be_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
