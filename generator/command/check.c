/* gencarto check: what is wrong or odd in an input folder. */
#include "report.h"
#include "step.h"
#include "terminal.h"

enum format { FORMAT_TEXT, FORMAT_JSON }; /* the order of the option's choices */

static bool print(const struct invocation *invocation, const struct input *input, const struct error *refusal,
                  struct error *err)
{
    struct buf text;
    buf_init(&text, NULL);
    if (invocation->values[OPTION_FORMAT].number == FORMAT_JSON)
        report_write_json(&text, invocation->operand, input, refusal);
    else if (input && !invocation->values[OPTION_QUIET].given)
        report_write_text(&text, invocation->operand, input);
    bool done = terminal_print(buf_str(&text), err);
    buf_clear(&text);
    return done;
}

bool check_run(const struct invocation *invocation, struct error *err)
{
    struct arena personal;
    arena_init(&personal);
    struct progress progress;
    progress_init(&progress, invocation);
    struct input input;
    struct error refusal = {0};
    bool read = step_read(invocation, &personal, &progress, &input, &refusal);
    bool accepted = read && input_accept(&input, invocation->values[OPTION_STRICT].given, &refusal);
    bool done = print(invocation, read ? &input : NULL, &refusal, err);
    arena_clear(&personal);
    return done && (accepted || error_set(err, refusal.kind, "%s", refusal.message));
}
