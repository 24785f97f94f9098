#include "stream.h"

#include <assert.h>
#include <stdint.h>

#include "zlib_library.h"

#define STEP (64 << 10)

/* All of it, into a block that grows. */
static bool inflate_all(const struct zlib *zlib, z_stream *stream, struct arena *arena, struct str *out)
{
    size_t capacity = 0;
    char *bytes = NULL;
    int code = Z_OK;
    while (code == Z_OK && stream->total_out < STREAM_BYTES_MAX) {
        if (stream->total_out == capacity) {
            bytes = arena_grow(arena, bytes, capacity, capacity == 0 ? STEP : 2 * capacity);
            capacity = capacity == 0 ? STEP : 2 * capacity;
        }
        stream->next_out = (Bytef *)bytes + stream->total_out;
        stream->avail_out = (uInt)(capacity - stream->total_out);
        code = zlib->inflate(stream, Z_NO_FLUSH);
    }
    *out = (struct str){bytes, stream->total_out};
    return code == Z_STREAM_END;
}

bool stream_open(struct error *err)
{
    struct zlib zlib;
    return LIBRARY_OPEN(ZLIB_LIBRARY, ZLIB_FUNCTIONS, &zlib, err);
}

bool stream_inflate_part(struct arena *arena, struct str bytes, struct str *out, size_t *out_used)
{
    struct zlib zlib;
    struct error err = {0};
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes.ptr, .avail_in = (uInt)bytes.len};
    bool is_there = LIBRARY_OPEN(ZLIB_LIBRARY, ZLIB_FUNCTIONS, &zlib, &err);
    assert(is_there && "stream_open comes first");
    *out_used = 0;
    if (!is_there || bytes.len == 0 || bytes.len > STREAM_BYTES_MAX ||
        zlib.inflateInit_(&stream, ZLIB_VERSION, sizeof stream) != Z_OK) {
        return false;
    }
    bool done = inflate_all(&zlib, &stream, arena, out);
    *out_used = stream.total_in;
    zlib.inflateEnd(&stream);
    return done;
}

bool stream_inflate(struct arena *arena, struct str bytes, struct str *out)
{
    size_t used;
    return stream_inflate_part(arena, bytes, out, &used);
}
