#include "kits.h"

#include <stdlib.h>

#include "gencarto/base/file.h"
#include "gencarto/base/text.h"
#include "gencarto/compile/ingest/name_index.h"
#include "gencarto/compile/ingest/rules.h"
#include "gencarto/compile/ingest/source.h"
#include "gencarto/compile/ingest/training_ids.h"
#include "gencarto/compile/ingest/vocabulary.h"
#include "gencarto/tabular/tolerant.h"
#include "kits_folder.h"
#include "kits_readme.h"
#include "kits_text.h"
#include "kits_words.h"

#define UNKNOWN_NAME  "sans-structure"
#define README        "LISEZMOI.txt"
#define SLUG_BYTES    60
#define QUOTED_BYTES  60                 /* of the cell that was found */
#define SOLE_PERCENT  90                 /* of the rows of a file name its only structure: the others are its too */
#define PENDING_BYTES (16 * 1024 * 1024) /* of rows that are not written yet */

/* ---- kits in memory --- */

struct kit {
    struct str structure; /* name of its folder */
    const char *folder;   /* made with its first file; NULL before */
    struct buf about;     /* what LISEZMOI.txt says of each file */
    int64_t files, rows;  /* written */
    struct buf pending;   /* rows of the source file at hand, UTF-8, in the dialect */
    int64_t source_rows;  /* of that file, pending or written */
    bool has_begun;       /* its file of that name is there */
};

