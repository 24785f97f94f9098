#include "place.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gencarto/base/file.h"

#define SITE_MARK "manifest.json"
#define SITE_DATA "donnees"

const char *place_database(struct arena *arena, const char *path)
{
    return file_is_folder(path) ? file_join(arena, path, PLACE_DATABASE) : path;
}

/* --- shipped data --- */

static bool holds(struct arena *arena, const char *folder, const char *file)
{
    return file_exists(file_join(arena, folder, file));
}

/* The program is in a folder of the project: "build/gencarto" finds "build/../templates". NULL when it cannot be said.
 */
static const char *beside_program(struct arena *arena, const char *name)
{
    char program[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    if (len <= 0)
        return NULL;
    program[len] = '\0';
    for (int i = 0; i < 2; i++) {
        char *slash = strrchr(program, '/');
        if (!slash)
            return NULL;
        *slash = '\0';
    }
    return file_join(arena, program, name);
}

static const char *find_shipped(struct arena *arena, const char *folder, const char *file)
{
    if (holds(arena, folder, file))
        return folder;
    const char *beside = beside_program(arena, folder);
    return beside && holds(arena, beside, file) ? beside : NULL;
}

bool place_templates(struct arena *arena, const struct invocation *invocation, const char **out_folder,
                     struct error *err)
{
    const char *given = invocation_text(invocation, OPTION_TEMPLATES, NULL);
    if (given && !holds(arena, given, "theme.xml"))
        return error_set(err, ERROR_USAGE, "--templates %s: no theme.xml there; give a folder of templates", given);
    const char *folder = given ? given : find_shipped(arena, "templates", "theme.xml");
    if (!folder)
        return error_set(err, ERROR_USAGE, "no templates/theme.xml here or beside the program; give --templates DIR");
    *out_folder = folder;
    return true;
}

bool place_reference(struct arena *arena, const char **out_folder, struct error *err)
{
    const char *folder = find_shipped(arena, "input/reference", "communes.csv");
    if (!folder)
        return error_set(err, ERROR_USAGE,
                         "no input/reference/communes.csv here or beside the program; run " PROGRAM_NAME
                         " in the project's folder");
    *out_folder = folder;
    return true;
}

/* Beside the output, where nothing is published. */
static const char *cache_beside(struct arena *arena, const char *output)
{
    struct str path = str_from(output);
    while (path.len > 1 && str_ends(path, STR("/")))
        path.len--;
    size_t cut = file_name_start(path);
    struct str folder = str_slice(path, 0, cut), name = str_slice(path, cut, path.len);
    bool has_name = name.len > 0 && !str_equal(name, STR(".")) && !str_equal(name, STR(".."));
    return has_name ? str_format(arena, "%.*s.%.*s.cache", STR_ARGS(folder), STR_ARGS(name)).ptr : NULL;
}

bool place_boundaries(struct arena *arena, const struct invocation *invocation, struct atlas_source *out_source,
                      struct error *err)
{
    const char *given = invocation_text(invocation, OPTION_BOUNDARIES, NULL);
    if (given && !file_exists(given))
        return error_set(err, ERROR_USAGE, "--boundaries %s: no such file", given);
    const char *folder = find_shipped(arena, "input/reference", "boundaries.topojson");
    if (!folder)
        return error_set(err, ERROR_USAGE,
                         "no input/reference/boundaries.topojson here or beside the program; run " PROGRAM_NAME
                         " in the project's folder");
    out_source->shipped = file_join(arena, folder, "boundaries.topojson");
    out_source->file = given ? given : out_source->shipped;
    out_source->cache =
        cache_beside(arena, invocation_text(invocation, OPTION_OUTPUT, invocation->command->default_output));
    return true;
}

/* --- apart --- */

/* The real path of what exists of it, and the rest as written. */
static struct str real_path(struct arena *arena, const char *path)
{
    char real[PATH_MAX];
    if (realpath(path, real))
        return str_copy(arena, str_from(real));
    struct str rest = str_from(path);
    while (rest.len > 1 && str_ends(rest, STR("/")))
        rest.len--;
    size_t cut = file_name_start(rest);
    if (cut == rest.len || str_equal(rest, STR(".")))
        return rest; /* nothing exists, not even the root or the working folder */
    struct str parent = real_path(arena, cut ? str_text(arena, str_slice(rest, 0, cut)) : ".");
    return str_from(file_join(arena, str_text(arena, parent), str_text(arena, str_slice(rest, cut, rest.len))));
}

static bool lies_in(struct str path, struct str folder)
{
    if (!str_starts(path, folder))
        return false;
    return path.len == folder.len || path.ptr[folder.len] == '/' || str_ends(folder, STR("/"));
}

bool place_check_apart(const char *input, const char *output, struct error *err)
{
    struct arena scratch;
    arena_init(&scratch);
    struct str a = real_path(&scratch, input), b = real_path(&scratch, output);
    bool apart = !lies_in(a, b) && !lies_in(b, a);
    if (!apart)
        error_set(err, ERROR_USAGE,
                  "the input %s and the output %s lie in each other: personal data could be published; give an output "
                  "elsewhere",
                  input, output);
    arena_clear(&scratch);
    return apart;
}

/* --- published --- */

bool place_public_file(struct arena *arena, const char *path, const char **out_file, struct error *err)
{
    const char *file = place_database(arena, path);
    if (!file_exists(file))
        return error_set(err, ERROR_INPUT,
                         file != path ? "%s: no site (it has no " PLACE_DATABASE "); give a folder that "
                                        "`" PROGRAM_NAME " build` made"
                                      : "%s: no such file or folder; give a site that `" PROGRAM_NAME
                                        " build` made, or a file of `" PROGRAM_NAME " compile`",
                         path);
    *out_file = file;
    return true;
}

bool place_is_published(struct arena *scratch, const char *path)
{
    char real[PATH_MAX];
    struct str above = str_from(path);
    while (!realpath(str_text(scratch, above), real)) {
        size_t cut = file_name_start(above);
        above = cut > 1 ? str_slice(above, 0, cut - 1) : STR(".");
    }
    for (above = str_from(real); above.len > 1;) {
        char *folder = str_text(scratch, above);
        if (holds(scratch, folder, SITE_MARK) && file_is_folder(file_join(scratch, folder, SITE_DATA)))
            return true;
        size_t cut = file_name_start(above);
        above.len = cut > 1 ? cut - 1 : 1;
    }
    return false;
}
