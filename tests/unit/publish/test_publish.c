#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "gencarto/base/parallel.h"
#include "gencarto/publish/publish.h"

#define PROGRAM "gencarto 0.1.0"
#define RELEASE STR("2017-T4")

struct page {
    const char *path, *content;
};

static struct publication *begin(struct place *place)
{
    struct publication *publication = NULL;
    struct error err = {0};
    if (!publish_open(path_in(place, "site"), PROGRAM, &publication, &err))
        fail_msg("%s", err.message);
    return publication;
}

static void add(struct publication *publication, const char *path, const char *content)
{
    struct error err = {0};
    if (!publish_add(publication, str_from(path), str_from(content), &err))
        fail_msg("%s", err.message);
}

static struct publish_summary publish(struct place *place, const struct page *pages)
{
    struct publication *publication = begin(place);
    for (const struct page *page = pages; page->path; page++)
        add(publication, page->path, page->content);
    struct publish_summary summary = {0};
    struct error err = {0};
    if (!publish_commit(publication, RELEASE, &summary, &err))
        fail_msg("%s", err.message);
    publish_close(publication);
    return summary;
}

static const struct page first_site[] = {
    {"index.html", "<p>one"}, {"a/b/index.html", "<p>b"}, {"a/index.html", ""}, {"old/index.html", "<p>old"}, {0}};

#define FILE_LINE(path, size, sha256) "    {\"path\": \"" path "\", \"size\": " size ", \"sha256\": \"" sha256 "\"}"

/* The sums are those of sha256sum. */
#define FIRST_MANIFEST                                                                                                                                                                                           \
    "{\n  \"program\": \"gencarto 0.1.0\",\n  \"release\": \"2017-T4\",\n  \"files\": [\n" FILE_LINE("a/b/index.html", "4", "82b61510cbeec23ec276ba47bb2b656e9c52b0cb7a9359703a409d0ac8dc4746") ",\n" FILE_LINE( \
        "a/index.html", "0",                                                                                                                                                                                     \
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") ",\n" FILE_LINE("index.html", "6",                                                                                                   \
                                                                                            "6cdd0621def911531209bd14685fc4fca0c38ca0464199fa72c9496b8d9a9e91") ",\n" FILE_LINE("old/index.html",                \
                                                                                                                                                                                "6",                             \
                                                                                                                                                                                "9830ff2c26c3681ff2a187c1d9a4977d8d231ec5b7b233b19b0bb1fa44bd28b2") "\n  ]\n}\n"

static const struct page second_site[] = {
    {"index.html", "<p>two"}, {"a/b/index.html", "<p>b"}, {"a/index.html", ""}, {"a/c.txt", "c"}, {0}};

static void assert_refused(struct place *place, enum error_kind kind, const char *part)
{
    struct publication *publication = NULL;
    struct error err = {0};
    assert_false(publish_open(path_in(place, "site"), PROGRAM, &publication, &err));
    assert_null(publication);
    assert_int_equal(err.kind, kind);
    if (!strstr(err.message, part))
        fail_msg("\"%s\" does not say \"%s\"", err.message, part);
    assert_false(is_there(place, ".site.staging"));
}

static void assert_add_fails(struct publication *publication, const char *path)
{
    struct error err = {0};
    if (publish_add(publication, str_from(path), STR("x"), &err))
        fail_msg("accepted: %s", path);
    assert_int_equal(err.kind, ERROR_OUTPUT);
}

/* --- what is published --- */

static void a_first_site_has_its_files_and_a_manifest(void **state)
{
    struct place *place = *state;
    struct publish_summary summary = publish(place, first_site);
    assert_content(place, "site/index.html", "<p>one");
    assert_content(place, "site/a/b/index.html", "<p>b");
    assert_content(place, "site/a/index.html", "");
    assert_content(place, "site/manifest.json", FIRST_MANIFEST);
    assert_int_equal(summary.files, 5);
    assert_int_equal(summary.written, 5);
    assert_int_equal(summary.unchanged, 0);
    assert_int_equal(summary.removed, 0);
    assert_false(is_there(place, ".site.staging"));
}

