#include "gencarto/publish/hash.h"

#include "manifest.h"

bool hash_write_sha256(struct buf *out, struct str content, struct error *err)
{
    unsigned char sha256[SHA256_SIZE];
    if (!manifest_init_hash(err) || !manifest_hash(content, sha256, err))
        return false;
    manifest_write_hash(out, sha256);
    return true;
}
