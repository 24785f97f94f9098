/* In the form of the report of Frictionless Data: https://framework.frictionlessdata.io (v5, "Report"). What is no word
 * of it (accepted, notices, table, rows_loaded...) stands beside. Two things are otherwise: `type` is a rule of ours,
 * `name` the file's own. The cells that it has of a faulty row are left out: they may be a person's. */
#include "command.h"
#include "gencarto/base/json.h"
#include "gencarto/compile/ingest/table.h"
#include "report.h"
#include "terminal.h"

static void write_key(struct buf *out, const char *key)
{
    buf_format(out, "\"%s\": ", key);
}

static void write_member(struct buf *out, const char *key, struct str text)
{
    write_key(out, key);
    json_write_text(out, text);
    buf_text(out, ", ");
}

static void begin_item(struct buf *out, bool is_first, const char *indent)
{
    buf_format(out, "%s\n%s", is_first ? "" : ",", indent);
}

/* --- findings --- */

/* One finding: the names of Frictionless, and the severity and remedy of ours. */
static void write_finding(struct buf *out, const struct finding *finding)
{
    const struct rule *rule = finding->rule;
    buf_byte(out, '{');
    write_member(out, "type", str_from(rule->id));
    write_member(out, "title", str_from(rule->message));
    write_member(out, "description", str_from(rule->remedy));
    write_member(out, "severity", str_from(report_severity_word(rule->severity)));
    write_member(out, "message", finding->detail.len ? finding->detail : str_from(rule->message));
    write_member(out, "note", finding->detail);
    write_key(out, "tags");
    buf_text(out, finding->line == 0     ? "[\"#table\"]"
                  : finding->column == 0 ? "[\"#table\", \"#row\"]"
                                         : "[\"#table\", \"#row\", \"#cell\"]");
    if (finding->line > 0)
        buf_format(out, ", \"rowNumber\": %lld", (long long)finding->line);
    if (finding->line > 0 && finding->column > 0)
        buf_format(out, ", \"fieldNumber\": %d", finding->column);
    buf_byte(out, '}');
}

/* The findings of a file, errors or the others. */
static void write_findings(struct buf *out, const char *key, const struct findings *findings, struct str file,
                           bool errors)
{
    bool is_first = true;
    write_key(out, key);
    buf_byte(out, '[');
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        if (!str_equal(finding->file, file) || (finding->rule->severity == SEVERITY_ERROR) != errors)
            continue;
        begin_item(out, is_first, "        ");
        write_finding(out, finding);
        is_first = false;
    }
    buf_byte(out, ']');
}

static int64_t count_in(const struct findings *findings, struct str file, enum severity severity)
{
    int64_t count = 0;
    for (size_t i = 0; i < findings->tally_count; i++) {
        const struct finding_tally *tally = &findings->tallies[i];
        count += tally->rule->severity == severity && str_equal(tally->file, file) ? tally->count : 0;
    }
    return count;
}

/* Frictionless warnings are sentences: one for each rule that is no error, or of which not every place is listed. */
static void write_warnings(struct buf *out, const struct findings *findings, struct str file)
{
    bool is_first = true;
    struct buf line;
    buf_init(&line, NULL);
    buf_text(out, "\"warnings\": [");
    for (size_t i = 0; i < findings->tally_count; i++) {
        const struct finding_tally *tally = &findings->tallies[i];
        bool is_told = tally->rule->severity != SEVERITY_ERROR || tally->count > FINDINGS_KEPT;
        if (!is_told || !str_equal(tally->file, file))
            continue;
        buf_reset(&line);
        buf_format(&line, "%s, ", tally->rule->id);
        terminal_write_plural(&line, tally->count, "time");
        buf_format(&line, ": %s", tally->rule->message);
        if (tally->count > FINDINGS_KEPT)
            report_write_kept(&line);
        begin_item(out, is_first, "        ");
        json_write_text(out, buf_str(&line));
        is_first = false;
    }
    buf_byte(out, ']');
    buf_clear(&line);
}

/* --- tasks --- */

static void write_rows(struct buf *out, const struct input_file *file)
{
    buf_format(out, "\"rows_read\": %lld, \"rows_loaded\": %lld, \"rows_set_aside\": %lld, \"rows_replaced\": %lld",
               (long long)file->rows_read, (long long)file->rows_loaded, (long long)file->rows_set_aside,
               (long long)file->rows_replaced);
}

static void write_counts(struct buf *out, const struct findings *findings, struct str file)
{
    buf_format(out, "\"errors\": %lld, \"warnings\": %lld, \"notes\": %lld",
               (long long)count_in(findings, file, SEVERITY_ERROR),
               (long long)count_in(findings, file, SEVERITY_WARNING),
               (long long)count_in(findings, file, SEVERITY_INFO));
}

/* The columns of its table that the file has, under the names of the table: a file without a header has none of its
 * own. Gives how many there are. */
static int write_labels(struct buf *out, const struct input_file *file)
{
    const struct table *table = &tables[table_find(file->table)];
    int count = 0;
    buf_text(out, "\"labels\": [");
    for (int i = 0; i < table->column_count; i++) {
        if (!(file->columns >> i & 1))
            continue;
        buf_text(out, count++ ? ", " : "");
        json_write_text(out, str_from(table->columns[i].name));
    }
    buf_text(out, "],\n      ");
    return count;
}

static void write_digest(struct buf *out, const struct digest *digest)
{
    buf_format(out, ", \"bytes\": %zu, \"sha256\": \"%.*s\"", digest->bytes, STR_ARGS(digest->sha256));
}

