#include "gencarto/audit/audit.h"

#include "digest.h"
#include "former.h"
#include "gencarto/base/file.h"
#include "reader.h"
#include "site.h"
#include "stream.h"

#define PACKAGE "donnees/datapackage.json"

static const struct {
    struct str ending;
    enum audit_kind kind;
    void (*read)(struct figures *figures, struct str place, struct str content);
} readers[] = {
    {STR_INIT(".html"), AUDIT_PAGES, read_markup},         {STR_INIT(".svg"), AUDIT_FIGURES, read_markup},
    {STR_INIT(".xml"), AUDIT_DOCUMENTS, read_markup},      {STR_INIT(".csv"), AUDIT_TABLES, read_csv},
    {STR_INIT(".geojson"), AUDIT_DOCUMENTS, read_json},    {STR_INIT(".json"), AUDIT_DOCUMENTS, read_json},
    {STR_INIT(".jsonld"), AUDIT_DOCUMENTS, read_json},     {STR_INIT(".topojson"), AUDIT_DOCUMENTS, read_json},
    {STR_INIT(".pdf"), AUDIT_REPORTS, read_report},        {STR_INIT(".png"), AUDIT_PICTURES, read_picture},
    {STR_INIT(".sqlite"), AUDIT_DATABASES, read_database}, {STR_INIT(".css"), AUDIT_OTHERS, read_asset},
    {STR_INIT(".js"), AUDIT_OTHERS, read_asset},           {STR_INIT(".txt"), AUDIT_OTHERS, read_asset},
    {STR_INIT(".woff2"), AUDIT_OTHERS, read_font},         {STR_INIT(""), AUDIT_OTHERS, read_unknown},
};

static void read_content(struct figures *figures, struct str path, struct str content)
{
    size_t i = 0;
    while (!str_ends(path, readers[i].ending)) {
        i++;
    }
    struct audit_kind_read *kind = &figures->report->kinds[readers[i].kind];
    figures->kind = readers[i].kind;
    readers[i].read(figures, path, content);
    kind->files++;
    kind->bytes += (int64_t)content.len;
}

/* A picture and a PDF are read beside the SVG file of the same name. */
static struct str read_twin(struct arena *arena, const char *folder, struct str path)
{
    struct error ignored = {0};
    struct str twin;
    if (!str_ends(path, STR(".png")) && !str_ends(path, STR(".pdf"))) {
        return STR("");
    }
    const char *name = str_format(arena, "%.*ssvg", (int)path.len - 3, path.ptr).ptr;
    return file_read(arena, file_join(arena, folder, name), &twin, &ignored) ? twin : STR("");
}

static bool read_published(struct figures *figures, struct site *site, const char *folder, struct str path,
                           struct error *err)
{
    struct arena page;
    struct str content;
    arena_init(&page);
    bool ok = file_read(&page, file_join(&page, folder, str_text(&page, path)), &content, err);
    if (ok) {
        figures->twin = read_twin(&page, folder, path);
        read_content(figures, path, content);
        traces_find(figures->traces, figures, path, path);
        traces_find(figures->traces, figures, path, content);
        site_add(site, path, content);
        figures->report->files++;
        figures->report->bytes += (int64_t)content.len;
    }
    arena_clear(&page);
    return ok;
}

static bool read_traces(struct traces *traces, const struct audit_options *options, struct error *err)
{
    bool ok = (options->canaries == NULL || traces_read_canaries(traces, options->canaries, err)) &&
              (options->input == NULL || traces_read_input(traces, options->input, err));
    traces_add_disguises(traces);
    traces_index(traces);
    return ok;
}

static bool compare_others(struct figures *figures, const struct audit_options *options, struct error *err)
{
    bool ok = options->input == NULL || ledger_compare(figures, options->input, err);
    for (size_t i = 0; ok && i < options->former_count; i++) {
        ok = former_compare(figures, options->former[i], err);
    }
    return ok;
}

/* What all readers compare with: the bytes of the database, and what the data package says of its tables. */
static bool read_known(struct figures *figures, const struct audit_options *options, struct error *err)
{
    struct arena scratch;
    struct str database;
    struct error ignored = {0};
    arena_init(&scratch);
    bool ok = file_read(&scratch, file_join(&scratch, options->output, DATABASE_PLACE), &database, err);
    if (ok) {
        known_init(&figures->known, figures->arena, database);
    }
    if (!file_read(figures->arena, file_join(&scratch, options->output, PACKAGE), &figures->package, &ignored)) {
        figures->package = STR(""); /* a site of its own making may have none */
    }
    arena_clear(&scratch);
    return ok;
}

bool audit_run(struct arena *arena, const struct audit_options *options, struct audit_report *out_report,
               struct error *err)
{
    struct audit_report report = {.faults = arena_array(arena, struct audit_fault, AUDIT_FAULTS_MAX),
                                  .rule_counts = arena_array(arena, size_t, audit_rule_count)};
    struct figures figures = {.arena = arena, .report = &report};
    struct traces traces;
    struct site site;
    struct str *paths;
    size_t count;
    traces_init(&traces, arena);
    bool ok = digest_open(err) && stream_open(err) && read_traces(&traces, options, err) &&
              figures_read(&figures, file_join(arena, options->output, DATABASE_PLACE), err) &&
              read_known(&figures, options, err) && compare_others(&figures, options, err) &&
              file_list(arena, options->output, &paths, &count, err);
    if (!ok) {
        return false;
    }
    figures.traces = &traces;
    site_init(&site, &figures, paths, count);
    for (size_t i = 0; ok && i < count; i++) {
        ok = read_published(&figures, &site, options->output, paths[i], err);
    }
    if (ok) {
        site_end(&site);
        report.traces = (int64_t)traces.count;
        *out_report = report;
    }
    return ok;
}
