/* gencarto parse: any CSV file as UTF-8 RFC 4180 on standard output, and how it was read on standard error. */
#include <string.h>

#include "command.h"
#include "gencarto/base/json.h"
#include "gencarto/tabular/reader.h"
#include "standard_input.h"
#include "terminal.h"

#define PRINTED_BYTES   (256 * 1024)
#define FINDINGS_LISTED 1000 /* of each rule */
#define EXPLAINED       12   /* candidates, in text */

enum finding_rule {
    FIELD_COUNT,
    STRAY_QUOTE,
    QUOTE_IN_QUOTES,
    OPEN_QUOTE,
    OTHER_DELIMITER,
    OTHER_QUOTE,
    MIXED,
    ZERO_BYTE,
    UNDEFINED,
    FINDING_RULES
};

static const struct {
    const char *id, *message;
} finding_rules[FINDING_RULES] = {
    [FIELD_COUNT] = {"field-count", "the record has not as many cells as its table has columns"},
    [STRAY_QUOTE] = {"stray-quote", "a quotation mark inside a cell without quotes; kept as text"},
    [QUOTE_IN_QUOTES] = {"quote-in-quotes", "a quotation mark inside quotes that is not escaped; kept as text"},
    [OPEN_QUOTE] = {"open-quote", "a quotation mark that nothing closes; kept as text"},
    [OTHER_DELIMITER] = {"other-delimiter", "the record has the table's columns under another delimiter; read so"},
    [OTHER_QUOTE] = {"other-quote", "the record is quoted or escaped otherwise than its table; read so"},
    [MIXED] = {"mixed-encoding", "parts are UTF-8 and others Windows-1252; each character is read as what it is"},
    [ZERO_BYTE] = {"zero-byte", "a zero byte is no text; it became U+FFFD"},
    [UNDEFINED] = {"undefined-byte", "a byte that Windows-1252 does not have; it became U+FFFD"},
};

static const enum finding_rule rule_of_fault[] = {
    [FAULT_STRAY_QUOTE] = STRAY_QUOTE, [FAULT_QUOTE_IN_QUOTES] = QUOTE_IN_QUOTES,
    [FAULT_OPEN_QUOTE] = OPEN_QUOTE,   [FAULT_OTHER_DELIMITER] = OTHER_DELIMITER,
    [FAULT_OTHER_QUOTE] = OTHER_QUOTE,
};

/* Lines of one part of one table. */
struct span {
    enum part part;
    int table;
    int64_t from, to; /* lines where records begin */
    int64_t records;
};

struct parsing {
    const char *path;
    const struct invocation *invocation;
    const struct reader_summary *summary;
    bool is_json;
    struct buf out;      /* records not yet printed */
    struct buf findings; /* told of so far, in the form of the report */
    struct span *spans;
    size_t span_count, span_room;
    int64_t records;
    int tables; /* so far */
    int64_t counts[FINDING_RULES];
    struct arena arena;
};

/* ---- records -------------------------------------------------------------------------------------------------- */

static bool needs_quotes(struct str cell)
{
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.ptr[i];
        if (c == ',' || c == '"' || c == '\n' || c == '\r') {
            return true;
        }
    }
    return false;
}

static void write_cell(struct buf *out, struct str cell)
{
    if (!needs_quotes(cell)) {
        buf_add(out, cell);
        return;
    }
    struct str part;
    buf_byte(out, '"');
    for (bool first = true; str_split(&cell, '"', &part); first = false) {
        buf_text(out, first ? "" : "\"\"");
        buf_add(out, part);
    }
    buf_byte(out, '"');
}

/* One empty cell is written "", for an empty line is no record. */
static void write_record(struct buf *out, const struct reader_record *record)
{
    for (size_t i = 0; i < record->count; i++) {
        if (i > 0) {
            buf_byte(out, ',');
        }
        write_cell(out, record->cells[i]);
    }
    buf_text(out, record->count == 1 && record->cells[0].len == 0 ? "\"\"\r\n" : "\r\n");
}

