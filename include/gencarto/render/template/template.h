/* Templates: XHTML files compiled once to flat programs; rendering appends bytes. templates/README.md is the reference
 * of their language.
 *
 *     struct template_set *set = NULL;
 *     bool ok = template_set_open(arena, "templates", LANGUAGE_FR, &host, db, &set, err);
 *     ...each thread, with its own worker:
 *     struct template_worker *worker = NULL;
 *     ok = template_worker_open(set, "public.sqlite", figure_context, &worker, err);
 *     for (size_t page = 0; ok && page < template_page_count(set); page++)
 *         ok = template_page_render(worker, page, part, parts, sink, sink_context, err);
 *     template_worker_close(worker);
 *
 * A fault of a template or a query is ERROR_OUTPUT and says FILE:LINE:COLUMN, what was found and what to do. All names
 * (variables, columns, queries and their parameters, includes, filters, directives) are checked when the set opens;
 * while rendering, only values can be wrong (nothing where something must stand, an address that is none).
 */
#ifndef GENCARTO_RENDER_TEMPLATE_TEMPLATE_H
#define GENCARTO_RENDER_TEMPLATE_TEMPLATE_H

#include "gencarto/base/buf.h"
#include "gencarto/base/error.h"
#include "gencarto/base/typography.h"
#include "gencarto/base/value.h"
#include "gencarto/db/db.h"

struct template_set;
struct template_worker;

/* ---- Figures: what gen:figure asks of the host ---- */

struct figure_attribute {
    struct str name; /* without its prefix: "title" of gen:title */
    struct str value;
};

/* The rows of gen:rows (named "rows") or gen:rows-NAME (named "NAME"). */
struct figure_table {
    struct str name;
    const struct str *columns;
    size_t column_count;
    const struct value *cells; /* row after row */
    size_t row_count;
};

struct figure_call {
    struct str kind;
    const struct figure_attribute *attributes; /* in the order of the template; null ones are left out */
    size_t attribute_count;
    const struct figure_table *tables;
    size_t table_count;
    struct str page_path;
    const char *file; /* of the template, for error messages */
    int line;
};

/* Appends the figure's markup to `out`, which goes to the page as it is. All of `call` and the arena last until it
 * returns. `context` is the worker's. */
typedef bool figure_function(void *context, struct arena *arena, const struct figure_call *call, struct buf *out,
                             struct error *err);

/* A value that templates read as {page.NAME}: "base_url". */
struct template_variable {
    struct str name;
    struct value value;
};

struct template_host {
    const struct template_variable *variables;
    size_t variable_count;
    figure_function *figure; /* NULL: gen:figure is an error */
};

/* ---- The set: read once, shared by all workers ---- */

/* Reads pages/, includes/, queries/ and catalogue/labels.LANGUAGE.xml below `folder`, prepares every query on `db`,
 * compiles every page. `host` must last as long as the set; `db` is no longer needed after. */
bool template_set_open(struct arena *arena, const char *folder, enum language language,
                       const struct template_host *host, struct db *db, struct template_set **out_set,
                       struct error *err);

/* Pages are in byte order of their file names. */
size_t template_page_count(const struct template_set *set);

/* True when it makes one page a row (gen:pages), so that its rows are worth spreading over workers. */
bool template_page_repeats(const struct template_set *set, size_t page);

/* A text of the catalogue; false when it has none of this id. */
bool template_label(const struct template_set *set, struct str id, struct str *out_text);

/* ---- Workers: one a thread, with its own connection ---- */

bool template_worker_open(const struct template_set *set, const char *database, void *figure_context,
                          struct template_worker **out_worker, struct error *err);
void template_worker_close(struct template_worker *worker);

/* The worker's connection, for other queries of its thread. */
struct db *template_worker_db(struct template_worker *worker);

/* Takes one finished page; path and content last until it returns. */
typedef bool template_sink(void *context, struct str path, struct str content, struct error *err);

/* Renders the rows of gen:pages whose number n (from 0) has n % parts == part, in order. A page without gen:pages is
 * the single row 0. Memory: one page. */
bool template_page_render(struct template_worker *worker, size_t page, size_t part, size_t parts, template_sink *sink,
                          void *context, struct error *err);

/* After everything was rendered: fails when two pages had the same path. Keeps 24 bytes a page. */
bool template_workers_check_paths(struct template_worker *const *workers, size_t count, struct error *err);

#endif
