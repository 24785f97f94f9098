#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "terminal.h"

#define PLACES_IN_TEXT   5
#define RULES_IN_SUMMARY 12

/* Findings of one rule in one file, or of one rule: those kept, and how many there are in all. */
struct group {
    const struct finding *first;
    int64_t kept, count;
};

const char *report_severity_word(enum severity severity)
{
    return severity == SEVERITY_INFO ? "note" : severity_name(severity);
}

void report_write_counts(struct buf *out, const struct findings *findings)
{
    static const enum severity order[] = {SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_INFO};
    size_t start = out->len;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        size_t count = findings_count(findings, order[i]);
        if (count == 0)
            continue;
        if (out->len > start)
            buf_text(out, ", ");
        terminal_write_plural(out, (int64_t)count, report_severity_word(order[i]));
    }
    if (out->len == start)
        buf_text(out, "no finding");
}

/* FILE:LINE:COLUMN: what was found. */
static void write_place(struct buf *out, const struct finding *finding)
{
    terminal_write_plain(out, finding->file);
    if (finding->line > 0)
        buf_format(out, ":%lld", (long long)finding->line);
    if (finding->line > 0 && finding->column > 0)
        buf_format(out, ":%d", finding->column);
    if (finding->detail.len) {
        buf_text(out, ": ");
        terminal_write_plain(out, finding->detail);
    }
    buf_byte(out, '\n');
}

/* --- groups --- */

static int compare_places(const struct finding *a, const struct finding *b)
{
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

/* Errors first, then by rule, file and place. */
static int by_rule(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    if (a->rule->severity != b->rule->severity)
        return a->rule->severity > b->rule->severity ? -1 : 1;
    int order = strcmp(a->rule->id, b->rule->id);
    if (order == 0)
        order = str_compare(a->file, b->file);
    return order ? order : compare_places(a, b);
}

/* By file, then errors first, by rule and place. */
static int by_file(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    int order = str_compare(a->file, b->file);
    return order ? order : by_rule(left, right);
}

static struct finding *sorted_copy(struct arena *arena, const struct findings *findings,
                                   int (*compare)(const void *, const void *))
{
    struct finding *copy = arena_array(arena, struct finding, findings->count);
    if (findings->count) {
        memcpy(copy, findings->items, findings->count * sizeof *copy);
        qsort(copy, findings->count, sizeof *copy, compare);
    }
    return copy;
}

/* The run of findings from `from` on that share the rule and, with `same_file`, the file. */
static struct group group_at(const struct finding *sorted, const struct findings *findings, size_t from, bool same_file)
{
    struct group group = {.first = &sorted[from]};
    for (size_t i = from; i < findings->count && sorted[i].rule == group.first->rule; i++) {
        if (same_file && !str_equal(sorted[i].file, group.first->file))
            break;
        group.kept++;
    }
    group.count = same_file ? findings_total(findings, group.first->rule, group.first->file)
                            : report_rule_total(findings, group.first->rule);
    return group;
}

/* --- rules --- */

int64_t report_rule_total(const struct findings *findings, const struct rule *rule)
{
    int64_t total = 0;
    for (size_t i = 0; i < findings->tally_count; i++)
        total += findings->tallies[i].rule == rule ? findings->tallies[i].count : 0;
    return total;
}

static int compare_rules(const void *left, const void *right)
{
    const struct rule *a = *(const struct rule *const *)left, *b = *(const struct rule *const *)right;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    return strcmp(a->id, b->id);
}

const struct rule **report_rules(struct arena *arena, const struct findings *findings, size_t *out_count)
{
    const struct rule **rules = arena_array(arena, const struct rule *, findings->tally_count + 1);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < findings->tally_count; i++)
        rules[count++] = findings->tallies[i].rule;
    if (count)
        qsort(rules, count, sizeof *rules, compare_rules);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || rules[i] != rules[i - 1])
            rules[kept++] = rules[i];
    *out_count = kept;
    return rules;
}

/* --- summary --- */

static void write_rule_summary(struct buf *out, const struct group *group)
{
    const struct rule *rule = group->first->rule;
    buf_format(out, "  %s %s, ", report_severity_word(rule->severity), rule->id);
    terminal_write_plural(out, group->count, "time");
    buf_format(out, ": %s\n    %s", rule->message, group->count > 1 ? "first at " : "");
    write_place(out, group->first);
    if (rule->remedy && rule->remedy[0])
        buf_format(out, "    to mend it: %s\n", rule->remedy);
}