static bool is_wanted(const struct invocation *invocation, const struct reader_record *record)
{
    const struct option_value *table = &invocation->values[OPTION_TABLE];
    bool data_only = invocation->values[OPTION_DATA_ONLY].given;
    if (table->given && record->table != table->number) {
        return false;
    }
    return record->part == PART_DATA || (!data_only && (record->part == PART_HEADER || !table->given));
}

/* ---- findings ------------------------------------------------------------------------------------------------- */

/* Begins a finding; false when enough of its rule are listed. */
static bool begin_finding(struct parsing *parsing, enum finding_rule rule, int64_t line, size_t column)
{
    struct buf *out = &parsing->findings;
    if (parsing->counts[rule]++ >= FINDINGS_LISTED) {
        return false;
    }
    if (parsing->is_json) {
        buf_format(out, "%s\n    {\"rule\": \"%s\", \"line\": %lld, \"column\": %zu, \"message\": \"%s\"",
                   out->len ? "," : "", finding_rules[rule].id, (long long)line, column, finding_rules[rule].message);
        return true;
    }
    terminal_write_plain(out, str_from(parsing->path));
    buf_format(out, ":%lld:%zu %s %s", (long long)line, column, finding_rules[rule].id, finding_rules[rule].message);
    return true;
}

static void end_finding(struct parsing *parsing)
{
    buf_text(&parsing->findings, parsing->is_json ? "}" : "\n");
}

static void tell(struct parsing *parsing, enum finding_rule rule, int64_t line, size_t column)
{
    if (begin_finding(parsing, rule, line, column)) {
        end_finding(parsing);
    }
}

/* At the first cell that is missing, or too many. */
static void tell_of_count(struct parsing *parsing, const struct reader_record *record)
{
    size_t common = record->count < record->columns ? record->count : record->columns;
    if (begin_finding(parsing, FIELD_COUNT, record->line, common + 1)) {
        buf_format(&parsing->findings, parsing->is_json ? ", \"found\": %zu, \"expected\": %zu" : ": %zu, expected %zu",
                   record->count, record->columns);
        end_finding(parsing);
    }
}

/* What is no text became U+FFFD: the cells that hold one are named. */
static void tell_of_bytes(struct parsing *parsing, const struct reader_record *record)
{
    const struct encoding_scan *scan = &parsing->summary->scan;
    enum encoding encoding = parsing->summary->dialect.encoding;
    bool has_zeros = encoding < ENCODING_UTF_16LE && scan->first_zero_line > 0;
    bool has_undefined = encoding <= ENCODING_WINDOWS_1252 && scan->first_undefined_line > 0;
    for (size_t i = 0; i < record->count && (has_zeros || has_undefined); i++) {
        if (str_find(record->cells[i], STR("\uFFFD"), 0) < record->cells[i].len) {
            bool is_undefined = !has_zeros || (has_undefined && record->line == scan->first_undefined_line);
            tell(parsing, is_undefined ? UNDEFINED : ZERO_BYTE, record->line, i + 1);
            return;
        }
    }
}

static void tell_of_record(struct parsing *parsing, const struct reader_record *record)
{
    tell_of_bytes(parsing, record);
    if (record->fault != FAULT_NONE) {
        tell(parsing, rule_of_fault[record->fault], record->line, record->fault_cell + 1);
    }
    if (record->is_ragged) {
        tell_of_count(parsing, record);
    }
}

static void tell_of_encoding(struct parsing *parsing)
{
    if (parsing->summary->dialect.is_mixed) {
        tell(parsing, MIXED, parsing->summary->scan.first_invalid_line, (size_t)parsing->summary->dialect.mixed_column);
    }
}

