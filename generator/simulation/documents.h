/* The files of generator/simulation/documents/, embedded at build: configurations, explanations, published figures. */
#ifndef GENCARTO_SIMULATION_DOCUMENTS_H
#define GENCARTO_SIMULATION_DOCUMENTS_H

#include "gencarto/base/str.h"

/* The text of one; an unknown name is a bug. */
struct str document_text(const char *name);

#endif
