/* gencarto explain: where a published figure comes from. */
#include <stdlib.h>
#include <unistd.h>

#include "explain_text.h"
#include "gencarto/base/file.h"
#include "gencarto/consult/explanation.h"
#include "step.h"
#include "terminal.h"

#define PUBLISHED     "output/donnees/public.sqlite"
#define DEFAULT_INPUT "input/gen"

/* A public file, and the folder to remove when it was made for this run alone. */
struct source {
    const char *database;
    const char *folder; /* NULL: the file is somebody's */
};

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

static bool compile(const struct invocation *invocation, const char *folder, struct arena *run, struct source *source,
                    struct error *err)
{
    struct invocation of_folder = *invocation;
    of_folder.operand = folder;
    of_folder.values[OPTION_QUIET].given = true;
    struct arena personal;
    arena_init_private(&personal);
    struct progress progress;
    progress_init(&progress, invocation);
    struct input input;
    struct compile_summary made;
    bool done = make_folder(run, source, err) && step_read(&of_folder, &personal, &progress, &input, err) &&
                step_compile(&of_folder, &personal, &input, source->database, &progress, &made, err);
    arena_clear(&personal);
    return done;
}

static void remove_source(const struct source *source)
{
    if (!source->folder)
        return;
    unlink(source->database);
    rmdir(source->folder);
}

/* A public file, the folder of a site, or an input folder. */
static bool find_source(const struct invocation *invocation, struct arena *run, struct source *source,
                        struct error *err)
{
    const char *from = invocation_text(invocation, OPTION_FROM, NULL);
    if (!from)
        from = file_exists(PUBLISHED) ? PUBLISHED : DEFAULT_INPUT;
    source->database = from;
    if (!file_is_folder(from))
        return true;
    source->database = file_join(run, from, "donnees/public.sqlite");
    return file_exists(source->database) || compile(invocation, from, run, source, err);
}

static bool print(const struct invocation *invocation, const struct explanation *explanation, struct error *err)
{
    struct buf text;
    buf_init(&text, NULL);
    if (invocation->values[OPTION_TEXT_OR_JSON].number == 1)
        explain_write_json(&text, explanation);
    else
        explain_write_text(&text, explanation);
    bool done = terminal_print(buf_str(&text), err);
    buf_clear(&text);
    return done;
}

bool explain_run(const struct invocation *invocation, struct error *err)
{
    struct arena run;
    arena_init(&run);
    struct source source = {0};
    struct explanation explanation;
    bool done = find_source(invocation, &run, &source, err) &&
                explanation_read(&run, source.database, str_from(invocation->operand), &explanation, err) &&
                print(invocation, &explanation, err);
    remove_source(&source);
    arena_clear(&run);
    return done;
}
