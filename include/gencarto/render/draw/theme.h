/* The theme: every colour, font and line of the figures, from templates/theme.xml.
 *
 *     <theme>
 *       <colour name="data" light="#1f5286" dark="#7db4e0"/>
 *       <style name="bar" fill="data"/>
 *       <style name="grid" stroke="line" stroke-width="1"/>
 *       <font family="Inter" file="fonts/Inter-Regular.ttf" weight="400"/>
 *     </theme>
 */
#ifndef GENCARTO_RENDER_DRAW_THEME_H
#define GENCARTO_RENDER_DRAW_THEME_H

#include "gencarto/base/error.h"
#include "gencarto/render/draw/drawing.h"

struct theme;

/* The theme lives in the arena. ERROR_OUTPUT with file and line when it is not valid. */
bool theme_read(struct arena *arena, const char *folder_of_templates, const struct theme **out_theme, struct error *err);

/* A named length or number of the theme (<number name="bar-height" value="14"/>): margins, pitches, sizes.
 * An unknown name is an error of the theme found when it is read: figures list the names they need. */
double theme_number(const struct theme *theme, const char *name);

/* The width in pixels of a text set in the theme's font. `weight` is 400 or 600. */
double theme_text_width(const struct theme *theme, struct str text, double size_px, int weight);

#endif
