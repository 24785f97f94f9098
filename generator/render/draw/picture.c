#include "gencarto/render/draw/paint.h"

#include <math.h>

#include "cairo_library.h"
#include "gencarto/render/draw/canvas.h"
#include "style.h"

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length)
{
    buf_add(closure, (struct str){(const char *)data, length});
    return CAIRO_STATUS_SUCCESS;
}

static void paint_picture(struct canvas *canvas, cairo_surface_t *surface, const struct drawing *drawing, double scale)
{
    const struct cairo *cairo = canvas_cairo(canvas);
    cairo_t *cr = cairo->create(surface);
    const double *paper = theme_colour(canvas_theme(canvas), STR("paper"))->rgb;
    cairo->set_source_rgb(cr, paper[0], paper[1], paper[2]);
    cairo->paint(cr);
    cairo->scale(cr, scale, scale);
    canvas_paint(canvas, cr, drawing);
    cairo->destroy(cr);
}

/* ---- PNG ---- */

enum {
    PNG_HEAD = 33, /* signature and IHDR, which come first */
    PHYS_DATA = 9,
    PHYS_SIZE = 4 + 4 + PHYS_DATA + 4
};

/* CRC-32 of ISO 3309, as the PNG specification (ISO/IEC 15948, annex D) has it. */
static uint32_t crc_of(const unsigned char *bytes, size_t count)
{
    uint32_t crc = 0xFFFFFFFF;
    for (size_t i = 0; i < count; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
    }
    return ~crc;
}

static void put_big_endian(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> (24 - 8 * i));
}

/* The chunk that says how many pixels a metre has, which cairo does not write. */
static void make_phys(unsigned char chunk[PHYS_SIZE], double scale)
{
    static const unsigned char NAME[] = {'p', 'H', 'Y', 's'};
    uint32_t pixels_a_metre = (uint32_t)floor(scale * 96 / 0.0254 + 0.5);
    put_big_endian(chunk, PHYS_DATA);
    for (size_t i = 0; i < sizeof NAME; i++)
        chunk[4 + i] = NAME[i];
    put_big_endian(chunk + 8, pixels_a_metre);
    put_big_endian(chunk + 12, pixels_a_metre);
    chunk[16] = 1; /* the unit is the metre */
    put_big_endian(chunk + 17, crc_of(chunk + 4, sizeof NAME + PHYS_DATA));
}

bool png_paint(struct buf *out, struct canvas *canvas, const struct drawing *drawing, double scale, struct error *err)
{
    const struct cairo *cairo = canvas_cairo(canvas);
    int width = (int)ceil(drawing->width * scale), height = (int)ceil(drawing->height * scale);
    struct buf png;
    buf_init(&png, NULL);
    cairo_surface_t *surface = cairo->image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    paint_picture(canvas, surface, drawing, scale);
    cairo_status_t status = cairo->surface_write_to_png_stream(surface, append, &png);
    cairo->surface_destroy(surface);
    bool done = status == CAIRO_STATUS_SUCCESS || error_set(err, ERROR_SYSTEM, "a PNG of %d x %d pixels: %s", width,
                                                            height, cairo->status_to_string(status));
    if (done) {
        unsigned char phys[PHYS_SIZE];
        make_phys(phys, scale);
        buf_add(out, str_slice(buf_str(&png), 0, PNG_HEAD));
        buf_add(out, (struct str){(const char *)phys, PHYS_SIZE});
        buf_add(out, str_slice(buf_str(&png), PNG_HEAD, png.len));
    }
    buf_clear(&png);
    return done;
}

/* ---- PDF ---- */

static void set_metadata(const struct cairo *cairo, cairo_surface_t *surface, const struct drawing *drawing,
                         const struct pdf_words *words)
{
    struct arena *arena = drawing->arena;
    struct str day = words->day.len > 0 ? words->day : STR("1970-01-01");
    const char *moment = str_format(arena, "%.*sT00:00:00Z", STR_ARGS(day)).ptr;
    cairo->pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, str_text(arena, drawing->title));
    cairo->pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, str_text(arena, drawing->description));
    cairo->pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, moment);
    cairo->pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, moment);
}

bool pdf_paint(struct buf *out, struct canvas *canvas, const struct drawing *drawing, const struct pdf_words *words,
               struct error *err)
{
    const struct cairo *cairo = canvas_cairo(canvas);
    const double points = 72.0 / 96.0; /* a pixel */
    cairo_surface_t *surface =
        cairo->pdf_surface_create_for_stream(append, out, points * drawing->width, points * drawing->height);
    set_metadata(cairo, surface, drawing, words);
    paint_picture(canvas, surface, drawing, points);
    cairo->surface_finish(surface);
    cairo_status_t status = cairo->surface_status(surface);
    cairo->surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS ||
           error_set(err, ERROR_SYSTEM, "a PDF figure: %s", cairo->status_to_string(status));
}
