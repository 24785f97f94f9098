/* What is called of HarfBuzz, opened with a canvas (base/library.h). Internal to draw/. */
#ifndef GENERATOR_RENDER_DRAW_HARFBUZZ_LIBRARY_H
#define GENERATOR_RENDER_DRAW_HARFBUZZ_LIBRARY_H

#include <hb.h>

#include "gencarto/base/library.h"

#define HARFBUZZ_FUNCTIONS(F)                                                                                          \
    F(hb_, blob_create_from_file)                                                                                      \
    F(hb_, blob_destroy)                                                                                               \
    F(hb_, buffer_add_utf8)                                                                                            \
    F(hb_, buffer_clear_contents)                                                                                      \
    F(hb_, buffer_create)                                                                                              \
    F(hb_, buffer_destroy)                                                                                             \
    F(hb_, buffer_get_glyph_infos)                                                                                     \
    F(hb_, buffer_get_glyph_positions)                                                                                 \
    F(hb_, buffer_guess_segment_properties)                                                                            \
    F(hb_, buffer_set_direction)                                                                                       \
    F(hb_, buffer_set_language)                                                                                        \
    F(hb_, face_create)                                                                                                \
    F(hb_, face_destroy)                                                                                               \
    F(hb_, face_get_upem)                                                                                              \
    F(hb_, font_create)                                                                                                \
    F(hb_, font_destroy)                                                                                               \
    F(hb_, language_from_string)                                                                                       \
    F(hb_, shape)

struct harfbuzz {
    HARFBUZZ_FUNCTIONS(LIBRARY_MEMBER)
};

#endif
