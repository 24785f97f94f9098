#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/buf.h"
#include "gencarto/compile/indicator/indicator.h"
#include "gencarto/sql/sql.h"

/* The parameters of insert/counts.sql. */
enum parameter { ENTITY_KIND = 1, ENTITY_CODE, INDICATOR, COUNTS, FIRST };

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
    int64_t first_cell; /* ordinal in count_cell; the cells are quarter after quarter, in each column after column */
};

struct writer {
    struct db *db;
    struct query *query;
    const struct published_tables *tables;
    const struct str *periods;
    int64_t cell_count; /* cells described so far */
    int64_t *sums;      /* cumulative count of each column of the series being written */
    struct buf counts;  /* JSON list */
};

static int compare_columns(const void *left, const void *right)
{
    return str_compare(((const struct column *)left)->breakdown, ((const struct column *)right)->breakdown);
}

static int compare_series(const void *left, const void *right)
{
    return str_compare(((const struct series *)left)->code, ((const struct series *)right)->code);
}

/* The columns of a measure at a level. */
static void list_columns(struct arena *arena, const struct published_tables *tables, enum event measure,
                         enum entity_kind level, struct series *out)
{
    size_t count = 0;
    for (size_t i = 0; i < tables->count; i++) {
        count += (size_t)tables->items[i].categories;
    }
    *out = (struct series){.columns = arena_array(arena, struct column, count)};
    for (size_t i = 0; i < tables->count; i++) {
        const struct published_table *table = &tables->items[i];
        bool is_here = table->measure == measure && (table->levels & 1u << level) != 0;
        for (int c = 0; is_here && c < table->categories; c++) {
            out->columns[out->column_count++] = (struct column){tables_breakdown(arena, table, c), table, c};
        }
    }
    if (out->column_count > 0) {
        qsort(out->columns, out->column_count, sizeof *out->columns, compare_columns);
    }
}

