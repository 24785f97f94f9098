/* A folder for one test case, and looks at files in it. Paths are relative to the folder. */
#ifndef GENCARTO_TESTS_UNIT_PUBLISH_PLACE_H
#define GENCARTO_TESTS_UNIT_PUBLISH_PLACE_H

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gencarto/base/file.h"

struct place {
    struct arena arena;
    char folder[48];
};

static inline int place_enter(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    arena_init(&place->arena);
    strcpy(place->folder, "/tmp/gencarto-publish-XXXXXX");
    *state = place;
    return mkdtemp(place->folder) ? 0 : -1;
}

static inline int place_leave(void **state)
{
    struct place *place = *state;
    int result = system(str_format(&place->arena, "rm -r %s", place->folder).ptr);
    arena_clear(&place->arena);
    free(place);
    return result;
}

static inline const char *path_in(struct place *place, const char *name)
{
    return file_join(&place->arena, place->folder, name);
}

static inline void put(struct place *place, const char *name, const char *content)
{
    struct error err = {0};
    if (!file_write(path_in(place, name), str_from(content), &err))
        fail_msg("%s", err.message);
}

static inline void make_folder(struct place *place, const char *name)
{
    assert_int_equal(mkdir(path_in(place, name), 0755), 0);
}

static inline struct str content_of(struct place *place, const char *name)
{
    struct error err = {0};
    struct str content = {0};
    if (!file_read(&place->arena, path_in(place, name), &content, &err))
        fail_msg("%s", err.message);
    return content;
}

static inline void assert_content(struct place *place, const char *name, const char *expected)
{
    struct str found = content_of(place, name);
    if (!str_equal(found, str_from(expected)))
        fail_msg("%s: found \"%.*s\", expected \"%s\"", name, STR_ARGS(found), expected);
}

static inline bool is_there(struct place *place, const char *name)
{
    struct stat found;
    return lstat(path_in(place, name), &found) == 0;
}

static inline struct stat status_of(struct place *place, const char *name)
{
    struct stat found;
    assert_int_equal(lstat(path_in(place, name), &found), 0);
    return found;
}

#endif
