/* The check for people. What a screen shows at the end is what decides: which rules, which files, accepted or not. */
#include "command.h"
#include "report.h"
#include "report_groups.h"
#include "terminal.h"

#define PLACES_IN_GROUP 5
#define GROUPS_MANY     50 /* above them PLACES_OF_MANY each: two screens more say nothing more */
#define PLACES_OF_MANY  2

/* A line, or the lines that fit the screen: all but the first stand two columns further in. */
static void write_line(struct buf *out, const struct report *report, size_t indent, struct str text)
{
    buf_format(out, "%*s", (int)indent, "");
    terminal_write_folded(out, text, indent, indent + 2, report->screen.columns);
}

/* --- how the files were read --- */

/* What stands between cells. */
static void describe_cells(struct buf *text, const struct input_file *file)
{
    if (file->fixed_width) {
        buf_text(text, ", columns of fixed width at ");
        fixed_width_write(text, file->fixed_width, ", ");
    } else {
        buf_text(text, ", delimiter ");
        terminal_write_delimiter(text, delimiter_text(&file->delimiter));
    }
}

/* Quotes, line ends and header. */
static void describe_layout(struct buf *text, const struct input_file *file)
{
    buf_text(text, ", quote ");
    buf_text(text, file->quote == '\'' ? "'" : file->quote ? "\"" : "none");
    buf_text(text, ", line ends ");
    buf_add(text, file->line_ends);
    if (file->header_line == 0)
        return;
    buf_text(text, ", ");
    terminal_write_plural(text, file->header_rows, "header row");
    buf_format(text, " at line %lld", (long long)file->header_line);
}

static void write_dialect(struct buf *out, const struct report *report, const struct input_file *file, bool of_all)
{
    struct buf text;
    buf_init(&text, NULL);
    buf_text(&text, of_all ? "each: " : "");
    terminal_write_plain(&text, file->encoding);
    describe_cells(&text, file);
    describe_layout(&text, file);
    buf_text(&text, of_all ? "" : ":");
    write_line(out, report, 2, buf_str(&text));
    buf_clear(&text);
}

static bool has_same_dialect(const struct input_file *a, const struct input_file *b)
{
    return str_equal(delimiter_text(&a->delimiter), delimiter_text(&b->delimiter)) && a->quote == b->quote &&
           fixed_width_equal(a->fixed_width, b->fixed_width) && a->header_line == b->header_line &&
           a->header_rows == b->header_rows && str_equal(a->encoding, b->encoding) &&
           str_equal(a->line_ends, b->line_ends);
}

/* No file before it is read like it. */
static bool is_first_of_dialect(const struct input *input, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (has_same_dialect(&input->files[i], &input->files[index]))
            return false;
    return true;
}

/* The files read like the first of them, with commas between. */
static size_t list_alike(struct buf *out, const struct input *input, const struct input_file *file)
{
    size_t count = 0;
    for (size_t i = 0; i < input->file_count; i++) {
        if (!has_same_dialect(&input->files[i], file))
            continue;
        buf_text(out, count++ ? ", " : "");
        buf_add(out, input->files[i].name);
    }
    return count;
}

static void write_dialects(struct buf *out, const struct report *report)
{
    const struct input *input = report->input;
    size_t columns = report->screen.columns ? report->screen.columns : TERMINAL_COLUMNS;
    struct buf text;
    buf_init(&text, NULL);
    for (size_t i = 0; i < input->file_count; i++) {
        if (!is_first_of_dialect(input, i))
            continue;
        buf_reset(&text);
        bool are_all = list_alike(&text, input, &input->files[i]) == input->file_count;
        write_dialect(out, report, &input->files[i], are_all);
        if (are_all)
            continue;
        buf_text(out, "    ");
        terminal_write_folded(out, buf_str(&text), 4, 4, columns);
    }
    buf_clear(&text);
}

static void write_total(struct buf *out, const struct report *report)
{
    const struct input_file total = report_total(report->input);
    struct buf text;
    buf_init(&text, NULL);
    buf_format(&text, "%s: ", report->folder);
    terminal_write_plural(&text, (int64_t)report->input->file_count, "file");
    buf_text(&text, ", ");
    terminal_write_plural(&text, total.rows_read, "row");
    buf_text(&text, " read = ");
    terminal_write_count(&text, total.rows_loaded);
    buf_text(&text, " loaded + ");
    terminal_write_count(&text, total.rows_set_aside);
    buf_text(&text, " set aside");
    if (total.rows_replaced) {
        buf_text(&text, "; ");
        terminal_write_plural(&text, total.rows_replaced, "update");
        buf_text(&text, " of earlier rows");
    }
    write_line(out, report, 0, buf_str(&text));
    buf_clear(&text);
}

/* --- findings --- */

static size_t count_files(const struct findings *findings, const struct rule *rule)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->tally_count; i++)
        count += findings->tallies[i].rule == rule;
    return count;
}

static void write_remedy(struct buf *out, const struct report *report, const struct rule *rule)
{
    if (!rule->remedy || !rule->remedy[0])
        return;
    struct buf text;
    buf_init(&text, NULL);
    buf_format(&text, "to mend it: %s", rule->remedy);
    write_line(out, report, 4, buf_str(&text));
    buf_clear(&text);
}

