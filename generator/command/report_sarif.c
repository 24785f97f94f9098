/* SARIF 2.1.0: Static Analysis Results Interchange Format, OASIS Standard, 27 March 2020. The level words are ours:
 * error, warning, note. Files are named as the input folder was given: below the folder that the check ran in, which is
 * %SRCROOT% for code hosts and editors (several look at no other base), or absolute. A folder that lies elsewhere by
 * ".." has no address: its files are relative to the base INPUT. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "gencarto/base/json.h"
#include "report.h"
#include "terminal.h"

#define PROJECT      "%SRCROOT%"
#define RESULTS_MOST 25000 /* GitHub refuses a run with more, and shows the gravest 5,000 */
#define SCHEMA       "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

/* A path as RFC 3986 has it: every byte but the unreserved ones as %XX. */
static void write_path(struct buf *out, struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                        c == '.' || c == '_' || c == '~' || c == '/';
        buf_format(out, is_plain ? "%c" : "%%%02X", c);
    }
}

/* The words of code hosts, which read them from the properties. */
static const char *problem_severity(enum severity severity)
{
    return severity == SEVERITY_INFO ? "recommendation" : severity_name(severity);
}

static void write_rule(struct buf *out, const struct rule *rule)
{
    const char *remedy = rule->remedy && rule->remedy[0] ? rule->remedy : rule->message;
    buf_format(out, "{\"id\": \"%s\", \"shortDescription\": {\"text\": ", rule->id);
    json_write_text(out, str_from(rule->message));
    buf_text(out, "}, \"fullDescription\": {\"text\": ");
    json_write_text(out, str_from(rule->message));
    buf_text(out, "}, \"help\": {\"text\": ");
    json_write_text(out, str_from(remedy));
    buf_format(out, "}, \"defaultConfiguration\": {\"level\": \"%s\"}, ", report_severity_word(rule->severity));
    buf_format(out, "\"properties\": {\"tags\": [\"data-quality\"], \"problem.severity\": \"%s\"}}",
               problem_severity(rule->severity));
}

/* --- addresses --- */

enum where { IN_PROJECT, ABSOLUTE, ELSEWHERE };

static enum where where_is(const char *folder)
{
    struct str rest = str_from(folder), part;
    while (str_split(&rest, '/', &part))
        if (str_equal(part, STR("..")))
            return ELSEWHERE;
    return folder[0] == '/' ? ABSOLUTE : IN_PROJECT;
}

/* "./exports//2017" is "exports/2017/". */
static void write_folder(struct buf *out, const char *folder)
{
    struct str rest = str_from(folder), part;
    while (str_split(&rest, '/', &part)) {
        if (part.len == 0 || str_equal(part, STR(".")))
            continue;
        write_path(out, part);
        buf_byte(out, '/');
    }
}

static void write_address(struct buf *out, const char *folder, struct str file)
{
    static const char *const bases[] = {
        [IN_PROJECT] = ", \"uriBaseId\": \"" PROJECT "\"", [ABSOLUTE] = "", [ELSEWHERE] = ", \"uriBaseId\": \"INPUT\""};
    enum where where = where_is(folder);
    buf_text(out, where == ABSOLUTE ? "{\"uri\": \"file:///" : "{\"uri\": \"");
    if (where != ELSEWHERE)
        write_folder(out, folder);
    write_path(out, file);
    buf_format(out, "\"%s}", bases[where]);
}

/* What the addresses are relative to. */
static void write_bases(struct buf *out, const char *folder)
{
    static const char *const bases[] = {
        [IN_PROJECT] = "    \"originalUriBaseIds\": {\"" PROJECT
                       "\": {\"description\": {\"text\": \"the folder that the check ran in\"}}},\n",
        [ABSOLUTE] = "",
        [ELSEWHERE] =
            "    \"originalUriBaseIds\": {\"INPUT\": {\"description\": {\"text\": \"the input folder\"}}},\n"};
    buf_text(out, bases[where_is(folder)]);
}

/* What is wrong with a file as a whole is told at its first line: several readers refuse a place without one. */
static void write_location(struct buf *out, const char *folder, const struct finding *finding)
{
    buf_text(out, "\"locations\": [{\"physicalLocation\": {\"artifactLocation\": ");
    write_address(out, folder, finding->file);
    buf_format(out, ", \"region\": {\"startLine\": %lld}}}]", (long long)(finding->line > 0 ? finding->line : 1));
}

/* --- results --- */

static size_t index_of(const struct rule *const *rules, const struct rule *rule)
{
    size_t index = 0;
    while (rules[index] != rule)
        index++;
    return index;
}

static bool is_alike(const struct finding *a, const struct finding *b)
{
    return a->rule == b->rule && a->column == b->column && str_equal(a->file, b->file);
}

/* The same finding in the next run, wherever its row stands then: which one it is of its rule, file and column. Nothing
 * of the row is in it. */
static void write_fingerprint(struct buf *out, const struct findings *findings, const uint32_t *ranks, size_t index)
{
    const struct finding *finding = &findings->items[index];
    struct buf text;
    buf_init(&text, NULL);
    buf_format(&text, "%s:%.*s:%d:%u", finding->rule->id, STR_ARGS(finding->file), finding->column,
               (unsigned)ranks[index]);
    buf_text(out, ", \"partialFingerprints\": {\"ruleFileColumnRank/v1\": ");
    json_write_text(out, buf_str(&text));
    buf_byte(out, '}');
    buf_clear(&text);
}

/* The number of a field is no column of text: it stands among the properties. */
static void write_result(struct buf *out, const struct report *report, const struct finding *finding,
                         const struct rule *const *rules)
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
    write_location(out, report->folder, finding);
    if (finding->line > 0 && finding->column > 0)
        buf_format(out, ", \"properties\": {\"field\": %d}", finding->column);
    buf_clear(&message);
}

