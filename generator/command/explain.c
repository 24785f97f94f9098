/* gencarto explain: where a published figure comes from. */
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "explain_private.h"
#include "explain_text.h"
#include "gencarto/base/file.h"
#include "place.h"
#include "step.h"
#include "terminal.h"

#define PUBLISHED     "output/" PLACE_DATABASE
#define DEFAULT_INPUT "input/gen"

/* What is explained: a public file that is there, or an input folder and the public file made of it for this run. */
struct source {
    const char *database;
    const char *input;  /* NULL: a public file that is there */
    const char *folder; /* made for this run, to be removed; NULL: none */
};

/* A public file, the folder of a site, or an input folder. */
static bool choose_source(const struct invocation *invocation, struct arena *run, struct source *out, struct error *err)
{
    bool is_private = invocation->values[OPTION_PRIVATE].given;
    const char *from = invocation_text(invocation, OPTION_FROM, NULL);
    if (!from)
        from = !is_private && file_exists(PUBLISHED) ? PUBLISHED : DEFAULT_INPUT;
    *out = (struct source){.database = place_database(run, from)};
    if (out->database != from && !file_exists(out->database))
        out->input = from;
    return !is_private || out->input ||
           error_set(err, ERROR_USAGE,
                     "--private %s: expected an input folder, which has the exact counts: --from INPUT", from);
}

/* A shell has opened what stands after ">" before the program begins: it can still leave it empty. What is behind a
 * pipe it cannot see; `audit` can. */
static bool check_destination(struct arena *run, struct error *err)
{
    char path[PATH_MAX];
    struct stat status;
    bool is_file = fstat(STDOUT_FILENO, &status) == 0 && S_ISREG(status.st_mode);
    ssize_t len = is_file ? readlink("/proc/self/fd/1", path, sizeof path - 1) : -1;
    path[len > 0 ? len : 0] = '\0';
    return len <= 0 || !place_is_published(run, path) ||
           error_set(err, ERROR_USAGE,
                     "--private > %s: it lies in a published site: exact counts would be published; write elsewhere, "
                     "and remove the file if it is new",
                     path);
}

/* What is compiled holds nothing that may not be published, yet nobody else needs to read it. */
static bool make_folder(struct arena *run, struct source *source, struct error *err)
{
    const char *parent = getenv("TMPDIR");
    char *folder = file_join(run, parent && *parent ? parent : "/tmp", "gencarto-explain-XXXXXX");
    if (!mkdtemp(folder))
        return error_errno(err, "create", folder);
    source->folder = folder;
    source->database = file_join(run, folder, "public.sqlite");
    return true;
}

static void remove_folder(const struct source *source)
{
    if (!source->folder)
        return;
    unlink(source->database);
    rmdir(source->folder);
}

static bool print(const struct invocation *invocation, const struct explanation *explanation,
                  const struct private_explanation *of, struct error *err)
{
    struct buf text;
    buf_init(&text, NULL);
    if (invocation->values[OPTION_TEXT_OR_JSON].number == 1) {
        explain_write_json(&text, explanation, of);
    } else {
        explain_write_text(&text, explanation);
        if (of)
            explain_private_write_text(&text, of);
    }
    bool done = terminal_print(buf_str(&text), err);
    buf_clear(&text);
    return done;
}

static bool explain_public(const struct invocation *invocation, struct arena *run, const struct source *source,
                           struct error *err)
{
    struct explanation explanation;
    return explanation_read(run, source->database, str_from(invocation->operand), &explanation, err) &&
           print(invocation, &explanation, NULL, err);
}

static bool explain_input(const struct invocation *invocation, struct arena *personal, const struct source *source,
                          const struct input *input, const struct compile_options *compile, struct error *err)
{
    struct explanation explanation;
    struct private_explanation of;
    if (!invocation->values[OPTION_PRIVATE].given)
        return explain_public(invocation, personal, source, err);
    return explanation_read(personal, source->database, str_from(invocation->operand), &explanation, err) &&
           explain_private_read(personal, source->input, input, compile, &explanation, &of, err) &&
           print(invocation, &explanation, &of, err);
}

/* The rows about persons live no longer than this function. */
static bool compile_and_explain(const struct invocation *invocation, struct arena *run, struct source *source,
                                struct error *err)
{
    struct invocation of_input = *invocation;
    of_input.operand = source->input;
    of_input.values[OPTION_QUIET].given = true;
    struct arena personal;
    arena_init_private(&personal);
    struct progress progress;
    progress_init(&progress, invocation);
    struct input input;
    struct compile_options compile;
    struct compile_summary made;
    bool done = make_folder(run, source, err) && step_read(&of_input, &personal, &progress, &input, err) &&
                step_prepare(&of_input, &personal, &input, &progress, &compile, err) &&
                compile_public(&personal, &input, source->database, &compile, &made, err) &&
                explain_input(invocation, &personal, source, &input, &compile, err);
    remove_folder(source);
    arena_clear(&personal);
    return done;
}

bool explain_run(const struct invocation *invocation, struct error *err)
{
    struct arena run;
    arena_init(&run);
    struct source source;
    bool done = (!invocation->values[OPTION_PRIVATE].given || check_destination(&run, err)) &&
                choose_source(invocation, &run, &source, err) &&
                (source.input ? compile_and_explain(invocation, &run, &source, err)
                              : explain_public(invocation, &run, &source, err));
    arena_clear(&run);
    return done;
}
