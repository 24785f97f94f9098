/* The steps that the commands share. */
#ifndef GENCARTO_GENERATOR_COMMAND_STEP_H
#define GENCARTO_GENERATOR_COMMAND_STEP_H

#include "command.h"
#include "gencarto/compile/pipeline.h"
#include "gencarto/publish/publish.h"
#include "progress.h"

/* Reads the input folder of the operand into `personal`, and checks its codes against the catalogue. */
bool step_read(const struct invocation *invocation, struct arena *personal, struct progress *progress,
               struct input *out_input, struct error *err);

/* Tells what was found, unless --quiet, accepts the input or not, and gathers what compiling needs to know. */
bool step_prepare(const struct invocation *invocation, struct arena *personal, const struct input *input,
                  struct progress *progress, struct compile_options *out_options, struct error *err);

/* Tells what was found, unless --quiet, accepts the input or not, and makes the public file `path`. */
bool step_compile(const struct invocation *invocation, struct arena *personal, const struct input *input,
                  const char *path, struct progress *progress, struct compile_summary *out_summary, struct error *err);

/* The same up to the counts of persons, which are frozen into the ledger of the input folder. */
bool step_release(const struct invocation *invocation, struct arena *personal, const struct input *input,
                  struct progress *progress, struct release_summary *out_summary, struct error *err);

/* Renders the public file `database` into the publication, commits it and prints what was made, in how long since
 * `begun_ms`. */
bool step_publish(const struct invocation *invocation, const char *database, struct period release,
                  struct publication *publication, struct progress *progress, int64_t begun_ms, struct error *err);

#endif
