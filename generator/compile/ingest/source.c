#include "gencarto/compile/ingest/source.h"

#include "gencarto/base/file.h"
#include "gencarto/tabular/layout.h"

#define FIRST_ROWS     20 /* that tell whether the others are worth a look */
#define HEADER_RECORDS 40 /* the names of the columns stand among the first of them */

static void report_file(struct source_reading *reading, enum rule_name rule)
{
    findings_add(reading->findings, &rules[rule], reading->file->name, 0, 0, STR(""));
}

/* A large text that has to be decoded, or to get a stand-in for its delimiter, is never in memory as a whole. */
static bool detect_large(struct source_reading *reading, const struct encoding_scan *scan,
                         const struct dialect_wish *wish, struct error *err)
{
    struct str raw = reading->map.content, text = str_slice(raw, encoding_signature_len(scan), raw.len);
    if (!dialect_detect_in_parts(reading->name, raw, scan, wish, &reading->dialect, err)) {
        return false;
    }
    bool is_plain = encoding_is_plain(scan) && reading->dialect.encoding == ENCODING_UTF_8;
    if (is_plain && dialect_is_prepared(&reading->dialect)) {
        reading->text = text;
        return true;
    }
    if (!file_text_open(&reading->scratch, reading->name, text, &reading->dialect, &reading->large, err)) {
        return false;
    }
    reading->text = file_text_all(reading->large);
    reading->dialect.undecodable = file_text_undecodable(reading->large);
    source_need(reading, 0, 0);
    return true;
}

static bool detect(struct source_reading *reading, const struct source_file *file, struct error *err)
{
    const struct programme_source *source = file->source;
    struct dialect_wish wish = {
        .encoding = source->encoding, .delimiter = source->delimiter, .fixed_width = source->fixed_width};
    struct encoding_scan scan;
    if (file->scan) {
        scan = *file->scan;
    } else {
        encoding_scan_text(&scan, reading->map.content);
    }
    return reading->map.content.len >= FILE_TEXT_LARGE
               ? detect_large(reading, &scan, &wish, err)
               : dialect_detect_scanned(&reading->scratch, reading->name, reading->map.content, &scan, &wish,
                                        &reading->dialect, &reading->text, err);
}

void source_need(struct source_reading *reading, size_t from, size_t at)
{
    if (reading->large) {
        file_text_need(reading->large, from, at + FILE_TEXT_REACH);
    }
}

void source_reach(struct source_reading *reading, size_t from, struct records *records)
{
    if (reading->large) {
        records_extend(records, file_text_need(reading->large, from, records_offset(records) + FILE_TEXT_REACH));
    }
}

static bool open_text(struct source_reading *reading, const char *folder, const struct source_file *source,
                      struct error *err)
{
    if (source->scan) {
        reading->map = *source->map;
        *source->map = (struct file_map){0};
    } else if (!file_map(&reading->scratch, file_join(&reading->scratch, folder, reading->name), &reading->map, err)) {
        return false;
    }
    if (!detect(reading, source, err)) {
        return false;
    }
    reading->file->encoding = str_from(encoding_name(reading->dialect.encoding));
    reading->file->delimiter = reading->dialect.written;
    if (reading->dialect.fixed_width.count > 0) {
        struct fixed_width *columns = arena_one(reading->arena, struct fixed_width);
        *columns = reading->dialect.fixed_width;
        reading->file->fixed_width = columns;
    }
    reading->file->quote = reading->dialect.quote;
    reading->file->line_ends = str_from(line_ends_name(reading->dialect.line_ends));
    if (reading->dialect.is_mixed) {
        findings_add(reading->findings, &rules[RULE_MIXED_ENCODING], reading->file->name, reading->dialect.mixed_line,
                     reading->dialect.mixed_column, STR(""));
    }
    if (reading->dialect.undecodable > 0) {
        report_file(reading, RULE_UNDECODABLE);
    }
    reading->records = records_open(reading->name, reading->text, &reading->dialect);
    return true;
}

/* The next record that is no ruler; `*out_at`: where it is searched. */
static enum records_step next_record(struct source_reading *reading, struct record *out_record, size_t *out_at,
                                     struct error *err)
{
    enum records_step step;
    do {
        *out_at = records_offset(reading->records);
        source_reach(reading, 0, reading->records);
        step = records_next(reading->records, out_record, err);
    } while (step == RECORDS_ROW && outline_is_ruler(out_record->fields, out_record->field_count));
    return step;
}

