#include "insert.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "gencarto/base/date.h"
#include "gencarto/sql/sql.h"

bool insert_rows(struct db *db, const char *name, size_t count, row_maker *make, const void *context, struct error *err)
{
    struct query *query = NULL;
    if (count == 0) {
        return true;
    }
    if (!query_prepare(db, name, sql_text(name), &query, err)) {
        return false;
    }
    struct arena arena;
    arena_init(&arena);
    bool ok = true;
    for (size_t row = 0; ok && row < count; row++) {
        struct arena_mark mark = arena_save(&arena);
        struct value values[ROW_VALUES_MAX];
        int value_count = make(&arena, context, row, values);
        assert(value_count == query_parameters(query) && value_count <= ROW_VALUES_MAX);
        for (int i = 0; i < value_count; i++) {
            query_bind(query, i + 1, values[i]);
        }
        ok = query_execute(query, err);
        arena_restore(&arena, mark);
    }
    query_free(query);
    arena_clear(&arena);
    return ok;
}

int insert_fill(struct value *out_values, const struct value *values, size_t count)
{
    assert(count <= ROW_VALUES_MAX);
    memcpy(out_values, values, count * sizeof *values);
    return (int)count;
}

struct value value_or_null(struct str text)
{
    return text.len == 0 ? VALUE_OF_NULL : VALUE_OF_TEXT(text);
}

struct value day_or_null(struct arena *arena, int32_t day)
{
    if (day == DATE_NONE) {
        return VALUE_OF_NULL;
    }
    struct buf out;
    buf_init(&out, arena);
    date_write(&out, day);
    return VALUE_OF_TEXT(buf_str(&out));
}

struct value period_value(struct arena *arena, struct period period)
{
    struct buf out;
    buf_init(&out, arena);
    period_write(&out, period);
    return VALUE_OF_TEXT(buf_str(&out));
}

struct value number_or_null(double value)
{
    return isnan(value) ? VALUE_OF_NULL : VALUE_OF_REAL(value);
}

struct value count_or_null(int64_t value)
{
    return value < 0 ? VALUE_OF_NULL : VALUE_OF_INT(value);
}