static void a_second_site_replaces_the_first(void **state)
{
    struct place *place = *state;
    publish(place, first_site);
    struct publish_summary summary = publish(place, second_site);
    assert_content(place, "site/index.html", "<p>two");
    assert_content(place, "site/a/c.txt", "c");
    assert_false(is_there(place, "site/old"));
    assert_false(is_there(place, ".site.staging"));
    assert_int_equal(summary.files, 5);
    assert_int_equal(summary.written, 3); /* index.html, a/c.txt, manifest.json */
    assert_int_equal(summary.unchanged, 2);
    assert_int_equal(summary.removed, 1);
}

static void an_unchanged_file_stays_the_same_file(void **state)
{
    struct place *place = *state;
    publish(place, first_site);
    struct stat same = status_of(place, "site/a/b/index.html"), changed = status_of(place, "site/index.html");
    publish(place, second_site);
    assert_int_equal(status_of(place, "site/a/b/index.html").st_ino, same.st_ino);
    assert_int_equal(status_of(place, "site/a/b/index.html").st_nlink, 1);
    assert_int_not_equal(status_of(place, "site/index.html").st_ino, changed.st_ino);
    struct publish_summary summary = publish(place, second_site);
    assert_int_equal(summary.unchanged, 5);
    assert_int_equal(summary.written, 0);
    assert_int_equal(summary.removed, 0);
}

/* Who has a page open goes on reading the page that was there. */
static void a_published_file_is_never_written_to(void **state)
{
    struct place *place = *state;
    publish(place, first_site);
    int fd = open(path_in(place, "site/index.html"), O_RDONLY);
    publish(place, second_site);
    char bytes[8] = "";
    assert_int_equal(read(fd, bytes, sizeof bytes), 6);
    assert_memory_equal(bytes, "<p>one", 6);
    close(fd);
}

static void modes_do_not_depend_on_the_umask(void **state)
{
    struct place *place = *state;
    mode_t former = umask(0077);
    publish(place, first_site);
    umask(former);
    assert_int_equal(status_of(place, "site").st_mode & 07777, 0755);
    assert_int_equal(status_of(place, "site/a/b").st_mode & 07777, 0755);
    assert_int_equal(status_of(place, "site/a/b/index.html").st_mode & 07777, 0644);
    assert_int_equal(status_of(place, "site/manifest.json").st_mode & 07777, 0644);
}

static void a_wrong_mode_is_mended(void **state)
{
    struct place *place = *state;
    publish(place, first_site);
    assert_int_equal(chmod(path_in(place, "site/a/b/index.html"), 0600), 0);
    publish(place, first_site);
    assert_int_equal(status_of(place, "site/a/b/index.html").st_mode & 07777, 0644);
}

static void same_files_in_another_order_give_the_same_manifest(void **state)
{
    struct place *place = *state;
    publish(place, first_site);
    struct str manifest = content_of(place, "site/manifest.json");
    const struct page shuffled[] = {first_site[3], first_site[1], first_site[0], first_site[2], {0}};
    struct publish_summary summary = publish(place, shuffled);
    assert_int_equal(summary.written, 0);
    assert_true(str_equal(manifest, content_of(place, "site/manifest.json")));
}

static void the_readme_at_the_top_is_kept(void **state)
{
    struct place *place = *state;
    make_folder(place, "site");
    put(place, "site/README.md", "mine");
    struct publish_summary summary = publish(place, first_site);
    assert_int_equal(summary.files, 5);
    assert_int_equal(summary.removed, 0);
    summary = publish(place, second_site);
    assert_int_equal(summary.removed, 1);
    assert_content(place, "site/README.md", "mine");
    assert_int_equal(str_find(content_of(place, "site/manifest.json"), STR("README"), 0),
                     content_of(place, "site/manifest.json").len);
}

static void a_file_of_the_machine_is_added_by_its_content(void **state)
{
    struct place *place = *state;
    put(place, "empty", "");
    for (int round = 0; round < 2; round++) {
        struct publication *publication = begin(place);
        const char *path = file_join(&place->arena, publish_folder(publication), "data");
        struct error err = {0};
        assert_true(file_write(path, STR("data\n"), &err));
        assert_true(publish_add_file(publication, STR("donnees/data"), path, &err));
        assert_true(publish_add_file(publication, STR("donnees/empty"), path_in(place, "empty"), &err));
        struct publish_summary summary;
        assert_true(publish_commit(publication, RELEASE, &summary, &err));
        publish_close(publication);
        assert_int_equal(summary.unchanged, round ? 3 : 0);
    }
    assert_content(place, "site/donnees/data", "data\n");
    assert_content(place, "site/donnees/empty", "");
}

