#include "gencarto/compile/indicator/indicator.h"

#include "gencarto/sql/sql.h"

static bool run(struct db *db, const char *name, struct error *err)
{
    return db_run(db, name, sql_text(name), err);
}

bool indicator_catalogue(struct db *db, struct error *err)
{
    return run(db, "catalogue", err) && run(db, "published", err);
}

/* Runs a statement of two parameters. */
static bool change(struct db *db, const char *name, struct value first, struct value second, struct error *err)
{
    struct query *query = NULL;
    if (!query_prepare(db, name, sql_text(name), &query, err)) {
        return false;
    }
    query_bind(query, 1, first);
    query_bind(query, 2, second);
    bool ok = query_execute(query, err);
    query_free(query);
    return ok;
}

static bool change_level(struct db *db, const char *name, enum entity_kind level, struct str dimensions,
                         struct error *err)
{
    return change(db, name, VALUE_OF_TEXT(str_from(entity_kind_name(level))), VALUE_OF_TEXT(dimensions), err);
}

bool indicator_open(struct db *db, enum entity_kind level, struct str dimensions, struct error *err)
{
    return change_level(db, "published_open", level, dimensions, err);
}

bool indicator_close(struct db *db, enum entity_kind level, struct str dimensions, struct error *err)
{
    return change_level(db, "published_close", level, dimensions, err);
}

bool indicator_withdraw(struct db *db, enum event measure, unsigned dimensions, struct error *err)
{
    struct buf name;
    buf_init(&name, NULL);
    tables_write_dimensions(&name, dimensions);
    bool ok = change(db, "published_withdraw", VALUE_OF_TEXT(str_from(cube_event_codes[measure])),
                     VALUE_OF_TEXT(buf_str(&name)), err);
    buf_clear(&name);
    return ok;
}

bool indicator_limit_aids(struct db *db, bool are_told, bool is_exact, struct error *err)
{
    return change(db, "published_without_aids", VALUE_OF_INT(are_told), VALUE_OF_INT(is_exact), err);
}

static bool read_cells(struct query *query, struct published_cells *out, struct error *err)
{
    struct str level = query_column(query, 0).text;
    struct str measure = query_column(query, 1).text;
    struct str dimensions = query_column(query, 2).text;
    if (entity_kind_parse(level, &out->level) && cube_event_parse(measure, &out->measure) &&
        tables_parse_dimensions(dimensions, &out->dimensions)) {
        return true;
    }
    return error_set(err, ERROR_INPUT, "published cells: unknown level, measure or dimension: %.*s, %.*s, %.*s",
                     STR_ARGS(level), STR_ARGS(measure), STR_ARGS(dimensions));
}

bool indicator_published(struct db *db, struct arena *arena, struct published_cells **out_cells, size_t *out_count,
                         struct error *err)
{
    struct query *query = NULL;
    if (!query_prepare(db, "published_cells", sql_text("published_cells"), &query, err)) {
        return false;
    }
    struct published_cells *cells = NULL;
    size_t count = 0;
    size_t capacity = 0;
    bool row = false;
    bool ok;
    while ((ok = query_step(query, &row, err)) && row) {
        ok = read_cells(query, arena_push(arena, cells, count, capacity), err);
        if (!ok) {
            break;
        }
    }
    query_free(query);
    if (ok) {
        *out_cells = cells;
        *out_count = count;
    }
    return ok;
}

/* "sexe", "neet+sexe", "" */
static struct str dimension_name(struct arena *arena, const struct published_table *table)
{
    switch (table->dimension_count) {
    case 0:
        return STR("");
    case 1:
        return str_from(cube_dimensions[table->first].code);
    default:
        return str_format(arena, "%s+%s", cube_dimensions[table->first].code, cube_dimensions[table->second].code);
    }
}

/* True for the first table of its dimensions. */
static bool is_new(const struct published_tables *tables, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (tables->items[i].dimensions == tables->items[index].dimensions) {
            return false;
        }
    }
    return true;
}

static bool write_breakdowns(struct query *query, struct arena *arena, const struct published_tables *tables,
                             struct error *err)
{
    int ordinal = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < tables->count; i++) {
        const struct published_table *table = &tables->items[i];
        for (int c = 0; ok && is_new(tables, i) && c < table->categories; c++) {
            query_bind(query, 1, VALUE_OF_TEXT(tables_breakdown(arena, table, c)));
            query_bind(query, 2, VALUE_OF_TEXT(dimension_name(arena, table)));
            query_bind(query, 3, VALUE_OF_INT(ordinal++));
            ok = query_execute(query, err);
        }
    }
    return ok;
}

bool indicator_breakdowns(struct db *db, const struct published_tables *tables, struct error *err)
{
    struct query *query = NULL;
    if (!query_prepare(db, "insert/breakdown", sql_text("insert/breakdown"), &query, err)) {
        return false;
    }
    struct arena arena;
    arena_init(&arena);
    bool ok = write_breakdowns(query, &arena, tables, err);
    query_free(query);
    arena_clear(&arena);
    return ok && run(db, "insert/breakdown_trait", err);
}
