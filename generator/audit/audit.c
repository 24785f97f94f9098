#include "gencarto/audit/audit.h"

#include <string.h>

#include "gencarto/base/file.h"
#include "reader.h"

#define DATABASE "donnees/public.sqlite"

static const struct {
    struct str ending;
    void (*read)(struct figures *figures, struct str place, struct str content);
} readers[] = {
    {STR_INIT(".html"), read_markup}, {STR_INIT(".svg"), read_markup},    {STR_INIT(".xml"), read_markup},
    {STR_INIT(".csv"), read_csv},     {STR_INIT(".geojson"), read_json},  {STR_INIT(".json"), read_json},
    {STR_INIT(".jsonld"), read_json}, {STR_INIT(".topojson"), read_json},
};

struct canaries {
    struct str *texts;
    size_t count;
};

/* One a line; lines of less than four bytes would be found anywhere. */
static bool read_canaries(struct arena *arena, const char *path, struct canaries *out, struct error *err)
{
    struct str rest, line;
    *out = (struct canaries){0};
    if (path == NULL) {
        return true;
    }
    if (!file_read(arena, path, &rest, err)) {
        return false;
    }
    while (rest.len > 0 && str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.len >= 4) {
            out->texts = arena_grow(arena, out->texts, out->count * sizeof line, (out->count + 1) * sizeof line);
            out->texts[out->count++] = line;
        }
    }
    return out->count > 0 || error_set(err, ERROR_INPUT, "%s: no text of four bytes or more", path);
}

/* The canary itself is not repeated: the report may be read by others. */
static void find_canaries(struct figures *figures, const struct canaries *canaries, struct str place,
                          struct str content)
{
    for (size_t i = 0; i < canaries->count; i++) {
        struct str text = canaries->texts[i];
        if (content.len > 0 && memmem(content.ptr, content.len, text.ptr, text.len) != NULL) {
            figures_fault(figures,
                          (struct audit_fault){STR("canary"), place, str_format(figures->arena, "line %zu", i + 1),
                                               STR("its text"), STR("nothing of the personal input")});
        }
    }
}

static bool read_published(struct figures *figures, const struct canaries *canaries, const char *folder,
                           struct str path, struct error *err)
{
    struct arena page;
    struct str content;
    arena_init(&page);
    bool ok = file_read(&page, file_join(&page, folder, str_text(&page, path)), &content, err);
    for (size_t i = 0; ok && i < sizeof readers / sizeof *readers; i++) {
        if (str_ends(path, readers[i].ending)) {
            readers[i].read(figures, path, content);
        }
    }
    if (ok) {
        find_canaries(figures, canaries, path, content);
        figures->report->files++;
        figures->report->bytes += (int64_t)content.len;
    }
    arena_clear(&page);
    return ok;
}

bool audit_run(struct arena *arena, const struct audit_options *options, struct audit_report *out_report,
               struct error *err)
{
    struct audit_report report = {.faults = arena_array(arena, struct audit_fault, AUDIT_FAULTS_MAX)};
    struct figures figures = {.arena = arena, .report = &report};
    struct canaries canaries;
    struct str *paths;
    size_t count;
    bool ok = read_canaries(arena, options->canaries, &canaries, err) &&
              figures_read(&figures, file_join(arena, options->output, DATABASE), err) &&
              file_list(arena, options->output, &paths, &count, err);
    for (size_t i = 0; ok && i < count; i++) {
        ok = read_published(&figures, &canaries, options->output, paths[i], err);
    }
    if (ok) {
        report.canaries = (int64_t)canaries.count;
        *out_report = report;
    }
    return ok;
}
