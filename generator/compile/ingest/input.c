#include "gencarto/compile/ingest/input.h"

#include <string.h>

#include "gencarto/base/date.h"
#include "gencarto/base/file.h"
#include "gencarto/base/parallel.h"
#include "gencarto/base/typography.h"
#include "gencarto/compile/ingest/checks.h"
#include "gencarto/compile/ingest/enrolment_files.h"
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
    return true;
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

/* ---- tables beside others ------------------------------------------------------------------------------------- */

/* A table that is read beside others, into an input of its own. */
struct aside {
    enum table_kind table;
    bool (*read)(struct reading *reading, struct error *err);
    struct reading reading;
    struct input input;
    struct arena arena;
    struct error err;
};

static size_t count_files(const struct reading *reading, struct arena *scratch, enum table_kind table)
{
    struct source_file *files;
    size_t count;
    source_files(scratch, &reading->input->programme, reading->names, reading->name_count, table, &files, &count);
    return count;
}

/* What is read before; its files stand behind those of the tables before. */
static void aside_begin(struct aside *aside, const struct reading *reading)
{
    aside->input = (struct input){.programme = reading->input->programme, .files = reading->input->files};
    findings_init_part(&aside->input.findings, &aside->arena, &reading->input->findings);
    for (int t = 0; t < (int)aside->table; t++) {
        aside->input.file_count += count_files(reading, &aside->arena, (enum table_kind)t);
    }
    aside->reading = *reading;
    aside->reading.arena = &aside->arena;
    aside->reading.input = &aside->input;
}

/* Its findings and files join the others. */
static bool aside_join(struct aside *aside, struct input *input, struct error *err)
{
    findings_append(&input->findings, &aside->input.findings, 0);
    input->file_count = aside->input.file_count;
    return aside->err.kind == ERROR_NONE || error_set(err, aside->err.kind, "%s", aside->err.message);
}

/* ---- order of work -------------------------------------------------------------------------------------------- */

enum { PROGRAMME, SCHEMA, REFERENCE, TRAININGS, STAGES };
enum { LABELS, APPLICATIONS, REFERENCES, ASIDES };

/* All but the rows of enrolments is read by tasks (parallel.h). programme.xml and the territories come first, then
 * what the trainings make possible; the texts of the enrolments, the longest of all, fill the time between. Nothing is
 * asked of the territories before a row names one, so that texts are looked at while they are read. */
struct work {
    const char *config, *reference_folder;
    int32_t day;
    struct input *input;
    struct str *names; /* of the reading */
    struct reading reading;
    struct enrolment_files enrolment_files;
    size_t to_open;              /* files of enrolments */
    struct arena arenas[STAGES]; /* of what each gives: of persons nothing before the trainings */
    struct error errors[STAGES];
    struct document_schema *schema;
    struct aside asides[ASIDES];
    struct checks checks;
    struct enrolment_store store;
    struct enrolment_table enrolments; /* with their learners */
    uint32_t learner_count;
};

/* False when it failed. */
static bool has(const struct work *work, int stage)
{
    return work->errors[stage].kind == ERROR_NONE;
}

/* The configuration says which files there are. */
static void list_files(struct work *work)
{
    struct input *input = work->input;
    struct reading *reading = &work->reading;
    look_back(&input->programme, work->day);
    reading->name_count = source_keep_known(&input->programme, work->names, reading->name_count, work->day);
    input->files = arena_array(reading->arena, struct input_file, reading->name_count + 1);
    source_report_others(reading->arena, &input->programme, reading->names, reading->name_count, &input->findings);
    source_report_absent(reading->arena, &input->programme, reading->names, reading->name_count, &input->findings);
    enrolment_files_list(&work->enrolment_files, reading);
    work->to_open = enrolment_files_are_small(&work->enrolment_files) ? work->enrolment_files.count : 0;
    for (int i = 0; i < ASIDES; i++) {
        aside_begin(&work->asides[i], reading);
    }
}

static void read_programme(void *context, size_t which)
{
    struct work *work = context;
    struct reading *reading = &work->reading;
    struct arena *arena = &work->arenas[PROGRAMME];
    struct error *err = &work->errors[PROGRAMME];
    (void)which;
    const char *config = work->config ? work->config : file_join(arena, reading->folder, "programme.xml");
    reading->arena = arena;
    if (programme_read(arena, config, &work->input->programme, err)) {
        list_files(work);
    }
    reading->arena = &work->arenas[TRAININGS];
}

static void read_schema(void *context, size_t which)
{
    struct work *work = context;
    (void)which;
    programme_schema_read(&work->arenas[SCHEMA], &work->schema, &work->errors[SCHEMA]);
}

