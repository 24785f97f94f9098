#include "gencarto/render/site/site.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "data_file.h"
#include "figure.h"
#include "gencarto/base/file.h"
#include "gencarto/base/parallel.h"
#include "gencarto/render/draw/palette.h"
#include "gencarto/render/draw/sheet.h"
#include "gencarto/render/map/map.h"

/* One thread's own: connection and prepared queries (in `template`), counts, the first failure. */
struct site_worker {
    struct template_worker *template;
    struct figure_context figures;
    struct arena scratch;
    struct error error;
    int64_t pages, data_files;
};

/* What is made at once: a data file, a page template, or one of the parts of one that makes a page a row. */
struct site_task {
    const struct data_file *data; /* NULL for pages */
    size_t page, part, parts;
};

struct site {
    const struct site_options *options;
    const struct theme *theme;
    const struct words *words; /* NULL when the templates have none */
    struct atlas atlas;
    struct map_locks locks;
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

/* ---- Reading what all workers share ---- */

/* The boundaries and the templates do not need each other. */
enum source { SOURCE_BOUNDARIES, SOURCE_TEMPLATES, SOURCES };

struct reading {
    struct site *site;
    const struct template_host *host;
    struct arena *arenas; /* one a source */
    struct error errors[SOURCES];
};

static bool read_templates(struct reading *reading, struct arena *arena, struct error *err)
{
    const struct site_options *options = reading->site->options;
    struct db *db = NULL;
    bool ok = db_open(options->database, DB_READ, &db, err) &&
              template_set_open(arena, options->templates, options->language, reading->host, db,
                                &reading->site->templates, err);
    db_close(db);
    return ok;
}

static void read_source(void *context, size_t item, int number)
{
    (void)number;
    struct reading *reading = context;
    struct site *site = reading->site;
    if (item == SOURCE_BOUNDARIES)
        atlas_open(&reading->arenas[item], &site->options->boundaries, &site->atlas, &reading->errors[item]);
    else
        read_templates(reading, &reading->arenas[item], &reading->errors[item]);
}

/* Templates that write no sentence from the data need no catalogue of them. */
static bool read_words(struct site *site, struct arena *arena, struct error *err)
{
    const struct site_options *options = site->options;
    const char *path =
        str_format(arena, "%s/catalogue/words.%s.xml", options->templates, language_code(options->language)).ptr;
    return !file_exists(path) || words_read(arena, options->templates, options->language, &site->words, err);
}

/* Colours that cannot be told apart or read do not stop the site: its owner is told which. */
static void warn_of_colours(const struct site *site, struct arena *arena)
{
    struct palette_fault *faults = NULL;
    size_t count = site->options->warn ? palette_check(site->theme, arena, &faults) : 0;
    for (size_t i = 0; i < count; i++)
        site->options->warn(site->options->warn_context, palette_describe(site->theme, arena, &faults[i]));
}

/* `arenas` are as many as there are sources. */
static bool read_sources(struct site *site, const struct template_host *host, struct arena *arenas, struct error *err)
{
    struct reading reading = {.site = site, .host = host, .arenas = arenas};
    if (!theme_read(&arenas[0], site->options->templates, &site->theme, err) ||
        !theme_has(site->theme, &CHART_NEEDS, err) || !theme_has(site->theme, &SHEET_NEEDS, err) ||
        !theme_has(site->theme, &map_needs, err) ||
        !map_locks_read(&arenas[0], site->options->templates, &site->locks, err))
        return false;
    if (!read_words(site, &arenas[0], err))
        return false;
    warn_of_colours(site, &arenas[0]);
    parallel_for(SOURCES, site->options->jobs, read_source, &reading);
    for (size_t i = 0; i < SOURCES; i++)
        if (reading.errors[i].kind != ERROR_NONE)
            return error_set(err, reading.errors[i].kind, "%s", reading.errors[i].message);
    return true;
}

/* ---- Pages and data files, by all workers ---- */

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

static bool make_pages(const struct site *site, struct site_worker *worker, const struct site_task *task)
{
    struct page_sink sink = {site->options, 0};
    bool ok =
        template_page_render(worker->template, task->page, task->part, task->parts, take_page, &sink, &worker->error);
    worker->pages += sink.pages;
    return ok;
}

static bool make_data(const struct site *site, struct site_worker *worker, const struct site_task *task)
{
    struct arena_mark mark = arena_save(&worker->scratch);
    int64_t written = 0;
    bool ok = data_file_write(&worker->scratch, template_worker_db(worker->template), task->data, site->options,
                              &written, &worker->error);
    worker->data_files += written;
    arena_restore(&worker->scratch, mark);
    return ok;
}

static void run_task(void *context, size_t item, int number)
{
    struct site *site = context;
    struct site_worker *worker = &site->workers[number];
    const struct site_task *task = &site->tasks[item];
    if (atomic_load(&site->failed))
        return;
    if (task->data ? !make_data(site, worker, task) : !make_pages(site, worker, task))
        atomic_store(&site->failed, true);
    if (number == 0)
        progress(site->options, "pages", (int64_t)atomic_load(&site->tasks_done) + 1, (int64_t)site->task_count);
    atomic_fetch_add(&site->tasks_done, 1);
}

static void add_pages(struct site *site, bool repeated)
{
    size_t pages = template_page_count(site->templates);
    size_t parts = repeated ? (size_t)site->options->jobs * PARTS_PER_WORKER : 1;
    for (size_t page = 0; page < pages; page++)
        for (size_t part = 0; part < parts && template_page_repeats(site->templates, page) == repeated; part++)
            site->tasks[site->task_count++] = (struct site_task){NULL, page, part, parts};
}

/* What cannot be divided comes first, so that no worker is left with a long task at the end. */
static bool plan_tasks(struct arena *arena, struct site *site, struct error *err)
{
    struct data_file *files = NULL;
    size_t file_count = 0;
    if (!data_files(arena, site->options->templates, &files, &file_count, err))
        return false;
    size_t most_parts = (size_t)site->options->jobs * PARTS_PER_WORKER;
    site->tasks = arena_array(arena, struct site_task, template_page_count(site->templates) * most_parts + file_count);
    add_pages(site, false);
    for (size_t i = 0; i < file_count; i++)
        site->tasks[site->task_count++] = (struct site_task){.data = &files[i]};
    add_pages(site, true);
    return true;
}

/* The first failure in the order of the workers is told. */
static bool failure(const struct site *site, struct error *err)
{
    for (int i = 0; i < site->options->jobs; i++)
        if (site->workers[i].error.kind != ERROR_NONE)
            return error_set(err, site->workers[i].error.kind, "%s", site->workers[i].error.message);
    return true;
}

static bool worker_open(struct site *site, struct site_worker *worker, struct error *err)
{
    arena_init(&worker->scratch);
    worker->figures = (struct figure_context){.theme = site->theme,
                                              .templates = site->templates,
                                              .words = site->words,
                                              .atlas = &site->atlas,
                                              .maps = map_memory_new(&site->atlas),
                                              .language = site->options->language,
                                              .locks = &site->locks,
                                              .options = site->options};
    buf_init(&worker->figures.warnings, NULL);
    return projections_open(&worker->figures.projections, err) &&
           template_worker_open(site->templates, site->options->database, &worker->figures, &worker->template, err);
}

static void worker_close(struct site_worker *worker)
{
    template_worker_close(worker->template);
    figure_context_close(&worker->figures);
    arena_clear(&worker->scratch);
}

static int compare_lines(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* Each warning once, whoever found it. */
static void tell_warnings(struct arena *arena, const struct site *site)
{
    struct buf all;
    buf_init(&all, arena);
    for (int i = 0; i < site->options->jobs; i++)
        buf_add(&all, buf_str(&site->workers[i].figures.warnings));
    struct str *lines = arena_array(arena, struct str, all.len + 1), rest = buf_str(&all), line;
    size_t count = 0;
    while (rest.len > 0 && str_split(&rest, '\n', &line))
        lines[count++] = line;
    qsort(lines, count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < count; i++)
        if (site->options->warn && (i == 0 || !str_equal(lines[i], lines[i - 1])))
            site->options->warn(site->options->warn_context, lines[i]);
}

static bool run_tasks(struct arena *arena, struct site *site, struct site_summary *summary, struct error *err)
{
    size_t jobs = (size_t)site->options->jobs;
    struct template_worker **workers = arena_array(arena, struct template_worker *, jobs);
    site->workers = arena_array(arena, struct site_worker, jobs);
    bool ok = plan_tasks(arena, site, err);
    for (size_t i = 0; i < jobs; i++) {
        ok = ok && worker_open(site, &site->workers[i], err);
        workers[i] = site->workers[i].template;
    }
    if (ok) {
        parallel_for(site->task_count, site->options->jobs, run_task, site);
        ok = failure(site, err) && template_workers_check_paths(workers, jobs, err);
        tell_warnings(arena, site);
    }
    for (size_t i = 0; i < jobs; i++) {
        summary->pages += site->workers[i].pages;
        summary->data_files += site->workers[i].data_files;
        summary->figures += site->workers[i].figures.painted;
        worker_close(&site->workers[i]);
    }
    return ok;
}

/* ---- Files that stand in the templates ---- */

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

/* {page.boundaries}: what a caption credits when the boundaries are not the shipped ones: the name of their file. */
static struct template_variable boundaries_variable(const struct site_options *options)
{
    struct str file = str_from(options->boundaries.file), shipped = str_from(options->boundaries.shipped);
    struct template_variable variable = {.name = STR("boundaries"), .value = VALUE_OF_NULL};
    if (!str_equal(file, shipped)) {
        size_t from = 0;
        for (size_t at = str_index(file, '/', 0); at < file.len; at = str_index(file, '/', from))
            from = at + 1;
        variable.value = VALUE_OF_TEXT(str_slice(file, from, file.len));
    }
    return variable;
}

bool site_render(const struct site_options *options, struct site_summary *out_summary, struct error *err)
{
    struct arena arenas[SOURCES];
    for (size_t i = 0; i < SOURCES; i++)
        arena_init(&arenas[i]);
    struct site site = {.options = options};
    struct site_summary summary = {0};
    struct template_variable variables[] = {boundaries_variable(options)};
    struct template_host host = {.figure = figure_paint, .variables = variables, .variable_count = 1};
    bool ok = read_sources(&site, &host, arenas, err) && run_tasks(&arenas[0], &site, &summary, err) &&
              copy_assets(&arenas[0], options, err) && write_style_sheet(site.theme, options, err);
    for (size_t i = 0; i < SOURCES; i++)
        arena_clear(&arenas[i]);
    if (ok)
        *out_summary = summary;
    return ok;
}