/* All series of a level: each measure as a flow and as a cumulative figure. */
static struct series *list_series(struct arena *arena, const struct published_tables *tables, enum entity_kind level,
                                  size_t *out_count)
{
    struct series *series = arena_array(arena, struct series, 2 * EVENT_KINDS);
    size_t count = 0;
    for (unsigned e = 0; e < EVENT_KINDS; e++) {
        struct series flow;
        list_columns(arena, tables, (enum event)e, level, &flow);
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

/* Says in count_cell what the numbers of a series stand for. */
static bool describe_cells(struct writer *writer, struct query *insert, struct series *series, struct error *err)
{
    bool ok = true;
    series->first_cell = writer->cell_count;
    for (int quarter = 0; quarter < writer->tables->quarters; quarter++) {
        bool is_last = quarter == writer->tables->quarters - 1;
        query_bind(insert, 2, VALUE_OF_TEXT(writer->periods[quarter]));
        query_bind(insert, 4, VALUE_OF_TEXT(str_from(status_flag(is_last ? STATUS_PROVISIONAL : STATUS_NORMAL))));
        for (size_t i = 0; ok && i < series->column_count; i++) {
            query_bind(insert, 1, VALUE_OF_INT(writer->cell_count++));
            query_bind(insert, 3, VALUE_OF_TEXT(series->columns[i].breakdown));
            ok = query_execute(insert, err);
        }
    }
    return ok;
}

/* A flow and its cumulative series have the same cells. */
static bool describe_level(struct writer *writer, struct series *series, size_t count, struct error *err)
{
    struct query *insert = NULL;
    bool ok = query_prepare(writer->db, "insert/count_cell", sql_text("insert/count_cell"), &insert, err);
    for (size_t i = 0; ok && i < count; i++) {
        ok = describe_cells(writer, insert, &series[i], err);
    }
    query_free(insert);
    return ok;
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

/* The counts of one quarter of one unit, null for what is left out, the flag of what is hidden; gives how many are
 * written. */
static size_t list_quarter(struct writer *writer, const struct series *series, enum entity_kind level, uint32_t unit,
                           int quarter)
{
    size_t written = 0;
    for (size_t i = 0; i < series->column_count; i++) {
        struct shown shown = read_cell(&series->columns[i], level, unit, quarter, &writer->sums[i]);
        bool is_left = is_left_out(level, &shown);
        buf_byte(&writer->counts, writer->counts.len == 0 ? '[' : ',');
        if (is_left) {
            buf_text(&writer->counts, "null");
        } else if (series->is_cumulative ? shown.hides_sum : shown.hides_flow) {
            buf_format(&writer->counts, "\"%s\"", status_flag(STATUS_CONFIDENTIAL));
        } else {
            buf_int(&writer->counts, series->is_cumulative ? shown.sum : shown.flow);
        }
        written += !is_left;
    }
    return written;
}

static bool write_series(struct writer *writer, const struct series *series, enum entity_kind level, uint32_t unit,
                         struct error *err)
{
    size_t written = 0;
    memset(writer->sums, 0, series->column_count * sizeof *writer->sums);
    buf_reset(&writer->counts);
    for (int quarter = 0; quarter < writer->tables->quarters; quarter++) {
        written += list_quarter(writer, series, level, unit, quarter);
    }
    if (written == 0) {
        return true;
    }
    buf_byte(&writer->counts, ']');
    query_bind(writer->query, INDICATOR, VALUE_OF_TEXT(series->code));
    query_bind(writer->query, COUNTS, VALUE_OF_TEXT(buf_str(&writer->counts)));
    query_bind(writer->query, FIRST, VALUE_OF_INT(series->first_cell));
    return query_execute(writer->query, err);
}

/* Departments without training have no row: there is nothing to count there. */
static bool has_figures(const struct geography *geography, enum entity_kind level, uint32_t unit)
{
    if (level != ENTITY_DEPARTMENT) {
        return true;
    }
    const uint32_t *first = geography->first_child[ENTITY_TRAINING];
    return first[unit + 1] > first[unit];
}

static bool write_level(struct writer *writer, struct arena *arena, enum entity_kind level, struct error *err)
{
    const struct geography *geography = writer->tables->geography;
    size_t count;
    struct series *series = list_series(arena, writer->tables, level, &count);
    if (!describe_level(writer, series, count, err)) {
        return false;
    }
    query_bind(writer->query, ENTITY_KIND, VALUE_OF_TEXT(str_from(entity_kind_name(level))));
    for (uint32_t unit = 0; unit < geography->count[level]; unit++) {
        query_bind(writer->query, ENTITY_CODE, VALUE_OF_TEXT(geography->codes[level][unit]));
        for (size_t i = 0; has_figures(geography, level, unit) && i < count; i++) {
            if (!write_series(writer, &series[i], level, unit, err)) {
                return false;
            }
        }
    }
    return true;
}

bool indicator_counts(struct db *db, const struct published_tables *tables, const struct str *periods,
                      struct error *err)
{
    /* The kinds in the order of their names, as in the key. */
    static const enum entity_kind levels[] = {ENTITY_COUNTRY, ENTITY_DEPARTMENT, ENTITY_REGION, ENTITY_STRUCTURE,
                                              ENTITY_TRAINING};
    struct writer writer = {.db = db, .tables = tables, .periods = periods};
    if (!db_run(db, "prepare/count_cell", sql_text("prepare/count_cell"), err) ||
        !query_prepare(db, "insert/counts", sql_text("insert/counts"), &writer.query, err)) {
        return false;
    }
    assert(query_parameters(writer.query) == FIRST);
    struct arena arena;
    arena_init(&arena);
    size_t columns = 0;
    for (size_t i = 0; i < tables->count; i++) {
        columns += (size_t)tables->items[i].categories;
    }
    writer.sums = arena_array(&arena, int64_t, columns);
    buf_init(&writer.counts, NULL);
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof levels / sizeof *levels; i++) {
        ok = write_level(&writer, &arena, levels[i], err);
    }
    query_free(writer.query);
    buf_clear(&writer.counts);
    arena_clear(&arena);
    return ok;
}
