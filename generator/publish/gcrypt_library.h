/* What is called of libgcrypt, opened with a publication (base/library.h). Internal to publish/. */
#ifndef GENCARTO_GENERATOR_PUBLISH_GCRYPT_LIBRARY_H
#define GENCARTO_GENERATOR_PUBLISH_GCRYPT_LIBRARY_H

#include <gcrypt.h>

#include "gencarto/base/library.h"

#define GCRYPT_FUNCTIONS(F)                                                                                            \
    F(gcry_, check_version)                                                                                            \
    F(gcry_, control)                                                                                                  \
    F(gcry_, md_hash_buffer)

struct gcrypt {
    GCRYPT_FUNCTIONS(LIBRARY_MEMBER)
};

#endif
