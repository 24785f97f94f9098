#include "gencarto/db/scrub.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_HEADER_BYTES 100

enum { INTERIOR_INDEX = 2, INTERIOR_TABLE = 5, LEAF_INDEX = 10, LEAF_TABLE = 13 };

static size_t big_endian(const unsigned char *at)
{
    return (size_t)at[0] << 8 | at[1];
}

static bool is_tree(int type)
{
    return type == INTERIOR_INDEX || type == INTERIOR_TABLE || type == LEAF_INDEX || type == LEAF_TABLE;
}

/* The gap between the list of the cells and the first cell, and freed blocks behind their four bytes of links. */
static void scrub_page(unsigned char *page, size_t size, size_t header)
{
    unsigned char *head = page + header;
    bool is_interior = head[0] == INTERIOR_INDEX || head[0] == INTERIOR_TABLE;
    size_t gap = header + (is_interior ? 12u : 8u) + 2 * big_endian(head + 3);
    size_t content = big_endian(head + 5) == 0 ? 65536 : big_endian(head + 5);
    if (gap < content && content <= size) {
        memset(page + gap, 0, content - gap);
    }
    for (size_t block = big_endian(head + 1); block > 0 && block + 4 <= size;) {
        size_t next = big_endian(page + block), length = big_endian(page + block + 2);
        if (length > 4 && block + length <= size) {
            memset(page + block + 4, 0, length - 4);
        }
        block = next > block ? next : 0;
    }
}

static bool scrub_pages(unsigned char *file, size_t length)
{
    size_t size = length < FILE_HEADER_BYTES ? 0 : big_endian(file + 16) == 1 ? 65536 : big_endian(file + 16);
    if (size < 512 || length % size != 0 || memcmp(file, "SQLite format 3", 16) != 0) {
        return false;
    }
    for (size_t at = 0; at < length; at += size) {
        size_t header = at == 0 ? FILE_HEADER_BYTES : 0;
        if (is_tree(file[at + header])) {
            scrub_page(file + at, size, header);
        }
    }
    return true;
}

static bool scrub_open(int descriptor, const char *path, struct error *err)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        return error_errno(err, "read", path);
    }
    size_t length = (size_t)status.st_size;
    void *file = length == 0 ? MAP_FAILED : mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (file == MAP_FAILED) {
        return error_errno(err, "map", path);
    }
    bool done = scrub_pages(file, length);
    munmap(file, length);
    return done || error_set(err, ERROR_SYSTEM, "%s: not an SQLite database of whole pages", path);
}

bool db_scrub(const char *path, struct error *err)
{
    int descriptor = open(path, O_RDWR | O_CLOEXEC);
    if (descriptor < 0) {
        return error_errno(err, "open", path);
    }
    bool done = scrub_open(descriptor, path, err);
    close(descriptor);
    return done;
}