static void validate_programme(void *context, size_t which)
{
    struct work *work = context;
    (void)which;
    struct error *err = &work->errors[SCHEMA];
    struct programme *programme = &work->input->programme;
    if (has(work, PROGRAMME) && has(work, SCHEMA) && programme_validate(programme, work->schema, err)) {
        read_queries(&work->arenas[SCHEMA], work->reading.folder, programme, err);
    }
}

static void read_reference(void *context, size_t which)
{
    struct work *work = context;
    (void)which;
    reference_read(&work->arenas[REFERENCE], work->reference_folder, &work->input->reference, &work->errors[REFERENCE]);
}

static bool has_places(const struct work *work)
{
    return has(work, PROGRAMME) && has(work, REFERENCE);
}

static void read_trainings(void *context, size_t which)
{
    struct work *work = context;
    (void)which;
    if (has_places(work)) {
        readers_trainings(&work->reading, &work->errors[TRAININGS]);
    }
}

static void read_aside(void *context, size_t which)
{
    struct work *work = context;
    struct aside *aside = &work->asides[which];
    if (has_places(work)) {
        aside->input.reference = work->input->reference;
        aside->read(&aside->reading, &aside->err);
    }
}

static void read_labels(void *context, size_t which)
{
    struct work *work = context;
    if (has_places(work) && has(work, TRAININGS)) {
        work->asides[LABELS].reading.trainings = work->reading.trainings;
        read_aside(work, which);
    }
}

/* Of large texts only the bytes are looked at. */
static void open_enrolments(void *context, size_t text)
{
    struct work *work = context;
    struct enrolment_files *files = &work->enrolment_files;
    if (!has(work, PROGRAMME) || text >= files->count) {
        return;
    }
    if (text < work->to_open) {
        enrolment_files_open(files, files->by_size[text]);
    } else {
        enrolment_files_scan(files, files->by_size[text]);
    }
}

/* Nothing else of the input changes while it runs. */
static void check_table(void *context, size_t table)
{
    struct work *work = context;
    if (!has_places(work) || !has(work, TRAININGS)) {
        return;
    }
    struct input input = *work->input;
    if (table == CHECKS_LABELS) {
        input.labels = work->asides[LABELS].input.labels;
        input.label_count = work->asides[LABELS].input.label_count;
    } else if (table == CHECKS_APPLICATIONS) {
        input.applications = work->asides[APPLICATIONS].input.applications;
        input.application_count = work->asides[APPLICATIONS].input.application_count;
    }
    checks_run_table(&work->checks, (enum checks_table)table, &input);
}

/* The first that is ready is taken, so that what others wait for stands first and what is short last. */
static void run_tasks(struct work *work, struct arena *scratch)
{
    enum {
        PROGRAMME_READ,
        REFERENCE_READ,
        SCHEMA_READ,
        TRAININGS_READ,
        LABELS_READ,
        APPLICATIONS_READ,
        REFERENCES_READ,
        KNOWN
    };
    static const uint64_t programme = 1 << PROGRAMME_READ, places = 1 << PROGRAMME_READ | 1 << REFERENCE_READ,
                          trainings = 1 << TRAININGS_READ;
    const struct parallel_task first[KNOWN] = {
        [PROGRAMME_READ] = {read_programme, 0, 0},
        [REFERENCE_READ] = {read_reference, 0, 0},
        [SCHEMA_READ] = {read_schema, 0, 0},
        [TRAININGS_READ] = {read_trainings, 0, places},
        [LABELS_READ] = {read_labels, LABELS, trainings},
        [APPLICATIONS_READ] = {read_aside, APPLICATIONS, places},
        [REFERENCES_READ] = {read_aside, REFERENCES, places},
    };
    const struct parallel_task last[] = {
        {validate_programme, 0, 1 << PROGRAMME_READ | 1 << SCHEMA_READ},
        {check_table, CHECKS_TRAININGS, trainings},
        {check_table, CHECKS_APPLICATIONS, 1 << APPLICATIONS_READ | trainings},
        {check_table, CHECKS_LABELS, 1 << LABELS_READ},
    };
    enum { LAST = sizeof(last) / sizeof(last[0]) };
    size_t texts = work->reading.name_count;
    struct parallel_task *tasks = arena_array(scratch, struct parallel_task, KNOWN + texts + LAST);
    memcpy(tasks, first, sizeof(first));
    for (size_t i = 0; i < texts; i++) {
        tasks[KNOWN + i] = (struct parallel_task){open_enrolments, i, programme};
    }
    memcpy(tasks + KNOWN + texts, last, sizeof(last));
    parallel_tasks(tasks, KNOWN + texts + LAST, parallel_processors(), work);
}

