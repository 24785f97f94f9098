#include "folder.h"

#include <dirent.h>
#include <string.h>

#include "gencarto/base/file.h"

/* The first entry decides, whatever it is. */
static bool holds_anything(DIR *entries)
{
    const struct dirent *entry;
    while ((entry = readdir(entries)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            return true;
    return false;
}

bool folder_prepare(const char *folder, struct error *err)
{
    if (!file_exists(folder))
        return file_make_folders(folder, err);
    if (!file_is_folder(folder))
        return error_set(err, ERROR_USAGE, "%s: is a file; name a folder that does not exist yet", folder);
    DIR *entries = opendir(folder);
    if (!entries)
        return error_errno(err, "open folder", folder);
    bool taken = holds_anything(entries);
    closedir(entries);
    if (taken)
        return error_set(err, ERROR_USAGE,
                         "%s: the folder is not empty, and nothing is overwritten; name another, or empty it first",
                         folder);
    return true;
}
