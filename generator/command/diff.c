/* gencarto diff: what changed between two publications. */
#include "gencarto/base/json.h"
#include "gencarto/base/typography.h"
#include "gencarto/consult/difference.h"
#include "place.h"
#include "terminal.h"

#define DEFAULT_LIMIT 20
#define CELL_WIDTH    58
#define TEXT_SHOWN    60 /* characters of a text that changed */

static const char *const kind_names[CHANGE_KINDS] = {
    [CHANGE_OF_VALUE] = "changed", [CHANGE_REMOVED] = "removed", [CHANGE_OF_FLAG] = "flag", [CHANGE_ADDED] = "added"};

/* --- for people --- */

static void write_value(struct buf *out, struct value value)
{
    if (value.type == VALUE_NULL)
        buf_text(out, "none");
    else if (value.type == VALUE_INT)
        terminal_write_count(out, value.integer);
    else if (value.type == VALUE_REAL && value.real == (double)(int64_t)value.real)
        terminal_write_count(out, (int64_t)value.real);
    else if (value.type == VALUE_REAL)
        typography_number(out, value.real, 1, LANGUAGE_EN);
    else if (value.text.len == 0)
        buf_text(out, "none");
    else
        terminal_write_plain(out, value.text.len > TEXT_SHOWN ? STR("(text)") : value.text);
}

/* "11,405 -> 11,410 (+5)" */
static void write_field(struct buf *out, const struct changed_field *field, bool is_named)
{
    if (is_named)
        buf_format(out, "%.*s ", STR_ARGS(field->column));
    write_value(out, field->before);
    buf_text(out, " -> ");
    write_value(out, field->after);
    if (value_is_number(field->before) && value_is_number(field->after)) {
        double change = value_number(field->after) - value_number(field->before);
        buf_text(out, " (");
        typography_signed(out, change, change == (double)(int64_t)change ? 0 : 1, LANGUAGE_EN);
        buf_byte(out, ')');
    }
}

/* A flag that changed with its value: of a figure that is shown, it says no more than that. */
static bool is_routine(const struct change *change, const struct changed_field *field)
{
    return change->kind == CHANGE_OF_VALUE && change->table == COMPARED_FIGURE &&
           str_equal(field->column, STR("status"));
}

static void write_change(struct buf *out, const struct change *change)
{
    size_t start = out->len;
    buf_text(out, "  ");
    terminal_write_plain(out, change->key);
    if (change->table == COMPARED_FIGURE)
        terminal_write_pad(out, start, CELL_WIDTH);
    else if (change->name.len && !str_equal(change->name, change->key)) {
        buf_text(out, " ");
        terminal_write_plain(out, change->name);
    }
    for (size_t i = 0; i < change->field_count; i++) {
        if (is_routine(change, &change->fields[i]))
            continue;
        buf_text(out, i ? ", " : change->table == COMPARED_FIGURE ? "" : ": ");
        if (change->kind == CHANGE_ADDED || change->kind == CHANGE_REMOVED)
            write_value(out, change->kind == CHANGE_ADDED ? change->fields[i].after : change->fields[i].before);
        else
            write_field(out, &change->fields[i], !str_equal(change->fields[i].column, STR("value")));
    }
    buf_byte(out, '\n');
}

static void write_group_title(struct buf *out, const struct difference *difference, const struct change *first)
{
    static const char *const titles[CHANGE_KINDS] = {
        [CHANGE_OF_VALUE] = "changed",
        [CHANGE_REMOVED] = "gone",
        [CHANGE_OF_FLAG] = "with another flag alone (provisional, revised; --format json lists them)",
        [CHANGE_ADDED] = "new"};
    buf_byte(out, '\n');
    terminal_write_plural(out, difference->counts[first->table][first->kind], compared_names[first->table]);
    buf_format(out, " %s", titles[first->kind]);
    buf_text(out, first->table == COMPARED_FIGURE && first->kind == CHANGE_OF_VALUE
                      ? ", country first and the largest first\n"
                      : "\n");
}

