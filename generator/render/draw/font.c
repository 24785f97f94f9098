#include "freetype_library.h"
#include "style.h"

/* Advance widths are tabulated once with FreeType: measuring is then a sum, the same on every machine and free for
 * threads. Shaping (typeset.c) starts only when a PNG or a PDF is
 * made. */

static void tabulate(const struct freetype *freetype, FT_Face face, float *advances)
{
    FT_UInt glyph;
    for (FT_ULong c = freetype->Get_First_Char(face, &glyph); glyph != 0 && c < WIDTH_TABLE_SIZE;
         c = freetype->Get_Next_Char(face, c, &glyph)) {
        FT_Fixed advance;
        if (advances[c] > 0 || freetype->Get_Advance(face, glyph, FT_LOAD_NO_SCALE, &advance) != 0)
            continue;
        advances[c] = (float)advance / (float)face->units_per_EM;
    }
}

static bool read_face(const struct freetype *freetype, FT_Library library, struct theme *theme, const struct font *font,
                      struct error *err)
{
    FT_Face face;
    if (freetype->New_Face(library, font->path, 0, &face) != 0)
        return error_set(err, ERROR_OUTPUT, "%s:%d: %s cannot be read as a font", theme->path, font->line, font->path);
    tabulate(freetype, face, theme->advances[font->weight == 600]);
    freetype->Done_Face(face);
    return true;
}

/* A weight without its own glyph takes the width of the other one, as a renderer takes its glyph. */
static void complete(struct theme *theme)
{
    for (size_t c = 0; c < WIDTH_TABLE_SIZE; c++) {
        float *regular = &theme->advances[0][c], *bold = &theme->advances[1][c];
        if (*regular <= 0)
            *regular = *bold;
        if (*bold <= 0)
            *bold = *regular;
    }
}

bool font_read_widths(struct arena *arena, struct theme *theme, struct error *err)
{
    struct freetype functions;
    const struct freetype *freetype = &functions;
    FT_Library library;
    if (theme->font_count == 0)
        return error_set(err, ERROR_OUTPUT, "%s: at least one <font> is needed", theme->path);
    if (!LIBRARY_OPEN(FREETYPE_LIBRARY, FREETYPE_FUNCTIONS, &functions, err))
        return false;
    if (freetype->Init_FreeType(&library) != 0)
        return error_set(err, ERROR_SYSTEM, "FreeType cannot start");
    for (size_t i = 0; i < WEIGHT_COUNT; i++)
        theme->advances[i] = arena_array(arena, float, WIDTH_TABLE_SIZE);
    bool done = true;
    for (size_t i = 0; done && i < theme->font_count; i++)
        done = read_face(freetype, library, theme, &theme->fonts[i], err);
    freetype->Done_FreeType(library);
    complete(theme);
    return done;
}

uint32_t font_decode(struct str text, size_t *at)
{
    unsigned char lead = (unsigned char)text.ptr[(*at)++];
    if (lead < 0x80)
        return lead;
    int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    uint32_t c = lead & (0x3Fu >> more);
    for (; more > 0 && *at < text.len; more--)
        c = c << 6 | ((unsigned char)text.ptr[(*at)++] & 0x3Fu);
    return c;
}

double theme_text_width(const struct theme *theme, struct str text, double size_px, int weight)
{
    const float *advances = theme->advances[weight >= 600];
    double width = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = font_decode(text, &at);
        bool is_combining = c >= 0x300 && c < 0x370;
        if (!is_combining)
            width += c < WIDTH_TABLE_SIZE && advances[c] > 0 ? (double)advances[c] : 1.0;
    }
    return width * size_px;
}
