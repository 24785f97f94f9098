#include "gencarto/publish/publish.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "gencarto/base/file.h"
#include "gencarto/base/text.h"
#include "gencarto/publish/staging.h"
#include "manifest.h"

#define README "README.md"
#define SITE   "site"   /* in the staging folder: the new site; after the exchange, the former one */
#define FORMER "former" /* in the staging folder: the former site, between two renames */
#define WORK   "work"   /* in the staging folder: what publish_folder lends */

struct publication {
    struct arena arena;
    const char *output, *program;
    const char *work;
    struct staging staging;
    int live; /* the published folder, -1 when there is none */
    int site; /* the new one */

    pthread_mutex_t lock; /* guards what follows, and the arena */
    struct manifest_file *files;
    size_t file_count, file_capacity;
    struct publish_summary summary;
    int64_t replaced; /* files of the former site that were written anew */
    bool failed;
};

/* --- the published folder: is it ours to replace? --- */

static bool refuse(const struct publication *p, const char *why, const char *remedy, struct error *err)
{
    return error_set(err, ERROR_SYSTEM, "%s %s: %s", p->output, why, remedy);
}

/* A bind mount may have its parent's device number; only statx tells. */
static bool is_mount_point(const struct publication *p, const struct stat *found)
{
    struct stat parent;
    struct statx details;
    if (fstat(p->staging.parent, &parent) == 0 && parent.st_dev != found->st_dev)
        return true;
    return statx(p->staging.parent, p->staging.name, AT_SYMLINK_NOFOLLOW, 0, &details) == 0 &&
           (details.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

/* The manifest of any version of the program. */
static bool has_our_manifest(struct publication *p)
{
    struct str expected = manifest_beginning(&p->arena, p->program);
    char *found = arena_alloc(&p->arena, expected.len);
    int fd = openat(p->live, MANIFEST_NAME, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t len = pread(fd, found, expected.len, 0);
    close(fd);
    return len == (ssize_t)expected.len && memcmp(found, expected.ptr, expected.len) == 0;
}

static bool check_content(struct publication *p, struct error *err)
{
    bool has_other = false;
    if (faccessat(p->live, ".git", F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return refuse(p, "is a working copy of git, whose history publishing would remove",
                      "publish into another folder and copy from there", err);
    if (has_our_manifest(p))
        return true;
    if (!folder_has_other(p->live, p->output, README, &has_other, err))
        return false;
    return !has_other || refuse(p, "is not empty and holds no site of this program (no manifest.json)",
                                "give an empty or new folder, or move its files away", err);
}

static bool open_live(struct publication *p, struct error *err)
{
    struct stat found;
    if (fstatat(p->staging.parent, p->staging.name, &found, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT || error_errno(err, "read", p->output);
    if (S_ISLNK(found.st_mode))
        return refuse(p, "is a link", "give the folder that it leads to", err);
    if (!S_ISDIR(found.st_mode))
        return refuse(p, "is a file", "give the name of a folder", err);
    if (is_mount_point(p, &found))
        return refuse(p, "is a mount point, which cannot be exchanged", "give a folder inside it", err);
    p->live = folder_open(p->staging.parent, p->staging.name);
    if (p->live < 0)
        return error_errno(err, "open folder", p->output);
    return check_content(p, err);
}

/* A run that was killed between two renames left the site in the staging folder. */
static bool restore_former(struct publication *p, struct error *err)
{
    if (faccessat(p->staging.parent, p->staging.name, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return true;
    if (renameat(p->staging.folder, FORMER, p->staging.parent, p->staging.name) == 0 || errno == ENOENT)
        return true;
    return error_errno(err, "restore", p->output);
}

/* --- one file --- */

/* Errors of the names themselves are the caller's, the rest the system's. */
static bool fail_add(struct error *err, const char *path, int number)
{
    if (number == EEXIST)
        return error_set(err, ERROR_OUTPUT, "%s: two files of the site have this path", path);
    if (number == ENOTDIR)
        return error_set(err, ERROR_OUTPUT, "%s: a part of this path is a file of the site", path);
    errno = number;
    return error_errno(err, "publish", path);
}

static bool holds(int fd, struct str content)
{
    char part[64 * 1024];
    while (content.len) {
        ssize_t got = read(fd, part, content.len < sizeof part ? content.len : sizeof part);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 || memcmp(part, content.ptr, (size_t)got) != 0)
            return false;
        content = str_slice(content, (size_t)got, content.len);
    }
    return true;
}

enum former { FORMER_ABSENT, FORMER_DIFFERENT, FORMER_SAME };

static enum former compare_live(const struct publication *p, const char *path, struct str content)
{
    struct stat found;
    int fd = p->live < 0 ? -1 : openat(p->live, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return FORMER_ABSENT;
    enum former former = FORMER_ABSENT;
    if (fstat(fd, &found) == 0 && S_ISREG(found.st_mode)) {
        bool same = (size_t)found.st_size == content.len && (found.st_mode & 07777) == 0644 && holds(fd, content);
        former = same ? FORMER_SAME : FORMER_DIFFERENT;
    }
    close(fd);
    return former;
}

/* 0, or an error number: EEXIST is a second file of that path, any other may be a file system that has no such link. */
static int link_live(const struct publication *p, const char *path)
{
    if (linkat(p->live, path, p->site, path, 0) == 0)
        return 0;
    int number = errno == ENOENT ? folder_make_parents(p->site, path) : errno;
    if (number)
        return number;
    return linkat(p->live, path, p->site, path, 0) == 0 ? 0 : errno;
}

/* 0 or an error number. Folders are made when the first file finds none. */
static int create_file(const struct publication *p, const char *path, int *out_fd)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(p->site, path, flags, 0644);
    if (fd < 0 && errno == ENOENT) {
        int number = folder_make_parents(p->site, path);
        if (number)
            return number;
        fd = openat(p->site, path, flags, 0644);
    }
    if (fd < 0)
        return errno;
    *out_fd = fd;
    return 0;
}

static int write_content(int fd, struct str content)
{
    return file_put(fd, content) && fchmod(fd, 0644) == 0 ? 0 : errno;
}

static int write_file(const struct publication *p, const char *path, struct str content)
{
    int fd = -1;
    int number = create_file(p, path, &fd);
    if (number)
        return number;
    number = write_content(fd, content);
    if (close(fd) != 0 && number == 0)
        number = errno;
    return number;
}

/* The file `source` of publish_folder becomes the site's; 0 or an error number. */
static int take_over(const struct publication *p, const char *source, const char *path)
{
    int number = folder_make_parents(p->site, path);
    if (number)
        return number;
    if (linkat(AT_FDCWD, source, p->site, path, 0) != 0)
        return errno;
    return fchmodat(p->site, path, 0644, 0) == 0 ? 0 : errno;
}

/* Puts the file into the new site, as a link to the published one or to `source` where it can be. `source` is NULL for
 * what is only in memory. */
static bool stage(const struct publication *p, const char *path, const char *source, struct str content,
                  enum former *out_former, struct error *err)
{
    enum former former = compare_live(p, path, content);
    int number = former == FORMER_SAME ? link_live(p, path) : ENOENT;
    if (number && number != EEXIST) {
        former = former == FORMER_SAME ? FORMER_DIFFERENT : former;
        number = source ? take_over(p, source, path) : ENOENT;
        if (number && number != EEXIST)
            number = write_file(p, path, content);
    }
    *out_former = former;
    return number == 0 || fail_add(err, path, number);
}

/* --- paths --- */

static bool is_forbidden_byte(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7F || c == '\\' || c == '"';
}

static bool is_path(struct str path)
{
    if (path.len == 0 || path.len >= PATH_MAX || !text_is_utf8(path, NULL))
        return false;
    for (size_t i = 0; i < path.len; i++)
        if (is_forbidden_byte(path.ptr[i]))
            return false;
    struct str rest = path, name;
    while (str_split(&rest, '/', &name))
        if (name.len == 0 || str_equal(name, STR(".")) || str_equal(name, STR("..")))
            return false;
    return path.ptr[path.len - 1] != '/';
}

static bool check_path(struct str path, struct error *err)
{
    if (!is_path(path))
        return error_set(err, ERROR_OUTPUT, "\"%.*s\" is no path of a site", STR_ARGS(path));
    if (str_equal(path, STR(MANIFEST_NAME)) || str_equal(path, STR(README)) || str_equal(path, STR(".git")) ||
        str_starts(path, STR(".git/")))
        return error_set(err, ERROR_OUTPUT, "%.*s: this path is kept for the publisher", STR_ARGS(path));
    return true;
}

/* --- adding --- */

static void count_file(struct publication *p, int64_t size, enum former former)
{
    p->summary.files++;
    p->summary.bytes += size;
    p->summary.unchanged += former == FORMER_SAME;
    p->summary.written += former != FORMER_SAME;
    p->replaced += former == FORMER_DIFFERENT;
}

static void list_file(struct publication *p, const struct manifest_file *file)
{
    struct manifest_file *listed = arena_push(&p->arena, p->files, p->file_count, p->file_capacity);
    *listed = *file;
    listed->path = str_copy(&p->arena, file->path);
}

static bool add(struct publication *p, struct str path, const char *source, struct str content, struct error *err)
{
    if (!check_path(path, err))
        return false;
    char name[PATH_MAX];
    memcpy(name, path.ptr, path.len);
    name[path.len] = '\0';

    enum former former;
    if (!stage(p, name, source, content, &former, err))
        return false;
    struct manifest_file file = {.path = path, .size = (int64_t)content.len};
    if (!manifest_hash(content, file.sha256, err))
        return false;

    pthread_mutex_lock(&p->lock);
    list_file(p, &file);
    count_file(p, file.size, former);
    pthread_mutex_unlock(&p->lock);
    return true;
}

static bool add_or_fail(struct publication *p, struct str path, const char *source, struct str content,
                        struct error *err)
{
    if (add(p, path, source, content, err))
        return true;
    pthread_mutex_lock(&p->lock);
    p->failed = true;
    pthread_mutex_unlock(&p->lock);
    return false;
}

bool publish_add(struct publication *publication, struct str path, struct str content, struct error *err)
{
    return add_or_fail(publication, path, NULL, content, err);
}

/* Made in publish_folder, so nobody else's. */
static bool is_lent(const struct publication *p, const char *source)
{
    size_t length = strlen(p->work);
    return strncmp(source, p->work, length) == 0 && source[length] == '/';
}

static bool add_open_file(struct publication *p, struct str path, const char *source, int fd, struct error *err)
{
    struct stat found;
    if (fstat(fd, &found) != 0)
        return error_errno(err, "read", source);
    if (!S_ISREG(found.st_mode))
        return error_set(err, ERROR_SYSTEM, "read %s: it is no file", source);
    if (found.st_size == 0)
        return publish_add(p, path, STR(""), err);
    size_t len = (size_t)found.st_size;
    void *bytes = mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return error_errno(err, "read", source);
    bool done = add_or_fail(p, path, is_lent(p, source) ? source : NULL, (struct str){bytes, len}, err);
    munmap(bytes, len);
    return done;
}

bool publish_add_file(struct publication *publication, struct str path, const char *source, struct error *err)
{
    int fd = open(source, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return error_errno(err, "open", source);
    bool done = add_open_file(publication, path, source, fd, err);
    close(fd);
    return done;
}

/* --- the exchange --- */

static bool add_manifest(struct publication *p, struct str release, struct error *err)
{
    struct buf manifest;
    buf_init(&manifest, &p->arena);
    manifest_write(&manifest, p->program, release, p->files, p->file_count);
    enum former former;
    if (!stage(p, MANIFEST_NAME, NULL, buf_str(&manifest), &former, err))
        return false;
    count_file(p, (int64_t)manifest.len, former);
    return true;
}

/* The same file where links can be, else a copy. It may be a link itself. */
static bool keep_readme(const struct publication *p, struct error *err)
{
    if (p->live < 0 || linkat(p->live, README, p->site, README, 0) == 0 || errno == ENOENT)
        return true;
    struct arena scratch;
    arena_init(&scratch);
    struct str content;
    const char *path = file_join(&scratch, p->output, README);
    int number = 0;
    bool done = file_read(&scratch, path, &content, err) && (number = write_file(p, README, content)) == 0;
    if (number)
        fail_add(err, path, number);
    arena_clear(&scratch);
    return done;
}

/* For a file system without RENAME_EXCHANGE: for a moment there is no site. */
static bool rename_twice(const struct publication *p)
{
    const struct staging *staging = &p->staging;
    if (renameat(staging->parent, staging->name, staging->folder, FORMER) != 0)
        return false;
    if (renameat(staging->folder, SITE, staging->parent, staging->name) == 0)
        return true;
    int number = errno;
    renameat(staging->folder, FORMER, staging->parent, staging->name);
    errno = number;
    return false;
}

static bool exchange(const struct publication *p)
{
    const struct staging *staging = &p->staging;
    if (p->live < 0)
        return renameat2(staging->folder, SITE, staging->parent, staging->name, RENAME_NOREPLACE) == 0 ||
               (errno != EEXIST && renameat(staging->folder, SITE, staging->parent, staging->name) == 0);
    if (renameat2(staging->folder, SITE, staging->parent, staging->name, RENAME_EXCHANGE) == 0)
        return true;
    return (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP) && rename_twice(p);
}

/* The number of files that have no successor. What cannot be removed is left to the next run, which says so: the new
 * site is there. */
static int64_t remove_former(const struct publication *p)
{
    struct error ignored = {0};
    int64_t files = 0;
    bool has_readme = p->live >= 0 && faccessat(p->live, README, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    folder_remove(p->staging.folder, SITE, &files, &ignored);
    folder_remove(p->staging.folder, FORMER, &files, &ignored);
    int64_t removed = files - has_readme - p->summary.unchanged - p->replaced;
    return removed > 0 ? removed : 0;
}

bool publish_commit(struct publication *publication, struct str release, struct publish_summary *out_summary,
                    struct error *err)
{
    struct publication *p = publication;
    if (p->failed)
        return error_set(err, ERROR_OUTPUT, "%s: a file of the new site failed; it is not published", p->output);
    p->failed = true; /* a second commit has nothing to publish */
    if (!add_manifest(p, release, err) || !keep_readme(p, err))
        return false;
    if (p->summary.written > 0 && syncfs(p->site) != 0)
        return error_errno(err, "write to disk", p->output);
    if (!exchange(p))
        return error_errno(err, "publish", p->output);
    p->summary.removed = remove_former(p);
    *out_summary = p->summary;
    return true;
}

/* --- the whole --- */

static bool make_work(struct publication *p, struct error *err)
{
    p->work = file_join(&p->arena, p->staging.path, WORK);
    int folder = -1;
    if (!folder_create(p->staging.folder, WORK, 0700, &folder, err))
        return false;
    close(folder);
    return true;
}

static bool open_parts(struct publication *p, struct error *err)
{
    return staging_open(&p->staging, p->output, err) && restore_former(p, err) && open_live(p, err) &&
           staging_empty(&p->staging, err) && folder_create(p->staging.folder, SITE, 0755, &p->site, err) &&
           make_work(p, err);
}

bool publish_open(const char *output, const char *program, struct publication **out_publication, struct error *err)
{
    assert(strchr(program, ' '));
    if (!manifest_init_hash(err))
        return false;
    struct arena arena;
    arena_init(&arena);
    struct publication *p = arena_one(&arena, struct publication);
    p->output = str_text(&arena, str_from(output));
    p->program = str_text(&arena, str_from(program));
    p->arena = arena;
    p->staging = (struct staging)STAGING_CLOSED;
    p->live = p->site = -1;
    pthread_mutex_init(&p->lock, NULL);
    if (!open_parts(p, err)) {
        publish_close(p);
        return false;
    }
    *out_publication = p;
    return true;
}

const char *publish_folder(const struct publication *publication)
{
    return publication->work;
}

void publish_close(struct publication *publication)
{
    if (!publication)
        return;
    struct arena arena = publication->arena;
    staging_close(&publication->staging);
    if (publication->live >= 0)
        close(publication->live);
    if (publication->site >= 0)
        close(publication->site);
    pthread_mutex_destroy(&publication->lock);
    arena_clear(&arena);
}
