/* Everything up to the wall: from the checked input to public.sqlite.
 *
 *     struct input input;
 *     struct compile_summary summary;
 *     bool ok = input_read(&run, "input/gen", NULL, "input/reference", &input, err)
 *               && input_accept(&input, false, err)
 *               && compile_public(&run, &input, "public.sqlite", &(struct compile_options){0}, &summary, err);
 *
 * The order is what keeps the promise: events are counted into a cube, the cube into the tables that are published, the
 * tables are protected and the protection verified; then the exact counts are given back to the system, and all that
 * is written, indicators included, comes from the protected tables and the public register.
 */
#ifndef GENCARTO_COMPILE_PIPELINE_H
#define GENCARTO_COMPILE_PIPELINE_H

#include "gencarto/compile/disclosure/suppress.h"
#include "gencarto/compile/ingest/input.h"

#define COMPILE_STEPS 6

struct compile_options {
    struct period release; /* index 0: the configuration's, else the last complete quarter with data */
    /* Where the input was read from, as given to input_read: there are the releases that are kept, and the files are
     * read again as the last of them knew them. `folder` NULL: no release was kept. */
    const char *folder, *config, *reference;
    struct str key; /* secret of the protection (protect.h); empty: it draws from names alone, and the file says so */
    /* Called at the start of each step ("count", "protect", "register", "counts", "indicators", "targets") and at the
     * end ("done"); done of total steps. May be NULL. */
    void (*progress)(void *context, const char *step, int64_t done, int64_t total);
    void *context;
};

struct compile_summary {
    struct period release, first;
    int64_t trainings, structures, sites;
    int64_t enrolments;   /* rows counted; personal: for stderr, never published */
    int64_t observations; /* rows of the file */
    bool suppresses;
    struct suppression_report suppression; /* what was hidden, when it does: for stderr */
};

/* The codes that the input takes from the catalogue. A figure published elsewhere with an unknown one is a finding; a
 * target with an unknown indicator or territory is ERROR_INPUT, with the line of the configuration and the nearest
 * code. To be called once, after input_read. */
bool compile_check(struct arena *run, struct input *input, struct error *err);

/* Creates `path`, which must not exist; on failure it is removed. ERROR_INPUT when the input cannot make a public
 * register (two slugs collide) or has no quarter; ERROR_DISCLOSURE when the protection cannot be established. */
bool compile_public(struct arena *run, const struct input *input, const char *path,
                    const struct compile_options *options, struct compile_summary *out, struct error *err);

/* What freezing made of each quarter, in order. */
struct frozen_release {
    struct period period;
    const char *path; /* of its file */
    int64_t lines;    /* of the file; public */
};

struct release_summary {
    struct frozen_release *written; /* in the arena */
    size_t written_count;
    struct frozen_release release; /* the one that was asked for */
    bool was_frozen;               /* it was frozen already, with the same states: nothing is written */
};

/* Freezes the release, and the earlier quarters that are not frozen yet, into options->folder. ERROR_INPUT when it is
 * frozen with other states, and as compile_public. */
bool compile_release(struct arena *run, const struct input *input, const struct compile_options *options,
                     struct release_summary *out, struct error *err);

#endif
