/* gencarto audit: reads back a published site and tries to break its protection. */
#include "gencarto/audit/audit.h"
#include "command.h"
#include "gencarto/base/json.h"
#include "place.h"
#include "terminal.h"

#define SHOWN_EACH 5 /* faults told of each rule */

static bool is_first_of_rule(const struct audit_report *report, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (str_equal(report->faults[i].rule, report->faults[index].rule))
            return false;
    return true;
}

/* --- for people --- */

static void write_fault(struct buf *out, const struct audit_fault *fault)
{
    struct buf line;
    buf_init(&line, NULL);
    buf_format(&line, "  %.*s: %.*s: found %.*s, expected %.*s", STR_ARGS(fault->place), STR_ARGS(fault->cell),
               STR_ARGS(fault->found), STR_ARGS(fault->expected));
    terminal_write_plain(out, buf_str(&line));
    buf_byte(out, '\n');
    buf_clear(&line);
}

static void write_rule(struct buf *out, const struct audit_report *report, size_t first)
{
    const struct audit_rule *rule = audit_rule_of(report->faults[first].rule);
    int64_t count = (int64_t)report->rule_counts[rule - audit_rules];
    int shown = 0;
    buf_format(out, "%s: %s\n", rule->name, rule->meaning);
    for (size_t i = first; i < report->kept && shown < SHOWN_EACH; i++)
        if (str_equal(report->faults[i].rule, str_from(rule->name))) {
            write_fault(out, &report->faults[i]);
            shown++;
        }
    if (count > shown) {
        buf_text(out, "  and ");
        terminal_write_count(out, count - shown);
        buf_text(out, " more\n");
    }
    buf_format(out, "  remedy: %s\n", rule->remedy);
}

/* "811 pages: 25,674 numbers". */
static void write_kind(struct buf *out, const char *name, const struct audit_kind_read *kind)
{
    buf_text(out, "  ");
    terminal_write_plural(out, kind->files, name);
    if (kind->numbers > 0) {
        buf_text(out, ", ");
        terminal_write_plural(out, kind->numbers, "number");
    }
    buf_byte(out, '\n');
}

static void write_attack(struct buf *out, const char *words, int64_t count, const char *unit)
{
    if (count == 0)
        return;
    buf_format(out, "  %s: ", words);
    terminal_write_plural(out, count, unit);
    buf_byte(out, '\n');
}

static void write_read(struct buf *out, const char *output, const struct audit_report *report)
{
    buf_format(out, "%s: ", output);
    terminal_write_plural(out, report->files, "file");
    buf_text(out, " read\n");
    for (int i = 0; i < AUDIT_KINDS; i++)
        if (report->kinds[i].files > 0)
            write_kind(out, audit_kind_names[i], &report->kinds[i]);
    buf_text(out, "attacked:\n");
    write_attack(out, "counts, shares and sums of public.sqlite", report->cells, "figure");
    write_attack(out, "the same figure elsewhere", report->shown, "number");
    write_attack(out, "columns, keys and sentences of persons", report->counted, "number");
    write_attack(out, "lengths, places and areas drawn", report->lengths, "shape");
    write_attack(out, "pictures beside their figures", report->pixels, "pixel");
    write_attack(out, "PDF pages beside their figures", report->corners, "corner");
    write_attack(out, "the order of rows of equal figures", report->orders, "list");
    write_attack(out, "hidden cells bounded by what is shown", report->hidden, "cell");
    write_attack(out, "what definitions say of two counts, for that", report->definitions, "limit");
    write_attack(out, "such limits that do not hold here, left aside", report->refuted, "limit");
    write_attack(out, "linear programs for that", report->programs, "program");
    write_attack(out, "former releases compared", report->former, "release");
    write_attack(out, "texts of personal files, in all bytes", report->traces, "text");
    write_attack(out, "links and anchors followed", report->links, "link");
    if (report->fault_count == 0) {
        buf_text(out, "no attack succeeds\n");
    }
}

static void write_text(struct buf *out, const char *output, bool is_quiet, const struct audit_report *report)
{
    for (size_t i = 0; i < report->kept; i++)
        if (is_first_of_rule(report, i))
            write_rule(out, report, i);
    if (!is_quiet)
        write_read(out, output, report);
}

/* --- for programs --- */

static void write_member(struct buf *out, const char *key, struct str text, const char *after)
{
    buf_format(out, "\"%s\": ", key);
    json_write_text(out, text);
    buf_text(out, after);
}

static void write_count(struct buf *out, const char *key, int64_t count, const char *after)
{
    buf_format(out, "\"%s\": %lld%s", key, (long long)count, after);
}

static void write_kinds(struct buf *out, const struct audit_report *report)
{
    buf_text(out, "  \"read\": [");
    for (int i = 0; i < AUDIT_KINDS; i++) {
        buf_text(out, i == 0 ? "\n    {" : ",\n    {");
        write_member(out, "kind", str_from(audit_kind_names[i]), ", ");
        write_count(out, "files", report->kinds[i].files, ", ");
        write_count(out, "bytes", report->kinds[i].bytes, ", ");
        write_count(out, "numbers", report->kinds[i].numbers, "}");
    }
    buf_text(out, "\n  ],\n");
}

