#include "gencarto/tabular/records.h"

#include <csv.h>

#include "gencarto/base/buf.h"
#include "gencarto/tabular/splitter.h"
#include "gencarto/tabular/tolerant.h"

#define WINDOW (64 * 1024) /* text of which libcsv reads all after a first character that quotes */

/* What few records need stays out of the way of the others. */
#define APART __attribute__((noinline))

#define NO_QUOTE '\xff' /* in no text: no byte of UTF-8 */

/* libcsv tells neither lines nor offsets, so it is fed one line at a time: a record then begins at the first line fed
 * after the end of the one before. */
struct records {
    struct arena arena; /* of this struct and its fields */
    const char *name;
    struct str text;
    size_t at;               /* next byte to feed */
    size_t next_lf, next_cr; /* first LF and CR at or after `at`: searched once each, when first needed */
    bool knows_line_ends;
    int64_t line; /* of `at` */
    struct dialect dialect;
    struct csv_parser parser;
    struct splitter *splitter; /* reads each window up to its first quote; NULL: libcsv reads all */
    bool is_splitting;         /* it knows where reading stands, not `at` and `line` */
    size_t window_end;
    struct tolerant_record *escaped; /* reads instead of libcsv, which knows no backslash; NULL else */
    struct tolerant_record *broken;  /* tells where a record against the grammar ends; NULL until there is one */
    struct buf bytes;                /* of the fields of the record */
    size_t *ends;                    /* where each field ends in `bytes`; NULL until libcsv reads a record */
    struct str *fields;
    size_t field_count;
    bool is_complete, is_too_large;
};

static void add_field(void *field, size_t len, void *context)
{
    struct records *records = context;
    if (len > RECORD_FIELD_BYTES || records->field_count == RECORD_FIELDS) {
        records->is_too_large = true;
        return;
    }
    buf_add(&records->bytes, (struct str){field, len});
    records->ends[records->field_count++] = records->bytes.len;
}

static void end_record(int terminator, void *context)
{
    struct records *records = context;
    (void)terminator;
    records->is_complete = true;
}

/* The parser's state is foreign memory: it is cleared and made again after a fault. */
static void start_parser(struct records *records, char delimiter, char quote)
{
    csv_init(&records->parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&records->parser, (unsigned char)delimiter);
    csv_set_quote(&records->parser, (unsigned char)quote);
    csv_set_blk_size(&records->parser, 4096);
}

static void restart_parser(struct records *records)
{
    char delimiter = (char)csv_get_delim(&records->parser), quote = (char)csv_get_quote(&records->parser);
    csv_free(&records->parser);
    start_parser(records, delimiter, quote);
}

/* The end of the line that begins at `at`: after its LF, CR LF or CR. */
static size_t line_end(struct records *records)
{
    if (!records->knows_line_ends || records->next_lf < records->at) {
        records->next_lf = str_index(records->text, '\n', records->at);
    }
    if (!records->knows_line_ends || records->next_cr < records->at) {
        records->next_cr = str_index(records->text, '\r', records->at);
    }
    records->knows_line_ends = true;
    size_t lf = records->next_lf, cr = records->next_cr, len = records->text.len;
    if (cr < lf) {
        return cr + 1 == lf && lf < len ? lf + 1 : cr + 1;
    }
    return lf < len ? lf + 1 : len;
}

static void skip_line(struct records *records)
{
    records->at = line_end(records);
    records->line++;
}

struct records *records_open_unsplit(const char *name, struct str text, const struct dialect *dialect)
{
    struct arena arena;
    arena_init_private(&arena);
    struct records *records = arena_one(&arena, struct records);
    records->arena = arena;
    records->name = name;
    records->text = text;
    records->line = 1;
    buf_init(&records->bytes, NULL);
    records->dialect = *dialect;
    records->dialect.is_padded = true; /* blanks are dropped always */
    if (dialect->escape != ESCAPE_DOUBLED) {
        records->escaped = arena_one(&records->arena, struct tolerant_record);
        tolerant_init(records->escaped);
    }
    start_parser(records, dialect->delimiter, dialect->quote ? dialect->quote : NO_QUOTE);
    if (dialect->has_separator_line) {
        skip_line(records);
    }
    return records;
}

struct records *records_open(const char *name, struct str text, const struct dialect *dialect)
{
    struct records *records = records_open_unsplit(name, text, dialect);
    records->splitter = arena_one(&records->arena, struct splitter);
    return records;
}

void records_close(struct records *records)
{
    if (!records) {
        return;
    }
    csv_free(&records->parser);
    buf_clear(&records->bytes);
    if (records->escaped) {
        tolerant_clear(records->escaped);
    }
    if (records->broken) {
        tolerant_clear(records->broken);
    }
    struct arena arena = records->arena;
    arena_clear(&arena);
}

