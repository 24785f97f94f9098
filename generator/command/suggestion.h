/* The name that a mistyped one was probably meant to be. */
#ifndef GENCARTO_GENERATOR_COMMAND_SUGGESTION_H
#define GENCARTO_GENERATOR_COMMAND_SUGGESTION_H

#include "gencarto/base/str.h"

struct suggestion {
    struct str wanted;
    struct str best; /* empty: nothing comes near */
    size_t distance;
};

struct suggestion suggestion_start(struct str wanted);
void suggestion_try(struct suggestion *suggestion, const char *candidate);

#endif
