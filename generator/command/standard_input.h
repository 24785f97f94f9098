/* Standard input as a file that can be read twice. */
#ifndef GENCARTO_GENERATOR_COMMAND_STANDARD_INPUT_H
#define GENCARTO_GENERATOR_COMMAND_STANDARD_INPUT_H

#include <stdio.h>

#include "gencarto/base/error.h"

/* The name of the operand, and what messages call it. */
#define STANDARD_INPUT      "-"
#define STANDARD_INPUT_NAME "standard input"

/* Where it is redirected from a file, that file; else all of it is copied, piece by piece, into a temporary file that
 * has no name and 0600, in $TMPDIR or /tmp: it is gone when it is closed, however the program ends. */
bool standard_input_open(FILE **out_file, struct error *err);

#endif
