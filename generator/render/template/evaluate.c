#include "filter.h"
#include "worker.h"

bool value_is_true(struct value value)
{
    switch (value.type) {
    case VALUE_INT:
        return value.integer != 0;
    case VALUE_REAL:
        return value.real != 0;
    case VALUE_TEXT:
        return value.text.len > 0;
    case VALUE_NULL:
        break;
    }
    return false;
}

const struct expression *expression_root(const struct expression *expression)
{
    while (expression->kind == EXPRESSION_FILTER) {
        expression = expression->left;
    }
    return expression;
}

struct str expression_name(const struct expression *expression)
{
    const struct expression *root = expression_root(expression);
    return root->name.len > 0 ? root->name : STR("the value");
}

static struct value truth(bool is_true)
{
    return VALUE_OF_INT(is_true ? 1 : 0);
}

/* ---- Filters ---- */

static bool evaluate_filter(struct template_worker *worker, const struct expression *e, struct value *out,
                            struct error *err)
{
    struct value input, arguments[4];
    if (!evaluate(worker, e->left, &input, err)) {
        return false;
    }
    bool is_or = e->filter->apply == NULL;
    if ((input.type == VALUE_NULL) != is_or) {
        *out = input;
        return true;
    }
    for (size_t i = 0; i < e->argument_count; i++) {
        if (!evaluate(worker, e->arguments[i], &arguments[i], err)) {
            return false;
        }
    }
    if (is_or) {
        *out = e->argument_count == 0 ? VALUE_OF_TEXT(STR("")) : arguments[0];
        return true;
    }
    struct buf text;
    buf_init(&text, &worker->page);
    struct filter_input call = {&worker->page, worker->set, input, arguments, e->argument_count};
    const char *problem = e->filter->apply(&call, &text);
    *out = VALUE_OF_TEXT(buf_str(&text));
    return problem == NULL || spot_error(err, &e->spot, "filter %.*s %s", STR_ARGS(e->filter->name), problem);
}

/* ---- Texts with slots ---- */

static bool evaluate_parts(struct template_worker *worker, const struct expression *e, struct value *out,
                           struct error *err)
{
    struct buf text;
    buf_init(&text, &worker->page);
    for (size_t i = 0; i < e->part_count; i++) {
        const struct part *part = &e->parts[i];
        struct value value = VALUE_OF_TEXT(part->literal);
        if (part->slot != NULL && !evaluate(worker, part->slot, &value, err)) {
            return false;
        }
        if (value.type == VALUE_NULL) {
            return spot_error(err, &part->slot->spot, "%.*s is null inside a text; write |or(...)",
                              STR_ARGS(expression_name(part->slot)));
        }
        buf_add(&text, value_text(&worker->page, value));
    }
    *out = VALUE_OF_TEXT(buf_str(&text));
    return true;
}

/* ---- Operators ---- */

/* Null equals null only; a number never equals a text. */
static bool values_equal(struct value a, struct value b)
{
    bool same_kind = a.type == b.type || (value_is_number(a) && value_is_number(b));
    return same_kind && value_compare(a, b) == 0;
}

static bool holds(enum expression_kind kind, int order)
{
    switch (kind) {
    case EXPRESSION_LESS:
        return order < 0;
    case EXPRESSION_LESS_OR_EQUAL:
        return order <= 0;
    case EXPRESSION_GREATER:
        return order > 0;
    default:
        return order >= 0;
    }
}

static const char *type_name(struct value value)
{
    static const char *const names[] = {
        [VALUE_NULL] = "null", [VALUE_INT] = "a number", [VALUE_REAL] = "a number", [VALUE_TEXT] = "a text"};
    return names[value.type];
}

static bool evaluate_comparison(struct template_worker *worker, const struct expression *e, struct value *out,
                                struct error *err)
{
    struct value left, right;
    if (!evaluate(worker, e->left, &left, err) || !evaluate(worker, e->right, &right, err)) {
        return false;
    }
    if (e->kind == EXPRESSION_EQUAL || e->kind == EXPRESSION_UNEQUAL) {
        *out = truth(values_equal(left, right) == (e->kind == EXPRESSION_EQUAL));
        return true;
    }
    bool both_numbers = value_is_number(left) && value_is_number(right);
    bool both_texts = left.type == VALUE_TEXT && right.type == VALUE_TEXT;
    if (!both_numbers && !both_texts) {
        return spot_error(err, &e->spot, "compares %s with %s; ask first: row.column != null and ...", type_name(left),
                          type_name(right));
    }
    *out = truth(holds(e->kind, value_compare(left, right)));
    return true;
}

/* The right side is asked only when the left one does not decide. */
static bool evaluate_logic(struct template_worker *worker, const struct expression *e, struct value *out,
                           struct error *err)
{
    struct value side;
    if (!evaluate(worker, e->left, &side, err)) {
        return false;
    }
    bool left = value_is_true(side);
    if (e->kind == EXPRESSION_NOT) {
        *out = truth(!left);
        return true;
    }
    bool decided = e->kind == EXPRESSION_AND ? !left : left;
    if (!decided && !evaluate(worker, e->right, &side, err)) {
        return false;
    }
    *out = truth(decided ? left : value_is_true(side));
    return true;
}

static bool evaluate_when(struct template_worker *worker, const struct expression *e, struct value *out,
                          struct error *err)
{
    struct value condition;
    if (!evaluate(worker, e->right, &condition, err)) {
        return false;
    }
    if (!value_is_true(condition)) {
        *out = VALUE_OF_NULL;
        return true;
    }
    return evaluate(worker, e->left, out, err);
}

bool evaluate(struct template_worker *worker, const struct expression *e, struct value *out, struct error *err)
{
    switch (e->kind) {
    case EXPRESSION_CONSTANT:
        *out = e->constant;
        return true;
    case EXPRESSION_COLUMN:
        *out = worker->frames[e->slot].values[e->column];
        return true;
    case EXPRESSION_INDEX:
        *out = VALUE_OF_INT(worker->frames[e->slot].index);
        return true;
    case EXPRESSION_FIRST:
        *out = truth(worker->frames[e->slot].index == 1);
        return true;
    case EXPRESSION_LAST:
        *out = truth(worker->frames[e->slot].last);
        return true;
    case EXPRESSION_VARIABLE:
        *out = worker->variables[e->slot];
        return true;
    case EXPRESSION_PATH:
        *out = VALUE_OF_TEXT(buf_str(&worker->path));
        return true;
    case EXPRESSION_PARTS:
        return evaluate_parts(worker, e, out, err);
    case EXPRESSION_FILTER:
        return evaluate_filter(worker, e, out, err);
    case EXPRESSION_NOT:
    case EXPRESSION_AND:
    case EXPRESSION_OR:
        return evaluate_logic(worker, e, out, err);
    case EXPRESSION_WHEN:
        return evaluate_when(worker, e, out, err);
    default:
        return evaluate_comparison(worker, e, out, err);
    }
}
