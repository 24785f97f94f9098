/* SARIF 2.1.0: Static Analysis Results Interchange Format, OASIS Standard, 27 March 2020. The level words are ours:
 * error, warning, note. Files are named relative to the input folder, the base INPUT. */
#include "command.h"
#include "gencarto/base/json.h"
#include "report.h"
#include "terminal.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

/* A relative reference of RFC 3986: every byte but the unreserved ones as %XX. */
static void write_uri(struct buf *out, struct str name)
{
    buf_byte(out, '"');
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                        c == '.' || c == '_' || c == '~' || c == '/';
        buf_format(out, is_plain ? "%c" : "%%%02X", c);
    }
    buf_byte(out, '"');
}

static void write_rule(struct buf *out, const struct rule *rule)
{
    buf_format(out, "{\"id\": \"%s\", \"shortDescription\": {\"text\": ", rule->id);
    json_write_text(out, str_from(rule->message));
    buf_text(out, "}, \"help\": {\"text\": ");
    json_write_text(out, str_from(rule->remedy && rule->remedy[0] ? rule->remedy : rule->message));
    buf_format(out, "}, \"defaultConfiguration\": {\"level\": \"%s\"}}", report_severity_word(rule->severity));
}

static void write_location(struct buf *out, const struct finding *finding)
{
    buf_text(out, "\"locations\": [{\"physicalLocation\": {\"artifactLocation\": {\"uri\": ");
    write_uri(out, finding->file);
    buf_text(out, ", \"uriBaseId\": \"INPUT\"}");
    if (finding->line > 0)
        buf_format(out, ", \"region\": {\"startLine\": %lld}", (long long)finding->line);
    buf_text(out, "}}]");
}

static size_t index_of(const struct rule *const *rules, const struct rule *rule)
{
    size_t index = 0;
    while (rules[index] != rule)
        index++;
    return index;
}

/* The number of a field is no column of text: it stands among the properties. */
static void write_result(struct buf *out, const struct finding *finding, const struct rule *const *rules)
{
    const struct rule *rule = finding->rule;
    struct buf message;
    buf_init(&message, NULL);
    buf_text(&message, rule->message);
    if (finding->detail.len) {
        buf_text(&message, "; ");
        buf_add(&message, finding->detail);
    }
    buf_format(out, "{\"ruleId\": \"%s\", \"ruleIndex\": %zu, \"level\": \"%s\", \"message\": {\"text\": ", rule->id,
               index_of(rules, rule), report_severity_word(rule->severity));
    json_write_text(out, buf_str(&message));
    buf_text(out, "}, ");
    write_location(out, finding);
    if (finding->line > 0 && finding->column > 0)
        buf_format(out, ", \"properties\": {\"field\": %d}", finding->column);
    buf_byte(out, '}');
    buf_clear(&message);
}

static void write_invocation(struct buf *out, const struct error *refusal)
{
    bool is_refused = refusal->kind != ERROR_NONE;
    buf_format(out, "    \"invocations\": [{\"executionSuccessful\": %s", is_refused ? "false" : "true");
    if (is_refused) {
        buf_text(out, ", \"toolExecutionNotifications\": [{\"level\": \"error\", \"message\": {\"text\": ");
        json_write_text(out, str_from(refusal->message));
        buf_text(out, "}}]");
    }
    buf_text(out, "}],\n");
}

static void write_run(struct buf *out, const struct findings *findings, const struct error *refusal)
{
    struct arena scratch;
    size_t count;
    arena_init(&scratch);
    const struct rule **rules = report_rules(&scratch, findings, &count);
    buf_text(out, "    \"tool\": {\"driver\": {\"name\": \"" PROGRAM_NAME "\", \"version\": \"" GENCARTO_VERSION
                  "\", \"rules\": [");
    for (size_t i = 0; i < count; i++) {
        buf_text(out, i ? ",\n      " : "\n      ");
        write_rule(out, rules[i]);
    }
    buf_text(out, "]}},\n    \"columnKind\": \"unicodeCodePoints\",\n"
                  "    \"originalUriBaseIds\": {\"INPUT\": {\"description\": {\"text\": \"the input folder\"}}},\n");
    write_invocation(out, refusal);
    buf_text(out, "    \"results\": [");
    for (size_t i = 0; i < findings->count; i++) {
        buf_text(out, i ? ",\n      " : "\n      ");
        write_result(out, &findings->items[i], (const struct rule *const *)rules);
    }
    buf_text(out, "]\n");
    arena_clear(&scratch);
}

void report_write_sarif(struct buf *out, const struct report *report)
{
    static const struct input nothing;
    const struct input *input = report->input ? report->input : &nothing;
    buf_text(out, "{\n  \"$schema\": \"" SCHEMA "\",\n  \"version\": \"2.1.0\",\n  \"runs\": [{\n");
    write_run(out, &input->findings, report->refusal);
    buf_text(out, "  }]\n}\n");
}
