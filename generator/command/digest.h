/* Which bytes were read: the size and the SHA-256 of each file of an input. For the owner of the input: they would tell
 * two inputs apart, so they are printed and never published. */
#ifndef GENCARTO_GENERATOR_COMMAND_DIGEST_H
#define GENCARTO_GENERATOR_COMMAND_DIGEST_H

#include "gencarto/base/error.h"
#include "gencarto/compile/ingest/input.h"

struct digest {
    size_t bytes;
    struct str sha256; /* 64 hexadecimal digits */
};

/* Of each file, by its place in input->files; in the arena. */
bool digests_read(struct arena *arena, const char *folder, const struct input *input, struct digest **out_digests,
                  struct error *err);

#endif
