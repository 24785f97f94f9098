#include "gencarto/render/site/site.h"

#include <stdatomic.h>
#include <string.h>

#include "data_file.h"
#include "figure.h"
#include "gencarto/base/file.h"
#include "gencarto/base/parallel.h"
#include "gencarto/render/map/map.h"

/* One thread's own: connection and prepared queries (in `template`), counts, the first failure. */
struct site_worker {
    struct template_worker *template;
    struct figure_context figures;
    struct error error;
    int64_t pages;
};

/* What is rendered at once: a page template, or one of the parts of one that makes a page a row. */
struct site_task {
    size_t page, part, parts;
};

struct site {
    const struct site_options *options;
    struct template_set *templates;
    struct site_worker *workers;
    struct site_task *tasks;
    size_t task_count;
    atomic_size_t tasks_done;
    atomic_bool failed;
};

enum { PARTS_PER_WORKER = 4 };

static void progress(const struct site_options *options, const char *step, int64_t done, int64_t total)
{
    if (options->progress)
        options->progress(options->progress_context, step, done, total);
}

struct page_sink {
    const struct site_options *options;
    int64_t pages;
};

static bool take_page(void *context, struct str path, struct str content, struct error *err)
{
    struct page_sink *sink = context;
    sink->pages++;
    return sink->options->sink(sink->options->sink_context, path, content, err);
}

static void render_task(void *context, size_t item, int number)
{
    struct site *site = context;
    struct site_worker *worker = &site->workers[number];
    const struct site_task *task = &site->tasks[item];
    struct page_sink sink = {site->options, 0};
    if (atomic_load(&site->failed))
        return;
    if (!template_page_render(worker->template, task->page, task->part, task->parts, take_page, &sink, &worker->error))
        atomic_store(&site->failed, true);
    worker->pages += sink.pages;
    if (number == 0)
        progress(site->options, "pages", (int64_t)atomic_load(&site->tasks_done) + 1, (int64_t)site->task_count);
    atomic_fetch_add(&site->tasks_done, 1);
}

static void plan_tasks(struct arena *arena, struct site *site)
{
    size_t pages = template_page_count(site->templates);
    size_t most = (size_t)site->options->jobs * PARTS_PER_WORKER;
    site->tasks = arena_array(arena, struct site_task, pages * most);
    for (size_t page = 0; page < pages; page++) {
        size_t parts = template_page_repeats(site->templates, page) ? most : 1;
        for (size_t part = 0; part < parts; part++)
            site->tasks[site->task_count++] = (struct site_task){page, part, parts};
    }
}

/* The first failure in the order of the workers is told. */
static bool failure(const struct site *site, struct error *err)
{
    for (int i = 0; i < site->options->jobs; i++)
        if (site->workers[i].error.kind != ERROR_NONE)
            return error_set(err, site->workers[i].error.kind, "%s", site->workers[i].error.message);
    return true;
}

static bool render_pages(struct arena *arena, struct site *site, struct site_summary *summary, struct error *err)
{
    int jobs = site->options->jobs;
    struct template_worker **workers = arena_array(arena, struct template_worker *, (size_t)jobs);
    bool ok = true;
    for (int i = 0; i < jobs && ok; i++) {
        struct site_worker *worker = &site->workers[i];
        ok = projections_open(&worker->figures.projections, err) &&
             template_worker_open(site->templates, site->options->database, &worker->figures, &worker->template, err);
        workers[i] = worker->template;
    }
    if (ok) {
        plan_tasks(arena, site);
        parallel_for(site->task_count, jobs, render_task, site);
        ok = failure(site, err) && template_workers_check_paths(workers, (size_t)jobs, err);
    }
    for (int i = 0; i < jobs; i++) {
        summary->pages += site->workers[i].pages;
        summary->figures += site->workers[i].figures.painted;
        template_worker_close(site->workers[i].template);
        figure_context_close(&site->workers[i].figures);
    }
    return ok;
}

static bool copy_assets(struct arena *arena, const struct site_options *options, struct error *err)
{
    const char *folder = file_join(arena, options->templates, "assets");
    struct str *paths = NULL;
    size_t count = 0;
    bool ok = file_list(arena, folder, &paths, &count, err);
    for (size_t i = 0; ok && i < count; i++) {
        struct arena_mark mark = arena_save(arena);
        struct str content;
        ok = file_read(arena, file_join(arena, folder, str_text(arena, paths[i])), &content, err) &&
             options->sink(options->sink_context, str_format(arena, "assets/%.*s", STR_ARGS(paths[i])), content, err);
        arena_restore(arena, mark);
    }
    return ok;
}

/* Colours and marks of the figures, from the theme: the one place that has them. */
static bool write_style_sheet(const struct theme *theme, const struct site_options *options, struct error *err)
{
    struct buf css;
    buf_init(&css, NULL);
    theme_write_css(&css, theme);
    bool ok = options->sink(options->sink_context, STR("assets/figures.css"), buf_str(&css), err);
    buf_clear(&css);
    return ok;
}

static bool write_data(struct arena *arena, struct db *db, const struct site_options *options,
                       struct site_summary *summary, struct error *err)
{
    struct data_file *files = NULL;
    size_t count = 0;
    bool ok = data_files(arena, options->templates, &files, &count, err);
    for (size_t i = 0; ok && i < count; i++) {
        struct arena_mark mark = arena_save(arena);
        int64_t written = 0;
        ok = data_file_write(arena, db, &files[i], options, &written, err);
        summary->data_files += written;
        progress(options, "data", (int64_t)i + 1, (int64_t)count);
        arena_restore(arena, mark);
    }
    return ok;
}

bool site_render(const struct site_options *options, struct site_summary *out_summary, struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    struct site site = {.options = options};
    struct site_summary summary = {0};
    struct db *db = NULL;
    const struct theme *theme = NULL;
    struct atlas *atlas = arena_one(&arena, struct atlas);
    struct template_host host = {.figure = figure_paint};
    site.workers = arena_array(&arena, struct site_worker, (size_t)options->jobs);
    bool ok = db_open(options->database, DB_READ, &db, err) && theme_read(&arena, options->templates, &theme, err) &&
              theme_has(theme, &CHART_NEEDS, err) && theme_has(theme, &map_needs, err) &&
              atlas_read(&arena, options->boundaries, atlas, err) &&
              template_set_open(&arena, options->templates, options->language, &host, db, &site.templates, err);
    for (int i = 0; i < options->jobs; i++)
        site.workers[i].figures =
            (struct figure_context){.theme = theme, .atlas = atlas, .language = options->language, .options = options};
    ok = ok && render_pages(&arena, &site, &summary, err) && copy_assets(&arena, options, err) &&
         write_style_sheet(theme, options, err) && write_data(&arena, db, options, &summary, err);
    db_close(db);
    arena_clear(&arena);
    if (ok)
        *out_summary = summary;
    return ok;
}
