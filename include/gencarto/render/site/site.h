/* The site: every page, data file and asset of a publication, from public.sqlite, templates/ and boundaries alone. */
#ifndef GENCARTO_RENDER_SITE_SITE_H
#define GENCARTO_RENDER_SITE_SITE_H

#include <stdint.h>

#include "gencarto/base/error.h"
#include "gencarto/base/typography.h"
#include "gencarto/geo/source.h"

/* Takes one finished file. May be called from several threads at once. */
typedef bool site_sink(void *context, struct str path, struct str content, struct error *err);

struct site_options {
    const char *database;  /* path of public.sqlite */
    const char *templates; /* folder */
    struct atlas_source boundaries;
    enum language language;
    int jobs;         /* worker threads, at least 1 */
    bool all_formats; /* saved figures in all formats, not only those that the templates ask */
    site_sink *sink;
    void *sink_context;
    void (*progress)(void *context, const char *step, int64_t done, int64_t total); /* may be NULL */
    void *progress_context;
    void (*warn)(void *context, struct str message); /* what is wrong with the theme's colours, which locks of maps no
                                                        longer fit; may be NULL */
    void *warn_context;
};

struct site_summary {
    int64_t pages, figures, data_files;
};

/* ERROR_OUTPUT for a fault of a template or a figure, with file, line and column; ERROR_INPUT for a database of
 * another schema. */
bool site_render(const struct site_options *options, struct site_summary *out_summary, struct error *err);

#endif
