/* Reads expressions. */
#include "gencarto/base/number.h"

#include "compiler.h"
#include "filter.h"

/* Evaluating is recursive: what a template may ask of the stack is bounded. */
#define DEEPEST 40   /* parentheses, nots and texts with slots within each other */
#define LONGEST 1000 /* values and filters of one expression */

static struct expression *constant_new(struct reader *reader, struct value value, size_t at)
{
    struct expression *expression = expression_new(reader, EXPRESSION_CONSTANT, at);
    expression->constant = value;
    return expression;
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
    inner.depth++;
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
    reader->at += reader_peek(reader) == '-';
    while (byte_is_digit(reader_peek(reader)) || reader_peek(reader) == '.') {
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
    bool path = name.len > 0 && reader_peek(&ahead) == '.' && (ahead.at++, reader_name(&ahead).len > 0) &&
                ahead.at == ahead.text.len;
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
    reader_skip_blanks(reader);
    bool quoted = reader_peek(reader) == '\'' || reader_peek(reader) == '"';
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
            return reader_expected(reader, "\")\" after the filter's arguments", err);
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
        reader_skip_blanks(reader);
        struct expression *filtered = expression_new(reader, EXPRESSION_FILTER, reader->at);
        struct str name = reader_name(reader);
        filtered->filter = filter_find(name);
        filtered->left = *inout;
        if (name.len == 0 || ++reader->terms > LONGEST) {
            return reader_expected(reader, name.len == 0 ? "the name of a filter" : "the end of a long expression",
                                   err);
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
        return reader_expected(reader, "a variable, a number or a 'text'", err);
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
    reader_skip_blanks(reader);
    char c = reader_peek(reader);
    if (depth > DEEPEST) {
        return reader_expected(reader, "fewer parentheses or texts within each other", err);
    }
    if (++reader->terms > LONGEST) {
        return reader_expected(reader, "the end of a long expression", err);
    }
    if (reader_take(reader, "(")) {
        return parse_or(reader, depth + 1, out, err) &&
               (reader_take(reader, ")") || reader_expected(reader, "\")\"", err));
    }
    if (c == '\'' || c == '"') {
        return parse_quoted(reader, out, err);
    }
    return byte_is_digit(c) || c == '-' ? parse_number(reader, out, err) : parse_word(reader, out, err);
}

static bool parse_filtered(struct reader *reader, int depth, const struct expression **out, struct error *err)
{
    return parse_primary(reader, depth, out, err) && parse_filters(reader, out, err);
}

struct expression *expression_of(struct reader *reader, enum expression_kind kind, size_t at,
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
            struct expression *comparison = expression_of(reader, signs[i].kind, at, *out);
            *out = comparison;
            return parse_filtered(reader, depth, &comparison->right, err);
        }
    }
    if (reader_take(reader, "=")) {
        reader->at--;
        return reader_expected(reader, "== to compare", err);
    }
    return true;
}

static bool parse_not(struct reader *reader, int depth, const struct expression **out, struct error *err)
{
    reader_skip_blanks(reader);
    size_t at = reader->at;
    if (!reader_take_word(reader, "not")) {
        return parse_comparison(reader, depth, out, err);
    }
    if (depth > DEEPEST) {
        return reader_expected(reader, "fewer nots", err);
    }
    struct expression *negation = expression_new(reader, EXPRESSION_NOT, at);
    *out = negation;
    return parse_not(reader, depth + 1, &negation->left, err);
}

static bool parse_and(struct reader *reader, int depth, const struct expression **out, struct error *err)
{
    bool ok = parse_not(reader, depth, out, err);
    while (ok && reader_take_word(reader, "and")) {
        struct expression *both = expression_of(reader, EXPRESSION_AND, reader->at, *out);
        *out = both;
        ok = parse_not(reader, depth, &both->right, err);
    }
    return ok;
}

static bool parse_or(struct reader *reader, int depth, const struct expression **out, struct error *err)
{
    bool ok = parse_and(reader, depth, out, err);
    while (ok && reader_take_word(reader, "or")) {
        struct expression *either = expression_of(reader, EXPRESSION_OR, reader->at, *out);
        *out = either;
        ok = parse_and(reader, depth, &either->right, err);
    }
    return ok;
}

bool parse_expression(struct reader *reader, const struct expression **out, struct error *err)
{
    reader->terms = 0;
    return parse_or(reader, reader->depth, out, err);
}
