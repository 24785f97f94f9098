/* A folder beside a target, where the next one is made; held by one run at a time.
 *
 * The staging folder of "site/output" is "site/.output.staging", mode 0700. Its lock goes with the process, so that
 * what a killed run left is taken over by the next one.
 *
 *     struct staging staging = STAGING_CLOSED;
 *     bool ok = staging_open(&staging, "public.sqlite", err) && staging_empty(&staging, err) && ...
 *     staging_close(&staging);      // removes the folder and all that is left in it
 */
#ifndef GENCARTO_PUBLISH_STAGING_H
#define GENCARTO_PUBLISH_STAGING_H

#include "gencarto/base/error.h"

struct staging {
    struct arena arena;
    const char *name; /* of the target in its parent */
    const char *path; /* of the staging folder */
    int parent;       /* open folder of the target */
    int folder;       /* open staging folder, which carries the lock */
};

#define STAGING_CLOSED                                                                                                 \
    {                                                                                                                  \
        .parent = -1, .folder = -1                                                                                     \
    }

/* Missing parents of `target` are created. ERROR_BUSY when another run holds it; ERROR_USAGE when `target` has no name
 * of its own ("", "/", "a/..", "."). What a former run left is still there. */
bool staging_open(struct staging *staging, const char *target, struct error *err);

/* Removes what is in the folder. */
bool staging_empty(struct staging *staging, struct error *err);

/* Harmless on a closed one. */
void staging_close(struct staging *staging);

#endif
