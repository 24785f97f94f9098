/* The larger towns, and how many inhabitants they weigh. */
#ifndef GENCARTO_SIMULATION_TOWNS_H
#define GENCARTO_SIMULATION_TOWNS_H

#include <stddef.h>

struct town {
    char code[6]; /* Insee, NUL-terminated */
    int thousands;
};

extern const struct town towns[]; /* by code */
extern const size_t town_count;

#endif
