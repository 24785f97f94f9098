/* Reads expressions, calls of queries and texts with slots. */
#include <string.h>

#include "gencarto/base/number.h"

#include "compiler.h"
#include "filter.h"
#include "nearest.h"

#define DEEPEST 40 /* parentheses and nots within each other */

/* ---- Reading signs ---- */

struct reader reader_start(struct compiler *compiler, struct str text, size_t offset)
{
    return (struct reader){compiler, text, 0, {compiler->source, offset, 0}};
}

struct spot reader_spot(const struct reader *reader, size_t at)
{
    struct spot spot = reader->start;
    spot.index += at;
    return spot;
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool name_byte(char c)
{
    return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static char peek(const struct reader *reader)
{
    return reader->at < reader->text.len ? reader->text.ptr[reader->at] : '\0';
}

static void skip_blanks(struct reader *reader)
{
    while (reader->at < reader->text.len && blank(reader->text.ptr[reader->at])) {
        reader->at++;
    }
}

bool reader_end(struct reader *reader)
{
    skip_blanks(reader);
    return reader->at >= reader->text.len;
}

static struct str unread(const struct reader *reader)
{
    return str_slice(reader->text, reader->at, reader->text.len);
}

bool reader_take(struct reader *reader, const char *sign)
{
    skip_blanks(reader);
    if (!str_starts(unread(reader), str_from(sign))) {
        return false;
    }
    reader->at += strlen(sign);
    return true;
}

bool reader_take_word(struct reader *reader, const char *word)
{
    size_t from = reader->at;
    struct str name = reader_name(reader);
    if (str_equal(name, str_from(word))) {
        return true;
    }
    reader->at = from;
    return false;
}

struct str reader_name(struct reader *reader)
{
    skip_blanks(reader);
    size_t from = reader->at;
    if (digit(peek(reader))) {
        return STR("");
    }
    while (reader->at < reader->text.len && name_byte(reader->text.ptr[reader->at])) {
        reader->at++;
    }
    return str_slice(reader->text, from, reader->at);
}

/* What stands at the reader, for messages. */
static const char *found(struct reader *reader)
{
    if (reader_end(reader)) {
        return "the end";
    }
    struct str rest = unread(reader);
    size_t end = 1;
    while (end < rest.len && end < 20 && (name_byte(rest.ptr[end]) || ((unsigned char)rest.ptr[end] & 0xC0) == 0x80)) {
        end++;
    }
    return str_format(reader->compiler->arena, "\"%.*s\"", (int)end, rest.ptr).ptr;
}

static bool expected(struct reader *reader, const char *what, struct error *err)
{
    const char *seen = found(reader);
    struct spot spot = reader_spot(reader, reader->at);
    return spot_error(err, &spot, "found %s, expected %s", seen, what);
}

/* ---- Names in scope ---- */

void scope_add(struct compiler *compiler, struct binding binding)
{
    if (compiler->binding_count == compiler->binding_capacity) {
        size_t capacity = compiler->binding_capacity * 2 + 16;
        compiler->bindings =
            arena_grow(compiler->arena, compiler->bindings, compiler->binding_capacity * sizeof *compiler->bindings,
                       capacity * sizeof *compiler->bindings);
        compiler->binding_capacity = capacity;
    }
    compiler->bindings[compiler->binding_count++] = binding;
}

static const struct binding *scope_find(const struct compiler *compiler, struct str name)
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

static struct expression *expression_new(struct reader *reader, enum expression_kind kind, size_t at)
{
    struct expression *expression = arena_one(reader->compiler->arena, struct expression);
    expression->kind = kind;
    expression->spot = reader_spot(reader, at);
    return expression;
}

static struct expression *constant_new(struct reader *reader, struct value value, size_t at)
{
    struct expression *expression = expression_new(reader, EXPRESSION_CONSTANT, at);
    expression->constant = value;
    return expression;
}

static bool page_variable(struct reader *reader, struct str name, struct expression *expression, struct error *err)
{
    const struct template_host *host = reader->compiler->set->host;
    struct nearest nearest = nearest_start(name);
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
    struct nearest nearest = nearest_start(name);
    expression->slot = row->call->frame;
    for (int i = 0; i < query->column_count; i++) {
        if (str_equal(query->columns[i], name)) {
            expression->column = i;
            return true;
        }
        nearest_try(&nearest, query->columns[i]);
    }
    if (row_place(row->call, name, expression)) {
        return true;
    }
    return spot_error(err, &expression->spot, "%s has no column %.*s%s", query->file, STR_ARGS(name),
                      nearest_hint(reader->compiler->arena, &nearest));
}

/* `name` was read, at `at`. */
static bool parse_path(struct reader *reader, struct str name, size_t at, const struct expression **out,
                       struct error *err)
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
        return peek(reader) != '.' ||
               spot_error(err, &expression->spot, "%.*s is a value, it has no columns", STR_ARGS(name));
    }
    if (peek(reader) != '.') {
        return spot_error(err, &expression->spot, "%.*s is a row; say which column: %.*s.column", STR_ARGS(name),
                          STR_ARGS(name));
    }
    reader->at++;
    struct str column = reader_name(reader);
    if (column.len == 0) {
        return expected(reader, "the name of a column", err);
    }
    expression->name = str_format(reader->compiler->arena, "%.*s.%.*s", STR_ARGS(name), STR_ARGS(column));
    return is_page ? page_variable(reader, column, expression, err)
                   : row_column(reader, binding, column, expression, err);
}