static void note_header(struct source_reading *reading, const struct record *header, enum records_step step)
{
    reading->file->header_line = header->line;
    if (step == RECORDS_MALFORMED) {
        findings_add(reading->findings, &rules[RULE_HEADER_QUOTE], reading->file->name, header->line, 0, STR(""));
    }
}

/* The record names the columns of the table: all that are required are there. What is found about them counts then. */
static bool names_columns(struct source_reading *reading, const struct programme_source *source,
                          const struct record *record, enum records_step step)
{
    struct arena trial;
    struct findings found;
    struct error ignored = {0};
    arena_init_private(&trial);
    findings_init(&found, &trial);
    bool is_header = columns_match(&reading->scratch, reading->name, reading->table, record, source, &found,
                                   &reading->columns, &ignored);
    if (is_header) {
        note_header(reading, record, step);
        findings_append(reading->findings, &found, 0);
    }
    arena_clear(&trial);
    return is_header;
}

/* The number of the first record that names the columns, which is the last that was read; -1 when none does. */
static int64_t find_header(struct source_reading *reading, const struct programme_source *source)
{
    struct record record;
    struct error ignored = {0};
    for (int64_t i = 0; i < HEADER_RECORDS; i++) {
        enum records_step step = next_record(reading, &record, &reading->header_at, &ignored);
        reading->is_empty = i == 0 && step == RECORDS_END;
        if (step == RECORDS_END || step == RECORDS_FAILED) {
            return -1;
        }
        bool is_read = step == RECORDS_ROW || step == RECORDS_MALFORMED;
        if (is_read && names_columns(reading, source, &record, step)) {
            return i;
        }
    }
    return -1;
}

/* The record that the layout takes for the header is it, so that the message is about that one. */
static bool take_header(struct source_reading *reading, const struct programme_source *source, int64_t names,
                        struct error *err)
{
    struct record header;
    enum records_step step = RECORDS_ROW;
    records_close(reading->records);
    reading->records = records_open(reading->name, reading->text, &reading->dialect);
    for (int64_t i = 0; i <= names && step != RECORDS_END && step != RECORDS_FAILED; i++) {
        step = next_record(reading, &header, &reading->header_at, err);
    }
    if (step != RECORDS_ROW && step != RECORDS_MALFORMED) { /* FAILED has said why */
        return error_set(err, ERROR_INPUT, "%s:%lld: no name of a column can be read here; more than %d columns?",
                         reading->name, (long long)header.line, RECORD_FIELDS);
    }
    note_header(reading, &header, step);
    return columns_match(&reading->scratch, reading->name, reading->table, &header, source, reading->findings,
                         &reading->columns, err);
}

/* A cell of the record stands in the same column of the other: units and long names do not, values do. */
static bool shares_cell(const struct record *record, const struct record *other)
{
    size_t count = record->field_count < other->field_count ? record->field_count : other->field_count;
    for (size_t i = 0; i < count; i++) {
        struct str cell = field_trim(record->fields[i]);
        if (cell.len > 1 && str_equal(cell, field_trim(other->fields[i]))) {
            return true;
        }
    }
    return false;
}

/* The next record says what one of the rows below it says again: it is a row too, though all of it is words. */
static bool next_recurs(const struct source_reading *reading)
{
    struct record record, other;
    struct error ignored = {0};
    struct dialect dialect = reading->dialect;
    size_t at = records_offset(reading->records);
    bool recurs = false;
    dialect.has_separator_line = false;
    struct str rest = str_slice(reading->text, at, reading->text.len);
    struct records *first = records_open(reading->name, rest, &dialect);
    struct records *next = records_open(reading->name, rest, &dialect);
    if (records_next(first, &record, &ignored) == RECORDS_ROW && records_next(next, &other, &ignored) == RECORDS_ROW) {
        for (int i = 0; i < FIRST_ROWS && !recurs && records_next(next, &other, &ignored) == RECORDS_ROW; i++) {
            recurs = shares_cell(&record, &other);
        }
    }
    records_close(first);
    records_close(next);
    return recurs;
}

