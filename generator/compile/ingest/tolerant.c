#include "gencarto/compile/ingest/tolerant.h"

#include "gencarto/compile/ingest/shape.h"

/* How the quotes of a record are taken. */
enum policy {
    BY_GRAMMAR,      /* stop at the first quote against it */
    CLOSE_IN_LINE,   /* quotes against it are text; a cell closes where a delimiter or the line's end follows */
    OPENING_IS_TEXT, /* the opening quote of a cell against it is text */
    NO_QUOTES        /* all are text */
};

/* One reading of one record: where it is in the text, and what came out. */
struct scan {
    const struct dialect *dialect;
    char delimiter;
    const char *s;
    size_t len; /* of the text, or of the line */
    bool is_last;
    enum policy policy;
    struct tolerant_record *out;
};

enum outcome { READ, BROKEN, UNFINISHED, LARGE };

void tolerant_init(struct tolerant_record *record)
{
    *record = (struct tolerant_record){0};
    buf_init(&record->bytes, NULL);
}

void tolerant_clear(struct tolerant_record *record)
{
    buf_clear(&record->bytes);
}

static bool is_blank(char c, char delimiter)
{
    return c == ' ' ? delimiter != ' ' : c == '\t' && delimiter != '\t';
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Bytes of the line end at `at`. */
static size_t line_end_len(const char *s, size_t len, size_t at)
{
    return s[at] == '\r' && at + 1 < len && s[at + 1] == '\n' ? 2 : 1;
}

static size_t skip_blanks(const struct scan *scan, size_t at)
{
    while (at < scan->len && is_blank(scan->s[at], scan->delimiter)) {
        at++;
    }
    return at;
}

static void note_fault(struct scan *scan, enum record_fault fault)
{
    if (scan->out->fault == FAULT_NONE) {
        scan->out->fault = fault;
        scan->out->fault_cell = scan->out->count;
    }
}

/* A cell is complete: the bytes since the one before. */
static bool end_cell(struct scan *scan, bool quoted)
{
    struct tolerant_record *out = scan->out;
    size_t from = out->count ? out->ends[out->count - 1] : 0;
    if (out->count == RECORD_FIELDS || out->bytes.len - from > RECORD_FIELD_BYTES) {
        return false;
    }
    out->quoted[out->count] = quoted;
    out->ends[out->count++] = out->bytes.len;
    return true;
}

/* ---- cells ---------------------------------------------------------------------------------------------------- */

/* After `at` comes what closes a cell: blanks and a delimiter, a line end or the end. `*out_known` is false when the
 * text ends before that can be told. */
static bool closes(const struct scan *scan, size_t at, bool *out_known)
{
    at = skip_blanks(scan, at);
    *out_known = at < scan->len || scan->is_last;
    return at >= scan->len || scan->s[at] == scan->delimiter || is_line_end(scan->s[at]);
}

/* The cell at `*at` without quotes, up to its delimiter or line end. */
static enum outcome read_bare(struct scan *scan, size_t *at)
{
    const struct dialect *dialect = scan->dialect;
    size_t begin = *at, end = begin;
    bool stray = false;
    while (end < scan->len && scan->s[end] != scan->delimiter && !is_line_end(scan->s[end])) {
        stray = stray || (scan->s[end] == '"' && dialect->quote == '"');
        end++;
    }
    if (end - begin > RECORD_FIELD_BYTES) {
        return LARGE;
    }
    if (end == scan->len && !scan->is_last) {
        return UNFINISHED;
    }
    if (stray) {
        note_fault(scan, FAULT_STRAY_QUOTE);
    }
    *at = end;
    struct str cell = {scan->s + begin, end - begin};
    while (dialect->is_padded && cell.len > 0 && is_blank(cell.ptr[0], scan->delimiter)) {
        cell = str_slice(cell, 1, cell.len);
    }
    while (dialect->is_padded && cell.len > 0 && is_blank(cell.ptr[cell.len - 1], scan->delimiter)) {
        cell.len--;
    }
    buf_add(&scan->out->bytes, cell);
    return end_cell(scan, false) ? READ : LARGE;
}

/* A quote or an escape at `at` inside quotes that stands for one character: its length, 0 when it does not. */
static size_t escaped_len(const struct scan *scan, size_t at, char *out_character)
{
    const struct dialect *dialect = scan->dialect;
    char c = scan->s[at], next = at + 1 < scan->len ? scan->s[at + 1] : '\0';
    bool doubled = c == dialect->quote && next == c && dialect->escape != ESCAPE_NONE;
    bool backslash = c == '\\' && dialect->escape == ESCAPE_BACKSLASH && (next == dialect->quote || next == c);
    *out_character = next;
    return (doubled || backslash) && at + 1 < scan->len ? 2 : 0;
}

/* The cell whose opening quote is at `*at`. BROKEN leaves `*at` and the bytes as they were. */
static enum outcome read_quoted(struct scan *scan, size_t *at)
{
    struct buf *bytes = &scan->out->bytes;
    size_t begin = bytes->len, i = *at + 1;
    char quote = scan->dialect->quote;
    bool is_clean = true;
    while (i < scan->len) {
        char c = scan->s[i], character;
        size_t escaped = escaped_len(scan, i, &character);
        if (bytes->len - begin > RECORD_FIELD_BYTES) {
            return LARGE;
        }
        if (escaped) {
            buf_byte(bytes, character);
            i += escaped;
            continue;
        }
        bool known = true;
        if (c == quote && i + 1 == scan->len && !scan->is_last) {
            return UNFINISHED;
        }
        if (c == quote && closes(scan, i + 1, &known)) {
            if (!known) {
                return UNFINISHED;
            }
            if (!is_clean) {
                note_fault(scan, FAULT_QUOTE_IN_QUOTES);
            }
            *at = skip_blanks(scan, i + 1);
            return end_cell(scan, true) ? READ : LARGE;
        }
        if (c == quote && scan->policy != CLOSE_IN_LINE) {
            bytes->len = begin;
            return BROKEN;
        }
        is_clean = is_clean && c != quote;
        buf_byte(bytes, c);
        i++;
    }
    if (!scan->is_last) {
        return UNFINISHED;
    }
    bytes->len = begin;
    return BROKEN;
}

/* A pair of quotes before a delimiter may be a stray quote and the closing one: `"abc"";` in a line that ends before
 * the pair's cell does. */
static enum outcome read_cell_ending_in_pair(struct scan *scan, size_t *at)
{
    struct buf *bytes = &scan->out->bytes;
    char quote = scan->dialect->quote;
    for (size_t i = *at + 1; i + 1 < scan->len; i++) {
        bool known;
        if (scan->s[i] == quote && scan->s[i + 1] == quote && i > *at + 1 && closes(scan, i + 2, &known)) {
            note_fault(scan, FAULT_QUOTE_IN_QUOTES);
            buf_add(bytes, (struct str){scan->s + *at + 1, i - *at});
            *at = skip_blanks(scan, i + 2);
            return end_cell(scan, true) ? READ : LARGE;
        }
    }
    return BROKEN;
}

static enum outcome read_cell(struct scan *scan, size_t *at)
{
    size_t opening = skip_blanks(scan, *at);
    scan->out->padded += scan->out->count > 0 && opening > *at;
    bool has_quote = scan->dialect->quote && scan->policy != NO_QUOTES && opening < scan->len &&
                     scan->s[opening] == scan->dialect->quote;
    if (!has_quote) {
        return read_bare(scan, at);
    }
    enum outcome outcome = read_quoted(scan, &opening);
    if (outcome == BROKEN && scan->policy == CLOSE_IN_LINE) {
        outcome = read_cell_ending_in_pair(scan, &opening);
    }
    if (outcome == BROKEN && scan->policy != BY_GRAMMAR) {
        note_fault(scan, FAULT_OPEN_QUOTE);
        return read_bare(scan, at);
    }
    *at = outcome == READ ? opening : *at;
    return outcome;
}

/* ---- records -------------------------------------------------------------------------------------------------- */

/* Reads cells up to the end of the record; with `len` and `lines` of what it took. */
static enum outcome read_record(struct scan *scan)
{
    struct tolerant_record *out = scan->out;
    buf_reset(&out->bytes);
    out->count = out->padded = 0;
    out->fault = FAULT_NONE;
    for (size_t at = 0;;) {
        enum outcome outcome = read_cell(scan, &at);
        if (outcome != READ) {
            return outcome;
        }
        if (at < scan->len && scan->s[at] == scan->delimiter) {
            at++;
            if (at == scan->len && !scan->is_last) {
                return UNFINISHED;
            }
            continue;
        }
        if (at < scan->len && scan->s[at] == '\r' && at + 1 == scan->len && !scan->is_last) {
            return UNFINISHED;
        }
        out->len = at < scan->len ? at + line_end_len(scan->s, scan->len, at) : at;
        return out->len > RECORD_BYTES ? LARGE : READ;
    }
}

/* Bytes of the first line, its end with it; 0 when the text ends before it does. */
static size_t first_line(const struct scan *scan)
{
    struct str text = {scan->s, scan->len};
    size_t lf = str_index(text, '\n', 0);
    size_t end = str_index(str_slice(text, 0, lf), '\r', 0);
    if (end == scan->len || (end + 1 == scan->len && scan->s[end] == '\r')) {
        return scan->is_last ? scan->len : 0;
    }
    return end + line_end_len(scan->s, scan->len, end);
}

static enum outcome read_line(const struct scan *whole, size_t line, char delimiter, enum policy policy)
{
    struct scan scan = *whole;
    scan.delimiter = delimiter;
    scan.len = line;
    scan.is_last = true;
    scan.policy = policy;
    return read_record(&scan);
}

/* Words and commas are in every sentence: a line that they cut is a row only when its cells are more than words. */
static bool looks_like_row(const struct tolerant_record *record, char delimiter)
{
    size_t from = 0, facts = 0;
    for (size_t i = 0; i < record->count; i++) {
        enum shape shape = shape_of((struct str){record->bytes.ptr + from, record->ends[i] - from});
        facts += shape_is_value(shape) || shape == SHAPE_CODE || shape == SHAPE_ADDRESS;
        from = record->ends[i];
    }
    return delimiter == ' ' ? facts * 2 >= record->count : delimiter == ',' ? facts > 0 : true;
}

/* The delimiter under which the line has exactly these columns, 0 when there is none. The first wins. */
static char other_delimiter(const struct scan *whole, size_t line, size_t columns)
{
    static const char others[] = {';', '\t', '|', ',', ' '};
    for (size_t i = 0; i < sizeof others; i++) {
        if (others[i] != whole->dialect->delimiter && read_line(whole, line, others[i], BY_GRAMMAR) == READ &&
            whole->out->len == line && whole->out->count == columns && looks_like_row(whole->out, others[i])) {
            return others[i];
        }
    }
    return '\0';
}

/* The reading of a line whose quotes are broken. */
static enum outcome read_broken(const struct scan *whole, size_t line, size_t columns)
{
    static const enum policy tried[] = {CLOSE_IN_LINE, OPENING_IS_TEXT, NO_QUOTES};
    for (size_t i = 0; i < sizeof tried / sizeof *tried && columns > 0; i++) {
        enum outcome outcome = read_line(whole, line, whole->delimiter, tried[i]);
        if (outcome != READ || whole->out->count == columns) {
            if (tried[i] == NO_QUOTES) {
                note_fault((struct scan *)(uintptr_t)whole, FAULT_OPEN_QUOTE);
            }
            return outcome;
        }
    }
    return read_line(whole, line, whole->delimiter, CLOSE_IN_LINE);
}

/* The line under another delimiter, when that explains it; false leaves the record as some other reading made it. */
static bool read_by_other(const struct scan *whole, size_t line, size_t columns)
{
    char delimiter = columns > 2 ? other_delimiter(whole, line, columns) : '\0';
    if (!delimiter || read_line(whole, line, delimiter, BY_GRAMMAR) != READ) {
        return false;
    }
    whole->out->fault = FAULT_OTHER_DELIMITER;
    whole->out->fault_cell = 0;
    return true;
}

/* A reading by the grammar with the wrong width: is there a better one? Leaves the record as it was when there is not.
 */
static enum outcome reconsider(const struct scan *whole, size_t line, size_t columns)
{
    struct tolerant_record *out = whole->out;
    size_t len = out->len, count = out->count;
    if (len > line && read_broken(whole, line, columns) == READ && out->count == columns) {
        return READ;
    }
    if (count * 2 <= columns && len == line && read_by_other(whole, line, columns)) {
        return READ;
    }
    struct scan again = *whole;
    return read_record(&again);
}

/* Quotes against the grammar: another delimiter explains them, or the readings compete. */
static enum outcome recover(const struct scan *whole, size_t line, size_t columns)
{
    enum outcome outcome = read_broken(whole, line, columns);
    if (outcome != READ || whole->out->count == columns || read_by_other(whole, line, columns)) {
        return outcome;
    }
    return read_broken(whole, line, columns);
}

static int64_t count_lines(struct str text)
{
    int64_t lines = 0;
    for (size_t i = 0; i < text.len; i++) {
        lines += text.ptr[i] == '\n' || (text.ptr[i] == '\r' && (i + 1 == text.len || text.ptr[i + 1] != '\n'));
    }
    return lines;
}

static void set_cells(struct tolerant_record *record)
{
    size_t from = 0;
    for (size_t i = 0; i < record->count; i++) {
        record->cells[i] = (struct str){record->bytes.ptr + from, record->ends[i] - from};
        from = record->ends[i];
    }
}

enum tolerant_step tolerant_read(const struct dialect *dialect, struct str text, bool is_last, size_t columns,
                                 struct tolerant_record *record)
{
    struct scan whole = {dialect, dialect->delimiter, text.ptr, text.len, is_last, BY_GRAMMAR, record};
    enum outcome outcome = read_record(&whole);
    size_t line =
        outcome == BROKEN || (outcome == READ && columns > 0 && record->count != columns) ? first_line(&whole) : 0;
    if (outcome == BROKEN) {
        outcome = line > 0 ? recover(&whole, line, columns) : UNFINISHED;
    } else if (line > 0) {
        outcome = reconsider(&whole, line, columns);
    }
    if (outcome == LARGE) {
        return TOLERANT_LARGE;
    }
    if (outcome == UNFINISHED) {
        return text.len > RECORD_BYTES ? TOLERANT_LARGE : TOLERANT_MORE;
    }
    record->lines = count_lines(str_slice(text, 0, record->len));
    set_cells(record);
    return TOLERANT_RECORD;
}

size_t tolerant_blank_line(const struct dialect *dialect, struct str text, bool is_last)
{
    size_t at = 0;
    while (at < text.len && is_blank(text.ptr[at], dialect->delimiter)) {
        at++;
    }
    if (at == text.len) {
        return is_last ? at : 0;
    }
    if (!is_line_end(text.ptr[at]) || (text.ptr[at] == '\r' && at + 1 == text.len && !is_last)) {
        return 0;
    }
    return at + line_end_len(text.ptr, text.len, at);
}
