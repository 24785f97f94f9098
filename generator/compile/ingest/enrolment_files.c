#include "gencarto/compile/ingest/enrolment_files.h"

#include "gencarto/base/parallel.h"
#include "gencarto/tabular/splitter.h"

#define SMALL_BYTES (size_t)(16 * 1024 * 1024)

/* A file that cannot be mapped has no text; why is told when it is opened. */
static void map_text(const struct reading *reading, struct enrolment_text *text)
{
    struct error ignored = {0};
    arena_init_private(&text->arena);
    findings_init(&text->findings, &text->arena);
    char *path = file_join(&text->arena, reading->folder, str_text(&text->arena, text->name.name));
    if (file_map(&text->arena, path, &text->map, &ignored)) {
        text->name.scan = &text->scan;
        text->name.map = &text->map;
    }
}

static void order_by_size(struct enrolment_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        size_t at = i, len = files->items[i].map.content.len;
        for (; at > 0 && files->items[files->by_size[at - 1]].map.content.len < len; at--) {
            files->by_size[at] = files->by_size[at - 1];
        }
        files->by_size[at] = i;
    }
}

void enrolment_files_list(struct enrolment_files *files, const struct reading *reading)
{
    struct source_file *names;
    *files = (struct enrolment_files){.reading = reading};
    source_files(reading->arena, &reading->input->programme, reading->names, reading->name_count, TABLE_ENROLMENTS,
                 &names, &files->count);
    files->items = arena_array(reading->arena, struct enrolment_text, files->count);
    files->by_size = arena_array(reading->arena, size_t, files->count);
    for (size_t i = 0; i < files->count; i++) {
        files->items[i].name = names[i];
        map_text(reading, &files->items[i]);
        files->bytes += files->items[i].map.content.len;
    }
    for (size_t i = 0; i < files->count; i++) {
        files->items[i].name.profiled = enrolment_files_are_small(files) ? PROFILED_IF_SPOKEN : PROFILED_BEFORE;
    }
    order_by_size(files);
}

bool enrolment_files_are_small(const struct enrolment_files *files)
{
    return files->bytes <= SMALL_BYTES;
}

/* ---- bytes ---------------------------------------------------------------------------------------------------- */

static void scan_text(struct enrolment_text *text)
{
    struct encoding_scan *scan = &text->scan;
    if (text->name.scan && !text->is_scanned) {
        encoding_scan_text(scan, text->map.content);
        bool has_zeros = scan->zeros[0] + scan->zeros[1] > 0; /* maybe UTF-16, whose line ends it does not count */
        text->lines = has_zeros ? splitter_count_lines(text->map.content) + (size_t)scan->cr
                                : (size_t)(scan->lf + scan->crlf + scan->cr) + 1;
    }
    text->is_scanned = true;
}

void enrolment_files_scan(struct enrolment_files *files, size_t item)
{
    scan_text(&files->items[item]);
}

static void scan_item(void *context, size_t item, int worker)
{
    struct enrolment_files *files = context;
    (void)worker;
    scan_text(&files->items[files->by_size[item]]);
}

void enrolment_files_measure(struct enrolment_files *files, int workers, struct enrolment_store_size *out_size)
{
    bool all_scanned = true;
    for (size_t i = 0; i < files->count; i++) {
        all_scanned = all_scanned && files->items[i].is_scanned;
    }
    if (!all_scanned) {
        parallel_for(files->count, workers, scan_item, files);
    }
    for (size_t i = 0; i < files->count; i++) {
        size_t lines = files->items[i].lines;
        out_size->rows += lines;
        out_size->rows_of_largest_file =
            lines > out_size->rows_of_largest_file ? lines : out_size->rows_of_largest_file;
    }
}

/* ---- texts ---------------------------------------------------------------------------------------------------- */

void enrolment_files_open(struct enrolment_files *files, size_t item)
{
    struct enrolment_text *text = &files->items[item];
    scan_text(text);
    text->is_opened = true;
    text->is_readable =
        source_open(&text->source, &text->arena, &files->reading->input->programme, files->reading->folder,
                    TABLE_ENROLMENTS, &text->name, &text->findings, &text->file, &text->err);
}

static void close_text(struct enrolment_text *text)
{
    if (text->is_opened) {
        source_close(&text->source);
    }
    text->is_opened = false;
    file_unmap(&text->map);
    arena_clear(&text->arena);
}

struct some {
    struct enrolment_files *files;
    size_t first, count; /* that are opened */
};

static void open_or_close(void *context, size_t item, int worker)
{
    const struct some *some = context;
    struct enrolment_files *files = some->files;
    (void)worker;
    if (item < some->count) {
        enrolment_files_open(files, some->first + item);
    } else {
        close_text(&files->items[files->closed + item - some->count]);
    }
}

void enrolment_files_open_some(struct enrolment_files *files, size_t first, size_t count, int workers)
{
    parallel_for(count + first - files->closed, workers, open_or_close, &(struct some){files, first, count});
    files->closed = first;
}

void enrolment_files_clear(struct enrolment_files *files)
{
    int workers = enrolment_files_are_small(files) ? 1 : parallel_processors();
    enrolment_files_open_some(files, files->count, 0, workers);
}
