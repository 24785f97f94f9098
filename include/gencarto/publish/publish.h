/* The output folder: a whole site is staged beside it, then exchanged for it in one step.
 *
 * publish_open takes the lock and makes the staging folder next to the output, on the same file system. publish_add may
 * be called from several threads. A page whose bytes are those of the published one is hard-linked instead of written;
 * no published file is ever opened for writing. publish_commit writes manifest.json, exchanges the folders at once
 * (renameat2 RENAME_EXCHANGE; two renames where the file system has none) and removes the former site. Whatever fails
 * before that leaves the former site as it was.
 *
 *     struct publication *p = NULL;
 *     bool ok = publish_open("output", "gencarto 0.1.0", &p, err) && publish_add(p, STR("index.html"), page, err)
 *               && publish_commit(p, &summary, err);
 *     publish_close(p);      // drops the staging folder when not committed
 */
#ifndef GENCARTO_PUBLISH_PUBLISH_H
#define GENCARTO_PUBLISH_PUBLISH_H

#include <stdint.h>

#include "gencarto/base/error.h"

struct publication;

struct publish_summary {
    int64_t files, bytes;       /* of the new site */
    int64_t written, unchanged; /* files */
    int64_t removed;            /* files of the former site that are gone */
};

/* ERROR_BUSY when another run holds the output; ERROR_SYSTEM when the folder is not ours (not empty, without a
 * manifest.json of this program), a link or a mount point: the message says how to mend it. A README.md at its top is
 * kept as it is. */
bool publish_open(const char *output, const char *program, struct publication **out_publication, struct error *err);

/* `path` is relative, with '/', without "..". The same path twice is ERROR_OUTPUT. */
bool publish_add(struct publication *publication, struct str path, struct str content, struct error *err);

/* As publish_add with the content of a file of this machine. */
bool publish_add_file(struct publication *publication, struct str path, const char *source, struct error *err);

/* `release` ("2017-T4") goes into the manifest. */
bool publish_commit(struct publication *publication, struct str release, struct publish_summary *out_summary, struct error *err);
void publish_close(struct publication *publication);

#endif
