/* The folder of the kits: rows about persons, so that folders are 0700 and files 0600, apart from the input and from
 * what is published. */
#ifndef GENCARTO_GENERATOR_COMMAND_KITS_FOLDER_H
#define GENCARTO_GENERATOR_COMMAND_KITS_FOLDER_H

#include "gencarto/base/error.h"
#include "gencarto/base/str.h"

/* ERROR_USAGE when the folder lies in the input, in a published site or in the default output, around one of them, or
 * is not empty, or is a link. */
bool kits_folder_check(const char *folder, const char *input, struct error *err);

/* One that was there and empty becomes private too. */
bool kits_folder_make(const char *folder, struct error *err);

/* A new file; more of a file that was begun. ERROR_SYSTEM when it is there already, or is not. */
bool kits_folder_begin_file(const char *path, struct str content, struct error *err);
bool kits_folder_extend_file(const char *path, struct str content, struct error *err);

/* Removes a folder and the files in it, as far as that goes. */
void kits_folder_discard(const char *folder);

#endif
