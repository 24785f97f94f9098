/* Runs programs: pages to bytes. */
#include <stdlib.h>

#include "gencarto/base/text.h"
#include "html.h"
#include "rows.h"

/* ---- Workers ---- */

static void frames_init(struct template_worker *worker)
{
    size_t columns = (size_t)worker->set->column_count;
    worker->frames = arena_array(&worker->run, struct frame, worker->set->frame_count);
    for (size_t i = 0; i < worker->set->frame_count; i++) {
        struct frame *frame = &worker->frames[i];
        frame->values = arena_array(&worker->run, struct value, columns);
        frame->next = arena_array(&worker->run, struct value, columns);
        buf_init(&frame->texts[0], NULL);
        buf_init(&frame->texts[1], NULL);
    }
}

bool template_worker_open(const struct template_set *set, const char *database, void *figure_context,
                          struct template_worker **out_worker, struct error *err)
{
    struct arena run;
    arena_init(&run);
    struct template_worker *worker = arena_one(&run, struct template_worker);
    worker->run = run;
    worker->set = set;
    worker->figure_context = figure_context;
    worker->statements = arena_array(&worker->run, struct query *, set->statement_count);
    worker->kept_rows = arena_array(&worker->run, struct value *, set->query_count);
    worker->variables = arena_array(&worker->run, struct value, set->variable_count);
    frames_init(worker);
    arena_init(&worker->page);
    buf_init(&worker->out, NULL);
    buf_init(&worker->path, NULL);
    buf_init(&worker->attribute, NULL);
    if (!db_open(database, DB_READ, &worker->db, err) ||
        !query_prepare(worker->db, "json_valid", STR("SELECT json_valid(?)"), &worker->json_valid, err)) {
        template_worker_close(worker);
        return false;
    }
    *out_worker = worker;
    return true;
}

void template_worker_close(struct template_worker *worker)
{
    if (worker == NULL) {
        return;
    }
    for (size_t i = 0; i < worker->set->statement_count; i++) {
        query_free(worker->statements[i]);
    }
    for (size_t i = 0; i < worker->set->frame_count; i++) {
        buf_clear(&worker->frames[i].texts[0]);
        buf_clear(&worker->frames[i].texts[1]);
    }
    query_free(worker->json_valid);
    db_close(worker->db);
    buf_clear(&worker->out);
    buf_clear(&worker->path);
    buf_clear(&worker->attribute);
    arena_clear(&worker->page);
    struct arena run = worker->run; /* it holds the worker itself */
    arena_clear(&run);
}

struct db *template_worker_db(struct template_worker *worker)
{
    return worker->db;
}

/* ---- Slots in text ---- */

static bool null_error(struct error *err, const struct expression *slot, const char *remedy)
{
    return spot_error(err, &expression_root(slot)->spot, "%.*s is null; %s", STR_ARGS(expression_name(slot)), remedy);
}

static bool write_slot(struct template_worker *worker, const struct op *op, struct error *err)
{
    struct value value;
    if (!evaluate(worker, op->value, &value, err)) {
        return false;
    }
    switch (value.type) {
    case VALUE_TEXT:
        text_write_escaped(&worker->out, value.text);
        return true;
    case VALUE_INT:
        buf_int(&worker->out, value.integer);
        return true;
    case VALUE_REAL:
        if (!op->machine) {
            return spot_error(err, &op->spot, "%.*s is a decimal number; say how to write it: |number(1)",
                              STR_ARGS(expression_name(op->value)));
        }
        text_write_escaped(&worker->out, value_text(&worker->page, value));
        return true;
    case VALUE_NULL:
        break;
    }
    return null_error(err, op->value, "write |or(...) or ask with gen:if");
}

/* ---- Attributes ---- */

/* An attribute that is one slot with nothing to say is left out. */
static bool vanishes(const struct op *op, struct value value)
{
    return value.type == VALUE_NULL || (op->attribute == ATTRIBUTE_BOOLEAN && !value_is_true(value));
}

/* Appends the parts, unescaped. In an address only a slot at its start may bring signs of its own. */
static bool join_parts(struct template_worker *worker, const struct part *parts, size_t count, bool address,
                       struct buf *out, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        const struct part *part = &parts[i];
        struct value value;
        if (part->slot == NULL) {
            buf_add(out, part->literal);
            continue;
        }
        if (!evaluate(worker, part->slot, &value, err)) {
            return false;
        }
        if (value.type == VALUE_NULL) {
            return null_error(err, part->slot, "ask with gen:if around it, or write |or(...)");
        }
        struct str text = value_text(&worker->page, value);
        if (address && i > 0) {
            write_address_part(out, text);
        } else {
            buf_add(out, text);
        }
    }
    return true;
}

