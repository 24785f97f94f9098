/* What is said of each learner: sex, age, level, situation, neighbourhood, residence. */
#ifndef GENCARTO_SIMULATION_TRAITS_H
#define GENCARTO_SIMULATION_TRAITS_H

#include "learners.h"

/* Gives traits to the first entries by quotas, and to those who never started by the same odds. */
void traits_assign(struct arena *arena, const struct places *places, const struct training_register *reg,
                   struct random_state *random, struct learners *learners);

#endif
