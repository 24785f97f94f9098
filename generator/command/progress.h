/* How far a long step is: a line on a terminal that is rewritten, or JSON lines; on standard error. */
#ifndef GENCARTO_GENERATOR_COMMAND_PROGRESS_H
#define GENCARTO_GENERATOR_COMMAND_PROGRESS_H

#include <pthread.h>

#include "command.h"

enum progress_mode { PROGRESS_NONE, PROGRESS_LINE, PROGRESS_JSON };

struct progress {
    enum progress_mode mode;
    pthread_mutex_t lock;
    char step[32];
    int64_t begun_ms, shown_ms; /* of the step; of what was shown last */
    bool has_line;
};

/* As --progress and --quiet say. */
void progress_init(struct progress *progress, const struct invocation *invocation);

/* `context` is a struct progress: the form of the callbacks of compile, render and simulation. Any thread. A `total` of
 * 0: how far it is cannot be said. */
void progress_report(void *context, const char *step, int64_t done, int64_t total);

/* Takes the line away: call it before anything else is told. */
void progress_end(struct progress *progress);

/* Milliseconds of a clock that only goes forward; for durations in messages. */
int64_t progress_clock_ms(void);

#endif
