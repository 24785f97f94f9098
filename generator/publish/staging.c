#include "gencarto/publish/staging.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "gencarto/base/file.h"

/* "a/b/" is "a" and "b"; the parent of "b" is ".". */
static bool split_target(struct arena *arena, const char *target, const char **out_parent, const char **out_name)
{
    struct str path = str_from(target);
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    size_t cut = file_name_start(path);
    struct str name = str_slice(path, cut, path.len);
    if (name.len == 0 || str_equal(name, STR(".")) || str_equal(name, STR("..")))
        return false;
    *out_parent = cut ? str_text(arena, str_slice(path, 0, cut)) : ".";
    *out_name = str_text(arena, name);
    return true;
}

/* A run removes its folder before it lets go of the lock: the folder that was locked may not be the one that is there.
 */
static bool is_there(int parent, const char *name, int folder)
{
    struct stat mine, found;
    return fstat(folder, &mine) == 0 && fstatat(parent, name, &found, AT_SYMLINK_NOFOLLOW) == 0 &&
           mine.st_ino == found.st_ino && mine.st_dev == found.st_dev;
}

static bool refuse_folder(const char *path, struct error *err)
{
    return error_set(err, ERROR_SYSTEM, "%s: %s; it is made beside the target, in a folder that must be writable", path,
                     strerrordesc_np(errno));
}

static bool take_folder(struct staging *staging, const char *target, const char *name, struct error *err)
{
    for (;;) {
        if (mkdirat(staging->parent, name, 0700) != 0 && errno != EEXIST)
            return refuse_folder(staging->path, err);
        staging->folder = folder_open(staging->parent, name);
        if (staging->folder < 0 && errno == ENOENT)
            continue;
        if (staging->folder < 0)
            return refuse_folder(staging->path, err);
        if (flock(staging->folder, LOCK_EX | LOCK_NB) != 0) {
            if (errno == EWOULDBLOCK)
                return error_set(err, ERROR_BUSY, "%s: another run is making it (%s is locked); wait for its end",
                                 target, staging->path);
            return error_errno(err, "lock", staging->path);
        }
        if (is_there(staging->parent, name, staging->folder))
            return true;
        close(staging->folder);
        staging->folder = -1;
    }
}

static bool open_parts(struct staging *staging, const char *target, struct error *err)
{
    const char *parent = NULL;
    if (!split_target(&staging->arena, target, &parent, &staging->name))
        return error_set(err, ERROR_USAGE, "\"%s\" does not name what to make: give a name, such as output", target);
    if (!file_make_folders(parent, err))
        return false;
    staging->parent = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (staging->parent < 0)
        return error_errno(err, "open folder", parent);
    const char *name = str_format(&staging->arena, ".%s.staging", staging->name).ptr;
    staging->path = file_join(&staging->arena, parent, name);
    return take_folder(staging, target, name, err);
}

/* Without the lock the folder is another run's. */
static void let_go(struct staging *staging)
{
    if (staging->folder >= 0)
        close(staging->folder);
    if (staging->parent >= 0)
        close(staging->parent);
    arena_clear(&staging->arena);
    *staging = (struct staging)STAGING_CLOSED;
}

bool staging_open(struct staging *staging, const char *target, struct error *err)
{
    *staging = (struct staging)STAGING_CLOSED;
    arena_init(&staging->arena);
    if (open_parts(staging, target, err))
        return true;
    let_go(staging);
    return false;
}

bool staging_empty(struct staging *staging, struct error *err)
{
    int64_t files = 0;
    return folder_empty(staging->folder, staging->path, &files, err);
}

void staging_close(struct staging *staging)
{
    if (staging->folder < 0)
        return;
    /* What cannot be removed is left to the next run, which says so. */
    struct error ignored = {0};
    if (staging_empty(staging, &ignored))
        unlinkat(staging->parent, strrchr(staging->path, '/') + 1, AT_REMOVEDIR);
    let_go(staging);
}
