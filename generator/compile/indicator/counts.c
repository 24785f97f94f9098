#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/compile/indicator/indicator.h"
#include "gencarto/db/rows.h"
#include "gencarto/sql/sql.h"
#include "traits.h"

#define ROWS_AT_ONCE 1024

/* The columns of the rows that insert/counts.sql reads. */
enum { ENTITY_KIND, ENTITY_CODE, INDICATOR, PERIOD, BREAKDOWN, VALUE, STATUS, ROW_COLUMNS };
static const char row_columns[] = "entity_kind, entity_code, indicator_code, period_code, breakdown, value, status";

struct column { /* one category of one table: a breakdown of the indicator */
    struct str breakdown;
    const struct published_table *table;
    int category;
};

struct series { /* one indicator at one level, with its columns in the order of their breakdown codes */
    struct str code;
    bool is_cumulative;
    struct column *columns;
    size_t column_count;
};

struct writer {
    struct query *insert;
    const struct published_tables *tables;
    const struct trait_counts *traits;
    const struct str *periods;
    int64_t *sums;        /* cumulative count of each column of the series being written */
    struct value *values; /* of the rows not yet written */
    struct row_list rows; /* what the query sees of them */
};

static int compare_columns(const void *left, const void *right)
{
    return str_compare(((const struct column *)left)->breakdown, ((const struct column *)right)->breakdown);
}

static int compare_series(const void *left, const void *right)
{
    return str_compare(((const struct series *)left)->code, ((const struct series *)right)->code);
}

/* At most, of one measure at one level. */
static size_t count_columns(const struct writer *writer)
{
    size_t count = writer->traits->count;
    for (size_t i = 0; i < writer->tables->count; i++) {
        count += (size_t)writer->tables->items[i].categories;
    }
    return count;
}

static void add_columns(struct arena *arena, const struct published_table *table, const struct str *breakdowns,
                        struct series *out)
{
    for (int c = 0; c < table->categories; c++) {
        struct str breakdown = breakdowns == NULL ? tables_breakdown(arena, table, c) : breakdowns[c];
        out->columns[out->column_count++] = (struct column){breakdown, table, c};
    }
}

/* The columns of a measure at a level: of the protected tables, and by trait. */
static void list_columns(struct arena *arena, const struct writer *writer, enum event measure, enum entity_kind level,
                         struct series *out)
{
    const struct published_tables *tables = writer->tables;
    *out = (struct series){.columns = arena_array(arena, struct column, count_columns(writer))};
    for (size_t i = 0; i < tables->count; i++) {
        if (tables->items[i].measure == measure && tables_has_level(&tables->items[i], level)) {
            add_columns(arena, &tables->items[i], NULL, out);
        }
    }
    if (tables_has_level(&writer->traits->tables[measure], level)) {
        add_columns(arena, &writer->traits->tables[measure], writer->traits->breakdowns, out);
    }
    if (out->column_count > 0) {
        qsort(out->columns, out->column_count, sizeof *out->columns, compare_columns);
    }
}

/* All series of a level: each measure as a flow and as a cumulative figure. */
static struct series *list_series(struct arena *arena, const struct writer *writer, enum entity_kind level,
                                  size_t *out_count)
{
    struct series *series = arena_array(arena, struct series, 2 * EVENT_KINDS);
    size_t count = 0;
    for (unsigned e = 0; e < EVENT_KINDS; e++) {
        struct series flow;
        list_columns(arena, writer, (enum event)e, level, &flow);
        if (flow.column_count > 0) {
            flow.code = str_from(cube_event_codes[e]);
            series[count++] = flow;
            series[count] = flow;
            series[count].code = str_format(arena, "%s_cumul", cube_event_codes[e]);
            series[count++].is_cumulative = true;
        }
    }
    qsort(series, count, sizeof *series, compare_series);
    *out_count = count;
    return series;
}

/* What a table shows of one cell in one quarter. */
struct shown {
    int64_t flow, sum;
    bool hides_flow, hides_sum;
};

/* The cumulative count of a table without suppression is the sum of its flows, which *sum holds up to the quarter
 * before. */
static struct shown read_cell(const struct column *column, enum entity_kind level, uint32_t unit, int quarter,
                              int64_t *sum)
{
    const struct published_table *table = column->table;
    struct shown shown = {.flow = tables_flow(table, level, unit, quarter)[column->category]};
    *sum += shown.flow;
    shown.sum = *sum;
    if (table->hidden[level] != NULL) {
        size_t place = (size_t)unit * (size_t)table->quarters + (size_t)quarter;
        place = place * (size_t)table->categories + (size_t)column->category;
        shown.sum = table->sums[level][place];
        shown.hides_flow = (table->hidden[level][place] & TABLE_HIDDEN_FLOW) != 0;
        shown.hides_sum = (table->hidden[level][place] & TABLE_HIDDEN_SUM) != 0;
    }
    return shown;
}

