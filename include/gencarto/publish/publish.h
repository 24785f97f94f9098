/* The output folder: a whole site is staged beside it, then exchanged for it in one step.
 *
 * publish_open takes the lock and makes the staging folder next to the output, on the same file system (staging.h).
 * publish_add may be called from several threads. A file whose bytes are those of the published one is hard-linked
 * instead of written; no published file is ever opened for writing. publish_commit writes manifest.json, exchanges the
 * folders at once (renameat2 RENAME_EXCHANGE; two renames where the file system has none) and removes the former site.
 * Whatever fails before that, a killed run too, leaves the former site as it was; the next run removes the leftovers.
 *
 *     struct publication *p = NULL;
 *     bool ok = publish_open("output", "gencarto 0.1.0", &p, err) && publish_add(p, STR("index.html"), page, err)
 *               && publish_commit(p, STR("2017-T4"), &summary, err);
 *     publish_close(p);      // drops the staging folder, and with it a site that was not committed
 *
 * Files have mode 0644, folders 0755, whatever the umask. Written files reach the disk before the exchange, so that a
 * power cut never leaves a site of empty files.
 */
#ifndef GENCARTO_PUBLISH_PUBLISH_H
#define GENCARTO_PUBLISH_PUBLISH_H

#include <stdint.h>

#include "gencarto/base/error.h"

struct publication;

struct publish_summary {
    int64_t files, bytes;       /* of the new site, manifest.json too; the README.md that is kept is not counted */
    int64_t written, unchanged; /* files */
    int64_t removed;            /* files of the former site that are gone */
};

/* `program` is a name, a space and a version. ERROR_BUSY when another run holds the output; ERROR_SYSTEM when the
 * folder is not ours (not empty, without a manifest.json of this program, whatever its version), a link, a mount point
 * or a working copy of git: the message says how to mend it. A README.md at its top is kept as it is; everything else
 * in a former site of ours is replaced. Missing parents are created. */
bool publish_open(const char *output, const char *program, struct publication **out_publication, struct error *err);

/* Path of a private folder (mode 0700) on the output's file system, empty after publish_open and removed by
 * publish_close: for what is made on the way, as public.sqlite. Lives as long as the publication. */
const char *publish_folder(const struct publication *publication);

/* `path` is relative, UTF-8, with '/' between names, without empty names, ".", "..", backslashes, quotation marks or
 * control characters; manifest.json and README.md at the top are taken. Anything else, the same path twice, or a file
 * and a folder of one name is ERROR_OUTPUT. `content` is borrowed for the call. */
bool publish_add(struct publication *publication, struct str path, struct str content, struct error *err);

/* As publish_add with the content of a file of this machine, which may be larger than memory. A file of publish_folder
 * is not copied where the file system has hard links: it becomes the site's own, and must not be written any more. */
bool publish_add_file(struct publication *publication, struct str path, const char *source, struct error *err);

/* Once, after all files. `release` ("2017-T4") goes into the manifest. Fails when any publish_add failed. */
bool publish_commit(struct publication *publication, struct str release, struct publish_summary *out_summary,
                    struct error *err);

/* Takes NULL. */
void publish_close(struct publication *publication);

#endif
