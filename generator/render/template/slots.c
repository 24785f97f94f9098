/* Reads texts with slots, assignments and calls of queries. */
#include "compiler.h"
#include "gencarto/base/nearest.h"

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
    *arena_push(arena, list->items, list->count, list->capacity) = part;
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
           (reader_take(reader, "}") || reader_expected(reader, "} at the end of the slot", err));
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
    reader_skip_blanks(reader);
    size_t from = reader->at;
    while (byte_is_name(reader_peek(reader)) || reader_peek(reader) == '-' || reader_peek(reader) == ':') {
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
            return reader_expected(reader, "name = expression", err);
        }
        if (!reader_take(reader, "=")) {
            return reader_expected(reader, "= after the name", err);
        }
        if (!parse_expression(reader, &assignment.value, err)) {
            return false;
        }
        if (reader_take_word(reader, "if")) {
            struct expression *when = expression_of(reader, EXPRESSION_WHEN, reader->at, assignment.value);
            if (!parse_expression(reader, &when->right, err)) {
                return false;
            }
            assignment.value = when;
        }
        if (!take(reader->compiler, &assignment)) {
            return false;
        }
        if (!reader_end(reader) && !reader_take(reader, ";")) {
            return reader_expected(reader, "; between assignments", err);
        }
    }
    return true;
}

/* ---- Calls of queries ---- */

static struct query_info *query_find(struct reader *reader, struct str name, size_t at, struct error *err)
{
    struct template_set *set = reader->compiler->set;
    for (size_t i = 0; i < set->query_count; i++) {
        if (str_equal(set->queries[i].name, name)) {
            return &set->queries[i];
        }
    }
    struct nearest nearest = nearest_start(name);
    for (size_t i = 0; i < set->query_count; i++) {
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
    bool named = name.len > 0 && reader_take(reader, "=") && reader_peek(reader) != '=';
    if (!named) {
        reader->at = at;
        *out_index = position;
        return position < query->parameter_count ||
               spot_error(err, &call->spot, "query %.*s takes %d arguments, found more", STR_ARGS(query->name),
                          query->parameter_count);
    }
    for (int i = 0; i < query->parameter_count; i++) {
        if (str_equal(query->parameters[i], name)) {
            *out_index = i;
            return true;
        }
    }
    struct nearest nearest = nearest_start(name);
    for (int i = 0; i < query->parameter_count; i++) {
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
        reader_skip_blanks(reader);
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
    return reader_take(reader, ")") || reader_expected(reader, "\")\" after the query's arguments", err);
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
    reader_skip_blanks(reader);
    size_t at = reader->at;
    struct str name = reader_name(reader);
    if (name.len == 0) {
        return reader_expected(reader, "the name of a query", err);
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
