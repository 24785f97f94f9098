/* What is counted: the input, where its trainings stand, the quarters, and the list of what is published. */
#ifndef GENCARTO_GENERATOR_COMPILE_REQUEST_H
#define GENCARTO_GENERATOR_COMPILE_REQUEST_H

#include "calendar.h"
#include "gencarto/compile/cube/tables.h"
#include "gencarto/compile/pipeline.h"
#include "register.h"

struct count_request {
    const struct input *input;
    const struct public_register *reg;
    const struct calendar *calendar;
    const struct compile_options *options;
    const struct published_cells *cells;
    size_t cell_count;
};

#endif