static void write_faults(struct buf *out, const struct audit_report *report)
{
    buf_text(out, "  \"faults\": [");
    for (size_t i = 0; i < report->kept; i++) {
        const struct audit_fault *fault = &report->faults[i];
        const struct audit_rule *rule = audit_rule_of(fault->rule);
        buf_text(out, i == 0 ? "\n    {" : ",\n    {");
        write_member(out, "rule", fault->rule, ", ");
        write_member(out, "harm", rule->harm == AUDIT_DISCLOSURE ? STR("disclosure") : STR("output"), ", ");
        write_member(out, "place", fault->place, ", ");
        write_member(out, "cell", fault->cell, ", ");
        write_member(out, "found", fault->found, ", ");
        write_member(out, "expected", fault->expected, ", ");
        write_member(out, "meaning", str_from(rule->meaning), ", ");
        write_member(out, "remedy", str_from(rule->remedy), "}");
    }
    buf_text(out, report->kept > 0 ? "\n  ]\n" : "]\n");
}

static void write_json(struct buf *out, const char *output, const struct audit_report *report)
{
    buf_text(out, "{\n  ");
    write_member(out, "program", STR(PROGRAM), ",\n  ");
    write_member(out, "output", str_from(output), ",\n");
    write_kinds(out, report);
    buf_text(out, "  \"attacked\": {");
    write_count(out, "figures", report->cells, ", ");
    write_count(out, "shown", report->shown, ", ");
    write_count(out, "counted", report->counted, ", ");
    write_count(out, "shapes", report->lengths, ", ");
    write_count(out, "pixels", report->pixels, ", ");
    write_count(out, "corners", report->corners, ", ");
    write_count(out, "hidden", report->hidden, ", ");
    write_count(out, "definitions", report->definitions, ", ");
    write_count(out, "definitions_refuted", report->refuted, ", ");
    write_count(out, "linear_programs", report->programs, ", ");
    write_count(out, "former_releases", report->former, ", ");
    write_count(out, "texts", report->traces, ", ");
    write_count(out, "links", report->links, "},\n  ");
    write_count(out, "disclosures", (int64_t)report->disclosure_count, ",\n  ");
    write_count(out, "broken", (int64_t)report->output_count, ",\n");
    write_faults(out, report);
    buf_text(out, "}\n");
}

/* --- the command --- */

static bool print(const struct invocation *invocation, const struct audit_report *report, struct error *err)
{
    struct buf text;
    buf_init(&text, NULL);
    if (invocation->values[OPTION_TEXT_OR_JSON].number > 0)
        write_json(&text, invocation->operand, report);
    else
        write_text(&text, invocation->operand, invocation->values[OPTION_QUIET].given, report);
    bool done = terminal_print(buf_str(&text), err);
    buf_clear(&text);
    return done;
}

/* Each --former names a site, or several: "a,b". The paths live in the arena. */
static bool read_former(struct arena *arena, const struct invocation *invocation, struct audit_options *audit,
                        struct error *err)
{
    size_t most = 0;
    for (size_t i = 0; i < invocation->list_count; i++)
        most += str_from(invocation->list[i]).len;
    const char **paths = arena_array(arena, const char *, most + 1);
    for (size_t i = 0; i < invocation->list_count; i++) {
        struct str rest = str_from(invocation->list[i]), one;
        size_t before = audit->former_count;
        while (rest.len > 0 && str_split(&rest, ',', &one))
            if (one.len > 0)
                paths[audit->former_count++] = str_text(arena, one);
        if (audit->former_count == before)
            return error_set(err, ERROR_USAGE, "--former %s: it names no site", invocation->list[i]);
    }
    audit->former = paths;
    return true;
}

static bool judge(const char *output, const struct audit_report *report, struct error *err)
{
    if (report->disclosure_count > 0)
        return error_set(err, ERROR_DISCLOSURE, "%s: the protection of persons does not hold: %zu fault%s", output,
                         report->disclosure_count, report->disclosure_count > 1 ? "s" : "");
    if (report->output_count > 0)
        return error_set(err, ERROR_OUTPUT, "%s: broken in %zu place%s; persons are protected", output,
                         report->output_count, report->output_count > 1 ? "s" : "");
    return true;
}

static bool is_site(struct arena *arena, const char *output, struct error *err)
{
    const char *file;
    return place_public_file(arena, output, &file, err) &&
           (file != output || error_set(err, ERROR_INPUT, "%s: a file; give the folder of a site", output));
}

bool audit_command_run(const struct invocation *invocation, struct error *err)
{
    struct arena run;
    arena_init(&run);
    struct audit_options audit = {.output = invocation->operand,
                                  .canaries = invocation_text(invocation, OPTION_CANARIES, NULL),
                                  .input = invocation_text(invocation, OPTION_PERSONAL, NULL)};
    struct audit_report report;
    bool done = is_site(&run, audit.output, err) && read_former(&run, invocation, &audit, err) &&
                audit_run(&run, &audit, &report, err) && print(invocation, &report, err) &&
                judge(audit.output, &report, err);
    arena_clear(&run);
    return done;
}
