/* gencarto build: compile, render, publish. */
#include "gencarto/base/file.h"
#include "place.h"
#include "report.h"
#include "step.h"
#include "terminal.h"

struct build {
    const struct invocation *invocation;
    int64_t begun_ms;
    struct progress progress;
    struct publication *publication;
    const char *database;
    struct compile_summary compiled;
    struct buf counts; /* of the findings, in words */
};

/* The rows about persons live no longer than this function. */
static bool compile(struct build *build, struct error *err)
{
    struct arena personal;
    arena_init_private(&personal);
    struct input input;
    bool done =
        step_read(build->invocation, &personal, &build->progress, &input, err) &&
        step_compile(build->invocation, &personal, &input, build->database, &build->progress, &build->compiled, err);
    if (done)
        report_write_counts(&build->counts, &input.findings);
    arena_clear(&personal);
    return done;
}

/* The last line: what was odd in the input, though not enough to refuse it. */
static bool print_counts(const struct build *build, struct error *err)
{
    if (build->invocation->values[OPTION_QUIET].given)
        return true;
    struct buf text;
    buf_init(&text, NULL);
    buf_format(&text, "%s: ", build->invocation->operand);
    buf_add(&text, buf_str(&build->counts));
    buf_byte(&text, '\n');
    bool done = terminal_print(buf_str(&text), err);
    buf_clear(&text);
    return done;
}

bool build_run(const struct invocation *invocation, struct error *err)
{
    struct arena run;
    arena_init(&run);
    struct build build = {.invocation = invocation, .begun_ms = progress_clock_ms()};
    progress_init(&build.progress, invocation);
    buf_init(&build.counts, &run);
    const char *output = invocation_text(invocation, OPTION_OUTPUT, invocation->command->default_output);
    bool done =
        place_check_apart(invocation->operand, output, err) && publish_open(output, PROGRAM, &build.publication, err);
    if (done)
        build.database = file_join(&run, publish_folder(build.publication), "public.sqlite");
    done = done && compile(&build, err) &&
           step_publish(invocation, build.database, build.compiled.release, build.publication, &build.progress,
                        build.begun_ms, err) &&
           print_counts(&build, err);
    publish_close(build.publication);
    arena_clear(&run);
    return done;
}
