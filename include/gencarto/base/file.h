/* Files and folders, with errors that name the path. */
#ifndef GENCARTO_BASE_FILE_H
#define GENCARTO_BASE_FILE_H

#include "gencarto/base/error.h"
#include "gencarto/base/str.h"

/* The whole content, in the arena, followed by a NUL that is not counted. ERROR_SYSTEM, or ERROR_INPUT when the file
 * does not exist. */
bool file_read(struct arena *arena, const char *path, struct str *out_content, struct error *err);

/* The whole content as the system maps it, without a copy: no memory of the process but for an empty file or one that
 * cannot be mapped (a pipe), which are read into `arena`. Give it back with file_unmap, after which `content` is gone;
 * a file that another program shortens meanwhile ends the process. Errors as file_read. */
struct file_map {
    struct str content;
    bool is_mapped;
};
bool file_map(struct arena *arena, const char *path, struct file_map *out_map, struct error *err);
void file_unmap(struct file_map *map);

/* The same, given back with what stands in the arena. */
bool file_read_mapped(struct arena *arena, const char *path, struct str *out_content, struct error *err);

/* Creates or truncates `path` with these bytes (mode 0644). Never for a published file: publish/ owns those. */
bool file_write(const char *path, struct str content, struct error *err);

/* Writes all of it, whatever interrupts. False with errno. */
bool file_put(int fd, struct str content);

bool file_exists(const char *path);
bool file_is_folder(const char *path);

/* Creates `path` and its missing parents (mode 0755). */
bool file_make_folders(const char *path, struct error *err);

/* Paths of all regular files under `folder`, relative to it, '/' between parts, in byte order. Links are not
 * followed. ERROR_INPUT when the folder does not exist. */
bool file_list(struct arena *arena, const char *folder, struct str **out_paths, size_t *out_count, struct error *err);

/* Names (no path) of the regular files directly in `folder`, in byte order; a link stands for what it leads to
 * (one that leads nowhere is listed, and cannot be read). ERROR_INPUT when the folder does not exist. */
bool file_names(struct arena *arena, const char *folder, struct str **out_names, size_t *out_count, struct error *err);

/* Where the last name of a path begins: after its last '/', else at 0. */
size_t file_name_start(struct str path);

/* "a" + "b" -> "a/b", NUL-terminated. */
char *file_join(struct arena *arena, const char *folder, const char *name);

#endif
