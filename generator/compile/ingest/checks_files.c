/* Files of one table against each other: columns, volume, quarters. Applications against each other and the waves. */
#include <stdlib.h>

#include "gencarto/base/text.h"
#include "gencarto/compile/ingest/checks.h"
#include "gencarto/compile/ingest/name_index.h"
#include "gencarto/compile/ingest/source.h"

#define VOLUME_FACTOR     4
#define VOLUME_ROWS_LEAST 200 /* of the larger file: small ones vary by chance */

static void report_file(struct input *input, enum rule_name rule, const struct input_file *file, struct str detail)
{
    findings_add(&input->findings, &rules[rule], file->name, 0, 0, detail);
}

/* ---- columns -------------------------------------------------------------------------------------------------- */

/* The columns that most files of the table have; of the earliest among equals. */
static uint64_t usual_columns(const struct input *input, struct str table)
{
    uint64_t usual = 0;
    size_t most = 0;
    for (size_t i = 0; i < input->file_count; i++) {
        size_t same = 0;
        for (size_t j = 0; j < input->file_count; j++) {
            same += str_equal(input->files[j].table, table) && input->files[j].columns == input->files[i].columns &&
                    input->files[j].columns != 0;
        }
        if (str_equal(input->files[i].table, table) && same > most) {
            most = same;
            usual = input->files[i].columns;
        }
    }
    return usual;
}

static void write_columns(struct buf *out, const char *before, const struct table *table, uint64_t columns)
{
    for (int i = 0; i < table->column_count; i++) {
        if (columns >> i & 1) {
            buf_format(out, "%s%s", before, table->columns[i].name);
            before = ", ";
        }
    }
}

static void check_columns(struct arena *scratch, struct input *input)
{
    for (size_t i = 0; i < input->file_count; i++) {
        const struct input_file *file = &input->files[i];
        uint64_t usual = usual_columns(input, file->table);
        const struct table *table = &tables[table_find(file->table)];
        struct buf detail;
        if (file->columns == 0 || file->columns == usual) {
            continue;
        }
        buf_init(&detail, scratch);
        write_columns(&detail, "without ", table, usual & ~file->columns);
        write_columns(&detail, detail.len > 0 ? "; more: " : "more: ", table, file->columns & ~usual);
        report_file(input, RULE_HEADER_DRIFT, file, buf_str(&detail));
    }
}

/* ---- volume and quarters -------------------------------------------------------------------------------------- */

/* The last export that the same supplier sent before, as far as names and days tell. */
static const struct input_file *file_before(struct arena *scratch, const struct input *input, size_t index)
{
    const struct input_file *file = &input->files[index];
    struct str series = source_series(scratch, file->name);
    for (size_t i = index; i > 0; i--) {
        const struct input_file *before = &input->files[i - 1];
        if (before->known_day != DATE_NONE && before->known_day < file->known_day &&
            str_equal(before->table, file->table) && str_equal(source_series(scratch, before->name), series)) {
            return before;
        }
    }
    return NULL;
}

static void check_volume(struct arena *scratch, struct input *input, size_t index)
{
    const struct input_file *file = &input->files[index], *before = file_before(scratch, input, index);
    if (!before || before->rows_read == 0 || file->rows_read == 0) {
        return; /* an empty file is told by itself */
    }
    int64_t more = file->rows_read > before->rows_read ? file->rows_read : before->rows_read;
    int64_t less = file->rows_read > before->rows_read ? before->rows_read : file->rows_read;
    if (more >= VOLUME_ROWS_LEAST && more >= VOLUME_FACTOR * less) {
        report_file(input, RULE_VOLUME, file,
                    file->personal ? str_format(scratch, "%s rows than %.*s",
                                                file->rows_read == more ? "more" : "fewer", STR_ARGS(before->name))
                                   : str_format(scratch, "%lld rows, %lld in %.*s", (long long)file->rows_read,
                                                (long long)before->rows_read, STR_ARGS(before->name)));
    }
}

