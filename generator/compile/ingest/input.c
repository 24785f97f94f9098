#include "gencarto/compile/ingest/input.h"

#include "gencarto/base/date.h"
#include "gencarto/base/file.h"
#include "gencarto/base/parallel.h"
#include "gencarto/compile/ingest/checks.h"
#include "gencarto/compile/ingest/readers.h"
#include "gencarto/compile/ingest/rules.h"

bool readers_each_row(struct reading *reading, enum table_kind table, source_row_reader *read_row, void *context,
                      struct error *err)
{
    struct input *input = reading->input;
    struct source_file *files;
    size_t count;
    source_files(reading->arena, &input->programme, reading->names, reading->name_count, table, &files, &count);
    for (size_t i = 0; i < count; i++) {
        if (!source_read(reading->arena, &input->programme, reading->folder, table, &files[i], &input->findings,
                         &input->files[input->file_count], read_row, context, err)) {
            return false;
        }
        input->file_count++;
    }
    return true;
}

/* The site is the cartography of trainings: without one there is nothing to publish. */
static bool require_trainings(const struct reading *reading, struct error *err)
{
    const struct input *input = reading->input;
    if (input->file_count == 0) {
        return error_set(err, ERROR_INPUT, "%s: no formations*.csv file; it is the one that is required",
                         reading->folder);
    }
    if (input->training_count == 0) {
        return error_set(err, ERROR_INPUT, "%s/%.*s: no training in it that can be read", reading->folder,
                         STR_ARGS(input->files[0].name));
    }
    return true;
}

static bool read_tables(struct reading *reading, struct error *err)
{
    struct input *input = reading->input;
    input->files = arena_array(reading->arena, struct input_file, reading->name_count + 1);
    source_report_others(reading->arena, &input->programme, reading->names, reading->name_count, &input->findings);
    return readers_trainings(reading, err) && require_trainings(reading, err) && readers_enrolments(reading, err) &&
           readers_labels(reading, err) && readers_applications(reading, err) && readers_references(reading, err);
}

/* What the configuration says of later than the day is not known either. */
static void look_back(struct programme *programme, int32_t day)
{
    if (day == INT32_MAX) {
        return;
    }
    if (programme->release.index != 0 && day != DATE_NONE && period_last_day(programme->release) > day) {
        programme->release = (struct period){0};
    }
    if (programme->received_day > day) {
        programme->received_day = day;
    }
}

/* The queries of the indicators that the folder adds; they run after the protection, on what is published. */
static bool read_queries(struct arena *arena, const char *folder, struct programme *programme, struct error *err)
{
    bool ok = true;
    for (size_t i = 0; ok && i < programme->indicator_count; i++) {
        struct programme_indicator *indicator = &programme->indicators[i];
        ok = file_read(arena, file_join(arena, folder, str_text(arena, indicator->file)), &indicator->sql, err);
    }
    return ok;
}

/* programme.xml and the territories do not know each other: they are read at the same time. Nothing in them is about a
 * person, so nothing has to be forgotten. */
struct beginning {
    const char *folder, *config, *reference_folder;
    struct input *input;
    struct arena arenas[2];
    struct error errors[2];
};

static void begin(void *context, size_t item, int worker)
{
    struct beginning *b = context;
    struct arena *arena = &b->arenas[item];
    struct error *err = &b->errors[item];
    (void)worker;
    if (item == 1) {
        reference_read(arena, b->reference_folder, &b->input->reference, err);
    } else if (programme_read(arena, b->config ? b->config : file_join(arena, b->folder, "programme.xml"),
                              &b->input->programme, err) &&
               programme_validate(&b->input->programme, err)) {
        read_queries(arena, b->folder, &b->input->programme, err);
    }
}

