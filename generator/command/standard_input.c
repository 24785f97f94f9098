#include "standard_input.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES   (64 * 1024)
#define LARGEST_BYTES ((size_t)1 << 30)

/* A regular file, nothing of which is read. */
static bool is_file(int input)
{
    struct stat status;
    return fstat(input, &status) == 0 && S_ISREG(status.st_mode) && lseek(input, 0, SEEK_CUR) == 0;
}

static bool keep(int memory, const char *piece, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t more = write(memory, piece + done, len - done);
        if (more < 0 && errno != EINTR) {
            return false;
        }
        done += more > 0 ? (size_t)more : 0;
    }
    return true;
}

static bool copy(int input, int memory, struct error *err)
{
    char piece[PIECE_BYTES];
    size_t total = 0;
    ssize_t len;
    while ((len = read(input, piece, sizeof piece)) != 0) {
        if (len < 0 && errno != EINTR) {
            return error_errno(err, "read", STANDARD_INPUT_NAME);
        }
        size_t more = len > 0 ? (size_t)len : 0;
        total += more;
        if (total > LARGEST_BYTES) {
            return error_set(err, ERROR_INPUT, "%s: more than 1 GiB, and it is kept in memory; give the file's name",
                             STANDARD_INPUT_NAME);
        }
        if (!keep(memory, piece, more)) {
            return error_errno(err, "keep in memory", STANDARD_INPUT_NAME);
        }
    }
    return lseek(memory, 0, SEEK_SET) == 0 || error_errno(err, "read again", STANDARD_INPUT_NAME);
}

bool standard_input_open(FILE **out_file, struct error *err)
{
    bool is_given = is_file(STDIN_FILENO);
    int descriptor = is_given ? dup(STDIN_FILENO) : memfd_create("gencarto", MFD_CLOEXEC);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "rb") : NULL;
    if (!file) {
        error_errno(err, "read", STANDARD_INPUT_NAME);
        if (descriptor >= 0) {
            close(descriptor);
        }
        return false;
    }
    if (!is_given && !copy(STDIN_FILENO, descriptor, err)) {
        fclose(file);
        return false;
    }
    *out_file = file;
    return true;
}