/* ---- Texts in quotes ---- */

/* Index of the quote that ends the text started at `from`: not one inside {a slot}, nor a doubled one. */
static size_t closing_quote(struct str text, size_t from, char quote)
{
    int depth = 0;
    for (size_t i = from; i < text.len; i++) {
        char c = text.ptr[i], next = i + 1 < text.len ? text.ptr[i + 1] : '\0';
        if ((c == '{' || c == '}') && next == c && depth == 0) {
            i++;
        } else if (c == '{') {
            depth++;
        } else if (c == '}' && depth > 0) {
            depth--;
        } else if (c == quote && depth == 0 && next == quote) {
            i++;
        } else if (c == quote && depth == 0) {
            return i;
        }
    }
    return text.len;
}

/* The literal parts with '' as '. */
static struct str undouble(struct arena *arena, struct str text, char quote)
{
    if (str_index(text, quote, 0) == text.len) {
        return text;
    }
    struct buf out;
    buf_init(&out, arena);
    for (size_t i = 0; i < text.len; i++) {
        buf_byte(&out, text.ptr[i]);
        i += text.ptr[i] == quote;
    }
    return buf_str(&out);
}

static bool parse_quoted(struct reader *reader, const struct expression **out, struct error *err)
{
    size_t at = reader->at;
    char quote = reader->text.ptr[at];
    size_t end = closing_quote(reader->text, at + 1, quote);
    struct spot spot = reader_spot(reader, at);
    if (end >= reader->text.len) {
        return spot_error(err, &spot, "a text without its closing %c", quote);
    }
    struct reader inner = *reader;
    inner.text = str_slice(reader->text, at + 1, end);
    inner.at = 0;
    inner.start = reader_spot(reader, at + 1);
    reader->at = end + 1;
    struct part *parts = NULL;
    size_t count = 0;
    if (!parse_parts(&inner, (const struct part **)&parts, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        parts[i].literal = undouble(reader->compiler->arena, parts[i].literal, quote);
    }
    if (count <= 1 && (count == 0 || parts[0].slot == NULL)) {
        *out = constant_new(reader, VALUE_OF_TEXT(count == 0 ? STR("") : parts[0].literal), at);
        return true;
    }
    struct expression *expression = expression_new(reader, EXPRESSION_PARTS, at);
    expression->parts = parts;
    expression->part_count = count;
    *out = expression;
    return true;
}

/* ---- Numbers ---- */

static bool parse_number(struct reader *reader, const struct expression **out, struct error *err)
{
    size_t at = reader->at;
    reader->at += peek(reader) == '-';
    while (digit(peek(reader)) || peek(reader) == '.') {
        reader->at++;
    }
    struct str text = str_slice(reader->text, at, reader->at);
    int64_t integer = 0;
    double real = 0;
    if (number_parse_int(text, &integer)) {
        *out = constant_new(reader, VALUE_OF_INT(integer), at);
    } else if (number_parse_decimal(text, &real)) {
        *out = constant_new(reader, VALUE_OF_REAL(real), at);
    } else {
        struct spot spot = reader_spot(reader, at);
        return spot_error(err, &spot, "%.*s is no number", STR_ARGS(text));
    }
    return true;
}

/* ---- Filters ---- */

/* A bare argument goes to the next ',' or ')': a number, row.column, a variable, else the text as it stands. */
static bool parse_bare_argument(struct reader *reader, const struct expression **out, struct error *err)
{
    size_t at = reader->at, end = at;
    while (end < reader->text.len && reader->text.ptr[end] != ',' && reader->text.ptr[end] != ')') {
        end++;
    }
    struct str text = str_trim(str_slice(reader->text, at, end));
    struct reader ahead = *reader;
    ahead.text = str_slice(reader->text, 0, at + text.len);
    struct str name = reader_name(&ahead);
    bool path =
        name.len > 0 && peek(&ahead) == '.' && (ahead.at++, reader_name(&ahead).len > 0) && ahead.at == ahead.text.len;
    bool variable = name.len == text.len && scope_find(reader->compiler, name) != NULL;
    double number = 0;
    if (path || variable) {
        reader->at = at + name.len;
        return parse_path(reader, name, at, out, err);
    }
    if (number_parse_decimal(text, &number)) {
        return parse_number(reader, out, err);
    }
    reader->at = end;
    *out = constant_new(reader, VALUE_OF_TEXT(str_copy(reader->compiler->arena, text)), at);
    return true;
}

static bool parse_argument(struct reader *reader, const struct expression **out, struct error *err)
{
    skip_blanks(reader);
    bool quoted = peek(reader) == '\'' || peek(reader) == '"';
    return quoted ? parse_quoted(reader, out, err) : parse_bare_argument(reader, out, err);
}

static bool parse_arguments(struct reader *reader, struct expression *filtered, struct error *err)
{
    const struct filter *filter = filtered->filter;
    const struct expression *arguments[4];
    size_t count = 0;
    if (reader_take(reader, "(") && !reader_take(reader, ")")) {
        do {
            if (count == sizeof arguments / sizeof arguments[0]) {
                break;
            }
            if (!parse_argument(reader, &arguments[count++], err)) {
                return false;
            }
        } while (reader_take(reader, ","));
        if (!reader_take(reader, ")")) {
            return expected(reader, "\")\" after the filter's arguments", err);
        }
    }
    if (count < filter->least || count > filter->most) {
        return spot_error(err, &filtered->spot, "filter %.*s takes %zu to %zu arguments, found %zu",
                          STR_ARGS(filter->name), filter->least, filter->most, count);
    }
    filtered->arguments = arena_array(reader->compiler->arena, const struct expression *, count);
    filtered->argument_count = count;
    for (size_t i = 0; i < count; i++) {
        filtered->arguments[i] = arguments[i];
    }
    return true;
}

static bool parse_filters(struct reader *reader, const struct expression **inout, struct error *err)
{
    while (reader_take(reader, "|")) {
        skip_blanks(reader);
        struct expression *filtered = expression_new(reader, EXPRESSION_FILTER, reader->at);
        struct str name = reader_name(reader);
        filtered->filter = filter_find(name);
        filtered->left = *inout;
        if (name.len == 0) {
            return expected(reader, "the name of a filter", err);
        }
        if (filtered->filter == NULL) {
            return spot_error(err, &filtered->spot, "unknown filter %.*s%s", STR_ARGS(name),
                              filter_hint(reader->compiler->arena, name));
        }
        if (!parse_arguments(reader, filtered, err)) {
            return false;
        }
        *inout = filtered;
    }
    return true;
}

/* ---- Operators, from the tightest to the loosest ---- */

static bool parse_or(struct reader *reader, int depth, const struct expression **out, struct error *err);

static bool parse_word(struct reader *reader, const struct expression **out, struct error *err)
{
    size_t at = reader->at;
    struct str name = reader_name(reader);
    if (name.len == 0) {
        return expected(reader, "a variable, a number or a 'text'", err);
    }
    if (str_equal(name, STR("null"))) {
        *out = constant_new(reader, VALUE_OF_NULL, at);
    } else if (str_equal(name, STR("true")) || str_equal(name, STR("false"))) {
        *out = constant_new(reader, VALUE_OF_INT(name.ptr[0] == 't'), at);
    } else {
        return parse_path(reader, name, at, out, err);
    }
    return true;
}

static bool parse_primary(struct reader *reader, int depth, const struct expression **out, struct error *err)
{
    skip_blanks(reader);
    char c = peek(reader);
    if (depth > DEEPEST) {
        return expected(reader, "fewer parentheses within each other", err);
    }
    if (reader_take(reader, "(")) {
        return parse_or(reader, depth + 1, out, err) && (reader_take(reader, ")") || expected(reader, "\")\"", err));
    }
    if (c == '\'' || c == '"') {
        return parse_quoted(reader, out, err);
    }
    return digit(c) || c == '-' ? parse_number(reader, out, err) : parse_word(reader, out, err);
}

static bool parse_filtered(struct reader *reader, int depth, const struct expression **out, struct error *err)
{
    return parse_primary(reader, depth, out, err) && parse_filters(reader, out, err);
}

static struct expression *binary_new(struct reader *reader, enum expression_kind kind, size_t at,
                                     const struct expression *left)
{
    struct expression *expression = expression_new(reader, kind, at);
    expression->left = left;
    return expression;
}

static bool parse_comparison(struct reader *reader, int depth, const struct expression **out, struct error *err)
{
    static const struct {
        const char *sign;
        enum expression_kind kind;
    } signs[] = {
        {"==", EXPRESSION_EQUAL},         {"!=", EXPRESSION_UNEQUAL},
        {"<=", EXPRESSION_LESS_OR_EQUAL}, {">=", EXPRESSION_GREATER_OR_EQUAL},
        {"<", EXPRESSION_LESS},           {">", EXPRESSION_GREATER},
    };
    if (!parse_filtered(reader, depth, out, err)) {
        return false;
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t at = reader->at;
        if (reader_take(reader, signs[i].sign)) {
            struct expression *comparison = binary_new(reader, signs[i].kind, at, *out);
            *out = comparison;
            return parse_filtered(reader, depth, &comparison->right, err);
        }
    }
    if (reader_take(reader, "=")) {
        reader->at--;
        return expected(reader, "== to compare", err);
    }
    return true;
}

static bool parse_not(struct reader *reader, int depth, const struct expression **out, struct error *err)
{
    skip_blanks(reader);
    size_t at = reader->at;
    if (!reader_take_word(reader, "not")) {
        return parse_comparison(reader, depth, out, err);
    }
    if (depth > DEEPEST) {
        return expected(reader, "fewer nots", err);
    }
    struct expression *negation = expression_new(reader, EXPRESSION_NOT, at);
    *out = negation;
    return parse_not(reader, depth + 1, &negation->left, err);
}

static bool parse_and(struct reader *reader, int depth, const struct expression **out, struct error *err)
{
    bool ok = parse_not(reader, depth, out, err);
    while (ok && reader_take_word(reader, "and")) {
        struct expression *both = binary_new(reader, EXPRESSION_AND, reader->at, *out);
        *out = both;
        ok = parse_not(reader, depth, &both->right, err);
    }
    return ok;
}

static bool parse_or(struct reader *reader, int depth, const struct expression **out, struct error *err)
{
    bool ok = parse_and(reader, depth, out, err);
    while (ok && reader_take_word(reader, "or")) {
        struct expression *either = binary_new(reader, EXPRESSION_OR, reader->at, *out);
        *out = either;
        ok = parse_and(reader, depth, &either->right, err);
    }
    return ok;
}

bool parse_expression(struct reader *reader, const struct expression **out, struct error *err)
{
    return parse_or(reader, 0, out, err);
}

/* ---- Texts with slots ---- */

struct part_list {
    struct part *items;
    size_t count, capacity;
};

static void part_add(struct arena *arena, struct part_list *list, struct part part)
{
    bool literal = part.slot == NULL;
    if (literal && part.literal.len == 0) {
        return;
    }
    if (list->count == list->capacity) {
        size_t capacity = list->capacity * 2 + 4;
        list->items =
            arena_grow(arena, list->items, list->capacity * sizeof *list->items, capacity * sizeof *list->items);
        list->capacity = capacity;
    }
    list->items[list->count++] = part;
}

/* The literal text up to the next slot, with {{ and }} as braces. */
static bool read_literal(struct reader *reader, struct str *out_text, struct error *err)
{
    struct buf text;
    buf_init(&text, reader->compiler->arena);
    for (; reader->at < reader->text.len; reader->at++) {
        char c = reader->text.ptr[reader->at];
        bool brace = c == '{' || c == '}';
        bool doubled = brace && reader->at + 1 < reader->text.len && reader->text.ptr[reader->at + 1] == c;
        if (c == '{' && !doubled) {
            break;
        }
        if (c == '}' && !doubled) {
            struct spot spot = reader_spot(reader, reader->at);
            return spot_error(err, &spot, "a } without its {; write }} for a brace");
        }
        reader->at += doubled;
        buf_byte(&text, c);
    }
    *out_text = buf_str(&text);
    return true;
}

static bool read_slot(struct reader *reader, const struct expression **out, struct error *err)
{
    struct spot spot = reader_spot(reader, reader->at);
    reader->at++;
    if (reader_take(reader, "}")) {
        return spot_error(err, &spot, "an empty slot; write {{ and }} for braces");
    }
    return parse_expression(reader, out, err) &&
           (reader_take(reader, "}") || expected(reader, "} at the end of the slot", err));
}

bool parse_parts(struct reader *reader, const struct part **out_parts, size_t *out_count, struct error *err)
{
    struct part_list list = {NULL, 0, 0};
    while (reader->at < reader->text.len) {
        struct part literal = {{NULL, 0}, NULL}, slot = {{NULL, 0}, NULL};
        if (!read_literal(reader, &literal.literal, err)) {
            return false;
        }
        part_add(reader->compiler->arena, &list, literal);
        if (reader->at < reader->text.len) {
            if (!read_slot(reader, &slot.slot, err)) {
                return false;
            }
            part_add(reader->compiler->arena, &list, slot);
        }
    }
    *out_parts = list.items;
    *out_count = list.count;
    return true;
}

/* ---- Assignments ---- */

static struct str assigned_name(struct reader *reader)
{
    skip_blanks(reader);
    size_t from = reader->at;
    while (name_byte(peek(reader)) || peek(reader) == '-' || peek(reader) == ':') {
        reader->at++;
    }
    return str_copy(reader->compiler->arena, str_slice(reader->text, from, reader->at));
}

bool parse_assignments(struct reader *reader, assignment_take *take, struct error *err)
{
    while (!reader_end(reader)) {
        struct assignment assignment = {.spot = reader_spot(reader, reader->at)};
        assignment.name = assigned_name(reader);
        if (assignment.name.len == 0) {
            return expected(reader, "name = expression", err);
        }
        if (!reader_take(reader, "=")) {
            return expected(reader, "= after the name", err);
        }
        if (!parse_expression(reader, &assignment.value, err)) {
            return false;
        }
        if (reader_take_word(reader, "if")) {
            struct expression *when = binary_new(reader, EXPRESSION_WHEN, reader->at, assignment.value);
            if (!parse_expression(reader, &when->right, err)) {
                return false;
            }
            assignment.value = when;
        }
        if (!take(reader->compiler, &assignment)) {
            return false;
        }
        if (!reader_end(reader) && !reader_take(reader, ";")) {
            return expected(reader, "; between assignments", err);
        }
    }
    return true;
}

/* ---- Calls of queries ---- */

static struct query_info *query_find(struct reader *reader, struct str name, size_t at, struct error *err)
{
    struct template_set *set = reader->compiler->set;
    struct nearest nearest = nearest_start(name);
    for (size_t i = 0; i < set->query_count; i++) {
        if (str_equal(set->queries[i].name, name)) {
            return &set->queries[i];
        }
        nearest_try(&nearest, set->queries[i].name);
    }
    struct spot spot = reader_spot(reader, at);
    spot_error(err, &spot, "unknown query %.*s; it would be %s/queries/%.*s.sql%s", STR_ARGS(name), set->folder,
               STR_ARGS(name), nearest_hint(reader->compiler->arena, &nearest));
    return NULL;
}

/* Index of the parameter that the argument at the reader goes to: named, else the next of the query. */
static bool argument_index(struct reader *reader, const struct call *call, int position, int *out_index,
                           struct error *err)
{
    const struct query_info *query = call->query;
    size_t at = reader->at;
    struct str name = reader_name(reader);
    bool named = name.len > 0 && reader_take(reader, "=") && peek(reader) != '=';
    if (!named) {
        reader->at = at;
        *out_index = position;
        return position < query->parameter_count ||
               spot_error(err, &call->spot, "query %.*s takes %d arguments, found more", STR_ARGS(query->name),
                          query->parameter_count);
    }
    struct nearest nearest = nearest_start(name);
    for (int i = 0; i < query->parameter_count; i++) {
        if (str_equal(query->parameters[i], name)) {
            *out_index = i;
            return true;
        }
        nearest_try(&nearest, query->parameters[i]);
    }
    struct spot spot = reader_spot(reader, at);
    return spot_error(err, &spot, "query %.*s has no parameter :%.*s%s", STR_ARGS(query->name), STR_ARGS(name),
                      nearest_hint(reader->compiler->arena, &nearest));
}

static bool parse_call_arguments(struct reader *reader, struct call *call, struct error *err)
{
    int position = 0;
    if (!reader_take(reader, "(") || reader_take(reader, ")")) {
        return true;
    }
    do {
        int index = 0;
        skip_blanks(reader);
        struct spot spot = reader_spot(reader, reader->at);
        if (!argument_index(reader, call, position++, &index, err)) {
            return false;
        }
        if (call->arguments[index] != NULL) {
            return spot_error(err, &spot, "parameter :%.*s is given twice", STR_ARGS(call->query->parameters[index]));
        }
        if (!parse_expression(reader, &call->arguments[index], err)) {
            return false;
        }
    } while (reader_take(reader, ","));
    return reader_take(reader, ")") || expected(reader, "\")\" after the query's arguments", err);
}

/* A query inside itself needs a second statement. */
static size_t nesting_level(const struct compiler *compiler, const struct query_info *query)
{
    size_t level = 0;
    for (size_t i = 0; i < compiler->binding_count; i++) {
        const struct call *call = compiler->bindings[i].call;
        level += call != NULL && call->query == query;
    }
    return level;
}

static bool check_call(struct reader *reader, const struct call *call, struct error *err)
{
    const struct query_info *query = call->query;
    for (int i = 0; i < query->parameter_count; i++) {
        if (call->arguments[i] == NULL) {
            return spot_error(err, &call->spot, "query %.*s wants :%.*s", STR_ARGS(query->name),
                              STR_ARGS(query->parameters[i]));
        }
    }
    if (reader->compiler->in_rows && query->parameter_count > 0 && query->scans) {
        return spot_error(err, &call->spot,
                          "%s reads a whole table for each row of this loop: %.*s; compare indexed columns",
                          query->file, STR_ARGS(query->plan));
    }
    return true;
}

bool parse_call(struct reader *reader, struct call **out, struct error *err)
{
    skip_blanks(reader);
    size_t at = reader->at;
    struct str name = reader_name(reader);
    if (name.len == 0) {
        return expected(reader, "the name of a query", err);
    }
    struct query_info *query = query_find(reader, name, at, err);
    if (query == NULL) {
        return false;
    }
    struct call *call = arena_one(reader->compiler->arena, struct call);
    call->query = query;
    call->spot = reader_spot(reader, at);
    call->level = nesting_level(reader->compiler, query);
    if (query->levels <= call->level) {
        query->levels = call->level + 1;
    }
    call->arguments = arena_array(reader->compiler->arena, const struct expression *, (size_t)query->parameter_count);
    *out = call;
    return parse_call_arguments(reader, call, err) && check_call(reader, call, err);
}
