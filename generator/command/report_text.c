/* The check for people. What a screen shows at the end is what decides: which rules, which files, accepted or not. */
#include <stdlib.h>

#include "command.h"
#include "report.h"
#include "report_groups.h"
#include "terminal.h"

#define PLACES_IN_GROUP 5
#define GROUPS_MANY     50 /* above them PLACES_OF_MANY each: two screens more say nothing more */
#define PLACES_OF_MANY  2

/* --- how the files were read --- */

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
    if (file->fixed_width) {
        buf_text(out, ", columns of fixed width at ");
        fixed_width_write(out, file->fixed_width, ", ");
    } else {
        buf_text(out, ", delimiter ");
        terminal_write_delimiter(out, delimiter_text(&file->delimiter));
    }
    write_layout(out, file);
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

static void write_dialects(struct buf *out, const struct input *input)
{
    struct buf names;
    buf_init(&names, NULL);
    for (size_t i = 0; i < input->file_count; i++) {
        if (!is_first_of_dialect(input, i))
            continue;
        buf_reset(&names);
        bool are_all = list_alike(&names, input, &input->files[i]) == input->file_count;
        buf_text(out, are_all ? "  each: " : "  ");
        write_dialect(out, &input->files[i]);
        buf_text(out, are_all ? "\n" : ":\n    ");
        if (!are_all)
            terminal_write_wrapped(out, buf_str(&names), 4);
    }
    buf_clear(&names);
}

static void write_total(struct buf *out, const struct report *report)
{
    const struct input_file total = report_total(report->input);
    buf_format(out, "%s: ", report->folder);
    terminal_write_plural(out, (int64_t)report->input->file_count, "file");
    buf_text(out, ", ");
    terminal_write_plural(out, total.rows_read, "row");
    buf_text(out, " read = ");
    terminal_write_count(out, total.rows_loaded);
    buf_text(out, " loaded + ");
    terminal_write_count(out, total.rows_set_aside);
    buf_text(out, " set aside");
    if (total.rows_replaced) {
        buf_text(out, "; ");
        terminal_write_plural(out, total.rows_replaced, "update");
        buf_text(out, " of earlier rows");
    }
    buf_byte(out, '\n');
}

/* --- findings --- */

static size_t count_files(const struct findings *findings, const struct rule *rule)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->tally_count; i++)
        count += findings->tallies[i].rule == rule;
    return count;
}

static void write_remedy(struct buf *out, const struct rule *rule)
{
    if (rule->remedy && rule->remedy[0])
        buf_format(out, "    to mend it: %s\n", rule->remedy);
}

/* What mends a rule that several files break is said once, below. */
static void write_group(struct buf *out, const struct report_group *group, const struct findings *findings)
{
    const struct rule *rule = group->first->rule;
    int64_t most = findings->tally_count > GROUPS_MANY ? PLACES_OF_MANY : PLACES_IN_GROUP;
    int64_t shown = group->kept < most ? group->kept : most;
    buf_format(out, "  %s %s, ", report_severity_word(rule->severity), rule->id);
    terminal_write_plural(out, group->count, "time");
    buf_format(out, ": %s\n", rule->message);
    for (int64_t i = 0; i < shown; i++) {
        buf_text(out, "    ");
        report_write_place(out, group->first + i);
    }
    if (group->count > shown) {
        buf_text(out, "    and ");
        terminal_write_count(out, group->count - shown);
        buf_text(out, " more\n");
    }
    if (count_files(findings, rule) == 1)
        write_remedy(out, rule);
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
        struct report_group group = report_group_at(sorted, findings, at, true);
        write_group(out, &group, findings);
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
    const struct finding *sorted = report_sorted(&scratch, findings, report_by_file);
    for (int errors = 1; errors >= 0; errors--) {
        for (size_t i = 0; i < findings->count;) {
            bool has_errors = sorted[i].rule->severity == SEVERITY_ERROR;
            i = has_errors == (errors == 1) ? write_file_groups(out, sorted, findings, i)
                                            : next_file(sorted, findings->count, i);
        }
    }
    arena_clear(&scratch);
}

/* --- by rule --- */

static void write_rule(struct buf *out, const struct findings *findings, const struct rule *rule)
{
    size_t files = count_files(findings, rule);
    buf_format(out, "  %s %s, ", report_severity_word(rule->severity), rule->id);
    terminal_write_plural(out, report_rule_total(findings, rule), "time");
    if (files > 1) {
        buf_text(out, " in ");
        terminal_write_plural(out, (int64_t)files, "file");
        buf_format(out, ": %s", rule->message);
    }
    buf_byte(out, '\n');
    if (files > 1)
        write_remedy(out, rule);
}

/* Each rule once, when there are several findings to gather. */
static void write_rules(struct buf *out, const struct findings *findings)
{
    struct arena scratch;
    size_t count;
    arena_init(&scratch);
    const struct rule **rules = report_rules(&scratch, findings, &count);
    bool is_worth_it = findings->tally_count > 1;
    buf_text(out, is_worth_it ? "\nby rule\n" : "");
    for (size_t i = 0; is_worth_it && i < count; i++)
        write_rule(out, findings, rules[i]);
    arena_clear(&scratch);
}

/* --- by file --- */

enum { READ, LOADED, ASIDE, REPLACED, ERRORS, WARNINGS, NOTES, COUNTS };

static const struct {
    const char *title, *before; /* `before` stands between a column and the one at its left */
} columns[COUNTS] = {
    [READ] = {"read", "  "},        [LOADED] = {"loaded", " = "}, [ASIDE] = {"set aside", " + "},
    [REPLACED] = {"updates", "  "}, [ERRORS] = {"errors", "  "},  [WARNINGS] = {"warnings", "  "},
    [NOTES] = {"notes", "  "},
};