static void add_span(struct parsing *parsing, const struct reader_record *record)
{
    struct span *last = parsing->span_count ? &parsing->spans[parsing->span_count - 1] : NULL;
    if (last && last->part == record->part && last->table == record->table) {
        last->to = record->line;
        last->records++;
        return;
    }
    if (parsing->span_count == FINDINGS_LISTED) {
        return;
    }
    if (parsing->span_count == parsing->span_room) {
        size_t room = parsing->span_room ? parsing->span_room * 2 : 16;
        parsing->spans = arena_grow(&parsing->arena, parsing->spans, parsing->span_room * sizeof *parsing->spans,
                                    room * sizeof *parsing->spans);
        parsing->span_room = room;
    }
    parsing->spans[parsing->span_count++] = (struct span){record->part, record->table, record->line, record->line, 1};
}

/* ---- report --------------------------------------------------------------------------------------------------- */

static void write_span(struct buf *out, const struct span *span)
{
    buf_format(out, "  line%s %lld", span->records > 1 ? "s" : "", (long long)span->from);
    if (span->to > span->from) {
        buf_format(out, "-%lld", (long long)span->to);
    }
    buf_format(out, ": %s", part_name(span->part));
    if (span->table > 1) {
        buf_format(out, " of table %d", span->table);
    }
    buf_text(out, ", ");
    terminal_write_plural(out, span->records, "record");
    buf_byte(out, '\n');
}

/* What cuts the lines into cells. */
static void write_cutting(struct buf *out, const struct dialect *dialect)
{
    if (dialect->fixed_width.count > 0) {
        buf_text(out, "columns of fixed width at ");
        fixed_width_write(out, &dialect->fixed_width, ", ");
        return;
    }
    buf_text(out, "delimiter ");
    terminal_write_delimiter(out, delimiter_text(&dialect->written));
    buf_text(out, dialect->is_padded ? " padded" : "");
    static const char *const drawings[] = {[DRAWING_NONE] = "",
                                           [DRAWING_RULED] = " in a table with rulers",
                                           [DRAWING_FRAMED] = " in a table with a frame"};
    buf_text(out, drawings[dialect->drawing]);
    buf_text(out, dialect->is_wrapped ? " in lines that are quoted as a whole, quote " : ", quote ");
    terminal_write_delimiter(out, (struct str){&dialect->quote, dialect->quote != 0});
    buf_format(out, ", escape %s", escape_name(dialect->escape));
}

/* Few characters tell the encoding of one byte, and they are not as Windows-1252 would have them. */
static bool is_doubtful(const struct parsing *parsing)
{
    enum encoding encoding = parsing->summary->dialect.encoding;
    return !parsing->invocation->values[OPTION_ENCODING].given && encoding >= ENCODING_WINDOWS_1252 &&
           encoding <= ENCODING_ISO_8859_15 && code_page_is_doubtful(&parsing->summary->scan.high);
}

static void write_dialect(struct buf *out, const struct parsing *parsing)
{
    const struct reader_summary *summary = parsing->summary;
    const struct dialect *dialect = &summary->dialect;
    buf_format(out, "%s%s", encoding_name(dialect->encoding), dialect->has_signature ? " with a byte order mark" : "");
    buf_text(out, is_doubtful(parsing) ? " (doubtful: few characters tell it; --encoding decides), " : ", ");
    write_cutting(out, dialect);
    buf_format(out, ", line ends %s, %d header row%s, ", line_ends_name(dialect->line_ends),
               summary->layout.header_rows, summary->layout.header_rows == 1 ? "" : "s");
    terminal_write_plural(out, summary->layout.preamble_records, "preamble record");
    buf_text(out, ", ");
    terminal_write_plural(out, (int64_t)summary->layout.columns, "column");
    buf_byte(out, '\n');
}

static void write_candidate(struct buf *out, const struct dialect_candidate *candidate)
{
    buf_text(out, "  score ");
    buf_decimal(out, candidate->score, 4);
    buf_text(out, ": delimiter ");
    terminal_write_delimiter(out, delimiter_text(&candidate->written));
    buf_text(out, candidate->is_padded ? " padded, quote " : ", quote ");
    terminal_write_delimiter(out, (struct str){&candidate->quote, candidate->quote != 0});
    buf_format(out, ", escape %s: %zu records, most of %zu cells, %zu broken; pattern ", escape_name(candidate->escape),
               candidate->records, candidate->columns, candidate->broken);
    buf_decimal(out, candidate->pattern, 4);
    if (candidate->types < 0) {
        buf_text(out, ", which alone cannot win\n");
        return;
    }
    buf_text(out, " x types ");
    buf_decimal(out, candidate->types, 4);
    buf_byte(out, '\n');
}

