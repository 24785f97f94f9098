/* gencarto check --rules: everything that a check can find, and what mends it. */
#include "gencarto/base/json.h"
#include "report.h"
#include "terminal.h"

#define INDENT 4

static const struct {
    enum severity severity;
    const char *title;
} parts[] = {
    {SEVERITY_ERROR, "error: the row is set aside, or the file refused"},
    {SEVERITY_WARNING, "warning: the row is kept; what is wrong in it counts as unknown, or as it stands"},
    {SEVERITY_INFO, "note: put right by itself, or good to know"},
};

static void write_text_rule(struct buf *out, struct arena *scratch, const struct rule *rule)
{
    buf_format(out, "  %s\n    ", rule->id);
    terminal_write_wrapped(out, str_from(rule->message), INDENT);
    buf_text(out, "    ");
    terminal_write_wrapped(out, str_format(scratch, "to mend it: %s", rule->remedy), INDENT);
}

void report_write_rules(struct buf *out)
{
    size_t count;
    struct arena scratch;
    const struct rule *rules = input_rules(&count);
    arena_init(&scratch);
    for (size_t part = 0; part < sizeof parts / sizeof *parts; part++) {
        buf_format(out, "%s%s\n", part ? "\n" : "", parts[part].title);
        for (size_t i = 0; i < count; i++)
            if (rules[i].severity == parts[part].severity)
                write_text_rule(out, &scratch, &rules[i]);
    }
    buf_byte(out, '\n');
    terminal_write_plural(out, (int64_t)count, "rule");
    buf_byte(out, '\n');
    arena_clear(&scratch);
}

static void write_member(struct buf *out, const char *key, const char *text)
{
    buf_format(out, "\"%s\": ", key);
    json_write_text(out, str_from(text));
}

void report_write_rules_json(struct buf *out)
{
    size_t count;
    const struct rule *rules = input_rules(&count);
    buf_text(out, "[");
    for (size_t i = 0; i < count; i++) {
        buf_text(out, i ? ",\n  {" : "\n  {");
        write_member(out, "id", rules[i].id);
        buf_text(out, ", ");
        write_member(out, "severity", report_severity_word(rules[i].severity));
        buf_text(out, ", ");
        write_member(out, "message", rules[i].message);
        buf_text(out, ", ");
        write_member(out, "remedy", rules[i].remedy);
        buf_byte(out, '}');
    }
    buf_text(out, "\n]\n");
}
