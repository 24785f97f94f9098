#include "gencarto/consult/difference.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "gencarto/base/cell.h"
#include "gencarto/db/db.h"
#include "gencarto/sql/sql.h"

#define KEYS_MAX 5

const char *const compared_names[COMPARED_TABLES] = {
    [COMPARED_FIGURE] = "figure",       [COMPARED_TARGET] = "target",           [COMPARED_INDICATOR] = "indicator",
    [COMPARED_PROGRAMME] = "programme", [COMPARED_TERRITORY] = "territory",     [COMPARED_TRAINING] = "training",
    [COMPARED_STRUCTURE] = "structure", [COMPARED_LABEL_EVENT] = "label_event",
};

/* One of the two files, at one row of a table. */
struct side {
    struct db *db;
    struct query *query;
    bool has_row;
};

struct reading {
    struct arena *arena;
    struct side old_side, new_side;
    enum compared table;
    int keys, columns; /* the first columns are the key, the next one the name, the others are compared */
    size_t change_capacity;
    struct difference *out;
};

/* --- reading two files side by side --- */

static bool open_side(struct reading *reading, struct side *side, struct error *err)
{
    struct str name = str_format(reading->arena, "consult/diff/%s", compared_names[reading->table]);
    return query_prepare(side->db, name.ptr, sql_text(name.ptr), &side->query, err) &&
           query_step(side->query, &side->has_row, err);
}

static void close_side(struct side *side)
{
    query_free(side->query);
    side->query = NULL;
}

/* Key columns are named key_ and are texts, in whose order of bytes the rows come. */
static void read_shape(struct reading *reading)
{
    const struct query *query = reading->old_side.query;
    reading->columns = query_columns(query);
    reading->keys = 0;
    while (reading->keys < reading->columns && str_starts(query_column_name(query, reading->keys), STR("key_")))
        reading->keys++;
    assert(reading->keys > 0 && reading->keys <= KEYS_MAX);
}

/* Negative: the old file has a row that the new one lacks. */
static int compare_keys(const struct reading *reading)
{
    if (!reading->old_side.has_row || !reading->new_side.has_row)
        return reading->old_side.has_row ? -1 : 1;
    for (int i = 0; i < reading->keys; i++) {
        int order =
            str_compare(query_column(reading->old_side.query, i).text, query_column(reading->new_side.query, i).text);
        if (order != 0)
            return order;
    }
    return 0;
}

/* --- one change --- */

static struct str key_of(const struct reading *reading, const struct query *row)
{
    struct buf key;
    buf_init(&key, reading->arena);
    if (reading->table == COMPARED_FIGURE) {
        enum entity_kind kind = ENTITY_COUNTRY;
        entity_kind_parse(query_column(row, 0).text, &kind);
        cell_write(&key, query_column(row, 2).text, kind, query_column(row, 1).text, query_column(row, 3).text,
                   query_column(row, 4).text);
        return buf_str(&key);
    }
    for (int i = 0; i < reading->keys; i++) {
        buf_text(&key, i ? "/" : "");
        buf_add(&key, query_column(row, i).text);
    }
    return buf_str(&key);
}

/* Country first, totals before breakdowns. */
static int level_of(const struct reading *reading, const struct query *row)
{
    enum entity_kind kind = ENTITY_COUNTRY;
    if (reading->table != COMPARED_FIGURE || !entity_kind_parse(query_column(row, 0).text, &kind))
        return 0;
    return (int)kind + (query_column(row, 4).text.len ? ENTITY_KINDS : 0);
}

static bool equal(struct value a, struct value b)
{
    return a.type == b.type && value_compare(a, b) == 0;
}

static double relative_change(struct value before, struct value after, bool is_share)
{
    if (!value_is_number(before) || !value_is_number(after))
        return 1; /* one of them is not shown: as important as from nothing */
    double a = value_number(before), b = value_number(after);
    double larger = fmax(fabs(a), fabs(b));
    return is_share ? fabs(a - b) / 100 : larger > 0 ? fabs(a - b) / larger : 0;
}

/* The columns after the key and the name that differ. */
static void compare_fields(struct reading *reading, struct change *change)
{
    const struct query *before = reading->old_side.query, *after = reading->new_side.query;
    change->fields = arena_array(reading->arena, struct changed_field, (size_t)reading->columns);
    for (int i = reading->keys + 1; i < reading->columns; i++) {
        if (equal(query_column(before, i), query_column(after, i)))
            continue;
        change->fields[change->field_count++] = (struct changed_field){
            .column = str_copy(reading->arena, query_column_name(before, i)),
            .before = value_copy(reading->arena, query_column(before, i)),
            .after = value_copy(reading->arena, query_column(after, i)),
        };
    }
}

static bool is_flag_alone(const struct change *change)
{
    return change->table == COMPARED_FIGURE && change->field_count == 1 &&
           str_equal(change->fields[0].column, STR("status"));
}