static bool read_beginning(struct arena *arena, struct beginning *b, struct error *err)
{
    parallel_for(2, parallel_processors(), begin, b);
    bool ok = true;
    for (size_t i = 0; i < 2; i++) {
        arena_adopt(arena, &b->arenas[i]);
        if (b->errors[i].kind != ERROR_NONE) {
            ok = error_set(err, b->errors[i].kind, "%s", b->errors[i].message);
        }
    }
    return ok;
}

bool input_read(struct arena *arena, const char *folder, const char *config, const char *reference_folder,
                struct input *out_input, struct error *err)
{
    return input_read_as_of(arena, folder, config, reference_folder, INT32_MAX, out_input, err);
}

int32_t input_known_day(const struct input *input)
{
    int32_t last = DATE_NONE;
    for (size_t i = 0; i < input->file_count; i++) {
        last = input->files[i].known_day > last ? input->files[i].known_day : last;
    }
    return last;
}

bool input_read_as_of(struct arena *arena, const char *folder, const char *config, const char *reference_folder,
                      int32_t day, struct input *out_input, struct error *err)
{
    struct input input = {0};
    struct str *names;
    size_t name_count;
    if (!file_is_folder(folder)) {
        return error_set(err, ERROR_INPUT, "%s: no such folder; expected one with programme.xml and formations*.csv",
                         folder);
    }
    findings_init(&input.findings, arena);
    struct beginning beginning = {
        .folder = folder, .config = config, .reference_folder = reference_folder, .input = &input};
    if (!read_beginning(arena, &beginning, err) || !file_names(arena, folder, &names, &name_count, err)) {
        return false;
    }
    look_back(&input.programme, day);
    name_count = source_keep_known(&input.programme, names, name_count, day);
    struct reading reading = {
        .arena = arena, .folder = folder, .names = names, .name_count = name_count, .input = &input};
    training_ids_init(&reading.trainings);
    bool ok = read_tables(&reading, err);
    training_ids_clear(&reading.trainings);
    if (!ok) {
        return false;
    }
    checks_run(&input);
    findings_sort(&input.findings);
    *out_input = input;
    return true;
}

static bool is_above_threshold(const struct input_file *file)
{
    return (double)file->rows_set_aside * 100 > file->refuse_above_percent * (double)file->rows_read;
}

/* The register and the enrolments are what the figures stand on. An export of nothing at all has failed; a header alone
 * may be true. */
static bool is_empty(const struct input_file *file)
{
    bool is_optional = !str_equal(file->table, str_from(tables[TABLE_TRAININGS].name)) &&
                       !str_equal(file->table, str_from(tables[TABLE_ENROLMENTS].name));
    return file->header_line == 0 && !is_optional;
}

static const struct finding *absent_column(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i].rule == &rules[RULE_ABSENT_COLUMN]) {
            return &findings->items[i];
        }
    }
    return NULL;
}

bool input_accept(const struct input *input, bool strict, struct error *err)
{
    const struct finding *absent = absent_column(&input->findings);
    if (absent) {
        return error_set(err, ERROR_INPUT, "%.*s:%lld: %.*s", STR_ARGS(absent->file), (long long)absent->line,
                         STR_ARGS(absent->detail));
    }
    for (size_t i = 0; i < input->file_count; i++) {
        const struct input_file *file = &input->files[i];
        if (is_empty(file)) {
            return error_set(err, ERROR_INPUT, "%.*s: the file is empty; export it again, or remove it",
                             STR_ARGS(file->name));
        }
        if (is_above_threshold(file)) {
            return error_set(err, ERROR_INPUT,
                             "%.*s: %lld of %lld rows have errors, above the %g %% that programme.xml allows "
                             "(refus-au-dela); gencarto check lists them",
                             STR_ARGS(file->name), (long long)file->rows_set_aside, (long long)file->rows_read,
                             file->refuse_above_percent);
        }
    }
    size_t errors = findings_count(&input->findings, SEVERITY_ERROR);
    if (strict && errors > 0) {
        return error_set(err, ERROR_INPUT, "%zu findings are errors; gencarto check lists them", errors);
    }
    return true;
}