/* Below the departments a quarter without flow is not written, in cumulative series too. */
static bool is_left_out(enum entity_kind level, const struct shown *shown)
{
    return (level == ENTITY_STRUCTURE || level == ENTITY_TRAINING) && shown->flow == 0 && !shown->hides_flow;
}

static bool write_rows(struct writer *writer, struct error *err)
{
    bool ok = writer->rows.count == 0 || query_execute(writer->insert, err);
    writer->rows.count = 0;
    return ok;
}

/* The next row, all but its key's first three columns and its breakdown. */
static struct value *add_row(struct writer *writer, const struct shown *shown, bool is_cumulative, int quarter)
{
    struct value *row = &writer->values[writer->rows.count++ * ROW_COLUMNS];
    bool is_hidden = is_cumulative ? shown->hides_sum : shown->hides_flow;
    bool is_last = quarter == writer->tables->quarters - 1;
    enum status status = is_hidden ? STATUS_CONFIDENTIAL : is_last ? STATUS_PROVISIONAL : STATUS_NORMAL;
    row[PERIOD] = VALUE_OF_TEXT(writer->periods[quarter]);
    row[VALUE] = is_hidden ? VALUE_OF_NULL : VALUE_OF_INT(is_cumulative ? shown->sum : shown->flow);
    row[STATUS] = VALUE_OF_TEXT(str_from(status_flag(status)));
    return row;
}

static bool write_quarter(struct writer *writer, const struct series *series, enum entity_kind level, uint32_t unit,
                          int quarter, struct error *err)
{
    bool ok = true;
    for (size_t i = 0; ok && i < series->column_count; i++) {
        struct shown shown = read_cell(&series->columns[i], level, unit, quarter, &writer->sums[i]);
        if (is_left_out(level, &shown)) {
            continue;
        }
        struct value *row = add_row(writer, &shown, series->is_cumulative, quarter);
        row[ENTITY_KIND] = VALUE_OF_TEXT(str_from(entity_kind_name(level)));
        row[ENTITY_CODE] = VALUE_OF_TEXT(writer->tables->geography->codes[level][unit]);
        row[INDICATOR] = VALUE_OF_TEXT(series->code);
        row[BREAKDOWN] = VALUE_OF_TEXT(series->columns[i].breakdown);
        ok = writer->rows.count < ROWS_AT_ONCE || write_rows(writer, err);
    }
    return ok;
}

static bool write_series(struct writer *writer, const struct series *series, enum entity_kind level, uint32_t unit,
                         struct error *err)
{
    bool ok = true;
    memset(writer->sums, 0, series->column_count * sizeof *writer->sums);
    for (int quarter = 0; ok && quarter < writer->tables->quarters; quarter++) {
        ok = write_quarter(writer, series, level, unit, quarter, err);
    }
    return ok;
}

static bool write_level(struct writer *writer, struct arena *arena, enum entity_kind level, struct error *err)
{
    size_t count;
    bool ok = true;
    struct series *series = list_series(arena, writer, level, &count);
    for (uint32_t unit = 0; unit < writer->tables->geography->count[level]; unit++) {
        for (size_t i = 0; ok && i < count; i++) {
            ok = write_series(writer, &series[i], level, unit, err);
        }
    }
    return ok;
}

/* Rows are written when there are enough of them, and those of all series before the table of rows goes. */
static bool write_levels(struct db *db, struct arena *arena, struct writer *writer, struct error *err)
{
    /* The kinds in the order of their names, as in the key. */
    static const enum entity_kind levels[] = {ENTITY_COUNTRY, ENTITY_DEPARTMENT, ENTITY_REGION, ENTITY_STRUCTURE,
                                              ENTITY_TRAINING};
    bool ok = query_prepare(db, "insert/counts", sql_text("insert/counts"), &writer->insert, err);
    for (size_t i = 0; ok && i < sizeof levels / sizeof *levels; i++) {
        ok = write_level(writer, arena, levels[i], err);
    }
    ok = ok && write_rows(writer, err);
    query_free(writer->insert);
    return ok;
}

bool indicator_counts(struct db *db, const struct published_tables *tables, const struct str *periods,
                      struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    struct trait_counts traits;
    struct writer writer = {
        .tables = tables,
        .traits = &traits,
        .periods = periods,
        .values = arena_array(&arena, struct value, (size_t)ROWS_AT_ONCE * ROW_COLUMNS),
        .rows = {.columns = ROW_COLUMNS},
    };
    writer.rows.values = writer.values;
    bool ok = trait_counts_make(db, &arena, tables, &traits, err) &&
              db_add_rows(db, "count_row", row_columns, &writer.rows, err);
    if (ok) {
        writer.sums = arena_array(&arena, int64_t, count_columns(&writer));
        ok = write_levels(db, &arena, &writer, err);
        ok = db_drop_rows(db, "count_row", err) && ok;
    }
    arena_clear(&arena);
    return ok;
}