/* Only when every file of enrolments is named after its quarter. */
static void check_quarters(struct arena *scratch, struct input *input)
{
    struct str table = str_from(tables[TABLE_ENROLMENTS].name);
    int last = 0;
    for (size_t i = 0; i < input->file_count; i++) {
        if (str_equal(input->files[i].table, table) && source_quarter(input->files[i].name).index == 0) {
            return;
        }
    }
    for (size_t i = 0; i < input->file_count; i++) {
        int quarter = source_quarter(input->files[i].name).index;
        if (!str_equal(input->files[i].table, table)) {
            continue;
        }
        if (last > 0 && quarter > last + 1) {
            struct buf detail;
            buf_init(&detail, scratch);
            buf_text(&detail, "before it: ");
            period_write(&detail, (struct period){last + 1});
            report_file(input, RULE_QUARTER_MISSING, &input->files[i], buf_str(&detail));
        }
        last = quarter > last ? quarter : last;
    }
}

void checks_files(struct arena *scratch, struct input *input)
{
    check_columns(scratch, input);
    for (size_t i = 0; i < input->file_count; i++) {
        check_volume(scratch, input, i);
    }
    check_quarters(scratch, input);
}

/* ---- applications --------------------------------------------------------------------------------------------- */

static void write_application(struct arena *scratch, const struct application_row *row, struct buf *key)
{
    struct str name = text_fold(scratch, row->structure_name);
    if (name.len == 0 || row->scores == 0) {
        return;
    }
    const struct str parts[] = {
        name, row->wave, row->department_code, {(const char *)&row->scores, sizeof(row->scores)}};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        buf_add(key, parts[i]);
        buf_byte(key, '\n');
    }
}

static void report_application(struct arena *scratch, struct input *input, const struct application_row *row,
                               const struct application_row *former)
{
    findings_add(
        &input->findings, &rules[RULE_APPLICATION_TWICE], input->files[row->file].name, row->line, 0,
        str_format(scratch, "as %.*s:%lld", STR_ARGS(input->files[former->file].name), (long long)former->line));
}

/* A structure applies once for each training: only the same scores say that two rows are one application. */
static void check_twice(struct arena *scratch, struct input *input)
{
    const struct application_row **lasts =
        arena_array(scratch, const struct application_row *, input->application_count);
    struct name_index keys;
    struct buf key;
    name_index_init(&keys);
    buf_init(&key, NULL);
    for (size_t i = 0; i < input->application_count; i++) {
        struct arena_mark mark = arena_save(scratch);
        bool is_new = true;
        buf_reset(&key);
        write_application(scratch, &input->applications[i], &key);
        if (key.len > 0) {
            const struct application_row **last = &lasts[name_index_add(&keys, buf_str(&key), &is_new)];
            if (!is_new) {
                report_application(scratch, input, &input->applications[i], *last);
            }
            *last = &input->applications[i];
        }
        arena_restore(scratch, mark);
    }
    buf_clear(&key);
    name_index_clear(&keys);
}

static void check_wave(struct arena *scratch, struct input *input, const struct programme_wave *wave)
{
    int64_t applications = 0, retained = 0;
    const struct application_row *last = NULL;
    for (size_t i = 0; i < input->application_count; i++) {
        if (str_equal(input->applications[i].wave, wave->code)) {
            last = &input->applications[i];
            applications++;
            retained += last->retained;
        }
    }
    bool differs = (wave->applications >= 0 && wave->applications != applications) ||
                   (wave->retained >= 0 && wave->retained != retained);
    if (last && differs) {
        report_file(input, RULE_WAVE_TOTALS, &input->files[last->file],
                    str_format(scratch, "wave %.*s: %lld applications, %lld retained; programme.xml says %lld and %lld",
                               STR_ARGS(wave->code), (long long)applications, (long long)retained,
                               (long long)wave->applications, (long long)wave->retained));
    }
}

void checks_applications(struct arena *scratch, struct input *input)
{
    check_twice(scratch, input);
    for (size_t i = 0; i < input->programme.wave_count; i++) {
        check_wave(scratch, input, &input->programme.waves[i]);
    }
}
