/* The folder that a programme is written to. */
#ifndef GENCARTO_SIMULATION_FOLDER_H
#define GENCARTO_SIMULATION_FOLDER_H

#include "gencarto/base/error.h"

/* Creates it, or accepts it when it is empty. ERROR_USAGE when something is there: nothing is ever overwritten. */
bool folder_prepare(const char *folder, struct error *err);

#endif
