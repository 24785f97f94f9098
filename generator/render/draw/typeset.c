#include "typeset.h"

#include <stdlib.h>

#include "freetype_library.h"
#include "harfbuzz_library.h"

struct face {
    FT_Face freetype;
    hb_font_t *harfbuzz;
    cairo_font_face_t *cairo;
    int weight;
    double units_per_em;
};

struct typeset {
    struct arena *arena;
    const struct cairo *cairo;
    struct freetype freetype;
    struct harfbuzz harfbuzz;
    struct face *faces;
    size_t face_count;
    hb_buffer_t *buffer;
    cairo_font_options_t *options;
};

/* ---- fonts ---- */

/* Cairo keeps a font for a while after its last use, longer than the typeset lives: FreeType's handles go when cairo
 * lets go of it. Each face has its own FreeType library, which owns it. */
static const cairo_user_data_key_t LIBRARY_KEY;

struct font_library {
    FT_Library library;
    __typeof__(FT_Done_FreeType) *end;
};

static void end_library(void *argument)
{
    struct font_library *owned = argument;
    owned->end(owned->library);
    free(owned);
}

/* NULL: err says why. */
static struct font_library *open_freetype(const struct freetype *freetype, const struct theme *theme,
                                          const struct font *font, FT_Face *out_face, struct error *err)
{
    struct font_library *owned = calloc(1, sizeof *owned);
    if (!owned || freetype->Init_FreeType(&owned->library) != 0) {
        free(owned);
        error_set(err, ERROR_SYSTEM, "FreeType cannot start");
        return NULL;
    }
    owned->end = freetype->Done_FreeType;
    if (freetype->New_Face(owned->library, font->path, 0, out_face) != 0) {
        end_library(owned);
        error_set(err, ERROR_OUTPUT, "%s:%d: %s cannot be read as a font", theme->path, font->line, font->path);
        return NULL;
    }
    return owned;
}

static bool open_face(const struct typeset *typeset, const struct theme *theme, const struct font *font,
                      struct face *face, struct error *err)
{
    const struct cairo *cairo = typeset->cairo;
    const struct harfbuzz *harfbuzz = &typeset->harfbuzz;
    struct font_library *library = open_freetype(&typeset->freetype, theme, font, &face->freetype, err);
    if (!library)
        return false;
    face->weight = font->weight;
    face->cairo = cairo->ft_font_face_create_for_ft_face(face->freetype, FT_LOAD_NO_HINTING);
    cairo->font_face_set_user_data(face->cairo, &LIBRARY_KEY, library, end_library);
    hb_blob_t *blob = harfbuzz->blob_create_from_file(font->path);
    hb_face_t *outlines = harfbuzz->face_create(blob, 0);
    face->harfbuzz = harfbuzz->font_create(outlines);
    face->units_per_em = harfbuzz->face_get_upem(outlines);
    harfbuzz->face_destroy(outlines);
    harfbuzz->blob_destroy(blob);
    return true;
}

/* The same picture at any resolution: no hinting, grey edges. */
static cairo_font_options_t *make_options(const struct cairo *cairo)
{
    cairo_font_options_t *options = cairo->font_options_create();
    cairo->font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo->font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo->font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    return options;
}

bool typeset_open(struct arena *arena, const struct theme *theme, const struct cairo *cairo,
                  struct typeset **out_typeset, struct error *err)
{
    struct typeset *typeset = arena_one(arena, struct typeset);
    typeset->arena = arena;
    typeset->cairo = cairo;
    if (!LIBRARY_OPEN(FREETYPE_LIBRARY, FREETYPE_FUNCTIONS, &typeset->freetype, err) ||
        !LIBRARY_OPEN(HARFBUZZ_LIBRARY, HARFBUZZ_FUNCTIONS, &typeset->harfbuzz, err))
        return false;
    typeset->faces = arena_array(arena, struct face, theme->font_count);
    typeset->buffer = typeset->harfbuzz.buffer_create();
    typeset->options = make_options(cairo);
    for (; typeset->face_count < theme->font_count; typeset->face_count++)
        if (!open_face(typeset, theme, &theme->fonts[typeset->face_count], &typeset->faces[typeset->face_count], err)) {
            typeset_close(typeset);
            return false;
        }
    *out_typeset = typeset;
    return true;
}

void typeset_close(struct typeset *typeset)
{
    if (!typeset)
        return;
    for (size_t i = 0; i < typeset->face_count; i++) {
        typeset->harfbuzz.font_destroy(typeset->faces[i].harfbuzz);
        typeset->cairo->font_face_destroy(typeset->faces[i].cairo);
    }
    typeset->harfbuzz.buffer_destroy(typeset->buffer);
    typeset->cairo->font_options_destroy(typeset->options);
}

