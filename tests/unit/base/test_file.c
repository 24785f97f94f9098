// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gencarto/base/file.h"

struct place {
    struct arena arena;
    char folder[40];
};

static int enter(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    arena_init(&place->arena);
    strcpy(place->folder, "/tmp/gencarto-file-XXXXXX");
    *state = place;
    return mkdtemp(place->folder) ? 0 : -1;
}

static int leave(void **state)
{
    struct place *place = *state;
    const char *command = str_format(&place->arena, "rm -r %s", place->folder).ptr;
    int result = system(command);
    arena_clear(&place->arena);
    free(place);
    return result;
}

static const char *path_in(struct place *place, const char *name)
{
    return file_join(&place->arena, place->folder, name);
}

static void put(struct place *place, const char *name)
{
    struct error err = {0};
    if (!file_write(path_in(place, name), STR("x"), &err))
        fail_msg("%s", err.message);
}

static void what_is_written_is_read_back(void **state)
{
    struct place *place = *state;
    struct error err = {0};
    static const size_t sizes[] = {0, 1, 4095, 4096, 4097, 1000000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *bytes = arena_alloc(&place->arena, sizes[i]);
        for (size_t j = 0; j < sizes[i]; j++)
            bytes[j] = (char)(j * 7);
        struct str written = {bytes, sizes[i]}, content;
        assert_true(file_write(path_in(place, "a"), written, &err));
        assert_true(file_read(&place->arena, path_in(place, "a"), &content, &err));
        assert_true(str_equal(content, written));
        assert_int_equal(content.ptr[content.len], 0);
    }
}

static void a_shorter_content_replaces_a_longer_one(void **state)
{
    struct place *place = *state;
    struct error err = {0};
    struct str content;
    assert_true(file_write(path_in(place, "a"), STR("long content"), &err));
    assert_true(file_write(path_in(place, "a"), STR("short"), &err));
    assert_true(file_read(&place->arena, path_in(place, "a"), &content, &err));
    assert_true(str_equal(content, STR("short")));
}

static void reads_files_that_announce_no_size(void **state)
{
    struct place *place = *state;
    struct error err = {0};
    struct str content;
    assert_true(file_read(&place->arena, "/proc/self/status", &content, &err));
    assert_true(content.len > 100);
    assert_true(str_starts(content, STR("Name:")));
}