struct kits {
    struct arena arena, row, pending; /* of the run; of the row at hand; of rows that are not written yet */
    const struct kits_options *wanted;
    const struct input *input;
    struct kits_words words;
    struct training_ids trainings;
    struct source_reading source;
    struct tolerant_record broken; /* the best reading of a record that has none */
    struct str *header;
    size_t header_count;
    struct str *values;           /* by column of the table: "Valeurs admises : F, M, X.", made when first needed */
    struct str sole;              /* the only structure of the source file at hand, "" when it has several or none */
    struct name_index structures; /* the numbers of the kits */
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
    uint32_t training = training_ids_find(&kits->trainings, &kits->row, str_trim(id), &is_repaired);
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
    return names_nobody && kits->sole.len > 0 ? kits->sole : slug_of(&kits->row, owner.id, owner.name);
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

static struct kit *kit_of(struct kits *kits, struct str structure)
{
    bool is_new;
    uint32_t number = name_index_add(&kits->structures, structure, &is_new);
    if (!is_new)
        return &kits->kits[number];
    if (kits->kit_count == kits->kit_capacity) {
        size_t capacity = kits->kit_capacity ? kits->kit_capacity * 2 : 64;
        kits->kits =
            arena_grow(&kits->arena, kits->kits, kits->kit_count * sizeof *kits->kits, capacity * sizeof *kits->kits);
        kits->kit_capacity = capacity;
    }
    struct kit *kit = &kits->kits[kits->kit_count++];
    *kit = (struct kit){.structure = str_copy(&kits->arena, structure)};
    buf_init(&kit->about, &kits->arena);
    buf_init(&kit->pending, &kits->pending);
    return kit;
}

/* ---- writing --- */

static bool begin_folder(struct kits *kits, struct kit *kit, struct error *err)
{
    if (kit->folder)
        return true;
    kit->folder = file_join(&kits->arena, kits->wanted->folder, str_text(&kits->arena, kit->structure));
    return kits_folder_make(kit->folder, err);
}

static bool write_pending(struct kits *kits, struct kit *kit, struct error *err)
{
    struct buf bytes;
    buf_init(&bytes, &kits->pending);
    if (!kit->has_begun)
        kits_text_sign(&bytes, &kits->source.dialect);
    struct str text = kits_text_align(&kits->pending, buf_str(&kit->pending), &kits->source.dialect);
    if (!begin_folder(kits, kit, err) || !kits_text_encode(&bytes, text, &kits->source.dialect, err))
        return false;
    const char *path = file_join(&kits->pending, kit->folder, kits->source.name);
    bool done = (kit->has_begun ? kits_folder_extend_file : kits_folder_begin_file)(path, buf_str(&bytes), err);
    kit->has_begun = true;
    return done;
}

/* What was put together so far, so that a file whose rows are all faulty is not in memory as a whole. */
static bool write_all_pending(struct kits *kits, struct error *err)
{
    bool done = true;
    for (size_t i = 0; i < kits->kit_count; i++)
        if (done && kits->kits[i].pending.len > 0)
            done = write_pending(kits, &kits->kits[i], err);
    for (size_t i = 0; i < kits->kit_count; i++)
        buf_init(&kits->kits[i].pending, &kits->pending);
    arena_clear(&kits->pending);
    return done;
}

/* ---- rows --- */

/* "Valeurs admises : F, M, X." */
static struct str list_values(struct kits *kits, const struct vocabulary_kind *kind)
{
    struct vocabulary *vocabulary = arena_one(&kits->arena, struct vocabulary);
    vocabulary_init(vocabulary, &kits->arena, kind->column, &kits->input->programme);
    return str_format(&kits->arena, "%.*s %.*s.", STR_ARGS(kits_words_label(&kits->words, "kit.valeurs")),
                      STR_ARGS(vocabulary_list(&kits->arena, vocabulary)));
}

/* Where the cell is none of a list, the list. */
static void write_values(struct kits *kits, const struct finding *finding, struct buf *text)
{
    const struct table *table = kits->source.table;
    for (int i = 0; finding->rule == &rules[RULE_UNKNOWN_VALUE] && i < table->column_count; i++) {
        const struct vocabulary_kind *kind = vocabulary_kind(str_from(table->columns[i].name));
        if (!kind || kits->source.columns.fields[i] != finding->column - 1)
            continue;
        if (kits->values[i].len == 0)
            kits->values[i] = list_values(kits, kind);
        buf_byte(text, ' ');
        buf_add(text, kits->values[i]);
    }
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

/* Of all that is wrong with the record; empty when nothing is. */
static struct str explain(struct kits *kits, struct finding_walk *walk, const struct record *record)
{
    struct buf text;
    struct finding finding;
    buf_init(&text, &kits->row);
    while (findings_walk_to(walk, record->line, &finding)) {
        if (finding.rule->severity == SEVERITY_INFO)
            continue;
        buf_text(&text, text.len > 0 ? " / " : "");
        explain_one(kits, &finding, record, &text);
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
    struct kit *kit = kit_of(kits, record->fields ? structure_of(kits, record) : structure_of_broken(kits, raw));
    struct buf *out = &kit->pending;
    if (kit->source_rows++ == 0)
        write_header(kits, out);
    kits_text_cell(out, dialect, str_format(&kits->row, "%lld", (long long)record->line), true);
    kits_text_cell(out, dialect, explanation, false);
    for (size_t i = 0; record->fields && i < record->field_count; i++)
        kits_text_cell(out, dialect, record->fields[i], false);
    if (!record->fields)
        kits_text_cell(out, dialect, raw, false);
    kits_text_end_line(out, dialect);
}

/* As the file has it, its long delimiters too. */
static struct str raw_of(struct kits *kits, struct str text)
{
    struct buf raw;
    if (!delimiter_is_long(&kits->source.dialect.written))
        return str_trim(text);
    buf_init(&raw, &kits->row);
    delimiter_restore(&kits->source.dialect.written, str_trim(text), &raw);
    return buf_str(&raw);
}

static bool copy_rows(struct kits *kits, struct records *records, struct error *err)
{
    struct finding_walk walk = findings_walk(&kits->input->findings, kits->source.file->name);
    struct arena_mark mark = arena_save(&kits->row);
    struct record record;
    for (;;) {
        size_t from = records_offset(records);
        source_reach(&kits->source, from, records);
        enum records_step step = records_next(records, &record, err);
        if (step == RECORDS_END || step == RECORDS_FAILED)
            return step == RECORDS_END && write_all_pending(kits, err);
        if (step != RECORDS_ROW)
            record.fields = NULL;
        struct str explanation = explain(kits, &walk, &record);
        if (explanation.len > 0)
            write_row(kits, &record, raw_of(kits, str_slice(kits->source.text, from, records_offset(records))),
                      explanation);
        arena_restore(&kits->row, mark);
        bool may_write = kits->source.dialect.fixed_width.count == 0; /* the longest cells are known at the end */
        if (may_write && kits->pending.total > PENDING_BYTES && !write_all_pending(kits, err))
            return false;
    }
}

/* ---- files --- */

static void tell_file(struct kits *kits, struct kit *kit)
{
    kits_readme_add_file(&kit->about, &kits->words, kits->source.file, kit->source_rows, &kits->input->findings);
    kit->files += kit->source_rows > 0;
    kit->rows += kit->source_rows;
}

/* Of the kits that have rows of it; where none has, of the only structure: something is wrong with the file as a whole.
 */
static bool tell_kits(struct kits *kits, struct error *err)
{
    bool has_rows = false;
    for (size_t i = 0; i < kits->kit_count; i++) {
        if (kits->kits[i].source_rows == 0)
            continue;
        tell_file(kits, &kits->kits[i]);
        has_rows = true;
    }
    if (has_rows || kits->sole.len == 0)
        return true;
    struct kit *kit = kit_of(kits, kits->sole);
    tell_file(kits, kit);
    return begin_folder(kits, kit, err);
}

static void begin_source(struct kits *kits)
{
    kits->values = arena_array(&kits->arena, struct str, (size_t)kits->source.table->column_count);
    for (size_t i = 0; i < kits->kit_count; i++) {
        kits->kits[i].source_rows = 0;
        kits->kits[i].has_begun = false;
    }
}

static void copy_header(struct kits *kits, const struct record *header)
{
    kits->header_count = header->field_count;
    kits->header = arena_array(&kits->arena, struct str, header->field_count + 1);
    for (size_t i = 0; i < header->field_count; i++)
        kits->header[i] = str_copy(&kits->arena, header->fields[i]);
}

/* Lines above the header are passed over. A quotation mark out of place in it is a finding, no more. */
static bool find_header(struct kits *kits, struct records *records, struct record *header, struct error *err)
{
    enum records_step step;
    do {
        source_reach(&kits->source, 0, records);
        step = records_next(records, header, err);
    } while (step != RECORDS_END && step != RECORDS_FAILED && header->line < kits->source.file->header_line);
    return step == RECORDS_ROW || step == RECORDS_MALFORMED;
}

/* Counts the rows, and those that name a structure as long as all of these name one, the owner. */
static bool count_owned(struct kits *kits, struct records *records, int64_t *out_rows, int64_t *out_owned,
                        struct owner *out_owner, struct error *err)
{
    struct record record;
    bool is_sole = true;
    struct arena_mark mark = arena_save(&kits->row);
    *out_rows = *out_owned = 0;
    while (is_sole) {
        arena_restore(&kits->row, mark);
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
    begin_source(kits);
    done = done && copy_rows(kits, records, err) && tell_kits(kits, err);
    records_close(records);
    return done;
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
        kits_readme_write(&text, &kits->words, buf_str(&kits->kits[i].about));
        done = kits_folder_begin_file(file_join(arena, kits->kits[i].folder, README), buf_str(&text), err);
    }
    return done;
}

/* Half of the kits would be taken for all: none stays. Only what was made here is looked at. */
static void discard(const struct kits *kits)
{
    for (size_t i = 0; i < kits->kit_count; i++)
        if (kits->kits[i].folder)
            kits_folder_discard(kits->kits[i].folder);
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
        summary.parts[i] = (struct kits_part){str_copy(arena, kit->structure), kit->files, kit->rows};
        summary.files += kit->files;
        summary.rows += kit->rows;
    }
    if (kits->kit_count)
        qsort(summary.parts, summary.part_count, sizeof *summary.parts, compare_parts);
    *out_summary = summary;
}

static void init(struct kits *kits)
{
    arena_init_private(&kits->arena);
    arena_init_private(&kits->row);
    arena_init_private(&kits->pending);
    name_index_init(&kits->structures);
    tolerant_init(&kits->broken);
    training_ids_init(&kits->trainings);
    for (size_t i = 0; i < kits->input->training_count; i++)
        training_ids_add(&kits->trainings, &kits->arena, kits->input->trainings[i].id);
}

static void clear(struct kits *kits)
{
    training_ids_clear(&kits->trainings);
    tolerant_clear(&kits->broken);
    name_index_clear(&kits->structures);
    arena_clear(&kits->pending);
    arena_clear(&kits->row);
    arena_clear(&kits->arena);
}

bool kits_write(struct arena *arena, const struct kits_options *wanted, const struct input *input,
                struct kits_summary *out_summary, struct error *err)
{
    struct kits kits = {.wanted = wanted, .input = input};
    init(&kits);
    bool done = kits_folder_check(wanted->folder, wanted->input, err) &&
                kits_words_open(&kits.words, &kits.arena, wanted->templates, err) &&
                kits_folder_make(wanted->folder, err) && write_tables(&kits, err) && write_readmes(&kits, err);
    if (done)
        sum_up(&kits, arena, out_summary);
    else
        discard(&kits);
    clear(&kits);
    return done;
}
