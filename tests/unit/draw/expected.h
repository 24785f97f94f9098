/* Drawings that were looked at once, kept as files: a change of what is drawn is a difference to review.
 *
 * GENCARTO_EXPECTED=write writes the files instead; `git diff` then shows what changed. */
#ifndef GENCARTO_TESTS_DRAW_EXPECTED_H
#define GENCARTO_TESTS_DRAW_EXPECTED_H

#include "gencarto/render/draw/paint.h"

/* Fails the test when the drawing, as it stands on a page, is not the file at `path`: one element a line. */
void expect_drawing(const char *path, const struct drawing *drawing, const struct theme *theme);

#endif
