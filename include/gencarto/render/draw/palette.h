/* What must hold of a theme's colours, computed: neighbouring classes differ for everybody, each area reaches 3:1
 * against the paper or is outlined by a line that does, texts reach 4.5:1; in light and dark, with and without more
 * contrast.
 *
 * Differences are CIEDE2000 (Sharma, Wu and Dalal 2005). Colour vision is simulated after Machado, Oliveira and
 * Fernandes, "A physiologically-based model for simulation of color vision deficiency" (2009), severity 1, in linear
 * RGB. Contrast is that of WCAG 2.2.
 */
#ifndef GENCARTO_RENDER_DRAW_PALETTE_H
#define GENCARTO_RENDER_DRAW_PALETTE_H

#include "gencarto/render/draw/theme.h"

enum vision { VISION_NORMAL, VISION_PROTANOPE, VISION_DEUTERANOPE, VISION_COUNT };

struct lab {
    double l, a, b;
};

/* The colour of a hexadecimal text ("#1f5286") as that eye sees it. */
struct lab palette_lab(struct str hex, enum vision vision);

double palette_difference(struct lab a, struct lab b);

/* From 1 to 21. */
double palette_contrast(struct str a, struct str b);

enum palette_mode { PALETTE_LIGHT, PALETTE_DARK, PALETTE_LIGHT_CONTRAST, PALETTE_DARK_CONTRAST, PALETTE_MODES };

enum palette_rule {
    PALETTE_NEIGHBOURS, /* two classes that stand side by side */
    PALETTE_AREA,       /* an area on the paper, and its outline */
    PALETTE_TEXT        /* a text on its ground */
};

struct palette_fault {
    enum palette_rule rule;
    struct str first, second; /* names of the theme: of two colours; of an area the style and the paper */
    enum palette_mode mode;
    enum vision vision;   /* PALETTE_NEIGHBOURS */
    double found, wanted; /* difference, or contrast */
};

/* Every rule that the theme breaks, at most one for each pair and mode, in a fixed order. */
size_t palette_check(const struct theme *theme, struct arena *arena, struct palette_fault **out_faults);

/* "theme.xml: q1 and q2 differ by 4.2, not 10 (dark, protanope)". */
struct str palette_describe(const struct theme *theme, struct arena *arena, const struct palette_fault *fault);

#endif