/* What each stage gave goes with the arena. */
static bool join_stages(struct work *work, struct arena *arena, struct error *err)
{
    bool ok = true;
    for (int i = 0; i < STAGES; i++) {
        arena_adopt(arena, &work->arenas[i]);
        if (ok && work->errors[i].kind != ERROR_NONE) {
            ok = error_set(err, work->errors[i].kind, "%s", work->errors[i].message);
        }
    }
    for (int i = 0; i < ASIDES; i++) {
        arena_adopt(arena, &work->asides[i].arena);
    }
    work->reading.arena = arena;
    return ok;
}

static bool join_asides(struct work *work, struct error *err)
{
    struct input *input = work->input;
    for (int i = 0; i < ASIDES; i++) {
        if (!aside_join(&work->asides[i], input, err)) {
            return false;
        }
    }
    input->labels = work->asides[LABELS].input.labels;
    input->label_count = work->asides[LABELS].input.label_count;
    input->applications = work->asides[APPLICATIONS].input.applications;
    input->application_count = work->asides[APPLICATIONS].input.application_count;
    input->references = work->asides[REFERENCES].input.references;
    input->reference_count = work->asides[REFERENCES].input.reference_count;
    return true;
}

static void work_init(struct work *work, struct arena *arena)
{
    static const struct {
        enum table_kind table;
        bool (*read)(struct reading *reading, struct error *err);
    } asides[ASIDES] = {
        [LABELS] = {TABLE_LABELS, readers_labels},
        [APPLICATIONS] = {TABLE_APPLICATIONS, readers_applications},
        [REFERENCES] = {TABLE_REFERENCES, readers_references},
    };
    work->arenas[TRAININGS].is_private = arena->is_private;
    for (int i = 0; i < ASIDES; i++) {
        work->asides[i].table = asides[i].table;
        work->asides[i].read = asides[i].read;
        work->asides[i].arena.is_private = arena->is_private;
    }
    training_ids_init(&work->reading.trainings);
    checks_init(&work->checks, &work->input->findings);
}

static void work_clear(struct work *work)
{
    enrolment_files_clear(&work->enrolment_files);
    enrolment_store_clear(&work->store);
    training_ids_clear(&work->reading.trainings);
    checks_clear(&work->checks);
    document_schema_free(work->schema);
}

static void number_learners(void *context, size_t which)
{
    struct work *work = context;
    (void)which;
    if (work->input->has_enrolments) {
        work->learner_count = enrolment_store_finish(&work->store, &work->enrolments);
    }
}

static void check_files(void *context, size_t which)
{
    struct work *work = context;
    (void)which;
    checks_run_table(&work->checks, CHECKS_ALL_FILES, work->input);
}

static void close_texts(void *context, size_t which)
{
    struct work *work = context;
    (void)which;
    enrolment_files_clear(&work->enrolment_files);
}

/* What is left when all rows are read. */
static void finish(struct work *work)
{
    static const struct parallel_task tasks[] = {{number_learners, 0, 0}, {check_files, 0, 0}, {close_texts, 0, 0}};
    struct input *input = work->input;
    parallel_tasks(tasks, sizeof(tasks) / sizeof(tasks[0]), parallel_processors(), work);
    input->enrolments = work->enrolments;
    input->learner_count = work->learner_count;
    checks_run(&work->checks, input);
    findings_sort(&input->findings);
}

/* Everything, into work->input. */
static bool read_all(struct work *work, struct arena *arena, struct error *err)
{
    run_tasks(work, arena);
    return join_stages(work, arena, err) && require_trainings(&work->reading, err) &&
           readers_enrolments(&work->reading, &work->store, err) && join_asides(work, err);
}

bool input_read(struct arena *arena, const char *folder, const char *config, const char *reference_folder,
                struct input *out_input, struct error *err)
{
    const struct input_options options = {folder, config, reference_folder, INT32_MAX, false};
    return input_read_with(arena, &options, out_input, err);
}

int32_t input_known_day(const struct input *input)
{
    int32_t last = DATE_NONE;
    for (size_t i = 0; i < input->file_count; i++) {
        last = input->files[i].known_day > last ? input->files[i].known_day : last;
    }
    return last;
}

/* Whoever names a file instead of its folder is told what to give. */
static bool is_folder(const char *folder, struct error *err)
{
    return file_is_folder(folder) ||
           error_set(err, ERROR_INPUT,
                     file_exists(folder)
                         ? "%s: a file; give the folder that holds it, with programme.xml and formations*.csv "
                           "(gencarto parse shows how a CSV file is read)"
                         : "%s: no such folder; expected one with programme.xml and formations*.csv",
                     folder);
}

