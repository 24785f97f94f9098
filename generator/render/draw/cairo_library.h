/* What is called of cairo, opened with a canvas (base/library.h). Internal to draw/. */
#ifndef GENERATOR_RENDER_DRAW_CAIRO_LIBRARY_H
#define GENERATOR_RENDER_DRAW_CAIRO_LIBRARY_H

#include <cairo-ft.h>
#include <cairo-pdf.h>

#include "gencarto/base/library.h"

#define CAIRO_FUNCTIONS(F)                                                                                             \
    F(cairo_, append_path)                                                                                             \
    F(cairo_, arc)                                                                                                     \
    F(cairo_, clip_extents)                                                                                            \
    F(cairo_, clip_preserve)                                                                                           \
    F(cairo_, close_path)                                                                                              \
    F(cairo_, copy_path)                                                                                               \
    F(cairo_, create)                                                                                                  \
    F(cairo_, curve_to)                                                                                                \
    F(cairo_, destroy)                                                                                                 \
    F(cairo_, fill)                                                                                                    \
    F(cairo_, fill_preserve)                                                                                           \
    F(cairo_, font_face_destroy)                                                                                       \
    F(cairo_, font_face_set_user_data)                                                                                 \
    F(cairo_, font_options_create)                                                                                     \
    F(cairo_, font_options_destroy)                                                                                    \
    F(cairo_, font_options_set_antialias)                                                                              \
    F(cairo_, font_options_set_hint_metrics)                                                                           \
    F(cairo_, font_options_set_hint_style)                                                                             \
    F(cairo_, ft_font_face_create_for_ft_face)                                                                         \
    F(cairo_, glyph_path)                                                                                              \
    F(cairo_, image_surface_create)                                                                                    \
    F(cairo_, image_surface_get_data)                                                                                  \
    F(cairo_, image_surface_get_stride)                                                                                \
    F(cairo_, line_to)                                                                                                 \
    F(cairo_, move_to)                                                                                                 \
    F(cairo_, new_path)                                                                                                \
    F(cairo_, new_sub_path)                                                                                            \
    F(cairo_, paint)                                                                                                   \
    F(cairo_, path_destroy)                                                                                            \
    F(cairo_, pdf_surface_create_for_stream)                                                                           \
    F(cairo_, pdf_surface_set_metadata)                                                                                \
    F(cairo_, rectangle)                                                                                               \
    F(cairo_, restore)                                                                                                 \
    F(cairo_, rotate)                                                                                                  \
    F(cairo_, save)                                                                                                    \
    F(cairo_, scale)                                                                                                   \
    F(cairo_, set_antialias)                                                                                           \
    F(cairo_, set_dash)                                                                                                \
    F(cairo_, set_fill_rule)                                                                                           \
    F(cairo_, set_font_face)                                                                                           \
    F(cairo_, set_font_options)                                                                                        \
    F(cairo_, set_font_size)                                                                                           \
    F(cairo_, set_line_cap)                                                                                            \
    F(cairo_, set_line_join)                                                                                           \
    F(cairo_, set_line_width)                                                                                          \
    F(cairo_, set_source_rgb)                                                                                          \
    F(cairo_, show_text_glyphs)                                                                                        \
    F(cairo_, status_to_string)                                                                                        \
    F(cairo_, stroke_preserve)                                                                                         \
    F(cairo_, surface_destroy)                                                                                         \
    F(cairo_, surface_finish)                                                                                          \
    F(cairo_, surface_flush)                                                                                           \
    F(cairo_, surface_status)                                                                                          \
    F(cairo_, translate)

struct cairo {
    CAIRO_FUNCTIONS(LIBRARY_MEMBER)
};

struct canvas;

/* The canvas owns it. */
const struct cairo *canvas_cairo(const struct canvas *canvas);

#endif
