/* PNG (ISO 15948): what it carries besides the picture, and the picture against the figure that it is made of. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/buf.h"
#include "outline.h"
#include "raster.h"
#include "reader.h"
#include "stream.h"

static const char signature[] = "\x89PNG\r\n\x1a\n";

static uint32_t big_endian(struct str bytes, size_t at)
{
    uint32_t value = 0;
    for (size_t i = at; i < at + 4; i++) {
        value = value << 8 | (unsigned char)bytes.ptr[i];
    }
    return value;
}

static void unknown_bytes(struct figures *figures, struct str place, struct str what, size_t count)
{
    figures_fault(figures, (struct audit_fault){STR("unknown-bytes"), place, what,
                                                str_format(figures->arena, "%zu bytes", count), STR("none")});
}

/* Keyword, NUL, and the text; compressed in zTXt, and in iTXt after its flag, method, language and translated word. */
static void read_text(struct figures *figures, struct str place, struct str type, struct str data)
{
    size_t at = str_index(data, '\0', 0) + 1;
    bool is_compressed = str_equal(type, STR("zTXt"));
    struct str text;
    if (is_compressed) {
        at++;
    } else if (str_equal(type, STR("iTXt")) && at + 2 <= data.len) {
        is_compressed = data.ptr[at] == 1;
        at = str_index(data, '\0', str_index(data, '\0', at + 2) + 1) + 1;
    }
    text = str_slice(data, at, data.len);
    if (is_compressed && !stream_inflate(figures->arena, text, &text)) {
        unknown_bytes(figures, place, type, data.len);
        return;
    }
    read_prose(figures, place, text);
    traces_find(figures->traces, figures, place, text);
}

/* --- the picture itself --- */

#define CHANNELS       3
#define INCHES_A_METRE (1 / 0.0254)

struct png {
    size_t width, height;
    bool is_plain; /* eight bits of red, green and blue, not interlaced */
    struct buf data;
};

static void read_header(struct str data, struct png *png)
{
    png->width = data.len < 13 ? 0 : big_endian(data, 0);
    png->height = data.len < 13 ? 0 : big_endian(data, 4);
    png->is_plain = data.len == 13 && data.ptr[8] == 8 && data.ptr[9] == 2 && data.ptr[10] == 0 && data.ptr[11] == 0 &&
                    data.ptr[12] == 0;
}

/* Pixels a metre, alike in both directions and whole by the inch. */
static bool is_resolution(struct str data)
{
    double inch = data.len == 9 ? big_endian(data, 0) / INCHES_A_METRE : 0.5;
    return data.len == 9 && big_endian(data, 0) == big_endian(data, 4) && data.ptr[8] == 1 &&
           fabs(inch - round(inch)) < 0.02;
}

static int paeth(int left, int above, int corner)
{
    int guess = left + above - corner;
    int to_left = abs(guess - left), to_above = abs(guess - above), to_corner = abs(guess - corner);
    return to_left <= to_above && to_left <= to_corner ? left : to_above <= to_corner ? above : corner;
}

/* Undoes the filter of one row, in place; `above` is the row before it, or zeros. */
static bool unfilter_row(unsigned char *row, const unsigned char *above, size_t len, int filter)
{
    for (size_t i = 0; i < len; i++) {
        int left = i >= CHANNELS ? row[i - CHANNELS] : 0, corner = i >= CHANNELS ? above[i - CHANNELS] : 0;
        int add = filter == 0   ? 0
                  : filter == 1 ? left
                  : filter == 2 ? above[i]
                  : filter == 3 ? (left + above[i]) / 2
                                : paeth(left, above[i], corner);
        row[i] = (unsigned char)(row[i] + add);
    }
    return filter <= 4;
}

/* The pixels of all rows, one after another. */
static bool unfilter(struct arena *arena, const struct png *png, struct str data, unsigned char **out)
{
    size_t len = png->width * CHANNELS;
    const unsigned char *above = arena_alloc(arena, len);
    *out = arena_alloc(arena, len * png->height);
    for (size_t y = 0; y < png->height; y++) {
        unsigned char *row = *out + y * len;
        const char *from = data.ptr + y * (len + 1);
        memcpy(row, from + 1, len);
        if (!unfilter_row(row, above, len, from[0])) {
            return false;
        }
        above = row;
    }
    return true;
}

