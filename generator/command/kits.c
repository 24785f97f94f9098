#include "kits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gencarto/base/file.h"
#include "gencarto/base/text.h"
#include "gencarto/compile/ingest/source.h"
#include "gencarto/compile/ingest/training_ids.h"
#include "gencarto/tabular/tolerant.h"
#include "gencarto/xml/document.h"
#include "kits_text.h"
#include "place.h"

#define DEFAULT_OUTPUT "output"
#define UNKNOWN_NAME   "sans-structure"
#define README         "LISEZMOI.txt"
#define SLUG_BYTES     60
#define QUOTED_BYTES   60 /* of the cell that was found */

/* ---- the folder --- */

static bool is_empty(const char *folder, struct error *err)
{
    DIR *entries = opendir(folder);
    if (!entries)
        return error_errno(err, "open", folder);
    int count = 0;
    while (readdir(entries))
        count++;
    closedir(entries);
    return count == 2 || /* itself and the one above */
           error_set(err, ERROR_USAGE, "--kits %s: the folder is not empty; give a new one", folder);
}

static bool is_absent_or_empty(const char *folder, struct error *err)
{
    struct stat status;
    if (lstat(folder, &status) != 0)
        return errno == ENOENT || error_errno(err, "look at", folder);
    if (!S_ISDIR(status.st_mode))
        return error_set(err, ERROR_USAGE, "--kits %s: not a folder", folder);
    return is_empty(folder, err);
}

bool kits_check_folder(const char *folder, const char *input, struct error *err)
{
    struct arena scratch;
    struct error ignored = {0};
    arena_init(&scratch);
    bool in_output = !place_check_apart(DEFAULT_OUTPUT, folder, &ignored) || place_is_published(&scratch, folder);
    ignored = (struct error){0};
    bool in_input = !place_check_apart(input, folder, &ignored);
    arena_clear(&scratch);
    if (in_input)
        return error_set(err, ERROR_USAGE, "--kits %s: it lies in the input folder, or around it; give another place",
                         folder);
    if (in_output)
        return error_set(
            err, ERROR_USAGE,
            "--kits %s: it lies in a published site, or around one: rows about persons could be published; "
            "give another place",
            folder);
    return is_absent_or_empty(folder, err);
}

/* One that was there and empty becomes private too. */
static bool make_folder(const char *folder, struct error *err)
{
    bool made = mkdir(folder, 0700) == 0 || errno == EEXIST;
    return (made && chmod(folder, 0700) == 0) || error_errno(err, "make", folder);
}

static bool write_file(const char *path, struct str content, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_errno(err, "make", path);
    bool done = fchmod(fd, 0600) == 0;
    while (done && content.len > 0) {
        ssize_t put = write(fd, content.ptr, content.len);
        done = put >= 0 || errno == EINTR;
        content = put > 0 ? str_slice(content, (size_t)put, content.len) : content;
    }
    if (!done)
        error_errno(err, "write", path);
    close(fd);
    return done;
}

/* ---- French --- */

struct catalogue {
    struct arena *arena;
    const struct node *root;
};

static bool read_catalogue(struct arena *arena, const char *templates, struct catalogue *out, struct error *err)
{
    const char *path = file_join(arena, templates, "catalogue/labels.fr.xml");
    struct str source;
    struct node *root;
    if (!file_read(arena, path, &source, err) || !document_parse(arena, path, source, DOCUMENT_XML, &root, err))
        return false;
    *out = (struct catalogue){arena, root};
    return true;
}

/* The id itself when the catalogue has no label for it. */
static struct str label_of(const struct catalogue *catalogue, const char *prefix, const char *id)
{
    struct str wanted = str_format(catalogue->arena, "%s%s", prefix, id);
    for (const struct node *node = node_child(catalogue->root, "label"); node; node = node_sibling(node, "label")) {
        const struct str *found = node_attribute(node, "id");
        if (found && str_equal(*found, wanted))
            return node_text(catalogue->arena, node);
    }
    return str_from(id);
}

/* ---- kits in memory --- */

struct kit_file {
    struct str structure; /* name of its folder */
    struct buf text;      /* UTF-8, in the dialect */
    int64_t rows;
};

struct kits {
    struct arena arena;
    const struct kits_options *wanted;
    const struct input *input;
    struct catalogue catalogue;
    struct training_ids trainings;
    struct str *rule_labels, *remedies; /* by place in the table of rules; made when they are first needed */
    struct source_reading source;
    struct tolerant_record broken; /* the best reading of a record that has none */
    struct str *header;
    size_t header_count;
    struct kit_file *files; /* of the source file at hand */
    size_t file_count, file_capacity;
    struct str *structures; /* of all kits */
    size_t structure_count, structure_capacity;
    struct kits_summary summary;
};

