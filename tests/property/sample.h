/* A random input in memory: trainings in real departments, enrolments with every kind of gap. For tests of the
 * pipeline; the figures mean nothing. */
#ifndef GENCARTO_TESTS_PROPERTY_SAMPLE_H
#define GENCARTO_TESTS_PROPERTY_SAMPLE_H

#include "gencarto/compile/ingest/input.h"

struct sample_size {
    uint32_t trainings, enrolments, learners;
};

/* Eight quarters, 2016-T1 to 2017-T4. `reference` is the shipped one, read by the caller. */
void sample_input(struct arena *arena, const struct reference *reference, uint64_t seed, struct sample_size size,
                  struct input *out);

#endif
