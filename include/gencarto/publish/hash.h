/* What tells whether two files are the same. */
#ifndef GENCARTO_PUBLISH_HASH_H
#define GENCARTO_PUBLISH_HASH_H

#include "gencarto/base/buf.h"
#include "gencarto/base/error.h"

/* Appends the SHA-256 (FIPS 180-4) of the bytes as 64 hexadecimal digits. ERROR_SYSTEM when libgcrypt is not there. */
bool hash_write_sha256(struct buf *out, struct str content, struct error *err);

#endif