static struct str slug_of(struct arena *arena, struct str id, struct str name)
{
    struct str slug = text_slug(arena, str_format(arena, "%.*s %.*s", STR_ARGS(id), STR_ARGS(name)));
    slug = str_slice(slug, 0, SLUG_BYTES);
    return slug.len > 0 ? slug : STR(UNKNOWN_NAME);
}

static struct str cell_of(const struct kits *kits, const struct record *record, int column)
{
    int field = kits->source.columns.fields[column];
    return field >= 0 && (size_t)field < record->field_count ? record->fields[field] : STR("");
}

static struct str slug_of_training(struct kits *kits, struct str id)
{
    bool is_repaired;
    uint32_t training = training_ids_find(&kits->trainings, &kits->arena, str_trim(id), &is_repaired);
    if (training == NAME_INDEX_NONE)
        return STR(UNKNOWN_NAME);
    const struct training_row *row = &kits->input->trainings[training];
    return slug_of(&kits->arena, row->structure_id, row->structure_name);
}

/* Whose row it is. */
static struct str structure_of(struct kits *kits, const struct record *record)
{
    switch (kits->source.table - tables) {
    case TABLE_TRAININGS:
        return slug_of(&kits->arena, cell_of(kits, record, TRAINING_STRUCTURE_ID),
                       cell_of(kits, record, TRAINING_STRUCTURE_NAME));
    case TABLE_ENROLMENTS:
        return slug_of_training(kits, cell_of(kits, record, ENROLMENT_TRAINING));
    case TABLE_LABELS:
        return slug_of_training(kits, cell_of(kits, record, LABEL_TRAINING));
    case TABLE_APPLICATIONS:
        return slug_of(&kits->arena, STR(""), cell_of(kits, record, APPLICATION_STRUCTURE_NAME));
    default:
        return STR(UNKNOWN_NAME);
    }
}

/* The two columns come first: a row with too many cells does not push them away. */
static void write_header(struct kits *kits, struct buf *out)
{
    const struct dialect *dialect = &kits->source.dialect;
    kits_text_cell(out, dialect, label_of(&kits->catalogue, "", "kit.colonne-ligne"), true);
    kits_text_cell(out, dialect, label_of(&kits->catalogue, "", "kit.colonne-anomalies"), false);
    for (size_t i = 0; i < kits->header_count; i++)
        kits_text_cell(out, dialect, kits->header[i], false);
    kits_text_end_line(out, dialect);
}

static struct kit_file *file_of(struct kits *kits, struct str structure)
{
    for (size_t i = 0; i < kits->file_count; i++)
        if (str_equal(kits->files[i].structure, structure))
            return &kits->files[i];
    if (kits->file_count == kits->file_capacity) {
        size_t capacity = kits->file_capacity ? kits->file_capacity * 2 : 64;
        kits->files = arena_grow(&kits->arena, kits->files, kits->file_count * sizeof *kits->files,
                                 capacity * sizeof *kits->files);
        kits->file_capacity = capacity;
    }
    struct kit_file *file = &kits->files[kits->file_count++];
    *file = (struct kit_file){.structure = str_copy(&kits->arena, structure)};
    buf_init(&file->text, NULL);
    write_header(kits, &file->text);
    return file;
}

/* ---- rows --- */

/* Those of a line, in the order of the report. */
struct line_findings {
    const struct finding *items;
    size_t count;
};

/* The label of a rule, kept in `labels`. */
static struct str rule_label(struct kits *kits, struct str **labels, const char *prefix, const struct rule *rule)
{
    size_t count, index;
    const struct rule *first = input_rules(&count);
    if (!*labels)
        *labels = arena_array(&kits->arena, struct str, count);
    index = (size_t)(rule - first);
    if ((*labels)[index].len == 0)
        (*labels)[index] = label_of(&kits->catalogue, prefix, rule->id);
    return (*labels)[index];
}

/* "date_entree : Date absente du calendrier (« 31/02/2017 »). Attendu : ... " */
static void explain_one(struct kits *kits, const struct finding *finding, const struct record *record, struct buf *text)
{
    size_t column = (size_t)finding->column;
    if (column > 0 && column <= kits->header_count)
        buf_format(text, "%.*s : ", STR_ARGS(kits->header[column - 1]));
    buf_add(text, rule_label(kits, &kits->rule_labels, "regle.", finding->rule));
    struct str cell =
        record->fields && column > 0 && column <= record->field_count ? record->fields[column - 1] : STR("");
    if (cell.len > 0 && cell.len <= QUOTED_BYTES)
        buf_format(text, " (« %.*s »)", STR_ARGS(cell));
    buf_text(text, ". ");
    buf_add(text, rule_label(kits, &kits->remedies, "remede.", finding->rule));
}