struct file_line {
    struct str name;
    const struct input_file *file; /* NULL of a file that is no table: it has no rows */
    size_t order;                  /* of reading */
    int64_t counts[COUNTS];
};

static void count_rows(struct file_line *line, const struct input_file *file)
{
    line->file = file;
    line->name = file->name;
    line->counts[READ] = file->rows_read;
    line->counts[LOADED] = file->rows_loaded;
    line->counts[ASIDE] = file->rows_set_aside;
    line->counts[REPLACED] = file->rows_replaced;
}

static void count_findings(struct file_line *lines, size_t *count, const struct finding_tally *tally)
{
    static const int column_of[] = {[SEVERITY_ERROR] = ERRORS, [SEVERITY_WARNING] = WARNINGS, [SEVERITY_INFO] = NOTES};
    size_t i = 0;
    while (i < *count && !str_equal(lines[i].name, tally->file))
        i++;
    if (i == *count)
        lines[(*count)++] = (struct file_line){.name = tally->file, .order = i};
    lines[i].counts[column_of[tally->rule->severity]] += tally->count;
}

/* Those to mend first, then in the order of reading. */
static int compare_lines(const void *left, const void *right)
{
    const struct file_line *a = left, *b = right;
    for (int i = ERRORS; i <= WARNINGS; i++)
        if (a->counts[i] != b->counts[i])
            return a->counts[i] > b->counts[i] ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

static size_t list_files(struct arena *arena, const struct input *input, struct file_line **out_lines)
{
    const struct findings *findings = &input->findings;
    struct file_line *lines = arena_array(arena, struct file_line, input->file_count + findings->tally_count + 1);
    size_t count = 0;
    for (; count < input->file_count; count++) {
        lines[count].order = count;
        count_rows(&lines[count], &input->files[count]);
    }
    for (size_t i = 0; i < findings->tally_count; i++)
        count_findings(lines, &count, &findings->tallies[i]);
    if (count)
        qsort(lines, count, sizeof *lines, compare_lines);
    *out_lines = lines;
    return count;
}

/* A dash for no finding, and for the rows of what has none: what is there stands out. */
static void write_count(struct buf *out, const struct file_line *line, int column)
{
    if (line->counts[column] > 0 || (line->file && column < REPLACED))
        terminal_write_count(out, line->counts[column]);
    else
        buf_byte(out, '-');
}

/* Wide enough for the title and each number, 0 for a column of dashes. */
static size_t width_of(const struct file_line *lines, size_t count, int column)
{
    size_t width = str_from(columns[column].title).len;
    bool has_any = column < REPLACED;
    struct buf text;
    buf_init(&text, NULL);
    for (size_t i = 0; i < count; i++) {
        buf_reset(&text);
        write_count(&text, &lines[i], column);
        width = text.len > width ? text.len : width;
        has_any = has_any || lines[i].counts[column] > 0;
    }
    buf_clear(&text);
    return has_any ? width : 0;
}

static void write_right(struct buf *out, struct str text, size_t width)
{
    for (size_t i = text.len; i < width; i++)
        buf_byte(out, ' ');
    buf_add(out, text);
}

static void write_titles(struct buf *out, const size_t *widths, size_t name_width)
{
    size_t start = out->len;
    buf_text(out, "by file");
    terminal_write_pad(out, start, name_width);
    for (int i = 0; i < COUNTS; i++) {
        buf_text(out, widths[i] ? columns[i].before : "");
        write_right(out, str_from(widths[i] ? columns[i].title : ""), widths[i]);
    }
    buf_byte(out, '\n');
}

static void write_line(struct buf *out, const struct input *input, const struct file_line *line, const size_t *widths,
                       size_t name_width)
{
    struct buf number;
    size_t start = out->len;
    buf_init(&number, NULL);
    buf_text(out, "  ");
    terminal_write_plain(out, line->name);
    terminal_write_pad(out, start, name_width);
    for (int i = 0; i < COUNTS; i++) {
        buf_reset(&number);
        write_count(&number, line, i);
        buf_text(out, !widths[i] ? "" : line->file || i > ASIDE ? columns[i].before : i == READ ? "  " : "   ");
        write_right(out, widths[i] ? buf_str(&number) : STR(""), widths[i]);
    }
    if (line->file && input_file_exceeds(input, line->file))
        buf_format(out, "  above its %g %%", line->file->refuse_above_percent);
    buf_byte(out, '\n');
    buf_clear(&number);
}

static void write_files(struct buf *out, const struct input *input)
{
    struct arena scratch;
    struct file_line *lines;
    size_t widths[COUNTS], name_width = 0;
    arena_init(&scratch);
    size_t count = list_files(&scratch, input, &lines);
    for (int i = 0; i < COUNTS; i++)
        widths[i] = width_of(lines, count, i);
    for (size_t i = 0; i < count; i++) {
        size_t width = 2 + terminal_width(lines[i].name);
        name_width = width > name_width ? width : name_width;
    }
    buf_byte(out, '\n');
    write_titles(out, widths, name_width);
    for (size_t i = 0; i < count; i++)
        write_line(out, input, &lines[i], widths, name_width);
    arena_clear(&scratch);
}

/* --- the whole --- */

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
    write_total(out, report);
    write_dialects(out, input);
    write_groups(out, &input->findings);
    write_rules(out, &input->findings);
    write_files(out, input);
    buf_byte(out, '\n');
    write_verdict(out, report);
}
