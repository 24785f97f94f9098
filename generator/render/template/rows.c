#include "rows.h"

/* The layers below do not know which place of which template asked. */
static bool blame(const struct call *call, const struct error *cause, struct error *err)
{
    return spot_error(err, &call->spot, "%s", cause->message);
}

static bool step(const struct call *call, struct query *query, bool *out_row, struct error *err)
{
    struct error cause;
    cause.kind = ERROR_NONE;
    return query_step(query, out_row, &cause) || blame(call, &cause, err);
}

/* Prepared at the first use. */
static bool statement_of(struct template_worker *worker, const struct call *call, struct query **out, struct error *err)
{
    struct query **place = &worker->statements[call->query->first_statement + call->level];
    struct error cause;
    cause.kind = ERROR_NONE;
    if (*place == NULL && !query_prepare(worker->db, call->query->file, call->query->sql, place, &cause)) {
        return blame(call, &cause, err);
    }
    *out = *place;
    return true;
}

static bool call_start(struct template_worker *worker, const struct call *call, struct query **out, struct error *err)
{
    if (!statement_of(worker, call, out, err)) {
        return false;
    }
    query_reset(*out);
    for (int i = 0; i < call->query->parameter_count; i++) {
        struct value value;
        if (!evaluate(worker, call->arguments[i], &value, err)) {
            return false;
        }
        query_bind(*out, i + 1, value);
    }
    return true;
}

static void borrow_row(const struct call *call, struct query *query, struct value *values)
{
    for (int i = 0; i < call->query->column_count; i++) {
        values[i] = query_column(query, i);
    }
}

static void copy_row(const struct call *call, struct query *query, struct value *values, struct arena *arena)
{
    borrow_row(call, query, values);
    for (int i = 0; i < call->query->column_count; i++) {
        if (values[i].type == VALUE_TEXT) {
            values[i].text = str_copy(arena, values[i].text);
        }
    }
}

/* Texts go to `texts`, whose room is made first so that it does not move. */
static void keep_row(const struct call *call, struct query *query, struct value *values, struct buf *texts)
{
    size_t room = 0;
    borrow_row(call, query, values);
    for (int i = 0; i < call->query->column_count; i++) {
        room += values[i].type == VALUE_TEXT ? values[i].text.len : 0;
    }
    buf_reset(texts);
    buf_reserve(texts, room);
    for (int i = 0; i < call->query->column_count; i++) {
        if (values[i].type == VALUE_TEXT) {
            size_t at = texts->len;
            buf_add(texts, values[i].text);
            values[i].text.ptr = texts->ptr + at;
        }
    }
}

/* Reads the row after the current one. */
static bool read_ahead(struct frame *frame, const struct call *call, struct error *err)
{
    bool row = false;
    if (!step(call, frame->query, &row, err)) {
        return false;
    }
    if (row) {
        keep_row(call, frame->query, frame->next, &frame->texts[frame->index & 1]);
    }
    frame->last = !row;
    return true;
}

bool rows_start(struct template_worker *worker, const struct call *call, struct error *err)
{
    struct frame *frame = &worker->frames[call->frame];
    frame->index = 0;
    frame->last = false;
    return call_start(worker, call, &frame->query, err) && (!call->look_ahead || read_ahead(frame, call, err));
}

static bool next_of_ahead(struct frame *frame, const struct call *call, bool *out_row, struct error *err)
{
    *out_row = !frame->last;
    if (frame->last) {
        return true;
    }
    struct value *values = frame->values;
    frame->values = frame->next;
    frame->next = values;
    frame->index++;
    return read_ahead(frame, call, err);
}

bool rows_next(struct template_worker *worker, const struct call *call, bool *out_row, struct error *err)
{
    struct frame *frame = &worker->frames[call->frame];
    if (call->look_ahead) {
        return next_of_ahead(frame, call, out_row, err);
    }
    if (!step(call, frame->query, out_row, err)) {
        return false;
    }
    if (*out_row) {
        borrow_row(call, frame->query, frame->values);
        frame->index++;
    }
    return true;
}

/* Steps to the end. */
static bool count_rest(const struct call *call, struct query *query, int64_t *count, struct error *err)
{
    for (bool row = true; row;) {
        if (!step(call, query, &row, err)) {
            return false;
        }
        *count += row;
    }
    return true;
}

/* The only row, its texts in `arena`. */
static bool read_only_row(struct template_worker *worker, const struct call *call, struct value *values,
                          struct arena *arena, struct error *err)
{
    struct query *query = NULL;
    bool row = false;
    int64_t count = 0;
    if (!call_start(worker, call, &query, err) || !step(call, query, &row, err)) {
        return false;
    }
    if (row) {
        copy_row(call, query, values, arena);
        count = 1;
    }
    if (row && !count_rest(call, query, &count, err)) {
        return false;
    }
    query_reset(query);
    return count == 1 || spot_error(err, &call->spot,
                                    "%s gives %lld rows, gen:one wants exactly one; use gen:each for several or none",
                                    call->query->file, (long long)count);
}

/* The database never changes, so a query without parameters is asked once. */
static bool keep_only_row(struct template_worker *worker, const struct call *call, struct value **kept,
                          struct error *err)
{
    struct value *values = arena_array(&worker->run, struct value, (size_t)call->query->column_count);
    if (!read_only_row(worker, call, values, &worker->run, err)) {
        return false;
    }
    *kept = values;
    return true;
}

bool rows_only(struct template_worker *worker, const struct call *call, struct error *err)
{
    struct frame *frame = &worker->frames[call->frame];
    frame->index = 1;
    frame->last = true;
    if (call->query->parameter_count > 0) {
        return read_only_row(worker, call, frame->values, &worker->page, err);
    }
    struct value **kept = &worker->kept_rows[call->query - worker->set->queries];
    if (*kept == NULL && !keep_only_row(worker, call, kept, err)) {
        return false;
    }
    for (int i = 0; i < call->query->column_count; i++) {
        frame->values[i] = (*kept)[i];
    }
    return true;
}

bool rows_all(struct template_worker *worker, const struct call *call, struct figure_table *out_table,
              struct error *err)
{
    struct query *query = NULL;
    size_t columns = (size_t)call->query->column_count, capacity = 0;
    struct value *cells = NULL;
    *out_table = (struct figure_table){.columns = call->query->columns, .column_count = columns};
    if (!call_start(worker, call, &query, err)) {
        return false;
    }
    for (bool row = true;;) {
        if (!step(call, query, &row, err)) {
            return false;
        }
        if (!row) {
            break;
        }
        cells = arena_room(&worker->page, cells, out_table->row_count, &capacity, columns * sizeof *cells);
        copy_row(call, query, cells + out_table->row_count++ * columns, &worker->page);
    }
    query_reset(query);
    out_table->cells = cells;
    return true;
}