/* Puts a long delimiter back into the fields that hold its stand-in, quoted ones. */
static void restore_delimiters(struct records *records)
{
    const struct delimiter *delimiter = &records->dialect.written;
    struct str bytes = buf_str(&records->bytes);
    size_t from = 0;
    if (!delimiter_is_long(delimiter) || str_index(bytes, DELIMITER_STAND_IN, 0) == bytes.len) {
        return;
    }
    struct buf restored;
    buf_init(&restored, NULL);
    for (size_t i = 0; i < records->field_count; i++) {
        delimiter_restore(delimiter, str_slice(bytes, from, records->ends[i]), &restored);
        from = records->ends[i];
        records->ends[i] = restored.len;
    }
    buf_reset(&records->bytes);
    buf_add(&records->bytes, buf_str(&restored));
    buf_clear(&restored);
}

static void give_record(struct records *records, struct record *out_record)
{
    size_t from = 0;
    restore_delimiters(records);
    for (size_t i = 0; i < records->field_count; i++) {
        records->fields[i] = str_slice(buf_str(&records->bytes), from, records->ends[i]);
        from = records->ends[i];
    }
    out_record->fields = records->fields;
    out_record->field_count = records->field_count;
}

/* Takes the byte order mark of a joined file off the first cell of a record that begins at `text`. */
static void drop_mark(struct str *first, struct str text)
{
    size_t mark = tolerant_mark_len(text);
    if (mark > 0 && str_starts(*first, str_slice(text, 0, mark))) {
        *first = str_trim(str_slice(*first, mark, first->len));
    }
}

/* After the last byte: a last record without line end, or a quotation mark never closed. */
static enum records_step finish(struct records *records)
{
    if (csv_fini(&records->parser, add_field, end_record, records) != 0) {
        return RECORDS_MALFORMED;
    }
    return records->is_complete ? RECORDS_ROW : RECORDS_END;
}

/* Feeds lines until a record is complete. */
static enum records_step feed(struct records *records, size_t begin)
{
    while (!records->is_complete) {
        if (records->at == records->text.len) {
            return finish(records);
        }
        size_t end = line_end(records), len = end - records->at;
        if (end - begin > RECORD_BYTES) {
            return RECORDS_MALFORMED;
        }
        const char *line = records->text.ptr + records->at;
        if (csv_parse(&records->parser, line, len, add_field, end_record, records) < len) {
            return RECORDS_MALFORMED;
        }
        records->at = end;
        records->line++;
    }
    return RECORDS_ROW;
}

/* Passes a record against the grammar: as much of the text from its beginning as it most likely took. False when no
 * line of it is one: the quotation mark is never closed, and what follows is no row. */
static bool pass_broken(struct records *records, size_t begin)
{
    struct str rest = str_slice(records->text, begin, records->text.len);
    if (!records->broken) {
        records->broken = arena_one(&records->arena, struct tolerant_record);
        tolerant_init(records->broken);
    }
    if (tolerant_read(&records->dialect, rest, true, records->dialect.columns, records->broken) != TOLERANT_RECORD) {
        return false;
    }
    records->at = begin + records->broken->len;
    records->line += records->broken->lines;
    return true;
}

/* A record of several lines and another width than the table's may be a quotation mark that swallowed the rows below.
 */
static bool may_have_swallowed(const struct records *records, const struct record *record)
{
    return records->line > record->line + 1 && records->dialect.columns > 1 &&
           records->field_count != records->dialect.columns;
}

static bool is_blank_line(struct records *records)
{
    size_t end = line_end(records);
    for (size_t i = records->at; i < end; i++) {
        char c = records->text.ptr[i];
        if (c != ' ' && c != '\r' && c != '\n' && (c != '\t' || csv_get_delim(&records->parser) == '\t')) {
            return false;
        }
    }
    return true;
}

/* A record under a dialect that libcsv does not know. A quote against it makes it malformed, as with libcsv. */
static enum records_step next_escaped(struct records *records, struct record *out_record, struct error *err)
{
    struct tolerant_record *read = records->escaped;
    struct str rest = str_slice(records->text, records->at, records->text.len);
    *out_record = (struct record){.line = records->line};
    if (rest.len == 0) {
        return RECORDS_END;
    }
    if (tolerant_read(&records->dialect, rest, true, 0, read) != TOLERANT_RECORD) {
        error_set(err, ERROR_INPUT, "%s:%lld: a field above 1 MiB, or more than 512; is a quotation mark not closed?",
                  records->name, (long long)records->line);
        return RECORDS_FAILED;
    }
    records->at += read->len;
    records->line += read->lines;
    out_record->fields = read->cells;
    out_record->field_count = read->count;
    return read->fault == FAULT_NONE ? RECORDS_ROW : RECORDS_MALFORMED;
}

