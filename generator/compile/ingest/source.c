#include "gencarto/compile/ingest/source.h"

#include <stdlib.h>

#include "gencarto/base/file.h"
#include "gencarto/base/text.h"
#include "gencarto/tabular/layout.h"

#define FIRST_ROWS     20 /* that tell whether the others are worth a look */
#define HEADER_RECORDS 40 /* the names of the columns stand among the first of them */

/* ---- which files ---------------------------------------------------------------------------------------------- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The last '*' passed takes one character more each time the rest does not fit: linear in practice, never more than
 * the product of the lengths. */
bool source_matches(struct str pattern, struct str name)
{
    size_t p = 0, n = 0, star = pattern.len, star_name = 0;
    while (n < name.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') {
            star = p++;
            star_name = n;
        } else if (p < pattern.len && lower(pattern.ptr[p]) == lower(name.ptr[n])) {
            p++;
            n++;
        } else if (star < pattern.len) {
            p = star + 1;
            n = ++star_name;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*') {
        p++;
    }
    return p == pattern.len;
}

/* A table that programme.xml says nothing about. */
static const struct programme_source default_sources[TABLE_KINDS] = {
    [TABLE_TRAININGS] =
        {STR_INIT("formations"), STR_INIT("formations*.csv"), DATE_NONE, 2.0, {NULL, 0}, {{0}}, NULL, 0, NULL, 0, 0},
    [TABLE_ENROLMENTS] = {STR_INIT("inscriptions"),
                          STR_INIT("inscriptions*.csv"),
                          DATE_NONE,
                          2.0,
                          {NULL, 0},
                          {{0}},
                          NULL,
                          0,
                          NULL,
                          0,
                          0},
    [TABLE_LABELS] =
        {STR_INIT("labels"), STR_INIT("labels*.csv"), DATE_NONE, 2.0, {NULL, 0}, {{0}}, NULL, 0, NULL, 0, 0},
    [TABLE_APPLICATIONS] = {STR_INIT("candidatures"),
                            STR_INIT("candidatures*.csv"),
                            DATE_NONE,
                            2.0,
                            {NULL, 0},
                            {{0}},
                            NULL,
                            0,
                            NULL,
                            0,
                            0},
    [TABLE_REFERENCES] =
        {STR_INIT("references"), STR_INIT("references*.csv"), DATE_NONE, 2.0, {NULL, 0}, {{0}}, NULL, 0, NULL, 0, 0},
};

static bool has_source(const struct programme *programme, enum table_kind table)
{
    for (size_t i = 0; i < programme->source_count; i++) {
        if (str_equal(programme->sources[i].table, str_from(tables[table].name))) {
            return true;
        }
    }
    return false;
}

/* The source that a file belongs to, or NULL. */
static const struct programme_source *source_of(const struct programme *programme, struct str name)
{
    for (size_t i = 0; i < programme->source_count; i++) {
        if (source_matches(programme->sources[i].pattern, name)) {
            return &programme->sources[i];
        }
    }
    for (int t = 0; t < TABLE_KINDS; t++) {
        if (source_matches(default_sources[t].pattern, name) && !has_source(programme, (enum table_kind)t)) {
            return &default_sources[t];
        }
    }
    return NULL;
}

static int compare_reception(const void *a, const void *b)
{
    const struct source_file *first = a, *second = b;
    int32_t x = first->source->received_day, y = second->source->received_day; /* DATE_NONE is the least */
    return x != y ? (x < y ? -1 : 1) : str_compare(first->name, second->name);
}

void source_files(struct arena *arena, const struct programme *programme, const struct str *names, size_t name_count,
                  enum table_kind table, struct source_file **out_files, size_t *out_count)
{
    struct source_file *files = arena_array(arena, struct source_file, name_count);
    size_t count = 0;
    for (size_t i = 0; i < name_count; i++) {
        const struct programme_source *source = source_of(programme, names[i]);
        if (source && str_equal(source->table, str_from(tables[table].name))) {
            files[count++] = (struct source_file){.name = names[i], .source = source};
        }
    }
    qsort(files, count, sizeof(files[0]), compare_reception);
    *out_files = files;
    *out_count = count;
}

static bool is_named_like_table(struct arena *scratch, struct str name)
{
    for (int t = 0; t < TABLE_KINDS; t++) {
        if (source_matches(str_format(scratch, "%s*", tables[t].name), name)) {
            return true;
        }
    }
    return false;
}

