#include "gencarto/publish/hash.h"

#include "manifest.h"

void hash_write_sha256(struct buf *out, struct str content)
{
    unsigned char sha256[SHA256_SIZE];
    manifest_hash(content, sha256);
    manifest_write_hash(out, sha256);
}