/* What a table is, and how it is written. */
static void write_table(struct buf *out, const struct input *input, const struct input_file *file)
{
    write_member(out, "table", file->table);
    write_member(out, "encoding", file->encoding);
    write_member(out, "delimiter", delimiter_text(&file->delimiter));
    buf_text(out, "\"fixed_width\": [");
    if (file->fixed_width)
        fixed_width_write(out, file->fixed_width, ", ");
    buf_text(out, "], ");
    write_member(out, "quote", file->quote ? (struct str){&file->quote, 1} : STR(""));
    write_member(out, "line_ends", file->line_ends);
    buf_format(out, "\"header_line\": %lld, \"header_rows\": %d, \"personal\": %s, ", (long long)file->header_line,
               file->header_rows, file->personal ? "true" : "false");
    buf_format(out, "\"refuse_above_percent\": %g, \"exceeds\": %s,\n      ", file->refuse_above_percent,
               input_file_exceeds(input, file) ? "true" : "false");
}

/* `file` is NULL of a file that is no table. */
static void write_task(struct buf *out, const struct report *report, struct str name, const struct input_file *file)
{
    const struct findings *findings = &report->input->findings;
    int fields = 0;
    buf_text(out, "{");
    write_member(out, "name", name);
    write_member(out, "place", name);
    write_member(out, "type", file ? STR("table") : STR("file"));
    buf_format(out, "\"valid\": %s,\n      ", count_in(findings, name, SEVERITY_ERROR) == 0 ? "true" : "false");
    if (file)
        write_table(out, report->input, file);
    if (file)
        fields = write_labels(out, file);
    else
        buf_text(out, "\"labels\": [],\n      ");
    buf_text(out, "\"stats\": {");
    write_counts(out, findings, name);
    if (file) {
        buf_format(out, ", \"fields\": %d, \"rows\": %lld, ", fields, (long long)file->rows_read);
        write_rows(out, file);
        if (report->digests)
            write_digest(out, &report->digests[file - report->input->files]);
    }
    buf_text(out, "},\n      ");
    write_warnings(out, findings, name);
    buf_text(out, ",\n      ");
    write_findings(out, "errors", findings, name, true);
    buf_text(out, ",\n      ");
    write_findings(out, "notices", findings, name, false);
    buf_byte(out, '}');
}

static bool is_table(const struct input *input, struct str name)
{
    for (size_t i = 0; i < input->file_count; i++)
        if (str_equal(input->files[i].name, name))
            return true;
    return false;
}

/* The tables in the order of reading, then what is no table and has findings. Gives how many there are. */
static int64_t write_tasks(struct buf *out, const struct report *report)
{
    const struct input *input = report->input;
    const struct findings *findings = &input->findings;
    int64_t count = 0;
    buf_text(out, "  \"tasks\": [");
    for (size_t i = 0; i < input->file_count; i++) {
        begin_item(out, count++ == 0, "    ");
        write_task(out, report, input->files[i].name, &input->files[i]);
    }
    for (size_t i = 0; i < findings->count; i++) {
        struct str name = findings->items[i].file;
        bool is_new = i == 0 || !str_equal(findings->items[i - 1].file, name);
        if (is_new && !is_table(input, name)) {
            begin_item(out, count++ == 0, "    ");
            write_task(out, report, name, NULL);
        }
    }
    buf_text(out, "]\n");
    return count;
}

/* --- the document --- */

/* A refusal is an error of the report itself. */
static void write_refusal(struct buf *out, const struct error *refusal)
{
    bool is_refused = refusal->kind != ERROR_NONE;
    buf_format(out, "  \"accepted\": %s,\n  \"refusal\": ", is_refused ? "false" : "true");
    if (is_refused)
        json_write_text(out, str_from(refusal->message));
    else
        buf_text(out, "null");
    buf_text(out, ",\n  \"warnings\": [],\n  \"errors\": [");
    if (is_refused) {
        buf_text(out, "{\"type\": \"input-refused\", \"title\": \"the input is refused\", \"message\": ");
        json_write_text(out, str_from(refusal->message));
        buf_text(out, ", \"description\": \"\", \"note\": \"\", \"tags\": []}");
    }
    buf_text(out, "],\n");
}

static void write_stats(struct buf *out, const struct input *input, int64_t tasks)
{
    struct input_file total = report_total(input);
    const struct findings *findings = &input->findings;
    buf_format(out, "  \"stats\": {\"tasks\": %lld, \"errors\": %zu, \"warnings\": %zu, \"notes\": %zu, ",
               (long long)tasks, findings_count(findings, SEVERITY_ERROR), findings_count(findings, SEVERITY_WARNING),
               findings_count(findings, SEVERITY_INFO));
    write_rows(out, &total);
    buf_text(out, "},\n");
}

void report_write_json(struct buf *out, const struct report *report)
{
    static const struct input nothing;
    const struct input *input = report->input ? report->input : &nothing;
    struct buf tasks;
    buf_init(&tasks, NULL);
    struct report whole = *report;
    whole.input = input;
    int64_t count = write_tasks(&tasks, &whole);
    bool is_valid = report->refusal->kind == ERROR_NONE && findings_count(&input->findings, SEVERITY_ERROR) == 0;
    buf_text(out, "{\n  \"program\": \"" PROGRAM "\",\n  \"input\": ");
    json_write_text(out, str_from(report->folder));
    buf_format(out, ",\n  \"valid\": %s,\n", is_valid ? "true" : "false");
    write_refusal(out, report->refusal);
    write_stats(out, input, count);
    buf_add(out, buf_str(&tasks));
    buf_text(out, "}\n");
    buf_clear(&tasks);
}