static void compare_figure(struct figures *figures, struct arena *scratch, struct str place, const struct png *png,
                           const unsigned char *pixels)
{
    struct outline outline;
    struct raster_difference difference;
    outline_read(scratch, figures->twin, &outline);
    struct raster raster = {png->width, png->height, pixels};
    bool is_same_size = outline.width == (double)png->width && outline.height == (double)png->height;
    if (!outline.is_known || !is_same_size) {
        figures_fault(figures, (struct audit_fault){STR("picture-of-other"), place, STR("the picture"),
                                                    STR("another size or shape"), STR("the raster of its SVG file")});
        return;
    }
    raster_compare(&raster, &outline, &difference);
    figures->report->pixels += (int64_t)difference.certain;
    if (difference.pixels > 0) {
        figures_fault(
            figures, (struct audit_fault){STR("picture-of-other"), place,
                                          str_format(figures->arena, "%zu, %zu", difference.x, difference.y),
                                          str_format(figures->arena, "%zu pixels of another colour", difference.pixels),
                                          STR("the raster of its SVG file")});
    }
    if (difference.missing_label.len > 0) {
        figures_fault(figures, (struct audit_fault){STR("picture-of-other"), place, difference.missing_label,
                                                    STR("no ink"), STR("the text of its SVG file")});
    }
}

static void read_pixels(struct figures *figures, struct str place, const struct png *png)
{
    struct arena scratch;
    struct str data;
    size_t used;
    unsigned char *pixels;
    arena_init(&scratch);
    bool is_whole = stream_inflate_part(&scratch, buf_str(&png->data), &data, &used) && used == png->data.len;
    bool is_figure = figures->twin.len > 0 && png->is_plain;
    if (!is_whole || (png->is_plain && data.len != png->height * (png->width * CHANNELS + 1))) {
        unknown_bytes(figures, place, STR("IDAT"), png->data.len);
    } else if (is_figure && unfilter(&scratch, png, data, &pixels)) {
        compare_figure(figures, &scratch, place, png, pixels);
    } else if (!str_starts(place, STR("assets/"))) {
        unknown_bytes(figures, place, STR("a picture without its SVG file"), png->data.len);
    }
    arena_clear(&scratch);
}

static void read_chunk(struct figures *figures, struct str place, struct str type, struct str data, struct png *png)
{
    static const char texts[] = "tEXt zTXt iTXt ";
    bool is_palette = !png->is_plain && (str_equal(type, STR("PLTE")) || str_equal(type, STR("tRNS")));
    if (str_equal(type, STR("IHDR"))) {
        read_header(data, png);
    } else if (str_equal(type, STR("IDAT"))) {
        buf_add(&png->data, data);
    } else if (str_find(str_from(texts), type, 0) < sizeof texts - 1) {
        read_text(figures, place, type, data);
    } else if (!is_palette && !str_equal(type, STR("IEND")) && !(str_equal(type, STR("pHYs")) && is_resolution(data))) {
        unknown_bytes(figures, place, type, data.len);
    }
}

void read_picture(struct figures *figures, struct str place, struct str content)
{
    size_t at = sizeof signature - 1;
    bool ended = false;
    struct png png = {.width = 0};
    if (!str_starts(content, (struct str){signature, at})) {
        unknown_bytes(figures, place, STR("no PNG"), content.len);
        return;
    }
    buf_init(&png.data, NULL);
    while (!ended && at + 12 <= content.len) {
        size_t length = big_endian(content, at);
        struct str type = str_slice(content, at + 4, at + 8);
        ended = str_equal(type, STR("IEND"));
        read_chunk(figures, place, type, str_slice(content, at + 8, at + 8 + length), &png);
        at += 12 + length;
    }
    if (!ended || at != content.len) {
        unknown_bytes(figures, place, STR("after the picture"), at < content.len ? content.len - at : 0);
    }
    read_pixels(figures, place, &png);
    buf_clear(&png.data);
}
