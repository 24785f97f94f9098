/* One row of a table, cell by cell, with what is odd in it said as findings.
 *
 * A cell of a column that the file has not got is empty. A finding of severity error sets the row aside. Details quote
 * the value of a public table, and tell only the shape of a personal one.
 */
#ifndef GENCARTO_COMPILE_INGEST_ROW_H
#define GENCARTO_COMPILE_INGEST_ROW_H

#include "gencarto/base/date.h"
#include "gencarto/compile/ingest/columns.h"
#include "gencarto/compile/ingest/field.h"
#include "gencarto/compile/ingest/profile.h"
#include "gencarto/compile/ingest/rules.h"
#include "gencarto/compile/ingest/vocabulary.h"

struct row {
    struct arena *arena;   /* of what is kept */
    struct arena *scratch; /* of this row */
    struct findings *findings;
    const struct table *table;
    struct str file;
    const struct columns *columns;
    const struct profile *profile; /* how dates and numbers are written; NULL: as in France */
    const struct record *record;
    bool is_set_aside;
};

/* The cell as it stands, trimmed; valid while the record is. */
static inline struct str row_cell(const struct row *row, int column)
{
    const struct record *record = row->record;
    size_t field = (size_t)row->columns->fields[column]; /* -1 is above all counts */
    if (field >= record->field_count) {
        return STR("");
    }
    struct str cell = record->fields[field];
    return !record->is_trimmed && field_needs_trim(cell) ? field_trim(cell) : cell;
}

/* False where row_is_total surely is, too: for the quick way of most rows. Ids such as F0012 and 2017-3 are no words;
 * "(1) Provisoire" is a note. */
static inline bool row_may_be_total(const struct record *record)
{
    struct str first = record->fields[0];
    return first.len < 2 || first.ptr[1] < '0' || first.ptr[1] > '9' || first.ptr[0] == '(';
}

/* A total or a footnote that the export put among the rows. */
bool row_is_total(const struct row *row);

/* The names of the columns again, as exports put together from several have them. */
bool row_repeats_header(const struct row *row);

/* A finding about a cell, or about the whole row with column -1. `expected` may be NULL; the detail says what was found
 * and what was expected. row_report_text says the detail itself, which holds no value of a personal row. */
void row_report(struct row *row, enum rule_name rule, int column, const char *expected);
void row_report_text(struct row *row, enum rule_name rule, int column, struct str detail);

/* An identifier that stands before in the file, on `first_line`. */
void row_report_twice(struct row *row, int column, int64_t first_line);

/* A cell that was put right: the detail says also what is used instead, in a public table. */
void row_report_repair(struct row *row, enum rule_name rule, int column, struct str used);

/* Text to keep: NFC, control characters replaced. Findings for what looks like a formula or like markup, which stays.
 */
struct str row_text(struct row *row, int column);

/* Text to keep, as it stands. */
struct str row_id(struct row *row, int column);

/* DATE_NONE when empty; an error finding when it is no date (date_form.h). */
int32_t row_date(struct row *row, int column);

/* The quick way of row_number for what most amounts are, one to five digits that do not begin with 0: false is no
 * answer. */
static inline bool row_plain_count(struct str cell, int *out_count)
{
    int count = 0;
    if (cell.len == 0 || cell.len > 5 || cell.ptr[0] == '0') {
        return false;
    }
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] < '0' || cell.ptr[i] > '9') {
            return false;
        }
        count = count * 10 + (cell.ptr[i] - '0');
    }
    *out_count = count;
    return true;
}

/* NaN when empty, no number (number_form.h), or not in [least, most] (findings). */
double row_number(struct row *row, int column, double least, double most);

/* A whole number; -1 when unknown. */
int64_t row_count(struct row *row, int column, int64_t least, int64_t most);

/* NULL when empty or none of the vocabulary; `rule` is then reported for what is not empty. */
const struct vocabulary_form *row_code(struct row *row, int column, struct vocabulary *vocabulary, enum rule_name rule);

/* The index of row_code in its closed vocabulary, or `unknown`. */
int row_index(struct row *row, int column, struct vocabulary *vocabulary, enum rule_name rule, int unknown);

#endif
