/* Names: variables, rows and their columns, what {page.NAME} knows. */
#include "compiler.h"
#include "gencarto/base/nearest.h"

void scope_add(struct compiler *compiler, struct binding binding)
{
    *arena_push(compiler->arena, compiler->bindings, compiler->binding_count, compiler->binding_capacity) = binding;
}

const struct binding *scope_find(const struct compiler *compiler, struct str name)
{
    for (size_t i = compiler->binding_count; i > 0; i--) {
        if (str_equal(compiler->bindings[i - 1].name, name)) {
            return &compiler->bindings[i - 1];
        }
    }
    return NULL;
}

static bool unknown_name(struct reader *reader, struct str name, size_t at, struct error *err)
{
    struct compiler *compiler = reader->compiler;
    struct nearest nearest = nearest_start(name);
    for (size_t i = compiler->binding_count; i > 0; i--) {
        nearest_try(&nearest, compiler->bindings[i - 1].name);
    }
    nearest_try(&nearest, STR("page"));
    struct spot spot = reader_spot(reader, at);
    return spot_error(err, &spot, "unknown variable %.*s%s", STR_ARGS(name), nearest_hint(compiler->arena, &nearest));
}

/* ---- Paths: row.column, variable, page.path ---- */

struct expression *expression_new(struct reader *reader, enum expression_kind kind, size_t at)
{
    struct expression *expression = arena_one(reader->compiler->arena, struct expression);
    expression->kind = kind;
    expression->spot = reader_spot(reader, at);
    return expression;
}

static bool page_variable(struct reader *reader, struct str name, struct expression *expression, struct error *err)
{
    const struct template_host *host = reader->compiler->set->host;
    if (str_equal(name, STR("path")) && !reader->compiler->in_path) {
        expression->kind = EXPRESSION_PATH;
        return true;
    }
    for (size_t i = 0; i < host->variable_count; i++) {
        if (str_equal(host->variables[i].name, name)) {
            expression->kind = EXPRESSION_CONSTANT;
            expression->constant = host->variables[i].value;
            return true;
        }
    }
    struct nearest nearest = nearest_start(name);
    for (size_t i = 0; i < host->variable_count; i++) {
        nearest_try(&nearest, host->variables[i].name);
    }
    return spot_error(err, &expression->spot, "page has no %.*s%s", STR_ARGS(name),
                      nearest_hint(reader->compiler->arena, &nearest));
}

static const struct {
    struct str name;
    enum expression_kind kind;
} ROW_PLACES[] = {
    {STR_INIT("index"), EXPRESSION_INDEX},
    {STR_INIT("first"), EXPRESSION_FIRST},
    {STR_INIT("last"), EXPRESSION_LAST},
};

static bool row_place(struct call *call, struct str name, struct expression *expression)
{
    for (size_t i = 0; i < sizeof ROW_PLACES / sizeof ROW_PLACES[0]; i++) {
        if (str_equal(ROW_PLACES[i].name, name)) {
            expression->kind = ROW_PLACES[i].kind;
            call->look_ahead |= expression->kind == EXPRESSION_LAST;
            return true;
        }
    }
    return false;
}

static bool row_column(struct reader *reader, const struct binding *row, struct str name, struct expression *expression,
                       struct error *err)
{
    const struct query_info *query = row->call->query;
    expression->slot = row->call->frame;
    for (int i = 0; i < query->column_count; i++) {
        if (str_equal(query->columns[i], name)) {
            expression->column = i;
            return true;
        }
    }
    if (row_place(row->call, name, expression)) {
        return true;
    }
    struct nearest nearest = nearest_start(name);
    for (int i = 0; i < query->column_count; i++) {
        nearest_try(&nearest, query->columns[i]);
    }
    return spot_error(err, &expression->spot, "%s has no column %.*s%s", query->file, STR_ARGS(name),
                      nearest_hint(reader->compiler->arena, &nearest));
}

/* `name` was read, at `at`. */
bool parse_path(struct reader *reader, struct str name, size_t at, const struct expression **out, struct error *err)
{
    struct expression *expression = expression_new(reader, EXPRESSION_COLUMN, at);
    const struct binding *binding = scope_find(reader->compiler, name);
    bool is_page = binding == NULL && str_equal(name, STR("page"));
    if (binding == NULL && !is_page) {
        return unknown_name(reader, name, at, err);
    }
    expression->name = str_copy(reader->compiler->arena, name);
    *out = expression;
    if (binding != NULL && binding->call == NULL) {
        expression->kind = EXPRESSION_VARIABLE;
        expression->slot = binding->variable;
        return reader_peek(reader) != '.' ||
               spot_error(err, &expression->spot, "%.*s is a value, it has no columns", STR_ARGS(name));
    }
    if (reader_peek(reader) != '.') {
        return spot_error(err, &expression->spot, "%.*s is a row; say which column: %.*s.column", STR_ARGS(name),
                          STR_ARGS(name));
    }
    reader->at++;
    struct str column = reader_name(reader);
    if (column.len == 0) {
        return reader_expected(reader, "the name of a column", err);
    }
    expression->name = str_format(reader->compiler->arena, "%.*s.%.*s", STR_ARGS(name), STR_ARGS(column));
    return is_page ? page_variable(reader, column, expression, err)
                   : row_column(reader, binding, column, expression, err);
}
