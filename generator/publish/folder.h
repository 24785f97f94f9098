/* Folders as open descriptors, so that a renamed parent does not lead astray. */
#ifndef GENCARTO_GENERATOR_PUBLISH_FOLDER_H
#define GENCARTO_GENERATOR_PUBLISH_FOLDER_H

#include <stdint.h>

#include "gencarto/base/error.h"

/* Opens the folder `name` of `parent`, links not followed; -1 with errno. */
int folder_open(int parent, const char *name);

/* Creates the folder `name` of `parent` with this very mode and opens it. */
bool folder_create(int parent, const char *name, unsigned mode, int *out_folder, struct error *err);

/* Creates the missing folders (mode 0755) that lead to the file `path`; 0 or an error number. Several threads may
 * make the same ones. */
int folder_make_parents(int folder, const char *path);

/* Does the folder hold anything but `except`? `name` stands in messages. */
bool folder_has_other(int folder, const char *name, const char *except, bool *out_has, struct error *err);

/* Removes all that is in the folder; counts the files (what is no folder). Goes on after a failure, which is the first
 * one. */
bool folder_empty(int folder, const char *name, int64_t *files, struct error *err);

/* Removes the folder `name` of `parent` with all that is in it. One that is not there is no failure. */
bool folder_remove(int parent, const char *name, int64_t *files, struct error *err);

#endif
