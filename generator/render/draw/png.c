#include "png.h"

#include <assert.h>
#include <string.h>

#include "zlib_library.h"

/* Maps and charts are areas of one colour: with these the rows themselves compress better than any filter's
 * differences, and level 3 is the last of zlib's quick ones. A map of France is a tenth smaller than cairo makes it, in
 * a third of the time. */
enum { LEVEL = 3, ROW_FILTER_NONE = 0, BYTES_A_PIXEL = 3 };

static void put_word(struct buf *out, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_byte(out, (char)(unsigned char)(value >> shift));
}

/* ---- chunks: length, name, data, check of name and data ---- */

static size_t chunk_begin(struct buf *out, const char *name)
{
    put_word(out, 0);
    buf_text(out, name);
    return out->len - 4;
}

static void chunk_end(const struct zlib *zlib, struct buf *out, size_t from)
{
    size_t size = out->len - from - 4;
    uLong check = zlib->crc32(0, (const Bytef *)out->ptr + from, (uInt)(size + 4));
    for (size_t i = 0; i < 4; i++)
        out->ptr[from - 4 + i] = (char)(unsigned char)(size >> (24 - 8 * i));
    put_word(out, (uint32_t)check);
}

static void put_header(const struct zlib *zlib, struct buf *out, const struct pixels *pixels)
{
    size_t chunk = chunk_begin(out, "IHDR");
    put_word(out, pixels->width);
    put_word(out, pixels->height);
    buf_byte(out, 8); /* bits of a sample */
    buf_byte(out, 2); /* red, green, blue */
    buf_byte(out, 0); /* the one compression, */
    buf_byte(out, 0); /* the one set of filters, */
    buf_byte(out, 0); /* rows in their order */
    chunk_end(zlib, out, chunk);
}

static void put_resolution(const struct zlib *zlib, struct buf *out, uint32_t pixels_a_metre)
{
    size_t chunk = chunk_begin(out, "pHYs");
    put_word(out, pixels_a_metre);
    put_word(out, pixels_a_metre);
    buf_byte(out, 1); /* the unit is the metre */
    chunk_end(zlib, out, chunk);
}

/* ---- data ---- */

static void fill_row(unsigned char *row, const struct pixels *pixels, size_t y)
{
    const unsigned char *from = pixels->bytes + y * pixels->stride;
    *row++ = ROW_FILTER_NONE;
    for (size_t x = 0; x < pixels->width; x++, from += 4, row += BYTES_A_PIXEL) {
        uint32_t pixel;
        memcpy(&pixel, from, sizeof pixel);
        row[0] = (unsigned char)(pixel >> 16);
        row[1] = (unsigned char)(pixel >> 8);
        row[2] = (unsigned char)pixel;
    }
}

static void deflate_rows(const struct zlib *zlib, struct buf *out, z_stream *stream, const struct pixels *pixels)
{
    size_t row_size = 1 + BYTES_A_PIXEL * (size_t)pixels->width;
    uLong bound = zlib->deflateBound(stream, (uLong)(row_size * pixels->height));
    buf_reserve(out, row_size + bound);
    /* A row stands at the end of the room, behind whatever it may become. */
    unsigned char *row = (unsigned char *)out->ptr + out->len + bound;
    stream->next_out = (Bytef *)out->ptr + out->len;
    stream->avail_out = (uInt)bound;
    for (size_t y = 0; y < pixels->height; y++) {
        fill_row(row, pixels, y);
        stream->next_in = row;
        stream->avail_in = (uInt)row_size;
        int code = zlib->deflate(stream, y + 1 < pixels->height ? Z_NO_FLUSH : Z_FINISH);
        assert(code == Z_OK || code == Z_STREAM_END);
        (void)code;
    }
    out->len += stream->total_out;
}

bool png_write(struct buf *out, const struct pixels *pixels, uint32_t pixels_a_metre, struct error *err)
{
    struct zlib functions;
    const struct zlib *zlib = &functions;
    z_stream stream = {0};
    if (!LIBRARY_OPEN(ZLIB_LIBRARY, ZLIB_FUNCTIONS, &functions, err))
        return false;
    if (zlib->deflateInit_(&stream, LEVEL, ZLIB_VERSION, sizeof stream) != Z_OK)
        return error_set(err, ERROR_SYSTEM, "a PNG of %u x %u pixels: out of memory", pixels->width, pixels->height);
    buf_add(out, STR("\x89PNG\r\n\x1a\n"));
    put_header(zlib, out, pixels);
    put_resolution(zlib, out, pixels_a_metre);
    size_t chunk = chunk_begin(out, "IDAT");
    deflate_rows(zlib, out, &stream, pixels);
    chunk_end(zlib, out, chunk);
    chunk_end(zlib, out, chunk_begin(out, "IEND"));
    zlib->deflateEnd(&stream);
    return true;
}
