#include "gencarto/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What does not exist is the user's mistake, the rest the system's. */
static bool fail(struct error *err, const char *action, const char *path)
{
    if (errno == ENOENT)
        return error_set(err, ERROR_INPUT, "%s %s: %s", action, path, strerrordesc_np(ENOENT));
    return error_errno(err, action, path);
}

/* --- content --- */

/* Reads to the end, whatever size was announced: a pipe announces none. */
static bool read_all(struct arena *arena, int fd, size_t announced, struct str *out_content)
{
    size_t capacity = announced + 1, len = 0;
    char *bytes = arena_alloc(arena, capacity + 1);
    for (;;) {
        if (len == capacity) {
            bytes = arena_grow(arena, bytes, capacity + 1, capacity * 2 + 4096 + 1);
            capacity = capacity * 2 + 4096;
        }
        ssize_t got = read(fd, bytes + len, capacity - len);
        if (got == 0)
            break;
        if (got > 0)
            len += (size_t)got;
        else if (errno != EINTR)
            return false;
    }
    bytes[len] = '\0';
    *out_content = (struct str){bytes, len};
    return true;
}

bool file_read(struct arena *arena, const char *path, struct str *out_content, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(err, "open", path);
    struct stat status;
    bool done =
        fstat(fd, &status) == 0 && read_all(arena, fd, status.st_size > 0 ? (size_t)status.st_size : 0, out_content);
    if (!done)
        error_errno(err, "read", path);
    close(fd);
    return done;
}

static bool map_all(struct arena *arena, int fd, struct file_map *map)
{
    struct stat status;
    if (fstat(fd, &status) != 0)
        return false;
    size_t size = status.st_size > 0 ? (size_t)status.st_size : 0;
    void *mapped = size && S_ISREG(status.st_mode) ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
    if (mapped == MAP_FAILED)
        return read_all(arena, fd, size, &map->content);
    *map = (struct file_map){{mapped, size}, true};
    return true;
}

bool file_map(struct arena *arena, const char *path, struct file_map *out_map, struct error *err)
{
    struct file_map map = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(err, "open", path);
    bool done = map_all(arena, fd, &map) || error_errno(err, "read", path);
    close(fd);
    if (done)
        *out_map = map;
    return done;
}

bool file_read_mapped(struct arena *arena, const char *path, struct str *out_content, struct error *err)
{
    struct file_map map = {0};
    if (!file_map(arena, path, &map, err))
        return false;
    if (map.is_mapped)
        arena_hold_mapping(arena, (void *)(uintptr_t)map.content.ptr, map.content.len);
    *out_content = map.content;
    return true;
}

void file_unmap(struct file_map *map)
{
    if (map->is_mapped)
        munmap((void *)(uintptr_t)map->content.ptr, map->content.len);
    *map = (struct file_map){0};
}

bool file_put(int fd, struct str content)
{
    while (content.len) {
        ssize_t put = write(fd, content.ptr, content.len);
        if (put >= 0)
            content = str_slice(content, (size_t)put, content.len);
        else if (errno != EINTR)
            return false;
    }
    return true;
}

bool file_write(const char *path, struct str content, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return error_errno(err, "create", path);
    if (!file_put(fd, content)) {
        error_errno(err, "write", path);
        close(fd);
        return false;
    }
    return close(fd) == 0 || error_errno(err, "write", path);
}

/* --- what a path is --- */

bool file_exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

bool file_is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool make_folder(const char *path, struct error *err)
{
    if (mkdir(path, 0755) == 0 || (errno == EEXIST && file_is_folder(path)))
        return true;
    return error_errno(err, "create folder", path);
}

bool file_make_folders(const char *path, struct error *err)
{
    struct arena scratch;
    arena_init(&scratch);
    char *parent = str_text(&scratch, str_from(path));
    bool done = true;
    for (char *slash = strchr(parent, '/'); slash && done; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        done = slash == parent || make_folder(parent, err);
        *slash = '/';
    }
    arena_clear(&scratch);
    return done && make_folder(path, err);
}

/* --- listing --- */

struct listing {
    struct arena *arena;
    bool deep; /* into the folders below */
    struct str *paths;
    size_t count, capacity;
};

static void add_path(struct listing *listing, const char *path)
{
    *arena_push(listing->arena, listing->paths, listing->count, listing->capacity) = str_from(path);
}

static bool list_folder(struct listing *listing, const char *folder, const char *relative, struct error *err);

/* One that leads nowhere is listed too, so that its reader says so; not the locks of editors, which are hidden. */
static bool leads_to_file(const char *path, const char *name)
{
    struct stat status;
    return stat(path, &status) == 0 ? S_ISREG(status.st_mode) : name[0] != '.';
}

static bool list_entry(struct listing *listing, const char *folder, const char *relative, const char *name,
                       struct error *err)
{
    const char *path = file_join(listing->arena, folder, name);
    const char *relative_path =
        *relative ? file_join(listing->arena, relative, name) : path + strlen(path) - strlen(name);
    struct stat status;
    if (lstat(path, &status) != 0)
        return fail(err, "read", path);
    if (S_ISREG(status.st_mode) || (S_ISLNK(status.st_mode) && !listing->deep && leads_to_file(path, name)))
        add_path(listing, relative_path);
    if (S_ISDIR(status.st_mode) && listing->deep)
        return list_folder(listing, path, relative_path, err);
    return true;
}

static bool list_folder(struct listing *listing, const char *folder, const char *relative, struct error *err)
{
    DIR *entries = opendir(folder);
    if (!entries)
        return fail(err, "open folder", folder);
    bool done = true;
    while (done) {
        errno = 0;
        const struct dirent *entry = readdir(entries);
        if (!entry)
            break;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            done = list_entry(listing, folder, relative, entry->d_name, err);
    }
    if (done && errno)
        done = error_errno(err, "read folder", folder);
    closedir(entries);
    return done;
}

static int compare_paths(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static bool list_sorted(struct listing listing, const char *folder, struct str **out_paths, size_t *out_count,
                        struct error *err)
{
    if (!list_folder(&listing, folder, "", err))
        return false;
    if (listing.count)
        qsort(listing.paths, listing.count, sizeof *listing.paths, compare_paths);
    *out_paths = listing.paths;
    *out_count = listing.count;
    return true;
}

bool file_list(struct arena *arena, const char *folder, struct str **out_paths, size_t *out_count, struct error *err)
{
    return list_sorted((struct listing){.arena = arena, .deep = true}, folder, out_paths, out_count, err);
}

bool file_names(struct arena *arena, const char *folder, struct str **out_names, size_t *out_count, struct error *err)
{
    return list_sorted((struct listing){.arena = arena}, folder, out_names, out_count, err);
}

size_t file_name_start(struct str path)
{
    size_t start = path.len;
    while (start > 0 && path.ptr[start - 1] != '/')
        start--;
    return start;
}

char *file_join(struct arena *arena, const char *folder, const char *name)
{
    struct str base = str_from(folder);
    bool apart = base.len > 0 && !str_ends(base, STR("/"));
    size_t name_len = strlen(name);
    char *path = arena_alloc(arena, base.len + apart + name_len + 1);
    memcpy(path, folder, base.len);
    if (apart)
        path[base.len] = '/';
    memcpy(path + base.len + apart, name, name_len);
    return path;
}