static struct str explain(struct kits *kits, const struct line_findings *found, const struct record *record)
{
    struct buf text;
    buf_init(&text, &kits->arena);
    for (size_t i = 0; i < found->count; i++) {
        if (found->items[i].rule->severity == SEVERITY_INFO)
            continue;
        buf_text(&text, text.len > 0 ? " / " : "");
        explain_one(kits, &found->items[i], record, &text);
    }
    return buf_str(&text);
}

/* The structure of a record that cannot be told apart into cells for good: the best reading names it, or nothing. */
static struct str structure_of_broken(struct kits *kits, struct str raw)
{
    struct tolerant_record *broken = &kits->broken;
    if (raw.len == 0 || tolerant_read(&kits->source.dialect, raw, true, kits->header_count, broken) != TOLERANT_RECORD)
        return STR(UNKNOWN_NAME);
    const struct record record = {.fields = broken->cells, .field_count = broken->count};
    return structure_of(kits, &record);
}

/* A record that cannot be told apart into cells stands whole, as its line is, in one. */
static void write_row(struct kits *kits, const struct record *record, struct str raw, struct str explanation)
{
    const struct dialect *dialect = &kits->source.dialect;
    struct kit_file *file = file_of(kits, record->fields ? structure_of(kits, record) : structure_of_broken(kits, raw));
    kits_text_cell(&file->text, dialect, str_format(&kits->arena, "%lld", (long long)record->line), true);
    kits_text_cell(&file->text, dialect, explanation, false);
    for (size_t i = 0; record->fields && i < record->field_count; i++)
        kits_text_cell(&file->text, dialect, record->fields[i], false);
    if (!record->fields)
        kits_text_cell(&file->text, dialect, raw, false);
    kits_text_end_line(&file->text, dialect);
    file->rows++;
}

/* The findings of a file are together and by line; `*at` moves on. */
static struct line_findings findings_at(const struct findings *findings, struct str file, int64_t line, size_t *at)
{
    while (*at < findings->count && str_equal(findings->items[*at].file, file) && findings->items[*at].line < line)
        ++*at;
    struct line_findings found = {&findings->items[*at], 0};
    while (*at < findings->count && str_equal(findings->items[*at].file, file) && findings->items[*at].line == line) {
        found.count++;
        ++*at;
    }
    return found;
}

static bool has_faults(const struct line_findings *found)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i].rule->severity != SEVERITY_INFO)
            return true;
    return false;
}

static size_t first_finding(const struct findings *findings, struct str file)
{
    size_t at = 0;
    while (at < findings->count && !str_equal(findings->items[at].file, file))
        at++;
    return at;
}

/* As the file has it, its long delimiters too. */
static struct str raw_of(struct kits *kits, struct str text)
{
    struct buf raw;
    if (!delimiter_is_long(&kits->source.dialect.written))
        return str_trim(text);
    buf_init(&raw, &kits->arena);
    delimiter_restore(&kits->source.dialect.written, str_trim(text), &raw);
    return buf_str(&raw);
}

static bool copy_rows(struct kits *kits, struct records *records, struct error *err)
{
    const struct findings *findings = &kits->input->findings;
    struct str file = kits->source.file->name, text = kits->source.text;
    size_t at = first_finding(findings, file);
    struct record record;
    for (;;) {
        size_t from = records_offset(records);
        source_reach(&kits->source, from, records);
        enum records_step step = records_next(records, &record, err);
        if (step == RECORDS_END || step == RECORDS_FAILED)
            return step == RECORDS_END;
        if (step != RECORDS_ROW)
            record.fields = NULL;
        struct line_findings found = findings_at(findings, file, record.line, &at);
        if (has_faults(&found))
            write_row(kits, &record, raw_of(kits, str_slice(text, from, records_offset(records))),
                      explain(kits, &found, &record));
    }
}

/* ---- files --- */

static bool note_structure(struct kits *kits, struct str structure, struct error *err)
{
    for (size_t i = 0; i < kits->structure_count; i++)
        if (str_equal(kits->structures[i], structure))
            return true;
    if (kits->structure_count == kits->structure_capacity) {
        size_t capacity = kits->structure_capacity ? kits->structure_capacity * 2 : 64;
        kits->structures = arena_grow(&kits->arena, kits->structures, kits->structure_count * sizeof *kits->structures,
                                      capacity * sizeof *kits->structures);
        kits->structure_capacity = capacity;
    }
    kits->structures[kits->structure_count++] = structure;
    kits->summary.kits++;
    return make_folder(file_join(&kits->arena, kits->wanted->folder, str_text(&kits->arena, structure)), err);
}

