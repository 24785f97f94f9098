#include "kits_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gencarto/base/file.h"
#include "place.h"

#define DEFAULT_OUTPUT "output"

static bool is_empty(const char *folder, struct error *err)
{
    DIR *entries = opendir(folder);
    if (!entries)
        return error_errno(err, "open", folder);
    int count = 0;
    while (readdir(entries))
        count++;
    closedir(entries);
    return count == 2 || /* itself and the one above */
           error_set(err, ERROR_USAGE, "--kits %s: the folder is not empty; give a new one", folder);
}

static bool is_absent_or_empty(const char *folder, struct error *err)
{
    struct stat status;
    if (lstat(folder, &status) != 0)
        return errno == ENOENT || error_errno(err, "look at", folder);
    if (!S_ISDIR(status.st_mode))
        return error_set(err, ERROR_USAGE, "--kits %s: not a folder", folder);
    return is_empty(folder, err);
}

bool kits_folder_check(const char *folder, const char *input, struct error *err)
{
    struct arena scratch;
    struct error ignored = {0};
    arena_init(&scratch);
    bool in_output = !place_check_apart(DEFAULT_OUTPUT, folder, &ignored) || place_is_published(&scratch, folder);
    ignored = (struct error){0};
    bool in_input = !place_check_apart(input, folder, &ignored);
    arena_clear(&scratch);
    if (in_input)
        return error_set(err, ERROR_USAGE, "--kits %s: it lies in the input folder, or around it; give another place",
                         folder);
    if (in_output)
        return error_set(
            err, ERROR_USAGE,
            "--kits %s: it lies in a published site, or around one: rows about persons could be published; "
            "give another place",
            folder);
    return is_absent_or_empty(folder, err);
}

bool kits_folder_make(const char *folder, struct error *err)
{
    bool made = mkdir(folder, 0700) == 0 || errno == EEXIST;
    return (made && chmod(folder, 0700) == 0) || error_errno(err, "make", folder);
}

static bool write_all(int fd, struct str content)
{
    while (content.len > 0) {
        ssize_t put = write(fd, content.ptr, content.len);
        if (put < 0 && errno != EINTR)
            return false;
        content = put > 0 ? str_slice(content, (size_t)put, content.len) : content;
    }
    return true;
}

static bool write_file(const char *path, int flags, struct str content, struct error *err)
{
    int fd = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | flags, 0600);
    if (fd < 0)
        return error_errno(err, "make", path);
    bool done = (fchmod(fd, 0600) == 0 && write_all(fd, content)) || error_errno(err, "write", path);
    return (close(fd) == 0 || !done || error_errno(err, "write", path)) && done;
}

bool kits_folder_begin_file(const char *path, struct str content, struct error *err)
{
    return write_file(path, O_CREAT | O_EXCL, content, err);
}

bool kits_folder_extend_file(const char *path, struct str content, struct error *err)
{
    return write_file(path, O_APPEND, content, err);
}

void kits_folder_discard(const char *folder)
{
    struct arena scratch;
    struct error ignored = {0};
    struct str *names;
    size_t count = 0;
    arena_init(&scratch);
    bool is_there = file_names(&scratch, folder, &names, &count, &ignored);
    for (size_t n = 0; is_there && n < count; n++)
        unlink(file_join(&scratch, folder, str_text(&scratch, names[n])));
    rmdir(folder);
    arena_clear(&scratch);
}
