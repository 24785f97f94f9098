/* Deflated bytes inside other files. */
#ifndef GENCARTO_GENERATOR_AUDIT_STREAM_H
#define GENCARTO_GENERATOR_AUDIT_STREAM_H

#include "gencarto/base/error.h"
#include "gencarto/base/str.h"

#define STREAM_BYTES_MAX (64 << 20) /* of what one stream may become */

/* Opens zlib, once before the others. ERROR_SYSTEM when it is not there. */
bool stream_open(struct error *err);

/* The zlib stream at the start of `bytes`; what comes after it is left alone. False when it is none, or too large. */
bool stream_inflate(struct arena *arena, struct str bytes, struct str *out);

/* The same, and how many of the bytes the stream takes. */
bool stream_inflate_part(struct arena *arena, struct str bytes, struct str *out, size_t *out_used);

#endif