static bool write_address(struct template_worker *worker, const struct op *op, struct str address, struct error *err)
{
    if (!address_allowed(address)) {
        return spot_error(err, &op->spot,
                          "address \"%.*s\": expected http, https, mailto or a relative one, without blanks",
                          (int)(address.len < 100 ? address.len : 100), address.ptr);
    }
    if (!str_starts(address, STR("/"))) {
        text_write_escaped(&worker->out, address);
        return true;
    }
    struct buf relative;
    buf_init(&relative, &worker->page);
    write_relative_address(&relative, buf_str(&worker->path), address);
    text_write_escaped(&worker->out, buf_str(&relative));
    return true;
}

static bool write_attribute(struct template_worker *worker, const struct op *op, struct error *err)
{
    struct value value;
    bool single = op->part_count == 1 && op->parts[0].slot != NULL;
    buf_reset(&worker->attribute);
    if (single) {
        if (!evaluate(worker, op->parts[0].slot, &value, err)) {
            return false;
        }
        if (vanishes(op, value)) {
            return true;
        }
        buf_add(&worker->attribute, value_text(&worker->page, value));
    } else if (!join_parts(worker, op->parts, op->part_count, op->attribute == ATTRIBUTE_URL, &worker->attribute,
                           err)) {
        return false;
    }
    buf_byte(&worker->out, ' ');
    buf_add(&worker->out, op->text);
    if (op->attribute == ATTRIBUTE_BOOLEAN) {
        return true;
    }
    buf_add(&worker->out, STR("=\""));
    if (op->attribute == ATTRIBUTE_URL) {
        if (!write_address(worker, op, buf_str(&worker->attribute), err)) {
            return false;
        }
    } else {
        text_write_escaped(&worker->out, buf_str(&worker->attribute));
    }
    buf_byte(&worker->out, '"');
    return true;
}

/* ---- Figures and structured data ---- */

/* Like an attribute: one slot that is null leaves it out. */
static bool figure_text(struct template_worker *worker, const struct figure_input *input, bool *out_given,
                        struct str *out_text, struct error *err)
{
    struct value value;
    struct buf text;
    *out_given = true;
    if (input->part_count == 1 && input->parts[0].slot != NULL) {
        if (!evaluate(worker, input->parts[0].slot, &value, err)) {
            return false;
        }
        *out_given = value.type != VALUE_NULL;
        *out_text = value_text(&worker->page, value);
        return true;
    }
    buf_init(&text, &worker->page);
    bool ok = join_parts(worker, input->parts, input->part_count, false, &text, err);
    *out_text = buf_str(&text);
    return ok;
}

static bool write_figure(struct template_worker *worker, const struct op *op, struct error *err)
{
    const struct figure *figure = op->figure;
    const struct template_host *host = worker->set->host;
    struct figure_attribute *attributes = arena_array(&worker->page, struct figure_attribute, figure->input_count);
    struct figure_table *tables = arena_array(&worker->page, struct figure_table, figure->input_count);
    size_t attribute_count = 0, table_count = 0;
    if (host->figure == NULL) {
        return spot_error(err, &op->spot, "gen:figure: this program draws no figures");
    }
    for (size_t i = 0; i < figure->input_count; i++) {
        const struct figure_input *input = &figure->inputs[i];
        bool given = false;
        if (input->call != NULL) {
            if (!rows_all(worker, input->call, &tables[table_count], err)) {
                return false;
            }
            tables[table_count++].name = input->name;
            continue;
        }
        struct figure_attribute *attribute = &attributes[attribute_count];
        attribute->name = input->name;
        if (!figure_text(worker, input, &given, &attribute->value, err)) {
            return false;
        }
        attribute_count += given;
    }
    struct figure_call call = {
        figure->kind,          attributes,          attribute_count, tables, table_count, buf_str(&worker->path),
        op->spot.source->file, spot_line(&op->spot)};
    return host->figure(worker->figure_context, &worker->page, &call, &worker->out, err);
}

static bool json_is_valid(struct template_worker *worker, struct value json)
{
    struct error ignored;
    ignored.kind = ERROR_NONE;
    bool row = false;
    query_bind(worker->json_valid, 1, json);
    bool valid =
        query_step(worker->json_valid, &row, &ignored) && row && query_column(worker->json_valid, 0).integer == 1;
    query_reset(worker->json_valid);
    return valid;
}