static void write_text_report(struct buf *out, const struct parsing *parsing)
{
    const struct dialect_search *search = &parsing->summary->search;
    terminal_write_plain(out, str_from(parsing->path));
    buf_text(out, ": ");
    write_dialect(out, parsing);
    for (size_t i = 0; i < parsing->span_count && parsing->span_count > 1; i++) {
        write_span(out, &parsing->spans[i]);
    }
    if (parsing->invocation->values[OPTION_EXPLAIN].given) {
        buf_text(out, "considered, best first (pattern: how alike the records are; types: how many cells are numbers, "
                      "dates and the like):\n");
        for (size_t i = 0; i < search->count && i < EXPLAINED; i++) {
            write_candidate(out, &search->items[i]);
        }
        buf_format(out, "columns of fixed width: %s\n", fixed_width_reason_text(search->fixed_width));
    }
    for (int i = 0; i < FINDING_RULES; i++) {
        if (parsing->counts[i] > FINDINGS_LISTED) {
            buf_format(out, "%s: ", finding_rules[i].id);
            terminal_write_plural(out, parsing->counts[i] - FINDINGS_LISTED, "place");
            buf_text(out, " more\n");
        }
    }
    buf_add(out, buf_str(&parsing->findings));
    terminal_write_plural(out, parsing->records, "record");
    buf_byte(out, '\n');
}

/* ---- report for programs --------------------------------------------------------------------------------------- */

static void write_member(struct buf *out, const char *key, struct str value)
{
    buf_format(out, "\"%s\": ", key);
    json_write_text(out, value);
    buf_text(out, ", ");
}

static void write_character_member(struct buf *out, const char *key, char c)
{
    if (c) {
        write_member(out, key, (struct str){&c, 1});
    } else {
        buf_format(out, "\"%s\": null, ", key);
    }
}

static void write_json_candidates(struct buf *out, const struct dialect_search *search)
{
    buf_text(out, ",\n  \"considered\": [");
    for (size_t i = 0; i < search->count; i++) {
        const struct dialect_candidate *candidate = &search->items[i];
        buf_text(out, i ? ",\n    {" : "\n    {");
        write_member(out, "delimiter", delimiter_text(&candidate->written));
        write_character_member(out, "quote", candidate->quote);
        write_member(out, "escape", str_from(escape_name(candidate->escape)));
        buf_format(out, "\"records\": %zu, \"columns\": %zu, \"broken\": %zu, \"pattern\": ", candidate->records,
                   candidate->columns, candidate->broken);
        buf_decimal(out, candidate->pattern, 6);
        buf_text(out, ", \"types\": ");
        if (candidate->types < 0) {
            buf_text(out, "null");
        } else {
            buf_decimal(out, candidate->types, 6);
        }
        buf_text(out, ", \"score\": ");
        buf_decimal(out, candidate->score, 6);
        buf_byte(out, '}');
    }
    buf_text(out, "],\n  \"considered_fixed_width\": ");
    json_write_text(out, str_from(fixed_width_reason_text(search->fixed_width)));
}

static void write_json_parts(struct buf *out, const struct parsing *parsing)
{
    buf_text(out, ",\n  \"parts\": [");
    for (size_t i = 0; i < parsing->span_count; i++) {
        const struct span *span = &parsing->spans[i];
        buf_format(out,
                   "%s\n    {\"part\": \"%s\", \"table\": %d, \"first_line\": %lld, \"last_line\": %lld, "
                   "\"records\": %lld}",
                   i ? "," : "", part_name(span->part), span->table, (long long)span->from, (long long)span->to,
                   (long long)span->records);
    }
    buf_byte(out, ']');
}