void report_write_summary(struct buf *out, const char *folder, const struct input *input)
{
    const struct findings *findings = &input->findings;
    if (findings->count == 0)
        return;
    struct arena scratch;
    arena_init(&scratch);
    const struct finding *sorted = sorted_copy(&scratch, findings, by_rule);
    buf_format(out, "%s: ", folder);
    report_write_counts(out, findings);
    buf_format(out, "; " PROGRAM_NAME " check %s lists them\n", folder);
    int rules = 0;
    for (size_t i = 0; i < findings->count;) {
        struct group group = group_at(sorted, findings, i, false);
        if (rules++ < RULES_IN_SUMMARY)
            write_rule_summary(out, &group);
        i += (size_t)group.kept;
    }
    if (rules > RULES_IN_SUMMARY) {
        buf_text(out, "  and ");
        terminal_write_plural(out, rules - RULES_IN_SUMMARY, "more rule");
        buf_byte(out, '\n');
    }
    arena_clear(&scratch);
}

/* --- text --- */

static struct input_file total_of(const struct input *input)
{
    struct input_file total = {0};
    for (size_t i = 0; i < input->file_count; i++) {
        total.rows_read += input->files[i].rows_read;
        total.rows_loaded += input->files[i].rows_loaded;
        total.rows_replaced += input->files[i].rows_replaced;
        total.rows_set_aside += input->files[i].rows_set_aside;
    }
    return total;
}

static void write_rows(struct buf *out, const struct input_file *file)
{
    terminal_write_plural(out, file->rows_read, "row");
    buf_text(out, " read = ");
    terminal_write_count(out, file->rows_loaded);
    buf_text(out, " loaded + ");
    terminal_write_count(out, file->rows_set_aside);
    buf_text(out, " set aside");
    if (file->rows_replaced) {
        buf_text(out, "; ");
        terminal_write_count(out, file->rows_replaced);
        buf_text(out, " replaced by later ones");
    }
    buf_byte(out, '\n');
}

/* Quotes, line ends and header. */
static void write_layout(struct buf *out, const struct input_file *file)
{
    buf_text(out, ", quote ");
    buf_text(out, file->quote == '\'' ? "'" : file->quote ? "\"" : "none");
    buf_text(out, ", line ends ");
    buf_add(out, file->line_ends);
    if (file->header_line == 0)
        return;
    buf_text(out, ", ");
    terminal_write_plural(out, file->header_rows, "header row");
    buf_format(out, " at line %lld", (long long)file->header_line);
}

static void write_dialect(struct buf *out, const struct input_file *file)
{
    terminal_write_plain(out, file->encoding);
    buf_text(out, ", delimiter ");
    terminal_write_delimiter(out, delimiter_text(&file->delimiter));
    write_layout(out, file);
}

static bool has_same_dialect(const struct input_file *a, const struct input_file *b)
{
    return str_equal(delimiter_text(&a->delimiter), delimiter_text(&b->delimiter)) && a->quote == b->quote &&
           a->header_line == b->header_line && a->header_rows == b->header_rows &&
           str_equal(a->encoding, b->encoding) && str_equal(a->line_ends, b->line_ends);
}

static size_t count_alike(const struct input *input, const struct input_file *file)
{
    size_t count = 0;
    for (size_t i = 0; i < input->file_count; i++)
        count += has_same_dialect(&input->files[i], file);
    return count;
}

/* The first file of those whose dialect most others have too; NULL when each has its own. */
static const struct input_file *find_usual(const struct input *input, size_t *out_count)
{
    const struct input_file *usual = NULL;
    *out_count = 1;
    for (size_t i = 0; i < input->file_count; i++) {
        size_t alike = count_alike(input, &input->files[i]);
        if (alike > *out_count) {
            usual = &input->files[i];
            *out_count = alike;
        }
    }
    return usual;
}

static void write_file_rows(struct buf *out, const struct input_file *file, const struct input_file *usual)
{
    buf_text(out, "  ");
    terminal_write_plain(out, file->name);
    if (!usual || !has_same_dialect(file, usual)) {
        buf_text(out, " (");
        write_dialect(out, file);
        buf_byte(out, ')');
    }
    buf_text(out, ": ");
    write_rows(out, file);
}