/* What is wrong with a file as a whole has no place but its name, which stands above. */
static void write_place(struct buf *out, const struct report *report, const struct finding *finding)
{
    if (finding->line == 0 && finding->detail.len == 0)
        return;
    struct buf text;
    buf_init(&text, NULL);
    report_write_place(&text, finding);
    write_line(out, report, 4, str_slice(buf_str(&text), 0, text.len - 1));
    buf_clear(&text);
}

static void write_group_title(struct buf *out, const struct report *report, const struct report_group *group)
{
    const struct rule *rule = group->first->rule;
    struct buf text;
    buf_init(&text, NULL);
    buf_format(&text, "%s %s, ", report_severity_word(rule->severity), rule->id);
    terminal_write_plural(&text, group->count, "time");
    buf_format(&text, ": %s", rule->message);
    write_line(out, report, 2, buf_str(&text));
    buf_clear(&text);
}

/* What mends a rule that several files break is said once, below. */
static void write_group(struct buf *out, const struct report *report, const struct report_group *group)
{
    const struct findings *findings = &report->input->findings;
    int64_t most = findings->tally_count > GROUPS_MANY ? PLACES_OF_MANY : PLACES_IN_GROUP;
    int64_t shown = group->kept < most ? group->kept : most;
    write_group_title(out, report, group);
    for (int64_t i = 0; i < shown; i++)
        write_place(out, report, group->first + i);
    if (group->count > shown) {
        buf_text(out, "    and ");
        terminal_write_count(out, group->count - shown);
        buf_text(out, " more\n");
    }
    if (count_files(findings, group->first->rule) == 1)
        write_remedy(out, report, group->first->rule);
}

/* The findings of one file, from `from` on; where the next file begins. */
static size_t write_file_groups(struct buf *out, const struct report *report, const struct finding *sorted, size_t from)
{
    const struct findings *findings = &report->input->findings;
    size_t at = from;
    buf_byte(out, '\n');
    terminal_write_plain(out, sorted[from].file);
    buf_byte(out, '\n');
    while (at < findings->count && str_equal(sorted[at].file, sorted[from].file)) {
        struct report_group group = report_group_at(sorted, findings, at, true);
        write_group(out, report, &group);
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
static void write_groups(struct buf *out, const struct report *report)
{
    const struct findings *findings = &report->input->findings;
    struct arena scratch;
    arena_init(&scratch);
    const struct finding *sorted = report_sorted(&scratch, findings, report_by_file);
    for (int errors = 1; errors >= 0; errors--) {
        for (size_t i = 0; i < findings->count;) {
            bool has_errors = sorted[i].rule->severity == SEVERITY_ERROR;
            i = has_errors == (errors == 1) ? write_file_groups(out, report, sorted, i)
                                            : next_file(sorted, findings->count, i);
        }
    }
    arena_clear(&scratch);
}

/* --- by rule --- */

static void write_rule(struct buf *out, const struct report *report, const struct rule *rule)
{
    const struct findings *findings = &report->input->findings;
    size_t files = count_files(findings, rule);
    struct buf text;
    buf_init(&text, NULL);
    buf_format(&text, "%s %s, ", report_severity_word(rule->severity), rule->id);
    terminal_write_plural(&text, report_rule_total(findings, rule), "time");
    if (files > 1) {
        buf_text(&text, " in ");
        terminal_write_plural(&text, (int64_t)files, "file");
        buf_format(&text, ": %s", rule->message);
    }
    write_line(out, report, 2, buf_str(&text));
    buf_clear(&text);
    if (files > 1)
        write_remedy(out, report, rule);
}

/* Each rule once, when there are several findings to gather. */
static void write_rules(struct buf *out, const struct report *report)
{
    const struct findings *findings = &report->input->findings;
    struct arena scratch;
    size_t count;
    arena_init(&scratch);
    const struct rule **rules = report_rules(&scratch, findings, &count);
    bool is_worth_it = findings->tally_count > 1;
    buf_text(out, is_worth_it ? "\nby rule\n" : "");
    for (size_t i = 0; is_worth_it && i < count; i++)
        write_rule(out, report, rules[i]);
    arena_clear(&scratch);
}

/* --- the whole --- */

/* What comes of it, and why. */
static void write_verdict(struct buf *out, const struct report *report)
{
    const struct findings *findings = &report->input->findings;
    bool is_refused = report->refusal->kind != ERROR_NONE;
    struct buf text;
    buf_init(&text, NULL);
    buf_text(&text, is_refused ? "refused: " : "accepted: ");
    if (is_refused) {
        buf_text(&text, report->refusal->message);
        write_line(out, report, 0, buf_str(&text));
        buf_reset(&text);
    }
    report_write_counts(&text, findings);
    if (!is_refused && findings_count(findings, SEVERITY_ERROR) > 0)
        buf_text(&text, "; --strict would refuse it");
    write_line(out, report, is_refused ? 2 : 0, buf_str(&text));
    buf_clear(&text);
}

void report_write_text(struct buf *out, const struct report *report)
{
    write_total(out, report);
    write_dialects(out, report);
    write_groups(out, report);
    write_rules(out, report);
    report_write_files(out, report);
    buf_byte(out, '\n');
    write_verdict(out, report);
}