/* The keys are there always: without a delimiter that one is "". */
static void write_json_cutting(struct buf *out, const struct dialect *dialect)
{
    bool is_fixed = dialect->fixed_width.count > 0;
    write_member(out, "delimiter", delimiter_text(&dialect->written));
    buf_text(out, is_fixed ? "\"fixed_width\": [" : "\"fixed_width\": null, ");
    fixed_width_write(out, &dialect->fixed_width, ", ");
    buf_text(out, is_fixed ? "], " : "");
    write_character_member(out, "quote", dialect->quote);
    write_member(out, "escape", str_from(escape_name(dialect->escape)));
}

static void write_json_report(struct buf *out, const struct parsing *parsing)
{
    const struct reader_summary *summary = parsing->summary;
    const struct dialect *dialect = &summary->dialect;
    buf_text(out, "{\n  \"program\": \"" PROGRAM "\",\n  ");
    write_member(out, "file", str_from(parsing->path));
    write_member(out, "encoding", str_from(encoding_name(dialect->encoding)));
    buf_format(out, "\"encoding_doubtful\": %s, ", is_doubtful(parsing) ? "true" : "false");
    buf_format(out, "\"byte_order_mark\": %s, \"undecodable\": %lld, ", dialect->has_signature ? "true" : "false",
               (long long)dialect->undecodable);
    write_json_cutting(out, dialect);
    write_member(out, "line_ends", str_from(line_ends_name(dialect->line_ends)));
    buf_format(out,
               "\"padded\": %s, \"wrapped\": %s, \"separator_line\": %s, \"header_rows\": %d, \"header_line\": %lld, "
               "\"preamble_records\": %lld, \"columns\": %zu, \"records\": %lld",
               dialect->is_padded ? "true" : "false", dialect->is_wrapped ? "true" : "false",
               dialect->has_separator_line ? "true" : "false", summary->layout.header_rows,
               (long long)summary->layout.header_line, (long long)summary->layout.preamble_records,
               summary->layout.columns, (long long)parsing->records);
    write_json_parts(out, parsing);
    if (parsing->invocation->values[OPTION_EXPLAIN].given) {
        write_json_candidates(out, &summary->search);
    }
    buf_text(out, ",\n  \"findings\": [");
    buf_add(out, buf_str(&parsing->findings));
    buf_text(out, "]\n}\n");
}

/* ---- the command ---------------------------------------------------------------------------------------------- */

static bool read_delimiter(const struct invocation *invocation, struct delimiter *out_delimiter, struct error *err)
{
    struct str text = str_from(invocation_text(invocation, OPTION_DELIMITER, ""));
    if (text.len > 0 && !delimiter_parse(text, out_delimiter)) {
        return error_set(
            err, ERROR_USAGE,
            "--delimiter %.*s: expected a character or several, up to 15 bytes without a quotation mark or "
            "a line end; or tab, or a number such as U+001F",
            STR_ARGS(text));
    }
    return true;
}

static bool read_columns(const struct invocation *invocation, struct fixed_width *out_columns, struct error *err)
{
    struct str text = str_from(invocation_text(invocation, OPTION_COLUMNS, ""));
    if (text.len > 0 && invocation->values[OPTION_DELIMITER].given) {
        return error_set(err, ERROR_USAGE, "--columns and --delimiter: a file has one of both");
    }
    if (text.len > 0 && !fixed_width_parse(text, out_columns)) {
        return error_set(err, ERROR_USAGE,
                         "--columns %.*s: expected the characters where columns begin, from 1, in order: 1,12,31; "
                         "%d at most",
                         STR_ARGS(text), FIXED_WIDTH_COLUMNS);
    }
    return true;
}