/* Rows of units or of long names below the names are no data. */
static bool skip_header_rows(struct source_reading *reading, const struct layout *layout, int64_t names,
                             struct error *err)
{
    struct record record;
    size_t at;
    reading->file->header_rows = 1;
    int64_t end = layout->preamble_records + layout->header_rows;
    for (int64_t i = names + 1; i < end && !next_recurs(reading); i++) {
        if (next_record(reading, &record, &at, err) == RECORDS_FAILED) {
            return false;
        }
        reading->file->header_rows++;
    }
    return true;
}

static bool read_header(struct source_reading *reading, const struct programme_source *source, struct error *err)
{
    struct layout layout;
    layout_find(&reading->dialect, str_slice(reading->text, 0, FILE_TEXT_REACH), -1, &layout);
    int64_t names = find_header(reading, source);
    if (reading->is_empty) {
        report_file(reading, RULE_EMPTY_FILE);
        return true;
    }
    if (names < 0) {
        names = layout.preamble_records;
        if (!take_header(reading, source, names, err)) {
            return false;
        }
    }
    reading->columns.usual_count = reading->dialect.columns;
    return skip_header_rows(reading, &layout, names, err);
}

/* What its columns hold, seen in its first rows: the text is read from its header once more. */
bool source_profile(struct source_reading *reading, const struct programme *programme,
                    const struct programme_source *source, struct error *err)
{
    struct dialect dialect = reading->dialect;
    dialect.has_separator_line = dialect.has_separator_line && reading->header_at == 0;
    struct str text = str_slice(reading->text, reading->header_at, reading->text.len);
    struct profile_context context = {
        .scratch = &reading->scratch,
        .file = reading->name,
        .header_line = reading->file->header_line,
        .table = reading->table,
        .source = source,
        .columns = &reading->columns,
        .large = reading->large,
        .likely_day = profile_likely_day(programme, reading->file->name, reading->file->received_day),
        .findings = reading->findings,
    };
    reading->is_unprofiled = false;
    return profile_read(text, &dialect, &context, &reading->profile, err);
}

/* So that a file whose form shows in its first rows is not read for nothing. */
static bool begins_silent(const struct source_reading *reading)
{
    struct record record;
    struct error ignored = {0};
    struct dialect dialect = reading->dialect;
    bool is_silent = true;
    size_t at = records_offset(reading->records);
    dialect.has_separator_line = false;
    struct records *records = records_open(reading->name, str_slice(reading->text, at, reading->text.len), &dialect);
    for (int i = 0; i < FIRST_ROWS && is_silent && records_next(records, &record, &ignored) == RECORDS_ROW; i++) {
        is_silent = profile_is_silent(&reading->typed, &record);
    }
    records_close(records);
    return is_silent;
}

static bool profile_columns(struct source_reading *reading, const struct programme *programme,
                            const struct source_file *source, struct error *err)
{
    profile_list_columns(reading->table, &reading->columns, &reading->typed);
    for (int i = 0; i < reading->table->column_count; i++) {
        reading->file->columns |= (uint64_t)(reading->columns.fields[i] >= 0) << i;
    }
    reading->is_unprofiled =
        source->profiled == PROFILED_AS_READ || (source->profiled == PROFILED_IF_SPOKEN && begins_silent(reading));
    return reading->is_unprofiled || source_profile(reading, programme, source->source, err);
}

bool source_open(struct source_reading *reading, struct arena *arena, const struct programme *programme,
                 const char *folder, enum table_kind table, const struct source_file *source, struct findings *findings,
                 struct input_file *file, struct error *err)
{
    *file = (struct input_file){.name = str_copy(arena, source->name),
                                .table = str_from(tables[table].name),
                                .received_day = source->source->received_day,
                                .known_day = source_known_day(source->source, source->name),
                                .personal = tables[table].personal,
                                .refuse_above_percent = source->source->refuse_above_percent};
    *reading = (struct source_reading){.arena = arena, .table = &tables[table], .findings = findings, .file = file};
    arena_init_private(&reading->scratch);
    reading->name = str_text(&reading->scratch, source->name);
    return open_text(reading, folder, source, err) && read_header(reading, source->source, err) &&
           (reading->is_empty || profile_columns(reading, programme, source, err));
}

void source_close(struct source_reading *reading)
{
    records_close(reading->records);
    reading->records = NULL;
    file_text_close(reading->large);
    file_unmap(&reading->map);
    arena_clear(&reading->scratch);
}

void source_end(struct source_reading *reading)
{
    if (!reading->is_empty && reading->file->rows_read == 0) {
        report_file(reading, RULE_HEADER_ONLY);
    }
}

