#include "standard_input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES (64 * 1024)

/* A regular file, nothing of which is read. */
static bool is_file(int input)
{
    struct stat status;
    return fstat(input, &status) == 0 && S_ISREG(status.st_mode) && lseek(input, 0, SEEK_CUR) == 0;
}

/* Some file systems have no files without a name: there it loses it at once. */
static int open_nameless(const char *folder)
{
    char path[4096];
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0 || (size_t)snprintf(path, sizeof path, "%s/gencarto-XXXXXX", folder) >= sizeof path) {
        return file;
    }
    file = mkostemp(path, O_CLOEXEC);
    if (file >= 0) {
        unlink(path);
    }
    return file;
}

static bool copy(int input, FILE *to, struct error *err)
{
    char piece[PIECE_BYTES];
    ssize_t len;
    while ((len = read(input, piece, sizeof piece)) != 0) {
        if (len < 0 && errno != EINTR) {
            return error_errno(err, "read", STANDARD_INPUT_NAME);
        }
        if (len > 0 && fwrite(piece, 1, (size_t)len, to) < (size_t)len) {
            return error_errno(err, "keep for a second look", STANDARD_INPUT_NAME);
        }
    }
    return (fflush(to) == 0 && fseek(to, 0, SEEK_SET) == 0) ||
           error_errno(err, "keep for a second look", STANDARD_INPUT_NAME);
}

bool standard_input_open(FILE **out_file, struct error *err)
{
    const char *folder = getenv("TMPDIR") && *getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    bool is_given = is_file(STDIN_FILENO);
    int descriptor = is_given ? dup(STDIN_FILENO) : open_nameless(folder);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, is_given ? "rb" : "w+b") : NULL;
    if (!file) {
        error_errno(err, is_given ? "read" : "make a temporary file in", is_given ? STANDARD_INPUT_NAME : folder);
        if (descriptor >= 0) {
            close(descriptor);
        }
        return false;
    }
    if (!is_given && !copy(STDIN_FILENO, file, err)) {
        fclose(file);
        return false;
    }
    *out_file = file;
    return true;
}
