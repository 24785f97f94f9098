/* What is called of PROJ, opened at its first use (base/library.h). Internal to geo/. */
#ifndef GENERATOR_GEO_PROJ_LIBRARY_H
#define GENERATOR_GEO_PROJ_LIBRARY_H

#include <proj.h>

#include "gencarto/base/library.h"

#define PROJ_FUNCTIONS(F)                                                                                              \
    F(proj_, context_create)                                                                                           \
    F(proj_, context_destroy)                                                                                          \
    F(proj_, context_errno)                                                                                            \
    F(proj_, context_errno_string)                                                                                     \
    F(proj_, context_set_enable_network)                                                                               \
    F(proj_, create)                                                                                                   \
    F(proj_, destroy)                                                                                                  \
    F(proj_, errno_reset)                                                                                              \
    F(proj_, log_level)                                                                                                \
    F(proj_, trans_generic)

struct proj {
    PROJ_FUNCTIONS(LIBRARY_MEMBER)
};

#endif
