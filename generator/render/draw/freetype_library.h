/* What is called of FreeType, opened with a theme or a canvas (base/library.h). Internal to draw/. */
#ifndef GENERATOR_RENDER_DRAW_FREETYPE_LIBRARY_H
#define GENERATOR_RENDER_DRAW_FREETYPE_LIBRARY_H

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H

#include "gencarto/base/library.h"

#define FREETYPE_FUNCTIONS(F)                                                                                          \
    F(FT_, Done_Face)                                                                                                  \
    F(FT_, Done_FreeType)                                                                                              \
    F(FT_, Get_Advance)                                                                                                \
    F(FT_, Get_Char_Index)                                                                                             \
    F(FT_, Get_First_Char)                                                                                             \
    F(FT_, Get_Next_Char)                                                                                              \
    F(FT_, Init_FreeType)                                                                                              \
    F(FT_, New_Face)

struct freetype {
    FREETYPE_FUNCTIONS(LIBRARY_MEMBER)
};

#endif