static bool write_kit_file(struct kits *kits, const struct kit_file *file, struct error *err)
{
    struct arena *arena = &kits->arena;
    struct buf bytes;
    buf_init(&bytes, NULL);
    bool done = note_structure(kits, file->structure, err) &&
                kits_text_encode(&bytes, buf_str(&file->text), &kits->source.dialect, err);
    const char *folder = file_join(arena, kits->wanted->folder, str_text(arena, file->structure));
    done = done && write_file(file_join(arena, folder, kits->source.name), buf_str(&bytes), err);
    kits->summary.files++;
    kits->summary.rows += file->rows;
    buf_clear(&bytes);
    return done;
}

static void copy_header(struct kits *kits, const struct record *header)
{
    kits->header_count = header->field_count;
    kits->header = arena_array(&kits->arena, struct str, header->field_count + 1);
    for (size_t i = 0; i < header->field_count; i++)
        kits->header[i] = str_copy(&kits->arena, header->fields[i]);
}

/* Lines above the header are passed over. */
static bool find_header(struct kits *kits, struct records *records, struct record *header, struct error *err)
{
    enum records_step step;
    do {
        source_reach(&kits->source, 0, records);
        step = records_next(records, header, err);
    } while (step != RECORDS_END && step != RECORDS_FAILED && header->line < kits->source.file->header_line);
    return step == RECORDS_ROW;
}

static bool write_files_of(struct kits *kits, struct error *err)
{
    struct records *records = records_open(kits->source.name, kits->source.text, &kits->source.dialect);
    struct record header;
    bool done = find_header(kits, records, &header, err);
    if (done)
        copy_header(kits, &header);
    kits->file_count = 0;
    done = done && copy_rows(kits, records, err);
    for (size_t i = 0; i < kits->file_count; i++) {
        done = done && write_kit_file(kits, &kits->files[i], err);
        buf_clear(&kits->files[i].text);
    }
    records_close(records);
    return done;
}

/* A file that has nothing to mend is not opened again. */
static bool has_row_findings(const struct findings *findings, struct str file)
{
    for (size_t i = 0; i < findings->count; i++)
        if (str_equal(findings->items[i].file, file) && findings->items[i].line > 0 &&
            findings->items[i].rule->severity != SEVERITY_INFO)
            return true;
    return false;
}

static bool write_source(struct kits *kits, enum table_kind table, const struct source_file *source, struct error *err)
{
    struct input_file file;
    struct findings ignored;
    if (!has_row_findings(&kits->input->findings, source->name))
        return true;
    findings_init(&ignored, &kits->arena);
    bool done = source_open(&kits->source, &kits->arena, &kits->input->programme, kits->wanted->input, table, source,
                            &ignored, &file, err) &&
                (kits->source.is_empty || write_files_of(kits, err));
    source_close(&kits->source);
    return done;
}

static bool write_tables(struct kits *kits, struct error *err)
{
    struct str *names;
    size_t name_count;
    bool done = file_names(&kits->arena, kits->wanted->input, &names, &name_count, err);
    for (int table = 0; done && table < TABLE_KINDS; table++) {
        struct source_file *files;
        size_t count;
        source_files(&kits->arena, &kits->input->programme, names, name_count, (enum table_kind)table, &files, &count);
        for (size_t i = 0; done && i < count; i++)
            done = write_source(kits, (enum table_kind)table, &files[i], err);
    }
    return done;
}

/* ---- explanations --- */

static bool write_readmes(struct kits *kits, struct error *err)
{
    static const char *const paragraphs[] = {"kit.titre", "kit.contenu", "kit.colonnes", "kit.renvoi", "kit.limite"};
    struct arena *arena = &kits->arena;
    struct buf text;
    bool done = true;
    buf_init(&text, arena);
    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++) {
        buf_text(&text, i ? "\n" : "");
        buf_add(&text, label_of(&kits->catalogue, "", paragraphs[i]));
        buf_byte(&text, '\n');
    }
    for (size_t i = 0; done && i < kits->structure_count; i++) {
        const char *folder = file_join(arena, kits->wanted->folder, str_text(arena, kits->structures[i]));
        done = write_file(file_join(arena, folder, README), buf_str(&text), err);
    }
    return done;
}

bool kits_write(const struct kits_options *wanted, const struct input *input, struct kits_summary *out_summary,
                struct error *err)
{
    struct kits kits = {.wanted = wanted, .input = input};
    arena_init_private(&kits.arena);
    training_ids_init(&kits.trainings);
    tolerant_init(&kits.broken);
    for (size_t i = 0; i < input->training_count; i++)
        training_ids_add(&kits.trainings, &kits.arena, input->trainings[i].id);
    bool done = kits_check_folder(wanted->folder, wanted->input, err) &&
                read_catalogue(&kits.arena, wanted->templates, &kits.catalogue, err) &&
                make_folder(wanted->folder, err) && write_tables(&kits, err) && write_readmes(&kits, err);
    *out_summary = kits.summary;
    training_ids_clear(&kits.trainings);
    tolerant_clear(&kits.broken);
    arena_clear(&kits.arena);
    return done;
}
