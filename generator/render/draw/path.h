/* SVG path data read step by step, in absolute coordinates. Internal to draw/. */
#ifndef GENERATOR_RENDER_DRAW_PATH_H
#define GENERATOR_RENDER_DRAW_PATH_H

#include "gencarto/render/draw/drawing.h"

enum path_step_kind { PATH_MOVE, PATH_LINE, PATH_CURVE, PATH_CLOSE };

struct path_step {
    enum path_step_kind kind;
    struct point points[3]; /* MOVE and LINE: the first; CURVE: two control points and the end */
};

struct path_reader {
    struct str data;
    size_t at;
    char command;
    struct point current, start;
};

/* False at the end. Data with another command or a missing number is a bug of the program. */
bool path_next(struct path_reader *reader, struct path_step *out_step);

#endif