static bool is_begun(const struct str *names, size_t name_count, const char *folder, const char *config,
                     struct error *err)
{
    bool is_begun = config != NULL;
    for (size_t i = 0; i < name_count; i++) {
        is_begun = is_begun || str_equal(names[i], STR("programme.xml"));
    }
    return is_begun || error_set(err, ERROR_INPUT,
                                 "%s: no programme.xml in this folder; gencarto new DIR makes one to start from, "
                                 "--config FILE takes it from elsewhere",
                                 folder);
}

bool input_read_with(struct arena *arena, const struct input_options *options, struct input *out_input,
                     struct error *err)
{
    const char *folder = options->folder;
    struct input input = {0};
    struct str *names;
    size_t name_count;
    if (!is_folder(folder, err) || !file_names(arena, folder, &names, &name_count, err) ||
        !is_begun(names, name_count, folder, options->config, err)) {
        return false;
    }
    findings_init(&input.findings, arena);
    if (options->keeps_places) {
        findings_keep_places(&input.findings);
    }
    struct work *work = arena_one(arena, struct work);
    *work = (struct work){
        .config = options->config,
        .reference_folder = options->reference_folder,
        .day = options->day,
        .input = &input,
        .names = names,
        .reading = {.folder = folder, .names = names, .name_count = name_count, .input = &input},
    };
    work->reading.enrolment_files = &work->enrolment_files;
    work_init(work, arena);
    bool ok = read_all(work, arena, err);
    if (ok) {
        finish(work);
        *out_input = input;
    }
    work_clear(work);
    return ok;
}

/* Totals, notes and repeated headers: rows that are set aside and are nobody's data. */
static int64_t count_ornaments(const struct findings *findings, struct str file)
{
    int64_t count = 0;
    for (size_t i = 0; i < findings->tally_count; i++) {
        const struct finding_tally *tally = &findings->tallies[i];
        bool is_ornament = tally->rule == &rules[RULE_TOTAL_ROW] || tally->rule == &rules[RULE_HEADER_REPEATED];
        count += is_ornament && str_equal(tally->file, file) ? tally->count : 0;
    }
    return count;
}

bool input_file_exceeds(const struct input *input, const struct input_file *file)
{
    int64_t ornaments = count_ornaments(&input->findings, file->name);
    return (double)(file->rows_set_aside - ornaments) * 100 >
           file->refuse_above_percent * (double)(file->rows_read - ornaments);
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

/* The first of those that exceed it; how many others do saves as many runs. */
static bool refuse_file(const struct input *input, const struct input_file *file, struct error *err)
{
    size_t others = 0;
    for (size_t i = 0; i < input->file_count; i++) {
        others += &input->files[i] != file && input_file_exceeds(input, &input->files[i]);
    }
    struct buf text;
    buf_init(&text, NULL);
    buf_format(&text, "%.*s: ", STR_ARGS(file->name));
    typography_int(&text, file->rows_set_aside, LANGUAGE_EN);
    buf_text(&text, " of ");
    typography_int(&text, file->rows_read, LANGUAGE_EN);
    buf_format(&text, " rows have errors, above the %g %% that programme.xml allows (refus-au-dela)",
               file->refuse_above_percent);
    if (others > 0) {
        buf_format(&text, "; %zu other file%s too", others, others > 1 ? "s are above theirs" : " is above its");
    }
    error_set(err, ERROR_INPUT, "%.*s; gencarto check lists them", STR_ARGS(buf_str(&text)));
    buf_clear(&text);
    return false;
}

bool input_accept(const struct input *input, bool strict, struct error *err)
{
    const struct finding *absent = absent_column(&input->findings);
    if (absent) {
        return error_set(err, ERROR_INPUT, "%.*s:%lld: %.*s", STR_ARGS(absent->file), (long long)absent->line,
                         STR_ARGS(absent->detail));
    }
    if (input->training_count == 0 && !input_file_exceeds(input, &input->files[0])) {
        return error_set(err, ERROR_INPUT,
                         input->files[0].rows_read > 0
                             ? "%.*s: no training in it that can be read"
                             : "%.*s: no training in it yet: write yours below the header, or put your export there",
                         STR_ARGS(input->files[0].name));
    }
    for (size_t i = 0; i < input->file_count; i++) {
        const struct input_file *file = &input->files[i];
        if (is_empty(file)) {
            return error_set(err, ERROR_INPUT, "%.*s: the file is empty; export it again, or remove it",
                             STR_ARGS(file->name));
        }
        if (input_file_exceeds(input, file)) {
            return refuse_file(input, file, err);
        }
    }
    size_t errors = findings_count(&input->findings, SEVERITY_ERROR);
    if (strict && errors > 0) {
        return error_set(err, ERROR_INPUT, "%zu %s; gencarto check lists them", errors,
                         errors == 1 ? "finding is an error" : "findings are errors");
    }
    return true;
}