static void write_notification(struct buf *out, bool is_first, const char *level, struct str text)
{
    buf_format(out, "%s\n      {\"level\": \"%s\", \"message\": {\"text\": ", is_first ? "" : ",", level);
    json_write_text(out, text);
    buf_text(out, "}}");
}

/* --- the run --- */

static size_t results_left_out(const struct findings *findings)
{
    return findings->count > RESULTS_MOST ? findings->count - RESULTS_MOST : 0;
}

/* Why it is refused, and of which rules not every place is listed. */
static void write_invocation(struct buf *out, const struct findings *findings, const struct error *refusal)
{
    bool is_refused = refusal->kind != ERROR_NONE, is_first = !is_refused;
    struct buf text;
    buf_init(&text, NULL);
    buf_format(out, "    \"invocations\": [{\"executionSuccessful\": %s, \"toolExecutionNotifications\": [",
               is_refused ? "false" : "true");
    if (is_refused)
        write_notification(out, true, "error", str_from(refusal->message));
    for (size_t i = 0; i < findings->tally_count; i++) {
        const struct finding_tally *tally = &findings->tallies[i];
        if (tally->count <= FINDINGS_KEPT)
            continue;
        buf_reset(&text);
        buf_format(&text, "%.*s: %s, ", STR_ARGS(tally->file), tally->rule->id);
        terminal_write_plural(&text, tally->count, "time");
        report_write_kept(&text);
        write_notification(out, is_first, "note", buf_str(&text));
        is_first = false;
    }
    if (results_left_out(findings) > 0) {
        buf_reset(&text);
        terminal_write_count(&text, (int64_t)results_left_out(findings));
        buf_text(&text, " results more, the least grave ones, are left out: code hosts refuse more than ");
        terminal_write_count(&text, RESULTS_MOST);
        write_notification(out, is_first, "warning", buf_str(&text));
    }
    buf_text(out, "]}],\n");
    buf_clear(&text);
}

static int compare_alike(const void *left, const void *right, void *context)
{
    const struct finding *items = context;
    uint32_t i = *(const uint32_t *)left, j = *(const uint32_t *)right;
    const struct finding *a = &items[i], *b = &items[j];
    int order = strcmp(a->rule->id, b->rule->id);
    order = order ? order : str_compare(a->file, b->file);
    if (order == 0 && a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return order ? order : (i > j) - (i < j);
}

/* Of each finding, how many of its rule, file and column came before it. */
static uint32_t *rank_findings(struct arena *arena, const struct findings *findings)
{
    uint32_t *order = arena_array(arena, uint32_t, findings->count + 1);
    uint32_t *ranks = arena_array(arena, uint32_t, findings->count + 1);
    for (size_t i = 0; i < findings->count; i++)
        order[i] = (uint32_t)i;
    if (findings->count)
        qsort_r(order, findings->count, sizeof *order, compare_alike, findings->items);
    for (size_t i = 1; i < findings->count; i++)
        if (is_alike(&findings->items[order[i]], &findings->items[order[i - 1]]))
            ranks[order[i]] = ranks[order[i - 1]] + 1;
    return ranks;
}

/* How many of each severity are listed: of the gravest all that have room. */
static void share_room(const struct findings *findings, size_t room[SEVERITY_ERROR + 1])
{
    size_t left = RESULTS_MOST;
    memset(room, 0, (SEVERITY_ERROR + 1) * sizeof *room);
    for (size_t i = 0; i < findings->count; i++)
        room[findings->items[i].rule->severity]++;
    for (int severity = SEVERITY_ERROR; severity >= SEVERITY_INFO; severity--) {
        room[severity] = room[severity] < left ? room[severity] : left;
        left -= room[severity];
    }
}

static void write_results(struct buf *out, const struct report *report, const struct findings *findings,
                          const struct rule *const *rules, const uint32_t *ranks)
{
    size_t room[SEVERITY_ERROR + 1];
    bool is_first = true;
    share_room(findings, room);
    buf_text(out, "    \"results\": [");
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        if (room[finding->rule->severity] == 0)
            continue;
        room[finding->rule->severity]--;
        buf_text(out, is_first ? "\n      " : ",\n      ");
        write_result(out, report, finding, rules);
        write_fingerprint(out, findings, ranks, i);
        buf_byte(out, '}');
        is_first = false;
    }
    buf_text(out, "]\n");
}

static void write_run(struct buf *out, const struct report *report, const struct findings *findings)
{
    struct arena scratch;
    size_t count;
    arena_init(&scratch);
    const struct rule **rules = report_rules(&scratch, findings, &count);
    const uint32_t *ranks = rank_findings(&scratch, findings);
    buf_text(out, "    \"tool\": {\"driver\": {\"name\": \"" PROGRAM_NAME "\", \"version\": \"" GENCARTO_VERSION
                  "\", \"rules\": [");
    for (size_t i = 0; i < count; i++) {
        buf_text(out, i ? ",\n      " : "\n      ");
        write_rule(out, rules[i]);
    }
    buf_text(out, "]}},\n    \"columnKind\": \"unicodeCodePoints\",\n");
    write_bases(out, report->folder);
    write_invocation(out, findings, report->refusal);
    write_results(out, report, findings, (const struct rule *const *)rules, ranks);
    arena_clear(&scratch);
}

void report_write_sarif(struct buf *out, const struct report *report)
{
    static const struct input nothing;
    const struct input *input = report->input ? report->input : &nothing;
    buf_text(out, "{\n  \"$schema\": \"" SCHEMA "\",\n  \"version\": \"2.1.0\",\n  \"runs\": [{\n");
    write_run(out, report, &input->findings);
    buf_text(out, "  }]\n}\n");
}