void source_report_others(struct arena *scratch, const struct programme *programme, const struct str *names,
                          size_t name_count, struct findings *findings)
{
    for (size_t i = 0; i < name_count; i++) {
        if (source_of(programme, names[i])) {
            continue;
        }
        bool is_csv = source_matches(STR("*.csv"), names[i]), is_table = is_named_like_table(scratch, names[i]);
        if (is_csv) {
            findings_add(findings, &rules[is_table ? RULE_TABLE_UNREAD : RULE_UNUSED_FILE], names[i], 0, 0, STR(""));
        } else if (is_table && !source_matches(STR("*.md"), names[i])) {
            findings_add(findings, &rules[RULE_NOT_CSV], names[i], 0, 0, STR(""));
        }
    }
}

static bool has_file(const struct programme *programme, const struct programme_source *source, const struct str *names,
                     size_t name_count)
{
    for (size_t i = 0; i < name_count; i++) {
        if (source_of(programme, names[i]) == source) {
            return true;
        }
    }
    return false;
}

/* Of what was not received yet on that day nothing is missing. */
static bool is_due(const struct programme_source *source, int32_t day)
{
    int32_t known = source_known_day(source, source->pattern);
    return day == INT32_MAX || (known != DATE_NONE && known <= day);
}

void source_report_absent(struct arena *scratch, const struct programme *programme, const struct str *names,
                          size_t name_count, int32_t day, struct findings *findings)
{
    for (size_t i = 0; i < programme->source_count; i++) {
        const struct programme_source *source = &programme->sources[i];
        if (is_due(source, day) && !has_file(programme, source, names, name_count)) {
            findings_add(findings, &rules[RULE_SOURCE_ABSENT], STR("programme.xml"), source->line, 0,
                         str_format(scratch, "fichiers=\"%.*s\"", STR_ARGS(source->pattern)));
        }
    }
}

