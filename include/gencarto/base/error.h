/* A failure of the environment or of the input as a whole: the run, or this step of it, cannot go on.
 *
 * Functions that can fail so return bool and take `struct error *err` last; the first failure wins, later ones are
 * ignored, so calls chain: `return db_open(&db, path, err) && schema_apply(db, err);`.
 * The message says FILE:LINE, what was found, what was expected and how to mend it. It never holds the content of a
 * personal row. A bad row is no error but a finding (finding.h); a bug is an assert.
 */
#ifndef GENCARTO_BASE_ERROR_H
#define GENCARTO_BASE_ERROR_H

#include <stdbool.h>

#include "gencarto/base/str.h"

/* The values are the exit codes of the program. */
enum error_kind {
    ERROR_NONE = 0,
    ERROR_SYSTEM = 1,     /* something exists and cannot be read or written; memory */
    ERROR_USAGE = 2,      /* the command line */
    ERROR_INPUT = 3,      /* input refused, or a public.sqlite of another schema */
    ERROR_DISCLOSURE = 4, /* the protection could not be established, or was broken by the audit */
    ERROR_OUTPUT = 5,     /* output check failed: a template, a page, a link */
    ERROR_BUSY = 75       /* another run holds the output */
};

struct error {
    enum error_kind kind;
    char message[2048];
};

/* Records the failure unless one is recorded already. Always returns false, so that `return error_set(...)` works.
 * A message that is too long is cut at a whole character. */
bool error_set(struct error *err, enum error_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* As error_set of ERROR_SYSTEM, with errno's text at the end: "open PATH: Permission denied". */
bool error_errno(struct error *err, const char *action, const char *path);

#endif