/* ---- rows ----------------------------------------------------------------------------------------------------- */

bool source_is_blank(const struct record *record)
{
    for (size_t i = 0; i < record->field_count; i++) {
        if (record->fields[i].len > 0) {
            return outline_is_ruler(record->fields, record->field_count);
        }
    }
    return true;
}

/* Fields beyond the header are nothing when they are empty and most rows have them. */
static bool has_right_length(const struct record *record, const struct columns *columns)
{
    bool is_usual = record->field_count == columns->field_count || record->field_count == columns->usual_count;
    if (record->field_count < columns->field_count || !is_usual) {
        return false;
    }
    for (size_t i = columns->field_count; i < record->field_count; i++) {
        if (record->fields[i].len > 0) {
            return false;
        }
    }
    return true;
}

bool source_check_record(struct row *row, enum records_step step)
{
    if (step == RECORDS_ROW && row_is_total(row)) {
        row_report_text(row, RULE_TOTAL_ROW, -1, STR(""));
    } else if (step == RECORDS_ROW && row_repeats_header(row)) {
        row_report_text(row, RULE_HEADER_REPEATED, -1, STR(""));
    } else if (step == RECORDS_MALFORMED) {
        row_report_text(row, RULE_MALFORMED_RECORD, -1, STR(""));
    } else if (step == RECORDS_TOO_LARGE) {
        row_report_text(row, RULE_FIELD_TOO_LARGE, -1, STR(""));
    } else if (!has_right_length(row->record, row->columns)) {
        row_report_text(
            row, RULE_FIELD_COUNT, -1,
            str_format(row->scratch, "found %zu, expected %zu", row->record->field_count, row->columns->field_count));
    }
    return !row->is_set_aside;
}

/* Rows do not tell of e-mail addresses, nor of what is not in memory. */
static bool must_be_profiled(const struct source_reading *reading)
{
    return reading->is_unprofiled && (reading->large || str_index(reading->text, '@', 0) < reading->text.len);
}

/* The profile is put off until a row speaks: what is silent is read alike whatever it says. */
static bool settle_profile(struct source_reading *reading, const struct programme *programme,
                           const struct programme_source *source, const struct record *record, struct error *err)
{
    return !reading->is_unprofiled || profile_is_silent(&reading->typed, record) ||
           source_profile(reading, programme, source, err);
}

static bool read_rows(struct source_reading *reading, const struct programme *programme,
                      const struct programme_source *source, source_row_reader *read_row, void *context,
                      struct error *err)
{
    struct record record;
    struct arena_mark mark = arena_save(&reading->scratch);
    for (;;) {
        source_reach(reading, records_offset(reading->records), reading->records);
        enum records_step step = records_next(reading->records, &record, err);
        if (step == RECORDS_END || step == RECORDS_FAILED) {
            return step == RECORDS_END;
        }
        if (step == RECORDS_ROW && source_is_blank(&record)) {
            continue;
        }
        if (step == RECORDS_ROW && !settle_profile(reading, programme, source, &record, err)) {
            return false;
        }
        struct row row = {.arena = reading->arena,
                          .scratch = &reading->scratch,
                          .findings = reading->findings,
                          .table = reading->table,
                          .file = reading->file->name,
                          .columns = &reading->columns,
                          .profile = &reading->profile,
                          .record = &record};
        reading->file->rows_read++;
        if (source_check_record(&row, step)) {
            read_row(&row, context);
        }
        reading->file->rows_set_aside += row.is_set_aside;
        reading->file->rows_loaded += !row.is_set_aside;
        arena_restore(&reading->scratch, mark);
    }
}

bool source_read(struct arena *arena, const struct programme *programme, const char *folder, enum table_kind table,
                 const struct source_file *source, struct findings *findings, struct input_file *file,
                 source_row_reader *read_row, void *context, struct error *err)
{
    struct source_reading reading;
    struct source_file as_read = *source;
    as_read.profiled = PROFILED_AS_READ;
    bool ok = source_open(&reading, arena, programme, folder, table, &as_read, findings, file, err) &&
              (!must_be_profiled(&reading) || source_profile(&reading, programme, source->source, err)) &&
              (reading.is_empty || read_rows(&reading, programme, source->source, read_row, context, err));
    if (ok) {
        source_end(&reading);
    }
    source_close(&reading);
    return ok;
}
