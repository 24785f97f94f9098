/* A page of a PDF against the figure that it prints: its paths go from one corner of the figure to another, or are
 * letters, and its texts have the numbers of the figure's texts. */
#ifndef GENCARTO_GENERATOR_AUDIT_PAPER_H
#define GENCARTO_GENERATOR_AUDIT_PAPER_H

#include "figures.h"
#include "outline.h"

/* The operators of a page of that height, in points. `text`: what the page says. */
void paper_compare(struct figures *figures, struct str place, struct str operators, double height_pt, struct str text,
                   const struct outline *outline);

#endif
