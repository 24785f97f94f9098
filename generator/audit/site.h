/* What is broken in a site besides its figures: links, anchors, requests to other hosts, policies, the manifest, sizes.
 * Files are added one after another; what leads from one to another is judged at the end. */
#ifndef GENCARTO_GENERATOR_AUDIT_SITE_H
#define GENCARTO_GENERATOR_AUDIT_SITE_H

#include "figures.h"

struct link {
    struct str page;     /* path of the page it stands on */
    struct str path;     /* of the file it leads to, from the top of the site */
    struct str fragment; /* "" without one */
};

struct site {
    struct figures *figures;
    const struct str *paths; /* all files, in byte order */
    size_t path_count;
    bool *are_linked;   /* [path] */
    size_t *sizes;      /* [path] */
    struct str *hashes; /* [path]: SHA-256 in hexadecimal */
    struct str manifest;
    struct str *anchors; /* "path#id": a hash table, ptr NULL where empty */
    size_t anchor_count, anchor_slots;
    struct link *links;
    size_t link_count, link_capacity;
};

void site_init(struct site *site, struct figures *figures, const struct str *paths, size_t path_count);

/* One published file, whatever it is. */
void site_add(struct site *site, struct str path, struct str content);

/* Once, after all files. */
void site_end(struct site *site);

/* "a/b/c.html" and "../d/e.html" give "a/d/e.html"; false when it leaves the site. */
bool site_resolve(struct arena *arena, struct str page, struct str address, struct str *out_path);

#endif