/* `out_columns` outlives what is read with the options. */
static bool read_options(const struct invocation *invocation, struct fixed_width *out_columns,
                         struct reader_options *out_options, struct error *err)
{
    static const char quotes[] = {'"', '\'', QUOTE_NONE}; /* the order of the option's choices */
    const struct option_value *values = invocation->values;
    struct reader_options read = {.header_rows = values[OPTION_HEADER].given ? (int)values[OPTION_HEADER].number : -1};
    read.wish.encoding = str_from(invocation_text(invocation, OPTION_ENCODING, ""));
    read.wish.quote = values[OPTION_QUOTE].given ? quotes[values[OPTION_QUOTE].number] : QUOTE_FOUND;
    read.explains = values[OPTION_EXPLAIN].given;
    read.wish.has_escape = values[OPTION_ESCAPE].given;
    read.wish.escape = (enum escape)values[OPTION_ESCAPE].number;
    if (!read_delimiter(invocation, &read.wish.delimiter, err) || !read_columns(invocation, out_columns, err)) {
        return false;
    }
    read.wish.fixed_width = values[OPTION_COLUMNS].given ? out_columns : NULL;
    *out_options = read;
    return true;
}

static bool flush(struct parsing *parsing, size_t above, struct error *err)
{
    if (parsing->out.len <= above) {
        return true;
    }
    bool done = terminal_print(buf_str(&parsing->out), err);
    buf_reset(&parsing->out);
    return done;
}

static bool write_records(struct parsing *parsing, struct reader *reader, struct error *err)
{
    struct reader_record record;
    enum reader_step step = READER_END;
    tell_of_encoding(parsing);
    while (flush(parsing, PRINTED_BYTES, err) && (step = reader_next(reader, &record, err)) == READER_RECORD) {
        parsing->records++;
        parsing->tables = record.table > parsing->tables ? record.table : parsing->tables;
        add_span(parsing, &record);
        tell_of_record(parsing, &record);
        if (is_wanted(parsing->invocation, &record)) {
            write_record(&parsing->out, &record);
        }
    }
    struct error ignored = {0};
    return flush(parsing, 0, step == READER_FAILED ? &ignored : err) && err->kind == ERROR_NONE;
}

/* What was asked for alone must be there. */
static bool check_table(const struct parsing *parsing, struct error *err)
{
    const struct option_value *table = &parsing->invocation->values[OPTION_TABLE];
    return !table->given || table->number <= parsing->tables ||
           error_set(err, ERROR_INPUT, "%s: no table %lld; the file has %d", parsing->path, (long long)table->number,
                     parsing->tables);
}

static void report(struct parsing *parsing)
{
    struct buf text;
    buf_init(&text, NULL);
    if (parsing->is_json) {
        write_json_report(&text, parsing);
    } else if (!parsing->invocation->values[OPTION_QUIET].given) {
        write_text_report(&text, parsing);
    }
    terminal_tell(buf_str(&text));
    buf_clear(&text);
}

bool parse_run(const struct invocation *invocation, struct error *err)
{
    struct reader_options wanted;
    struct fixed_width columns = {0};
    if (!read_options(invocation, &columns, &wanted, err)) {
        return false;
    }
    bool is_standard = strcmp(invocation->operand, STANDARD_INPUT) == 0;
    const char *name = is_standard ? STANDARD_INPUT_NAME : invocation->operand;
    if (is_standard && !standard_input_open(&wanted.stream, err)) {
        return false;
    }
    struct reader *reader = reader_open(name, &wanted, err);
    if (!reader) {
        return false;
    }
    struct parsing parsing = {.path = name,
                              .invocation = invocation,
                              .summary = reader_summary(reader),
                              .is_json = invocation->values[OPTION_REPORT].number == 1};
    arena_init_private(&parsing.arena);
    buf_init(&parsing.out, NULL);
    buf_init(&parsing.findings, NULL);
    bool done = write_records(&parsing, reader, err);
    report(&parsing);
    done = done && check_table(&parsing, err);
    buf_clear(&parsing.out);
    buf_clear(&parsing.findings);
    arena_clear(&parsing.arena);
    reader_close(reader);
    return done;
}