/* The first face of that weight with the character, else the first of any weight, else the first. */
static const struct face *face_for(const struct typeset *typeset, uint32_t character, int weight)
{
    for (size_t i = 0; i < typeset->face_count; i++)
        if (typeset->faces[i].weight == weight &&
            typeset->freetype.Get_Char_Index(typeset->faces[i].freetype, character) != 0)
            return &typeset->faces[i];
    for (size_t i = 0; i < typeset->face_count; i++)
        if (typeset->freetype.Get_Char_Index(typeset->faces[i].freetype, character) != 0)
            return &typeset->faces[i];
    return &typeset->faces[0];
}

/* ---- runs: texts of one face ---- */

struct run {
    const struct face *face;
    struct str text;
    cairo_glyph_t *glyphs;
    int glyph_count;
    cairo_text_cluster_t *clusters; /* which glyphs stand for which bytes: what copying from a PDF gives */
    int cluster_count;
    double width;
};

/* Cuts off the longest beginning that one face can set. */
static struct run next_run(const struct typeset *typeset, struct str *rest, int weight)
{
    size_t end = 0, at = 0;
    struct run run = {.face = face_for(typeset, font_decode(*rest, &at), weight)};
    do {
        end = at;
        if (at == rest->len)
            break;
    } while (face_for(typeset, font_decode(*rest, &at), weight) == run.face);
    run.text = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end, rest->len);
    return run;
}

static void add_glyph(struct run *run, const hb_glyph_info_t *info, size_t next_byte, bool begins_cluster)
{
    if (begins_cluster)
        run->clusters[run->cluster_count++] = (cairo_text_cluster_t){(int)(next_byte - info->cluster), 0};
    run->clusters[run->cluster_count - 1].num_glyphs++;
    run->glyph_count++;
}

/* Where the cluster after glyph i starts in the text. */
static size_t next_cluster(const hb_glyph_info_t *infos, unsigned count, unsigned i, size_t length)
{
    for (unsigned j = i + 1; j < count; j++)
        if (infos[j].cluster != infos[i].cluster)
            return infos[j].cluster;
    return length;
}

static void shape(struct typeset *typeset, struct run *run, double x, double y, double size_px)
{
    unsigned count;
    const struct harfbuzz *harfbuzz = &typeset->harfbuzz;
    hb_buffer_t *buffer = typeset->buffer;
    harfbuzz->buffer_clear_contents(buffer);
    harfbuzz->buffer_add_utf8(buffer, run->text.ptr, (int)run->text.len, 0, (int)run->text.len);
    harfbuzz->buffer_guess_segment_properties(buffer);
    harfbuzz->buffer_set_direction(buffer, HB_DIRECTION_LTR);
    harfbuzz->buffer_set_language(buffer, harfbuzz->language_from_string("fr", -1));
    harfbuzz->shape(run->face->harfbuzz, buffer, NULL, 0);
    const hb_glyph_info_t *infos = harfbuzz->buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *positions = harfbuzz->buffer_get_glyph_positions(buffer, &count);
    double unit = size_px / run->face->units_per_em;
    run->glyphs = arena_array(typeset->arena, cairo_glyph_t, count);
    run->clusters = arena_array(typeset->arena, cairo_text_cluster_t, count);
    for (unsigned i = 0; i < count; i++) {
        run->glyphs[i] = (cairo_glyph_t){infos[i].codepoint, x + run->width + unit * positions[i].x_offset,
                                         y - unit * positions[i].y_offset};
        run->width += unit * positions[i].x_advance;
        bool begins_cluster = i == 0 || infos[i].cluster != infos[i - 1].cluster;
        add_glyph(run, &infos[i], next_cluster(infos, count, i, run->text.len), begins_cluster);
    }
}

static void draw_run(const struct typeset *typeset, cairo_t *cr, enum typeset_action action, const struct run *run,
                     double size_px)
{
    if (action == TYPESET_MEASURE)
        return;
    const struct cairo *cairo = typeset->cairo;
    cairo->set_font_face(cr, run->face->cairo);
    cairo->set_font_size(cr, size_px);
    cairo->set_font_options(cr, typeset->options);
    if (action == TYPESET_TRACE)
        cairo->glyph_path(cr, run->glyphs, run->glyph_count);
    else
        cairo->show_text_glyphs(cr, run->text.ptr, (int)run->text.len, run->glyphs, run->glyph_count, run->clusters,
                                run->cluster_count, 0);
}

double typeset_text(struct typeset *typeset, cairo_t *cr, enum typeset_action action, struct str text, double x,
                    double y, double size_px, int weight)
{
    struct arena_mark mark = arena_save(typeset->arena);
    double width = 0;
    while (text.len > 0) {
        struct run run = next_run(typeset, &text, weight >= 600 ? 600 : 400);
        shape(typeset, &run, x + width, y, size_px);
        draw_run(typeset, cr, action, &run, size_px);
        width += run.width;
    }
    arena_restore(typeset->arena, mark);
    return width;
}