/* What most files have in common is said once. */
static void write_files(struct buf *out, const struct input *input)
{
    size_t alike;
    const struct input_file *usual = find_usual(input, &alike);
    if (usual) {
        buf_text(out, alike == input->file_count ? "  each: " : "  each, unless it says otherwise: ");
        write_dialect(out, usual);
        buf_byte(out, '\n');
    }
    for (size_t i = 0; i < input->file_count; i++)
        write_file_rows(out, &input->files[i], usual);
}

static void write_group(struct buf *out, const struct group *group)
{
    const struct rule *rule = group->first->rule;
    buf_format(out, "  %s %s, ", report_severity_word(rule->severity), rule->id);
    terminal_write_plural(out, group->count, "time");
    buf_format(out, ": %s\n", rule->message);
    int64_t shown = group->kept < PLACES_IN_TEXT ? group->kept : PLACES_IN_TEXT;
    for (int64_t i = 0; i < shown; i++) {
        buf_text(out, "    ");
        write_place(out, group->first + i);
    }
    if (group->count > shown) {
        buf_text(out, "    and ");
        terminal_write_count(out, group->count - shown);
        buf_text(out, " more\n");
    }
    if (rule->remedy && rule->remedy[0])
        buf_format(out, "    to mend it: %s\n", rule->remedy);
}

/* The findings of one file, from `from` on; where the next file begins. */
static size_t write_file_groups(struct buf *out, const struct finding *sorted, const struct findings *findings,
                                size_t from)
{
    size_t at = from;
    buf_byte(out, '\n');
    terminal_write_plain(out, sorted[from].file);
    buf_byte(out, '\n');
    while (at < findings->count && str_equal(sorted[at].file, sorted[from].file)) {
        struct group group = group_at(sorted, findings, at, true);
        write_group(out, &group);
        at += (size_t)group.kept;
    }
    return at;
}

static size_t next_file(const struct finding *sorted, size_t count, size_t from)
{
    size_t at = from;
    while (at < count && str_equal(sorted[at].file, sorted[from].file))
        at++;
    return at;
}

/* The files with errors first: they are what a reader came for. In each the first finding is the gravest. */
static void write_groups(struct buf *out, const struct findings *findings)
{
    struct arena scratch;
    arena_init(&scratch);
    const struct finding *sorted = sorted_copy(&scratch, findings, by_file);
    for (int errors = 1; errors >= 0; errors--) {
        for (size_t i = 0; i < findings->count;) {
            bool has_errors = sorted[i].rule->severity == SEVERITY_ERROR;
            i = has_errors == (errors == 1) ? write_file_groups(out, sorted, findings, i)
                                            : next_file(sorted, findings->count, i);
        }
    }
    arena_clear(&scratch);
}

/* Each rule once, when there are several files to gather. */
static void write_rule_totals(struct buf *out, const struct findings *findings)
{
    struct arena scratch;
    size_t count;
    arena_init(&scratch);
    const struct rule **rules = report_rules(&scratch, findings, &count);
    if (count > 1)
        buf_text(out, "\nby rule\n");
    for (size_t i = 0; count > 1 && i < count; i++) {
        buf_format(out, "  %s %s, ", report_severity_word(rules[i]->severity), rules[i]->id);
        terminal_write_plural(out, report_rule_total(findings, rules[i]), "time");
        buf_byte(out, '\n');
    }
    arena_clear(&scratch);
}

/* What comes of it, and why. */
static void write_verdict(struct buf *out, const struct report *report)
{
    const struct findings *findings = &report->input->findings;
    bool is_refused = report->refusal->kind != ERROR_NONE;
    if (is_refused) {
        buf_text(out, "refused: ");
        terminal_write_plain(out, str_from(report->refusal->message));
        buf_text(out, "\n  ");
    } else {
        buf_text(out, "accepted: ");
    }
    report_write_counts(out, findings);
    if (!is_refused && findings_count(findings, SEVERITY_ERROR) > 0)
        buf_text(out, "; --strict would refuse it");
    buf_byte(out, '\n');
}

void report_write_text(struct buf *out, const struct report *report)
{
    const struct input *input = report->input;
    struct input_file total = total_of(input);
    buf_format(out, "%s: ", report->folder);
    terminal_write_plural(out, (int64_t)input->file_count, "file");
    buf_text(out, ", ");
    write_rows(out, &total);
    write_files(out, input);
    write_groups(out, &input->findings);
    write_rule_totals(out, &input->findings);
    buf_byte(out, '\n');
    write_verdict(out, report);
}