/* Where the first cell begins, the line does, or it has no mark. */
static APART void drop_mark_of_line(struct records *records, struct str *first)
{
    bool may_have = first->len > 0 && (unsigned char)first->ptr[0] == 0xef;
    if (may_have && (first->ptr == records->text.ptr || first->ptr[-1] == '\n' || first->ptr[-1] == '\r')) {
        size_t at = (size_t)(first->ptr - records->text.ptr);
        drop_mark(first, str_slice(records->text, at, records->text.len));
    }
}

/* Splits the next window. False at the end of the text, or when libcsv has to read the window. */
static APART bool begin_window(struct records *records)
{
    if (records->at == records->text.len) {
        return false;
    }
    records->window_end = splitter_cut(records->text, records->at, WINDOW);
    struct str window = str_slice(records->text, records->at, records->window_end);
    if (!splitter_takes(window, &records->dialect)) {
        return false;
    }
    splitter_open(records->splitter, window, records->line, &records->dialect);
    records->is_splitting = true;
    return true;
}

/* The next record of the windows, up to the first with a quote; RECORDS_END when libcsv has to read on, or nothing is
 * left. */
static inline enum records_step next_split(struct records *records, struct record *out_record)
{
    struct splitter *splitter = records->splitter;
    while (records->is_splitting || (records->at >= records->window_end && begin_window(records))) {
        enum records_step step = splitter_next(splitter, out_record);
        if (step != RECORDS_END) {
            if (!out_record->is_trimmed && step == RECORDS_ROW) {
                drop_mark_of_line(records, &splitter->cells[out_record->fields - splitter->cells]);
            }
            return step;
        }
        records->at = (size_t)(splitter->at - records->text.ptr);
        records->line = splitter->line;
        records->is_splitting = false;
    }
    return RECORDS_END;
}

/* What the splitter leaves. */
static APART enum records_step next_unsplit(struct records *records, struct record *out_record, struct error *err)
{
    buf_reset(&records->bytes);
    records->field_count = 0;
    records->is_complete = records->is_too_large = false;
    while (records->at < records->text.len && is_blank_line(records)) {
        skip_line(records);
    }
    if (records->escaped) {
        return next_escaped(records, out_record, err);
    }
    if (!records->fields) {
        records->ends = arena_array(&records->arena, size_t, RECORD_FIELDS);
        records->fields = arena_array(&records->arena, struct str, RECORD_FIELDS);
    }
    size_t begin = records->at;
    line_end(records);
    size_t first_lf = records->next_lf, first_cr = records->next_cr;
    *out_record = (struct record){.line = records->line};
    struct str text = str_slice(records->text, begin, records->text.len);
    size_t mark = tolerant_mark_len(text);
    bool is_quoted = mark > 0 && text.ptr[mark] == records->dialect.quote;
    records->at += is_quoted ? mark : 0;
    enum records_step step = feed(records, begin);
    if (step == RECORDS_MALFORMED || (step == RECORDS_ROW && may_have_swallowed(records, out_record))) {
        size_t end = records->at;
        int64_t end_line = records->line;
        restart_parser(records);
        records->next_lf = first_lf;
        records->next_cr = first_cr;
        records->line = out_record->line;
        if (!pass_broken(records, begin)) {
            error_set(err, ERROR_INPUT,
                      "%s:%lld: a quotation mark in the record that begins here is never closed within 4 MiB",
                      records->name, (long long)out_record->line);
            return RECORDS_FAILED;
        }
        if (step == RECORDS_MALFORMED || records->at != end) {
            out_record->fields = records->broken->cells;
            out_record->field_count = records->broken->count;
            return RECORDS_MALFORMED;
        }
        records->line = end_line;
    }
    if (step == RECORDS_ROW) {
        give_record(records, out_record);
        if (!is_quoted && records->field_count > 0) {
            drop_mark(&records->fields[0], text);
        }
        return records->is_too_large ? RECORDS_TOO_LARGE : RECORDS_ROW;
    }
    return step;
}

enum records_step records_next(struct records *records, struct record *out_record, struct error *err)
{
    enum records_step split = records->splitter ? next_split(records, out_record) : RECORDS_END;
    return split != RECORDS_END ? split : next_unsplit(records, out_record, err);
}

void records_extend(struct records *records, size_t len)
{
    if (records->text.len != len) {
        records->text.len = len;
        records->knows_line_ends = false;
    }
}

size_t records_offset(const struct records *records)
{
    return records->is_splitting ? (size_t)(records->splitter->at - records->text.ptr) : records->at;
}

int64_t records_line(const struct records *records)
{
    return records->is_splitting ? records->splitter->line : records->line;
}
