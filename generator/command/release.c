/* gencarto release: what was published of a quarter is kept in the ledger of the input folder. */
#include "step.h"
#include "terminal.h"

static void write_written(struct buf *out, const struct release_summary *made)
{
    for (size_t i = 0; i < made->written_count; i++) {
        const struct frozen_release *release = &made->written[i];
        buf_format(out, "%s: ", release->path);
        period_write(out, release->period);
        buf_text(out, " frozen, ");
        terminal_write_plural(out, release->lines, "count");
        buf_byte(out, '\n');
    }
    buf_text(out, made->written_count > 1 ? "keep these files with the input" : "keep this file with the input");
    buf_text(out, " (commit them: they hold protected counts only); " PROGRAM_NAME " build publishes the release\n");
}

static bool print_made(const struct invocation *invocation, const struct release_summary *made, struct error *err)
{
    if (invocation->values[OPTION_QUIET].given)
        return true;
    struct buf text;
    buf_init(&text, NULL);
    if (made->was_frozen)
        buf_format(&text, "%s: frozen already, with the same counts; nothing to write\n", made->release.path);
    else
        write_written(&text, made);
    bool done = terminal_print(buf_str(&text), err);
    buf_clear(&text);
    return done;
}

/* The rows about persons live no longer than this function. */
bool release_run(const struct invocation *invocation, struct error *err)
{
    struct arena personal;
    arena_init_private(&personal);
    struct progress progress;
    progress_init(&progress, invocation);
    struct input input;
    struct release_summary made;
    bool done = step_read(invocation, &personal, &progress, &input, err) &&
                step_release(invocation, &personal, &input, &progress, &made, err) &&
                print_made(invocation, &made, err);
    arena_clear(&personal);
    return done;
}
