/* The files of the simulated programme, one function each. */
#ifndef GENCARTO_SIMULATION_TABLES_H
#define GENCARTO_SIMULATION_TABLES_H

#include "gencarto/simulation/simulation.h"
#include "learners.h"

struct tables {
    const struct simulation_options *options;
    const struct places *places;
    const struct training_register *reg;
    const struct learners *learners;
    struct simulation_summary *summary;
};

bool tables_write_trainings(const struct tables *tables, struct random_state *random, struct error *err);
bool tables_write_labels(const struct tables *tables, struct random_state *random, struct error *err);
bool tables_write_applications(const struct tables *tables, struct random_state *random, struct error *err);
bool tables_write_enrolments(const struct tables *tables, struct error *err);

#endif