/* The value of a figure that only one file has. */
static void tell_value(struct reading *reading, struct change *change, const struct query *row)
{
    struct value value = value_copy(reading->arena, query_column(row, reading->keys + 1));
    bool is_new = change->kind == CHANGE_ADDED;
    change->fields = arena_one(reading->arena, struct changed_field);
    change->fields[change->field_count++] = (struct changed_field){
        .column = STR("value"), .before = is_new ? VALUE_OF_NULL : value, .after = is_new ? value : VALUE_OF_NULL};
}

static void add_change(struct reading *reading, struct change change, const struct query *row)
{
    change.table = reading->table;
    if (change.table == COMPARED_FIGURE && (change.kind == CHANGE_ADDED || change.kind == CHANGE_REMOVED))
        tell_value(reading, &change, row);
    change.key = key_of(reading, row);
    change.level = level_of(reading, row);
    change.name = str_copy(reading->arena, value_text(reading->arena, query_column(row, reading->keys)));
    reading->out->counts[change.table][change.kind]++;
    *arena_push(reading->arena, reading->out->changes, reading->out->change_count, reading->change_capacity) = change;
}

static bool rows_differ(const struct reading *reading)
{
    for (int i = reading->keys + 1; i < reading->columns; i++)
        if (!equal(query_column(reading->old_side.query, i), query_column(reading->new_side.query, i)))
            return true;
    return false;
}

static void compare_rows(struct reading *reading)
{
    const struct query *row = reading->new_side.query;
    if (!rows_differ(reading)) {
        reading->out->same[reading->table]++;
        return;
    }
    struct change change = {.table = reading->table, .kind = CHANGE_OF_VALUE};
    compare_fields(reading, &change);
    if (is_flag_alone(&change))
        change.kind = CHANGE_OF_FLAG;
    if (reading->table == COMPARED_FIGURE) {
        bool is_share = str_equal(query_column(row, reading->keys + 2).text, STR("percent"));
        change.relative = relative_change(query_column(reading->old_side.query, reading->keys + 1),
                                          query_column(row, reading->keys + 1), is_share);
    }
    add_change(reading, change, row);
}

/* --- tables --- */

static bool merge_rows(struct reading *reading, struct error *err)
{
    bool done = true;
    while (done && (reading->old_side.has_row || reading->new_side.has_row)) {
        int order = compare_keys(reading);
        if (order < 0)
            add_change(reading, (struct change){.kind = CHANGE_REMOVED}, reading->old_side.query);
        else if (order > 0)
            add_change(reading, (struct change){.kind = CHANGE_ADDED}, reading->new_side.query);
        else
            compare_rows(reading);
        done = (order > 0 || query_step(reading->old_side.query, &reading->old_side.has_row, err)) &&
               (order < 0 || query_step(reading->new_side.query, &reading->new_side.has_row, err));
    }
    return done;
}

static bool compare_table(struct reading *reading, struct error *err)
{
    bool done = open_side(reading, &reading->old_side, err) && open_side(reading, &reading->new_side, err);
    if (done) {
        read_shape(reading);
        done = merge_rows(reading, err);
    }
    close_side(&reading->old_side);
    close_side(&reading->new_side);
    return done;
}

static bool read_release(struct reading *reading, const struct side *side, struct str *out, struct error *err)
{
    struct query *query = NULL;
    bool has_row = false;
    bool done =
        query_prepare(side->db, "release", sql_text("release"), &query, err) && query_step(query, &has_row, err);
    if (done && has_row)
        *out = str_copy(reading->arena, query_column(query, 0).text);
    query_free(query);
    return done;
}

static int compare_changes(const void *left, const void *right)
{
    const struct change *a = left, *b = right;
    if (a->table != b->table)
        return a->table < b->table ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->level != b->level)
        return a->level < b->level ? -1 : 1;
    if (a->relative != b->relative)
        return a->relative > b->relative ? -1 : 1;
    return str_compare(a->key, b->key);
}

static bool compare_all(struct reading *reading, struct error *err)
{
    bool done = read_release(reading, &reading->old_side, &reading->out->old_release, err) &&
                read_release(reading, &reading->new_side, &reading->out->new_release, err);
    for (int i = 0; done && i < COMPARED_TABLES; i++) {
        reading->table = (enum compared)i;
        done = compare_table(reading, err);
    }
    return done;
}

bool difference_read(struct arena *arena, const char *old_database, const char *new_database, struct difference *out,
                     struct error *err)
{
    *out = (struct difference){.old_release = STR(""), .new_release = STR("")};
    struct reading reading = {.arena = arena, .out = out};
    bool done = db_open(old_database, DB_READ, &reading.old_side.db, err) &&
                db_open(new_database, DB_READ, &reading.new_side.db, err) && compare_all(&reading, err);
    if (out->change_count > 0)
        qsort(out->changes, out->change_count, sizeof *out->changes, compare_changes);
    db_close(reading.old_side.db);
    db_close(reading.new_side.db);
    return done;
}
