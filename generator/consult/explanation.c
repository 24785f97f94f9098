#include "gencarto/consult/explanation.h"

#include <assert.h>

#include "gencarto/base/cell.h"
#include "gencarto/db/db.h"
#include "gencarto/sql/sql.h"

static const char *const table_names[EXPLAINED_TABLES] = {
    [EXPLAINED_FIGURE] = "figure",         [EXPLAINED_INPUTS] = "inputs",   [EXPLAINED_TERRITORIES] = "territories",
    [EXPLAINED_BREAKDOWNS] = "breakdowns", [EXPLAINED_HISTORY] = "history", [EXPLAINED_RELEASES] = "releases",
    [EXPLAINED_TARGETS] = "targets",       [EXPLAINED_SOURCES] = "sources", [EXPLAINED_FINDINGS] = "findings",
};

struct reading {
    struct arena *arena;
    struct db *db;
    struct cell_id cell;
};

static void bind(const struct reading *reading, struct query *query)
{
    const struct {
        const char *name;
        struct str text;
    } parameters[] = {
        {"kind", str_from(entity_kind_name(reading->cell.kind))},
        {"code", reading->cell.code},
        {"indicator", reading->cell.indicator},
        {"period", reading->cell.period},
        {"breakdown", reading->cell.breakdown},
    };
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
        int index = query_parameter(query, parameters[i].name);
        if (index > 0)
            query_bind(query, index, VALUE_OF_TEXT(parameters[i].text));
    }
}

static bool read_rows(struct arena *arena, struct query *query, struct explained_table *table, struct error *err)
{
    size_t count = 0, capacity = 0;
    bool has_row = true, done = true;
    while (done && (done = query_step(query, &has_row, err)) && has_row) {
        for (size_t i = 0; i < table->column_count; i++)
            *arena_push(arena, table->values, count, capacity) = value_copy(arena, query_column(query, (int)i));
        table->row_count++;
    }
    return done;
}

static bool read_table(const struct reading *reading, const char *name, struct explained_table *out, struct error *err)
{
    struct str file = str_format(reading->arena, "consult/explain/%s", name);
    struct query *query = NULL;
    if (!query_prepare(reading->db, file.ptr, sql_text(file.ptr), &query, err))
        return false;
    bind(reading, query);
    *out = (struct explained_table){.name = name, .column_count = (size_t)query_columns(query)};
    out->columns = arena_array(reading->arena, struct str, out->column_count);
    for (size_t i = 0; i < out->column_count; i++)
        out->columns[i] = str_copy(reading->arena, query_column_name(query, (int)i));
    bool done = read_rows(reading->arena, query, out, err);
    query_free(query);
    return done;
}

struct value explained_value(const struct explained_table *table, size_t row, const char *column)
{
    assert(row < table->row_count);
    for (size_t i = 0; i < table->column_count; i++)
        if (str_equal(table->columns[i], str_from(column)))
            return table->values[row * table->column_count + i];
    assert(0 && "no column of this name");
    return VALUE_OF_NULL;
}

struct str explained_text(const struct explained_table *table, size_t row, const char *column)
{
    struct value value = explained_value(table, row, column);
    return value.type == VALUE_TEXT ? value.text : STR("");
}

/* What is wrong with a cell id of the right form: the queries tell it, the first one that has something to say. */
static bool refuse_absent(const struct reading *reading, struct str cell, struct error *err)
{
    struct explained_table absent;
    if (!read_table(reading, "absent", &absent, err))
        return false;
    if (absent.row_count == 0)
        return error_set(err, ERROR_USAGE, "%.*s: no figure of this name is published", STR_ARGS(cell));
    struct str fault = explained_text(&absent, 0, "fault");
    struct str near = explained_text(&absent, 0, "nearby");
    return error_set(err, ERROR_USAGE, "%.*s: %.*s; published are %.*s", STR_ARGS(cell), STR_ARGS(fault),
                     STR_ARGS(near));
}

/* Indicators are computed each by the query of its measure, or by one query for those whose names begin alike ("part"
 * for "part_femmes"); counts of rows have none. */
static void find_query(const struct reading *reading, struct explanation *explanation)
{
    struct str measure = explained_text(&explanation->tables[EXPLAINED_FIGURE], 0, "measure");
    struct str beginning = str_slice(measure, 0, str_index(measure, '_', 0));
    struct str own = str_format(reading->arena, "indicator/%.*s", STR_ARGS(measure));
    struct str shared = str_format(reading->arena, "indicator/%.*s", STR_ARGS(beginning));
    size_t count;
    const struct sql_file *files = sql_files(&count);
    for (size_t i = 0; i < count; i++)
        if (str_equal(files[i].name, own) || str_equal(files[i].name, shared)) {
            explanation->query_name = files[i].name;
            explanation->query_text = files[i].text;
        }
}

static bool read_all(const struct reading *reading, struct str cell, struct explanation *out, struct error *err)
{
    *out = (struct explanation){.query_name = STR(""), .query_text = STR("")};
    for (int i = 0; i < EXPLAINED_TABLES; i++) {
        if (!read_table(reading, table_names[i], &out->tables[i], err))
            return false;
        if (i == EXPLAINED_FIGURE && out->tables[i].row_count == 0)
            return refuse_absent(reading, cell, err);
    }
    const struct cell_id *id = &reading->cell;
    struct buf text;
    buf_init(&text, reading->arena);
    cell_write(&text, id->indicator, id->kind, id->code, id->period, id->breakdown);
    out->cell = buf_str(&text);
    find_query(reading, out);
    return true;
}

bool explanation_read(struct arena *arena, const char *database, struct str cell, struct explanation *out,
                      struct error *err)
{
    struct reading reading = {.arena = arena};
    if (!cell_parse(arena, cell, &reading.cell))
        return error_set(err, ERROR_USAGE,
                         "%.*s: expected INDICATOR/ENTITY/PERIOD/BREAKDOWN, such as "
                         "part_femmes_cumul/region:76/2017-T4/ (data-cell on the pages)",
                         STR_ARGS(cell));
    bool done = db_open(database, DB_READ, &reading.db, err) && read_all(&reading, cell, out, err);
    db_close(reading.db);
    return done;
}
