/* references*.csv: figures published elsewhere. */
#include <math.h>

#include "gencarto/base/number.h"
#include "gencarto/base/period.h"
#include "gencarto/compile/ingest/readers.h"

struct references {
    struct reading *reading;
    struct reference_row *rows;
    size_t count, capacity;
};

static void require(struct row *row, int column)
{
    if (row_cell(row, column).len == 0) {
        row_report(row, RULE_VALUE_MISSING, column, NULL);
    }
}

static void keep(struct references *references, struct reference_row reference)
{
    *arena_push(references->reading->arena, references->rows, references->count, references->capacity) = reference;
}

/* "2016" or "2016-T4"; anything else is dropped with a finding. */
static struct str read_period(struct row *row)
{
    struct str text = row_text(row, REFERENCE_PERIOD);
    struct period period;
    int64_t year;
    bool is_year = text.len == 4 && number_parse_int(text, &year) && year > 0;
    if (text.len == 0 || is_year || period_parse(text, &period)) {
        return text;
    }
    row_report(row, RULE_UNKNOWN_VALUE, REFERENCE_PERIOD, "a year or a quarter, such as 2016 or 2016-T4");
    return STR("");
}

static void read_row(struct row *row, void *context)
{
    struct references *references = context;
    require(row, REFERENCE_INDICATOR);
    require(row, REFERENCE_VALUE);
    require(row, REFERENCE_SOURCE);
    if (row->is_set_aside) {
        return;
    }
    /* The date stays as published: "2015-12" is a month, "2016" a year. */
    struct reference_row reference = {.date = row_text(row, REFERENCE_DATE),
                                      .indicator = row_text(row, REFERENCE_INDICATOR),
                                      .territory = row_text(row, REFERENCE_TERRITORY),
                                      .source = row_text(row, REFERENCE_SOURCE),
                                      .unit = row_text(row, REFERENCE_UNIT),
                                      .note = row_text(row, REFERENCE_NOTE),
                                      .code = row_text(row, REFERENCE_CODE),
                                      .period = read_period(row),
                                      .reason = row_text(row, REFERENCE_REASON),
                                      .value_text = row_id(row, REFERENCE_VALUE),
                                      .file = row->file,
                                      .line = row->record->line,
                                      .code_field = row->columns->fields[REFERENCE_CODE] + 1};
    if (!number_parse_french(reference.value_text, &reference.value)) {
        reference.value = NAN;
    }
    keep(references, reference);
}

bool readers_references(struct reading *reading, struct error *err)
{
    struct references references = {.reading = reading};
    bool ok = readers_each_row(reading, TABLE_REFERENCES, read_row, &references, err);
    reading->input->references = references.rows;
    reading->input->reference_count = references.count;
    return ok;
}
