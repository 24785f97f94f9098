/* Digests of texts and files, as an audit looks for them: hexadecimal, small letters. Internal to audit/. */
#ifndef GENCARTO_GENERATOR_AUDIT_DIGEST_H
#define GENCARTO_GENERATOR_AUDIT_DIGEST_H

#include "gencarto/base/error.h"
#include "gencarto/base/str.h"

enum digest { DIGEST_SHA256, DIGEST_SHA1, DIGEST_MD5, DIGESTS };

/* Opens libgcrypt, once before the others. ERROR_SYSTEM when it is not there. */
bool digest_open(struct error *err);

struct str digest_of(struct arena *arena, enum digest digest, struct str content);

#endif
