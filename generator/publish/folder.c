#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int folder_open(int parent, const char *name)
{
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

bool folder_create(int parent, const char *name, unsigned mode, int *out_folder, struct error *err)
{
    if (mkdirat(parent, name, 0700) != 0)
        return error_errno(err, "create folder", name);
    int folder = folder_open(parent, name);
    if (folder < 0 || fchmod(folder, mode) != 0) {
        error_errno(err, "create folder", name);
        if (folder >= 0)
            close(folder);
        return false;
    }
    *out_folder = folder;
    return true;
}

int folder_make_parents(int folder, const char *path)
{
    char parent[PATH_MAX];
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        size_t len = (size_t)(slash - path);
        if (len >= sizeof parent)
            return ENAMETOOLONG;
        memcpy(parent, path, len);
        parent[len] = '\0';
        if (mkdirat(folder, parent, 0755) == 0) {
            if (fchmodat(folder, parent, 0755, 0) != 0)
                return errno;
        } else if (errno != EEXIST) {
            return errno;
        }
    }
    return 0;
}

static bool is_itself(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Lists on a descriptor of its own: readdir moves the offset. */
static DIR *list(int folder, const char *name, struct error *err)
{
    int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = copy < 0 ? NULL : fdopendir(copy);
    if (!entries) {
        error_errno(err, "open folder", name);
        if (copy >= 0)
            close(copy);
    }
    return entries;
}

bool folder_has_other(int folder, const char *name, const char *except, bool *out_has, struct error *err)
{
    DIR *entries = list(folder, name, err);
    if (!entries)
        return false;
    bool has = false;
    for (const struct dirent *entry; !has && (errno = 0, entry = readdir(entries));)
        has = !is_itself(entry->d_name) && strcmp(entry->d_name, except) != 0;
    bool done = has || errno == 0 || error_errno(err, "read folder", name);
    closedir(entries);
    if (done)
        *out_has = has;
    return done;
}

static bool remove_entry(int folder, const struct dirent *entry, int64_t *files, struct error *err)
{
    if (entry->d_type != DT_DIR) {
        if (unlinkat(folder, entry->d_name, 0) == 0) {
            *files += 1;
            return true;
        }
        if (errno != EISDIR) /* a file system that does not tell the type */
            return errno == ENOENT || error_errno(err, "remove", entry->d_name);
    }
    return folder_remove(folder, entry->d_name, files, err);
}

bool folder_empty(int folder, const char *name, int64_t *files, struct error *err)
{
    DIR *entries = list(folder, name, err);
    if (!entries)
        return false;
    bool done = true;
    for (const struct dirent *entry; (errno = 0, entry = readdir(entries));)
        if (!is_itself(entry->d_name) && !remove_entry(folder, entry, files, err))
            done = false;
    if (errno)
        done = error_errno(err, "read folder", name);
    closedir(entries);
    return done;
}

bool folder_remove(int parent, const char *name, int64_t *files, struct error *err)
{
    int folder = folder_open(parent, name);
    if (folder < 0)
        return errno == ENOENT || error_errno(err, "open folder", name);
    bool done = folder_empty(folder, name, files, err);
    close(folder);
    return done && (unlinkat(parent, name, AT_REMOVEDIR) == 0 || error_errno(err, "remove folder", name));
}
