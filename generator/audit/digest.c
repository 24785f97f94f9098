#include "digest.h"

#include <assert.h>
#include <gcrypt.h>

#include "gencarto/base/library.h"

#define GCRYPT_FUNCTIONS(F)                                                                                            \
    F(gcry_, check_version)                                                                                            \
    F(gcry_, md_hash_buffer)

struct gcrypt {
    GCRYPT_FUNCTIONS(LIBRARY_MEMBER)
};

#define LONGEST 32 /* bytes of a digest */

bool digest_open(struct error *err)
{
    struct gcrypt gcrypt;
    bool is_there = LIBRARY_OPEN(GCRYPT_LIBRARY, GCRYPT_FUNCTIONS, &gcrypt, err);
    if (is_there) {
        gcrypt.check_version(NULL);
    }
    return is_there;
}

struct str digest_of(struct arena *arena, enum digest digest, struct str content)
{
    static const char digits[] = "0123456789abcdef";
    static const struct {
        int algorithm;
        size_t size;
    } digests[DIGESTS] = {[DIGEST_SHA256] = {GCRY_MD_SHA256, LONGEST},
                          [DIGEST_SHA1] = {GCRY_MD_SHA1, 20},
                          [DIGEST_MD5] = {GCRY_MD_MD5, 16}};
    struct gcrypt gcrypt;
    struct error err = {0};
    unsigned char bytes[LONGEST];
    bool is_there = LIBRARY_OPEN(GCRYPT_LIBRARY, GCRYPT_FUNCTIONS, &gcrypt, &err);
    assert(is_there && "digest_open comes first");
    (void)is_there;
    size_t size = digests[digest].size;
    char *text = arena_alloc(arena, 2 * size);
    gcrypt.md_hash_buffer(digests[digest].algorithm, bytes, content.len > 0 ? content.ptr : "", content.len);
    for (size_t i = 0; i < size; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    return (struct str){text, 2 * size};
}