static bool digit_at(struct str s, size_t at)
{
    return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

/* Where it stands goes to `from` and `to`; both are the name's end when there is none. */
static struct period find_quarter(struct str name, size_t *out_from, size_t *out_to)
{
    *out_from = *out_to = name.len;
    for (size_t i = 0; i + 6 <= name.len; i++) {
        bool year = digit_at(name, i) && digit_at(name, i + 1) && digit_at(name, i + 2) && digit_at(name, i + 3) &&
                    (i == 0 || !digit_at(name, i - 1));
        size_t mark = i + 4;
        if (year && (name.ptr[mark] == '-' || name.ptr[mark] == '_' || name.ptr[mark] == ' ')) {
            mark++;
        }
        if (!year || mark + 1 >= name.len || lower(name.ptr[mark]) != 't' || digit_at(name, mark + 2)) {
            continue;
        }
        char code[7] = {name.ptr[i], name.ptr[i + 1], name.ptr[i + 2], name.ptr[i + 3], '-', 'T', name.ptr[mark + 1]};
        struct period period;
        if (period_parse((struct str){code, sizeof(code)}, &period)) {
            *out_from = i;
            *out_to = mark + 2;
            return period;
        }
    }
    return (struct period){0};
}

struct period source_quarter(struct str name)
{
    size_t from, to;
    return find_quarter(name, &from, &to);
}

struct str source_series(struct arena *arena, struct str name)
{
    struct buf series;
    size_t from, to;
    bool has_quarter = find_quarter(name, &from, &to).index > 0;
    buf_init(&series, arena);
    for (size_t i = 0; i < name.len; i++) {
        if (has_quarter ? i < from || i >= to : !digit_at(name, i)) {
            buf_byte(&series, name.ptr[i]);
        }
    }
    return buf_str(&series);
}

int32_t source_known_day(const struct programme_source *source, struct str name)
{
    struct period quarter = source_quarter(name);
    if (source->received_day != DATE_NONE) {
        return source->received_day;
    }
    return quarter.index == 0 ? DATE_NONE : period_last_day(quarter);
}

static bool is_of_trainings(const struct programme_source *source)
{
    return source != NULL && str_equal(source->table, str_from(tables[TABLE_TRAININGS].name));
}

size_t source_keep_known(const struct programme *programme, struct str *names, size_t name_count, int32_t day)
{
    size_t kept = 0;
    bool has_register = false;
    for (size_t i = 0; i < name_count; i++) {
        const struct programme_source *source = source_of(programme, names[i]);
        has_register = has_register || (is_of_trainings(source) && source_known_day(source, names[i]) <= day);
    }
    for (size_t i = 0; i < name_count; i++) {
        const struct programme_source *source = source_of(programme, names[i]);
        bool stands_in = is_of_trainings(source) && !has_register;
        if (source == NULL || stands_in || source_known_day(source, names[i]) <= day) {
            names[kept++] = names[i];
        }
    }
    return kept;
}

/* ---- one file ------------------------------------------------------------------------------------------------- */

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
    if (is_plain && !delimiter_is_long(&reading->dialect.written)) {
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
    struct dialect_wish wish = {.encoding = source->encoding, .delimiter = source->delimiter};
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

/* The record names the columns of the table: all that are required are there. */
static bool names_columns(struct source_reading *reading, const struct programme_source *source,
                          const struct record *record)
{
    struct arena trial;
    struct findings ignored;
    struct columns columns;
    struct error err = {0};
    arena_init_private(&trial);
    findings_init(&ignored, &trial);
    bool found = columns_match(&trial, reading->name, reading->table, record, source, &ignored, &columns, &err);
    arena_clear(&trial);
    return found;
}

static void reopen_records(struct source_reading *reading)
{
    records_close(reading->records);
    reading->records = records_open(reading->name, reading->text, &reading->dialect);
}

/* The number of the record that names the columns: the first that does, else the one that the layout takes for the
 * header, so that the message is about that one. `*out_is_empty` when there is no record. */
static int64_t find_header(struct source_reading *reading, const struct programme_source *source,
                           const struct layout *layout, bool *out_is_empty)
{
    struct record record;
    struct error ignored = {0};
    int64_t found = layout->preamble_records;
    for (int64_t i = 0; i < HEADER_RECORDS; i++) {
        source_reach(reading, 0, reading->records);
        enum records_step step = records_next(reading->records, &record, &ignored);
        *out_is_empty = i == 0 && step == RECORDS_END;
        if (step == RECORDS_END || step == RECORDS_FAILED) {
            break;
        }
        bool is_read = step == RECORDS_ROW || step == RECORDS_MALFORMED;
        if (is_read && names_columns(reading, source, &record)) {
            found = i;
            break;
        }
    }
    reopen_records(reading);
    return found;
}

/* Rows of units or of long names below the names are no data. */
static bool skip_header_rows(struct source_reading *reading, const struct layout *layout, int64_t names,
                             struct error *err)
{
    struct record record;
    reading->file->header_rows = 1;
    for (int64_t i = names + 1; i < layout->preamble_records + layout->header_rows; i++) {
        source_reach(reading, 0, reading->records);
        if (records_next(reading->records, &record, err) == RECORDS_FAILED) {
            return false;
        }
        reading->file->header_rows++;
    }
    return true;
}

static bool read_header(struct source_reading *reading, const struct programme_source *source, struct error *err)
{
    struct layout layout;
    struct record header;
    enum records_step step = RECORDS_ROW;
    layout_find(&reading->dialect, str_slice(reading->text, 0, FILE_TEXT_REACH), -1, &layout);
    int64_t names = find_header(reading, source, &layout, &reading->is_empty);
    if (reading->is_empty) {
        report_file(reading, RULE_EMPTY_FILE);
        return true;
    }
    for (int64_t i = 0; i <= names && step != RECORDS_END && step != RECORDS_FAILED; i++) {
        reading->header_at = records_offset(reading->records);
        source_reach(reading, 0, reading->records);
        step = records_next(reading->records, &header, err);
    }
    if (step != RECORDS_ROW && step != RECORDS_MALFORMED) { /* FAILED has said why */
        return error_set(err, ERROR_INPUT, "%s:%lld: no name of a column can be read here; more than %d columns?",
                         reading->name, (long long)header.line, RECORD_FIELDS);
    }
    if (step == RECORDS_MALFORMED) {
        findings_add(reading->findings, &rules[RULE_HEADER_QUOTE], reading->file->name, header.line, 0, STR(""));
    }
    reading->file->header_line = header.line;
    if (!columns_match(&reading->scratch, reading->name, reading->table, &header, source, reading->findings,
                       &reading->columns, err)) {
        return false;
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
    reading->is_unprofiled = source->is_profiled_later && begins_silent(reading);
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
            return false;
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
        row_report_text(row, RULE_FIELD_COUNT, -1,
                        str_format(row->scratch, "found %zu fields; expected %zu", row->record->field_count,
                                   row->columns->field_count));
    }
    return !row->is_set_aside;
}

static bool read_rows(struct source_reading *reading, source_row_reader *read_row, void *context, struct error *err)
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
    bool ok = source_open(&reading, arena, programme, folder, table, source, findings, file, err) &&
              (reading.is_empty || read_rows(&reading, read_row, context, err));
    if (ok) {
        source_end(&reading);
    }
    source_close(&reading);
    return ok;
}
