/* gencarto new: an input folder to start from, empty or simulated. */
#include "gencarto/simulation/simulation.h"
#include "place.h"
#include "progress.h"
#include "terminal.h"

/* An option of the simulation asks for one. */
static bool wants_simulation(const struct invocation *invocation)
{
    return invocation->values[OPTION_TRAININGS].given || invocation->values[OPTION_ENROLMENTS].given ||
           invocation->values[OPTION_SEED].given || invocation->values[OPTION_DIRTY].given;
}

static int64_t number_of(const struct invocation *invocation, enum option_name name, int64_t otherwise)
{
    return invocation->values[name].given ? invocation->values[name].number : otherwise;
}

static void write_dirt(struct buf *out, const struct simulation_summary *made)
{
    for (int i = 0; i < DIRT_KINDS; i++) {
        if (made->dirt[i] == 0)
            continue;
        buf_format(out, "  %s: ", simulation_dirt_kinds[i].name);
        terminal_write_count(out, made->dirt[i]);
        buf_text(out, simulation_dirt_kinds[i].faulty ? "\n" : " (to be read without complaint)\n");
    }
}

static void write_made(struct buf *out, const char *folder, const struct simulation_summary *made)
{
    buf_format(out, "%s: simulated, ", folder);
    terminal_write_plural(out, made->trainings, "training");
    buf_text(out, " of ");
    terminal_write_plural(out, made->structures, "structure");
    buf_text(out, ", ");
    terminal_write_plural(out, made->enrolments, "enrolment");
    buf_text(out, " of ");
    terminal_write_plural(out, made->learners, "learner");
    buf_byte(out, '\n');
    write_dirt(out, made);
}

static bool simulate(const struct invocation *invocation, struct buf *out, struct error *err)
{
    struct arena scratch;
    arena_init(&scratch);
    struct progress progress;
    progress_init(&progress, invocation);
    struct simulation_options simulation = SIMULATION_DEFAULTS;
    simulation.trainings = number_of(invocation, OPTION_TRAININGS, simulation.trainings);
    simulation.enrolments = number_of(invocation, OPTION_ENROLMENTS, simulation.enrolments);
    simulation.seed = (uint64_t)number_of(invocation, OPTION_SEED, (int64_t)simulation.seed);
    simulation.dirty = invocation->values[OPTION_DIRTY].given;
    simulation.folder = invocation->operand;
    simulation.progress = (struct simulation_progress){progress_report, &progress};
    struct simulation_summary made;
    bool done =
        place_reference(&scratch, &simulation.reference_folder, err) && simulation_write(&simulation, &made, err);
    progress_end(&progress);
    if (done)
        write_made(out, invocation->operand, &made);
    arena_clear(&scratch);
    return done;
}

bool new_run(const struct invocation *invocation, struct error *err)
{
    struct buf text;
    buf_init(&text, NULL);
    bool done =
        wants_simulation(invocation) ? simulate(invocation, &text, err) : starter_write(invocation->operand, err);
    buf_format(&text, "Next: " PROGRAM_NAME " check %s\n", invocation->operand);
    if (done && !invocation->values[OPTION_QUIET].given)
        done = terminal_print(buf_str(&text), err);
    buf_clear(&text);
    return done;
}
