/* gencarto compile: everything up to the wall, into one public file. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gencarto/base/file.h"
#include "gencarto/db/db.h"
#include "gencarto/publish/staging.h"
#include "place.h"
#include "step.h"
#include "terminal.h"

/* SQLite's header (https://www.sqlite.org/fileformat2.html): the application id is at byte 68, highest byte first. */
#define HEADER_SIZE        72
#define HEADER_TEXT        "SQLite format 3"
#define HEADER_APPLICATION 68

static bool has_our_header(int parent, const char *name)
{
    unsigned char header[HEADER_SIZE];
    int fd = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t len = pread(fd, header, sizeof header, 0);
    close(fd);
    const unsigned char *id = header + HEADER_APPLICATION;
    return len == HEADER_SIZE && memcmp(header, HEADER_TEXT, sizeof HEADER_TEXT) == 0 &&
           ((uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 | (uint32_t)id[2] << 8 | id[3]) == APPLICATION_ID;
}

/* A public file of any schema number may be replaced; anything else may be somebody's. */
static bool check_target(const struct staging *staging, const char *output, struct error *err)
{
    if (faccessat(staging->parent, staging->name, F_OK, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)
        return true;
    return has_our_header(staging->parent, staging->name) ||
           error_set(err, ERROR_SYSTEM,
                     "%s exists and was not made by " PROGRAM_NAME " compile; give another name, or move it away",
                     output);
}

/* On disk and readable before it takes the name of the former one. */
static bool move_into_place(const struct staging *staging, const char *path, const char *output, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_errno(err, "open", path);
    bool done =
        fchmod(fd, 0644) == 0 && fsync(fd) == 0 && renameat(AT_FDCWD, path, staging->parent, staging->name) == 0;
    if (!done)
        error_errno(err, "write", output);
    close(fd);
    return done;
}

static bool print_made(const struct invocation *invocation, const char *output, const struct compile_summary *made,
                       struct error *err)
{
    if (invocation->values[OPTION_QUIET].given)
        return true;
    struct buf text;
    buf_init(&text, NULL);
    buf_format(&text, "%s: ", output);
    period_write(&text, made->release);
    buf_text(&text, ", ");
    terminal_write_plural(&text, made->trainings, "training");
    buf_text(&text, ", ");
    terminal_write_plural(&text, made->structures, "structure");
    buf_text(&text, ", ");
    terminal_write_plural(&text, made->observations, "figure");
    buf_format(&text, "; " PROGRAM_NAME " render %s makes its site\n", output);
    bool done = terminal_print(buf_str(&text), err);
    buf_clear(&text);
    return done;
}

static bool compile(const struct invocation *invocation, const char *path, struct compile_summary *out_summary,
                    struct error *err)
{
    struct arena personal;
    arena_init_private(&personal);
    struct progress progress;
    progress_init(&progress, invocation);
    struct input input;
    bool done = step_read(invocation, &personal, &progress, &input, err) &&
                step_compile(invocation, &personal, &input, path, &progress, out_summary, err);
    arena_clear(&personal);
    return done;
}

bool compile_run(const struct invocation *invocation, struct error *err)
{
    struct arena run;
    arena_init(&run);
    const char *output = invocation_text(invocation, OPTION_OUTPUT, invocation->command->default_output);
    struct staging staging = STAGING_CLOSED;
    struct compile_summary made;
    bool done = place_check_apart(invocation->operand, output, err) && staging_open(&staging, output, err) &&
                staging_empty(&staging, err) && check_target(&staging, output, err);
    const char *path = done ? file_join(&run, staging.path, "public.sqlite") : NULL;
    done = done && compile(invocation, path, &made, err) && move_into_place(&staging, path, output, err) &&
           print_made(invocation, output, &made, err);
    staging_close(&staging);
    arena_clear(&run);
    return done;
}