static bool write_json(struct template_worker *worker, const struct op *op, struct error *err)
{
    struct figure_table table;
    if (!rows_all(worker, op->call, &table, err)) {
        return false;
    }
    const char *file = op->call->query->file;
    if (table.row_count != 1) {
        return spot_error(err, &op->spot, "%s gives %zu rows, gen:jsonld wants exactly one", file, table.row_count);
    }
    if (table.cells[0].type != VALUE_TEXT || !json_is_valid(worker, table.cells[0])) {
        return spot_error(err, &op->spot, "%s gives no valid JSON; build it with json_object()", file);
    }
    write_json_in_element(&worker->out, table.cells[0].text);
    return true;
}

/* ---- Paths ---- */

/* Relative, below the output folder, of plain names. */
static bool path_allowed(struct str path)
{
    struct str rest = path, name;
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.ptr[i];
        if (c <= ' ' || c == 0x7F || c == '\\' || c == ':' || c == '?' || c == '#') {
            return false;
        }
    }
    while (str_split(&rest, '/', &name)) {
        if (name.len == 0 || name.len > 255 || str_equal(name, STR(".")) || str_equal(name, STR(".."))) {
            return false;
        }
    }
    return true;
}

static bool set_path(struct template_worker *worker, const struct op *op, struct error *err)
{
    buf_reset(&worker->path);
    if (!join_parts(worker, op->parts, op->part_count, false, &worker->path, err)) {
        return false;
    }
    struct str path = buf_str(&worker->path);
    return path_allowed(path) ||
           spot_error(err, &op->spot, "\"%.*s\" is no path of a page; expected names joined by /, such as a slug gives",
                      STR_ARGS(path));
}

/* ---- The machine ---- */

static bool run_loop(struct template_worker *worker, const struct op *op, bool *out_row, struct error *err)
{
    if (!rows_start(worker, op->call, err) || !rows_next(worker, op->call, out_row, err)) {
        return false;
    }
    worker->frames[op->call->frame].mark = arena_save(&worker->page);
    return true;
}

/* What a row left in the page's memory is given back. */
static bool run_next(struct template_worker *worker, const struct op *op, bool *out_row, struct error *err)
{
    arena_restore(&worker->page, worker->frames[op->call->frame].mark);
    return rows_next(worker, op->call, out_row, err);
}

static bool run_condition(struct template_worker *worker, const struct op *op, bool *out_true, struct error *err)
{
    struct arena_mark mark = arena_save(&worker->page);
    struct value value;
    bool ok = evaluate(worker, op->value, &value, err);
    *out_true = ok && value_is_true(value);
    arena_restore(&worker->page, mark);
    return ok;
}

/* What only writes leaves nothing in the page's memory. */
static bool run_write(struct template_worker *worker, const struct op *op,
                      bool write(struct template_worker *, const struct op *, struct error *), struct error *err)
{
    struct arena_mark mark = arena_save(&worker->page);
    bool ok = write(worker, op, err);
    arena_restore(&worker->page, mark);
    return ok;
}

/* Runs one op that may jump: `*at` is its index and gets the next one's. */
static bool run_jump(struct template_worker *worker, const struct op *op, size_t *at, struct error *err)
{
    bool go_on = false, ok = true;
    switch (op->code) {
    case OP_LOOP:
        ok = run_loop(worker, op, &go_on, err);
        break;
    case OP_NEXT:
        ok = run_next(worker, op, &go_on, err);
        go_on = !go_on;
        break;
    case OP_IF:
        ok = run_condition(worker, op, &go_on, err);
        break;
    case OP_IF_EMPTY:
        go_on = worker->frames[op->slot].index == 0;
        break;
    default:
        break;
    }
    *at = go_on ? *at + 1 : op->target;
    return ok;
}

static bool run_op(struct template_worker *worker, const struct op *op, struct error *err)
{
    switch (op->code) {
    case OP_TEXT:
        buf_add(&worker->out, op->text);
        return true;
    case OP_SLOT:
        return run_write(worker, op, write_slot, err);
    case OP_ATTRIBUTE:
        return run_write(worker, op, write_attribute, err);
    case OP_FIGURE:
        return run_write(worker, op, write_figure, err);
    case OP_JSON:
        return run_write(worker, op, write_json, err);
    case OP_ONE:
        return rows_only(worker, op->call, err);
    case OP_LET:
        return evaluate(worker, op->value, &worker->variables[op->slot], err);
    default:
        return set_path(worker, op, err);
    }
}

static bool jumps(enum op_code code)
{
    return code == OP_LOOP || code == OP_NEXT || code == OP_IF || code == OP_IF_EMPTY || code == OP_JUMP;
}

