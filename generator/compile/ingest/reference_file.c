#include "gencarto/compile/ingest/reference_file.h"

#include <stdint.h>

#include "gencarto/tabular/records.h"

struct reference_rows {
    const char *path;
    struct str text;
    const char *const *columns;
    int fields[REFERENCE_COLUMNS]; /* where each column stands in a record */
};

static bool find_columns(struct reference_rows *rows, const struct record *header, struct error *err)
{
    for (int c = 0; c < REFERENCE_COLUMNS && rows->columns[c]; c++) {
        rows->fields[c] = -1;
        for (size_t i = 0; i < header->field_count; i++) {
            if (str_equal(header->fields[i], str_from(rows->columns[c]))) {
                rows->fields[c] = (int)i;
            }
        }
        if (rows->fields[c] < 0) {
            return error_set(err, ERROR_INPUT, "%s:1: no column %s", rows->path, rows->columns[c]);
        }
    }
    return true;
}

/* One copy for the whole record, whose fields are one piece of memory; none when they are parts of the text, which
 * stays. */
static void keep_values(struct arena *arena, const struct reference_rows *rows, const struct record *record,
                        struct str values[REFERENCE_COLUMNS])
{
    const struct str *last = &record->fields[record->field_count - 1];
    const char *begin = record->fields[0].ptr;
    struct str text = rows->text, all = {begin, (size_t)(last->ptr + last->len - begin)};
    bool is_in_text = (uintptr_t)begin >= (uintptr_t)text.ptr && (uintptr_t)begin < (uintptr_t)(text.ptr + text.len);
    if (!is_in_text) {
        all = str_copy(arena, all);
    }
    for (int c = 0; c < REFERENCE_COLUMNS && rows->columns[c]; c++) {
        values[c] = STR("");
        if ((size_t)rows->fields[c] < record->field_count) {
            struct str field = record->fields[rows->fields[c]];
            values[c] = (struct str){all.ptr + (field.ptr - begin), field.len};
        }
    }
}

static bool read_records(struct arena *arena, struct reference_rows *rows, struct records *records,
                         reference_row_reader *read_row, void *context, struct error *err)
{
    struct record record;
    struct str values[REFERENCE_COLUMNS];
    enum records_step step = records_next(records, &record, err);
    if (step == RECORDS_END) {
        return error_set(err, ERROR_INPUT, "%s: the file is empty", rows->path);
    }
    if (step == RECORDS_ROW && !find_columns(rows, &record, err)) {
        return false;
    }
    while (step == RECORDS_ROW && (step = records_next(records, &record, err)) == RECORDS_ROW) {
        keep_values(arena, rows, &record, values);
        if (!read_row(context, values)) {
            return error_set(err, ERROR_INPUT, "%s:%lld: %.*s: an unknown territory, or a number that is none",
                             rows->path, (long long)record.line, STR_ARGS(values[0]));
        }
    }
    return step == RECORDS_END ||
           error_set(err, ERROR_INPUT, "%s:%lld: no CSV record", rows->path, (long long)record.line);
}

bool reference_file_read(struct arena *arena, const char *path, struct str text, const char *const *columns,
                         reference_row_reader *read_row, void *context, struct error *err)
{
    static const struct dialect dialect = {
        .encoding = ENCODING_UTF_8, .written = {","}, .delimiter = ',', .quote = '"'};
    struct reference_rows rows = {.path = path, .text = text, .columns = columns};
    struct records *records = records_open(path, text, &dialect);
    bool ok = read_records(arena, &rows, records, read_row, context, err);
    records_close(records);
    return ok;
}
