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
#include "gencarto/compile/ingest/rules.h"
#include "gencarto/compile/ingest/source.h"
#include "gencarto/compile/ingest/training_ids.h"
#include "gencarto/compile/ingest/vocabulary.h"
#include "gencarto/tabular/tolerant.h"
#include "kits_readme.h"
#include "kits_text.h"
#include "kits_words.h"
#include "place.h"

#define DEFAULT_OUTPUT "output"
#define UNKNOWN_NAME   "sans-structure"
#define README         "LISEZMOI.txt"
#define SLUG_BYTES     60
#define QUOTED_BYTES   60 /* of the cell that was found */
#define SOLE_PERCENT   90 /* of the rows of a file name its only structure: the others are its too */

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

/* ---- kits in memory --- */

struct kit_file {
    struct str structure; /* name of its folder */
    struct buf text;      /* UTF-8, in the dialect */
    int64_t rows;
};

struct kit {
    struct str structure; /* name of its folder */
    struct buf files;     /* what LISEZMOI.txt says of each */
    int64_t file_count, rows;
};

struct kits {
    struct arena arena;
    const struct kits_options *wanted;
    const struct input *input;
    struct kits_words words;
    struct training_ids trainings;
    struct source_reading source;
    struct tolerant_record broken; /* the best reading of a record that has none */
    struct str *header;
    size_t header_count;
    struct str sole;        /* the only structure of the source file at hand, "" when it has several or none */
    struct kit_file *files; /* of the source file at hand */
    size_t file_count, file_capacity;
    struct kit *kits;
    size_t kit_count, kit_capacity;
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

/* Either may be empty. */
struct owner {
    struct str id, name;
};

static struct owner owner_of_training(struct kits *kits, struct str id)
{
    bool is_repaired;
    struct arena_mark mark = arena_save(&kits->arena);
    uint32_t training = training_ids_find(&kits->trainings, &kits->arena, str_trim(id), &is_repaired);
    arena_restore(&kits->arena, mark);
    if (training == NAME_INDEX_NONE)
        return (struct owner){STR(""), STR("")};
    const struct training_row *row = &kits->input->trainings[training];
    return (struct owner){row->structure_id, row->structure_name};
}

/* Whose row it is; as long-lived as the record. */
static struct owner owner_of(struct kits *kits, const struct record *record)
{
    switch (kits->source.table - tables) {
    case TABLE_TRAININGS:
        return (struct owner){cell_of(kits, record, TRAINING_STRUCTURE_ID),
                              cell_of(kits, record, TRAINING_STRUCTURE_NAME)};
    case TABLE_ENROLMENTS:
        return owner_of_training(kits, cell_of(kits, record, ENROLMENT_TRAINING));
    case TABLE_LABELS:
        return owner_of_training(kits, cell_of(kits, record, LABEL_TRAINING));
    case TABLE_APPLICATIONS:
        return (struct owner){STR(""), cell_of(kits, record, APPLICATION_STRUCTURE_NAME)};
    default:
        return (struct owner){STR(""), STR("")};
    }
}

/* The folder for it. A row that names nobody goes to whom the whole file comes from. */
static struct str structure_of(struct kits *kits, const struct record *record)
{
    struct owner owner = owner_of(kits, record);
    bool names_nobody = owner.id.len == 0 && owner.name.len == 0;
    return names_nobody && kits->sole.len > 0 ? kits->sole : slug_of(&kits->arena, owner.id, owner.name);
}

/* The two columns come first: a row with too many cells does not push them away. */
static void write_header(struct kits *kits, struct buf *out)
{
    const struct dialect *dialect = &kits->source.dialect;
    kits_text_cell(out, dialect, kits_words_label(&kits->words, "kit.colonne-ligne"), true);
    kits_text_cell(out, dialect, kits_words_label(&kits->words, "kit.colonne-anomalies"), false);
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
    buf_init(&file->text, &kits->arena); /* which is wiped at its end */
    write_header(kits, &file->text);
    return file;
}

/* ---- rows --- */

/* Those of a line, in the order of the report. */
struct line_findings {
    const struct finding *items;
    size_t count;
};

/* "Valeurs admises : F, M, X." where the cell is none of them. */
static void write_values(struct kits *kits, const struct finding *finding, struct buf *text)
{
    const struct table *table = kits->source.table;
    const struct vocabulary_kind *kind = NULL;
    for (int i = 0; i < table->column_count; i++)
        if (kits->source.columns.fields[i] == finding->column - 1)
            kind = vocabulary_kind(str_from(table->columns[i].name));
    if (!kind || finding->rule != &rules[RULE_UNKNOWN_VALUE])
        return;
    struct vocabulary *vocabulary = arena_one(&kits->arena, struct vocabulary);
    vocabulary_init(vocabulary, &kits->arena, kind->column, &kits->input->programme);
    buf_format(text, " %.*s %.*s.", STR_ARGS(kits_words_label(&kits->words, "kit.valeurs")),
               STR_ARGS(vocabulary_list(&kits->arena, vocabulary)));
}

/* "date_entree : Date absente du calendrier (« 31/02/2017 »). Attendu : ... " */
static void explain_one(struct kits *kits, const struct finding *finding, const struct record *record, struct buf *text)
{
    size_t column = (size_t)finding->column;
    if (column > 0 && column <= kits->header_count)
        buf_format(text, "%.*s\u00A0: ", STR_ARGS(kits->header[column - 1]));
    buf_add(text, kits_words_rule(&kits->words, finding->rule));
    struct str cell =
        record->fields && column > 0 && column <= record->field_count ? record->fields[column - 1] : STR("");
    if (cell.len > 0 && cell.len <= QUOTED_BYTES)
        buf_format(text, " («\u00A0%.*s\u00A0»)", STR_ARGS(cell));
    buf_text(text, ". ");
    buf_add(text, kits_words_remedy(&kits->words, finding->rule));
    write_values(kits, finding, text);
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
        return kits->sole.len > 0 ? kits->sole : STR(UNKNOWN_NAME);
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

/* Its folder is made with it. NULL when that fails. */
static struct kit *kit_of(struct kits *kits, struct str structure, struct error *err)
{
    for (size_t i = 0; i < kits->kit_count; i++)
        if (str_equal(kits->kits[i].structure, structure))
            return &kits->kits[i];
    if (kits->kit_count == kits->kit_capacity) {
        size_t capacity = kits->kit_capacity ? kits->kit_capacity * 2 : 64;
        kits->kits =
            arena_grow(&kits->arena, kits->kits, kits->kit_count * sizeof *kits->kits, capacity * sizeof *kits->kits);
        kits->kit_capacity = capacity;
    }
    struct kit *kit = &kits->kits[kits->kit_count++];
    *kit = (struct kit){.structure = structure};
    buf_init(&kit->files, &kits->arena);
    const char *folder = file_join(&kits->arena, kits->wanted->folder, str_text(&kits->arena, structure));
    return make_folder(folder, err) ? kit : NULL;
}

static bool write_kit_file(struct kits *kits, const struct kit_file *file, struct error *err)
{
    struct arena *arena = &kits->arena;
    struct buf bytes;
    struct kit *kit = kit_of(kits, file->structure, err);
    buf_init(&bytes, arena);
    struct str text = kits_text_align(arena, buf_str(&file->text), &kits->source.dialect);
    bool done = kit && kits_text_encode(&bytes, text, &kits->source.dialect, err);
    const char *folder = file_join(arena, kits->wanted->folder, str_text(arena, file->structure));
    done = done && write_file(file_join(arena, folder, kits->source.name), buf_str(&bytes), err);
    if (!done)
        return false;
    kits_readme_add_file(&kit->files, &kits->words, kits->source.file, file->rows, &kits->input->findings);
    kit->file_count++;
    kit->rows += file->rows;
    return true;
}

/* Nothing is wrong but with the file as a whole. */
static bool write_kit_note(struct kits *kits, struct error *err)
{
    struct kit *kit = kit_of(kits, kits->sole, err);
    if (kit)
        kits_readme_add_file(&kit->files, &kits->words, kits->source.file, 0, &kits->input->findings);
    return kit != NULL;
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

/* Counts the rows, and those that name a structure as long as all of these name one, the owner. */
static bool count_owned(struct kits *kits, struct records *records, int64_t *out_rows, int64_t *out_owned,
                        struct owner *out_owner, struct error *err)
{
    struct record record;
    bool is_sole = true;
    *out_rows = *out_owned = 0;
    while (is_sole) {
        source_reach(&kits->source, records_offset(records), records);
        enum records_step step = records_next(records, &record, err);
        if (step == RECORDS_END || step == RECORDS_FAILED)
            return step == RECORDS_END;
        struct owner owner = step == RECORDS_ROW ? owner_of(kits, &record) : (struct owner){STR(""), STR("")};
        ++*out_rows;
        if (owner.id.len == 0 && owner.name.len == 0)
            continue;
        if (*out_owned == 0)
            *out_owner = (struct owner){str_copy(&kits->arena, owner.id), str_copy(&kits->arena, owner.name)};
        is_sole = str_equal(owner.id, out_owner->id) && str_equal(owner.name, out_owner->name);
        *out_owned += is_sole;
    }
    *out_owned = 0;
    return true;
}

static bool find_sole(struct kits *kits, struct error *err)
{
    struct records *records = records_open(kits->source.name, kits->source.text, &kits->source.dialect);
    struct record header;
    struct owner owner;
    int64_t rows, owned;
    bool done = find_header(kits, records, &header, err) && count_owned(kits, records, &rows, &owned, &owner, err);
    bool is_sole = done && owned > 0 && owned * 100 >= rows * SOLE_PERCENT;
    kits->sole = is_sole ? slug_of(&kits->arena, owner.id, owner.name) : STR("");
    records_close(records);
    return done;
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
    for (size_t i = 0; done && i < kits->file_count; i++)
        done = write_kit_file(kits, &kits->files[i], err);
    records_close(records);
    return done && (kits->file_count > 0 || kits->sole.len == 0 || write_kit_note(kits, err));
}

/* A file that has nothing to mend is not opened again. */
static bool has_faults_in(const struct findings *findings, struct str file)
{
    for (size_t i = 0; i < findings->count; i++)
        if (str_equal(findings->items[i].file, file) && findings->items[i].rule->severity != SEVERITY_INFO)
            return true;
    return false;
}

static bool write_source(struct kits *kits, enum table_kind table, const struct source_file *source, struct error *err)
{
    struct input_file file;
    struct findings ignored;
    if (!has_faults_in(&kits->input->findings, source->name))
        return true;
    findings_init(&ignored, &kits->arena);
    bool done = source_open(&kits->source, &kits->arena, &kits->input->programme, kits->wanted->input, table, source,
                            &ignored, &file, err) &&
                (kits->source.is_empty || (find_sole(kits, err) && write_files_of(kits, err)));
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

/* ---- LISEZMOI.txt --- */

static bool write_readmes(struct kits *kits, struct error *err)
{
    struct arena *arena = &kits->arena;
    bool done = true;
    for (size_t i = 0; done && i < kits->kit_count; i++) {
        struct buf text;
        buf_init(&text, arena);
        kits_readme_write(&text, &kits->words, buf_str(&kits->kits[i].files));
        const char *folder = file_join(arena, kits->wanted->folder, str_text(arena, kits->kits[i].structure));
        done = write_file(file_join(arena, folder, README), buf_str(&text), err);
    }
    return done;
}

/* Half of the kits would be taken for all: none stays. Only what was made here is looked at. */
static void discard(struct kits *kits)
{
    struct arena *arena = &kits->arena;
    struct error ignored = {0};
    for (size_t i = 0; i < kits->kit_count; i++) {
        const char *folder = file_join(arena, kits->wanted->folder, str_text(arena, kits->kits[i].structure));
        struct str *names;
        size_t count = 0;
        bool is_there = file_names(arena, folder, &names, &count, &ignored);
        for (size_t n = 0; is_there && n < count; n++)
            unlink(file_join(arena, folder, str_text(arena, names[n])));
        rmdir(folder);
    }
}

/* ---- what was made --- */

static int compare_parts(const void *left, const void *right)
{
    const struct kits_part *a = left, *b = right;
    if (a->rows != b->rows)
        return a->rows > b->rows ? -1 : 1;
    return str_compare(a->structure, b->structure);
}

static void sum_up(const struct kits *kits, struct arena *arena, struct kits_summary *out_summary)
{
    struct kits_summary summary = {.parts = arena_array(arena, struct kits_part, kits->kit_count + 1),
                                   .part_count = kits->kit_count};
    for (size_t i = 0; i < kits->kit_count; i++) {
        const struct kit *kit = &kits->kits[i];
        summary.parts[i] = (struct kits_part){str_copy(arena, kit->structure), kit->file_count, kit->rows};
        summary.files += kit->file_count;
        summary.rows += kit->rows;
    }
    if (kits->kit_count)
        qsort(summary.parts, summary.part_count, sizeof *summary.parts, compare_parts);
    *out_summary = summary;
}

bool kits_write(struct arena *arena, const struct kits_options *wanted, const struct input *input,
                struct kits_summary *out_summary, struct error *err)
{
    struct kits kits = {.wanted = wanted, .input = input};
    arena_init_private(&kits.arena);
    training_ids_init(&kits.trainings);
    tolerant_init(&kits.broken);
    for (size_t i = 0; i < input->training_count; i++)
        training_ids_add(&kits.trainings, &kits.arena, input->trainings[i].id);
    bool done = kits_check_folder(wanted->folder, wanted->input, err) &&
                kits_words_open(&kits.words, &kits.arena, wanted->templates, err) && make_folder(wanted->folder, err) &&
                write_tables(&kits, err) && write_readmes(&kits, err);
    if (done)
        sum_up(&kits, arena, out_summary);
    else
        discard(&kits);
    training_ids_clear(&kits.trainings);
    tolerant_clear(&kits.broken);
    arena_clear(&kits.arena);
    return done;
}