/* Runs the program of one page, or its start, up to the path. */
static bool page_run(struct template_worker *worker, const struct page *page, bool only_path, struct error *err)
{
    buf_reset(&worker->out);
    for (size_t at = 0; at < page->op_count;) {
        const struct op *op = &page->ops[at];
        if (jumps(op->code) ? !run_jump(worker, op, &at, err) : !run_op(worker, op, err)) {
            return false;
        }
        at += !jumps(op->code);
        if (only_path && op->code == OP_PATH) {
            break;
        }
    }
    return true;
}

/* ---- Pages ---- */

static void record_path(struct template_worker *worker, size_t page, int64_t row)
{
    *arena_push(&worker->run, worker->paths, worker->path_count, worker->path_capacity) =
        (struct path_record){str_hash(buf_str(&worker->path)), page, row};
}

static bool page_write(struct template_worker *worker, size_t page, int64_t row, template_sink *sink, void *context,
                       struct error *err)
{
    struct arena_mark mark = arena_save(&worker->page);
    bool ok = page_run(worker, &worker->set->pages[page], false, err) &&
              sink(context, buf_str(&worker->path), buf_str(&worker->out), err);
    if (ok) {
        record_path(worker, page, row);
    }
    arena_restore(&worker->page, mark);
    return ok;
}

bool template_page_render(struct template_worker *worker, size_t page, size_t part, size_t parts, template_sink *sink,
                          void *context, struct error *err)
{
    const struct call *rows = worker->set->pages[page].rows;
    if (rows == NULL) {
        return part != 0 || page_write(worker, page, 0, sink, context, err);
    }
    if (!rows_start(worker, rows, err)) {
        return false;
    }
    for (bool row = false;;) {
        if (!rows_next(worker, rows, &row, err)) {
            return false;
        }
        int64_t number = worker->frames[rows->frame].index - 1;
        if (!row) {
            return true;
        }
        if ((size_t)number % parts == part && !page_write(worker, page, number, sink, context, err)) {
            return false;
        }
    }
}

/* ---- No two pages at one path ---- */

/* The path of one row, in the run's memory. */
static bool path_again(struct template_worker *worker, const struct path_record *record, struct str *out_path,
                       struct error *err)
{
    const struct page *page = &worker->set->pages[record->page];
    bool row = page->rows == NULL;
    if (!row && !rows_start(worker, page->rows, err)) {
        return false;
    }
    for (int64_t i = 0; page->rows != NULL && i <= record->row; i++) {
        if (!rows_next(worker, page->rows, &row, err)) {
            return false;
        }
    }
    bool ok = row && page_run(worker, page, true, err);
    *out_path = str_copy(&worker->run, buf_str(&worker->path));
    return ok;
}

/* The hashes are equal; the paths nearly always. */
static bool check_pair(struct template_worker *worker, const struct path_record *a, const struct path_record *b,
                       struct error *err)
{
    struct str first, second;
    if (!path_again(worker, a, &first, err) || !path_again(worker, b, &second, err)) {
        return false;
    }
    return !str_equal(first, second) ||
           error_set(err, ERROR_OUTPUT, "%s (row %lld) and %s (row %lld) make the same page %.*s; change gen:path",
                     worker->set->pages[a->page].source.file, (long long)a->row + 1,
                     worker->set->pages[b->page].source.file, (long long)b->row + 1, STR_ARGS(first));
}

static int compare_numbers(unsigned long long a, unsigned long long b)
{
    return (a > b) - (a < b);
}

static int compare_records(const void *a, const void *b)
{
    const struct path_record *left = a, *right = b;
    int order = compare_numbers(left->hash, right->hash);
    order = order != 0 ? order : compare_numbers(left->page, right->page);
    return order != 0 ? order : compare_numbers((unsigned long long)left->row, (unsigned long long)right->row);
}

bool template_workers_check_paths(struct template_worker *const *workers, size_t count, struct error *err)
{
    struct arena arena;
    size_t total = 0, used = 0;
    arena_init(&arena);
    for (size_t i = 0; i < count; i++) {
        total += workers[i]->path_count;
    }
    struct path_record *all = arena_array(&arena, struct path_record, total);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < workers[i]->path_count; j++) {
            all[used++] = workers[i]->paths[j];
        }
    }
    qsort(all, total, sizeof *all, compare_records);
    bool ok = true;
    for (size_t i = 1; ok && i < total; i++) {
        ok = all[i - 1].hash != all[i].hash || check_pair(workers[0], &all[i - 1], &all[i], err);
    }
    arena_clear(&arena);
    return ok;
}