static void write_groups(struct buf *out, const struct difference *difference, int64_t limit)
{
    int64_t shown = 0;
    for (size_t i = 0; i < difference->change_count; i++) {
        const struct change *change = &difference->changes[i];
        bool is_first = i == 0 || change[-1].table != change->table || change[-1].kind != change->kind;
        if (is_first) {
            shown = 0;
            write_group_title(out, difference, change);
        }
        if (change->kind == CHANGE_OF_FLAG)
            continue; /* counted; a new release takes thousands of flags away */
        if (shown++ < limit)
            write_change(out, change);
        else if (shown == limit + 1) {
            buf_text(out, "  and ");
            terminal_write_count(out, difference->counts[change->table][change->kind] - limit);
            buf_text(out, " more\n");
        }
    }
}

static void write_text(struct buf *out, const struct invocation *invocation, const struct difference *difference)
{
    const struct option_value *limit = &invocation->values[OPTION_LIMIT];
    buf_format(out, "%s (%.*s) -> %s (%.*s)\n", invocation->operand, STR_ARGS(difference->old_release),
               invocation->second_operand, STR_ARGS(difference->new_release));
    if (difference->change_count == 0)
        buf_text(out, "nothing changed: ");
    terminal_write_plural(out, difference->same[COMPARED_FIGURE], "figure");
    buf_text(out, " the same\n");
    write_groups(out, difference, limit->given ? limit->number : DEFAULT_LIMIT);
}

/* --- for programs --- */

static void write_json_change(struct buf *out, const struct change *change)
{
    buf_format(out, "    {\"table\": \"%s\", \"kind\": \"%s\", \"key\": ", compared_names[change->table],
               kind_names[change->kind]);
    json_write_text(out, change->key);
    buf_text(out, ", \"name\": ");
    json_write_text(out, change->name);
    buf_text(out, ", \"fields\": {");
    for (size_t i = 0; i < change->field_count; i++) {
        buf_text(out, i ? ", " : "");
        json_write_text(out, change->fields[i].column);
        buf_text(out, ": {\"old\": ");
        json_write_value(out, change->fields[i].before);
        buf_text(out, ", \"new\": ");
        json_write_value(out, change->fields[i].after);
        buf_byte(out, '}');
    }
    buf_text(out, "}}");
}

static void write_json_counts(struct buf *out, const struct difference *difference)
{
    for (int i = 0; i < COMPARED_TABLES; i++) {
        buf_format(out, "%s\n    \"%s\": {\"same\": %lld", i ? "," : "", compared_names[i],
                   (long long)difference->same[i]);
        for (int j = 0; j < CHANGE_KINDS; j++)
            buf_format(out, ", \"%s\": %lld", kind_names[j], (long long)difference->counts[i][j]);
        buf_byte(out, '}');
    }
}

static void write_json(struct buf *out, const struct invocation *invocation, const struct difference *difference)
{
    buf_text(out, "{\n  \"old\": {\"path\": ");
    json_write_text(out, str_from(invocation->operand));
    buf_text(out, ", \"release\": ");
    json_write_text(out, difference->old_release);
    buf_text(out, "},\n  \"new\": {\"path\": ");
    json_write_text(out, str_from(invocation->second_operand));
    buf_text(out, ", \"release\": ");
    json_write_text(out, difference->new_release);
    buf_text(out, "},\n  \"counts\": {");
    write_json_counts(out, difference);
    buf_text(out, "\n  },\n  \"changes\": [");
    for (size_t i = 0; i < difference->change_count; i++) {
        buf_text(out, i ? ",\n" : "\n");
        write_json_change(out, &difference->changes[i]);
    }
    buf_text(out, "\n  ]\n}\n");
}

/* --- the command --- */

static bool print(const struct invocation *invocation, const struct difference *difference, struct error *err)
{
    struct buf text;
    buf_init(&text, NULL);
    if (invocation->values[OPTION_TEXT_OR_JSON].number == 1)
        write_json(&text, invocation, difference);
    else
        write_text(&text, invocation, difference);
    bool done = terminal_print(buf_str(&text), err);
    buf_clear(&text);
    return done;
}

bool diff_run(const struct invocation *invocation, struct error *err)
{
    struct arena run;
    arena_init(&run);
    struct difference difference;
    const char *before, *after;
    bool done = place_public_file(&run, invocation->operand, &before, err) &&
                place_public_file(&run, invocation->second_operand, &after, err) &&
                difference_read(&run, before, after, &difference, err) && print(invocation, &difference, err);
    arena_clear(&run);
    return done;
}
