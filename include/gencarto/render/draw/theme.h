/* The theme: every colour, font and line of the figures, from templates/theme.xml.
 *
 *     <theme>
 *       <colour name="data" light="#1f5286" dark="#7db4e0"/>
 *       <style name="bar" fill="data"/>
 *       <style name="grid" stroke="line" stroke-width="1"/>
 *       <pattern name="hatch" size="6" angle="45" background="hatch-bg" lines="hatch-l"/>
 *       <number name="bar-height" value="14"/>
 *       <font family="Inter" file="fonts/Inter-Regular.otf" weight="400"/>
 *     </theme>
 *
 * A style's fill and stroke name a colour, a pattern or "none". Once read a theme never changes: threads may share it.
 */
#ifndef GENCARTO_RENDER_DRAW_THEME_H
#define GENCARTO_RENDER_DRAW_THEME_H

#include "gencarto/base/buf.h"
#include "gencarto/base/error.h"
#include "gencarto/render/draw/drawing.h"

struct theme;

/* The theme lives in the arena; no file stays open. ERROR_OUTPUT with file and line when it is not valid. */
bool theme_read(struct arena *arena, const char *folder_of_templates, const struct theme **out_theme,
                struct error *err);

/* What the code of a kind of figures asks of the theme; each list ends with NULL and may be NULL. */
struct theme_needs {
    const char *const *styles;
    const char *const *numbers;
    const char *const *colours;
};

/* ERROR_OUTPUT naming the first style, number or colour that the theme lacks. Each folder of figures checks its own
 * list once, after theme_read. */
bool theme_has(const struct theme *theme, const struct theme_needs *needs, struct error *err);

/* A named length or number of the theme: margins, pitches, sizes. An unknown name is a bug: theme_has found it. */
double theme_number(const struct theme *theme, const char *name);

/* The hexadecimal colour, "#1f5286". An unknown name is a bug: theme_has found it. */
struct str theme_light(const struct theme *theme, const char *colour);

/* The width in pixels of a text set in the theme's font: the sum of the advance widths, without kerning (true widths
 * are up to 2 % smaller). `weight` is 400 or 600. */
double theme_text_width(const struct theme *theme, struct str text, double size_px, int weight);

/* The font weight, 400 or 600, that these styles give to a text. */
int theme_weight(const struct theme *theme, struct str style);

/* Where the ink of a MARK_TEXT is: from the top of capitals and accents to the foot of descenders. */
struct box theme_text_box(const struct theme *theme, const struct mark *text);

/* Appends the style sheet of the figures: the colours as custom properties (light; dark, print and high contrast by
 * media query) and a rule per style, so that classes override the presentation attributes. Example: "svg
 * .bar{fill:var(--data)}". */
void theme_write_css(struct buf *out, const struct theme *theme);

#endif
