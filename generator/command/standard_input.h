/* Standard input as a file that can be read twice. */
#ifndef GENCARTO_GENERATOR_COMMAND_STANDARD_INPUT_H
#define GENCARTO_GENERATOR_COMMAND_STANDARD_INPUT_H

#include <stdio.h>

#include "gencarto/base/error.h"

/* The name of the operand, and what messages call it. */
#define STANDARD_INPUT      "-"
#define STANDARD_INPUT_NAME "standard input"

/* Where it is redirected from a file, that file; else all of it, in memory: it may be about persons, of whom nothing is
 * written to disk. ERROR_INPUT above 1 GiB. */
bool standard_input_open(FILE **out_file, struct error *err);

#endif