static void a_missing_file_is_an_error_of_input(void **state)
{
    struct place *place = *state;
    struct error err = {0};
    struct str content = STR("untouched");
    assert_false(file_read(&place->arena, "/nowhere/a.csv", &content, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_string_equal(err.message, "open /nowhere/a.csv: No such file or directory");
    assert_true(str_equal(content, STR("untouched")));
}

static void a_folder_cannot_be_read_as_a_file(void **state)
{
    struct place *place = *state;
    struct error err = {0};
    struct str content;
    assert_false(file_read(&place->arena, place->folder, &content, &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_non_null(strstr(err.message, "Is a directory"));
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    struct error err = {0};
    if (!file_exists("/dev/full"))
        skip();
    assert_false(file_write("/dev/full", STR("x"), &err));
    assert_string_equal(err.message, "write /dev/full: No space left on device");
}

static void makes_missing_parents(void **state)
{
    struct place *place = *state;
    struct error err = {0};
    assert_true(file_make_folders(path_in(place, "a/b//c/"), &err));
    assert_true(file_is_folder(path_in(place, "a/b/c")));
    assert_true(file_make_folders(path_in(place, "a/b/c"), &err));
    struct stat status;
    assert_int_equal(stat(path_in(place, "a/b"), &status), 0);
    assert_int_equal(status.st_mode & 0700, 0700);
}

static void a_file_in_the_way_of_a_folder_is_an_error(void **state)
{
    struct place *place = *state;
    struct error err = {0}, below = {0};
    put(place, "a");
    assert_false(file_make_folders(path_in(place, "a"), &err));
    assert_false(file_make_folders(path_in(place, "a/b"), &below));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_int_equal(below.kind, ERROR_SYSTEM);
    assert_true(file_exists(path_in(place, "a")));
    assert_false(file_is_folder(path_in(place, "a")));
}

static void make_tree(struct place *place)
{
    struct error err = {0};
    assert_true(file_make_folders(path_in(place, "tree/b/c"), &err));
    assert_true(file_make_folders(path_in(place, "tree/empty"), &err));
    static const char *const names[] = {"tree/z",   "tree/b.txt",   "tree/b/2", "tree/b/c/10",
                                        "tree/b-1", "tree/.hidden", "tree/é"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        put(place, names[i]);
    assert_int_equal(symlink("b", path_in(place, "tree/link")), 0);
    assert_int_equal(symlink("z", path_in(place, "tree/link-to-file")), 0);
}

static void check_paths(const struct str *found, size_t count, const char *const *expected, size_t expected_count)
{
    assert_int_equal(count, expected_count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(found[i].ptr, expected[i]);
}

static void lists_the_files_of_a_tree_in_byte_order(void **state)
{
    struct place *place = *state;
    struct error err = {0};
    make_tree(place);
    struct str *paths;
    size_t count;
    assert_true(file_list(&place->arena, path_in(place, "tree"), &paths, &count, &err));
    static const char *const expected[] = {".hidden", "b-1", "b.txt", "b/2", "b/c/10", "z", "é"};
    check_paths(paths, count, expected, sizeof expected / sizeof *expected);
    assert_true(file_list(&place->arena, path_in(place, "tree/"), &paths, &count, &err));
    check_paths(paths, count, expected, sizeof expected / sizeof *expected);
}

/* A link to a file is one; one that leads nowhere must not be lost in silence, but for the locks of editors. */
static void names_only_the_files_of_the_folder_itself(void **state)
{
    struct place *place = *state;
    struct error err = {0};
    make_tree(place);
    assert_int_equal(symlink("nowhere", path_in(place, "tree/link-to-nothing")), 0);
    assert_int_equal(symlink("user@host.4711", path_in(place, "tree/.#z")), 0);
    struct str *names;
    size_t count;
    assert_true(file_names(&place->arena, path_in(place, "tree"), &names, &count, &err));
    static const char *const expected[] = {".hidden", "b-1", "b.txt", "link-to-file", "link-to-nothing", "z", "é"};
    check_paths(names, count, expected, sizeof expected / sizeof *expected);
    assert_true(file_names(&place->arena, path_in(place, "tree/empty"), &names, &count, &err));
    assert_int_equal(count, 0);
    assert_false(file_names(&place->arena, path_in(place, "tree/none"), &names, &count, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
}

static void joins_with_one_slash(void **state)
{
    struct place *place = *state;
    assert_string_equal(file_join(&place->arena, "a", "b"), "a/b");
    assert_string_equal(file_join(&place->arena, "a/", "b"), "a/b");
    assert_string_equal(file_join(&place->arena, "/", "b"), "/b");
    assert_string_equal(file_join(&place->arena, "", "b"), "b");
}

/* mincore tells pages that are not mapped. */
static bool is_mapped(const char *content)
{
    unsigned char present;
    return mincore((void *)((uintptr_t)content & ~(uintptr_t)(sysconf(_SC_PAGESIZE) - 1)), 1, &present) == 0;
}

static void a_mapped_file_goes_with_what_its_arena_gave(void **state)
{
    struct place *place = *state;
    struct arena arena;
    struct error err = {0};
    struct str early, content, empty;
    const char *path = path_in(place, "a.csv"), *nothing = path_in(place, "empty.csv");
    assert_true(file_write(path, STR("a;b\n1;2\n"), &err) && file_write(nothing, STR(""), &err));
    arena_init(&arena);
    assert_true(file_read_mapped(&arena, path, &early, &err)); /* before anything else of the arena */
    char *kept = memcpy(arena_alloc(&arena, 5), "kept", 5);
    struct arena_mark mark = arena_save(&arena);
    arena_alloc(&arena, 100000);
    assert_true(file_read_mapped(&arena, path, &content, &err) && file_read_mapped(&arena, nothing, &empty, &err));
    assert_true(str_equal(content, STR("a;b\n1;2\n")) && empty.len == 0);
    arena_restore(&arena, mark);
    assert_string_equal(kept, "kept");
    assert_true(str_equal(early, STR("a;b\n1;2\n")));
    assert_false(is_mapped(content.ptr));
    arena_clear(&arena);
    assert_false(is_mapped(early.ptr));
    assert_false(file_read_mapped(&arena, path_in(place, "none.csv"), &content, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, enter, leave)

static void the_last_name_of_a_path_begins_after_the_last_slash(void **state)
{
    (void)state;
    assert_int_equal(file_name_start(STR("a/bc/d.csv")), 5);
    assert_int_equal(file_name_start(STR("d.csv")), 0);
    assert_int_equal(file_name_start(STR("a/")), 2);
    assert_int_equal(file_name_start(STR("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(what_is_written_is_read_back),
        IN_PLACE(a_shorter_content_replaces_a_longer_one),
        IN_PLACE(reads_files_that_announce_no_size),
        IN_PLACE(a_missing_file_is_an_error_of_input),
        IN_PLACE(a_folder_cannot_be_read_as_a_file),
        IN_PLACE(a_full_disk_is_told),
        IN_PLACE(makes_missing_parents),
        IN_PLACE(a_file_in_the_way_of_a_folder_is_an_error),
        IN_PLACE(lists_the_files_of_a_tree_in_byte_order),
        IN_PLACE(names_only_the_files_of_the_folder_itself),
        IN_PLACE(joins_with_one_slash),
        cmocka_unit_test(the_last_name_of_a_path_begins_after_the_last_slash),
        IN_PLACE(a_mapped_file_goes_with_what_its_arena_gave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
