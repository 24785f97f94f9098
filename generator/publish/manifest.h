/* manifest.json: what was published. Nothing in it depends on the machine or the moment. */
#ifndef GENCARTO_GENERATOR_PUBLISH_MANIFEST_H
#define GENCARTO_GENERATOR_PUBLISH_MANIFEST_H

#include <stdint.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/error.h"

#define MANIFEST_NAME "manifest.json"
#define SHA256_SIZE   32

struct manifest_file {
    struct str path;
    int64_t size;
    unsigned char sha256[SHA256_SIZE];
};

/* Opens libgcrypt: call once before manifest_hash; several calls do no harm. */
bool manifest_init_hash(struct error *err);

/* SHA-256 of the content; any number of threads. */
bool manifest_hash(struct str content, unsigned char out_sha256[SHA256_SIZE], struct error *err);

/* As 64 hexadecimal digits. */
void manifest_write_hash(struct buf *out, const unsigned char sha256[SHA256_SIZE]);

/* One line a file, in byte order of the paths: sorts `files`. Paths have no character that JSON escapes. */
void manifest_write(struct buf *out, const char *program, struct str release, struct manifest_file *files,
                    size_t count);

/* How the manifest of any version of `program` ("gencarto 0.1.0") begins. */
struct str manifest_beginning(struct arena *arena, const char *program);

#endif