/* Its bytes are written once. */
static void a_file_of_the_publication_s_folder_becomes_the_site_s(void **state)
{
    struct place *place = *state;
    struct publication *publication = begin(place);
    const char *path = file_join(&place->arena, publish_folder(publication), "data");
    struct error err = {0};
    struct publish_summary summary;
    struct stat made, published;
    assert_true(file_write(path, STR("data\n"), &err));
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(stat(path, &made), 0);
    assert_true(publish_add_file(publication, STR("donnees/data"), path, &err));
    assert_true(publish_commit(publication, RELEASE, &summary, &err));
    publish_close(publication);
    assert_int_equal(stat(path_in(place, "site/donnees/data"), &published), 0);
    assert_int_equal(published.st_ino, made.st_ino);
    assert_int_equal(published.st_mode & 07777, 0644);
    assert_int_equal(published.st_nlink, 1);
    assert_content(place, "site/donnees/data", "data\n");
}

static void an_absent_file_of_the_machine_fails(void **state)
{
    struct place *place = *state;
    struct publication *publication = begin(place);
    struct error err = {0};
    assert_false(publish_add_file(publication, STR("x"), path_in(place, "nothing"), &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    publish_close(publication);
}

struct crowd {
    struct publication *publication;
    int failures[4]; /* by worker */
};

static void add_numbered(void *context, size_t item, int worker)
{
    struct crowd *crowd = context;
    struct arena scratch;
    arena_init(&scratch);
    struct str path = str_format(&scratch, "%zu/%zu/index.html", item % 7, item / 2);
    struct error err = {0};
    crowd->failures[worker] += !publish_add(crowd->publication, path, path, &err);
    arena_clear(&scratch);
}

static void threads_may_add_at_once(void **state)
{
    struct place *place = *state;
    struct publish_summary summary = {0};
    for (int round = 0; round < 2; round++) {
        struct crowd crowd = {.publication = begin(place)};
        parallel_for(700, 4, add_numbered, &crowd);
        assert_int_equal(crowd.failures[0] + crowd.failures[1] + crowd.failures[2] + crowd.failures[3], 0);
        struct error err = {0};
        assert_true(publish_commit(crowd.publication, RELEASE, &summary, &err));
        publish_close(crowd.publication);
    }
    assert_int_equal(summary.files, 701);
    assert_int_equal(summary.unchanged, 701);
}

/* --- what is refused --- */

static void a_path_that_leads_elsewhere_is_refused(void **state)
{
    struct place *place = *state;
    static const char *const paths[] = {
        "",     "/",    "/etc/x", "../x",    "a/../x",        "a/..", "a//b",        "./a",       "a/",    "a\\b",
        "a\nb", "a\"b", "a/\x7F", "caf\xE9", "manifest.json", ".git", ".git/config", "README.md", "a/./b", ".."};
    struct publication *publication = begin(place);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_add_fails(publication, paths[i]);
    char long_path[5000];
    memset(long_path, 'a', sizeof long_path - 1);
    long_path[sizeof long_path - 1] = '\0';
    assert_add_fails(publication, long_path);
    publish_close(publication);
    assert_false(is_there(place, "site"));
    assert_false(is_there(place, "x"));
}

static void a_path_with_a_nul_is_refused(void **state)
{
    struct place *place = *state;
    struct publication *publication = begin(place);
    struct error err = {0};
    assert_false(publish_add(publication, STR("a\0b"), STR("x"), &err));
    publish_close(publication);
}

static void a_path_twice_is_an_error_and_publishes_nothing(void **state)
{
    struct place *place = *state;
    publish(place, first_site);
    struct str manifest = content_of(place, "site/manifest.json");
    static const struct page twice[] = {{"index.html", "<p>one"}, {"a/b/index.html", "other"}};
    for (size_t i = 0; i < 2; i++) { /* once as a link, once written */
        struct publication *publication = begin(place);
        add(publication, twice[i].path, twice[i].content);
        assert_add_fails(publication, twice[i].path);
        struct publish_summary summary;
        struct error err = {0};
        assert_false(publish_commit(publication, RELEASE, &summary, &err));
        assert_int_equal(err.kind, ERROR_OUTPUT);
        publish_close(publication);
    }
    assert_true(str_equal(manifest, content_of(place, "site/manifest.json")));
    assert_content(place, "site/a/b/index.html", "<p>b");
}

static void a_file_and_a_folder_of_one_name_are_an_error(void **state)
{
    struct place *place = *state;
    struct publication *publication = begin(place);
    add(publication, "a", "file");
    assert_add_fails(publication, "a/b");
    assert_add_fails(publication, "a/b/c");
    add(publication, "c/d", "file");
    assert_add_fails(publication, "c");
    publish_close(publication);
}

static void a_folder_of_somebody_else_is_refused(void **state)
{
    struct place *place = *state;
    make_folder(place, "site");
    put(place, "site/thesis.txt", "mine");
    assert_refused(place, ERROR_SYSTEM, "not empty");
    put(place, "site/manifest.json", "{\n  \"name\": \"some web application\"\n}\n");
    assert_refused(place, ERROR_SYSTEM, "not empty");
    assert_content(place, "site/thesis.txt", "mine");
}

static void the_site_of_another_version_is_ours(void **state)
{
    struct place *place = *state;
    make_folder(place, "site");
    put(place, "site/manifest.json",
        "{\n  \"program\": \"gencarto 12.7\",\n  \"release\": \"\",\n  \"files\": []\n}\n");
    publish(place, first_site);
    assert_content(place, "site/index.html", "<p>one");
}

static void a_link_is_refused(void **state)
{
    struct place *place = *state;
    make_folder(place, "elsewhere");
    assert_int_equal(symlink(path_in(place, "elsewhere"), path_in(place, "site")), 0);
    assert_refused(place, ERROR_SYSTEM, "is a link");
}

static void a_file_is_refused(void **state)
{
    struct place *place = *state;
    put(place, "site", "a file");
    assert_refused(place, ERROR_SYSTEM, "is a file");
    assert_content(place, "site", "a file");
}

static void a_mount_point_is_refused(void **state)
{
    (void)state;
    struct publication *publication = NULL;
    struct error err = {0};
    if (geteuid() != 0)
        skip(); /* the folder beside /proc cannot be made */
    assert_false(publish_open("/proc", PROGRAM, &publication, &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_non_null(strstr(err.message, "mount point"));
}

static void a_working_copy_of_git_is_refused(void **state)
{
    struct place *place = *state;
    publish(place, first_site);
    put(place, "site/.git", "gitdir: elsewhere");
    assert_refused(place, ERROR_SYSTEM, "git");
}

static void a_second_run_is_busy(void **state)
{
    struct place *place = *state;
    struct publication *publication = begin(place), *second = NULL;
    struct error err = {0};
    assert_false(publish_open(path_in(place, "site"), PROGRAM, &second, &err));
    assert_int_equal(err.kind, ERROR_BUSY);
    add(publication, "index.html", "<p>one");
    struct publish_summary summary;
    struct error none = {0};
    assert_true(publish_commit(publication, RELEASE, &summary, &none));
    publish_close(publication);
    assert_content(place, "site/index.html", "<p>one");
}

/* --- whatever fails, the former site stays --- */

static void what_is_not_committed_leaves_the_former_site(void **state)
{
    struct place *place = *state;
    publish(place, first_site);
    struct stat former = status_of(place, "site");
    struct publication *publication = begin(place);
    add(publication, "index.html", "<p>half");
    publish_close(publication);
    assert_int_equal(status_of(place, "site").st_ino, former.st_ino);
    assert_content(place, "site/index.html", "<p>one");
    assert_content(place, "site/old/index.html", "<p>old");
    assert_false(is_there(place, ".site.staging"));
}

static int in_child(void (*work)(struct place *place), struct place *place)
{
    pid_t child = fork();
    if (child == 0) {
        work(place);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void die_in_the_middle(struct place *place)
{
    struct publication *publication = NULL;
    struct error err = {0};
    if (publish_open(path_in(place, "site"), PROGRAM, &publication, &err) &&
        publish_add(publication, STR("index.html"), STR("<p>half"), &err) &&
        publish_add(publication, STR("a/b/index.html"), STR("<p>b"), &err))
        raise(SIGKILL);
}

static void a_killed_run_leaves_the_former_site_and_the_next_one_cleans(void **state)
{
    struct place *place = *state;
    publish(place, first_site);
    int status = in_child(die_in_the_middle, place);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    assert_true(is_there(place, ".site.staging"));
    assert_content(place, "site/index.html", "<p>one");
    assert_content(place, "site/a/b/index.html", "<p>b");
    publish(place, second_site);
    assert_content(place, "site/index.html", "<p>two");
    assert_false(is_there(place, ".site.staging"));
}

/* The first file fits, the second is larger than the system lets a file be: as on a full disk. */
static void fill_the_disk(struct place *place)
{
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {.rlim_cur = 1000, .rlim_max = 1000};
    static char large[5000];
    memset(large, 'x', sizeof large);
    struct publication *publication = NULL;
    struct error err = {0}, none = {0};
    struct publish_summary summary;
    bool right = setrlimit(RLIMIT_FSIZE, &limit) == 0 &&
                 publish_open(path_in(place, "site"), PROGRAM, &publication, &none) &&
                 publish_add(publication, STR("small.html"), STR("<p>small"), &none) &&
                 !publish_add(publication, STR("large.html"), (struct str){large, sizeof large}, &err) &&
                 err.kind == ERROR_SYSTEM && strstr(err.message, "large.html") &&
                 !publish_commit(publication, RELEASE, &summary, &none);
    publish_close(publication);
    _exit(right ? 0 : 1);
}

static void a_failed_write_leaves_the_former_site(void **state)
{
    struct place *place = *state;
    publish(place, first_site);
    struct str manifest = content_of(place, "site/manifest.json");
    int status = in_child(fill_the_disk, place);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_true(str_equal(manifest, content_of(place, "site/manifest.json")));
    assert_content(place, "site/index.html", "<p>one");
    assert_false(is_there(place, ".site.staging"));
}

/* A user without rights on the parent folder. */
static void publish_without_rights(struct place *place)
{
    struct publication *publication = NULL;
    struct error err = {0};
    if (geteuid() == 0 && setuid(65534) != 0)
        _exit(2);
    bool refused = !publish_open(path_in(place, "site"), PROGRAM, &publication, &err) && err.kind == ERROR_SYSTEM &&
                   strstr(err.message, "writable");
    _exit(refused ? 0 : 1);
}

static void an_unwritable_parent_is_refused(void **state)
{
    struct place *place = *state;
    publish(place, first_site);
    assert_int_equal(chmod(place->folder, 0555), 0);
    int status = in_child(publish_without_rights, place);
    assert_int_equal(chmod(place->folder, 0755), 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_content(place, "site/index.html", "<p>one");
}

/* As after a kill between the two renames of a file system without an exchange. */
static void a_site_that_was_moved_aside_comes_back(void **state)
{
    struct place *place = *state;
    publish(place, first_site);
    make_folder(place, ".site.staging");
    assert_int_equal(rename(path_in(place, "site"), path_in(place, ".site.staging/former")), 0);
    struct publication *publication = begin(place);
    publish_close(publication);
    assert_content(place, "site/index.html", "<p>one");
    assert_false(is_there(place, ".site.staging"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, place_enter, place_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_first_site_has_its_files_and_a_manifest),
        CASE(a_second_site_replaces_the_first),
        CASE(an_unchanged_file_stays_the_same_file),
        CASE(a_published_file_is_never_written_to),
        CASE(modes_do_not_depend_on_the_umask),
        CASE(a_wrong_mode_is_mended),
        CASE(same_files_in_another_order_give_the_same_manifest),
        CASE(the_readme_at_the_top_is_kept),
        CASE(a_file_of_the_machine_is_added_by_its_content),
        CASE(a_file_of_the_publication_s_folder_becomes_the_site_s),
        CASE(an_absent_file_of_the_machine_fails),
        CASE(threads_may_add_at_once),
        CASE(a_path_that_leads_elsewhere_is_refused),
        CASE(a_path_with_a_nul_is_refused),
        CASE(a_path_twice_is_an_error_and_publishes_nothing),
        CASE(a_file_and_a_folder_of_one_name_are_an_error),
        CASE(a_folder_of_somebody_else_is_refused),
        CASE(the_site_of_another_version_is_ours),
        CASE(a_link_is_refused),
        CASE(a_file_is_refused),
        CASE(a_mount_point_is_refused),
        CASE(a_working_copy_of_git_is_refused),
        CASE(a_second_run_is_busy),
        CASE(what_is_not_committed_leaves_the_former_site),
        CASE(a_killed_run_leaves_the_former_site_and_the_next_one_cleans),
        CASE(a_failed_write_leaves_the_former_site),
        CASE(an_unwritable_parent_is_refused),
        CASE(a_site_that_was_moved_aside_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
