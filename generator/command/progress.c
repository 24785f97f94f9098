#include "progress.h"
#include "gencarto/base/json.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "terminal.h"

#define SHOW_EVERY_MS 100
#define CLEAR_LINE    "\r\x1b[K"

enum progress_choice { CHOICE_AUTO, CHOICE_NEVER, CHOICE_JSON }; /* the order of the option's choices */

int64_t progress_clock_ms(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum progress_mode mode_of(const struct invocation *invocation)
{
    switch ((enum progress_choice)invocation->values[OPTION_PROGRESS].number) {
    case CHOICE_JSON:
        return PROGRESS_JSON;
    case CHOICE_NEVER:
        return PROGRESS_NONE;
    case CHOICE_AUTO:
        break;
    }
    return !invocation->values[OPTION_QUIET].given && terminal_is_interactive() ? PROGRESS_LINE : PROGRESS_NONE;
}

void progress_init(struct progress *progress, const struct invocation *invocation)
{
    *progress = (struct progress){.mode = mode_of(invocation)};
    pthread_mutex_init(&progress->lock, NULL);
}

static void write_line(struct buf *out, const char *step, int64_t done, int64_t total, int64_t rate)
{
    buf_format(out, CLEAR_LINE "%s", step);
    if (total > 0) {
        buf_text(out, ": ");
        terminal_write_count(out, done);
        buf_text(out, " of ");
        terminal_write_count(out, total);
    }
    if (rate > 0) {
        buf_text(out, ", ");
        terminal_write_count(out, rate);
        buf_text(out, " a second");
    }
}

static void write_json(struct buf *out, const char *step, int64_t done, int64_t total, int64_t rate)
{
    buf_text(out, "{\"step\": ");
    json_write_text(out, str_from(step));
    buf_format(out, ", \"done\": %lld, \"total\": %lld, \"per_second\": %lld}\n", (long long)done, (long long)total,
               (long long)rate);
}

static void show(struct progress *progress, const char *step, int64_t done, int64_t total, int64_t now_ms)
{
    struct buf text;
    buf_init(&text, NULL);
    int64_t elapsed_ms = now_ms - progress->begun_ms;
    int64_t rate = elapsed_ms > 0 ? done * 1000 / elapsed_ms : 0;
    (progress->mode == PROGRESS_LINE ? write_line : write_json)(&text, step, done, total, rate);
    terminal_tell(buf_str(&text));
    buf_clear(&text);
    progress->shown_ms = now_ms;
    progress->has_line = progress->mode == PROGRESS_LINE;
}

/* The first and the last of a step are always shown, the others now and then. */
void progress_report(void *context, const char *step, int64_t done, int64_t total)
{
    struct progress *progress = context;
    if (progress->mode == PROGRESS_NONE)
        return;
    pthread_mutex_lock(&progress->lock);
    int64_t now_ms = progress_clock_ms();
    bool is_new = strcmp(progress->step, step) != 0;
    if (is_new) {
        snprintf(progress->step, sizeof progress->step, "%s", step);
        progress->begun_ms = now_ms;
    }
    if (is_new || done == total || now_ms - progress->shown_ms >= SHOW_EVERY_MS)
        show(progress, step, done, total, now_ms);
    pthread_mutex_unlock(&progress->lock);
}

void progress_end(struct progress *progress)
{
    if (progress->has_line)
        terminal_tell(STR(CLEAR_LINE));
    progress->has_line = false;
}
